"""Placing the amounts of rows that no longer show their columns, by the laws.

"201 一般公共服务支出 2.00 2.00" does not say whether the second 2.00 is basic or project; another table
may. Every way to put the amounts into the columns, in their order, is tried against the laws, and the only
way that breaks none is taken. Where several break none, the cells stay missing. Where every way breaks some
law, something in the document is wrong wherever the amounts belong: they go where they break least, so that
what is wrong is reported with them in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

import attrs

from cnbudget.amounts import exact
from cnbudget.deduction.bounds import Bounds
from cnbudget.invariants import Compiled
from cnbudget.limits import LIMITS
from cnbudget.reading.cells import CellNumber
from cnbudget.values import Visible

_MOST_WAYS = 3000
_MOST_LAWS = 400  # looked at to judge one way


@attrs.define(eq=False, repr=False)
class Loose(Visible):
    """A row whose amounts wait for their columns.

    Attributes:
        cells: The indices of its figures, in the order of the document's columns.
        amounts: The amounts in their order.
        ways: The ways that are left: for each, which cell each amount goes to; the best first.
        fits: Whether the best way breaks no law.
    """

    cells: list[int]
    amounts: list[CellNumber]
    ways: list[tuple[int, ...]] = attrs.field(factory=list)
    fits: bool = True


def placements(
    system: Compiled, bounds: Bounds, rows: list[Loose], steps: int = LIMITS.steps
) -> dict[int, CellNumber]:
    """For each amount that the laws place, the index of its figure.

    Args:
        system: The laws, with the figures of these rows missing.
        bounds: What is possible for them; narrowed by what is placed.
        rows: The rows.
        steps: Figures looked at for a document; what is not placed by then stays missing.
    """
    open_rows: list[Loose] = []
    for row in rows:
        count, width = len(row.amounts), len(row.cells)
        if 0 < count <= width and comb(width, count) <= _MOST_WAYS:
            row.ways = [
                tuple(row.cells[position] for position in chosen)
                for chosen in combinations(range(width), count)
            ]
            open_rows.append(row)
    placing = _Placing(system, bounds, open_rows, steps)
    # the laws of a row by themselves settle most rows, all that follows from what is placed the others
    for near in (True, False):
        while placing.sure(near=near):
            pass
    while placing.nearest():
        pass
    return placing.placed


class _Placing:
    """Rows that wait for their columns, and what was placed.

    Attributes:
        open_rows: The rows that wait.
        placed: For each amount that was placed, the index of its figure.
    """

    def __init__(
        self, system: Compiled, bounds: Bounds, open_rows: list[Loose], steps: int
    ) -> None:
        self.steps = steps
        self.system = system
        self.bounds = bounds
        self.open_rows = open_rows
        self.placed: dict[int, CellNumber] = {}

    def sure(self, *, near: bool) -> bool:
        """Place each row that fits in one way; say whether there was one.

        Args:
            near: Whether only the laws of a row by themselves are asked.
        """
        progress = False
        waiting: list[int] = []
        for row in self.open_rows.copy():
            if self.bounds.work > self.steps:
                return False
            fitting = self._fitting(row, near=near)
            if len(fitting) == 1:
                row.ways = fitting
                first = not self.placed
                waiting += self._place(row)
                progress = True
                if not near or first:
                    self.bounds.narrow(waiting)
                    waiting = []
        self.bounds.narrow(waiting)
        return progress

    def nearest(self) -> bool:
        """Place a row that fits nowhere, the one first that comes nearest to fitting; say whether there was one."""
        misfits = []
        for number, row in enumerate(self.open_rows):
            if self.bounds.work > self.steps:
                return False
            fitting = self._fitting(row, near=False)
            if not fitting:
                misfits.append((_nearest(self.system, self.bounds, row), number, row))
                continue
            row.ways = fitting
            if len(fitting) == 1:
                misfits = [((0, 0, 0), number, row)]
                break
        if not misfits:
            return False
        self.bounds.narrow(self._place(min(misfits, key=lambda each: each[:2])[2]))
        return True

    def _place(self, row: Loose) -> list[int]:
        """Place a row in its best way; the laws that this touches."""
        self.open_rows.remove(row)
        self.placed.update(zip(row.ways[0], row.amounts, strict=True))
        for value in _values(self.system, row.ways[0], row.amounts):
            self.bounds.set(*value)
        return [n for index in row.ways[0] for n in self.bounds.laws_of.get(index, ())]

    def _fitting(self, row: Loose, *, near: bool) -> list[tuple[int, ...]]:
        """The ways that break no law."""
        start = _laws(self.bounds, row)
        return [
            way
            for way in row.ways
            if not self.bounds.attempt(
                _values(self.system, way, row.amounts), start, _MOST_LAWS, near=near, first=True
            )
        ]


def _nearest(system: Compiled, bounds: Bounds, row: Loose) -> tuple[int, int, int]:
    """Put the way first that comes nearest to fitting, and give its cost.

    The cost of a way is how many of its amounts have to be wrong for the others to fit; whether it leaves the
    row's total without an amount, which no form does; and by how much, in grid steps, its laws fail.
    """
    row.fits = False
    start = _laws(bounds, row)
    whole = _whole(system, row.cells)
    costs = []
    for way in row.ways:
        wrong = 2
        for left_out in range(len(way)):
            if not _broken(system, bounds, row, way, start, left_out):
                wrong = 1
                break
        gap = sum(_broken(system, bounds, row, way, start).values())
        costs.append((wrong, int(whole not in way), gap))
    least = min(costs)
    best = row.ways[costs.index(least)]
    row.ways = [best, *(way for way in row.ways if way is not best)]
    return least


def _whole(system: Compiled, cells: list[int]) -> int:
    """The figure of a row whose scope contains those of the others, or -1."""
    scopes = {index: system.figures[index].scope for index in cells}
    for index, scope in scopes.items():
        if scope is not None and all(o is not None and o <= scope for o in scopes.values()):
            return index
    return -1


def _laws(bounds: Bounds, row: Loose) -> list[int]:
    """The laws of a row's figures; those that tie most of them first, which most ways break."""
    count: dict[int, int] = {}
    for index in row.cells:
        for number in bounds.laws_of.get(index, ()):
            count[number] = count.get(number, 0) + 1
    return sorted(count, key=lambda number: -count[number])


def _broken(
    system: Compiled,
    bounds: Bounds,
    row: Loose,
    way: tuple[int, ...],
    start: list[int],
    left_out: int = -1,
) -> dict[int, int]:
    """The laws that a way breaks, with one of its amounts left out, and by how much."""
    kept = [n for n in range(len(way)) if n != left_out]
    values = _values(system, [way[n] for n in kept], [row.amounts[n] for n in kept])
    return bounds.attempt(values, start, _MOST_LAWS)


def _values(
    system: Compiled, way: Sequence[int], amounts: Sequence[CellNumber]
) -> list[tuple[int, int, int]]:
    """Amounts and halves of their last places, in grid steps, for the figures they go to.

    What looks like a number and is none says nothing.
    """
    found = []
    for index, cell in zip(way, amounts, strict=True):
        value, places = cell.parsed
        if value is not None:
            unit = system.figures[index].unit
            last = unit.exponent - places - system.exponent
            half = 5 * 10 ** (last - 1) if last > 0 else 0
            found.append((index, int(value.scaleb(unit.exponent - system.exponent, exact)), half))
    return found
