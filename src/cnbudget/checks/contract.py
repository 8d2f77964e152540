"""The report as JSON, in the shape that other programs rely on: ``cnbudget-check/1``.

The schema ships as ``cnbudget/checks/check-1.schema.json``. What is added later is added, never changed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cnbudget.checks.findings import Finding, Results, Suspect, Tally
from cnbudget.checks.text import nothing_to_check
from cnbudget.disclosure import Disclosure
from cnbudget.errors import CnbudgetError
from cnbudget.figures import Figure, State
from cnbudget.tables import Table

__all__ = ["SCHEMA", "error_dict", "figure_dict", "report_dict", "schema"]

SCHEMA = "cnbudget-check/1"


def schema() -> dict[str, Any]:
    """The JSON Schema of one object of the output.

    >>> schema()["$id"]
    'cnbudget-check/1'
    """
    import json
    from pathlib import Path

    path = Path(__file__).with_name("check-1.schema.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def report_dict(report: Results) -> dict[str, Any]:
    """A report in the contract's shape."""
    budget = report.disclosure
    return {
        "schema": SCHEMA,
        "file": {"name": budget.source, "sha256": budget.sha256},
        "error": _nothing(report) if report.nothing else None,
        "disclosure": _disclosure(budget),
        "tables": [_table(table) for table in budget.tables]
        + [_extra(p.title, p.place.line) for p in budget.passages if p.grid],
        "checked": _tally(report.checked)
        | {"by_law": {law: _tally(tally) for law, tally in report.tallies.items()}},
        "untied": [
            {"figure": figure_dict(figure), "why": why[0], "why_en": why[1]}
            for figure, why in report.untied
        ],
        "not_checked": [
            {"what": each.what, "where": each.where, "why": each.why}
            | {"what_en": each.en[0], "why_en": each.en[1]}
            for each in report.not_checked
        ],
        "explained": {"complete": report.explained.complete, "least": report.explained.least},
        "findings": [_finding(finding) for finding in report.findings],
    }


def error_dict(error: CnbudgetError, name: str, sha256: str | None) -> dict[str, Any]:
    """What stands for a file that could not be read."""
    return {
        "schema": SCHEMA,
        "file": {"name": name, "sha256": sha256},
        "error": _error(error),
    }


def _error(error: CnbudgetError) -> dict[str, Any]:
    return {
        "message": {"zh": error.zh, "en": error.message},
        "where": error.where,
        "hint": error.hint_zh,
        "hint_en": error.hint,
    }


def _nothing(report: Results) -> dict[str, Any]:
    """That nothing could be checked, of a file that could be read."""
    return _error(nothing_to_check(report))


def _disclosure(budget: Disclosure) -> dict[str, Any]:
    return {
        "agency": budget.agency,
        "year": budget.year,
        "stage": budget.stage,
        "level": budget.level,
        "unit": budget.unit.zh,
        "layout": budget.layout,
        "left_out": budget.left_out,
    }


def _table(table: Table[Any]) -> dict[str, Any]:
    states = [figure.state for figure in table.figures]
    return {
        "number": table.number,
        "key": table.key,
        "title": table.title,
        "status": table.status,
        "figures": states.count(State.VALUE),
        "blank": states.count(State.BLANK),
        "inferred": states.count(State.INFERRED),
        "missing": states.count(State.MISSING),
        "line": table.line,
    }


def _extra(title: str, line: int | None) -> dict[str, Any]:
    counts = {"figures": 0, "blank": 0, "inferred": 0, "missing": 0}
    shown = title.strip("#* ")[:80]
    return {"number": None, "key": None, "title": shown, "status": "extra", **counts, "line": line}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "exact": tally.exact,
        "rounding": tally.rounding,
        "violated": tally.violated,
        "undecided": tally.undecided,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "law": finding.law,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "message": {"zh": finding.zh, "en": finding.en},
        "unit": finding.measure or finding.unit.zh,
        "expected": _number(finding.expected),
        "found": _number(finding.found),
        "difference": _number(finding.difference),
        "allowance": _number(finding.allowance),
        "figures": [figure_dict(figure) for figure in finding.figures],
        "suspects": [_suspect(suspect) for suspect in finding.suspects],
        "caused_by": finding.caused_by,
        "line": finding.place.line,
    }


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return figure_dict(suspect.figure) | {
        "suggestion": _number(suspect.suggestion),
        "why": suspect.why("zh"),
        "why_en": suspect.why("en"),
    }


def figure_dict(figure: Figure) -> dict[str, Any]:
    """A figure with its address in the contract's shape."""
    row, column, place = figure.row, figure.column, figure.place
    scope = figure.scope
    known = figure.state in (State.VALUE, State.INFERRED)
    candidates = figure.candidates
    return {
        "in": row.within,
        "table": row.table,
        "key": row.key,
        "section": row.section or None,
        "row": row.row,
        "row_path": list(row.path),
        "row_index": row.index,
        "side": row.side,
        "project": row.project,
        "column": column.column,
        "column_path": "/".join(column.path),
        "value": figure.text if known else None,
        "unit": figure.unit_text,
        "places": figure.places,
        "state": figure.state.value,
        "basis": figure.basis,
        "candidates": None if candidates is None else [f"{value:f}" for value in candidates],
        "scope": None if scope is None else scope.words("zh"),
        "line": place.line,
        "page": place.page,
        "sheet": place.sheet,
        "cell": place.cell,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
