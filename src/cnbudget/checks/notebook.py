"""A report and a finding as notebooks show them: a row for each finding, both numbers, and why."""

from __future__ import annotations

from cnbudget.checks.basis import basis, follows
from cnbudget.checks.compared import compared
from cnbudget.checks.findings import Finding, Results
from cnbudget.checks.text import in_place, summary
from cnbudget.messages import joined, say
from cnbudget.notebooks import as_html

_HEADS = (
    say("list.number"),
    say("list.kind"),
    say("list.words"),
    say("list.found"),
    say("list.expected"),
    say("list.difference"),
    say("list.basis"),
)
_KINDS = {
    "error": say("report.errors"),
    "minor": say("report.minors"),
    "note": say("report.notes"),
    "open": say("report.opens"),
}
_MOST = 60


def report_html(report: Results, lang: str) -> str:
    """The summary of a report and its findings, escaped, without what rounding explains."""
    found = [each for each in report.causes if each.kind in _KINDS]
    rows = [_row(report, each, lang) for each in found[:_MOST]]
    after = []
    if len(found) > _MOST:
        after.append(say("report.more_in_notebook", count=len(found) - _MOST).text(lang))
    rounded = sum(each.kind == "rounding" for each in report.causes)
    if rounded:
        after.append(say("report.rounded_in_notebook", count=rounded).text(lang))
    title = "\n".join(summary(report, lang))
    return as_html(title, [each.text(lang) for each in _HEADS], rows, after=after)


def _row(report: Results, finding: Finding, lang: str) -> list[str]:
    sides = compared(finding)
    numbers = ["", "", ""]
    if sides is not None:
        numbers = [f"{each:,f}" for each in (sides.found, sides.expected, sides.difference)]
    told = [each.text(lang) for each in basis(report, finding)]
    if more := follows(report, finding):
        told.append(more.text(lang))
    return [
        finding.id[1:],
        _KINDS[finding.kind].text(lang),
        in_place(finding, lang),
        *numbers,
        joined(lang, told, ";"),
    ]
