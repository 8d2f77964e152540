"""The pre-publication checklist (公开前核对清单): what a reviewer must see, in the form's order, with verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from cnbudget.checks.findings import Finding, Results
from cnbudget.checks.text import once, persons_left_out, table_name
from cnbudget.figures import Place, State
from cnbudget.invariants import Verdict
from cnbudget.messages import Said, Words, say, tell
from cnbudget.narrative import Narrative, Section
from cnbudget.narrative.vocabulary import SECTIONS

#: What the verdicts are called.
MARKS = {
    "passed": say("checklist.passed"),
    "noted": say("checklist.noted"),
    "wrong": say("checklist.wrong"),
    "open": say("checklist.open"),
    "unchecked": say("checklist.unchecked"),
    "missing": say("checklist.missing"),
}
#: The sections that the forms have, in their order.
_FORM = (
    "duties", "structure", "total", "income", "expenditure", "appropriation", "general", "scale",
    "makeup", "items", "basic", "projects", "fund", "state_capital", "three_public", "commissioned",
    "carry_over", "statement", "running", "procurement", "assets", "performance", "matters",
    "project_notes", "glossary",
)  # fmt: skip
_OPTIONAL = frozenset(
    (
        "commissioned",
        "statement",
        "project_notes",
        "matters",
        "scale",
        "makeup",
        "items",
        "carry_over",
    )
)
_UNREAD = frozenset(("duties", "structure", "glossary"))
#: What is found where the contents are held to the headings.
_OF_CONTENTS = ("slips.contents_otherwise", "slips.contents_not_in_text")
_MOST = 3
_BELOW = "        "


@attrs.frozen(eq=False)
class ChecklistItem:
    """One thing to see.

    Attributes:
        name: What it is; see `what`.
        verdict: "passed", "noted", "wrong", "open", "unchecked" or "missing".
        reason: How many things were looked at, or why it could not be checked; see `why`.
        findings: What was found there.
    """

    name: Words
    verdict: str
    reason: Words = attrs.field(default=Said("", ""), kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)

    @property
    def what(self) -> tuple[str, str]:
        """What it is, in Chinese and English."""
        return self.name.text("zh"), self.name.text("en")

    @property
    def why(self) -> tuple[str, str]:
        """How many things were looked at, or why it could not be checked, in Chinese and English."""
        return self.reason.text("zh"), self.reason.text("en")


def checklist(report: Results) -> tuple[ChecklistItem, ...]:
    """The checklist of a report, in the order of the form.

    >>> import cnbudget
    >>> entries = checklist(cnbudget.check(cnbudget.example("artux")))
    >>> entries[0].what[1], entries[0].verdict
    ('contents and headings', 'unchecked')
    """
    found = [*_entries(report, report.disclosure.narrative)]
    shown = {finding.id for each in found for finding in each.findings}
    rest = tuple(each for each in report.findings if each.id not in shown)
    if rest:  # of no figure and no section: a code that could not be read, a table that is missing
        reason = say("checklist.places", count=len(rest))
        name = say("checklist.others")
        found.append(ChecklistItem(name, _verdict(rest, "noted"), reason=reason, findings=rest))
    return tuple(found)


def _entries(report: Results, narrative: Narrative) -> Iterator[ChecklistItem]:
    places = _places(narrative)
    by_section: dict[str, list[Finding]] = {}
    by_table: dict[str, list[Finding]] = {}
    for finding in report.findings:
        keys = {figure.row.key for figure in finding.figures if figure.row.within == "table"}
        for key in keys:
            by_table.setdefault(key, []).append(finding)
        section = places.get(finding.place)
        if section is not None:
            by_section.setdefault(section.key, []).append(finding)
    sections: dict[str, list[Section]] = {}
    for section in narrative.sections:
        sections.setdefault(section.key, []).append(section)
    yield _contents(report, sections)
    for key in ("duties", "structure"):
        if key not in sections and report.disclosure.by_words:
            continue
        yield _section(key, report, narrative, sections, by_section)
    for table in report.disclosure.tables:
        name, found = table_name(table), by_table.get(table.key, [])
        if table.status == "missing":
            yield ChecklistItem(name, "missing", findings=tuple(found))
            continue
        states = [figure.state for figure in table.figures]
        lost = states.count(State.MISSING)
        if table.status == "empty":
            reason = say("report.table_empty")
        else:
            reason = say("report.figures", count=states.count(State.VALUE))
        if lost:
            reason = say("checklist.some_missing", figures=reason, count=lost)
        yield ChecklistItem(name, _verdict(found, "passed"), reason=reason, findings=tuple(found))
    known = not report.disclosure.by_words  # which sections another form has, nobody says
    for key in _FORM[2:]:
        if key in sections or (known and key not in _OPTIONAL):
            yield _section(key, report, narrative, sections, by_section)
    yield _signature(narrative)
    yield from _texts(report)


def _places(narrative: Narrative) -> dict[Place, Section]:
    """The section of each place of the text."""
    found: dict[Place, Section] = {}
    for section in narrative.sections:
        found[section.place] = section
        for passage in section.passages:
            found[passage.place] = section
    return found


def _contents(report: Results, sections: dict[str, list[Section]]) -> ChecklistItem:
    name = say("checklist.contents")
    if "contents" not in sections:
        return ChecklistItem(name, "unchecked", reason=say("checklist.no_contents"))
    slips = [each for each in report.findings if each.key in _OF_CONTENTS]
    return ChecklistItem(name, _verdict(slips, "passed"), findings=tuple(slips))


def _section(
    key: str,
    report: Results,
    narrative: Narrative,
    sections: dict[str, list[Section]],
    by_section: dict[str, list[Finding]],
) -> ChecklistItem:
    section = Said(next(zh for each, zh, _ in SECTIONS if each == key), key)
    here = sections.get(key, [])
    if not here:
        return ChecklistItem(section, "missing", reason=say("checklist.no_section"))
    first = here[0]
    titled = Said(section.zh, f"{key} {first.title}")
    name = say("checklist.section", section=titled, place=first.place)
    found = by_section.get(key, [])
    claims = [claim for claim in narrative.claims if claim.section.key == key]
    unread = [each for each in narrative.claims.unread if each.section.key == key]
    loose = {each.figure.place for each in report.untied if each.figure.row.within == "prose"}
    tied = [claim for claim in claims if claim.place not in loose or claim.kind == "list"]
    reason = say("checklist.claims", count=len(claims))
    if unread:
        reason = say("checklist.some_unread", claims=reason, count=len(unread))
    if key in _UNREAD:
        reason = say("checklist.is_there")
        return ChecklistItem(name, _verdict(found, "passed"), reason=reason, findings=tuple(found))
    usual = "passed" if tied and not unread else "unchecked"
    if not claims:
        reason = say("checklist.nothing_to_check")
    elif not tied:
        reason = say("checklist.nothing_to_hold_against", claims=reason)
    return ChecklistItem(name, _verdict(found, usual), reason=reason, findings=tuple(found))


def _signature(narrative: Narrative) -> ChecklistItem:
    name = say("checklist.signature")
    signed = narrative.signature
    if signed is None:
        return ChecklistItem(name, "missing", reason=say("checklist.no_signature"))
    reason = Said(f"{signed.agency} {signed.date}".strip(), signed.date)
    return ChecklistItem(name, "passed", reason=reason)


def _texts(report: Results) -> Iterator[ChecklistItem]:
    slips = tuple(each for each in report.findings if each.law == "slip")
    name = say("checklist.wording")
    if report.tallies.get("slip") is None:
        yield ChecklistItem(name, "unchecked", reason=say("checklist.text_not_checked"))
    else:
        reason = say("checklist.places", count=len(slips))
        yield ChecklistItem(name, _verdict(slips, "passed"), reason=reason, findings=slips)
    left = once(report)
    if left:
        yield ChecklistItem(
            say("checklist.left"), "unchecked", reason=say("checklist.places", count=len(left))
        )


def _verdict(findings: Iterable[Finding], usual: str) -> str:
    found = list(findings)
    if any(each.verdict is Verdict.VIOLATED and each.severity != "note" for each in found):
        return "wrong"
    if any(each.verdict is Verdict.VIOLATED for each in found):
        return "noted"
    if any(each.verdict is Verdict.UNDECIDED for each in found):
        return "open"
    return usual


def checklist_text(report: Results, lang: str = "zh") -> str:
    """The checklist as lines of text, Chinese (``"zh"``) or English (``"en"``)."""
    budget = report.disclosure
    year = "" if budget.year is None else str(budget.year)
    whose = Said(f"{budget.agency} {year}年{budget.stage}", f"{budget.agency}, {year}")
    title = tell(lang, "checklist.title", whose=whose)
    lines = [title, ""]
    for number, entry in enumerate(checklist(report), 1):
        why = entry.reason.text(lang)
        tail = tell(lang, "checklist.why", why=why) if why else ""
        lines.append(
            f"{number:>3} [{MARKS[entry.verdict].text(lang)}] {entry.name.text(lang)}{tail}"
        )
        own = [each for each in entry.findings if each.caused_by is None] or entry.findings
        wrong = [each for each in own if each.verdict is Verdict.VIOLATED] or own
        for finding in wrong[:_MOST]:
            cause = finding.caused_by
            of = "" if cause is None else tell(lang, "checklist.caused_by", id=cause)
            lines.append(f"{_BELOW}{finding.id} {finding.message(lang)}{of}")
        if len(wrong) > _MOST:
            lines.append(_BELOW + tell(lang, "checklist.more", count=len(wrong) - _MOST))
    return "\n".join([*lines, *persons_left_out(report, lang)])
