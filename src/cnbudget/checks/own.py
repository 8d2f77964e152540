"""Rules of a caller's in a check: their findings, under the law ``own:NAME``, and what they could not be held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from cnbudget.arithmetic import exact
from cnbudget.checks.findings import Finding, NotChecked, Suspect
from cnbudget.checks.messages import LawWords, meant
from cnbudget.checks.record import Record
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UsageError
from cnbudget.figures import Address, Figure, Place, State
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, Outcome, Verdict
from cnbudget.messages import By, Words, few, say
from cnbudget.rules import Rule
from cnbudget.rules.applying import RuleFigures, applied, judged
from cnbudget.rules.cells import NamedRows

#: A rule as a function: from a disclosure to findings, which `Finding.of` makes.
RuleFunction: TypeAlias = Callable[[Disclosure], Iterable[Finding]]
OwnRule: TypeAlias = Rule | RuleFunction
_LONGEST = 60  # characters of a name
_MOST_WORDS = 200  # characters of what went wrong
_NAMED = 6
_MOST_SUSPECTS = 8


def name_of(rule: OwnRule) -> str:
    """What a rule is known by: its name, or that of its function.

    >>> def no_meals(budget):
    ...     return []
    >>> name_of(no_meals), name_of(Rule("一致", "agree", whole="a[1].b", parts="a[2].b"))
    ('no_meals', '一致')
    """
    if isinstance(rule, Rule):
        return rule.name
    name = getattr(rule, "__name__", "") or type(rule).__name__
    return str(name)[:_LONGEST]


def told_apart(rules: Iterable[OwnRule]) -> tuple[OwnRule, ...]:
    """Rules, no two of one name.

    Raises:
        UsageError: Two have one name.
    """
    found: dict[str, OwnRule] = {}
    for rule in rules:
        name = name_of(rule)
        if name in found:
            raise UsageError(say("rules.twice"), value=name)
        found[name] = rule
    return tuple(found.values())


def check_own(
    record: Record, disclosure: Disclosure, rules: Sequence[OwnRule], held: Counter[Address]
) -> list[NotChecked]:
    """Hold a disclosure to rules of a caller's; what they could not be held to.

    Args:
        record: Where findings are gathered.
        disclosure: The budget.
        rules: The rules.
        held: How many laws that hold each figure is in: the fewer, the likelier it is what breaks a rule.
    """
    rows, blamed = NamedRows(disclosure), _blamed(record.findings)
    lost: list[NotChecked] = []
    for rule in rules:
        if not isinstance(rule, Rule):
            _call(record, disclosure, rule, blamed)
            continue
        found = applied(rule, disclosure, rows)
        for outcome in found.outcomes:
            record.count(rule.law, outcome.verdict.value)
            if outcome.verdict is not Verdict.EXACT:
                cause = _cause(rule, outcome, disclosure, blamed)
                record.findings.append(_finding(rule, outcome, record.name(), cause, held))
        reasons = list(found.lacking)
        if not found.outcomes and not reasons:
            reasons = [say("rules.nothing_live")]
        about = say("rules.not_held", rule=rule.words)
        lost += [NotChecked(about, reason=each) for each in reasons[:_NAMED]]
        if len(reasons) > _NAMED:
            more = say("report.more_left", count=len(reasons) - _NAMED)
            lost.append(NotChecked(about, reason=more))
    return lost


# A rule that is a function ------------------------------------------------------------------------


def _call(
    record: Record, disclosure: Disclosure, rule: RuleFunction, blamed: Mapping[Address, _Shown]
) -> None:
    """The findings of a function; an error in it is told as its own, and nothing else is lost."""
    name = name_of(rule)
    law = f"own:{name}"
    try:
        found = [_checked(each) for each in rule(disclosure)]
    except Exception as error:  # noqa: BLE001  (a caller's function may raise anything)
        what = f"{type(error).__name__}: {error}"[:_MOST_WORDS]
        record.count(law, Verdict.UNDECIDED.value)
        record.note(law, say("rules.failed", rule=name, error=what))
        return
    for each in found:
        record.count(law, each.verdict.value)
        known = (blamed.get(figure.address) for figure in each.figures)
        cause = next((one.finding for one in known if one is not None), None)
        words = say("rules.broken", rule=name, how=each.words)
        unit = each.figures[0].unit if each.figures else record.unit
        record.findings.append(
            attrs.evolve(
                each,
                id=record.name(),
                law=law,
                words=words,
                unit=unit,
                caused_by=cause if each.verdict is Verdict.VIOLATED else None,
            )
        )
    if not found:
        record.count(law, Verdict.EXACT.value)


def _checked(each: object) -> Finding:
    if not isinstance(each, Finding):
        raise TypeError(say("rules.no_finding", kind=type(each).__name__).en)
    return each


# A rule that is a row -----------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Shown:
    """A figure that is shown to be wrong already.

    Attributes:
        finding: The finding.
        right: The figure as it should be.
    """

    finding: str
    right: Figure


def _blamed(findings: Iterable[Finding]) -> dict[Address, _Shown]:
    found: dict[Address, _Shown] = {}
    for each in findings:
        wrong = meant(each.suspects) if each.verdict is Verdict.VIOLATED else None
        if wrong is not None and wrong.suggestion is not None:
            right = wrong.figure.evolve(value=wrong.suggestion)
            blame = _Shown(each.caused_by or each.id, right)
            found.setdefault(wrong.figure.address, blame)
    return found


def _cause(
    rule: Rule, outcome: Outcome, disclosure: Disclosure, blamed: Mapping[Address, _Shown]
) -> str | None:
    """The finding that a violation follows from: with its figure as it should be, the rule holds."""
    figures, left = outcome.law.figures, outcome.law.left
    known = [each for figure in figures if (each := blamed.get(figure.address)) is not None]
    if outcome.verdict is not Verdict.VIOLATED or not known:
        return None
    right = tuple(
        figure if (each := blamed.get(figure.address)) is None else each.right for figure in figures
    )
    relation: Any = outcome.law.kind
    again = judged(rule, [RuleFigures(right[:left], right[left:], relation)], disclosure)
    holds = all(each.verdict is not Verdict.VIOLATED for each in again)
    return known[0].finding if holds else None


def _suspects(rule: Rule, outcome: Outcome, held: Counter[Address]) -> tuple[Suspect, ...]:
    """The figures of a broken rule, those first that the fewest laws bear out."""
    if rule.relation == "count":
        return ()
    printed = [each for each in outcome.law.figures if each.value is not None]
    live = [each for each in printed if each.state is not State.BLANK] or printed
    found = [
        Suspect(
            each,
            _meant(outcome, each),
            settles=1,
            breaks=held[each.address],
            score=(-held[each.address],),
        )
        for each in live
    ]
    return tuple(sorted(found, key=lambda each: each.breaks)[:_MOST_SUSPECTS])


def _meant(outcome: Outcome, figure: Figure) -> Decimal | None:
    """What a figure would have to be for an equality to hold; None if no one value would do."""
    law, difference = outcome.law, outcome.difference
    if law.kind not in (AGREE, ADD_UP, BALANCE) or difference is None or figure.value is None:
        return None
    if law.kind == AGREE and len(law.figures) > 2:
        return None
    too_much = difference if figure in law.figures[: law.left] else exact.minus(difference)
    moved = too_much.scaleb(outcome.unit.exponent - figure.unit.exponent, exact)
    return exact.subtract(figure.value, moved)


def _finding(
    rule: Rule, outcome: Outcome, name: str, cause: str | None, held: Counter[Address]
) -> Finding:
    violated = outcome.verdict is Verdict.VIOLATED
    severity = "note"
    if violated:
        severity = "minor" if outcome.minor and rule.severity == "error" else rule.severity
    figures = outcome.law.figures
    first = next((each for each in figures if each.place.words()), figures[0] if figures else None)
    return Finding(
        name,
        rule.law,
        verdict=outcome.verdict,
        severity=severity,
        words=say("rules.broken", rule=rule.words, how=_how(rule, outcome)),
        unit=outcome.unit,
        measure={"ratio": "%", "count": "行"}.get(rule.relation, ""),
        expected=outcome.expected,
        found=outcome.found,
        allowance=outcome.allowance,
        figures=figures,
        suspects=_suspects(rule, outcome, held) if violated and cause is None else (),
        caused_by=cause,
        place=Place() if first is None else first.place,
    )


def _how(rule: Rule, outcome: Outcome) -> Words:
    """What is printed, and what it should be."""
    if rule.relation not in ("ratio", "count"):
        return LawWords(outcome)
    if outcome.verdict is Verdict.UNDECIDED:
        return say("rules.not_known")
    found, bound = outcome.found, outcome.expected
    if rule.relation == "count":
        if rule.whole:
            return say("rules.count_differs", whole=outcome.law.whole, found=found, expected=bound)
        if bound == rule.most and found is not None and bound is not None and found > bound:
            return say("rules.count_above", found=found, bound=bound)
        return say("rules.count_below", found=found, bound=bound)
    whole, parts = _sides(outcome)
    if found is None:
        return say("rules.ratio_of_nothing", whole=whole, parts=parts)
    near = say("rules.by_rounding") if outcome.verdict is Verdict.ROUNDING else ""
    if bound is not None and found > bound:
        return say(
            "rules.ratio_above", whole=whole, parts=parts, found=found, bound=bound, rounding=near
        )
    return say(
        "rules.ratio_below", whole=whole, parts=parts, found=found, bound=bound, rounding=near
    )


def _sides(outcome: Outcome) -> tuple[tuple[Words | str, ...], tuple[Words | str, ...]]:
    """The figures of the whole and of the parts, as they are named."""
    law = outcome.law
    whole, parts = law.figures[: law.left], law.parts
    return tuple(few([By(Figure.where, each) for each in whole])), tuple(
        few([By(Figure.where, each) for each in parts])
    )
