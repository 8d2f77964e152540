"""The evaluator: rules held to the figures of a disclosure, and how that came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from operator import add

import attrs

from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State, numbered, numbers_of
from cnbudget.invariants import BALANCE, Compiled, Derived, Law, Outcome, Verdict
from cnbudget.invariants.law import Flows
from cnbudget.messages import Message, say
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, percent
from cnbudget.rules.cells import Lack, NamedRows, RuleCells, names
from cnbudget.rules.rule import SINGLE, Relation, Rule
from cnbudget.scope import Scope
from cnbudget.values import Visible

#: What a law of a rule gives as the reason of its parts.
RULE = "rule"
_WORST = (Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.ROUNDING, Verdict.EXACT)
_MOST_PLACES = 8  # of a percentage that is shown


@attrs.frozen(eq=False, repr=False)
class RuleFigures(Visible):
    """A rule's figures, of one row if it is held row by row.

    Attributes:
        whole: The whole.
        parts: The parts.
        relation: How they stand to each other: the rule's relation, or a weaker one where some are not there.
        things: How many things are parts that are no figures: tables, projects.
    """

    whole: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    relation: Relation
    things: int = 0


@attrs.frozen(eq=False, repr=False)
class Applied(Visible):
    """A rule held to a disclosure.

    Attributes:
        rule: The rule.
        outcomes: How it came out, of a rule held row by row for each row.
        lacking: What it needs and the document does not have: there it was not held to anything.
    """

    rule: Rule
    outcomes: tuple[Outcome, ...]
    lacking: tuple[Message, ...]


def applied(rule: Rule, disclosure: Disclosure, rows: NamedRows | None = None) -> Applied:
    """A rule held to a disclosure.

    Args:
        rule: The rule.
        disclosure: The budget.
        rows: Its rows, if they are known.

    >>> import cnbudget
    >>> rule = Rule("收支", "agree", whole="summary/income[总计].amount", parts="summary/expenditure[总计].amount")
    >>> [each.verdict.value for each in applied(rule, cnbudget.example("artux")).outcomes]
    ['exact']
    """
    found, lacking = figures_of(rule, disclosure, rows)
    return Applied(rule, tuple(judged(rule, found, disclosure)), lacking)


def figures_of(
    rule: Rule, disclosure: Disclosure, rows: NamedRows | None = None
) -> tuple[list[RuleFigures], tuple[Message, ...]]:
    """The figures that a rule is about in a disclosure, and what it needs and is not there.

    Where all of them are blank there is nothing to check.

    Args:
        rule: The rule.
        disclosure: The budget.
        rows: Its rows, if they are known.
    """
    if rule.stages and disclosure.stage not in rule.stages:
        return [], (say("rules.other_stage", stage=disclosure.stage),)
    lacking: list[Message] = []
    found = [
        each
        for each in _bound(rule, rows or NamedRows(disclosure), lacking)
        if any(figure.state is not State.BLANK for figure in (*each.whole, *each.parts))
    ]
    return found, tuple(dict.fromkeys(lacking))


def judged(rule: Rule, found: Sequence[RuleFigures], disclosure: Disclosure) -> Iterator[Outcome]:
    """How a rule comes out with some figures."""
    if rule.relation == "ratio":
        yield from (_ratio(rule, each) for each in found)
    elif rule.relation == "count":
        yield from (_count(rule, each) for each in found)
    else:
        yield from _linear(found, disclosure)


# Which figures ------------------------------------------------------------------------------------

_Look = Callable[[RuleCells | Scope], list[Figure] | int | Lack]


def bound_to(rule: Rule, look: _Look) -> tuple[list[RuleFigures], list[Message]]:
    """A rule with its figures, and what of them is not there; with none where it has too few.

    Args:
        rule: The rule.
        look: What finds figures.
    """
    lacking: list[Message] = []
    gone: list[Message] = []  # what may be absent
    relation = rule.relation
    whole: list[Figure] = []
    parts: list[Figure] = []
    things: list[int] = []
    for which, into in ((rule.whole, whole), (rule.parts, parts)):
        for each in which:
            found = look(each)
            if isinstance(found, int):
                things.append(found)
            elif not isinstance(found, Lack):
                into.extend(found)
            elif into is whole or rule.absent == "unknown" or not found.row:
                lacking.append(found.words)
            else:
                gone.append(found.words)
    if gone and rule.absent == "weaker" and relation == "add-up":
        relation = "contain"
    if len(whole) > 1 and rule.relation in SINGLE:
        lacking.append(say("rules.several_figures", rule=rule.whole[0]))
    if lacking or len(parts) + len(things) < (rule.few or rule.absent != "zero"):
        return [], lacking or gone
    if rule.each:
        return [RuleFigures(tuple(whole), (part,), relation) for part in parts], []
    return [RuleFigures(tuple(whole), tuple(parts), relation, sum(things))], []


def _bound(rule: Rule, rows: NamedRows, lacking: list[Message]) -> Iterator[RuleFigures]:
    """The figures of a rule, for each row, or each thing of the text, that it is held to."""
    for look in _looks(rule, rows):
        found, lost = bound_to(rule, look)
        yield from found
        lacking += lost


def _looks(rule: Rule, rows: NamedRows) -> Iterator[_Look]:
    """What finds the figures of a rule: for each row, or each thing of the text, that it is held to."""
    cells = [each for each in (*rule.whole, *rule.parts) if isinstance(each, RuleCells)]
    named = names(rows.named(each) for each in cells if each.by_rows) if rule.per_row else ()
    for thing in rows.things(rule.matter) or [None] if rule.matter else [None]:
        for name in named or (None,):
            yield partial(rows.figures, thing=thing, name=name, counted=rule.relation == "count")


# How they come out --------------------------------------------------------------------------------


def _linear(found: Sequence[RuleFigures], disclosure: Disclosure) -> Iterator[Outcome]:
    """By the evaluation of the laws that scopes give."""
    figures: list[Figure] = []
    index = numbers_of(figures)
    laws: list[tuple[str, tuple[int, ...], str | Flows]] = []
    for each in found:
        numbers = numbered((*each.whole, *each.parts), figures, index)
        reason = Flows(len(each.whole)) if each.relation == BALANCE else RULE
        laws.append((each.relation, numbers, reason))
    system = Compiled(Derived(figures, laws, disclosure.tables))
    for number, verdict in enumerate(system.verdicts()):
        yield system.outcome(number, verdict)


def _law(rule: Rule, whole: tuple[Figure, ...], parts: tuple[Figure, ...]) -> Law:
    return Law(rule.relation, (*whole, *parts), reason=RULE, left=len(whole))


def _summed(figures: Sequence[Figure]) -> Number | None:
    """What figures come to; None if one of them is missing."""
    numbers = [number_of(each) for each in figures]
    known = [each for each in numbers if each is not None]
    return reduce(add, known, Number(Decimal(0))) if len(known) == len(numbers) else None


def _ratio(rule: Rule, each: RuleFigures) -> Outcome:
    law = _law(rule, each.whole, each.parts)
    unit = each.whole[0].unit
    whole, part = _summed(each.whole), _summed(each.parts)
    if whole is None or part is None:
        return Outcome(law, Verdict.UNDECIDED, unit=unit)
    held = [(_bounded(part, whole, bound, top=top), bound, top) for bound, top in _bounds(rule)]
    (verdict, minor), bound, _ = min(held, key=lambda one: _WORST.index(one[0][0]))
    found = None
    if whole.value:
        share = 100 * Fraction(part.value) / Fraction(whole.value)
        places = 2
        while verdict is not Verdict.EXACT and places < _MOST_PLACES:
            if percent(share, places) != bound:
                break
            places += 1
        found = percent(share, places)
    return Outcome(law, verdict, minor=minor, expected=bound, found=found, unit=unit)


def _bounds(rule: Rule) -> list[tuple[Decimal, bool]]:
    """The bounds of a rule, each with whether it is the upper one."""
    both = ((rule.least, False), (rule.most, True))
    return [(bound, top) for bound, top in both if bound is not None]


def _bounded(part: Number, whole: Number, bound: Decimal, *, top: bool) -> tuple[Verdict, bool]:
    """Whether a part is at most (or least) so many per cent of a whole; if not, whether a last place would do."""
    limit = Fraction(bound)
    mine, most = 100 * Fraction(part.value), limit * Fraction(whole.value)
    if mine <= most if top else mine >= most:
        return Verdict.EXACT, False
    if _reaches(part, whole, limit, top=top):
        return Verdict.ROUNDING, False
    return Verdict.VIOLATED, _reaches(part.wider(), whole.wider(), limit, top=top)


def _reaches(part: Number, whole: Number, limit: Fraction, *, top: bool) -> bool:
    """Whether some amounts that print so keep to a bound."""
    if top:
        low, high = 100 * part.low, limit * whole.high
        touching = not (part.low_open or (limit and whole.high_open))
    else:
        low, high = limit * whole.low, 100 * part.high
        touching = not (part.high_open or (limit and whole.low_open))
    return low < high or (low == high and touching)


def _count(rule: Rule, each: RuleFigures) -> Outcome:
    """How many of the parts have money, against the number that is stated or the bounds."""
    there = tuple(figure for figure in each.parts if figure.value)
    least = len(there) + each.things
    most = least + sum(figure.state is State.MISSING for figure in each.parts)
    law = _law(rule, each.whole, there)
    number = Decimal(least)
    if each.whole:
        said = each.whole[0].value
        verdict = _within(said, least, most)
        return Outcome(law, verdict, expected=number, found=said)
    told = [
        (_at_least(rule.least, least, most), rule.least),
        (_at_most(rule.most, least, most), rule.most),
    ]
    verdict, bound = min(told, key=lambda one: _WORST.index(one[0]))
    return Outcome(law, verdict, expected=bound, found=number)


def _within(said: Decimal | None, least: int, most: int) -> Verdict:
    if said is None:
        return Verdict.UNDECIDED
    if least == most:
        return Verdict.EXACT if said == least else Verdict.VIOLATED
    return Verdict.UNDECIDED if least <= said <= most else Verdict.VIOLATED


def _at_least(bound: Decimal | None, least: int, most: int) -> Verdict:
    if bound is None or least >= bound:
        return Verdict.EXACT
    return Verdict.UNDECIDED if most >= bound else Verdict.VIOLATED


def _at_most(bound: Decimal | None, least: int, most: int) -> Verdict:
    if bound is None or most <= bound:
        return Verdict.EXACT
    return Verdict.UNDECIDED if least <= bound else Verdict.VIOLATED
