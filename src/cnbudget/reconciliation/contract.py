"""A reconciliation as JSON: ``cnbudget-reconcile/1``. What is added later is added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from cnbudget.checks.findings import Finding
from cnbudget.checks.own import name_of
from cnbudget.consistency import Refutation
from cnbudget.deduction import Stated
from cnbudget.disclosure import Correction
from cnbudget.figures import Figure, Interval
from cnbudget.reconciliation.answer import Answer
from cnbudget.reconciliation.conflicts import Conflict
from cnbudget.reconciliation.localisation import Localisation, Located
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.writing.values import fields, figure_dict, files_dict, in_words, plain

SCHEMA = "cnbudget-reconcile/1"
#: What is told of a figure here.
_OF_FIGURE = (
    "in", "section", "table", "key", "row", "row_index", "side", "project", "column",
    "value", "unit", "places", "state", "scope", "line", "page", "sheet", "cell",
)  # fmt: skip


def reconciliation_dict(found: Answer) -> dict[str, Any]:
    """A reconciliation as plain data; amounts are strings."""
    budget, witness = found.disclosure, found.witness
    return {
        "schema": SCHEMA,
        **files_dict(budget),
        "error": None,
        "disclosure": fields(budget, "agency year stage level unit layout"),
        **fields(found, "status consistent partial"),
        "witness": None
        if witness is None
        else {
            "entries": len(witness),
            "total": plain(witness.total().yuan),
            "unit": "元",
            "figures": found.told,
            "zeros": found.zeros,
        },
        "why": in_words(found.why),
        "prose": None if found.stated is None else _stated(found.stated),
        "obstacle": None if found.obstacle is None else _obstacle(found.obstacle),
        "conflicts": [_conflict(each) for each in found.conflicts],
        "likeliest": [_likely(each) for each in found.likeliest],
        "localisation": None if found.localisation is None else _localisation(found.localisation),
        "tables": [_correction(each) for each in found.tables],
        "offered": None if found.offered is None else _correction(found.offered),
        "rules": [name_of(each) for each in found.rules],
        "not_held": [
            {"what": in_words(each.about), "why": in_words(each.reason)} for each in found.not_held
        ],
    }


def _stated(stated: Stated) -> dict[str, Any]:
    return {
        "taken": len(stated.taken),
        "left_out": [
            {"figure": _figure(each.figure), "why": in_words(each.why)} for each in stated.left_out
        ],
        "unread": stated.unread,
    }


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    return {
        "message": in_words(obstacle),
        "larger": _terms(obstacle.larger),
        "smaller": _terms(obstacle.smaller),
        "balances": [
            {"source": each.words("zh"), "times": each.times} for each in obstacle.balances
        ],
        "blanks": [_figure(figure) for figure in obstacle.blanks],
        "unlisted": [
            {"table": each.number, "key": each.key, "side": each.side} for each in obstacle.unlisted
        ],
        **fields(obstacle, "unit found difference allowance shortage"),
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "message": in_words(conflict),
        "left": _terms(conflict.left),
        "relation": conflict.relation,
        "right": _terms(conflict.right),
        "laws": [{"zh": law.words("zh"), "en": law.words("en")} for law in conflict.laws],
        "unit": conflict.unit_text,
        **fields(conflict, "found difference allowance shortage tie smallest"),
        "evidence": _evidence(conflict.refutation),
    }


def _evidence(refutation: Refutation) -> list[dict[str, str]]:
    """The multipliers, for programs that verify; people are not shown them."""
    return [
        {"law": m.constraint, "times": str(m.times), "part": m.part} for m in refutation.multipliers
    ]


def _localisation(found: Localisation) -> dict[str, Any]:
    return {
        "message": in_words(found),
        **fields(found, "weight lower complete partial ambiguous"),
        "sets": [_located(each) for each in found.sets],
        "unsearched": found.unsearched,
        "otherwise": [_located(each) for each in found.otherwise],
    }


def _likely(finding: Finding) -> dict[str, Any]:
    """A finding of the check, and the figure that it names first."""
    figures = [each.figure for each in finding.suspects] or [*finding.figures]
    return {
        "message": in_words((finding.zh, finding.en)),
        "figure": _figure(figures[0]) if figures else None,
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
        "message": in_words(correction),
        "changes": [
            {"figure": _figure(old), "to": new.text or None, "unit": new.unit_text}
            for old, new in correction.changes
        ],
    }


def _interval(within: Interval[Decimal], figure: Figure) -> dict[str, Any]:
    unit = figure.column.measure or "元"
    return fields(within, "low low_closed high high_closed") | {"unit": unit}


def _terms(figures: Iterable[tuple[Figure, int]]) -> list[dict[str, Any]]:
    """Figures, and how often each is counted."""
    return [{"figure": _figure(figure), "times": times} for figure, times in figures]


def _figure(figure: Figure) -> dict[str, Any]:
    whole = figure_dict(figure)
    return {name: whole[name] for name in _OF_FIGURE}
