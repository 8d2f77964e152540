"""A system as arrays of integers on one common grid, for the solving modules.

Amounts are counted in units of ``1/scale``, so that every end of every interval, every constant and
every coefficient is an integer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import attrs

from cnbudget.consistency.evidence import Multiplier, Part, Refutation
from cnbudget.consistency.rounding import Interval, Rounding, ends
from cnbudget.consistency.system import Cell, System, exponent

Bound = tuple[int | None, bool, int | None, bool]
"""Low end, whether open, high end, whether open; ``None`` is no end."""

UNBOUNDED: Bound = (None, True, None, True)


@attrs.frozen(eq=False)
class IntegerRow:
    """Integers times amounts, plus a constant: equal to 0, at least 0, or above 0.

    Args:
        cols: The amounts.
        coefs: Their coefficients.
        const: The constant, in grid units.
        owner: The constraint.
        part: Which row of it.
        factor: By how much the constraint was multiplied to get integers.
        strict: Whether an inequality excludes 0.
        pct: The percentage cell that the row depends on, -1 for none.
    """

    cols: tuple[int, ...]
    coefs: tuple[int, ...]
    const: int = attrs.field(kw_only=True)
    owner: str = attrs.field(kw_only=True)
    part: Part = attrs.field(kw_only=True)
    factor: int = attrs.field(kw_only=True)
    strict: bool = attrs.field(default=False, kw_only=True)
    pct: str | None = attrs.field(default=None, kw_only=True)

    @property
    def is_equality(self) -> bool:
        """Whether the row is an equality."""
        return self.part == "equality"


class IntegerSystem:
    """The integer arrays of a system.

    >>> from cnbudget.consistency.system import Equality
    >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1.5", decimals=1)]
    >>> grid = IntegerSystem(System(cells, [Equality("copy", [("T", 1), ("A", -1)])]))
    >>> grid.scale, grid.tight
    (20, [(50, False, 70, True), (29, False, 31, True)])
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.cells = [cell for cell in system.cells if cell.id not in system.ratio_of]
        self.index = {cell.id: i for i, cell in enumerate(self.cells)}
        self.scale = self._scale()
        self.figures = [0 if c.value is None else scaled(c.value, self.scale) for c in self.cells]
        self.free = [self._free(cell) for cell in self.cells]
        self.tight = [self._tight(i) for i in range(len(self.cells))]
        self.rows = self._rows()
        self.components = self._components()

    def _scale(self) -> int:
        places = max(map(_places, self.cells), default=0)
        constants = lcm(*(e.const.denominator for e in self.system.equalities))
        scale: int = 2 * 10 ** max(0, places) * constants
        return scale

    def _free(self, cell: Cell) -> Bound:
        if cell.id in self.system.denominators:
            return 0, True, None, True
        return (0, False, None, True) if cell.nonneg else UNBOUNDED

    def _tight(self, i: int) -> Bound:
        cell, value, free = self.cells[i], self.figures[i], self.free[i]
        if cell.value is None:
            return free
        if cell.decimals is None or cell.rounding is Rounding.EXACT:
            return meet((value, False, value, False), free)
        if cell.decimals >= 0:
            half = self.scale // (2 * 10**cell.decimals)
        else:
            half = self.scale * 10**-cell.decimals // 2
        return meet(ends(value, half, cell.rounding, even=value // half % 4 == 0), free)

    def _rows(self) -> list[IntegerRow]:
        rows = []
        for equality in self.system.equalities:
            coefficients = [c.as_integer_ratio() for _, c in equality.terms]
            factor = lcm(*[under for _, under in coefficients])
            const = equality.const
            rows.append(
                IntegerRow(
                    tuple([self.index[cell] for cell, _ in equality.terms]),
                    tuple([top * (factor // under) for top, under in coefficients]),
                    const=int(const * self.scale * factor) if const else 0,
                    owner=equality.id,
                    part="equality",
                    factor=factor,
                )
            )
        for ratio in self.system.ratios:
            cell = self.system[ratio.pct]
            num, den = self.index[ratio.num], self.index[ratio.den]
            for part, bound, strict in percentage_bounds(cell):
                factor = bound.denominator
                sign = -1 if part == "upper" else 1
                weight = -sign * (bound.numerator + ratio.offset * factor)
                terms = {num: sign * 100 * factor}
                terms[den] = terms.get(den, 0) + weight
                rows.append(
                    IntegerRow(
                        tuple(c for c, k in terms.items() if k),
                        tuple(k for k in terms.values() if k),
                        const=0,
                        owner=ratio.id,
                        part=part,
                        factor=factor,
                        strict=strict,
                        pct=ratio.pct,
                    )
                )
        return rows

    def _components(self) -> list[tuple[list[int], list[int]]]:
        parent = list(range(len(self.cells) + len(self.rows)))

        def root(i: int) -> int:
            while parent[i] != i:
                parent[i] = parent[parent[i]]
                i = parent[i]
            return i

        offset = len(self.cells)
        percentages: dict[str, int] = {}
        for r, row in enumerate(self.rows):
            for c in row.cols:
                parent[root(c)] = root(offset + r)
            if row.pct is not None:
                other = percentages.setdefault(row.pct, r)
                parent[root(offset + other)] = root(offset + r)
        for ratio in self.system.ratios:
            # Also where the percentage is lost, or a coefficient has cancelled out.
            num, den = root(self.index[ratio.num]), root(self.index[ratio.den])
            parent[num] = den
            if ratio.pct in percentages:
                parent[root(offset + percentages[ratio.pct])] = root(den)
        groups: dict[int, tuple[list[int], list[int]]] = {}
        for i in range(len(parent)):
            group = groups.setdefault(root(i), ([], []))
            group[i >= offset].append(i if i < offset else i - offset)
        return list(groups.values())

    def bound(self, cell: str) -> Interval[Fraction]:
        """The interval of a cell, as fractions."""
        lo, lo_open, hi, hi_open = self.tight[self.index[cell]]
        return Interval(
            None if lo is None else Fraction(lo, self.scale),
            None if hi is None else Fraction(hi, self.scale),
            low_closed=not lo_open,
            high_closed=not hi_open,
        )

    def multipliers(self, times: Mapping[int, Fraction | int]) -> tuple[Multiplier, ...]:
        """The multipliers of integer rows as multipliers of the constraints' own rows."""
        return tuple(
            Multiplier(
                self.rows[r].owner, Fraction(k * self.rows[r].factor), part=self.rows[r].part
            )
            for r, k in sorted(times.items())
            if k
        )

    def combine(self, times: Mapping[int, Fraction | int]) -> tuple[dict[int, Fraction], Fraction]:
        """The rows times their multipliers, added up: coefficients and constant, grid units."""
        total: dict[int, Fraction] = {}
        const = Fraction(0)
        for r, k in times.items():
            if not k:
                continue
            row = self.rows[r]
            const += k * row.const
            for c, a in zip(row.cols, row.coefs, strict=True):
                total[c] = total.get(c, Fraction(0)) + k * a
        return {c: a for c, a in total.items() if a}, const

    def highest(
        self,
        terms: dict[int, Fraction],
        const: Fraction,
        times: Mapping[int, Fraction | int],
        bounds: Sequence[Bound] | None = None,
    ) -> tuple[Fraction | None, bool]:
        """The most that terms and constant can be in the cells' intervals, and whether attained.

        With the multipliers of strict inequalities the value is never attained.
        """
        total, attained = const, True
        for c, a in terms.items():
            lo, lo_open, hi, hi_open = (bounds or self.tight)[c]
            end, is_open = (hi, hi_open) if a > 0 else (lo, lo_open)
            if end is None:
                return None, False
            total += a * end
            attained = attained and not is_open
        if any(k and self.rows[r].strict for r, k in times.items()):
            attained = False
        return total, attained

    def refutation(
        self, times: Mapping[int, Fraction | int], bounds: Sequence[Bound] | None = None
    ) -> Refutation | None:
        """The refutation that the multipliers give, or ``None`` if they give none.

        Args:
            times: The multipliers of the rows.
            bounds: The cells' intervals where some are freed.
        """
        bounds = bounds or self.tight
        size = lcm(*[k.denominator for k in times.values()])
        whole = {r: k.numerator * (size // k.denominator) for r, k in times.items() if k}
        terms: dict[int, int] = {}
        const = 0
        for r, k in whole.items():
            row = self.rows[r]
            const += k * row.const
            for c, a in zip(row.cols, row.coefs, strict=True):
                terms[c] = terms.get(c, 0) + k * a
        most, attained = const, not any(self.rows[r].strict for r in whole)
        for c, a in terms.items():
            if a:
                lo, lo_open, hi, hi_open = bounds[c]
                end, is_open = (hi, hi_open) if a > 0 else (lo, lo_open)
                if end is None:
                    return None
                most += a * end
                attained = attained and not is_open
        if most > 0 or (most == 0 and attained):
            return None
        used = []
        for c, a in terms.items():
            side = slice(2, 4) if a > 0 else slice(0, 2)
            if a and self.cells[c].suspect and bounds[c][side] != self.free[c][side]:
                used.append(self.cells[c].id)
        for r in whole:
            row = self.rows[r]
            if row.pct is not None and row.part != "sign" and self.system[row.pct].suspect:
                used.append(row.pct)
        return Refutation(
            self.multipliers(whole),
            tuple(dict.fromkeys(used)),
            terms=tuple([(self.cells[c].id, Fraction(a)) for c, a in terms.items() if a]),
            const=Fraction(const, self.scale),
        )

    def alone(self, r: int) -> Refutation | None:
        """The refutation of a row by itself, or ``None`` if it can hold.

        >>> from cnbudget.consistency.system import Equality
        >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0)]
        >>> grid = IntegerSystem(System(cells, [Equality("copy", [("T", 1), ("A", -1)])]))
        >>> grid.alone(0).cells
        ('T', 'A')
        """
        row, tight = self.rows[r], self.tight
        low = high = row.const
        below = above = True  # whether the sum has a lowest, a highest amount
        for c, a in zip(row.cols, row.coefs, strict=True):
            least, _, most, _ = tight[c]
            if a < 0:
                least, most = most, least
            if least is None:
                below = False
            else:
                low += a * least
            if most is None:
                above = False
            else:
                high += a * most
        found = self.refutation({r: 1}) if above and high <= 0 else None
        if found is None and below and low >= 0 and row.is_equality:
            found = self.refutation({r: -1})
        return found

    def empties(self) -> list[Refutation]:
        """The cells whose figures contradict their signs."""
        found = [
            cell for cell, bound in zip(self.cells, self.tight, strict=True) if is_empty(bound)
        ]
        found += [
            cell
            for cell in map(self.system.__getitem__, self.system.ratio_of)
            if cell.interval.is_empty
        ]
        return [Refutation((), (c.id,) if c.suspect else (), empty=c.id) for c in found]


def percentage_bounds(cell: Cell) -> list[tuple[Part, Fraction, bool]]:
    """What a percentage cell says: part, bound and whether the bound itself is excluded."""
    bounds: list[tuple[Part, Fraction, bool]] = []
    shown = cell.printed
    if shown.low is not None:
        bounds.append(("lower", shown.low, not shown.low_closed))
    if shown.high is not None:
        bounds.append(("upper", shown.high, not shown.high_closed))
    if cell.nonneg:
        bounds.append(("sign", Fraction(0), False))
    return bounds


def scaled(value: Decimal, scale: int) -> int:
    """A figure in grid units.

    >>> scaled(Decimal("-12.30"), 200)
    -2460
    """
    top, under = value.as_integer_ratio()
    return top * scale // under


def _places(cell: Cell) -> int:
    if cell.decimals is not None:
        return cell.decimals  # the figure has no more
    return 0 if cell.value is None else -exponent(cell.value)


def meet(a: Bound, b: Bound) -> Bound:
    """What two intervals share.

    >>> meet((0, False, 5, True), (None, True, 5, False))
    (0, False, 5, True)
    """
    lo, lo_open = a[0], a[1]
    if b[0] is not None and (lo is None or b[0] > lo or (b[0] == lo and b[1])):
        lo, lo_open = b[0], b[1]
    hi, hi_open = a[2], a[3]
    if b[2] is not None and (hi is None or b[2] < hi or (b[2] == hi and b[3])):
        hi, hi_open = b[2], b[3]
    return lo, lo_open, hi, hi_open


def is_empty(bound: Bound) -> bool:
    """Whether no amount lies between the ends.

    >>> is_empty((5, False, 5, True))
    True
    """
    lo, lo_open, hi, hi_open = bound
    if lo is None or hi is None:
        return False
    return lo > hi or (lo == hi and (lo_open or hi_open))
