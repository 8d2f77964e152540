"""The words of findings about the prose: both sides, their lines, and what they come to."""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, printed
from cnbudget.checks.messages import Told, said
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Message, Said, joined, say, tell
from cnbudget.narrative import KINDS, Claim, EarlierLaw
from cnbudget.narrative.ratios import Ruling
from cnbudget.rounding import Rounding, rule_words
from cnbudget.ties.agreement import in_unit
from cnbudget.ties.parts import PartsBeside

__all__ = ["ClaimWords", "EarlierWords", "PartsWords", "at", "shown"]

_MOST = 24
_FEW = 4
_MOST_PARTS = 12


def at(one: Claim | Figure, lang: str) -> str:
    """Where a claim or figure stands: section and line, or table and line."""
    place = one.place.words(lang)
    if isinstance(one, Figure):
        table = one.row.table
        name = one.row.title if table is None else tell(lang, "figures.table", table=table)
        return tell(lang, "figures.placed", what=name, place=place) if place else name
    title = one.section.title or tell(lang, "prose.text")
    title = title if len(title) <= _MOST else "…" + title[-_MOST:]
    if place:
        return tell(lang, "prose.section_and_line", title=title, place=place)
    return tell(lang, "prose.section", title=title)


def shown(claim: Claim, lang: str) -> str:
    """A claim with its place and number."""
    unit = claim.unit.zh if claim.unit is not None else claim.counter
    number = f"{claim.text}{unit if claim.kind not in ('none', 'level', 'comparison') else ''}"
    if claim.kind in ("change", "growth") and claim.value is not None and claim.value:
        number = f"{'+' if claim.value > 0 else '-'}{claim.text.lstrip('-')}{unit}"
    words = _short(claim.subject) or tell(lang, "prose.not_named")
    where = at(claim, lang)
    if claim.kind in ("amount", "none"):
        return tell(lang, "prose.claim", at=where, subject=words, number=number)
    kind = Said(KINDS[claim.kind], claim.kind)
    return tell(lang, "prose.claim_of_kind", at=where, subject=words, kind=kind, number=number)


def _other(figure: Figure, lang: str) -> str:
    """The other side: a figure of a table, or of the prose."""
    if figure.row.within != "prose":
        return said(figure, lang) + (f" {figure.unit.zh}" if figure.value is not None else "")
    place, kind = figure.place.words(lang), figure.column.key
    text = figure.text
    if kind == "change" and figure.value:
        text = f"{'+' if figure.value > 0 else '-'}{text.lstrip('-')}"
    name, number = _short(figure.row.row), f"{text}{figure.unit_text}"
    if kind in ("amount", "none", ""):
        words = tell(lang, "prose.other", at=place, subject=name, number=number)
    else:
        what = Said(figure.column.column, kind)
        words = tell(lang, "prose.other_of_kind", at=place, subject=name, kind=what, number=number)
    return words.strip()


@attrs.frozen(eq=False)
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
        """The message."""
        ruling = self.ruling
        mine, others = By(shown, self.claim), tuple(By(_other, each) for each in self.others)
        if self.law == "agree":
            return self._agree(mine, others)
        if ruling.why == "zero":
            if ruling.verdict is Verdict.UNDECIDED:
                return say("prose.rate_on_zero", claim=mine, others=others)
            return say("prose.percentage_on_zero", claim=mine, others=others)
        if self.claim.kind == "comparison":
            return say("prose.comparison_denied", claim=mine, others=others)
        unit = "%" if self.claim.unit is None else self.claim.unit.zh
        value = ruling.expected
        if value is not None and self.claim.unit is not None:
            value = value.scaleb(-self.claim.unit.exponent, exact)
        comes = "" if value is None else f"{value:f}{unit}"
        if ruling.verdict is Verdict.ROUNDING and ruling.why == "cut":
            return say("prose.cut_off", claim=mine, others=others)
        if ruling.verdict is Verdict.ROUNDING:
            rule = self._rule()
            return say(
                "prose.comes_to_by_rounding", claim=mine, comes=comes, rule=rule, others=others
            )
        way = self._direction() if self.claim.kind == "growth" else ""
        if ruling.minor:
            return say(
                "prose.comes_to_by_last_place", claim=mine, comes=comes, way=way, others=others
            )
        return say("prose.comes_to", claim=mine, comes=comes, way=way, others=others)

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
        ruling = self.ruling
        if ruling.verdict is Verdict.ROUNDING:
            if ruling.why == "cut":
                return say("prose.cut_off", claim=mine, others=others)
            return say("prose.differs_by_rounding", claim=mine, rule=self._rule(), others=others)
        if ruling.minor:
            return say("prose.differs_by_last_place", claim=mine, others=others)
        return say("prose.differs", claim=mine, others=others)


@attrs.frozen(eq=False)
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
        return f"{printed(total, places)}{self.unit.zh}"

    def _names(self, number: int, lang: str) -> str:
        side = [each for each in self.law.sides[number] if not each.assumed]
        claims = [each.claims[-1] for each in side if each.claims]
        lines = [claim.place.words(lang) for claim in claims]
        if len(side) == 1:
            return tell(lang, "prose.one_claim", subject=claims[0].subject, place=lines[0])
        subjects = [claim.subject for claim in claims]
        few = joined(lang, [_short(name) for name in subjects[:_FEW]])
        if len(subjects) > _FEW:
            few = tell(lang, "prose.and_others", names=few)
        span = lines[0] if lines[0] == lines[-1] else f"{lines[0]}–{lines[-1]}"
        return tell(lang, "prose.sum_of_claims", count=len(side), names=few, place=span)


@attrs.frozen(eq=False)
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
        shown_total = printed(total, places)
        count, unit, by = len(self.held.parts), self.unit, By(shown, whole)
        parts = tuple(By(_other, each.figure) for each in self.held.parts[:_MOST_PARTS])
        if ruling.verdict is Verdict.ROUNDING:
            return say(
                "prose.parts_by_rounding",
                whole=by, count=count, total=shown_total, unit=unit, parts=parts,
            )  # fmt: skip
        if ruling.minor:
            return say(
                "prose.parts_by_last_place",
                whole=by, count=count, total=shown_total, unit=unit, parts=parts,
            )  # fmt: skip
        apart = printed(exact.subtract(total, mine).copy_abs(), places)
        return say(
            "prose.parts_differ",
            whole=by, count=count, total=shown_total, unit=unit, difference=apart, parts=parts,
        )  # fmt: skip


def _short(name: str) -> str:
    """The last name of an item's path."""
    parts = [
        part
        for part in name.replace("（款）", "（类）").replace("（项）", "（类）").split("（类）")
        if part
    ]
    return parts[-1] if parts else name
