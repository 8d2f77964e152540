"""Reading the project's own JSON, ``cnbudget-disclosure/1``: the disclosure that was written, and equal to it."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code, EconomicCode, FunctionCode, GovernmentEconomicCode, RevenueCode
from cnbudget.dimensions import BY_NAME, Flags, Nature
from cnbudget.disclosure import Disclosure, Passage, Problem
from cnbudget.errors import CnbudgetError, UnreadableError
from cnbudget.figures import (
    HALF_UP,
    NOWHERE,
    ROUNDINGS,
    ColumnAddress,
    Figure,
    Place,
    RowAddress,
    State,
)
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN
from cnbudget.messages import Said, Words, say
from cnbudget.reading.discretion import discreet_record
from cnbudget.reading.numbers import parse
from cnbudget.reading.text import whole
from cnbudget.scope import Scope
from cnbudget.tables import ROWS, Panel, Row, Side, Table, TableLaw
from cnbudget.writing.records import PLAIN, SCHEMA

_FAMILY = SCHEMA.partition("/")[0]
_CODES: dict[str, type[Code]] = {
    kind.__name__: kind
    for kind in (FunctionCode, EconomicCode, GovernmentEconomicCode, RevenueCode)
}
#: Fields of JSON that are read by themselves.
_KNOWN = frozenset(
    (
        "complete",
        "column",
        "content",
        "key",
        "nature",
        "path",
        "rounding",
        "source",
        "stage",
        "status",
        "unit",
    )
)
_STATUSES = ("present", "empty", "missing", "extra")
_PLACES = 40  # decimals; no form prints more


def is_record(text: str) -> bool:
    r"""Whether a text is JSON of this kind: an object whose schema, near its beginning, says so.

    >>> is_record('{"schema": "cnbudget-disclosure/1", "agency": "甲局"}'), is_record("项目\t金额")
    (True, False)
    """
    return text[:64].lstrip("\ufeff \t\r\n")[:1] == "{" and f'"{_FAMILY}/' in text[:4096]


def disclosure_of_json(
    text: str, *, source: str = "", content: bytes = b"", where: str = ""
) -> Disclosure:
    """The disclosure that a text in JSON holds.

    Args:
        text: The text.
        source: The name of the file.
        content: Its bytes.
        where: The file, for messages.

    Raises:
        UnreadableError: The text is no JSON, or something in it is not as the schema has it; the message
            names the place.
    """
    reader = _JsonReader(where)
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(say("reading.json_unreadable", error=error), where=where) from error
    if "\\ud" in text.lower():  # JSON can write half of a character
        whole(json.dumps(data, ensure_ascii=False), where)
    try:
        return reader.disclosure(discreet_record(data), source, content)
    except CnbudgetError as error:
        if isinstance(error, UnreadableError):
            raise
        raise reader.wrong(Said(error.zh, error.message), value=error.value) from error
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise reader.wrong(say("reading.record_lacks", error=error)) from error


class _JsonReader:
    """Makes values of what JSON holds; knows where it is, for messages."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.at: list[str] = []

    def wrong(self, what: Words, *, value: Any = None) -> UnreadableError:
        place = "/".join(self.at)
        return UnreadableError(
            say("reading.record_invalid", what=what, schema=SCHEMA),
            value=value,
            where=f"{self.where} {place}".strip(),
        )

    def disclosure(self, data: dict[str, Any], source: str, content: bytes) -> Disclosure:
        if data["schema"] != SCHEMA:
            raise self.wrong(say("reading.record_version", schema=SCHEMA), value=data["schema"])
        if data["stage"] not in ("预算", "决算"):
            raise self.wrong(say("reading.record_stage"), value=data["stage"])
        tables = tuple(self.each("tables", data["tables"], self.table))
        figures = [figure for table in tables for figure in table.figures]
        return Disclosure(
            _text(data["agency"]),
            _integer(data["year"]),
            stage=_text(data["stage"]),
            level=None if data["level"] is None else _text(data["level"]),
            unit=Unit.of(data["unit"]),
            layout=_text(data["layout"]),
            nature=_flag(Nature, data["nature"]),
            tables=tables,
            order=tuple(map(_text, data.get("order", ()))),
            passages=tuple(self.each("passages", data.get("passages", ()), _passage)),
            problems=tuple(
                self.each("problems", data.get("problems", ()), lambda p: _problem(p, figures))
            ),
            source=source,
            content=content,
            **_more(Disclosure, data),
        )

    def each(self, name: str, items: Any, make: Callable[[Any], Any]) -> list[Any]:
        """What is made of each item, with its place noted."""
        if not isinstance(items, list | tuple):
            raise TypeError(name)
        self.at.append(name)
        found = []
        for number, item in enumerate(items):
            self.at.append(str(number))
            found.append(make(item))
            self.at.pop()
        self.at.pop()
        return found

    def table(self, data: dict[str, Any]) -> Table[Any]:
        if data["status"] not in _STATUSES:
            raise self.wrong(say("reading.record_status"), value=data["status"])
        table = Table[Any](
            _text(data["key"]),
            _integer(data["number"]),
            _text(data["title"]),
            sides=(),
            form_number=_integer(data["form_number"]),
            unit=Unit.of(data["unit"]),
            status=data["status"],
            line=_integer(data.get("line")),
            **_more(Table, data),
        )
        sides = self.each("sides", data["sides"], lambda side: self.side(side, table))
        count = sum(len(row.figures) for side in sides for row in side.rows)
        common = self.each("common", data.get("common", ()), lambda law: _common(law, count))
        return attrs.evolve(table, sides=tuple(sides), common=tuple(common))

    def side(self, data: dict[str, Any], table: Table[Any]) -> Side[Any]:
        columns = tuple(self.each("columns", data["columns"], _column))
        side = None if data["side"] is None else _text(data["side"])
        rows = self.each("rows", data["rows"], lambda row: self.row(row, table, side, columns))
        complete = _truth(data["complete"])
        panels = tuple(
            Panel(int(each["start"]), _text(each["heading"])) for each in data.get("panels", ())
        )
        return Side(
            side, columns, rows=tuple(rows), complete=complete, panels=panels, **_more(Side, data)
        )

    def row(
        self,
        data: dict[str, Any],
        table: Table[Any],
        side: str | None,
        columns: tuple[ColumnAddress, ...],
    ) -> Row:
        address = RowAddress(
            table.number,
            table.key,
            title=table.title,
            row=_text(data["row"]),
            path=tuple(map(_text, data["path"])),
            index=int(data["index"]),
            side=side,
            project=None if data.get("project") is None else _text(data["project"]),
            scope=_scope(data["scope"]),
            name=_text(data["name"]),
        )
        place = _place(data) or NOWHERE
        cells = data["figures"]
        if len(cells) != len(columns):
            raise self.wrong(
                say("reading.record_figures", columns=len(columns), figures=len(cells))
            )
        waiting = iter(columns)
        figures = self.each(
            "figures", cells, lambda cell: _figure(cell, table.unit, address, next(waiting), place)
        )
        code = data.get("code")
        kind = ROWS.get(table.key, Row)
        return kind(
            address,
            tuple(figures),
            columns=columns,
            code=None if code is None else _CODES[code["kind"]](code["digits"]),
            kind=_text(data["kind"]),
        )


def _common(data: dict[str, Any], count: int) -> TableLaw:
    """A law of a table's own figures, of which it has so many."""
    kind, places, reason = data["kind"], tuple(map(int, data["figures"])), data["reason"]
    if kind not in (AGREE, ADD_UP, CONTAIN) or reason not in ("rows", "columns", "scopes"):
        raise ValueError(kind, reason)
    if len(places) < 2 or not all(0 <= place < count for place in places):
        raise ValueError(places)
    return kind, places, reason


def _figure(
    data: dict[str, Any], unit: Unit, row: RowAddress, column: ColumnAddress, place: Place
) -> Figure:
    state = State(data["state"])
    places = int(data["places"])
    if not 0 <= places <= _PLACES:
        raise ValueError(places)
    value: Decimal | None = None
    if state is State.BLANK:
        value = Decimal(0)
    elif state is not State.MISSING:
        value = _amount(data["value"])
    candidates = data.get("candidates")
    own = _place(data)
    return Figure(
        value,
        Unit.of(data["unit"]) if "unit" in data else unit,
        places=places,
        state=state,
        row=row,
        column=column,
        place=place if own is None else own,
        basis=None if data.get("basis") is None else _text(data["basis"]),
        candidates=None if candidates is None else tuple(map(_amount, candidates)),
        placed=_text(data.get("placed", "")),
    )


def _amount(text: Any) -> Decimal:
    """An amount; a number that is no string is refused, as it may have been rounded on the way."""
    value, places = parse(_text(text))
    if value is None or places < 0:
        raise ValueError(text)
    return value


def _column(data: dict[str, Any]) -> ColumnAddress:
    return ColumnAddress(
        _text(data["key"]),
        _text(data["column"]),
        path=tuple(map(_text, data["path"])),
        scope=_scope(data["scope"]),
        rounding=_rounding(data.get("rounding", HALF_UP)),
        **_more(ColumnAddress, data),
    )


def _rounding(value: Any) -> str:
    if value not in ROUNDINGS:
        raise ValueError(value)
    return str(value)


def _passage(data: dict[str, Any]) -> Passage:
    return Passage(
        _text(data["text"]),
        _place(data) or NOWHERE,
        grid=_truth(data.get("grid", False)),
        title=_text(data.get("title", "")),
    )


def _problem(data: dict[str, Any], figures: list[Figure]) -> Problem:
    return Problem(
        _text(data["kind"]),
        Said(_text(data["zh"]), _text(data["en"]), _text(data.get("message", ""))),
        place=_place(data) or NOWHERE,
        table=_integer(data.get("table")),
        key=_text(data.get("key", "")),
        text=_text(data.get("text", "")),
        figures=tuple(figures[i] for i in data.get("figures", ())),
    )


def _scope(data: dict[str, Any] | None) -> Scope | None:
    if data is None:
        return None
    return Scope(**{name: BY_NAME[name].sets.back(value) for name, value in data.items()})


def _more(kind: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The further plain fields of a value, as `cnbudget.writing.records.more` writes them."""
    found: dict[str, Any] = {}
    for field in attrs.fields(kind):
        usual, name = field.default, field.name
        if name not in data or name in _KNOWN or not isinstance(usual, PLAIN):
            continue
        if isinstance(usual, enum.Flag):
            found[name] = _flag(type(usual), data[name])
        elif isinstance(data[name], type(usual)):
            found[name] = data[name]
        else:
            raise TypeError(name)
    return found


def _flag(kind: Any, text: Any) -> Any:
    return Flags(kind).back(_text(text))


def _place(data: dict[str, Any]) -> Place | None:
    names = ("line", "page", "sheet", "cell", "file")
    if not any(name in data for name in names):
        return None
    return Place(
        _integer(data.get("line")),
        _integer(data.get("page")),
        sheet=None if data.get("sheet") is None else _text(data["sheet"]),
        cell=None if data.get("cell") is None else _text(data["cell"]),
        file=None if data.get("file") is None else _text(data["file"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _integer(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(value)
    return value
