"""JSON that loses nothing: ``cnbudget-disclosure/1``.

Amounts are strings as printed, and every figure keeps its state, its scope and its place in the file it was
read from. The schema ships as ``cnbudget/writing/disclosure-1.schema.json``. What is added later is added,
never changed.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Any

import attrs

from cnbudget.arithmetic import printed
from cnbudget.dimensions import DIMENSIONS
from cnbudget.disclosure import Disclosure, Passage, Problem
from cnbudget.figures import ColumnAddress, Figure, Place, State, numbers_of
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side, Table
from cnbudget.writing.values import fields, place_dict, plain, schema_in

__all__ = ["PLAIN", "SCHEMA", "disclosure_dict", "json_text", "more", "schema", "scope_dict"]

SCHEMA = "cnbudget-disclosure/1"
#: The kinds of fields that need no words of their own.
PLAIN = (str, int, enum.Flag)
_PRINTED = (State.VALUE, State.INFERRED)


def schema() -> dict[str, Any]:
    """The JSON Schema of a disclosure.

    >>> schema()["$id"]
    'urn:cnbudget:disclosure/1'
    """
    found = schema_in(__file__, "disclosure-1.schema.json")
    (scope,) = (each for each in found["$defs"]["scope"]["oneOf"] if each["type"] == "object")
    scope["properties"] = {each.name: each.sets.form for each in DIMENSIONS}
    return found


def json_text(budget: Disclosure) -> str:
    """A disclosure as JSON, a row of a table on each line.

    >>> import cnbudget
    >>> json_text(cnbudget.example("artux")).splitlines()[1]
    ' "schema": "cnbudget-disclosure/1",'
    """
    import json

    def flat(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def block(items: list[Any], indent: str) -> str:
        return "[" + ",".join(f"\n{indent}{flat(item)}" for item in items) + "]"

    found = disclosure_dict(budget)
    tables = []
    for table in found.pop("tables"):
        sides = []
        for side in table.pop("sides"):
            rows, columns = side.pop("rows"), side.pop("columns")
            sides.append(
                f'{flat(side)[:-1]}, "columns": {block(columns, "     ")},\n'
                f'    "rows": {block(rows, "     ")}}}'
            )
        tables.append(f'{flat(table)[:-1]}, "sides": [\n   ' + ",\n   ".join(sides) + "]}")
    passages, problems = found.pop("passages"), found.pop("problems")
    lines = [f' "{key}": {flat(value)},' for key, value in found.items()]
    lines.append(' "tables": [' + ",".join(f"\n  {table}" for table in tables) + "],")
    lines.append(f' "passages": {block(passages, "  ")},')
    lines.append(f' "problems": {block(problems, "  ")}')
    return "{\n" + "\n".join(lines) + "\n}\n"


def disclosure_dict(budget: Disclosure) -> dict[str, Any]:
    """A disclosure in the shape of the schema.

    >>> import cnbudget
    >>> found = disclosure_dict(cnbudget.example("artux"))
    >>> found["schema"], found["agency"], len(found["tables"])
    ('cnbudget-disclosure/1', '阿图什市医疗保障局', 12)
    """
    return more(
        budget,
        {
            "schema": SCHEMA,
            **fields(budget, "agency year stage level unit layout nature source order"),
            "tables": [_table(table) for table in budget.tables],
            "passages": [_passage(passage) for passage in budget.passages],
            "problems": [_problem(problem, budget) for problem in budget.problems],
        },
    )


def more(value: Any, found: dict[str, Any]) -> dict[str, Any]:
    """What is written of a value, with its further plain fields that are not as usual.

    A field with a default that is a text, a number, a truth or a flag is written under its name, so that
    what these values learn later is not lost.
    """
    for field in attrs.fields(type(value)):
        usual, mine = field.default, getattr(value, field.name)
        if field.name not in found and isinstance(usual, PLAIN) and mine != usual:
            found[field.name] = plain(mine)
    return found


def _table(table: Table[Any]) -> dict[str, Any]:
    common = [
        {"kind": kind, "figures": list(places), "reason": reason}
        for kind, places, reason in table.common
    ]
    return more(
        table,
        {
            **fields(table, "key number title form_number unit status line"),
            **({"common": common} if common else {}),
            "sides": [_side(side, table) for side in table.sides],
        },
    )


def _side(side: Side[Any], table: Table[Any]) -> dict[str, Any]:
    panels = [fields(panel, "start heading") for panel in side.panels]
    return more(
        side,
        {
            **fields(side, "side complete"),
            "columns": [_column(column) for column in side.columns],
            "rows": [_row(row, table) for row in side.rows],
            **({"panels": panels} if panels else {}),
        },
    )


def _column(column: ColumnAddress) -> dict[str, Any]:
    return more(
        column,
        fields(column, "key column path") | {"scope": scope_dict(column.scope)},
    )


def _row(row: Row, table: Table[Any]) -> dict[str, Any]:
    address = row.address
    found: dict[str, Any] = {
        "kind": row.kind,
        **fields(address, "row name path index"),
        "scope": scope_dict(address.scope),
    }
    if row.code is not None:
        found["code"] = {"kind": type(row.code).__name__, "digits": row.code.digits}
    if address.project is not None:
        found["project"] = address.project
    places = {_key(figure.place) for figure in row.figures}
    if len(places) == 1:  # most rows stand in one line
        found |= place_dict(row.figures[0].place)
    found["figures"] = [_figure(figure, table, shared=len(places) == 1) for figure in row.figures]
    return found


def _key(place: Place) -> tuple[object, ...]:
    return place.file, place.line, place.page, place.sheet, place.cell


def _figure(figure: Figure, table: Table[Any], *, shared: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "value": _amount(figure.value, figure.places) if figure.state in _PRINTED else None,
        **fields(figure, "places state"),
    }
    if figure.unit is not table.unit:
        found["unit"] = figure.unit.zh
    if figure.basis is not None:
        found["basis"] = figure.basis
    if figure.candidates is not None:
        found["candidates"] = [_amount(each, figure.places) for each in figure.candidates]
    if figure.placed:
        found["placed"] = figure.placed
    return found if shared else found | place_dict(figure.place)


def _amount(value: Decimal | None, places: int) -> str | None:
    """An amount at its places; one of more decimals keeps them all."""
    if value is None:
        return None
    text = printed(value, places)
    return text if Decimal(text) == value else f"{value:f}"


def _passage(passage: Passage) -> dict[str, Any]:
    found: dict[str, Any] = {"text": passage.text}
    if passage.grid:
        found["grid"] = True
    if passage.title:
        found["title"] = passage.title
    return found | place_dict(passage.place)


def _problem(problem: Problem, budget: Disclosure) -> dict[str, Any]:
    found = fields(problem, "kind zh en")
    if problem.table is not None:
        found["table"] = problem.table
    if problem.key:
        found["key"] = problem.key
    message = getattr(problem.words, "key", "")
    if message:
        found["message"] = message
    if problem.text:
        found["text"] = problem.text
    if problem.figures:
        numbers = numbers_of(budget.figures)
        found["figures"] = [numbers[f.address] for f in problem.figures if f.address in numbers]
    return found | place_dict(problem.place)


def scope_dict(scope: Scope | None) -> dict[str, Any] | None:
    """The dimensions in which a scope is not everything; None for an unknown scope.

    >>> from cnbudget import FundingSource
    >>> scope_dict(Scope("208", source=FundingSource.GENERAL))
    {'function': ['208'], 'source': 'GENERAL'}
    """
    if scope is None:
        return None
    return {
        each.name: each.sets.plain(getattr(scope, each.name))
        for each in DIMENSIONS
        if getattr(scope, each.name) != each.usual
    }
