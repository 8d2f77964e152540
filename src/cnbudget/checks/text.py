"""The report as lines of text for people."""

from __future__ import annotations

from typing import Any

from cnbudget.checks.findings import LAWS, Finding, Results
from cnbudget.checks.messages import counted, said
from cnbudget.errors import UnreadableError
from cnbudget.figures import State
from cnbudget.invariants import Verdict
from cnbudget.tables import Table

__all__ = ["nothing_to_check", "persons_left_out", "report_text"]

_STATUS = {
    "present": ("", ""),
    "empty": ("空表", "empty"),
    "missing": ("缺少", "missing"),
    "extra": ("表式中没有", "not in the form"),
}
_MARKS = {
    ("violated", "error"): ("【不符】", "[violated]"),
    ("violated", "minor"): ("【尾差】", "[minor]"),
    ("violated", "note"): ("【提示】", "[note]"),
    ("undecided", "note"): ("【未定】", "[undecided]"),
    ("rounding", "note"): ("【舍入】", "[rounding]"),
}
_MOST_LISTED = 40


def report_text(report: Results, lang: str = "zh") -> str:
    """The report in Chinese (``"zh"``) or English (``"en"``)."""
    zh = lang == "zh"
    lines = [_title(report, zh), _conclusion(report, zh), ""]
    lines += [_table(table, zh) for table in report.disclosure.tables]
    lines += persons_left_out(report, zh)
    lines += ["", *_checked(report, zh)]
    for verdict, heading in (
        (Verdict.VIOLATED, ("不符与提示", "Violated, and notes")),
        (Verdict.UNDECIDED, ("不能判定", "Undecided")),
        (Verdict.ROUNDING, ("舍入差（可由四舍五入解释）", "Off by rounding (explained)")),
    ):
        found = [f for f in report.causes if f.verdict is verdict]
        if found:
            lines += ["", heading[0] + "：" if zh else heading[1] + ":"]
            for finding in found[:_MOST_LISTED]:
                lines += _finding(report, finding, lang)
            if len(found) > _MOST_LISTED:
                rest = len(found) - _MOST_LISTED
                lines.append(f"  另有 {rest} 条，见 JSON" if zh else f"  {rest} more: see the JSON")
    if report.untied:
        lines += ["", "没有勾稽关系约束的数：" if zh else "Figures that no law ties:"]
        for figure, why in report.untied[:_MOST_LISTED]:
            lines.append(f"  {said(figure, lang)}{'：' if zh else ': '}{why[not zh]}")
        if len(report.untied) > _MOST_LISTED:
            rest = len(report.untied) - _MOST_LISTED
            lines.append(f"  另有 {rest} 个" if zh else f"  {rest} more")
    if report.not_checked:
        lines += ["", "未核对：" if zh else "Not checked:"]
        for each in report.not_checked:
            if zh:
                where = f"（自{each.where}起）" if each.where else ""
                lines.append(f"  {each.what}{where}：{each.why}")
            else:
                lines.append(f"  {each.en[0]}: {each.en[1]}")
    return "\n".join(lines)


def nothing_to_check(report: Results) -> UnreadableError:
    """What is said of a file that could be read, and in which no law could be decided.

    Args:
        report: Its report.
    """
    return UnreadableError(
        "nothing was there to check: no law between its figures could be decided",
        zh="没有可核对的内容：没有一条勾稽关系可以判定",
        where=report.disclosure.source,
        hint="fill the form in; if it is filled in, its figures could not be read: see what is said of its tables",
        hint_zh="请先填好表中各数；已经填好的，是各数没有读出，请看各表的说明",
    )


def persons_left_out(report: Results, zh: bool) -> list[str]:
    """How much of what names persons reading left out; nothing of what it was."""
    count = report.disclosure.left_out
    if not count:
        return []
    if zh:
        return [f"  个人信息：姓名、电话等 {count} 处，读入时略去"]
    return [f"  {counted(count, 'personal item')} (names, telephones, …) left out"]


def _title(report: Results, zh: bool) -> str:
    budget = report.disclosure
    name = f"{budget.source}{'：' if zh else ': '}" if budget.source else ""
    year = "" if budget.year is None else f" {budget.year}年" if zh else f" {budget.year}"
    if zh:
        return f"{name}{budget.agency}{year}{budget.stage}（{budget.layout}，{budget.unit.zh}）"
    stage = "final account" if budget.stage == "决算" else "budget"
    return f"{name}{budget.agency}, {stage}{year} ({budget.layout}, {budget.unit.zh})"


def _conclusion(report: Results, zh: bool) -> str:
    notes = sum(f.verdict is Verdict.VIOLATED and f.severity == "note" for f in report.causes)
    more = (f"，另有 {notes} 条提示" if zh else f"; {counted(notes, 'note')}") if notes else ""
    errors = sum(f.severity == "error" for f in report.wrong if f.caused_by is None)
    minors = sum(f.severity == "minor" for f in report.wrong if f.caused_by is None)
    if report.nothing:
        open_ = report.checked.undecided
        held = "结论：没有可核对的内容" if zh else "Conclusion: nothing was there to check"
        if open_:
            held += f"（{open_} 条未定）" if zh else f" ({open_} undecided)"
        if errors:  # cells that cannot be read, and the like
            held += f"，另有 {errors} 处不符" if zh else f"; {errors} violated"
        return held + more
    if errors or minors:
        parts_zh = [f"{errors} 处不符"] * bool(errors) + [f"{minors} 处尾差"] * bool(minors)
        parts_en = [f"{errors} violated"] * bool(errors) + [f"{minors} minor"] * bool(minors)
        found = "结论：有 " + "、".join(parts_zh) if zh else "Conclusion: " + ", ".join(parts_en)
        return found + more
    held = (
        "结论：已核对的部分没有不符" if zh else "Conclusion: nothing that was checked is violated"
    )
    return held + more


def _table(table: Table[Any], zh: bool) -> str:
    number = "" if table.number is None else f"{table.number:>2}"
    states = [figure.state for figure in table.figures]
    value, lost = states.count(State.VALUE), states.count(State.MISSING)
    inferred = states.count(State.INFERRED)
    notes = [_STATUS[table.status][not zh]] if table.status != "present" else []
    if value:
        notes.append(f"{value} 个数" if zh else f"{value} figures")
    if inferred:
        notes.append(f"推定 {inferred}" if zh else f"{inferred} inferred")
    if lost:
        notes.append(f"缺失 {lost}" if zh else f"{lost} missing")
    if zh:
        head = f"表{number} {table.title}" if number else f"《{table.title}》"
    else:
        head = " ".join(filter(None, ("table", number, table.key, table.title)))
    return f"  {head}：{'，'.join(notes)}" if zh else f"  {head}: {', '.join(notes)}"


def _checked(report: Results, zh: bool) -> list[str]:
    lines = ["核对了：" if zh else "Checked:"]
    for law, tally in report.tallies.items():
        counts = [
            (tally.exact, "相符", "exact"),
            (tally.rounding, "舍入差", "rounding"),
            (tally.violated, "不符", "violated"),
            (tally.undecided, "未定", "undecided"),
        ]
        shown = [f"{n} {cn if zh else en}" for n, cn, en in counts if n]
        name = f"{LAWS[law]}（{law}）" if zh else law
        lines.append(
            f"  {name}{'：' if zh else ': '}{'，'.join(shown) if zh else ', '.join(shown)}"
        )
    return lines


def _finding(report: Results, finding: Finding, lang: str) -> list[str]:
    zh = lang == "zh"
    mark = _MARKS[finding.verdict.value, finding.severity][not zh]
    place = finding.place.words(lang)
    message = finding.message(lang)
    at = f"{place}{'：' if zh else ': '}" if place and place not in message else ""
    lines = [f"  {finding.id} {mark}{'' if zh else ' '}{at}{message}"]
    below = report.consequences(finding)
    if below:
        if finding.verdict is Verdict.VIOLATED:
            for each in below[:6]:
                lines.append(
                    f"     {'牵连' if zh else 'and so'} {each.id}{'：' if zh else ': '}{each.message(lang)}"
                )
            if len(below) > 6:
                rest = len(below) - 6
                lines.append(f"     另牵连 {rest} 条" if zh else f"     and {rest} more")
        else:
            lines.append(
                f"     因此不能判定 {len(below)} 条勾稽关系"
                if zh
                else f"     {counted(len(below), 'law')} cannot be decided because of it"
            )
    return lines
