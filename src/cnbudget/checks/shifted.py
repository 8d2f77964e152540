"""Columns whose amounts stand a row or two too high or too low, from some row on.

A cell that was left out or pasted twice moves all that follow it: every law of every row breaks, and it is one fault.
It is told where many cells in a row should, by the laws that they break, have what their neighbour prints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import attrs

from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.record import Record
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN, Compiled, Verdict
from cnbudget.messages import By, say, tell
from cnbudget.short_names import short_table

#: A city's table of uses had the amounts of 合计 a row too high, from one row on.
_LEAST = 4  # cells that should have their neighbour's amount
_LEAST_AMOUNTS = 3  # different ones among them
_MOST_GAP = 2  # cells between two of them that are wrong otherwise
_BY = (-1, 1, -2, 2)  # rows; the nearest first
_MOST_FIGURES = 200  # of a law, beyond which it says little of any of them

#: The numbers of a column's figures, row by row.
_Line = tuple[int, ...]
#: Those of its cells, by their places in it, that should have other amounts.
_Places = list[int]
#: What the laws that a figure breaks would have it be, on the grid, and how far rounding may take it from that.
_Wanted = dict[int, list[tuple[int, int]]]


@attrs.frozen(eq=False)
class Shift:
    """Amounts of a table that stand in other rows than their own.

    Attributes:
        by: In which row, counted from its own, each stands: -1 for the row above.
        runs: For each column the figures of the cells that they belong to, from the first row to the last.
        lost: The figures whose amounts belong to others, while their own is printed nowhere.
        laws: The numbers of the violated laws that come out once each stands in its row.
        system: The laws, with each in its row.
    """

    by: int
    runs: tuple[tuple[Figure, ...], ...]
    lost: tuple[Figure, ...]
    laws: tuple[int, ...]
    system: Compiled

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures whose amounts are not their own."""
        return (*(figure for run in self.runs for figure in run), *self.lost)

    def finding(self, record: Record) -> Finding:
        """What there is to say of it.

        Args:
            record: Where findings get their names.
        """
        first = self.runs[0][0]
        rows = abs(self.by)
        moved = (
            say("checks.rows_up", rows=rows) if self.by < 0 else say("checks.rows_down", rows=rows)
        )
        words = say(
            "checks.column_shifted",
            table=By(_table, first),
            columns=tuple(By(_extent, run) for run in self.runs),
            moved=moved,
        )
        return Finding(
            record.name(),
            "add-up",
            verdict=Verdict.VIOLATED,
            severity="error",
            words=words,
            unit=record.unit,
            figures=self.figures,
            suspects=(Suspect(first, None, settles=len(self.laws), breaks=0),),
            place=first.place,
        )


def shifts(disclosure: Disclosure, system: Compiled, violated: Sequence[int]) -> list[Shift]:
    """The columns whose amounts are shifted, those of one table together.

    Args:
        disclosure: The budget.
        system: Its laws.
        violated: The numbers of those that are violated.
    """
    wanted = _wanted(system, violated)
    if len(wanted) < _LEAST:
        return []
    found: list[Shift] = []
    for lines in _lines(disclosure, wanted):
        left = [n for n in violated if not any(n in each.laws for each in found)]
        tried = (_shift(lines, system, left, wanted, by) for by in _BY)
        best = max(filter(None, tried), key=_weight, default=None)
        if best is not None:
            found.append(best)
            system = best.system
    return found


def _weight(shift: Shift) -> tuple[int, int]:
    """The likelier of two shifts explains more by fewer: that a total moved, and not all of its parts the other way."""
    return len(shift.laws), -len(shift.figures)


def _lines(disclosure: Disclosure, wanted: _Wanted) -> list[list[tuple[_Line, _Places]]]:
    """Of each table the columns in which enough cells should have other amounts, and the places of these.

    The figures of tables are numbered as they stand: row after row.
    """
    ordered = sorted(wanted)
    found = []
    end = 0
    for table in disclosure.tables:
        lines: list[tuple[_Line, _Places]] = []
        for side in table.sides:
            width, start = len(side.columns), end
            firsts = []
            for row in side.rows:
                if len(row.figures) == width:
                    firsts.append(end)
                end += len(row.figures)
            here = ordered[bisect_left(ordered, start) : bisect_left(ordered, end)]
            for column in range(width if len(here) >= _LEAST else 0):
                line = tuple([first + column for first in firsts])
                places = [at for at, i in enumerate(line) if i in wanted]
                if len(places) >= _LEAST:
                    lines.append((line, places))
        if lines:
            found.append(lines)
    return found


def _shift(
    lines: Sequence[tuple[_Line, _Places]],
    system: Compiled,
    violated: Sequence[int],
    wanted: _Wanted,
    by: int,
) -> Shift | None:
    """The columns of a table whose amounts are moved by some rows."""
    runs = [
        (line, *run) for line, places in lines for run in _runs(system, line, places, wanted, by)
    ]
    return _told(system, violated, runs, by) if runs else None


def _table(figure: Figure, lang: str) -> str:
    """The table that a figure stands in."""
    return short_table(figure.row.key, figure.row.title, figure.row.table).text(lang)


def _extent(run: tuple[Figure, ...], lang: str) -> str:
    """A column, and from which row to which."""
    first, last = run[0].place, run[-1].place
    return tell(lang, "checks.column_from_to", column=run[0].column.column, at=first, other_at=last)


def _wanted(system: Compiled, violated: Sequence[int]) -> _Wanted:
    found: _Wanted = {}
    values, halves = system.values, system.halves
    for number in violated:
        kind, indices, _ = system.laws[number]
        amounts = [value for i in indices if (value := values[i]) is not None]
        if len(amounts) < len(indices) or len(indices) > _MOST_FIGURES:
            continue
        slack = sum(halves[i] for i in indices)
        if kind == ADD_UP:
            gap = amounts[0] - sum(amounts[1:])
            found.setdefault(indices[0], []).append((amounts[0] - gap, slack))
            for i, amount in zip(indices[1:], amounts[1:], strict=True):
                found.setdefault(i, []).append((amount + gap, slack))
        elif kind == AGREE:
            for i, amount in zip(indices, amounts, strict=True):
                others = {each for each in amounts if each != amount}
                found.setdefault(i, []).extend((each, slack) for each in others)
    return found


def _runs(
    system: Compiled, cells: _Line, places: _Places, wanted: _Wanted, by: int
) -> Iterator[tuple[int, int]]:
    """From which cell of a column to which amounts are shifted, both included."""
    values = system.values
    inside = range(max(0, -by), len(cells) - max(0, by))
    most = len(places)  # cells that can be at their neighbour's
    for at in places:
        if at in inside and (there := values[cells[at + by]]) and there != values[cells[at]]:
            for centre, slack in wanted[cells[at]]:
                if -slack <= there - centre <= slack:
                    most += 1
                    break
        most -= 1
        if most < _LEAST:
            return
    moved: list[int] = []
    other = gap = (
        0  # cells that are not at their neighbour's: among those that are, and behind the last of them
    )
    for at in (*inside, None):
        if at is not None:
            here, there = values[cells[at]], values[cells[at + by]]
            if here is not None and here == there:
                continue
            laws = wanted.get(cells[at], ())
            if there and any(abs(there - centre) <= slack for centre, slack in laws):
                moved.append(at)
                other, gap = other + gap if len(moved) > 1 else 0, 0
                continue
            gap += 1
            if laws and gap <= _MOST_GAP:
                continue
        amounts = {values[cells[at + by]] for at in moved}
        if len(moved) >= _LEAST and len(amounts) >= _LEAST_AMOUNTS and other <= len(moved) // 2:
            yield moved[0], moved[-1]
        moved, other, gap = [], 0, 0


def _told(
    system: Compiled, violated: Sequence[int], runs: list[tuple[_Line, int, int]], by: int
) -> Shift | None:
    """What comes out once each amount stands in its row; None if too little does, or something else breaks."""
    trial = system.spending(system.used)
    values = list(system.values)
    cells: list[tuple[int, ...]] = []
    lost: list[int] = []
    for numbers, first, last in runs:
        cells.append(numbers[first : last + 1])
        for at in range(first, last + 1):
            values[numbers[at]] = system.values[numbers[at + by]]
        ends = range(first + by, first) if by < 0 else range(last + 1, last + by + 1)
        lost += [numbers[at] for at in ends]
    for i in lost:
        values[i] = None
    trial.values = values
    before, after = set(violated), trial.verdicts()
    laws = tuple(n for n in violated if after[n] is not Verdict.VIOLATED)
    broken = any(
        verdict is Verdict.VIOLATED and number not in before for number, verdict in enumerate(after)
    )
    telling = sum(system.laws[n][0] != CONTAIN for n in laws)
    if broken or telling < _LEAST:
        return None
    figures = system.figures
    return Shift(
        by,
        tuple(tuple(figures[i] for i in each) for each in cells),
        tuple(figures[i] for i in lost if figures[i].state is State.VALUE),
        laws,
        trial,
    )
