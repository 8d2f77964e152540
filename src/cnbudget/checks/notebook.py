"""A report and a finding as notebooks show them: a row for each finding, both numbers, and why."""

from __future__ import annotations

from cnbudget.checks.basis import basis, follows
from cnbudget.checks.compared import compared
from cnbudget.checks.findings import Finding, Results
from cnbudget.checks.messages import amount
from cnbudget.checks.text import in_place, summary
from cnbudget.messages import joined, say
from cnbudget.notebooks import as_html

__all__ = ["finding_html", "report_html"]

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


def finding_html(finding: Finding, lang: str) -> str:
    """A finding alone: what it is, both sides, and the figures in it."""
    kind = _KINDS.get(finding.kind, say("page.kind_rounding")).text(lang)
    lines = [f"{kind} {finding.id}", in_place(finding, lang)]
    sides = compared(finding)
    if sides is not None:
        named = zip(_HEADS[3:6], (sides.found, sides.expected, sides.difference), strict=True)
        told = [f"{words.text(lang)} {value:,f} {sides.unit}" for words, value in named]
        lines.append(joined(lang, told, ";"))
    figures = finding.figures[:_MOST]
    rows = [[each.where(lang), amount(each, lang)] for each in figures]
    concerned = say("page.concerned", count=len(finding.figures)).text(lang)
    rest = len(finding.figures) - len(figures)
    more = [say("page.more_figures", count=rest).text(lang)] * bool(rest)
    return as_html("\n".join(lines), [concerned, ""], rows, after=more)


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
