"""What does not hold, as plain records: a dictionary for each finding that is violated."""

from __future__ import annotations

from typing import Any

from cnbudget.checks.findings import Finding, Results
from cnbudget.checks.messages import meant
from cnbudget.invariants import Verdict


def failure_cases(report: Results, lang: str) -> list[dict[str, Any]]:
    """The records of what does not hold in a report; see `Report.failure_cases`.

    Args:
        report: The report.
        lang: The language of words.
    """
    violated = (each for each in report.findings if each.verdict is Verdict.VIOLATED)
    return [_record(each, lang) for each in violated]


def _record(finding: Finding, lang: str) -> dict[str, Any]:
    """A finding at the figure that is wrong, where that is known; else at its first."""
    wrong = meant(finding.suspects)
    figure = wrong.figure if wrong is not None else next(iter(finding.figures), None)
    place = finding.place if figure is None or not figure.place.words() else figure.place
    return {
        "rule": finding.law,
        "id": finding.id,
        "severity": finding.severity,
        "message": finding.message(lang),
        "table": None if figure is None else figure.row.key or None,
        "row": None if figure is None else figure.row.row or figure.row.name,
        "column": None if figure is None else figure.column.column,
        "place": place.words(lang),
        "printed": finding.found,
        "expected": finding.expected,
        "difference": finding.difference,
        "allowance": finding.allowance,
        "unit": finding.measure or finding.unit.zh,
        "caused_by": finding.caused_by,
    }
