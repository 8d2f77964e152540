"""A comparison as a workbook: a sheet for each table, and one for what was not compared."""

from __future__ import annotations

from decimal import Decimal

from cnbudget.amounts import Ratio
from cnbudget.comparison import Comparison
from cnbudget.comparison.text import ComparedTable, TextCell, grids, heading, left_out, remarks
from cnbudget.errors import MissingExtraError
from cnbudget.messages import say, tell

try:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    from cnbudget.writing.excel import put_amount, put_text, saved
except ImportError as error:
    raise MissingExtraError(say("files.excel_needs_extra")) from error

_HEAD = PatternFill("solid", fgColor="E7ECF0")
_WIDE, _NARROW, _REASONS = 44, 18, 60
_LONGEST = 28  # characters of a sheet's name, and two for its number
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", ""))


def comparison_book(comparison: Comparison, *, lang: str = "zh") -> bytes:
    """A comparison as an Excel workbook: a sheet for each table, with numbers as numbers.

    Args:
        comparison: What `cnbudget.compare` gave.
        lang: Chinese ("zh") or English ("en").

    Returns:
        The bytes of the workbook; the same comparison gives the same.

    Raises:
        MissingExtraError: openpyxl is not installed.

    >>> import attrs, cnbudget
    >>> budget = cnbudget.example("artux")
    >>> comparison_book(cnbudget.compare(attrs.evolve(budget, year=2025), budget))[:2]
    b'PK'
    """
    book = Workbook()
    book.properties.creator = None
    book.remove(book.worksheets[0])
    title = heading(comparison, lang)
    for number, grid in enumerate(grids(comparison, lang), 1):
        _sheet(book, grid, number, title, lang)
    page: Worksheet = book.create_sheet(tell(lang, "comparison.sheet_left_out"))
    _put(page, 1, 1, title)
    for row, line in enumerate([*remarks(comparison, lang), *left_out(comparison, lang)], 2):
        _put(page, row, 1, line)
    page.column_dimensions["A"].width = 2 * _REASONS
    return saved(book)


def _sheet(book: Workbook, grid: ComparedTable, number: int, title: str, lang: str) -> None:
    name = grid.title.translate(_FORBIDDEN)[:_LONGEST]
    page: Worksheet = book.create_sheet(f"{number} {name}")
    _put(page, 1, 1, title)
    for column, head in enumerate(grid.heads, 1):
        _put(page, 2, column, head if isinstance(head, str) else head.text(lang))
        cell = page.cell(2, column)
        cell.font, cell.fill = Font(bold=True), _HEAD
        wide = _WIDE if column == 1 else _REASONS if column == len(grid.heads) else _NARROW
        page.column_dimensions[get_column_letter(column)].width = wide
    page.freeze_panes = "B3"
    for row, cells in enumerate(grid.rows, 3):
        for column, value in enumerate(cells, 1):
            _put(page, row, column, value)


def _put(page: Worksheet, row: int, column: int, value: TextCell) -> None:
    """A number as one, with its places; a text stays one, whatever it begins with."""
    cell = page.cell(row, column)
    if not isinstance(cell, SheetCell) or value is None:
        return
    if isinstance(value, Ratio):
        cell.value = value.percent()
        cell.number_format = '0.00"%"'
    elif not isinstance(value, Decimal) or not put_amount(cell, value):
        if not isinstance(value, Decimal):
            put_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
