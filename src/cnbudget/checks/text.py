"""The report as lines of text for people."""

from __future__ import annotations

from typing import Any

from cnbudget.checks.findings import LAWS, Finding, NotChecked, Results
from cnbudget.checks.messages import said
from cnbudget.errors import UnreadableError
from cnbudget.figures import State
from cnbudget.invariants import Verdict
from cnbudget.messages import Message, Said, Words, joined, say, tell
from cnbudget.tables import Table

__all__ = [
    "STAGES",
    "STATUS",
    "conclusion",
    "left_alone",
    "nothing_to_check",
    "persons_left_out",
    "report_text",
    "table_name",
]

#: What the states of tables are called that are not there as the form has them.
STATUS = {
    "empty": say("report.table_empty"),
    "missing": say("report.table_missing"),
    "extra": say("report.table_not_in_form"),
}
_MARKS = {
    ("violated", "error"): say("report.mark_violated"),
    ("violated", "minor"): say("report.mark_minor"),
    ("violated", "note"): say("report.mark_note"),
    ("undecided", "note"): say("report.mark_undecided"),
    ("rounding", "note"): say("report.mark_rounding"),
}
#: What the stages of a budget are called.
STAGES = {
    "预算": say("report.budget"),
    "决算": say("report.final_account"),
    "执行": say("report.execution"),
}
_HEADINGS = {
    Verdict.VIOLATED: say("report.violated"),
    Verdict.UNDECIDED: say("report.undecided"),
    Verdict.ROUNDING: say("report.rounding"),
}
_MOST_LISTED = 40
_MOST_BELOW = 6
_INDENT, _BELOW = "  ", "     "


def report_text(report: Results, lang: str = "zh") -> str:
    """The report in Chinese (``"zh"``) or English (``"en"``)."""
    lines = [_title(report, lang), conclusion(report, lang)]
    listed = [_table(table, lang) for table in report.disclosure.tables]
    listed += persons_left_out(report, lang)
    lines += ["", *listed] if listed else []  # prose alone has no tables
    lines += ["", *_checked(report, lang)]
    for verdict, heading in _HEADINGS.items():
        found = [f for f in report.causes if f.verdict is verdict]
        if found:
            lines += ["", heading.text(lang)]
            for finding in found[:_MOST_LISTED]:
                lines += _finding(report, finding, lang)
            if len(found) > _MOST_LISTED:
                rest = tell(lang, "report.more_findings", count=len(found) - _MOST_LISTED)
                lines.append(_INDENT + rest)
    if report.untied:
        lines += ["", tell(lang, "report.untied")]
        for loose in report.untied[:_MOST_LISTED]:
            lines.append(_item(said(loose.figure, lang), loose.reason, lang))
        if len(report.untied) > _MOST_LISTED:
            rest = tell(lang, "report.more_figures", count=len(report.untied) - _MOST_LISTED)
            lines.append(_INDENT + rest)
    if report.not_checked:
        lines += ["", tell(lang, "report.not_checked")]
        for each in report.not_checked:
            lines.append(_INDENT + left_alone(each).text(lang))
    return "\n".join(lines)


def left_alone(each: NotChecked) -> Words:
    """What was not checked, where it stands, and why."""
    what = each.about
    if each.place.words("zh"):
        what = say("report.what_from", what=what, where=each.place)
    return say("report.item", what=what, why=each.reason)


def _item(what: Words | str, why: Words | str, lang: str) -> str:
    return _INDENT + tell(lang, "report.item", what=what, why=why)


def nothing_to_check(report: Results) -> UnreadableError:
    """What is said of a file that could be read, and in which no law could be decided.

    Args:
        report: Its report.
    """
    budget = report.disclosure
    printed = any(figure.state in (State.VALUE, State.MISSING) for figure in budget.figures)
    words = say("report.nothing_to_check") if printed else say("report.form_to_fill_in")
    return UnreadableError(words, where=budget.source)


def persons_left_out(report: Results, lang: str) -> list[str]:
    """How much of what names persons reading left out; nothing of what it was."""
    count = report.disclosure.left_out
    return [_INDENT + tell(lang, "report.persons_left_out", count=count)] if count else []


def _title(report: Results, lang: str) -> str:
    budget = report.disclosure
    title = tell(
        lang,
        "report.title",
        agency=budget.agency,
        year="" if budget.year is None else say("report.year", year=budget.year),
        stage=STAGES[budget.stage],
        layout=budget.layout,
        unit=budget.unit.zh,
    )
    return tell(lang, "report.of_file", file=budget.source, title=title) if budget.source else title


def conclusion(report: Results, lang: str) -> str:
    """In one sentence whether all that was checked holds, and how much does not."""
    notes = sum(f.verdict is Verdict.VIOLATED and f.severity == "note" for f in report.causes)
    more = tell(lang, "report.and_notes", count=notes) if notes else ""
    errors = sum(f.severity == "error" for f in report.wrong if f.caused_by is None)
    minors = sum(f.severity == "minor" for f in report.wrong if f.caused_by is None)
    if report.nothing:
        held = tell(lang, "report.concluded_nothing")
        if report.checked.undecided:
            held += tell(lang, "report.and_undecided", count=report.checked.undecided)
        if errors:  # cells that cannot be read, and the like
            held += tell(lang, "report.and_violated", count=errors)
        return held + more
    if errors or minors:
        parts = [tell(lang, "report.count_violated", count=errors)] * bool(errors)
        parts += [tell(lang, "report.count_minor", count=minors)] * bool(minors)
        return tell(lang, "report.concluded_wrong", parts=parts) + more
    return tell(lang, "report.concluded_well") + more


def table_name(table: Table[Any]) -> Message:
    """A table by its number and title, as people speak of it."""
    if table.number is None:
        return say("report.table_by_title", title=table.title)
    return say("report.table_by_number", number=table.number, title=table.title)


def _table(table: Table[Any], lang: str) -> str:
    states = [figure.state for figure in table.figures]
    value, lost = states.count(State.VALUE), states.count(State.MISSING)
    inferred = states.count(State.INFERRED)
    notes = [STATUS[table.status].text(lang)] if table.status in STATUS else []
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
        name = Said(f"{LAWS[law]}（{law}）", law)
        told = joined(lang, filter(None, counts), ",")
        lines.append(_INDENT + tell(lang, "report.law", law=name, counts=told))
    return lines


def _finding(report: Results, finding: Finding, lang: str) -> list[str]:
    mark = _MARKS[finding.verdict.value, finding.severity]
    place, words = finding.place.words(lang), finding.message(lang)
    if place and place not in words:
        words = tell(lang, "report.at_place", place=place, words=words)
    lines = [_INDENT + tell(lang, "report.finding", id=finding.id, mark=mark, words=words)]
    below = report.consequences(finding)
    if not below:
        return lines
    if finding.verdict is not Verdict.VIOLATED:
        return [*lines, _BELOW + tell(lang, "report.laws_left_open", count=len(below))]
    for each in below[:_MOST_BELOW]:
        lines.append(_BELOW + tell(lang, "report.and_so", id=each.id, words=each.words))
    if len(below) > _MOST_BELOW:
        rest = len(below) - _MOST_BELOW
        lines.append(_BELOW + tell(lang, "report.and_so_more", count=rest))
    return lines
