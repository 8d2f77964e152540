"""Columns of differences (增减额, 增减%) in a check: each number against the two that it is the difference of."""

from __future__ import annotations

from cnbudget.amounts import round_half_away
from cnbudget.arithmetic import separated
from cnbudget.checks.findings import Finding, NotChecked, Suspect
from cnbudget.checks.record import Record
from cnbudget.figures import ColumnAddress, Figure, RowAddress
from cnbudget.invariants import Verdict
from cnbudget.messages import few, say
from cnbudget.rounding import rule_words
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.differences import Differences, HeldDifference


def check_differences(record: Record, found: Differences) -> None:
    """Note each difference that is not that of its two amounts; those of no base are one note a column."""
    causes = {
        each.suspects[0].figure.address: each.caused_by or each.id
        for each in record.findings
        if each.verdict is Verdict.VIOLATED and each.suspects
    }
    wrong_rows: dict[RowAddress, str] = {}
    no_base: dict[ColumnAddress, list[HeldDifference]] = {}
    for each in found.held:
        verdict = each.ruling.verdict
        record.count(each.law, verdict.value)
        if verdict is Verdict.UNDECIDED:
            no_base.setdefault(each.figure.column, []).append(each)
            continue
        if verdict is Verdict.EXACT:
            continue
        cause = None
        if verdict is Verdict.VIOLATED:
            operands = (causes.get(figure.address) for figure in (each.now, each.before))
            cause = next(filter(None, operands), None)
            if (
                cause is None and each.law == "growth"
            ):  # of the change beside it, which is wrong, too
                cause = wrong_rows.get(each.figure.row)
        name = record.name()
        record.findings.append(_finding(name, each, cause))
        if verdict is Verdict.VIOLATED:
            wrong_rows.setdefault(each.figure.row, cause or name)
    for same in no_base.values():
        first = same[0].figure
        names = few(tuple(dict.fromkeys(_row(each.figure) for each in same)))
        record.note(
            "growth",
            say("checks.rate_without_base", figure=first, count=len(same), names=names),
            place=first.place,
            figures=tuple(each.figure for each in same),
        )


def unheld(found: Differences) -> list[NotChecked]:
    """The columns of differences that nothing is known of that they are the difference of."""
    why = say("checks.why_difference_of_what")
    return [
        NotChecked(
            say("checks.difference_of_what", column="/".join(figure.column.path)),
            figure.place,
            reason=why,
        )
        for figure in found.loose
    ]


def _finding(name: str, each: HeldDifference, cause: str | None) -> Finding:
    ruling, figure = each.ruling, each.figure
    violated = ruling.verdict is Verdict.VIOLATED
    expected, allowance = ruling.expected, ruling.allowance
    if each.law == "change":
        expected, allowance = in_unit(expected, figure.unit), in_unit(allowance, figure.unit)
    shown = None if expected is None else round_half_away(expected, figure.places)
    rule = rule_words(one.rule for one in (figure, each.now, each.before))
    words = say(
        "checks.difference",
        figure=figure,
        text=figure.grouped,
        unit=figure.unit_text,
        shown="" if shown is None else separated(f"{shown:f}"),
        how="" if violated else say("checks.difference_explained", rule=rule),
    )
    suspects = (
        (Suspect(figure, shown, settles=1, breaks=0),) if violated and shown is not None else ()
    )
    return Finding(
        name,
        each.law,
        verdict=ruling.verdict,
        severity="note" if not violated else "minor" if ruling.minor else "error",
        words=words,
        unit=figure.unit,
        measure=figure.column.measure,
        expected=expected,
        found=figure.value,
        allowance=allowance,
        figures=(figure, each.now, each.before),
        suspects=suspects,
        caused_by=cause,
        place=figure.place,
    )


def _row(figure: Figure) -> str:
    return f"{figure.row.row} {figure.row.name}".strip()
