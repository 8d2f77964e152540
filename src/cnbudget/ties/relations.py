"""Shares, changes, growth and how far plans were carried out, each beside the amounts that it is worked out from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

import attrs

from cnbudget.dimensions import Flow
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.forms.meaning import meaning_of
from cnbudget.invariants import Verdict
from cnbudget.messages import Words, say
from cnbudget.narrative import Claim, Claims
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.pieces import scope_of
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, proportion
from cnbudget.narrative.sections import Section
from cnbudget.narrative.statements import base_of
from cnbudget.narrative.vocabulary import WHOLE_SECTIONS
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.ties.held import ClaimBeside, by_words
from cnbudget.ties.meant import carried_to

_ZERO = Decimal(0)
_LEAST_SUMMED = 2  # shares that fit a sum
_CLAUSE = 80  # characters before a share that say of what it is
#: Texts of some regions cut all percentages off; final accounts that rounded most of theirs cut some, a fault.
_LEAST_CUT = 2  # percentages
_LONGEST_WORDS = 16  # that say what a share is of
_MOST_WHOLES = 20  # of a section, that a share is tried against


class Relations:
    """What is said of amounts in a disclosure.

    Attributes:
        disclosure: The budget.
        claims: What its prose asserts.
        printed: What its tables print, by scope.
        unknown: Shares of what cannot be told.
    """

    def __init__(self, disclosure: Disclosure, claims: Claims, printed: Printed) -> None:
        self.disclosure = disclosure
        self.claims = claims
        self.printed = printed
        self.unknown: list[tuple[Claim, Words]] = []
        self._pending: list[Claim] = []  # shares of what no amount is

    @cached_property
    def all(self) -> tuple[ClaimBeside, ...]:
        """The shares, changes and rates, each with the amounts that it is worked out from."""
        found: list[ClaimBeside | None] = []
        for claim in self.claims:
            if claim.role not in ("stated", "use"):
                continue
            if claim.kind == "share":
                found.append(self._share(claim))
            elif claim.kind == "growth":
                found.append(self._growth(claim))
            elif claim.kind == "completion":
                found.append(self._completion(claim))
            elif claim.kind == "comparison":
                found.append(self._comparison(claim))
            elif claim.kind in ("change", "level"):
                found.append(self._change(claim))
        held = self._of_own_sums([each for each in found if each is not None])
        return self._as_cut([*held, *self._by_siblings(held)])

    @staticmethod
    def _as_cut(found: list[ClaimBeside]) -> tuple[ClaimBeside, ...]:
        """The percentages of a document that cuts them off, as Excel's TRUNC does, are what rounding explains.

        One that rounds any of them up does not cut, so that another that is too low is told.
        """
        cut = {each for each in found if each.ruling.minor and each.ruling.why == "cut"}
        if len(cut) < _LEAST_CUT or any(each.ruling.why == "up" for each in found):
            return tuple(found)
        return tuple(
            attrs.evolve(
                each, ruling=attrs.evolve(each.ruling, verdict=Verdict.ROUNDING, minor=False)
            )
            if each in cut
            else each
            for each in found
        )

    def _share(self, claim: Claim) -> ClaimBeside | None:
        share = number_of(claim)
        part, by = self._value(claim.of, claim.scope)
        whole, of = self._value(claim.whole, None)
        if whole is None and claim.scope is not None and claim.of is not None:
            base = _section_base(claim)
            if base is not None and claim.scope <= base != EVERYTHING:
                whole, of = self._value(None, _total_said(claim))
            if whole is None and base is not None and claim.scope < base:
                whole, of = self._whole_of(claim, base)
        if whole is None and part is not None and share is not None:
            if not part.value and not share.value:  # nothing is no part of anything
                return ClaimBeside("share", claim, by=by, of=None, ruling=Ruling(Verdict.EXACT))
            whole, of = self._likely_whole(claim, share, part)
        if share is None or part is None or whole is None:
            if claim.scope is not None or claim.of is not None:
                self._pending.append(claim)
            return None
        ruling = proportion(share, part, whole, claim.places)
        for beside in self._other_wholes(claim) if ruling.verdict is Verdict.VIOLATED else ():
            amount = number_of(beside)
            again = None if amount is None else proportion(share, part, amount, claim.places)
            if again is not None and again.verdict is not Verdict.VIOLATED:
                ruling, of = again, beside
                break
        if ruling.verdict is Verdict.VIOLATED and _captions(claim):
            self.unknown.append((claim, say("unchecked.share_unknown")))
            return None
        above = claim.whole.whole if claim.whole is not None else None
        while ruling.verdict is Verdict.VIOLATED and above is not None:
            # of nested parts ("其中…，其中…") the share may be that in the outer whole
            wider = number_of(above)
            other = None if wider is None else proportion(share, part, wider, claim.places)
            if other is not None and other.verdict is not Verdict.VIOLATED:
                ruling, of = other, above
            above = above.whole
        return ClaimBeside("share", claim, by=by, of=of, ruling=ruling)

    def _by_siblings(self, found: list[ClaimBeside]) -> Iterator[ClaimBeside]:
        """The shares of what no amount is, where another is of a known whole by the same words (占本年支出预算的)."""
        known: dict[tuple[Section, str], ClaimBeside] = {}
        for each in found:
            words = _share_words(each.claim) if each.kind == "share" and each.of is not None else ""
            if words and each.ruling.verdict is not Verdict.VIOLATED and each.claim.value:
                known.setdefault((each.claim.section.parent or each.claim.section, words), each)
        left: dict[tuple[Section, str], list[Claim]] = {}
        for claim in self._pending:
            words = _share_words(claim)
            sibling = known.get((claim.section.parent or claim.section, words)) if words else None
            share, (part, by) = number_of(claim), self._value(claim.of, claim.scope)
            whole = None if sibling is None or sibling.of is None else number_of(sibling.of)
            if sibling is None or share is None or part is None or whole is None:
                left.setdefault((claim.section, claim.sentence), []).append(claim)
                continue
            ruling = proportion(share, part, whole, claim.places)
            yield ClaimBeside("share", claim, by=by, of=sibling.of, ruling=ruling)

        for group in left.values():
            summed = self._by_sum([each for each in group if each.of is not None])
            yield from summed
            known_now = {each.claim for each in summed}
            self.unknown.extend(
                (each, say("unchecked.share_unknown")) for each in group if each not in known_now
            )

    def _of_own_sums(self, found: list[ClaimBeside]) -> list[ClaimBeside]:
        """Shares that are wrong of what is told before them, and right of the sum of the amounts they stand behind.

        “会议费30万元，占60%；培训费20万元，占40%” under a total of 100万元 divides what is spent on both.
        """
        groups: dict[tuple[Section, str], list[ClaimBeside]] = {}
        for each in found:
            if each.kind == "share" and each.claim.of is not None and not _share_words(each.claim):
                groups.setdefault((each.claim.section, each.claim.sentence), []).append(each)
        instead: dict[Claim, ClaimBeside] = {}
        for group in groups.values():
            wrong = sum(each.ruling.verdict is Verdict.VIOLATED for each in group)
            if wrong > 1 and wrong == len(group):
                instead |= {each.claim: each for each in self._by_sum([g.claim for g in group])}
        return [instead.get(each.claim, each) for each in found]

    def _by_sum(self, group: list[Claim]) -> list[ClaimBeside]:
        """The shares of a sentence, where they are of the sum of the amounts that it tells; one may be wrong."""
        shares = [number_of(each) for each in group]
        parts = [number_of(each.of) if each.of is not None else None for each in group]
        told = [
            (s, p) for s, p in zip(shares, parts, strict=True) if s is not None and p is not None
        ]
        if len(told) < max(len(group), _LEAST_SUMMED):
            return []
        whole = Number(_ZERO)
        for _, part in told:
            whole += part
        rulings = [
            proportion(share, part, whole, claim.places)
            for (share, part), claim in zip(told, group, strict=True)
        ]
        wrong = sum(each.verdict is Verdict.VIOLATED for each in rulings)
        if wrong > 1 or len(group) - wrong < _LEAST_SUMMED:
            return []
        return [
            ClaimBeside("share", claim, by=claim.of, ruling=ruling)
            for claim, ruling in zip(group, rulings, strict=True)
        ]

    def _likely_whole(
        self, claim: Claim, share: Number, part: Number
    ) -> tuple[Number | None, Claim | Figure | None]:
        """What a share comes out of where neither its words nor its section say of what it is."""
        for other in self._other_wholes(claim):
            amount = number_of(other)
            if amount is None or not amount.value:
                continue
            if proportion(share, part, amount, claim.places).verdict is not Verdict.VIOLATED:
                return amount, other
        return None, None

    def _whole_of(self, claim: Claim, base: Scope) -> tuple[Number | None, Claim | Figure | None]:
        """All that a section is about, as it is stated under its heading or printed in the tables."""
        under = self._wholes.get(claim.section.parent or claim.section, ())
        stated = next((each for each in under if each.scope == base), None)
        found = self._value(stated, base)
        if found[0] is None and self.disclosure.by_words:
            over = base.evolve(source=base.source | carried_to(base.source))
            found = self._value(None, over)
        return found

    def _other_wholes(self, claim: Claim) -> Iterator[Claim | Figure]:
        """What a share may be of where its words do not say it: an amount of its section, or a total of the tables."""
        if claim.whole is not None or claim.scope is None:
            return
        wholes = self._wholes.get(claim.section.parent or claim.section, ())
        yield from (each for each in wholes if each.scope is not None and claim.scope < each.scope)
        bases = dict.fromkeys((_section_base(claim) or EVERYTHING,))
        if _total_said(claim) is not None:  # 支出合计 may be with what is left, or without
            bases[EVERYTHING] = None
        for base in bases:
            for flow in (Flow.INCOME, Flow.EXPENDITURE, Flow.IN, Flow.OUT):
                yield from self.printed.of(base.evolve(flow=flow))[:1]

    @cached_property
    def _wholes(self) -> dict[Section, list[Claim]]:
        """The amounts of all expenditure or income stated under each heading that has others under it."""
        found: dict[Section, list[Claim]] = {}
        for claim in self.claims:
            total = claim.kind == "amount" and claim.role == "stated" and not claim.item
            if total and claim.scope is not None and claim.scope.function == ("",):
                mine = found.setdefault(claim.section.parent or claim.section, [])
                if len(mine) < _MOST_WHOLES:
                    mine.append(claim)
        return found

    def _growth(self, claim: Claim) -> ClaimBeside | None:
        rate = number_of(claim)
        change = claim.whole if claim.whole is not None and claim.whole.kind == "change" else None
        now, by = self._value(claim.of, claim.scope)
        if rate is None or now is None:
            return None
        if change is not None:
            amount = number_of(change)
            if amount is None:
                return None
            ruling = growth(rate, now, now, claim.places, change=amount)
            if ruling.verdict is Verdict.VIOLATED and not ruling.minor and now.value:
                # a text printed, in brackets behind each change, its share of this year's amount
                of_now = proportion(rate, amount, now, claim.places)
                if of_now.verdict is not Verdict.VIOLATED:
                    ruling = attrs.evolve(ruling, why="of_now")
            if ruling.verdict is Verdict.VIOLATED:
                without = self._without(claim, change, now)
                if without is not None:
                    ruling, change = without
            return ClaimBeside("growth", claim, by=by, of=change, ruling=ruling)
        before = self._before(claim)
        base = None if before is None else number_of(before)
        if before is None or base is None:
            return None
        ruling = growth(rate, now, base, claim.places)
        return ClaimBeside("growth", claim, by=by, of=before, ruling=ruling)

    def _without(self, rate: Claim, change: Claim, now: Number) -> tuple[Ruling, Claim] | None:
        """A rate from the amount before, where that is told and the change between them is wrong itself."""
        before, said, amount = self._before(change), number_of(rate), number_of(change)
        base = None if before is None else number_of(before)
        if before is None or base is None or said is None or amount is None:
            return None
        if equal(amount, now - base).verdict is not Verdict.VIOLATED:
            return None
        return growth(said, now, base, rate.places), before

    def _before(self, claim: Claim) -> Claim | None:
        """The amount that a claim compares with, if it is stated."""
        if claim.against is None or (claim.scope is None and not claim.item):
            return None
        year, stage = claim.against
        return self._stated.get((claim.section, claim.scope or claim.item, year, stage))

    @cached_property
    def _stated(self) -> dict[tuple[object, ...], Claim]:
        """The stated amounts by section, scope (or names), year and stage; the first of several."""
        found: dict[tuple[object, ...], Claim] = {}
        for claim in self.claims:
            if claim.kind == "amount" and claim.role == "stated" and (claim.scope or claim.item):
                what = claim.scope or claim.item
                found.setdefault((claim.section, what, claim.year, claim.stage), claim)
        return found

    def _completion(self, claim: Claim) -> ClaimBeside | None:
        rate = number_of(claim)
        if rate is None or claim.of is None:
            return None
        now, by = self._value(claim.of, claim.scope)
        planned = self._planned(claim)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return None
        if not base.value and not now.value:
            hundred = rate.value.copy_abs() in (0, 100)
            verdict = (
                Verdict.EXACT
                if not rate.value
                else Verdict.UNDECIDED
                if hundred
                else Verdict.VIOLATED
            )
            ruling = Ruling(verdict, why="zero")
        else:
            ruling = proportion(rate, now, base, claim.places)
        return ClaimBeside("completion", claim, by=by, of=planned, ruling=ruling)

    def _planned(self, claim: Claim) -> Claim | Figure | None:
        """The budget that a final account is measured by: stated, or in the tables."""
        if claim.whole is not None:
            return claim.whole
        what = claim.scope or claim.item
        stated = self._stated.get((claim.section, what, self.disclosure.year, "预算"))
        if stated is not None and what:
            return stated
        if claim.scope is None:
            return None
        return self.printed.first(claim.scope.evolve(stage="预算"))

    def _comparison(self, claim: Claim) -> ClaimBeside | None:
        planned = self._planned(claim)
        now, by = self._value(claim.of, claim.scope)
        base = None if planned is None else number_of(planned)
        if now is None or base is None or planned is None:
            return None
        ruling = by_words(claim, now, base)
        return ClaimBeside("comparison", claim, by=by, of=planned, ruling=ruling)

    def _change(self, claim: Claim) -> ClaimBeside | None:
        """A change is what two stated amounts leave; its words say which way."""
        before = self._before(claim)
        if before is None and claim.against == (self.disclosure.year, "预算"):
            plan, mine = claim.whole, claim.of
            if plan is not None and mine is not None and plan.scope == mine.scope:
                before = plan  # else it is what the amount is a part of
        now, by = self._value(claim.of, claim.scope)
        change = number_of(claim)
        if before is None or now is None or change is None:
            return None
        base = number_of(before)
        if base is None:
            return None
        ruling = equal(change, now - base)
        return ClaimBeside("change", claim, by=by, of=before, ruling=ruling)

    def _value(
        self, claim: Claim | None, scope: Scope | None
    ) -> tuple[Number | None, Claim | Figure | None]:
        """A number in 元 of a stated amount, or of what the tables print."""
        if claim is not None:
            return number_of(claim), claim
        if scope is None:
            return None, None
        figure = self.printed.first(scope)
        if figure is None:
            return None, None
        return number_of(figure), figure


def _captions(claim: Claim) -> bool:
    """Whether a share may be of a chart, whose labels a file gives in any order: what fits nothing is of another."""
    before, found, _ = claim.sentence.partition(f"{claim.text}%")
    return claim.whole is None and bool(found) and "占" not in before[-_CLAUSE:]


def _share_words(claim: Claim) -> str:
    """What a share is said to be of: 占本年支出预算63.99% is of 本年支出预算; "" where nothing is said."""
    before, found, _ = claim.sentence.partition(f"{claim.text}%")
    words = before.rpartition("占")[2] if found else ""
    return (
        ""
        if len(words) > _LONGEST_WORDS or any(map(str.isdigit, words))
        else words.rstrip("的为比")
    )


def _total_said(claim: Claim) -> Scope | None:
    """All that comes in or goes out, if a share is said to be of it: 占本年支出合计的, in a section about less."""
    said = meaning_of(_share_words(claim), "row")
    alone = said.understood and said.flow is not None and scope_of(said) == EVERYTHING
    return EVERYTHING.evolve(flow=said.flow) if alone else None


def _section_base(claim: Claim) -> Scope | None:
    """What the section of a claim is about, or the one over it: 占… in 支出结构 is of what both are about."""
    base = base_of(claim.section)
    return base if base != EVERYTHING or claim.section.key in WHOLE_SECTIONS else None
