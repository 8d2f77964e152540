"""From a grid's data rows to rows of the form: codes, labels, projects, totals, and their cells.

A row's cells stand in their columns, or (where the text no longer shows the columns) only in their order.
Such a row is *loose*: its amounts wait for `cnbudget.reading.placement`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import attrs

from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.disclosure import Problem
from cnbudget.errors import CodeError
from cnbudget.figures import Place
from cnbudget.layouts import RowForm
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import LEVELS, SideColumns, is_header
from cnbudget.reading.numbers import BLANK, MALFORMED, TEXT, Parsed, parse
from cnbudget.words import numbered, plain, spaceless, stem

__all__ = ["Cell", "RawRow", "RowReader"]

_CODED = re.compile(r"([0-9]{3}(?:[0-9]{2}){0,2})[\s.、:：-]*([^0-9\s.].*)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]+(?:[ .\-][0-9]+)*")
_CODE_LIKE = re.compile(r"[0-9][0-9A-Za-z .\-]*", re.ASCII)
_TOTALS = ("总计", "合计", "支出总计", "支出合计", "收入总计", "收入合计")


@attrs.define(eq=False)
class Cell:
    """A cell's number, or why it has none.

    Attributes:
        parsed: What `parse` made of it; None for a cell that was lost.
        place: Where it stands.
        text: Its text.
    """

    parsed: Parsed | None
    place: Place
    text: str = ""


@attrs.define(eq=False)
class RawRow:
    """A row of the form, before its figures are made.

    Attributes:
        kind: "code", "total", "project", "agency", "listed" or "unknown".
        place: Where it begins.
        code: Its code.
        label: Its label or name.
        project: Its project's name.
        form: The fixed row of the form that it is.
        cells: A cell for each value column in the grid's order, then for each extra column.
        loose: Amounts in their order, of a row that no longer shows its columns; else None.
    """

    kind: str
    place: Place
    code: Code | None = None
    label: str = ""
    project: str = ""
    form: RowForm | None = None
    cells: list[Cell] = attrs.field(factory=list)
    loose: list[Cell] | None = None
    bad_code: str = ""


class RowReader:
    """Reads the rows of one side of a table, page after page."""

    def __init__(self, agency: str, complain: Callable[[Problem], None]) -> None:
        self.agency = plain(agency)
        self.complain = complain
        self.rows: list[RawRow] = []
        self.notes: list[GridRow] = []  # rows of words that are no rows of the table
        self._listed = -1  # the last fixed row met
        self._fresh: list[str] = []  # words that stand before their row

    def read(self, side: SideColumns, rows: list[GridRow], header: list[GridRow]) -> None:
        """Read the data rows of a page."""
        code_kind = EconomicCode if side.form.rows == "economic" else FunctionCode
        values = [heading.index for heading in (*side.values, *side.extra)]
        labels = _ordered(side.labels)
        project_column = _project_column(side)
        edge = min(values, default=0)
        whole_width = 1 + max([*values, *(i for i, _ in labels)], default=0)
        for row in rows:
            cells = row.cells
            if header and is_header(row, header):
                continue
            loose = self._loose(side, row, values, edge, whole_width)
            texts = [(i, cells[i]) for i, _ in labels if i < len(cells) and cells[i]]
            if loose is not None:
                texts = [(i, cell) for i, cell in enumerate(cells[: loose[0]]) if cell]
                numbers = loose[1]
            else:
                place = row.place
                numbers = [
                    Cell(parse(cells[i]), place, cells[i]) if i < len(cells) else Cell(BLANK, place)
                    for i in values
                ]
            raw = self._identify(side, row, texts, code_kind, project_column)
            if loose is not None:
                raw.loose = [cell for cell in numbers if cell.parsed is not BLANK]
                if len(numbers) == len(values):
                    raw.loose, raw.cells = None, numbers
            else:
                raw.cells = numbers
            self._take(raw, row, side)

    # Loose rows ----------------------------------------------------------------------------------

    def _loose(
        self, side: SideColumns, row: GridRow, values: list[int], edge: int, width: int
    ) -> tuple[int, list[Cell]] | None:
        """Where the label part of a row ends that has lost its columns, and the cells after it.

        None for a row whose cells stand where the header says.
        """
        cells = row.cells
        if not values or side.form.side is not None:
            return None
        last_text = -1
        for i in values:
            if i < len(cells) and cells[i] and parse(cells[i]) is TEXT:
                last_text = max(last_text, i)
        short = len(cells) < width and not row.padded and any(i >= len(cells) for i in values)
        if last_text < 0 and not short:
            return None
        start = last_text + 1 if last_text >= 0 else edge
        tail = [Cell(parse(cell), row.place, cell) for cell in cells[start:]]
        while len(tail) > len(values) and tail[-1].parsed is BLANK:
            tail.pop()
        if len(tail) > len(values):
            return None
        return start, tail

    # What a row is -------------------------------------------------------------------------------

    def _identify(
        self,
        side: SideColumns,
        row: GridRow,
        texts: list[tuple[int, str]],
        code_kind: type[Code],
        project_column: int | None,
    ) -> RawRow:
        form = side.form
        raw = RawRow("unknown", row.place)
        digits: list[str] = []
        words: list[str] = []
        for index, text in texts:
            if index == project_column:
                raw.project = spaceless(text)
                continue
            if _DIGITS.fullmatch(text) and not words:
                digits.append(text)
                continue
            coded = _CODED.fullmatch(text) if form.rows != "project" else None
            if coded is not None and not digits:
                digits.append(coded[1])
                words.append(coded[2])
            elif _CODE_LIKE.fullmatch(text) and not words and form.rows not in ("project", "list"):
                digits.append(text)
            else:
                words.append(text)
        label = spaceless("".join(words))
        raw.label = label
        if digits and form.rows not in ("project", "list"):
            try:
                raw.code = code_kind.from_cells(*_padded(digits))
                raw.kind = "code"
            except CodeError as error:
                raw.bad_code = " ".join(digits)
                raw.kind = "unknown"
                self.complain(
                    Problem(
                        "code",
                        error.text("zh"),
                        en=error.text("en"),
                        place=row.place,
                        text=raw.bad_code,
                    )
                )
            return raw
        if digits:
            label = raw.label = spaceless("".join(text for _, text in texts))
        bare = plain(label)
        stripped = numbered(bare)[1]
        project = plain(raw.project)
        if stripped in form.totals or (not bare and project in form.totals):
            raw.kind, raw.label, raw.project = "total", label or raw.project, ""
        elif (
            form.rows != "list"
            and stripped in _TOTALS
            and (stripped in form.totals or not form.side)
        ):
            raw.kind = "total"
        elif form.listed:
            self._list_row(raw, side)
        elif bare and form.rows == "project":
            raw.kind, raw.project = "project", label
        elif bare and form.rows == "function-project":
            raw.kind = "agency"
        return raw

    def _list_row(self, raw: RawRow, side: SideColumns) -> None:
        """Which fixed row of the form a label is: the next of that name, going down the form."""
        wanted = stem(raw.label)
        listed = side.form.listed
        order = [*range(self._listed + 1, len(listed)), *range(self._listed + 1)]
        taken = {id(row.form) for row in self.rows}
        for position in order:
            form = listed[position]
            if wanted in form.labels and id(form) not in taken:
                raw.kind, raw.form = "listed", form
                self._listed = position
                return

    # Taking it in --------------------------------------------------------------------------------

    def _take(self, raw: RawRow, row: GridRow, side: SideColumns) -> None:
        numbers = raw.loose if raw.loose is not None else raw.cells
        has_numbers = any(cell.parsed is not BLANK and cell.parsed is not None for cell in numbers)
        last = self.rows[-1] if self.rows else None
        if raw.kind == "unknown" and not raw.bad_code:
            if not raw.label and not raw.project:
                if not has_numbers:
                    return
                if last is not None and self._completes(raw, last, side):
                    return
                raw.kind = "total"
            elif not has_numbers:
                self._words(raw, row, last)
                return
        elif raw.kind in ("project", "agency") and not has_numbers:
            self._words(raw, row, last)
            return
        if self._fresh and raw.kind != "total":
            raw.label = "".join(self._fresh) + raw.label
            if raw.kind == "project":
                raw.project = raw.label
            self._fresh = []
        self.rows.append(raw)

    def _completes(self, raw: RawRow, last: RawRow, side: SideColumns) -> bool:
        """Whether amounts without a label are the rest of the row before, split over two lines."""
        width = len(side.values) + len(side.extra)
        mine = [
            cell
            for cell in (raw.loose if raw.loose is not None else raw.cells)
            if cell.parsed is not BLANK
        ]
        has_total = any(row.kind == "total" for row in self.rows)
        if last.loose is not None:
            if len(last.loose) + len(mine) > width or not (has_total or side.form.side):
                return False
            last.loose.extend(mine)
            if len(last.loose) == width:
                last.cells, last.loose = last.loose, None
            return True
        if not has_total or raw.loose is not None:
            return False
        if all(
            old.parsed is BLANK or new.parsed is BLANK
            for old, new in zip(last.cells, raw.cells, strict=True)
        ):
            last.cells = [
                old if new.parsed is BLANK else new
                for old, new in zip(last.cells, raw.cells, strict=True)
            ]
            return True
        return False

    def _words(self, raw: RawRow, row: GridRow, last: RawRow | None) -> None:
        """Words without a number: the rest of the name before, or a note."""
        text = raw.label or raw.project
        head = plain(text)
        if head.startswith(("注", "备注", "说明")) or len(text) > 60:
            self.notes.append(row)
        elif last is None:
            self._fresh.append(text)
        elif last.kind in ("code", "project", "agency"):
            if raw.project and raw.kind != "project":
                last.project += raw.project
                text = raw.label
            if last.kind == "project":
                last.project += text
                last.label = last.project
            else:
                last.label += text
        elif last.kind == "listed" and last.form is not None:
            self.notes.append(row)
        else:
            self.notes.append(row)


def _ordered(labels: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Label columns in reading order: 类, 款, 项 in theirs, wherever they stand."""
    levels = [item for item in labels if item[1][-1:] in LEVELS and item[1]]
    if len(levels) < 2:
        return labels
    ordered = sorted(levels, key=lambda item: LEVELS.index(item[1][-1]))
    rest = [item for item in labels if item not in levels]
    return ordered + rest


def _project_column(side: SideColumns) -> int | None:
    if side.form.rows != "function-project":
        return None
    for index, heading in side.labels:
        if "项目名称" in heading:
            return index
    return None


def _padded(digits: list[str]) -> list[str]:
    """Codes over several cells; spreadsheets drop the zero of 05."""
    if len(digits) < 2:
        return digits
    return [digits[0], *(text.zfill(2) if len(text) == 1 else text for text in digits[1:])]


def malformed(cell: Cell) -> bool:
    """Whether a cell looks like a number and is none."""
    return cell.parsed is MALFORMED


def value_of(cell: Cell) -> tuple[Decimal | None, int]:
    """A cell's number and places; None for text, a malformed number or a lost cell."""
    if cell.parsed is None or cell.parsed in (TEXT, MALFORMED):
        return None, -1
    return cell.parsed
