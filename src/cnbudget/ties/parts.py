"""Amounts of the prose beside the parts that it tells of them.

A list that says that it is all of its whole has to make it up (包括…、…), and so has one whose parts are all of it by
what they are (人员经费 and 公用经费 of 基本支出; what is appropriated, what is not and what is carried over of all
income). Of others (其中…, 主要包括…) it is known only
afterwards: where they do make it up, what they tell is held to each other; where they do not, they told only some.
Where parts are entries of a code list, one that is no entry may be in another part, so that a list with one is never
wrong; other parts are named as an agency pleases (在编人员开支, 防汛业务).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import takewhile
from operator import add

import attrs

from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.claims import Parted
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal
from cnbudget.narrative.sections import Section
from cnbudget.narrative.vocabulary import ALL_PARTS
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.values import Visible

#: A water department tells the parts of its projects behind 主要包括 in list after list; others name some alone.
_HABIT = 5  # lists of a word that make up their wholes, at least, for one that does not to be told
_LEAST = 2
_MOST_KINDS = 24  # of money, of uses: more parts are items of code lists


@attrs.frozen(eq=False, repr=False)
class PartsBeside(Visible):
    """A whole beside its parts.

    Attributes:
        whole: The amount or the change.
        parts: Its parts.
        ruling: How it came out.
        sure: Whether the words say that these are all parts; else that is the document's habit.
    """

    whole: Claim
    parts: tuple[Claim, ...]
    ruling: Ruling = attrs.field(kw_only=True)
    sure: bool = attrs.field(kw_only=True)

    @property
    def total(self) -> Number:
        """What the parts come to, in 元."""
        return _sum(self.parts)


def parts_of(lists: Iterable[Parted], form: Scope = EVERYTHING) -> tuple[PartsBeside, ...]:
    """The lists of a text that are held to their wholes, and how they come out.

    Args:
        lists: The lists.
        form: All sources, natures and flows that the document's tables know.
    """
    held: list[tuple[Parted, PartsBeside]] = []
    for each in lists:
        found = _held(each, form)
        if found is not None:
            held.append((each, found))
    made = Counter(each.word for each, found in held if _holds(found))
    lost = Counter(each.word for each, found in held if not _holds(found))
    return tuple(
        found
        for each, found in held
        if _holds(found)
        or (
            len(found.parts) >= _LEAST
            and not each.open
            and not _unknown_entry(found)
            and (found.sure or (lost[each.word] == 1 and _usual(each.word, made)))
        )
    )


def divided(claims: Iterable[Claim]) -> tuple[PartsBeside, ...]:
    """Wholes that are told once for each budget they come out of, beside the parts out of all of these.

    "1.…。2026年污水处理费预算总额9万元，分别从一般公共预算与政府性基金列支，其中：一般公共预算6万元。2.…，其中：政府性基金3万元。"

    Args:
        claims: The claims of a text, in its order.
    """
    groups: dict[tuple[Section, str], list[tuple[Claim, Claim]]] = {}
    before: Claim | None = None
    for claim in claims:
        if claim.kind != "amount" or claim.role != "stated" or claim.scope is not None:
            before = None if claim.kind == "amount" else before
            continue
        if before is not None and before.sentence is claim.sentence and _out_of(claim):
            groups.setdefault((before.section, before.subject), []).append((before, claim))
        before = claim
    return tuple(each for group in groups.values() for each in _divided(group))


def _out_of(part: Claim) -> bool:
    """Whether a sentence names what an amount comes out of among several: 分别从甲与乙列支，其中：甲…万元."""
    # a water department tells the whole cost of sewage once under each of the two budgets that pay for it
    told = part.sentence.partition("分别从")[2]
    return "列支" in told and bool(part.subject) and told.count(part.subject) > 1


def _divided(group: list[tuple[Claim, Claim]]) -> Iterator[PartsBeside]:
    parts = {part.subject: part for _, part in group}
    told = all(subject in whole.sentence for whole, _ in group for subject in parts)
    if len(parts) < _LEAST or len(parts) != len(group) or not told:
        return
    found = []
    for whole, _ in group:
        number = number_of(whole)
        if number is None:
            return
        ruling = equal(number, _sum(parts.values()))
        found.append(PartsBeside(whole, tuple(parts.values()), ruling=ruling, sure=True))
    same = len({(each.whole.value, each.whole.unit) for each in found}) == 1
    if same or any(map(_holds, found)):  # else wholes of one name that are not one
        yield from found


def _usual(word: str, made: Counter[str]) -> bool:
    """Whether a document's lists of a word that does not say so are all of their wholes."""
    return word.startswith("主要") and made[word] >= _HABIT


def _unknown_entry(each: PartsBeside) -> bool:
    """Whether a part is named by no code list while another one is an entry of one, below the whole."""
    scopes = [part.scope for part in each.parts]
    return None in scopes and any(scope is not None and _codes(scope) for scope in scopes)


def _codes(scope: Scope) -> bool:
    return any(
        each != ("",) for each in (scope.function, scope.economic, scope.government_economic)
    )


def _holds(each: PartsBeside) -> bool:
    return each.ruling.verdict is not Verdict.VIOLATED


def _exhausts(parts: list[Claim], whole: Claim, form: Scope) -> bool:
    """Whether parts are all that there can be of their whole, by what they are and what the form knows."""
    scopes = [part.scope for part in parts if part.scope is not None]
    if whole.scope is None or len(scopes) < len(parts) or not 2 <= len(scopes) <= _MOST_KINDS:
        return False
    if whole.section.key == "procurement":
        return False  # the other matters hold what is bought to its kinds
    if any((part.year, part.stage) != (whole.year, whole.stage) for part in parts):
        return False
    known = whole.scope.meet(form)
    inside = [each.meet(form) for each in scopes]
    kept = [each for each in inside if each is not None]
    return known is not None and len(kept) == len(scopes) and known.is_partition(kept)


def _held(each: Parted, form: Scope) -> PartsBeside | None:
    """A list beside its whole: all of it, or as much from its beginning as makes the whole up."""
    whole = number_of(each.whole)
    parts = list(takewhile(lambda part: _can_be_in(part, each.whole), each.parts))
    if whole is None or not parts or any(part.unit is None for part in parts):
        return None
    sure = each.word in ALL_PARTS or _exhausts(each.parts, each.whole, form)
    for size in range(len(parts), 0, -1):
        few = tuple(parts[:size])
        ruling = equal(whole, _sum(few))
        found = PartsBeside(each.whole, few, ruling=ruling, sure=sure)
        if _holds(found) and (size >= _LEAST or ruling.verdict is Verdict.EXACT):
            return found
        if sure or not each.word:
            break
    return PartsBeside(each.whole, tuple(parts), ruling=equal(whole, _sum(parts)), sure=sure)


def _can_be_in(part: Claim, whole: Claim) -> bool:
    """Whether an amount can be in another: 基本支出…，项目支出… are beside each other."""
    if part.scope is None or whole.scope is None:
        return True
    return not part.scope.evolve(flow=whole.scope.flow).isdisjoint(whole.scope)


def _sum(parts: Iterable[Claim]) -> Number:
    return total_of([number for part in parts if (number := number_of(part)) is not None])


def total_of(numbers: Iterable[Number]) -> Number:
    """What numbers come to together."""
    return reduce(add, numbers)
