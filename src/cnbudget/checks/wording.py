"""The words of findings about the prose: both sides, their lines, and what they come to."""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, printed, round_half_away, separated
from cnbudget.checks.messages import Told, money, said, slip_of
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Message, joined, say, tell
from cnbudget.narrative import Claim, EarlierLaw
from cnbudget.narrative.ratios import Ruling
from cnbudget.rounding import Rounding, rule_words
from cnbudget.short_names import last_name
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.parts import PartsBeside

_FEW = 3


def at(one: Claim | Figure, lang: str) -> str:
    """Where a claim or figure stands: its line, or its table and line."""
    return (one if isinstance(one, Figure) else one.figure).spot(lang)


def shown(claim: Claim, lang: str) -> str:
    """A claim with its place and number."""
    if claim.kind in ("none", "level", "comparison"):
        return tell(lang, "prose.claim_in_words", claim=claim.figure, words=claim.text)
    return tell(lang, "prose.claim", claim=claim.figure, number=_number(claim, lang))


def _number(claim: Claim, lang: str) -> str:
    """The number of a claim, with its direction and unit."""
    text = separated(claim.text)
    if claim.kind in ("change", "growth") and claim.value:
        text = f"{'+' if claim.value > 0 else '-'}{text.lstrip('-')}"
    if claim.unit is None:
        return f"{text}{claim.counter}"
    return tell(lang, "figures.amount", amount=text, unit=claim.unit.zh)


def _other(figure: Figure, lang: str) -> str:
    """The other side: a figure of a table, or of the prose."""
    return said(figure, lang, unit=True)


@attrs.frozen(eq=False, repr=False)
class ClaimWords(Told):
    """How a claim came out, put into words when they are asked for.

    Attributes:
        law: The law.
        ruling: How it came out.
        claim: The claim.
        others: The numbers that it was held against.
    """

    law: str
    ruling: Ruling
    claim: Claim
    others: tuple[Figure, ...] = ()

    @property
    def message(self) -> Message:
        """The message: where it is, what is printed, what it should be, and why."""
        ruling = self.ruling
        mine, others = By(shown, self.claim), tuple(By(_other, each) for each in self.others)
        if self.law == "agree":
            return self._agree(mine, others)
        if ruling.why == "zero":
            if ruling.verdict is Verdict.UNDECIDED:
                return say("prose.rate_on_zero", claim=mine)
            return say("prose.percentage_on_zero", claim=mine)
        if self.claim.kind == "comparison":
            return say("prose.comparison_denied", claim=mine, others=others)
        if ruling.verdict is Verdict.ROUNDING and ruling.why == "cut":
            return say("prose.cut_off", claim=mine, others=others)
        comes = self._comes()
        if ruling.verdict is Verdict.ROUNDING:
            return say("prose.comes_to_by_rounding", claim=mine, comes=comes, rule=self._rule())
        if ruling.why == "of_now":
            return say("prose.rate_of_this_year", claim=mine, comes=comes)
        way = self._direction() if self.claim.kind == "growth" else ""
        if ruling.minor:
            return say("prose.comes_to_by_last_place", claim=mine, comes=comes, way=way)
        return say("prose.comes_to", claim=mine, comes=comes, way=way or self._slip())

    def _comes(self) -> Message | str:
        """What the claim should be, in its own unit."""
        unit, value = self.claim.unit_of_change, self.ruling.expected
        if value is None:
            return ""
        if unit is None:
            return f"{separated(f'{value:f}')}%"
        amount = separated(f"{value.scaleb(-unit.exponent, exact):f}")
        return say("figures.amount", amount=amount, unit=unit.zh)

    def _slip(self) -> Message | str:
        """The slip that would explain the claim, and by how much it is off."""
        claim, value = self.claim, self.ruling.expected
        if claim.value is None or value is None:
            return ""
        unit = claim.unit_of_change
        if unit is not None:
            value = value.scaleb(-unit.exponent, exact)
        size = separated(f"{exact.abs(exact.subtract(claim.value, value)):f}")
        if unit is None:
            return say("prose.off_by_points", size=size)
        slip = None if claim.kind == "level" else slip_of(claim.value, value, claim.places)
        if slip is not None and self.law != "share":
            return say("prose.off_by_slip", slip=slip, size=size, unit=unit.zh)
        return say("prose.off", size=size, unit=unit.zh)

    def _rule(self) -> Message:
        """How the numbers were rounded: those of the prose half away from zero, and tables as their form has it."""
        return rule_words([Rounding.HALF_AWAY, *(each.rule for each in self.others)])

    def _direction(self) -> Message | str:
        """What is said of a rate and a change that cannot both be."""
        change = next((each for each in self.others if each.column.key == "change"), None)
        now = next((each for each in self.others if each is not change), None)
        if change is None or change.value is None or now is None or now.value is None:
            return ""
        rate = self.claim.value
        if rate and change.value and (rate > 0) is not (change.value > 0):
            return say("prose.opposite_ways")
        if now.unit is change.unit and change.value > now.value >= 0 and now.row.within == "prose":
            return say("prose.last_year_negative")
        return ""

    def _agree(self, mine: By, others: tuple[By, ...]) -> Message:
        ruling, claim = self.ruling, self.claim
        if ruling.verdict is Verdict.ROUNDING:
            if ruling.why == "cut":
                return say("prose.cut_off", claim=mine, others=others)
            return say("prose.differs_by_rounding", claim=mine, rule=self._rule(), others=others)
        other = self.others[0]
        there, at_other = By(money, other), By(Figure.spot, other)
        if ruling.minor:
            return say("prose.differs_by_last_place", claim=mine, at=at_other, there=there)
        off: Message | str = ""
        if other.value is not None and claim.unit is not None:
            yuan = other.value.scaleb(other.unit.exponent, exact)
            size = exact.subtract(claim.value or 0, yuan.scaleb(-claim.unit.exponent, exact))
            right = round_half_away(exact.subtract(claim.value or 0, size), claim.places)
            slip = slip_of(claim.value or size, right, claim.places)
            apart, unit = separated(f"{exact.abs(size):f}"), claim.unit.zh
            if slip is not None:
                off = say("prose.off_by_slip", slip=slip, size=apart, unit=unit)
            else:
                off = say("prose.off", size=apart, unit=unit)
        return say("prose.differs", claim=mine, at=at_other, there=there, off=off)


@attrs.frozen(eq=False, repr=False)
class EarlierWords(Told):
    """How a law on last year's amounts came out, put into words when they are asked for.

    Attributes:
        law: The law.
        year: Last year.
        unit: The unit to say amounts in.
    """

    law: EarlierLaw
    year: int | None
    unit: Unit

    @property
    def message(self) -> Message:
        """The message."""
        ruling = self.law.ruling
        comes = say(
            "prose.comes_to_two_amounts",
            year=say("prose.last_year") if self.year is None else self.year,
            scope=self.law.scope,
            by=By(self._names, 0),
            one=self._side(0),
            by_other=By(self._names, 1),
            other=self._side(1),
        )
        if ruling.verdict is Verdict.ROUNDING:
            rule = rule_words([Rounding.HALF_AWAY])
            return say("prose.last_year_by_rounding", comes=comes, rule=rule)
        partial = say("prose.items_left_out") if self.law.partial else ""
        assumed = say("prose.zero_assumed") if self.law.assumed else ""
        if ruling.minor:
            return say(
                "prose.last_year_by_last_place", comes=comes, partial=partial, assumed=assumed
            )
        return say("prose.last_year_differs", comes=comes, partial=partial, assumed=assumed)

    def _side(self, number: int) -> str:
        total = self.law.totals[number].value.scaleb(-self.unit.exponent, exact)
        places = max((each.places for each in self.law.sides[number]), default=2)
        return f"{printed(total, places, grouped=True)} {self.unit.zh}"

    def _names(self, number: int, lang: str) -> str:
        side = [each for each in self.law.sides[number] if not each.assumed]
        claims = [each.claims[-1] for each in side if each.claims]
        lines = [claim.place.words(lang) for claim in claims]
        if len(side) == 1:
            return tell(lang, "prose.one_claim", subject=claims[0].subject, place=lines[0])
        subjects = [claim.subject for claim in claims]
        few = joined(lang, [last_name(name) for name in subjects[:_FEW]])
        if len(subjects) > _FEW:
            few = tell(lang, "prose.and_others", names=few)
        span = lines[0] if lines[0] == lines[-1] else f"{lines[0]}–{lines[-1]}"
        return tell(lang, "prose.sum_of_claims", count=len(side), names=few, place=span)


@attrs.frozen(eq=False, repr=False)
class PartsWords(Told):
    """A whole and what its parts come to, put into words when they are asked for.

    Attributes:
        held: The whole beside its parts.
        unit: The unit to say amounts in.
    """

    held: PartsBeside
    unit: Unit

    @property
    def message(self) -> Message:
        """The message."""
        whole, ruling = self.held.whole, self.held.ruling
        total = in_unit(self.held.total.value, self.unit)
        mine = whole.value or Decimal(0)  # in the unit that is spoken in
        places = max(each.places for each in (whole, *self.held.parts))
        shown_total = printed(total, places, grouped=True)
        count, unit, by = len(self.held.parts), self.unit.zh, By(shown, whole)
        if ruling.verdict is Verdict.ROUNDING:
            return say(
                "prose.parts_by_rounding", whole=by, count=count, total=shown_total, unit=unit
            )
        if ruling.minor:
            return say(
                "prose.parts_by_last_place", whole=by, count=count, total=shown_total, unit=unit
            )
        apart = printed(exact.subtract(total, mine).copy_abs(), places, grouped=True)
        return say(
            "prose.parts_differ",
            whole=by,
            count=count,
            total=shown_total,
            unit=unit,
            difference=apart,
        )
