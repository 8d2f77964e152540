"""The rows of an .xlsx file of entries (extra ``excel``)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from cnbudget.errors import LedgerError, MissingExtraError, UnreadableError
from cnbudget.messages import say
from cnbudget.packages import by_library, checked, from_library, kind_of_zip

#: Bytes that the parts of a workbook may unpack to: a ledger has many rows.
_MOST_BYTES = 1 << 30
_MOST_ROWS = 1 << 20
_MOST_CELLS = 1 << 25


def rows_of(data: bytes, where: str) -> Iterator[tuple[str, list[Any]]]:
    """The rows of the first sheet with their places; values as they were last calculated.

    Raises:
        MissingExtraError: openpyxl is not installed.
        LedgerError: This is no .xlsx file.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(say("ledger.excel_needs_extra"), where=where) from error
    try:
        if kind_of_zip(data) != "excel":
            raise LedgerError(say("ledger.not_xlsx"), where=where)
        checked(data, _MOST_BYTES).close()
        yield from _rows(openpyxl, data, where)
    except UnreadableError as error:
        raise LedgerError(
            error.message, zh=error.zh, where=where, hint=error.hint, hint_zh=error.hint_zh
        ) from error


def _rows(openpyxl: Any, data: bytes, where: str) -> Iterator[tuple[str, list[Any]]]:
    """The rows, one after the other, when all of them have been seen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library leaves out is nothing that is read
        with by_library():
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            sheet = book.worksheets[0]
            title = sheet.title
            sheet.reset_dimensions()  # what a file claims of its size is not to be trusted
        rows: list[tuple[int, list[Any]]] = []
        left = _MOST_CELLS
        for number, cells in enumerate(from_library(sheet.iter_rows(values_only=True)), 1):
            left -= len(cells)
            if left < 0 or number > _MOST_ROWS:
                raise _too_large(where)
            if any(cell is not None for cell in cells):
                rows.append((number, list(map(_shown, cells))))
        book.close()
    for number, filled in rows:
        yield f"{title} 第{number}行", filled


def _too_large(where: str) -> LedgerError:
    return LedgerError(say("ledger.sheet_too_large", most_rows=_MOST_ROWS), where=where)


def _shown(cell: Any) -> Any:
    """A cell as Excel shows it: a number has at most 15 digits there, whatever a formula left behind them."""
    return float(f"{cell:.15g}") if type(cell) is float else cell
