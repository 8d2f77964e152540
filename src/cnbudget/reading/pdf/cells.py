"""From the rulings of a page to the cells of its tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from cnbudget.reading.pages import Box
from cnbudget.reading.pdf.printed import RuledLine

#: Comparisons of rulings on a page, at the most; what needs more is a drawing.
MOST_STEPS = 4_000_000
_NEAR = 3.0  # rulings and their ends that are this near meet
_SIDE, _END = (
    12.0,
    7.0,
)  # so far do rulings reach beyond the last that crosses them, where a table is open
_LEAST_ROWS = 3  # rulings that say so


def cells_of_tables(
    across: Iterable[RuledLine], down: Iterable[RuledLine]
) -> list[list[Box]] | None:
    """The cells of each ruled table, tables and cells from the top; None of what is too tangled for a table.

    A cell is the smallest box whose four sides are ruled. Cells that touch at a corner are of one table.

    >>> from cnbudget.reading.pdf.printed import RuledLine
    >>> across = [RuledLine(y, 0, 100) for y in (0, 20, 40)]
    >>> cells_of_tables(across, [RuledLine(0, 0, 40), RuledLine(100, 0, 40)])
    [[(0.0, 0.0, 100.0, 20.0), (0.0, 20.0, 100.0, 40.0)]]
    """
    rows, columns = _joined(across), _joined(down)
    met = _met(rows, columns)
    if met is not None:
        sides = _open(rows, columns, met[0], met[1], _SIDE)
        ends = _open(columns, rows, met[1], met[0], _END)
        if sides or ends:
            rows, columns = _joined([*rows, *ends]), _joined([*columns, *sides])
            met = _met(rows, columns)
    if met is None:
        return None
    met_by_column, met_by_row, steps = met
    points = {(i, j) for j, met in enumerate(met_by_column) for i in met}
    cells: list[Box] = []
    for j, own in enumerate(met_by_column):
        for place, i in enumerate(own):
            beside = met_by_row[i]
            right = beside[bisect_left(beside, j) + 1 :]
            found = None
            for below in own[place + 1 :]:
                steps += len(right)
                found = next((edge for edge in right if (below, edge) in points), None)
                if found is not None:
                    cells.append((columns[j].at, rows[i].at, columns[found].at, rows[below].at))
                    break
            if steps > MOST_STEPS:
                return None
    return _tables(cells)


def _met(
    rows: list[RuledLine], columns: list[RuledLine]
) -> tuple[list[list[int]], list[list[int]], int] | None:
    """Which rulings each ruling meets, those downwards and those across, and the steps it took; None if too many."""
    levels = [row.at for row in rows]
    met_by_column: list[list[int]] = []
    met_by_row: list[list[int]] = [[] for _ in rows]
    steps = 0
    for number, column in enumerate(columns):
        first = bisect_left(levels, column.start - _NEAR)
        last = bisect_left(levels, column.end + _NEAR)
        steps += last - first
        if steps > MOST_STEPS:
            return None
        met = [
            i
            for i in range(first, last)
            if rows[i].start - _NEAR <= column.at <= rows[i].end + _NEAR
        ]
        met_by_column.append(met)
        for i in met:
            met_by_row[i].append(number)
    return met_by_column, met_by_row, steps


def _open(
    rows: list[RuledLine],
    columns: list[RuledLine],
    met_by_column: list[list[int]],
    met_by_row: list[list[int]],
    least: float,
) -> list[RuledLine]:
    """The edges of tables that are printed open at the sides: where most of their rulings end beyond all that cross.

    What is open above or below, where a page ends within a table, is told in the same way, rows and columns exchanged.

    Args:
        rows: The rulings that reach to the edge.
        columns: Those that cross them.
        met_by_column: Which rows each column meets.
        met_by_row: Which columns each row meets.
        least: How far they reach beyond, at the least.
    """
    found: list[RuledLine] = []
    left = set(range(len(rows)))
    while left:
        own, waiting = set(), [left.pop()]
        while waiting:
            row = waiting.pop()
            if row in own:
                continue
            own.add(row)
            waiting += [i for j in met_by_row[row] for i in met_by_column[j] if i not in own]
        left -= own
        downs = [columns[j].at for i in own for j in met_by_row[i]]
        if not downs or len(own) < _LEAST_ROWS:
            continue
        for ends, inner, sign in (
            (sorted(rows[i].start for i in own), min(downs), 1),
            (sorted(rows[i].end for i in own), max(downs), -1),
        ):
            at = ends[len(ends) // 2]
            if (inner - at) * sign < least:
                continue
            level = [
                rows[i].at
                for i in own
                if abs((rows[i].start if sign > 0 else rows[i].end) - at) <= _NEAR
            ]
            if len(level) >= max(_LEAST_ROWS, 0.6 * len(own)):
                found.append(RuledLine(at, min(level), max(level)))
    return found


def _joined(rulings: Iterable[RuledLine]) -> list[RuledLine]:
    """Rulings in their order: those that nearly are one line put on one, and pieces of a line joined."""
    found: list[RuledLine] = []
    lines: list[list[RuledLine]] = []
    for ruling in sorted(rulings):
        if lines and ruling.at - lines[-1][-1].at <= _NEAR:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    for line in lines:
        at = sum(each.at for each in line) / len(line)
        line.sort(key=lambda each: each.start)
        start, end = line[0].start, line[0].end
        for each in line:
            if each.start > end + _NEAR:
                if end - start >= _NEAR:
                    found.append(RuledLine(at, start, end))
                start, end = each.start, each.end
            elif each.end > end:
                end = each.end
        if end - start >= _NEAR:
            found.append(RuledLine(at, start, end))
    return found


def _tables(cells: list[Box]) -> list[list[Box]]:
    """Cells parted into tables."""
    table: dict[tuple[float, float], int] = {}
    members: dict[int, list[Box]] = {}
    for number, cell in enumerate(sorted(cells, key=lambda cell: (cell[1], cell[0]))):
        left, top, right, bottom = cell
        corners = ((left, top), (right, top), (left, bottom), (right, bottom))
        touched = {table[corner] for corner in corners if corner in table}
        members[number] = [cell]
        whole = max(touched, key=lambda each: len(members[each]), default=number)
        for other in (*touched, number):
            if other != whole:
                moved = members.pop(other)
                members[whole].extend(moved)
                for box in moved:
                    for x in (box[0], box[2]):
                        for y in (box[1], box[3]):
                            table[x, y] = whole
        for corner in corners:
            table[corner] = whole
    found = [
        sorted(own, key=lambda cell: (cell[1], cell[0])) for own in members.values() if len(own) > 1
    ]
    return sorted(found, key=lambda own: own[0][1])
