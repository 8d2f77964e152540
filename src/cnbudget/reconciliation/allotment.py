"""Amounts of the possible entries with which every printed cell is in its interval, or why there are none.

Amounts begin at what is printed: each possible entry in turn takes as much as all cells that it stands in have left.
Where roundings do not add up exactly, the simplex method moves amounts within the intervals of the cells, as few of
them as it can: first of the entries that have one, then of all. So where it finds a contradiction, it holds for all
entries there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from cnbudget.amounts import exact
from cnbudget.clock import Clock
from cnbudget.consistency.simplex import Simplex
from cnbudget.figures import Figure
from cnbudget.rounding import ends, rule_named

__all__ = ["NotWhole", "Shortage", "allot", "fen", "shortage_times"]

MOST_ROUNDED = 1_500
"""With more entries than this round amounts are not looked for."""
MOST_PAIRED = 2_500
"""With more entries than this no amount is looked for that is one by function and by use."""
MOST_SPLITS = 3_000
"""How often an amount that is not a whole number of 分 is split off."""
OFTEN = 255
"""After so many steps of a long loop the clock is asked."""


@attrs.frozen
class Shortage:
    """Why no amounts fit: cells, and balances, that add up to a sum which no entry lowers and which is below zero.

    Attributes:
        cells: How often each cell counts.
        balances: How often each balance counts.
    """

    cells: dict[int, int]
    balances: dict[int, int]


@attrs.frozen
class NotWhole:
    """No amounts in whole 分 were found.

    Attributes:
        proven: Whether there are none.
    """

    proven: bool = False


@attrs.define
class _Rows:
    """The rows of the system: what the entries of some cells come to, and what balances.

    Attributes:
        columns: For each row the entries.
        signs: For each row how often each of them counts.
        bounds: For each row the least and the most 分.
        cells: For each row the cells that give these two; none for a balance.
    """

    columns: list[tuple[int, ...]]
    signs: list[tuple[int, ...]]
    bounds: list[tuple[int, int]]
    cells: list[tuple[int, int] | None]
    centres: list[int]


def allot(
    figures: Sequence[Sequence[Figure]],
    unknowns: Sequence[tuple[int, ...]],
    balances: Sequence[tuple[Sequence[int], Sequence[int]]],
    clock: Clock,
) -> list[int] | Shortage | NotWhole:
    """Amounts of the entries, in 分, with which every cell is in its interval.

    Args:
        figures: The figures printed in each cell.
        unknowns: The possible entries, each by the cells that it stands in.
        balances: Entries that come in and entries that go out, of which there is the same.
        clock: When to stop.

    Raises:
        OutOfTimeError: The time is over.
    """
    made = _rows(figures, unknowns, balances, clock)
    if isinstance(made, Shortage | NotWhole):
        return made
    rows, signed = made
    first = _filled(len(unknowns), rows, clock)
    widest = max([high - low + 1 for low, high in rows.bounds], default=1)
    grains = dict.fromkeys(
        g for g in (widest, widest // 2, widest // 10, 1) if g and not widest % g
    )
    if len(unknowns) > MOST_ROUNDED:
        grains = {1: None}
    of: list[list[tuple[int, int]]] = [[] for _ in unknowns]
    for r, (columns, signs) in enumerate(zip(rows.columns, rows.signs, strict=True)):
        for n, sign in zip(columns, signs, strict=True):
            of[n].append((r, sign))
    # Round amounts are tried before odd ones, and for each first the entries that the first amounts use.
    found: list[int] | Shortage | NotWhole = NotWhole()
    for grain in grains:
        bounds = [(-(-low // grain), high // grain) for low, high in rows.bounds]
        if any(low > high for low, high in bounds):
            found = NotWhole(proven=grain == 1)
            continue
        search = _AllotmentSearch(rows, of, signed, bounds, [n // grain for n in first], clock)
        found = search.run()
        if isinstance(found, list):
            return [grain * amount for amount in found]
    return found


def _rows(
    figures: Sequence[Sequence[Figure]],
    unknowns: Sequence[tuple[int, ...]],
    balances: Sequence[tuple[Sequence[int], Sequence[int]]],
    clock: Clock,
) -> tuple[_Rows, set[int]] | Shortage | NotWhole:
    """The rows, cells with the same entries together; and the entries that may be negative."""
    members: list[list[int]] = [[] for _ in figures]
    for number, cells in enumerate(unknowns):
        clock.check(len(cells))
        for cell in cells:
            members[cell].append(number)
    place: dict[tuple[int, ...], int] = {}
    rows = _Rows([], [], [], [], [])
    signed: set[int] = set()
    for cell, printed in enumerate(figures):
        low, high, centre = fen(printed)
        key = tuple(members[cell])
        if centre < 0:
            signed.update(key)
        if low > high:
            if any(least > most for least, most, _ in map(fen, zip(printed))):
                return NotWhole(proven=True)  # figures finer than a 分
            return Shortage({cell: 0}, {})  # two figures of one cell
        if not key:
            if low > 0 or high < 0:
                return Shortage({cell: -1 if low > 0 else 1}, {})
            continue
        row = place.get(key)
        if row is None:
            place[key] = len(rows.columns)
            rows.columns.append(key)
            rows.signs.append((1,) * len(key))
            rows.bounds.append((low, high))
            rows.cells.append((cell, cell))
            rows.centres.append(centre)
            continue
        old, giving = rows.bounds[row], rows.cells[row] or (cell, cell)
        if low > old[0]:
            old, giving = (low, old[1]), (cell, giving[1])
        if high < old[1]:
            old, giving = (old[0], high), (giving[0], cell)
        rows.bounds[row], rows.cells[row] = old, giving
        if old[0] > old[1]:
            return Shortage({giving[0]: -1, giving[1]: 1}, {})
    for come, go in balances:
        rows.columns.append((*come, *go))
        rows.signs.append((1,) * len(come) + (-1,) * len(go))
        rows.bounds.append((0, 0))
        rows.cells.append(None)
        rows.centres.append(0)
    return rows, signed


class _AllotmentSearch:
    """Looks for amounts with the entries that have some already, and then with all."""

    def __init__(
        self,
        rows: _Rows,
        of: Sequence[Sequence[tuple[int, int]]],
        signed: set[int],
        bounds: Sequence[tuple[int, int]],
        first: Sequence[int],
        clock: Clock,
    ) -> None:
        self.rows = rows
        self.of = of
        self.signed = signed
        self.bounds = bounds
        self.clock = clock
        self.support = [n for n, amount in enumerate(first) if amount]
        self.value: list[int] = list(first)
        self.balances = len(rows.cells) - sum(cell is None for cell in rows.cells)

    def run(self) -> list[int] | Shortage | NotWhole:
        """Amounts for all entries; or why there are none."""
        everything = len(self.of)
        while True:
            simplex = self._simplex(self.bounds)
            basic = simplex.check()
            if basic is None:
                found = self._whole(simplex)
                if isinstance(found, list):
                    amounts = [0] * everything
                    for n, amount in zip(self.support, found, strict=True):
                        amounts[n] = amount
                    return amounts
            elif len(self.support) == everything:
                return self._shortage(shortage_times(simplex, basic, everything))
            else:
                found = NotWhole()
            if len(self.support) == everything:
                return found
            self.support = list(range(everything))

    def _simplex(self, bounds: Sequence[tuple[int, int]]) -> Simplex:
        return Simplex(
            [(None if n in self.signed else 0, None) for n in self.support],
            [self.value[n] for n in self.support],
            self._here(),
            bounds,
            self.clock,
        )

    def _here(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The rows with the entries that are in."""
        if len(self.support) == len(self.of):
            return list(zip(self.rows.columns, self.rows.signs, strict=True))
        columns: list[list[int]] = [[] for _ in self.bounds]
        signs: list[list[int]] = [[] for _ in self.bounds]
        for i, n in enumerate(self.support):
            self.clock.check(len(self.of[n]))
            for r, sign in self.of[n]:
                columns[r].append(i)
                signs[r].append(sign)
        return [(tuple(c), tuple(s)) for c, s in zip(columns, signs, strict=True)]

    def _shortage(self, times: dict[int, int]) -> Shortage:
        cells: dict[int, int] = {}
        balances: dict[int, int] = {}
        for r, k in times.items():
            giving = self.rows.cells[r]
            if giving is None:
                balances[r - self.balances] = k
            else:
                cell = giving[1] if k > 0 else giving[0]
                cells[cell] = cells.get(cell, 0) + k
        return Shortage(cells, balances)

    def _whole(self, simplex: Simplex) -> list[int] | NotWhole:
        """Amounts within all bounds, split until all are whole."""
        count = len(self.support)
        trail: list[tuple[int, int | None, int | None, int]] = []
        for _ in range(MOST_SPLITS):
            odd = [n for n in range(count) if not _is_whole(simplex.value[n])]
            if not odd:
                return [int(value) for value in simplex.value[:count]]
            if not trail:
                near = self._rounded(simplex)
                if near is not None:
                    return near
            # round down first, and if that leads nowhere up
            split = odd[0]
            low, high = simplex.lo[split], simplex.hi[split]
            floor = int(simplex.value[split] // 1)
            trail.append((split, low, high, floor + 1))
            simplex.rebound(split, low, floor)
            while simplex.check() is not None:
                if not trail:
                    return NotWhole(proven=count == len(self.of))
                split, low, high, ceiling = trail.pop()
                simplex.rebound(split, max(ceiling, low) if low is not None else ceiling, high)
        return NotWhole()

    def _rounded(self, simplex: Simplex) -> list[int] | None:
        """Amounts rounded, where the cells have room for that."""
        count = len(self.support)
        for share in (0, 4, 16):
            if share:
                room = [
                    (low + (high - low) // share, high - (high - low) // share)
                    for low, high in self.bounds
                ]
                inside = self._simplex(room)
                if inside.check() is not None:
                    continue
                simplex = inside
            amounts = [round(value) for value in simplex.value[:count]]
            if self._fits(amounts):
                return amounts
        return None

    def _fits(self, amounts: Sequence[int]) -> bool:
        sums = [0] * len(self.bounds)
        for n, amount in zip(self.support, amounts, strict=True):
            if amount:
                for r, sign in self.of[n]:
                    sums[r] += sign * amount
        return all(
            low <= total <= high for total, (low, high) in zip(sums, self.bounds, strict=True)
        )


def _is_whole(value: object) -> bool:
    return type(value) is int or (isinstance(value, Fraction) and value.denominator == 1)


def shortage_times(simplex: Simplex, basic: int, count: int) -> dict[int, int]:
    """How often each row counts in the sum that no entry lowers, and that is below zero."""
    row, marks, den = simplex.identity(basic)
    times = {r: -k for r, k in marks.items()}
    for variable, k in row.items():
        if variable >= count:
            times[variable - count] = -k
    if basic >= count:
        times[basic - count] = den
    low = simplex.lo[basic]
    if low is not None and simplex.value[basic] < low:
        times = {r: -k for r, k in times.items()}
    return {r: k for r, k in times.items() if k}


def fen(figures: Iterable[Figure]) -> tuple[int, int, int]:
    """The least and the most 分 that print as all of these figures, and what is printed.

    >>> fen([Figure.of("67.36", "万元")])
    (67355000, 67364999, 67360000)
    """
    low = high = None
    centre = 0
    for figure in figures:
        exponent = figure.unit.exponent + 2 - figure.places
        last = 10 ** max(0, exponent)  # in 分
        grain = 10 ** max(0, -exponent)  # of a 分
        value = int((figure.value or Decimal(0)).scaleb(figure.places, exact))
        rule = rule_named(figure.column.rounding)
        bottom, bottom_open, top, top_open = ends(2 * value, 1, rule, even=value % 2 == 0)
        least, rest = divmod(bottom * last, 2 * grain)
        least += bool(rest or bottom_open)
        most, rest = divmod(top * last, 2 * grain)
        most -= not rest and top_open
        low = least if low is None else max(low, least)
        high = most if high is None else min(high, most)
        centre = value * last // grain
    return low or 0, high or 0, centre


def _filled(count: int, rows: _Rows, clock: Clock) -> list[int]:
    """First amounts: each entry takes what all its cells have left, those with the least choice first."""
    of: list[list[int]] = [[] for _ in range(count)]
    left = list(rows.centres)
    sizes = [len(row) for row in rows.columns]
    for r, (row, cell) in enumerate(zip(rows.columns, rows.cells, strict=True)):
        if cell is not None:
            for n in row:
                of[n].append(r)
    amounts = [0] * count
    sets: dict[int, frozenset[int]] = {}
    within: dict[tuple[int, int], bool] = {}

    def holds(r: int, q: int) -> bool:
        """Whether a row has all the entries of another."""
        if sizes[q] >= sizes[r]:
            return False
        if (r, q) not in within:
            for each in (r, q):
                if each not in sets:
                    sets[each] = frozenset(rows.columns[each])
            within[r, q] = sets[q] <= sets[r]
        return within[r, q]

    def take(n: int, most: int) -> None:
        amounts[n] = most
        for r in of[n]:
            left[r] -= most

    # what is one amount by function and by use, in the cells of the fewest entries, is likely one entry
    for n, mine in enumerate(of if count <= MOST_PAIRED else ()):
        clock.check(len(mine) ** 2)
        most = min([left[r] for r in mine], default=0)
        if most > 0 and len(mine) > 1:
            inner = [r for r in mine if not any(holds(r, q) for q in mine)]
            if len(inner) > 1 and all(left[r] == most for r in inner):
                take(n, most)
    choice = [min([sizes[r] for r in mine], default=0) for mine in of]
    clock.check(4 * count)
    for n in sorted(range(count), key=lambda n: (choice[n], n)):
        most = min([left[r] for r in of[n]], default=0)
        if most > 0 and not amounts[n]:
            take(n, most)
    return amounts
