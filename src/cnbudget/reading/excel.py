"""Excel files into blocks: .xlsx as it is written, .xls through python-calamine.

Values are read as they were last calculated; no formula is run. Sheets, rows and columns that are hidden
are read like the others, and said to be hidden.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.forms import title_of
from cnbudget.forms.titles import label_alone
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import Message, say
from cnbudget.packages import (
    WorkbookParts,
    by_library,
    checked,
    damaged,
    locked,
    needs,
    workbook_parts,
)
from cnbudget.reading.abreast import abreast
from cnbudget.reading.blocks import Block, Remark, TextLine
from cnbudget.reading.compound import COLUMNS, ROWS, reach_of_sheets
from cnbudget.reading.discretion import sheet_names
from cnbudget.reading.number_formats import NumberFormat, shown
from cnbudget.reading.sheets import FilledCell, SheetRow, blocks_of_rows, column_name
from cnbudget.reading.workbook import integer, number_formats, shared_texts
from cnbudget.reading.worksheet import Area, RawCell, Worksheet
from cnbudget.words import plain

_MOST_MERGED = 200_000
#: Names of sheets that say nothing of the document's.
_UNNAMED = expression(
    r"(?:(?:Sheet|工作表|表)?\s*[0-9]*(?:[-—.·][0-9]+)?|封面|说明)(?:·[0-9]+)?", re.IGNORECASE
)
_NUMBERED = expression(r"·[0-9]+$")
#: What no name of a sheet can hold, and what stands for it.
_NO_NAME = str.maketrans("", "", "[]:*?/\\'·")
#: How a title ends that a sheet prints.
_TITLE = expression(r".{4,60}表(?:\([^()]{1,20}\))?$")
_HEAD = 4  # blocks of a sheet that may print its title
_FIRST = 400  # blocks of a sheet among which its name may stand
_LONGEST = 80  # characters of a block that may be its name
#: What stands in a cell whose formula was never calculated: no number, so the cell is missing.
UNCALCULATED = "=（公式未计算）"


def blocks_of_xlsx(data: bytes, remarks: list[Remark], limits: Limits = LIMITS) -> list[Block]:
    """The blocks of an .xlsx file, each cell with its address.

    Raises:
        UnreadableError: openpyxl is not installed, or the file is locked, damaged or too large.
    """
    try:
        import openpyxl  # noqa: F401  (the formats and days that all workbooks know)
    except ImportError as error:
        raise needs("Excel", "excel") from error
    blocks: list[Block] = []
    taken = _SheetsTaken(limits)
    with checked(data, limits.unpacked) as package:
        parts = workbook_parts(package)
        values = _Values(package, parts)
        shown_as = sheet_names([each.name for each in parts.sheets])
        for each in parts.sheets:
            name = shown_as[each.name]
            with by_library():
                source = package.open(each.part)
            with source:
                worksheet = Worksheet(source)
                rows = _rows(worksheet, values, name, taken)
            _merge(rows, worksheet.merged)
            _say_hidden(name, each.state, worksheet, remarks)
            blocks.extend(_sheet(name, rows, limits))
    return blocks


def _rows(worksheet: Worksheet, values: _Values, name: str, taken: _SheetsTaken) -> list[SheetRow]:
    """The rows of a sheet that have something in them."""
    rows: list[SheetRow] = []
    for number, cells in worksheet.rows():
        entries = []
        for cell in cells:
            if not cell.text:
                entries.append(FilledCell(cell.column, UNCALCULATED))
                continue
            text, loose = values.shown(cell)
            if text:
                entries.append(FilledCell(cell.column, text, loose))
        if entries:
            taken.take(name, entries)
            rows.append(SheetRow(number, entries))
    return rows


class _Values:
    """What the cells of a workbook show: its shared texts, and the formats of its numbers."""

    def __init__(self, package: zipfile.ZipFile, parts: WorkbookParts) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        self.from_1904 = parts.from_1904
        self.strings: list[str] = []
        self.codes = ["General"]  # of a workbook without styles
        self.formats: dict[str, tuple[NumberFormat, bool, bool]] = {}
        for kind in ("sharedStrings", "styles"):
            if kind not in parts.others:
                continue
            with by_library():
                source = package.open(parts.others[kind])
            with source:
                if kind == "styles":
                    self.codes = number_formats(source, BUILTIN_FORMATS) or self.codes
                else:
                    self.strings = [" ".join(text.split()) for text in shared_texts(source)]

    def shown(self, cell: RawCell) -> tuple[str, bool]:
        """What a cell shows, and whether zeros at the end of its number may have been dropped.

        Raises:
            UnreadableError: There is no such value, style or shared text.
        """
        form, dated, lasting = self.formats.get(cell.style) or self._format(cell.style)
        text = cell.text
        match cell.kind:
            case "n":
                number = _number(text)
                return shown(self._date(number, lasting)) if dated else form.shown(number)
            case "s":
                place = _number(text)
                if not isinstance(place, int) or not -1 < place < len(self.strings):
                    raise damaged()
                return self.strings[place], False
            case "b":
                return shown(bool(_number(text)))
            case "d":
                from openpyxl.utils.datetime import from_ISO8601

                with by_library():
                    value = from_ISO8601(text)  # type: ignore[no-untyped-call]
                return shown(value)
        return shown(text)

    def _date(self, number: float, lasting: bool) -> Any:
        """The date, or the length of time, that a number is shown as."""
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        with by_library():
            try:
                epoch = MAC_EPOCH if self.from_1904 else WINDOWS_EPOCH
                return from_excel(number, epoch, timedelta=lasting)
            except (OverflowError, ValueError):  # no date at all
                return "#VALUE!"

    def _format(self, style: str) -> tuple[NumberFormat, bool, bool]:
        """A style's number format, and whether it shows dates or lengths of time."""
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format

        number = integer(style)
        if not -1 < number < len(self.codes):
            raise damaged()
        code = self.codes[number]
        with by_library():
            dates = is_date_format(code), is_timedelta_format(code)
        return self.formats.setdefault(style, (NumberFormat(code), *dates))


def _number(text: str) -> float | int:
    """The number that a cell's value is."""
    try:
        return float(text) if "." in text or "E" in text or "e" in text else int(text)
    except ValueError as error:
        raise damaged() from error


@attrs.define(eq=False)
class _SheetsTaken:
    """How much of a workbook was read."""

    limits: Limits
    cells: int = 0
    rows: int = 0
    spanned: int = 0

    def take(self, sheet: str, entries: list[FilledCell]) -> None:
        """Take a row."""
        self.cells += len(entries)
        self.rows += 1
        if self.cells > self.limits.cells:
            raise _too_large(sheet, say("reading.cells"), self.limits.cells)
        if self.rows > self.limits.rows:
            raise _too_large(sheet, say("reading.rows_filled"), self.limits.rows)

    def span(self, sheet: str, cells: int) -> None:
        """Take a sheet of an .xls file."""
        self.spanned += cells
        if self.spanned > self.limits.sheet_cells:
            raise _too_large(sheet, say("reading.cells"), self.limits.sheet_cells)


def blocks_of_xls(data: bytes, remarks: list[Remark], limits: Limits = LIMITS) -> list[Block]:
    """The blocks of an .xls file, each cell with its address.

    Such a file's number formats are not known: numbers have the places of their column.

    Raises:
        UnreadableError: python-calamine is not installed, or the file is locked or damaged.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise needs("Excel", "excel") from error
    blocks: list[Block] = []
    reach = list(reach_of_sheets(data))
    if any(rows > ROWS or width > COLUMNS for rows, width in reach):
        raise damaged()
    if sum(rows * width for rows, width in reach) > limits.sheet_cells:
        most = limits.sheet_cells
        raise UnreadableError(
            say("reading.workbook_too_large", what=say("reading.cells"), most=most)
        )
    taken = _SheetsTaken(limits)
    with _by_calamine():
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [
            about
            for about in book.sheets_metadata
            if about.typ is python_calamine.SheetTypeEnum.WorkSheet
        ]
    shown_as = sheet_names([about.name for about in sheets])
    for about in sheets:
        name = shown_as[about.name]
        with _by_calamine():
            sheet = book.get_sheet_by_name(about.name)
            height, width = sheet.total_height, sheet.total_width
            areas = sheet.merged_cell_ranges or ()
        taken.span(name, height * width)
        with _by_calamine():
            lines = sheet.to_python(skip_empty_area=False)
        rows = []
        for number, values in enumerate(lines, 1):
            entries = []
            for column, value in enumerate(values, 1):
                if value == "":
                    continue
                text, loose = shown(value)
                if text:
                    entries.append(FilledCell(column, text, loose))
            if entries:
                taken.take(name, entries)
                rows.append(SheetRow(number, entries))
        merged = [
            (top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in areas
        ]
        _merge(rows, merged)
        visible = about.visible is python_calamine.SheetVisibleEnum.Visible
        _say_hidden(name, "visible" if visible else "hidden", None, remarks)
        blocks.extend(_sheet(name, rows, limits))
    return blocks


@contextmanager
def _by_calamine() -> Iterator[None]:
    """What python-calamine does by itself, with its failures told as the file's damage."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library's panics are no ordinary exceptions
        if "password" in str(error).lower():
            raise locked() from error
        raise damaged() from error


def _sheet(name: str, rows: list[SheetRow], limits: Limits) -> list[Block]:
    """A sheet's blocks; its name stands over them, as its title may be there alone."""
    if not rows:
        return []

    def place(row: int, column: int) -> Place:
        return Place(sheet=name, cell=f"{column_name(column)}{row}")

    blocks = [block for part in abreast(rows) for block in blocks_of_rows(part, place, limits)]
    if not _UNNAMED.fullmatch(name) and not _said(name, blocks) and not _titled_else(name, blocks):
        blocks.insert(0, TextLine(name, Place(sheet=name)))
    return blocks


def _titled_else(name: str, blocks: list[Block]) -> bool:
    """Whether a sheet prints the title of another table than its name says: what is printed counts.

    So it is where names are cut short, or left from the sheet that this one was copied from.
    """
    if title_of(name) is None:
        return False
    lines = [block.text for block in blocks[:_HEAD] if isinstance(block, TextLine)]
    printed = [line for line in lines if _TITLE.search(plain(line)) and label_alone(line) is None]
    return bool(printed) and all(title_of(line) is None for line in printed)


def _said(name: str, blocks: list[Block]) -> bool:
    """Whether a sheet's name, cut to its length and numbered as names are, stands at its head or alone in a row."""
    bare = plain(_NUMBERED.sub("", name)).translate(_NO_NAME)
    head = plain("".join(block.text[:200] for block in blocks[:3])).translate(_NO_NAME)
    texts = (block.text for block in blocks[:_FIRST] if len(block.text) < _LONGEST)
    return head.startswith(bare) or any(plain(text).translate(_NO_NAME) == bare for text in texts)


def _merge(rows: list[SheetRow], areas: list[Area]) -> None:
    """Take out what merged cells cover, and say how many columns the first of each spreads over."""
    covered: set[tuple[int, int]] = set()
    wide: dict[tuple[int, int], int] = {}
    spread: list[Area] = []
    for top, left, bottom, right in areas:
        wide[top, left] = right - left + 1
        if (bottom - top + 1) * (right - left + 1) + len(covered) > _MOST_MERGED:
            continue  # merged over whole columns; nothing else stands in such cells
        spread.append((top, left, bottom, right))
        covered.update(
            (row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        )
    if not wide:
        return
    by_number = {row.number: row for row in rows}
    for top, left, bottom, right in spread:
        first = by_number.get(top)
        if first is not None and any(each.column == left for each in first.entries):
            for number in range(top, bottom + 1):
                if (
                    number in by_number
                ):  # what a cell with something in it reaches over is not empty
                    by_number[number].covered.update(range(left + (number == top), right + 1))
    for row in rows:
        row.entries = [each for each in row.entries if (row.number, each.column) not in covered]
        for each in row.entries:
            each.wide = wide.get((row.number, each.column), 1)
    rows[:] = [row for row in rows if row.entries]


def _say_hidden(name: str, state: str, worksheet: Worksheet | None, remarks: list[Remark]) -> None:
    """Say what is hidden."""
    where = Place(sheet=name)
    if state != "visible":
        remarks.append(Remark(say("reading.sheet_hidden", sheet=name), where))
    if worksheet is None:
        return
    rows = _ranges(worksheet.hidden_rows)
    columns = ", ".join(
        column_name(low) if low == high else f"{column_name(low)}–{column_name(high)}"
        for low, high in worksheet.hidden_columns[:20]
    )
    if rows:
        remarks.append(Remark(say("reading.rows_hidden", sheet=name, rows=rows), where))
    if columns:
        remarks.append(Remark(say("reading.columns_hidden", sheet=name, columns=columns), where))


def _ranges(numbers: list[int]) -> str:
    """Numbers as ranges: 3–5, 8."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    shown = [f"{low}" if low == high else f"{low}–{high}" for low, high in parts[:20]]
    return ", ".join(shown) + (" …" if len(parts) > 20 else "")


def _too_large(sheet: str, what: Message, most: int) -> UnreadableError:
    return UnreadableError(
        say("reading.workbook_too_large", what=what, most=most),
        where=Place(sheet=sheet).words(),
    )
