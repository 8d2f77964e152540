"""The side matters in a check: their laws join those of the tables, their remarks become findings."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

import attrs

from cnbudget.arithmetic import exact, last_place
from cnbudget.checks.findings import Finding, NotChecked
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.ties.laws import SideRemark, Ties

if TYPE_CHECKING:
    from cnbudget.checks.prose import ProseCheck

_MOST_CHARACTERS = 60  # of a text that is quoted


def remark_finding(remark: SideRemark, name: str, disclosure: Disclosure) -> Finding:
    """A remark as a finding of the report."""
    return Finding(
        name,
        remark.law,
        verdict=remark.verdict,
        severity=remark.severity,
        words=remark.words,
        unit=disclosure.unit,
        measure=next((f.column.measure for f in remark.figures if f.column.measure), ""),
        expected=remark.expected,
        found=remark.found,
        figures=remark.figures,
        place=remark.place,
    )


#: What is told of amounts, and may be wrong while they are right.
_RELATIVE = frozenset(("share", "change", "growth", "completion"))
_EQUALITIES = frozenset(("agree", "add-up", "balance", "change"))
#: The laws on amounts.
ON_AMOUNTS = _RELATIVE | _EQUALITIES


def linked(
    new: Iterable[Finding], known: Iterable[Finding], *, explained: Container[str] = ()
) -> list[Finding]:
    """Findings as consequences of known ones that already call the same printed number wrong.

    Args:
        new: The findings.
        known: Those that came before; in a law the most suspect figure is called wrong, in a remark all are. Of a rate,
            a share or a change that differs from its amounts they need not be: another finding that shares only one
            of these amounts with it shows a fault of its own.
        explained: The laws of which it is known already which of the new findings explains which.
    """
    new = tuple(new)
    beside = {each.id for each in new}
    causes: dict[tuple[Place, object, str], Finding] = {}

    def note(finding: Finding) -> None:
        if finding.verdict is Verdict.VIOLATED and (finding.suspects or not finding.caused_by):
            wrong = [each.figure for each in finding.suspects[:1]] or finding.figures
            for figure in wrong:
                if figure.row.within != "table" and figure.value:
                    causes.setdefault(_number(figure), finding)

    for finding in known:
        note(finding)
    made = []
    for each in new:
        finding = each
        if finding.verdict is Verdict.VIOLATED and finding.caused_by is None:
            found = (causes.get(_number(figure)) for figure in finding.figures)
            told = (one for one in found if one is not None)
            if finding.law in explained:
                told = (one for one in told if one.id not in beside)
            cause = next((one for one in told if _one_fault(one, finding)), None)
            if cause is not None and (cause.severity != "note" or finding.severity == "note"):
                finding = attrs.evolve(finding, caused_by=cause.caused_by or cause.id)
        note(finding)
        made.append(finding)
    return made


def _one_fault(known: Finding, other: Finding) -> bool:
    """Whether a known finding calls wrong what another rests on, and by as much as that is off."""
    if known.suspects:
        return other.law not in _EQUALITIES or _as_much(known, other)
    if known.law not in _RELATIVE:
        return True
    mine = [_number(figure) for figure in known.figures]
    others = [_number(figure) for figure in other.figures]
    return mine[0] in others or others[0] in mine or len(set(mine) & set(others)) > 1


def _as_much(known: Finding, other: Finding) -> bool:
    """Whether what the likeliest suspect is off by is what another equality lacks, or has too much."""
    figure, right = known.suspects[0].figure, known.suspects[0].suggestion
    if figure.value is None or right is None or other.difference is None:
        return True
    if other.measure or figure.column.measure:
        return True
    take, exponent = exact.subtract, figure.unit.exponent
    wrong = take(figure.value, right).scaleb(exponent, exact).copy_abs()
    off = other.difference.scaleb(other.unit.exponent, exact).copy_abs()
    room = exact.multiply(last_place(figure.places, exponent), 2)
    for each in (known, other):
        if each.allowance is not None:
            room = exact.add(room, each.allowance.scaleb(each.unit.exponent, exact))
    return take(wrong, off).copy_abs() <= room


def _number(figure: Figure) -> tuple[Place, object, str]:
    """A printed number: where it stands, and what it is."""
    return figure.place, figure.value, figure.unit_text


def side_unread(
    disclosure: Disclosure, ties: Ties, prose: ProseCheck | None = None
) -> list[NotChecked]:
    """What states numbers in the side matters and was not understood, or could be held against nothing.

    Args:
        disclosure: The budget.
        ties: What its side matters are held to.
        prose: The check of its prose, whose statements may hold the same numbers; None if it was not made.
    """
    unread = [
        each
        for each in disclosure.sides.unread
        if prose is None or not prose.accounts_for(each.text, each.place)
    ]
    return [_not_checked(each) for each in (*unread, *ties.unread)]


def _not_checked(each: Unread) -> NotChecked:
    shown = each.text[:_MOST_CHARACTERS]
    what = (
        say("unchecked.matter_in", section=each.heading, text=shown)
        if each.heading
        else say("unchecked.matter", text=shown)
    )
    return NotChecked(what, each.place, reason=each.reason)
