"""The report as lines of text for people: what was found, the gravest first, on a page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cnbudget._version import __version__
from cnbudget.checks.baseline import accepted_words, since_lines
from cnbudget.checks.basis import basis, follows
from cnbudget.checks.findings import Finding, NotChecked, Results
from cnbudget.checks.messages import meant
from cnbudget.disclosure.named import NAMED_STAGES
from cnbudget.errors import UnreadableError
from cnbudget.figures import Place, State
from cnbudget.invariants import Verdict
from cnbudget.messages import Framed, Message, Words, few, joined, say, tell
from cnbudget.short_names import clamped, short_table
from cnbudget.tables import Table

_KINDS = {
    "error": say("report.errors"),
    "minor": say("report.minors"),
    "note": say("report.notes"),
    "open": say("report.opens"),
}
#: Messages that list what is alike.
_WITH_OTHERS = ("checks.and_so_others", "slips.and_so_others")
_LINES = 45  # of a report, unless more is asked for
_FIRST = 3
_ALIKE = 2  # findings that say the same and are told one by one
_LEFT = 3  # of what was not checked, that are told
_LONGEST = 120
_BREATH = 200  # characters of a finding's first line
_INDENT, _BELOW = "  ", "     "


def report_text(report: Results, lang: str = "zh") -> str:
    """The report in Chinese (``"zh"``) or English (``"en"``), as far as a page holds it."""
    head, foot = summary(report, lang), _foot(report, lang)
    sections = [(kind, _section(report, kind, lang)) for kind in _KINDS]
    sections = [(kind, items) for kind, items in sections if items]
    room = _LINES - len(head) - len(foot)
    lines = list(head)
    for number, (kind, items) in enumerate(sections, 1):
        count = sum(each.kind == kind for each in report.causes)
        lines += ["", tell(lang, "report.heading", kind=_KINDS[kind], count=count)]
        after = 4 * (len(sections) - number)  # for what comes after it
        shown, room = _fitting(items, room - 2, after)
        lines += [line for item in shown for line in item]
        if len(shown) < len(items):
            lines.append(
                _INDENT + tell(lang, "report.more_findings", count=len(items) - len(shown))
            )
            room -= 1
    return "\n".join([*lines, *foot])


def _fitting(items: list[list[str]], room: int, after: int) -> tuple[list[list[str]], int]:
    """The first items that there is room for, and the room that they leave; at least one is told."""
    shown: list[list[str]] = []
    for number, item in enumerate(items):
        rest = 1 if number + 1 < len(items) else 0  # the line that says how many are left
        if shown and len(item) + rest > room - after:
            break
        shown.append(item)
        room -= len(item)
    return shown, room


def summary(report: Results, lang: str) -> list[str]:
    """What was checked, what came of it, and where to look first."""
    budget = report.disclosure
    lines = [_title(report, lang), conclusion(report, lang), _extent(report, lang)]
    for status, words in (("empty", say("report.empty")), ("missing", say("report.missing"))):
        names = [short(table) for table in budget.tables if table.status == status]
        if names:
            lines.append(words.text(lang) + few_words(lang, names))
    lines += previous_line(report, lang)
    if report.since is not None:
        lines += since_lines(report.since, lang)
    grave = [each for each in report.causes if each.kind in ("error", "minor")]
    if len(grave) > _FIRST:
        first = [
            tell(lang, "report.numbered", number=each.id[1:], words=spot(each, lang))
            for each in grave[:_FIRST]
        ]
        lines.append(tell(lang, "report.first", first=tuple(first)))
    return lines


def previous_line(report: Results, lang: str) -> list[str]:
    """Which document of last year's it was held to."""
    last = report.previous
    if last is None:
        return []
    line = tell(
        lang,
        "years.file_line",
        name=last.source,
        agency=last.agency,
        year=last.year or "?",
        stage=NAMED_STAGES[last.stage],
    )
    return [line]


def few_words(lang: str, names: list[Words]) -> str:
    """Some names, and how many there are of them where they are too many."""
    parts = [each.text(lang) for each in names]
    if len(parts) <= 2 * _FIRST:
        return joined(lang, parts)
    rest = say("report.and_others", count=len(parts) - 2 * _FIRST).text(lang)
    return joined(lang, [*parts[: 2 * _FIRST], rest])


def spot(finding: Finding, lang: str) -> str:
    """Where a finding is, as short as it can be said."""
    wrong = meant(finding.suspects)
    figure = wrong.figure if wrong is not None else next(iter(finding.figures), None)
    if figure is not None and (wrong is not None or not finding.place.words()):
        return figure.spot(lang)
    if figure is not None and figure.place == finding.place:
        return figure.spot(lang)
    return finding.place.words(lang) or finding.message(lang)[:_LONGEST]


def short(table: Table[Any]) -> Words:
    """A table by its number and common name."""
    return short_table(table.key, table.title, table.number)


def _extent(report: Results, lang: str) -> str:
    """How much was looked at, and how much of it holds."""
    budget, tally = report.disclosure, report.checked
    states = Counter(figure.state for figure in budget.figures)
    counts = (
        ("report.count_tables", sum(table.status == "present" for table in budget.tables)),
        ("report.count_figures", states[State.VALUE]),
        ("report.count_passages", sum(not passage.grid for passage in budget.passages)),
        ("report.count_inferred", states[State.INFERRED]),
        ("report.count_missing", states[State.MISSING]),
    )
    parts = [_count(lang, key, count) for key, count in counts if count]
    return tell(lang, "report.extent", parts=tuple(parts), compared=tally.total, exact=tally.exact)


def _count(lang: str, key: str, count: int) -> str:
    return _COUNTED[key].text(lang).replace("#", str(count))


_COUNTED = {
    "report.count_tables": say("report.count_tables"),
    "report.count_figures": say("report.count_figures"),
    "report.count_passages": say("report.count_passages"),
    "report.count_inferred": say("report.count_inferred"),
    "report.count_missing": say("report.count_missing"),
}


def _section(report: Results, kind: str, lang: str) -> list[list[str]]:
    """The lines of the findings of a kind, those that say the same together."""
    groups: dict[object, list[Finding]] = {}
    for each in report.causes:
        if each.kind == kind:
            alone = kind in ("error", "minor") or not each.key
            groups.setdefault(each.id if alone else (each.law, each.key), []).append(each)
    items = []
    for same in groups.values():
        told = same[:1] if len(same) > _ALIKE else same
        for each in told:
            items.append(finding_lines(report, each, lang))
        if len(told) < len(same):
            others = [
                tell(lang, "report.numbered", number=each.id[1:], words=spot(each, lang))
                for each in same[1 : 1 + _FIRST]
            ]
            if len(same) > 1 + _FIRST:
                others.append(tell(lang, "report.and_others", count=len(same) - 1 - _FIRST))
            more = tell(lang, "report.alike", count=len(same) - 1, others=tuple(others))
            items[-1] = [*items[-1], _BELOW + more]
    return items


def finding_lines(report: Results, finding: Finding, lang: str) -> list[str]:
    """A finding in one breath, and what it rests on."""
    lines = [_INDENT + first_line(finding, lang) + accepted_words(report, finding, lang)]
    told = [each.text(lang) for each in basis(report, finding)]
    line = tell(lang, "report.basis", told=joined(lang, told, ";")) if told else ""
    if more := follows(report, finding):
        line = joined(lang, filter(None, (line, more.text(lang))), ";")
    if line:
        lines.append(_BELOW + line)
    if finding.kind == "open" and (below := report.consequences(finding)):
        lines[-1] += tell(lang, "report.laws_left_open", count=len(below))
    return lines


def first_line(finding: Finding, lang: str) -> str:
    """A finding in one breath: where, what is printed, what it should be, and why."""
    words = clamped(in_place(finding, lang).removesuffix("。"), _BREATH)
    return tell(lang, "report.numbered", number=finding.id[1:], words=words)


def in_place(finding: Finding, lang: str) -> str:
    """The words of a finding, with its place where they do not name it."""
    place, words = finding.place, _brief(finding, lang)
    shown = place.words(lang)
    if not shown or shown in words or (place.cell and place.cell in words):
        return words
    if place.line is not None and Place(place.line, place.page).words(lang) in words:
        return words
    return tell(lang, "report.at_place", place=shown, words=words)


def _brief(finding: Finding, lang: str) -> str:
    """The words of a finding; where it names many that are alike, the first and how many there are besides."""
    words = finding.words
    if isinstance(words, Framed) and words.frame.key in _WITH_OTHERS:
        count = words.frame.values["count"]
        return tell(lang, "report.and_so_many", words=words.words, count=count)
    return words.text(lang)


def _foot(report: Results, lang: str) -> list[str]:
    """What needs no action, what was not checked, and by what it was checked."""
    lines = []
    rounded = sum(each.kind == "rounding" for each in report.causes)
    if rounded:
        lines.append(tell(lang, "report.rounded", count=rounded))
    if report.untied:
        lines.append(tell(lang, "report.untied_count", count=len(report.untied)))
    left = once(report)
    if left:
        lines.append(tell(lang, "report.left_count", count=len(left)))
        for each in left[:_LEFT]:
            lines.append(_INDENT + clamped(left_alone(each).text(lang), _LONGEST))
        if len(left) > _LEFT:
            lines.append(_INDENT + tell(lang, "report.more_left", count=len(left) - _LEFT))
    lines += persons_left_out(report, lang)
    lines.append(made_by(report, lang))
    return ["", *lines]


def once(report: Results) -> list[NotChecked]:
    """What was not checked, each passage once."""
    found: dict[object, NotChecked] = {}
    for each in report.not_checked:
        at = each.place
        known = at.words() and (at.file, at.sheet, at.page, at.cell, at.line)
        of_last_year = each.key.startswith("years.")  # a number may be known, and last year's not
        found.setdefault((known or each.what, of_last_year), each)
    return list(found.values())


def made_by(report: Results, lang: str) -> str:
    """By what a report was made, and of which file."""
    digest = report.disclosure.sha256
    line = tell(
        lang,
        "report.made_by",
        version=__version__,
        layout=report.disclosure.layout,
        lists=report.lists,
        digest=say("report.digest", digest=digest[:12]) if digest else "",
    )
    return joined(lang, [line, *(each.text(lang) for each in added_by(report))], ";")


def added_by(report: Results) -> list[Words]:
    """What of others was in use besides: rules of one's own, plug-ins."""
    found: list[Words] = []
    if report.rules:
        found.append(say("rules.used", count=len(report.rules), names=few(report.rules)))
    if report.plugins:
        found.append(say("plugins.used", names=report.plugins))
    return found


def left_alone(each: NotChecked) -> Words:
    """What was not checked, where it stands, and why."""
    what = each.about
    if each.place.words("zh"):
        what = say("report.what_from", what=what, where=each.place)
    return say("report.item", what=what, why=each.reason)


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
    return [tell(lang, "report.persons_left_out", count=count)] if count else []


def _title(report: Results, lang: str) -> str:
    budget = report.disclosure
    title = tell(
        lang,
        "report.title",
        agency=budget.agency,
        year="" if budget.year is None else say("report.year", year=budget.year),
        stage=NAMED_STAGES[budget.stage],
        unit=budget.unit,
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
