"""A reconciliation as JSON: ``cnbudget-reconcile/1``. What is added later is added, never changed."""

from __future__ import annotations

from typing import Any

from cnbudget.consistency import Refutation
from cnbudget.deduction import Stated
from cnbudget.disclosure import Correction
from cnbudget.figures import Figure, Interval
from cnbudget.reconciliation.answer import Answer
from cnbudget.reconciliation.conflicts import Conflict
from cnbudget.reconciliation.localisation import Localisation, Located
from cnbudget.reconciliation.obstacle import Obstacle

__all__ = ["SCHEMA", "reconciliation_dict"]

SCHEMA = "cnbudget-reconcile/1"


def reconciliation_dict(found: Answer) -> dict[str, Any]:
    """A reconciliation as plain data; amounts are strings."""
    budget, witness = found.disclosure, found.witness
    return {
        "schema": SCHEMA,
        "file": {"name": budget.source, "sha256": budget.sha256},
        "error": None,
        "disclosure": {
            "agency": budget.agency,
            "year": budget.year,
            "stage": budget.stage,
            "level": budget.level,
            "unit": budget.unit.zh,
            "layout": budget.layout,
        },
        "status": str(found.status),
        "consistent": found.consistent,
        "partial": found.partial,
        "witness": None
        if witness is None
        else {
            "entries": len(witness),
            "total": f"{witness.total().yuan:f}",
            "unit": "元",
            "figures": found.told,
            "zeros": found.zeros,
        },
        "why": {"zh": found.why[0], "en": found.why[1]},
        "prose": None if found.stated is None else _stated(found.stated),
        "obstacle": None if found.obstacle is None else _obstacle(found.obstacle),
        "conflicts": [_conflict(each) for each in found.conflicts],
        "localisation": None if found.localisation is None else _localisation(found.localisation),
        "tables": [_correction(each) for each in found.tables],
        "offered": None if found.offered is None else _correction(found.offered),
    }


def _stated(stated: Stated) -> dict[str, Any]:
    return {
        "taken": len(stated.taken),
        "left_out": [
            {"figure": _figure(figure), "why": {"zh": why[0], "en": why[1]}}
            for figure, why in stated.left_out
        ],
        "unread": stated.unread,
    }


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "message": {"zh": obstacle.text("zh"), "en": obstacle.text("en")},
        "larger": [{"figure": _figure(f), "times": n} for f, n in obstacle.larger],
        "smaller": [{"figure": _figure(f), "times": n} for f, n in obstacle.smaller],
        "balances": [
            {"source": each.words("zh"), "times": each.times} for each in obstacle.balances
        ],
        "blanks": [_figure(figure) for figure in obstacle.blanks],
        "unlisted": [
            {"table": each.number, "key": each.key, "side": each.side} for each in obstacle.unlisted
        ],
        "unit": obstacle.unit.zh,
        "found": [f"{value:f}" for value in obstacle.found],
        "difference": f"{obstacle.difference:f}",
        "allowance": f"{obstacle.allowance:f}",
        "shortage": f"{obstacle.shortage:f}",
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "message": {"zh": conflict.text("zh"), "en": conflict.text("en")},
        "left": [{"figure": _figure(f), "times": n} for f, n in conflict.left],
        "relation": conflict.relation,
        "right": [{"figure": _figure(f), "times": n} for f, n in conflict.right],
        "laws": [{"zh": law.words("zh"), "en": law.words("en")} for law in conflict.laws],
        "unit": conflict.unit_text,
        "found": [f"{value:f}" for value in conflict.found],
        "difference": f"{conflict.difference:f}",
        "allowance": f"{conflict.allowance:f}",
        "shortage": f"{conflict.shortage:f}",
        "tie": conflict.tie,
        "smallest": conflict.smallest,
        "evidence": _evidence(conflict.refutation),
    }


def _evidence(refutation: Refutation) -> list[dict[str, str]]:
    """The multipliers, for programs that verify; people are not shown them."""
    return [
        {"law": m.constraint, "times": str(m.times), "part": m.part} for m in refutation.multipliers
    ]


def _localisation(found: Localisation) -> dict[str, Any]:
    return {
        "message": {"zh": found.text("zh"), "en": found.text("en")},
        "weight": found.weight,
        "lower": found.lower,
        "complete": found.complete,
        "partial": found.partial,
        "ambiguous": found.ambiguous,
        "sets": [_located(each) for each in found.sets],
        "unsearched": found.unsearched,
        "otherwise": [_located(each) for each in found.otherwise],
    }


def _located(found: Located) -> dict[str, Any]:
    return {
        "figures": [_figure(figure) for figure in found.figures],
        "ranges": [
            _interval(within, figure)
            for figure, within in zip(found.figures, found.ranges, strict=False)
        ],
        "corrections": [_correction(each) for each in found.corrections],
        "offered": None if found.offered is None else _correction(found.offered),
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "kind": correction.kind,
        "message": {"zh": correction.zh, "en": correction.en},
        "changes": [
            {"figure": _figure(old), "to": new.text or None, "unit": new.unit_text}
            for old, new in correction.changes
        ],
    }


def _interval(within: Interval, figure: Figure) -> dict[str, Any]:
    return {
        "low": None if within.low is None else f"{within.low:f}",
        "low_closed": within.low_closed,
        "high": None if within.high is None else f"{within.high:f}",
        "high_closed": within.high_closed,
        "unit": figure.column.measure or "元",
    }


def _figure(figure: Figure) -> dict[str, Any]:
    row, column, place = figure.row, figure.column, figure.place
    return {
        "in": row.within,
        "section": row.section or None,
        "table": row.table,
        "key": row.key,
        "row": row.row,
        "row_index": row.index,
        "side": row.side,
        "project": row.project,
        "column": column.column,
        "value": figure.text or None,
        "unit": figure.unit_text,
        "places": figure.places,
        "state": figure.state.value,
        "scope": None if figure.scope is None else figure.scope.words("zh"),
        "line": place.line,
        "page": place.page,
        "sheet": place.sheet,
        "cell": place.cell,
    }
