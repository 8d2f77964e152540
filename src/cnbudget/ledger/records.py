"""Entries from records and back: every bad row is reported, and nothing is half-loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cnbudget.amounts import Amount, Unit
from cnbudget.codes import Code
from cnbudget.dimensions import BY_NAME, DIMENSIONS, NEEDED, Codes, Dimension, Flags, Flow
from cnbudget.errors import CnbudgetError, LedgerError
from cnbudget.expressions import expression
from cnbudget.ledger.cells import is_nothing, number_of, record_of, rows_of, text_of
from cnbudget.ledger.entry import Entry
from cnbudget.messages import Message, Said, say
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.persons import left_out
from cnbudget.words import plain


def _order(dimension: Dimension) -> int:
    """The agency stands first in a file, and a project behind the kinds of its money."""
    places = ("agency", "", "project", "procurement", "reservation", "flow")
    return places.index(dimension.name) if dimension.name in places else 1


#: The columns: each with its names, the first of them the one that is written.
COLUMNS: dict[str, tuple[str, ...]] = {
    "year": ("年度", "预算年度", "year"),
    **{each.name: each.columns for each in sorted(DIMENSIONS, key=_order) if each.columns},
    "counterparty": ("往来部门", "往来单位", "counterparty"),
    "amount": ("金额", "预算数", "amount"),
}
_BY_NAME = {plain(name).lower(): key for key, names in COLUMNS.items() for name in names}
_UNIT = expression(r"^(.*?)\(?(元|千元|万元|亿元)\)?$")
_NEEDED = (*NEEDED, "amount")
_MOST_ERRORS = 20  # bad rows that one error tells of


def _members(sets: Flags) -> dict[str, Any]:
    return {plain(name).lower(): leaf for leaf in sets.leaves for name in (leaf.name, leaf.zh)}


_KINDS: dict[str, dict[str, Any]] = {
    each.name: _members(each.sets) for each in DIMENSIONS if isinstance(each.sets, Flags)
}
_CODES: dict[str, type[Code]] = {
    each.name: each.sets.kind for each in DIMENSIONS if isinstance(each.sets, Codes)
}
#: What a cell may hold as cnbudget's own value.
_OWN: dict[str, type] = {
    each.name: each.sets.kind for each in DIMENSIONS if isinstance(each.sets, Codes | Flags)
}


def entries_of_records(
    records: Iterable[Any],
    *,
    year: int | None = None,
    file: str = "",
    first_row: int = 1,
    places: Iterable[str] | None = None,
) -> tuple[list[Entry], int | None]:
    """The entries of records and the fiscal year that they are of; see `cnbudget.Ledger.of`.

    Args:
        records: Mappings from column names to cells, or a table of pandas and the like.
        year: The fiscal year, if the records do not say.
        file: The name of the file, for messages.
        first_row: The row of the first record, for messages.
        places: The place of each record, where rows do not say it.

    Raises:
        LedgerError: Some records cannot be read.
    """
    entries: list[Entry] = []
    bad: list[LedgerError] = []
    years: dict[int, str] = {}
    names = iter(places) if places is not None else None
    columns: dict[Any, tuple[str, Unit | None] | None] = {}
    for number, row in enumerate(rows_of(records), first_row):
        here = next(names, "") if names is not None else f"第{number}行"
        where = " ".join(part for part in (file, here) if part)
        record = record_of(row)
        if record is None:
            bad.append(LedgerError(say("ledger.not_a_record"), where=where, value=row))
            continue
        entry, found, wrong = _entry(record, columns, where)
        bad.extend(wrong)
        if found is not None:
            years.setdefault(found, where)
        if entry is not None:
            entries.append(entry)
    bad.extend(_years_apart(years, year))
    if bad:
        raise _together(bad, file)
    return entries, next(iter(years), year)


def _years_apart(years: dict[int, str], year: int | None) -> Iterator[LedgerError]:
    """What is wrong with the years that records say: several, or another than the one asked for."""
    if len(years) > 1:
        (one, _), (other, where) = list(years.items())[:2]
        yield LedgerError(say("ledger.not_a_year", one=one, other=other), where=where)
    for other, where in years.items():
        if year is not None and other != year:
            yield LedgerError(
                say("ledger.entries_of_other_year", other=other, year=year), where=where
            )
            break


def _together(bad: list[LedgerError], file: str) -> LedgerError:
    """One error for all of them."""
    if len(bad) == 1:
        error = bad[0]
    else:
        more = len(bad) - _MOST_ERRORS
        error = LedgerError(
            say(
                "ledger.none_loaded",
                count=len(bad),
                bad=tuple(bad[:_MOST_ERRORS]),
                more=say("ledger.more_entries", more=more) if more > 0 else None,
            ),
            where=file,
        )
    error.rows = tuple(bad)
    return error


def _column(name: Any) -> tuple[str, Unit | None] | None:
    """What a column holds, and the unit that its heading names."""
    text = plain(str(name)).lower()
    if text in _BY_NAME:
        return _BY_NAME[text], None
    match = _UNIT.match(text)
    if match is not None and _BY_NAME.get(match[1].rstrip(",、")) == "amount":
        return "amount", Unit.of(match[2])
    return None


def _entry(
    record: Mapping[Any, Any],
    columns: dict[Any, tuple[str, Unit | None] | None],
    where: str,
) -> tuple[Entry | None, int | None, list[LedgerError]]:
    """The entry of a record, its year, and what is wrong with it."""
    wrong: list[LedgerError] = []
    cells: dict[str, Any] = {}
    names: dict[str, Any] = {}
    unit = Unit.YUAN
    for name, cell in record.items():
        if name not in columns:
            columns[name] = _column(name)
        known = columns[name]
        if known is None:
            if name is None or (str(name).strip() == "" and not is_nothing(cell)):
                wrong.append(_wrong(say("ledger.more_cells"), where, "", cell))
            continue
        key, named = known
        if key in cells:
            wrong.append(_wrong(say("ledger.two_columns"), where, name, None))
        text = _discreet(cell.strip()) if isinstance(cell, str) else cell
        cells[key] = None if is_nothing(cell) else text
        names[key] = name
        unit = named or unit if key == "amount" else unit
    flow = cells.get("flow")
    spent = flow is None or flow is Flow.EXPENDITURE or str(flow) in ("支出", "EXPENDITURE")
    for key in _NEEDED if spent else ("source", "amount"):
        if cells.get(key) is None:
            title = names.get(key, COLUMNS[key][0])
            wrong.append(_wrong(say("ledger.nothing_there"), where, title, None))
    values: dict[str, Any] = {}
    for key, cell in cells.items():
        if cell is None:
            continue
        try:
            values[key] = _value(key, cell, unit)
        except CnbudgetError as error:
            wrong.append(_at(error, where, names[key], cell))
    year = values.pop("year", None)
    if wrong:
        return None, year, wrong
    for key in NEEDED:
        values.setdefault(key, None)
    try:
        return Entry(**values), year, []
    except CnbudgetError as error:
        return None, year, [_at(error, where, "", error.value)]


def _value(key: str, cell: Any, unit: Unit) -> Any:
    if key == "amount":
        return cell if isinstance(cell, Amount) else Amount(number_of(cell), unit)
    if isinstance(cell, _OWN.get(key, ())):
        return cell
    text = text_of(cell)
    if key == "year":
        match = re.fullmatch(rf"({YEAR_DIGITS})(?:\.0)?年?", plain(text))
        if match is None:
            raise LedgerError(say("ledger.year_unreadable"))
        return int(match[1])
    if key in _CODES:
        # "2080501 事业单位离退休" and "208-05-01" say it as well
        head = re.match(r"[0-9０-９][0-9０-９ .\-]*", text)
        digits = head[0] if head else text
        return _CODES[key](digits.strip(" .-"))
    if key in _KINDS:
        known, dimension = _KINDS[key], BY_NAME[key]
        found = known.get(plain(text).lower())
        if found is None:
            names = "、".join(dict.fromkeys(member.zh for member in known.values()))
            english = ", ".join(dict.fromkeys(member.name for member in known.values()))
            raise LedgerError(
                say(
                    "ledger.not_of_dimension",
                    what=Said(dimension.zh, dimension.en),
                    names=Said(names, english),
                )
            )
        return found
    return text


def _wrong(message: Message, where: str, column: Any, value: Any) -> LedgerError:
    """What is wrong in a column of a record."""
    return LedgerError(message, where=_place(where, column), value=_shown(value))


def _at(error: CnbudgetError, where: str, column: Any, value: Any) -> LedgerError:
    """What an error says, said of a column of a record; it stays under its key."""
    fault = LedgerError(
        error.message,
        zh=error.zh,
        where=_place(where, column),
        hint=error.hint,
        hint_zh=error.hint_zh,
        value=_shown(value),
    )
    fault.key = error.key
    return fault


def _place(where: str, column: Any) -> str:
    return f"{where} “{_discreet(str(column))}”" if column else where


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return _discreet(value) if len(value) <= _CELL else left_out(value)[0]
    return value


_CELL = 80  # characters of a cell that is remembered


@lru_cache(maxsize=4096)
def _discreet(text: str) -> str:
    """A cell without persons' names and numbers; the same cells stand in a ledger again and again."""
    return left_out(text)[0]


_HAVE = tuple(each for each in DIMENSIONS if each.columns)


def _written(value: Any) -> str:
    """What an entry has of a dimension, as text."""
    if value is None:
        return ""
    return str(getattr(value, "zh", value))


def records_of(entries: Iterable[Entry], *, agency: str, year: int | None) -> list[dict[str, str]]:
    """Entries of an agency and a year as records of text; columns in which nothing stands are left out."""
    records = [
        {
            "year": str(year or ""),
            **{each.name: _written(getattr(entry, each.name)) for each in _HAVE},
            "agency": entry.agency or agency,
            "flow": "" if entry.flow is Flow.EXPENDITURE else entry.flow.zh,
            "counterparty": entry.counterparty,
            "amount": f"{entry.amount.yuan:f}",
        }
        for entry in entries
    ]
    kept = [key for key in COLUMNS if key in _NEEDED or any(record[key] for record in records)]
    return [{COLUMNS[key][0]: record[key] for key in kept} for record in records]
