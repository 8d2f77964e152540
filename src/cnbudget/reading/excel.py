"""Excel files into blocks: .xlsx through openpyxl, .xls through python-calamine.

Values are read as they were last calculated; no formula is run. Sheets, rows and columns that are hidden
are read like the others, and said to be hidden.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO

from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.figures import Place
from cnbudget.packages import checked, damaged, locked, needs, sheet_parts
from cnbudget.reading.blocks import Block, Paragraph, Remark
from cnbudget.reading.sheets import Entry, SheetRow, blocks_of_rows, column_name, shown

__all__ = ["blocks_of_xls", "blocks_of_xlsx"]

#: Cells with something in them, in a whole workbook.
MOST_CELLS = 2_000_000
_MOST_MERGED = 200_000
_UNNAMED = re.compile(r"(?:Sheet|工作表)\s*[0-9]*", re.IGNORECASE)
_TAG = rb"<(?:\w+:)?"
_MERGED = re.compile(_TAG + rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN_ROW = re.compile(_TAG + rb'row\s(?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(
    _TAG
    + rb'col\s(?=[^>]*?\bhidden="(?:1|true)")(?=[^>]*?\bmin="(\d{1,5})")[^>]*?\bmax="(\d{1,5})"'
)
_FORMULA = re.compile(
    _TAG
    + rb'c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    + _TAG
    + rb"f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:"
    + _TAG
    + rb"v\s*/>|"
    + _TAG
    + rb"v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
#: What stands in a cell whose formula was never calculated: no number, so the cell is missing.
UNCALCULATED = "=（公式未计算）"


def blocks_of_xlsx(data: bytes, remarks: list[Remark]) -> list[Block]:
    """The blocks of an .xlsx file, each cell with its address.

    Raises:
        UnreadableError: openpyxl is not installed, or the file is locked, damaged or too large.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise needs("Excel", "excel") from error
    package = checked(data)
    parts = sheet_parts(package)
    blocks: list[Block] = []
    left = MOST_CELLS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library leaves out is nothing that is read
            book = openpyxl.load_workbook(
                BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                xml = package.read(parts[sheet.title]) if sheet.title in parts else b""
                covered, wide = _merged(xml)
                rows: list[SheetRow] = []
                sheet.reset_dimensions()  # what a file claims of its size is not to be trusted
                for cells in sheet.iter_rows():
                    entries = []
                    at = 1, 1
                    for cell in cells:
                        value = cell.value
                        if value is None:
                            continue
                        at = cell.row or 1, cell.column or 1
                        text, loose = shown(value, cell.number_format)
                        if text and at not in covered:
                            entries.append(Entry(at[1], text, loose, wide.get(at, 1)))
                    if entries:
                        left -= len(entries)
                        if left < 0:
                            raise _too_large()
                        rows.append(SheetRow(at[0], entries))
                rows = _with_uncalculated(rows, xml)
                _say_hidden(sheet.title, sheet.sheet_state, xml, remarks)
                blocks.extend(_sheet(sheet.title, rows))
            book.close()
    except CnbudgetError:
        raise
    except Exception as error:  # the library fails on damaged files in many ways
        raise damaged() from error
    return blocks


def blocks_of_xls(data: bytes, remarks: list[Remark]) -> list[Block]:
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
    left = MOST_CELLS
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            covered: set[tuple[int, int]] = set()
            wide: dict[tuple[int, int], int] = {}
            for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
                _cover(covered, wide, (top + 1, first + 1, bottom + 1, last + 1))
            rows = []
            for number, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
                entries = []
                for column, value in enumerate(values, 1):
                    if value == "" or (number, column) in covered:
                        continue
                    text, loose = shown(value)
                    if text:
                        entries.append(Entry(column, text, loose, wide.get((number, column), 1)))
                if entries:
                    left -= len(entries)
                    if left < 0:
                        raise _too_large()
                    rows.append(SheetRow(number, entries))
            state = (
                "visible" if about.visible is python_calamine.SheetVisibleEnum.Visible else "hidden"
            )
            _say_hidden(about.name, state, b"", remarks)
            blocks.extend(_sheet(about.name, rows))
    except CnbudgetError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # the library's panics are no ordinary exceptions
        if "password" in str(error).lower():
            raise locked() from error
        raise damaged() from error
    return blocks


def _sheet(name: str, rows: list[SheetRow]) -> list[Block]:
    """A sheet's blocks; its name stands over them, as its title may be there alone."""
    if not rows:
        return []

    def place(row: int, column: int) -> Place:
        return Place(sheet=name, cell=f"{column_name(column)}{row}")

    blocks = blocks_of_rows(rows, place)
    if not _UNNAMED.fullmatch(name):
        blocks.insert(0, Paragraph(name, Place(sheet=name)))
    return blocks


def _merged(xml: bytes) -> tuple[set[tuple[int, int]], dict[tuple[int, int], int]]:
    """The cells that merged ones cover, and how many columns the first of each spreads over."""
    covered: set[tuple[int, int]] = set()
    wide: dict[tuple[int, int], int] = {}
    for left, top, right, bottom in _MERGED.findall(xml):
        _cover(covered, wide, (int(top), _column(left), int(bottom), _column(right)))
    return covered, wide


def _cover(
    covered: set[tuple[int, int]],
    wide: dict[tuple[int, int], int],
    area: tuple[int, int, int, int],
) -> None:
    top, left, bottom, right = area
    wide[top, left] = right - left + 1
    if (bottom - top + 1) * (right - left + 1) + len(covered) > _MOST_MERGED:
        return  # merged over whole columns; nothing else stands in such cells
    covered.update(
        (row, column)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _with_uncalculated(rows: list[SheetRow], xml: bytes) -> list[SheetRow]:
    """The rows with a mark in each cell whose formula has no value kept."""
    if b"<f" not in xml and b":f" not in xml:
        return rows
    by_number = {row.number: row for row in rows}
    for letters, digits in _FORMULA.findall(xml):
        number, column = int(digits), _column(letters)
        row = by_number.setdefault(number, SheetRow(number, []))
        if all(entry.column != column for entry in row.entries):
            row.entries.append(Entry(column, UNCALCULATED))
            row.entries.sort(key=lambda entry: entry.column)
    return sorted(by_number.values(), key=lambda row: row.number)


def _say_hidden(name: str, state: str, xml: bytes, remarks: list[Remark]) -> None:
    """Say what is hidden."""
    where = Place(sheet=name)
    if state != "visible":
        remarks.append(
            Remark(
                f"工作表“{name}”是隐藏的，照常读入",
                f"sheet “{name}” is hidden; it was read like the others",
                where,
            )
        )
    if b"hidden=" not in xml:
        return
    rows = _ranges([int(row) for row in _HIDDEN_ROW.findall(xml)])
    columns = ", ".join(
        column_name(int(low))
        if low == high
        else f"{column_name(int(low))}–{column_name(int(high))}"
        for low, high in _HIDDEN_COLUMNS.findall(xml)[:20]
    )
    if rows:
        remarks.append(
            Remark(
                f"工作表“{name}”第 {rows} 行是隐藏的，照常读入",
                f"rows {rows} of sheet “{name}” are hidden; they were read like the others",
                where,
            )
        )
    if columns:
        remarks.append(
            Remark(
                f"工作表“{name}”第 {columns} 列是隐藏的，照常读入",
                f"columns {columns} of sheet “{name}” are hidden; they were read like the others",
                where,
            )
        )


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


def _too_large() -> UnreadableError:
    return UnreadableError(
        "the workbook has too many cells",
        zh="工作簿的单元格过多",
        hint=f"at most {MOST_CELLS} are read: keep the sheets with the tables of the budget",
        hint_zh=f"至多读 {MOST_CELLS} 格，请只保留有预算公开表的工作表",
    )
