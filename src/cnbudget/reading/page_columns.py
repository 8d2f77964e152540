"""What the columns of a page say of its rows: where amounts and labels stand, and which rows lost their columns."""

from __future__ import annotations

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.cells import (
    CellNumber,
    RawRow,
    headings_of,
    is_name,
    keeps_blanks,
    own_units,
    project_column,
    slipped,
)
from cnbudget.reading.headings import LEVELS, SideColumns, heading_key
from cnbudget.reading.numbers import BLANK, COVERED, TEXT, Parsed, parse
from cnbudget.values import Visible

_BLANK, _TEXT = BLANK[1], TEXT[1]


@attrs.define(eq=False, repr=False)
class PageColumns(Visible):
    """What the columns of a page say of its rows.

    Attributes:
        side: The columns.
        rows: Its rows.
        values: Where the amounts stand.
        labels: Where the labels stand, in reading order.
        beside: Where agencies and remarks stand.
        projects_at: Where the names of projects stand, if they have a column.
        headings: The words of the headings.
        units: The units that headings name, by the place of their column among the amounts.
        code_kind: What the codes of the rows are.
        edge: The first column of amounts.
        last: The last one.
        one_sided: Whether the table has no other side beside this one.
        moved: Whether the rows have more label columns than the header.
        keeps: Whether blank cells keep their columns; None until it is asked.
    """

    side: SideColumns
    rows: list[GridRow]
    values: list[int]
    labels: list[int]
    beside: list[int]
    projects_at: int | None
    headings: set[str]
    units: dict[int, Unit] | None
    code_kind: type[Code]
    edge: int
    last: int
    one_sided: bool
    moved: bool = False
    keeps: bool | None = None

    @classmethod
    def of(cls, side: SideColumns, rows: list[GridRow], header: list[GridRow]) -> PageColumns:
        """What the columns say, before any row is read."""
        headings = [*side.values, *side.extra]
        values = [heading.index for heading in headings]
        units = {n: each.unit for n, each in enumerate(headings) if each.unit is not None}
        return cls(
            side,
            rows,
            values,
            labels=[index for index, _ in _ordered(side.labels)],
            beside=[index for index, _ in (*side.agencies, *side.remarks)],
            projects_at=project_column(side),
            headings=headings_of(side, header),
            units=units or None,
            code_kind=EconomicCode if side.form.rows == "economic" else FunctionCode,
            edge=min(values, default=0),
            last=max(values, default=-1),
            one_sided=side.form.side is None,
        )

    def unread(self, cells: list[str], parsed: list[Parsed]) -> bool:
        """Whether words stand where amounts should be, and are no headings."""
        words = [cells[i] for i, each in zip(self.values, parsed, strict=True) if each is TEXT]
        return self.headings.isdisjoint(map(heading_key, words))

    def loose(
        self,
        row: GridRow,
        marks: list[int],
        texts: list[tuple[int, str]],
        *,
        has_numbers: bool,
    ) -> tuple[int, list[CellNumber]] | None:
        """Where the label part of a row ends that has lost its columns, and the cells after it."""
        short = self.last >= len(row.cells)
        if not self.one_sided or not (short or min(marks) < _BLANK):
            return None
        if _TEXT in marks and slipped(row, self.side, marks, texts, self.moved):
            # the name where an amount should be, before any amount: the columns have moved
            return self._parted(row)
        if not short or row.padded:
            return None
        if not has_numbers or any(parse(cell)[1] > 0 for cell in row.cells[1 : self.edge]):
            found = self._before_columns(row)
            if found is not None or not has_numbers:
                return found
        if self.keeps is None:
            self.keeps = keeps_blanks(self.rows, self.values)
        return None if self.keeps else self._parted(row)

    def _before_columns(self, row: GridRow) -> tuple[int, list[CellNumber]] | None:
        """The parts of a row of a name and amounts before their columns: the cells that began it were taken off."""
        cells = row.cells
        start = next((i for i, cell in enumerate(cells) if is_name(cell)), len(cells)) + 1
        tail = [CellNumber(parse(cell), row.place, cell) for cell in cells[start:]]
        amounts = [cell for cell in tail if cell.parsed[1] > 0]
        plain = all(cell.parsed[1] >= _BLANK for cell in tail)
        return (start, tail) if amounts and plain and len(tail) <= len(self.values) else None

    def _parted(self, row: GridRow) -> tuple[int, list[CellNumber]] | None:
        """The parts of such a row; None if it has more cells than there are columns."""
        cells, values = row.cells, self.values
        start = self.edge
        for i in sorted(values):
            mark = parse(cells[i])[1] if i < len(cells) else _BLANK
            if mark == _TEXT and is_name(cells[i]):
                start = i + 1
            elif mark >= 0:
                break
        places = row.places or [row.place] * len(cells)
        tail = [CellNumber(parse(cells[i]), places[i], cells[i]) for i in range(start, len(cells))]
        while len(tail) > len(values) and tail[-1].parsed is BLANK:
            tail.pop()
        return None if len(tail) > len(values) else (start, tail)

    def fill(self, raw: RawRow, row: GridRow, parsed: list[Parsed], least: int) -> None:
        """Give a row that keeps its columns its cells: what they hold, their units, and where they stand.

        Args:
            raw: The row as it is read.
            row: The row as it stands.
            parsed: What its cells hold.
            least: The least of their marks.
        """
        cells, values, count = row.cells, self.values, len(row.cells)
        at = row.places
        if self.side.derived:
            raw.beside = [
                (cells[i], row.place if at is None else at[i]) if i < count else ("", row.place)
                for i in (heading.index for heading in self.side.derived)
            ]
        raw.cells = parsed
        raw.units = self.units
        if TEXT in parsed:
            raw.units = own_units(parsed, cells, values, self.units)
        raw.printed = [cells[i] if i < count else "" for i in values]
        if row.covered:
            raw.cells = [
                COVERED if i in row.covered and each is BLANK else each
                for i, each in zip(values, parsed, strict=True)
            ]
        if at is not None:
            raw.places = [at[i] if i < count else row.place for i in values]
        if least < _BLANK:
            raw.texts = [cells[i] if i < count else "" for i in values]


def _ordered(labels: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Label columns in reading order: 类, 款, 项 in theirs, wherever they stand."""
    levels = [item for item in labels if item[1][-1:] in LEVELS and item[1]]
    if len(levels) < 2:
        return labels
    ordered = sorted(levels, key=lambda item: LEVELS.index(item[1][-1]))
    rest = [item for item in labels if item not in levels]
    return ordered + rest
