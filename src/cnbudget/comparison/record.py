"""A comparison as data, for other programs: ``cnbudget compare --format json``.

The schema ships as ``cnbudget/comparison/compare-1.schema.json``. What is added later is added, never changed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cnbudget.amounts import Ratio
from cnbudget.comparison.results import ComparedBudgets
from cnbudget.comparison.rows import Change, ComparedAmount, ComparedRow
from cnbudget.narrative.ratios import Number
from cnbudget.writing.values import fields, figure_dict, in_words, place_dict, schema_in

SCHEMA = "cnbudget-compare/1"


def schema() -> dict[str, Any]:
    """The JSON Schema of a comparison.

    >>> schema()["$id"]
    'urn:cnbudget:compare/1'
    """
    return schema_in(__file__, "compare-1.schema.json")


def comparison_dict(comparison: ComparedBudgets) -> dict[str, Any]:
    """A comparison in the schema's shape; amounts are strings, in 元."""
    return {
        "schema": SCHEMA,
        "kind": comparison.kind,
        "names": list(comparison.names),
        "budgets": [
            {**fields(each, "agency year stage level"), "file": each.source or None}
            for each in comparison.budgets
        ],
        "rows": [_row(row) for row in comparison.rows],
        "not_compared": [
            {**fields(each, "table labels budget"), "reason": in_words(each.reason)}
            for each in comparison.not_compared
        ],
        "units": [
            {
                "department": each.department.agency,
                "units": [unit.agency for unit in each.units],
                "beyond": [_row(row) for row in each.beyond],
            }
            for each in comparison.units
        ],
        "transfers": [
            {
                "budget": each.budget,
                "kind": in_words(each.kind),
                "of": in_words(each.of),
                "sure": each.sure,
                **_number(each.amount),
            }
            for each in comparison.transfers
        ],
    }


def _row(row: ComparedRow) -> dict[str, Any]:
    return {
        **fields(row, "table title label"),
        "scope": row.scope.words("zh"),
        "whole": row.whole,
        "amounts": [_amount(each) for each in row.amounts],
        "changes": [None if each is None else _change(each) for each in row.changes],
        "total": None if row.total is None else _amount(row.total),
    }


def _amount(each: ComparedAmount) -> dict[str, Any]:
    return {
        **_number(each.number),
        "share": _percent(each.share),
        "figures": [figure_dict(figure) for figure in each.figures],
        "why": None if each.why is None else in_words(each.why),
        "notes": [in_words(note) for note in each.notes],
    }


def _change(each: Change) -> dict[str, Any]:
    return {
        **_number(each.number),
        "sure": each.sure,
        "rate": _percent(each.rate),
        "contribution": _percent(each.contribution),
        "reasons": [
            {"text": reason.text, "place": place_dict(reason.place)} for reason in each.reasons
        ],
    }


def _number(number: Number | None) -> dict[str, Any]:
    """An amount, and the true amounts that it can stand for."""
    if number is None:
        return {"amount": None, "low": None, "high": None}
    interval = number.interval()
    return {
        "amount": _text(number.value),
        "low": _text(interval.low),
        "high": _text(interval.high),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _percent(ratio: Ratio | None) -> str | None:
    return None if ratio is None else f"{ratio.percent():f}"
