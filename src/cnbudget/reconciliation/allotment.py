"""Amounts of the possible entries with which every printed cell is in its interval, or why there are none.

Amounts begin at what is printed: each possible entry in turn takes as much as all cells that it stands in have left.
Where roundings do not add up exactly, the simplex method moves amounts within the intervals of the cells, as few of
them as it can: first of the entries that have one, then of all. Where entries are many, those that would mend what
cannot be met are taken in a few at a time instead, as the rows of a table of all would be long. So where it finds a
contradiction, it holds for all entries there are.
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
from cnbudget.reconciliation.first_amounts import AllotmentRows, filled
from cnbudget.rounding import ends, rule_named

MOST_ROUNDED = 1_500
"""With more entries than this round amounts are not looked for."""
MANY = 2_500
"""With more entries than this further ones are taken in a few at a time, those that would mend what is short."""
AT_A_TIME = 10
"""How many that are."""
MOST_SPLITS = 3_000
"""How often an amount that is not a whole number of 分 is split off."""


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
    first = filled(len(unknowns), rows, clock, many=len(unknowns) > MANY)
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
) -> tuple[AllotmentRows, set[int]] | Shortage | NotWhole:
    """The rows, cells with the same entries together; and the entries that may be negative."""
    members: list[list[int]] = [[] for _ in figures]
    for number, cells in enumerate(unknowns):
        clock.check(len(cells))
        for cell in cells:
            members[cell].append(number)
    place: dict[tuple[int, ...], int] = {}
    rows = AllotmentRows([], [], [], [], [])
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
        rows: AllotmentRows,
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
            if basic is not None and everything > MANY:
                short = self._taken_in(simplex, basic)
                if short is not None:
                    return short
                basic = None
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

    def _taken_in(self, simplex: Simplex, stuck: int) -> Shortage | None:
        """Take in entries, a few at a time, until all rows can be met; or why none that there is helps.

        Args:
            simplex: The tableau of the entries that are in.
            stuck: The basic variable whose row they cannot meet.
        """
        inside, most = set(self.support), self._most()
        basic: int | None = stuck
        while basic is not None:
            times = shortage_times(simplex, basic, simplex.n)
            gain: dict[int, int] = {}
            for r, k in times.items():
                self.clock.check(len(self.rows.columns[r]))
                for n, sign in zip(self.rows.columns[r], self.rows.signs[r], strict=True):
                    gain[n] = gain.get(n, 0) + k * sign
            helpful = [
                n
                for n, k in gain.items()
                if n not in inside and (k < 0 or (k and n in self.signed))
            ]
            if not helpful:
                return self._shortage(times)
            helpful.sort(key=lambda n: (-most[n], n))
            new = helpful[:AT_A_TIME]
            inside.update(new)
            self.support += new
            simplex.enlarge(self._ends(new), [self.of[n] for n in new])
            basic = simplex.check()
        return None

    def _most(self) -> list[int]:
        """For each entry the most that all cells have room for that it stands in."""
        cells = [high for (_, high), cell in zip(self.bounds, self.rows.cells, strict=True) if cell]
        self.clock.check(len(self.of))
        count = self.balances  # the balances come last
        return [min([cells[r] for r, _ in mine if r < count], default=0) for mine in self.of]

    def _ends(self, entries: Iterable[int]) -> list[tuple[int | None, int | None]]:
        return [(None if n in self.signed else 0, None) for n in entries]

    def _simplex(self, bounds: Sequence[tuple[int, int]]) -> Simplex:
        return Simplex(
            self._ends(self.support),
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
            odd = [n for n in simplex.variables if not _is_whole(simplex.value[n])]
            if not odd:
                return [int(simplex.value[n]) for n in simplex.variables]
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
            amounts = [round(simplex.value[n]) for n in simplex.variables]
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
        if 0 <= variable - count < simplex.m:
            times[variable - count] = -k
    if 0 <= basic - count < simplex.m:
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
