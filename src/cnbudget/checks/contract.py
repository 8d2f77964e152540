"""The report as JSON, in the shape that other programs rely on: ``cnbudget-check/1``.

A report that was held to rules of a caller's own is ``cnbudget-check/2``: the same, with laws ``own:NAME`` and the
names of these rules. The schema of the first ships as ``cnbudget/checks/check-1.schema.json``, and `schema` gives both.
What is added later is added, never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnbudget._version import __version__
from cnbudget.checks.baseline import since_dict
from cnbudget.checks.basis import basis
from cnbudget.checks.findings import Finding, Results, Suspect, Tally
from cnbudget.checks.fingerprints import fingerprints
from cnbudget.checks.text import nothing_to_check
from cnbudget.disclosure import Disclosure
from cnbudget.errors import CnbudgetError, UnreadableError, UsageError
from cnbudget.figures import State
from cnbudget.messages import joined, say
from cnbudget.tables import Table
from cnbudget.writing.values import fields, figure_dict, files_dict, plain, schema_in

__all__ = ["SCHEMA", "SCHEMA_OF_RULES", "error_dict", "report_dict", "schema"]

SCHEMA = "cnbudget-check/1"
#: The same with rules of a caller's own.
SCHEMA_OF_RULES = "cnbudget-check/2"


def schema(version: int = 1) -> dict[str, Any]:
    """The JSON Schema of one object of the output.

    Args:
        version: 1; or 2, of what was held to rules of a caller's own as well.

    Raises:
        UsageError: No such version.

    >>> schema()["$id"]
    'urn:cnbudget:check/1'
    >>> schema(2)["$id"], schema(2)["properties"]["schema"]
    ('urn:cnbudget:check/2', {'const': 'cnbudget-check/2'})
    """
    made = schema_in(__file__, "check-1.schema.json")
    if version == 1:
        return made
    if version != 2:
        raise UsageError(say("rules.no_such", field="schema", known=(1, 2)), value=version)
    made["$id"] = f"{made['$id'][:-1]}2"
    made["properties"]["schema"] = {"const": SCHEMA_OF_RULES}
    made["properties"]["rules"] = {"type": "array", "minItems": 1, "items": {"type": "string"}}
    by_law = made["properties"]["checked"]["allOf"][1]["properties"]["by_law"]
    finding = made["$defs"]["finding"]["properties"]
    for holder, key in ((by_law, "propertyNames"), (finding, "law")):
        holder[key] = {"anyOf": [holder[key], {"type": "string", "pattern": "^own:."}]}
    return made


def report_dict(report: Results) -> dict[str, Any]:
    """A report in the contract's shape."""
    budget, marks = report.disclosure, fingerprints(report.findings)
    return {
        "schema": SCHEMA_OF_RULES if report.rules else SCHEMA,
        **files_dict(budget),
        "error": _error(nothing_to_check(report)) if report.nothing else None,
        "disclosure": fields(budget, "agency year stage level unit layout left_out")
        | {"set": budget.set or None},
        "tables": [_table(table) for table in budget.tables]
        + [_extra(p.title, p.place.line) for p in budget.passages if p.grid],
        "checked": _tally(report.checked)
        | {"by_law": {law: _tally(tally) for law, tally in report.tallies.items()}},
        "untied": [
            {"figure": figure_dict(figure), "why": why[0], "why_en": why[1]}
            for figure, why in report.untied
        ],
        "not_checked": [
            fields(each, "what where why")
            | {
                "what_en": each.en[0],
                "where_en": each.place.words("en"),
                "why_en": each.en[1],
                "key": each.key,
            }
            for each in report.not_checked
        ],
        "explained": fields(report.explained, "complete least"),
        "made_by": {"version": __version__, "lists": report.lists}
        | ({"plugins": list(report.plugins)} if report.plugins else {}),
        **({"rules": list(report.rules)} if report.rules else {}),
        "findings": [_finding(finding, marks, report) for finding in report.findings],
        **({} if report.since is None else {"since": since_dict(report.since)}),
        **({} if report.previous is None else {"previous": _previous(report.previous)}),
    }


def _previous(last: Disclosure) -> dict[str, Any]:
    """Last year's document that a report was held to."""
    return files_dict(last) | {"disclosure": fields(last, "agency year stage level unit layout")}


def error_dict(error: CnbudgetError, files: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """What stands for a file that could not be read, or for several that are read together: their names and digests."""
    every = [{"name": name, "sha256": sha256} for name, sha256 in files]
    number = error.set if isinstance(error, UnreadableError) else 0
    return {
        "schema": SCHEMA,
        "file": every[0],
        "files": every,
        "error": _error(error) | ({"set": number} if number else {}),
    }


def _error(error: CnbudgetError) -> dict[str, Any]:
    return {
        "message": {"zh": error.zh, "en": error.message},
        "where": error.where,
        "hint": error.hint_zh,
        "hint_en": error.hint,
    }


def _table(table: Table[Any]) -> dict[str, Any]:
    states = [figure.state for figure in table.figures]
    return {
        **fields(table, "number key title status"),
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
    return fields(tally, "exact rounding violated undecided")


def _finding(finding: Finding, marks: dict[str, str], report: Results) -> dict[str, Any]:
    reason = None if report.since is None else report.since.accepted.get(finding.id)
    told = [each for each in basis(report, finding) if finding.caused_by is None]
    return {
        **fields(finding, "id law verdict severity"),
        "message": {"zh": finding.zh, "en": finding.en},
        "unit": finding.measure or finding.unit.zh,
        **fields(finding, "expected found difference allowance figures"),
        "suspects": [_suspect(suspect) for suspect in finding.suspects],
        "caused_by": finding.caused_by,
        "line": finding.place.line,
        "fingerprint": marks[finding.id],
        "basis": {
            lang: joined(lang, [each.text(lang) for each in told], ";") for lang in ("zh", "en")
        },
        **({} if reason is None else {"accepted": reason}),
    }


def _suspect(suspect: Suspect) -> dict[str, Any]:
    return figure_dict(suspect.figure) | {
        "suggestion": plain(suspect.suggestion),
        "why": suspect.why("zh"),
        "why_en": suspect.why("en"),
    }
