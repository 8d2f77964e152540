"""The report with all that was found: every table, law, finding and figure."""

from __future__ import annotations

from typing import Any

from cnbudget.checks.findings import KINDS, Finding, Results, law_words
from cnbudget.checks.messages import said
from cnbudget.checks.text import (
    finding_lines,
    first_line,
    left_alone,
    made_by,
    once,
    persons_left_out,
    summary,
)
from cnbudget.disclosure.named import NAMED_STATUSES
from cnbudget.figures import State
from cnbudget.messages import Said, joined, say, tell
from cnbudget.tables import Table

_HEADINGS = {
    "error": say("report.errors"),
    "minor": say("report.minors"),
    "note": say("report.notes"),
    "open": say("report.opens"),
    "rounding": say("report.roundings"),
}
_MOST_FIGURES = 24  # of one finding
_INDENT, _BELOW = "  ", "     "


def detailed(report: Results, lang: str) -> list[str]:
    """The lines of the report, with everything."""
    lines = summary(report, lang)
    listed = [_table(table, lang) for table in report.disclosure.tables]
    lines += ["", *listed] if listed else []  # prose alone has no tables
    lines += ["", *_checked(report, lang)]
    for kind in KINDS:
        found = [each for each in report.causes if each.kind == kind]
        if found:
            lines += ["", tell(lang, "report.heading", kind=_HEADINGS[kind], count=len(found))]
            for each in found:
                lines += _finding(report, each, lang)
    if report.untied:
        lines += ["", tell(lang, "report.untied")]
        for loose in report.untied:
            words = tell(lang, "report.item", what=said(loose.figure, lang), why=loose.reason)
            lines.append(_INDENT + words)
    left = once(report)
    if left:
        lines += ["", tell(lang, "report.not_checked")]
        lines += [_INDENT + left_alone(each).text(lang) for each in left]
    return [*lines, "", *persons_left_out(report, lang), made_by(report, lang)]


def _finding(report: Results, finding: Finding, lang: str) -> list[str]:
    lines = finding_lines(report, finding, lang)
    figures = [each for each in finding.figures if each.state is not State.BLANK]
    if len(figures) > 1 and finding.kind != "open":
        lines += [f"{_BELOW}- {said(each, lang, unit=True)}" for each in figures[:_MOST_FIGURES]]
        if len(figures) > _MOST_FIGURES:
            rest = len(figures) - _MOST_FIGURES
            lines.append(_BELOW + tell(lang, "report.more_figures", count=rest))
    if finding.kind != "open":
        for each in report.consequences(finding):
            lines.append(_BELOW + tell(lang, "report.and_so", words=first_line(each, lang)))
    return lines


def _table(table: Table[Any], lang: str) -> str:
    states = [figure.state for figure in table.figures]
    value, lost = states.count(State.VALUE), states.count(State.MISSING)
    inferred = states.count(State.INFERRED)
    notes = [NAMED_STATUSES[table.status].text(lang)] if table.status in NAMED_STATUSES else []
    if value:
        notes.append(tell(lang, "report.figures", count=value))
    if inferred:
        notes.append(tell(lang, "report.figures_inferred", count=inferred))
    if lost:
        notes.append(tell(lang, "report.figures_missing", count=lost))
    told = joined(lang, notes, ",")
    title = Said(table.title, f"{table.key} {table.title}")
    if table.number is None:
        return _INDENT + tell(lang, "report.line_of_title", title=title, notes=told)
    number = f"{table.number:>2}"
    return _INDENT + tell(lang, "report.line_of_table", number=number, title=title, notes=told)


def _checked(report: Results, lang: str) -> list[str]:
    lines = [tell(lang, "report.checked")]
    for law, tally in report.tallies.items():
        counts = (
            tell(lang, "report.exact", count=tally.exact) if tally.exact else "",
            tell(lang, "report.by_rounding", count=tally.rounding) if tally.rounding else "",
            tell(lang, "report.wrong", count=tally.violated) if tally.violated else "",
            tell(lang, "report.open", count=tally.undecided) if tally.undecided else "",
        )
        named = law_words(law)
        name = Said(f"{named.text('zh')}（{law}）", law)
        told = joined(lang, filter(None, counts), ",")
        lines.append(_INDENT + tell(lang, "report.law", law=name, counts=told))
    return lines
