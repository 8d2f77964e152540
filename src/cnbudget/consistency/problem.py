"""A system as a JSON problem, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnbudget.consistency.errors import ConsistencyError
from cnbudget.consistency.rounding import Rounding
from cnbudget.consistency.system import Cell, Equality, Proportion, System, figure, rational
from cnbudget.messages import say


def system_of(problem: Mapping[str, Any]) -> System:
    """The system of a JSON problem.

    Raises:
        ConsistencyError: The problem is malformed.

    >>> system_of({"cells": [{"id": "A", "value": "1.0", "decimals": 1}]})["A"].value
    Decimal('1.0')
    """
    _keys(problem, {"rounding", "cells", "equalities", "ratios", "suggest_kinds"}, "problem")
    default = _rule(problem.get("rounding", "half_away"), "problem")
    return System(
        [_cell(item, default) for item in _items(problem, "cells")],
        [_equality(item) for item in _items(problem, "equalities")],
        ratios=[_ratio(item) for item in _items(problem, "ratios")],
    )


def problem_of(system: System) -> dict[str, Any]:
    """The JSON problem of a system; `system_of` reads it back.

    >>> problem_of(System([Cell("A", "1.0", decimals=1)]))["cells"]
    [{'id': 'A', 'value': '1.0', 'decimals': 1, 'rounding': 'half_away'}]
    """
    cells: list[dict[str, Any]] = []
    for cell in system.cells:
        item: dict[str, Any] = {
            "id": cell.id,
            "value": None if cell.value is None else format(cell.value, "f"),
            "decimals": cell.decimals,
            "rounding": str(cell.rounding),
        }
        if cell.nonneg:
            item["nonneg"] = True
        if cell.weight != 1:
            item["weight"] = cell.weight
        if cell.trusted:
            item["trusted"] = True
        cells.append(item)
    return {
        "cells": cells,
        "equalities": [
            {
                "id": e.id,
                "terms": [[cell, int(c) if c.denominator == 1 else str(c)] for cell, c in e.terms],
                "const": str(e.const),
            }
            for e in system.equalities
        ],
        "ratios": [
            {"id": r.id, "kind": r.kind, "num": r.num, "den": r.den, "pct": r.pct}
            for r in system.ratios
        ],
    }


def _items(problem: Mapping[str, Any], key: str) -> list[Any]:
    items = problem.get(key, [])
    if not isinstance(items, (list, tuple)):
        raise ConsistencyError(say("consistency.not_a_list"), where=key, value=items)
    return list(items)


def _keys(item: object, known: set[str], where: str) -> None:
    if not isinstance(item, Mapping):
        raise ConsistencyError(say("consistency.not_an_object"), where=where, value=item)
    unknown = sorted(str(key) for key in item if key not in known)
    if unknown:
        raise ConsistencyError(
            say("consistency.unknown_key"),
            where=where,
            value=unknown[0],
            hint="one of " + ", ".join(sorted(known)),
        )


def _required(item: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in item:
        raise ConsistencyError(say("consistency.key_lacking", key=key), where=where, value=item)
    return item[key]


def _text(item: Mapping[str, Any], key: str, where: str) -> str:
    value = _required(item, key, where)
    if not isinstance(value, str):
        raise ConsistencyError(say("consistency.key_not_text", key=key), where=where, value=value)
    return value


def _flag(item: Mapping[str, Any], key: str, where: str) -> bool:
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise ConsistencyError(
            say("consistency.key_not_boolean", key=key), where=where, value=value
        )
    return value


def _rule(value: object, where: str) -> Rounding:
    try:
        return Rounding(str(value))
    except ValueError:
        raise ConsistencyError(
            say("consistency.rounding_unknown"),
            where=where,
            value=value,
            hint="one of " + ", ".join(Rounding),
        ) from None


def _cell(item: Any, default: Rounding) -> Cell:
    known = {"id", "value", "decimals", "rounding", "nonneg", "weight", "trusted"}
    _keys(item, known, "cells")
    where = f"cell {_text(item, 'id', 'cells')}"
    return Cell(
        item["id"],
        figure(item.get("value"), where),
        decimals=item.get("decimals"),
        rounding=_rule(item["rounding"], where) if "rounding" in item else default,
        nonneg=_flag(item, "nonneg", where),
        weight=item.get("weight", 1),
        trusted=_flag(item, "trusted", where),
    )


def _equality(item: Any) -> Equality:
    _keys(item, {"id", "terms", "const"}, "equalities")
    where = f"equality {_text(item, 'id', 'equalities')}"
    terms = []
    for term in _items(item, "terms"):
        if not (isinstance(term, (list, tuple)) and len(term) == 2 and isinstance(term[0], str)):
            raise ConsistencyError(say("consistency.not_a_term"), where=where, value=term)
        terms.append((term[0], rational(term[1], where)))
    return Equality(item["id"], terms, const=rational(item.get("const", 0), where))


def _ratio(item: Any) -> Proportion:
    _keys(item, {"id", "kind", "num", "den", "pct"}, "ratios")
    where = f"ratio {_text(item, 'id', 'ratios')}"
    num, den, pct = (_text(item, key, where) for key in ("num", "den", "pct"))
    return Proportion(item["id"], _required(item, "kind", where), num=num, den=den, pct=pct)
