"""The rows of an .xlsx file of entries (extra ``excel``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from cnbudget.errors import LedgerError, MissingExtraError

__all__ = ["rows_of"]

_MOST_BYTES = 1 << 30
_MOST_ROWS = 1 << 20


def rows_of(data: bytes, where: str) -> Iterator[tuple[str, list[Any]]]:
    """The rows of the first sheet with their places; values as they were last calculated.

    Raises:
        MissingExtraError: openpyxl is not installed.
        LedgerError: This is no .xlsx file.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError(
            "reading .xlsx needs openpyxl, which is not installed",
            zh="读 Excel 需要 openpyxl，尚未安装",
            where=where,
            hint='pip install "cnbudget[excel]"',
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise LedgerError("the file unpacks to too much", zh="文件解压后过大", where=where)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        first = next(rows, ())
    except LedgerError:
        raise
    except Exception as error:
        raise LedgerError(
            f"not an .xlsx file: {error}", zh=f"不是 .xlsx 文件：{error}", where=where
        ) from error
    yield f"{sheet.title} 第1行", list(map(_shown, first))
    for number, cells in enumerate(rows, 2):
        if number > _MOST_ROWS:
            raise LedgerError("too many rows", zh="行数过多", where=where)
        yield f"{sheet.title} 第{number}行", list(map(_shown, cells))


def _shown(cell: Any) -> Any:
    """A cell as Excel shows it: a number has at most 15 digits there, whatever a formula left behind them."""
    return float(f"{cell:.15g}") if type(cell) is float else cell
