"""What stands in a cell of a record: nothing, text or a number, whichever library it comes from.

Data frames and arrays are known by what they can do, so that nothing here imports pandas or numpy.

An empty cell of a data frame is a NaN, and turns the integers of its column into floats; so a float has to be read
here, while everywhere else money is never one. It is read as the shortest decimal that it stands for, if that has at
most 15 digits: as many as a float, and a spreadsheet, keep. What arithmetic leaves behind has more (0.1 + 0.2 is
0.30000000000000004), is nobody's amount, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from cnbudget.errors import LedgerError
from cnbudget.messages import say

_MOST_DIGITS = 15
#: How libraries write an empty cell when a column is turned into text.
_NOTHING_AS_TEXT = ("nan", "nat", "none", "<na>", "null")


def is_nothing(cell: Any) -> bool:
    """Whether a cell is empty: None, blank text, NaN, NaT or NA.

    >>> is_nothing(float("nan")), is_nothing("　"), is_nothing(0)
    (True, True, False)
    """
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    if isinstance(cell, Decimal):  # a signalling NaN cannot be compared
        return cell.is_nan()
    differs = cell != cell
    try:
        return bool(differs)
    except (
        TypeError
    ):  # pandas' NA answers every question with itself, and is neither true nor false
        return differs is cell
    except ValueError:  # several values in one cell
        return False


def _whole(cell: Any) -> int | None:
    """The integer that a cell is, or None; a truth value is none."""
    if isinstance(cell, bool) or not isinstance(cell, Integral):
        return None
    return int(cell)


def _float(cell: Any) -> Decimal:
    """The decimal that a float stands for; see the module."""
    number = float(cell)
    if number - number != 0:
        raise LedgerError(say("ledger.not_finite"))
    decimal = Decimal(int(number)) if number.is_integer() else Decimal(repr(number))
    if cell != number or len(decimal.as_tuple().digits) > _MOST_DIGITS:
        raise LedgerError(say("ledger.float_inexact", most_digits=_MOST_DIGITS))
    return decimal


def number_of(cell: Any) -> Any:
    """A cell as exact money can be made of it: text, an int or a Decimal.

    Raises:
        LedgerError: A float of more digits than a float keeps, a truth value, or no number at all.

    >>> number_of(0.1), number_of(1234567.0), number_of("1,234.50")
    (Decimal('0.1'), Decimal('1234567'), '1,234.50')
    """
    if isinstance(cell, str | Decimal):
        return cell
    whole = _whole(cell)
    if whole is not None:
        return whole
    if isinstance(cell, Real) and not isinstance(cell, bool):
        return _float(cell)
    raise LedgerError(say("ledger.not_an_amount", type=type(cell).__name__))


def text_of(cell: Any) -> str:
    """A cell as text: a number as it is written, a whole float as the integer that it was.

    Raises:
        LedgerError: A truth value, a date or the like, several values, or an empty cell that was turned into text.

    >>> text_of(2130101.0), text_of("2130101 行政运行")
    ('2130101', '2130101 行政运行')
    """
    if isinstance(cell, str):
        text = str(cell)
        if text.strip().lower() in _NOTHING_AS_TEXT:
            raise LedgerError(say("ledger.empty_text"))
        return text
    whole = _whole(cell)
    if whole is not None:
        return str(whole)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, Real) and not isinstance(cell, bool):
        return f"{_float(cell):f}"
    raise LedgerError(say("ledger.not_text_but_type", type=type(cell).__name__))


def rows_of(records: Any) -> Iterable[Any]:
    """The rows of a table of any library: a data frame, an array with named fields, or records as they are.

    Raises:
        LedgerError: Two columns of one name, of which a row could keep only one.
    """
    columns = getattr(records, "columns", None)
    if columns is not None and hasattr(records, "itertuples"):  # pandas
        names = list(columns)
        _once(names)
        return _zipped(names, records.itertuples(index=False, name=None))
    if hasattr(records, "to_pylist"):  # Arrow
        _once(list(getattr(records, "column_names", ())))
        records = records.to_pylist()
    elif hasattr(records, "to_dicts"):  # polars
        records = records.to_dicts()
    fields = getattr(getattr(records, "dtype", None), "names", None)
    if fields:  # numpy
        return _zipped(list(fields), records)
    rows: Iterable[Any] = records
    return rows


def _zipped(names: list[Any], rows: Iterable[Iterable[Any]]) -> Iterator[dict[Any, Any]]:
    return (dict(zip(names, row, strict=True)) for row in rows)


def _once(names: list[Any]) -> None:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise LedgerError(say("ledger.column_twice"), value="、".join(map(str, twice)))


def record_of(record: Any) -> Mapping[Any, Any] | None:
    """A record by its columns, or None if it is none: a mapping, or what has ``keys`` as one (a row of pandas)."""
    if isinstance(record, Mapping):
        return record
    keys = getattr(record, "keys", None)
    return {key: record[key] for key in keys()} if callable(keys) else None
