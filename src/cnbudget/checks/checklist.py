"""The pre-publication checklist (公开前核对清单): what a reviewer must see, in the form's order, with verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from cnbudget.checks.findings import Finding, Results
from cnbudget.checks.text import persons_left_out
from cnbudget.figures import Place, State
from cnbudget.invariants import Verdict
from cnbudget.narrative import Narrative, Section
from cnbudget.narrative.vocabulary import SECTIONS

__all__ = ["Entry", "checklist", "checklist_text"]

_MARKS = {
    "passed": ("√ 相符", "ok"),
    "noted": ("△ 提示", "note"),
    "wrong": ("× 不符", "WRONG"),
    "open": ("? 未定", "open"),
    "unchecked": ("— 未核对", "not checked"),
    "missing": ("— 没有", "missing"),
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


@attrs.frozen(eq=False)
class Entry:
    """One thing to see.

    Attributes:
        what: What it is, in Chinese and English.
        verdict: "passed", "noted", "wrong", "open", "unchecked" or "missing".
        why: How many things were looked at, or why it could not be checked, in Chinese and English.
        findings: What was found there.
    """

    what: tuple[str, str]
    verdict: str
    why: tuple[str, str] = attrs.field(default=("", ""), kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)


def checklist(report: Results) -> tuple[Entry, ...]:
    """The checklist of a report, in the order of the form.

    >>> import cnbudget
    >>> entries = checklist(cnbudget.check(cnbudget.example("artux")))
    >>> entries[0].what[1], entries[0].verdict
    ('contents and headings', 'unchecked')
    """
    narrative = report.disclosure.narrative
    return tuple(_entries(report, narrative))


def _entries(report: Results, narrative: Narrative) -> Iterator[Entry]:
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
        elif not keys:
            by_table.setdefault("", []).append(finding)
    sections: dict[str, list[Section]] = {}
    for section in narrative.sections:
        sections.setdefault(section.key, []).append(section)
    yield _contents(report, sections)
    for key in ("duties", "structure"):
        yield _section(key, report, narrative, sections, by_section)
    for table in report.disclosure.tables:
        title = (
            f"表{table.number} {table.title}" if table.number is not None else f"《{table.title}》"
        )
        title_en = (
            f"table {table.number} {table.title}" if table.number is not None else table.title
        )
        found = by_table.get(table.key, [])
        if table.status == "missing":
            yield Entry((title, title_en), "missing", findings=tuple(found))
            continue
        states = [figure.state for figure in table.figures]
        lost = states.count(State.MISSING)
        why = f"{states.count(State.VALUE)} 个数", f"{states.count(State.VALUE)} figures"
        if table.status == "empty":
            why = "空表", "empty"
        if lost:
            why = f"{why[0]}，缺失 {lost}", f"{why[1]}, {lost} missing"
        yield Entry((title, title_en), _verdict(found, "passed"), why=why, findings=tuple(found))
    for key in _FORM[2:]:
        if key in sections or key not in _OPTIONAL:
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


def _contents(report: Results, sections: dict[str, list[Section]]) -> Entry:
    what = "目录与标题", "contents and headings"
    if "contents" not in sections:
        return Entry(what, "unchecked", why=("文件没有目录", "the document has no contents list"))
    slips = [
        each for each in report.findings if each.law == "slip" and each.en.startswith("contents")
    ]
    return Entry(what, _verdict(slips, "passed"), findings=tuple(slips))


def _section(
    key: str,
    report: Results,
    narrative: Narrative,
    sections: dict[str, list[Section]],
    by_section: dict[str, list[Finding]],
) -> Entry:
    name = next(zh for each, zh, _ in SECTIONS if each == key)
    here = sections.get(key, [])
    what = name, key
    if not here:
        return Entry(what, "missing", why=("文件没有这一节", "the document has no such section"))
    title = here[0].title
    what = f"{name}（{here[0].place.words('zh')}）", f"{key} {title} ({here[0].place.words('en')})"
    found = by_section.get(key, [])
    claims = [claim for claim in narrative.claims if claim.section.key == key]
    unread = [each for each in narrative.claims.unread if each.section.key == key]
    loose = {figure.place for figure, _ in report.untied if figure.row.within == "prose"}
    tied = [claim for claim in claims if claim.place not in loose or claim.kind == "list"]
    why = f"{len(claims)} 项说法", f"{len(claims)} claims"
    if unread:
        why = f"{why[0]}，另有 {len(unread)} 处未读懂", f"{why[1]}, {len(unread)} not understood"
    if key in _UNREAD:
        return Entry(
            what, _verdict(found, "passed"), why=("有此内容", "it is there"), findings=tuple(found)
        )
    usual = "passed" if tied and not unread else "unchecked"
    if not claims:
        why = "没有可核对的数", "nothing to check"
    elif not tied:
        why = f"{why[0]}，没有可与之核对的数", f"{why[1]}, nothing to hold them against"
    return Entry(what, _verdict(found, usual), why=why, findings=tuple(found))


def _signature(narrative: Narrative) -> Entry:
    what = "落款和日期", "signature and date"
    signed = narrative.signature
    if signed is None:
        return Entry(what, "missing", why=("文末没有落款日期", "no date at the end"))
    return Entry(what, "passed", why=(f"{signed.agency} {signed.date}".strip(), signed.date))


def _texts(report: Results) -> Iterator[Entry]:
    slips = [each for each in report.findings if each.law == "slip"]
    tally = report.tallies.get("slip")
    what = "文字（占位符、标点、重复、名称等）", "wording"
    if tally is None:
        yield Entry(what, "unchecked", why=("没有核对文字", "the text was not checked"))
    else:
        yield Entry(
            what,
            _verdict(slips, "passed"),
            why=(f"{len(slips)} 处", f"{len(slips)}"),
            findings=tuple(slips),
        )
    for each in report.not_checked:
        where = f"（{each.where}）" if each.where else ""
        yield Entry((f"{each.what}{where}", each.en[0]), "unchecked", why=(each.why, each.en[1]))


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
    zh = lang == "zh"
    budget = report.disclosure
    year = "" if budget.year is None else str(budget.year)
    title = f"{budget.agency} {year}年{budget.stage}" if zh else f"{budget.agency}, {year}"
    lines = [f"{title}：公开前核对清单" if zh else f"{title}: checklist before publication", ""]
    for number, entry in enumerate(checklist(report), 1):
        mark, why = _MARKS[entry.verdict][not zh], entry.why[not zh]
        tail = f"（{why}）" if zh and why else f" ({why})" if why else ""
        lines.append(f"{number:>3} [{mark}] {entry.what[not zh]}{tail}")
        own = [each for each in entry.findings if each.caused_by is None] or entry.findings
        wrong = [each for each in own if each.verdict is Verdict.VIOLATED] or own
        for finding in wrong[:3]:
            cause = finding.caused_by
            of = (
                ""
                if cause is None
                else f"（由 {cause} 引起）"
                if zh
                else f" (follows from {cause})"
            )
            lines.append(f"        {finding.id} {finding.message(lang)}{of}")
        if len(wrong) > 3:
            lines.append(
                f"        另有 {len(wrong) - 3} 条" if zh else f"        {len(wrong) - 3} more"
            )
    return "\n".join([*lines, *persons_left_out(report, zh)])
