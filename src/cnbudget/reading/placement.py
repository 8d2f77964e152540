"""Placing the amounts of rows that no longer show their columns, by the laws.

"201 一般公共服务支出 2.00 2.00" does not say whether the second 2.00 is basic or project; another table
may. Every way to put the amounts into the columns, in their order, is tried against the laws, and the only
way that breaks none is taken. Where several break none, the cells stay missing. Where every way breaks some
law, something in the document is wrong wherever the amounts belong: they go where they break least, so that
what is wrong is reported with them in it.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import attrs

from cnbudget.amounts import exact
from cnbudget.invariants import Compiled
from cnbudget.reading.bounds import Bounds
from cnbudget.reading.rows import Cell

__all__ = ["Loose", "placements"]

_MOST_WAYS = 3000
_MOST_LAWS = 400  # looked at to judge one way


@attrs.define(eq=False)
class Loose:
    """A row whose amounts wait for their columns.

    Attributes:
        cells: The indices of its figures, in the order of the document's columns.
        amounts: The amounts in their order.
        whole: The index of the figure that contains the others, the row's total; -1 if there is none.
        ways: The ways that are left: for each, which cell each amount goes to; the best first.
        fits: Whether the best way breaks no law.
    """

    cells: list[int]
    amounts: list[Cell]
    whole: int = -1
    ways: list[tuple[int, ...]] = attrs.field(factory=list)
    fits: bool = True


def placements(system: Compiled, rows: list[Loose]) -> dict[int, Cell]:
    """For each amount that the laws place, the index of its figure.

    Args:
        system: The laws, with the figures of these rows missing.
        rows: The rows.
    """
    bounds = Bounds(system)
    bounds.narrow(range(len(system.laws)))
    open_rows: list[Loose] = []
    for row in rows:
        count, width = len(row.amounts), len(row.cells)
        if 0 < count <= width and comb(width, count) <= _MOST_WAYS:
            row.ways = [
                tuple(row.cells[position] for position in chosen)
                for chosen in combinations(range(width), count)
            ]
            open_rows.append(row)
    placed: dict[int, Cell] = {}
    while open_rows:
        judged = [(_judge(system, bounds, row), row) for row in open_rows]
        settled = [row for _, row in judged if row.fits and len(row.ways) == 1]
        if not settled:
            # only then those that fit nowhere: first the one that comes nearest to fitting
            broken = [(costs, n, row) for n, (costs, row) in enumerate(judged) if not row.fits]
            settled = [min(broken)[2]] if broken else []
        if not settled:
            break
        for row in settled:
            open_rows.remove(row)
            for index, cell in zip(row.ways[0], row.amounts, strict=True):
                placed[index] = cell
                _put(system, bounds, index, cell)
            bounds.narrow([n for index in row.ways[0] for n in bounds.laws_of.get(index, ())])
    return placed


def _judge(system: Compiled, bounds: Bounds, row: Loose) -> tuple[int, int, int]:
    """Keep the ways that break no law, or else put first the one that comes nearest; give its cost.

    The cost of a way is how many of its amounts have to be wrong for the others to fit; whether it leaves the
    row's total without an amount, which no form does; and by how much, in grid steps, its laws fail.
    """
    start = list(dict.fromkeys(n for index in row.cells for n in bounds.laws_of.get(index, ())))
    fitting = [way for way in row.ways if not _broken(system, bounds, row, way, start)]
    row.fits = bool(fitting)
    if fitting:
        row.ways = fitting
        return 0, 0, 0
    costs = []
    for way in row.ways:
        wrong = 1
        for left_out in range(len(way)):
            if not _broken(system, bounds, row, way, start, left_out):
                break
        else:
            wrong = 2
        gap = sum(_broken(system, bounds, row, way, start).values())
        costs.append((wrong, int(row.whole not in way), gap))
    least = min(costs)
    best = row.ways[costs.index(least)]
    row.ways = [best, *(way for way in row.ways if way is not best)]
    return least


def _broken(
    system: Compiled,
    bounds: Bounds,
    row: Loose,
    way: tuple[int, ...],
    start: list[int],
    left_out: int = -1,
) -> dict[int, int]:
    """The laws that a way breaks, with one of its amounts left out, and by how much."""
    kept = bounds.low, bounds.high, bounds.broken
    bounds.low, bounds.high, bounds.broken = list(kept[0]), list(kept[1]), dict(kept[2])
    for position, (index, cell) in enumerate(zip(way, row.amounts, strict=True)):
        if position != left_out:
            _put(system, bounds, index, cell)
    broken = bounds.narrow(start, _MOST_LAWS)
    bounds.low, bounds.high, bounds.broken = kept
    return broken


def _put(system: Compiled, bounds: Bounds, index: int, cell: Cell) -> None:
    """Take a cell's amount for a figure; what looks like a number and is none says nothing."""
    unit = system.figures[index].unit
    value, places = cell.parsed or (None, 0)
    if value is None:
        return
    last = unit.exponent - places - system.exponent
    half = 5 * 10 ** (last - 1) if last > 0 else 0
    bounds.set(index, int(value.scaleb(unit.exponent - system.exponent, exact)), half)
