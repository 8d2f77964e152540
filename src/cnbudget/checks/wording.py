"""The words of findings about the prose: both sides, their lines, and what they come to."""

from __future__ import annotations

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact, printed
from cnbudget.checks.findings import WordsByText
from cnbudget.checks.messages import said
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import KINDS, Claim, EarlierLaw
from cnbudget.narrative.ratios import Ruling

__all__ = ["ClaimWords", "EarlierWords", "at", "shown"]

_MOST = 24


def at(one: Claim | Figure, lang: str) -> str:
    """Where a claim or figure stands: section and line, or table and line."""
    zh = lang == "zh"
    place = one.place.words(lang)
    if isinstance(one, Figure):
        table = one.row.table
        name = (f"表{table}" if zh else f"table {table}") if table is not None else one.row.title
        return f"{name}（{place}）" if zh and place else f"{name} ({place})" if place else name
    title = one.section.title or ("正文" if zh else "the text")
    title = title if len(title) <= _MOST else "…" + title[-_MOST:]
    if zh:
        return f"“{title}”{place}："
    return f"“{title}”, {place}:" if place else f"“{title}”:"


def shown(claim: Claim, lang: str) -> str:
    """A claim with its place and number."""
    zh = lang == "zh"
    unit = claim.unit.zh if claim.unit is not None else claim.counter
    kind = KINDS[claim.kind] if zh else claim.kind
    number = f"{claim.text}{unit if claim.kind not in ('none', 'level', 'comparison') else ''}"
    if claim.kind in ("change", "growth") and claim.value is not None and claim.value:
        number = f"{'+' if claim.value > 0 else '-'}{claim.text.lstrip('-')}{unit}"
    words = _short(claim.subject) or ("（未写明）" if zh else "(not named)")
    if claim.kind in ("amount", "none"):
        return f"{at(claim, lang)}“{words}” {number}"
    return (
        f"{at(claim, lang)}“{words}”{kind} {number}"
        if zh
        else f"{at(claim, lang)} “{words}” {kind} {number}"
    )


def _other(figure: Figure, lang: str) -> str:
    """The other side: a figure of a table, or of the prose."""
    if figure.row.within != "prose":
        return said(figure, lang) + (f" {figure.unit.zh}" if figure.value is not None else "")
    place, kind = figure.place.words(lang), figure.column.key
    text = figure.text
    if kind == "change" and figure.value:
        text = f"{'+' if figure.value > 0 else '-'}{text.lstrip('-')}"
    what = "" if kind in ("amount", "none", "") else figure.column.column if lang == "zh" else kind
    words = f"“{_short(figure.row.row)}”{what} {text}{figure.unit_text}"
    if lang != "zh" and what:
        words = f"“{_short(figure.row.row)}” {what} {text}{figure.unit_text}"
    return f"{place}{words}" if lang == "zh" else f"{place} {words}".strip()


@attrs.frozen(eq=False)
class ClaimWords(WordsByText):
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

    def text(self, lang: str) -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        zh, ruling = lang == "zh", self.ruling
        mine = shown(self.claim, lang)
        others = ("；" if zh else "; ").join(_other(figure, lang) for figure in self.others)
        if self.law == "agree":
            return self._agree(mine, others, zh=zh)
        if ruling.why == "zero":
            return self._zero(mine, others, zh=zh)
        if self.claim.kind == "comparison":
            return (
                f"{mine}，与金额不符：{others}"
                if zh
                else f"{mine}, which the amounts deny: {others}"
            )
        unit = "%" if self.claim.unit is None else self.claim.unit.zh
        value = ruling.expected
        if value is not None and self.claim.unit is not None:
            value = value.scaleb(-self.claim.unit.exponent, exact)
        comes = "" if value is None else f"{value:f}{unit}"
        if ruling.verdict is Verdict.ROUNDING:
            return (
                f"{mine}，按所列金额算得 {comes}，四舍五入可以解释：{others}"
                if zh
                else f"{mine}; the printed amounts come to {comes}, which rounding explains: {others}"
            )
        tail = ("，属尾差" if zh else ", a last-place difference") if ruling.minor else ""
        if self.claim.kind == "growth":
            tail += self._direction(zh=zh)
        return (
            f"{mine}，按所列金额应为 {comes}{tail}：{others}"
            if zh
            else f"{mine}, but the printed amounts come to {comes}{tail}: {others}"
        )

    def _direction(self, *, zh: bool) -> str:
        """What is said of a rate and a change that cannot both be."""
        change = next((each for each in self.others if each.column.key == "change"), None)
        now = next((each for each in self.others if each is not change), None)
        if change is None or change.value is None or now is None or now.value is None:
            return ""
        rate = self.claim.value
        if rate and change.value and (rate > 0) is not (change.value > 0):
            return (
                "（增减额与增长率的方向相反）"
                if zh
                else " (the change and the rate go opposite ways)"
            )
        if now.unit is change.unit and change.value > now.value >= 0 and now.row.within == "prose":
            return (
                "（增减额大于本年数，上年数将为负）"
                if zh
                else " (the increase is more than the amount, so that last year's would be negative)"
            )
        return ""

    def _agree(self, mine: str, others: str, *, zh: bool) -> str:
        ruling = self.ruling
        if ruling.verdict is Verdict.ROUNDING:
            if ruling.why == "cut":
                return f"{mine}，是舍去尾数：{others}" if zh else f"{mine} is cut off: {others}"
            return (
                f"{mine}，与同口径的数之差可由四舍五入解释：{others}"
                if zh
                else f"{mine} differs from the figure of its scope by no more than rounding explains: {others}"
            )
        tail = ("（尾差）" if zh else " (a last-place difference)") if ruling.minor else ""
        return (
            f"{mine}，与同口径的数不一致{tail}：{others}"
            if zh
            else f"{mine} differs{tail} from {others}"
        )

    def _zero(self, mine: str, others: str, *, zh: bool) -> str:
        if self.ruling.verdict is Verdict.UNDECIDED:
            return (
                f"{mine}：上年（基数）为零，增长率没有意义，请核实：{others}"
                if zh
                else f"{mine}: the base is zero, so there is no such rate: {others}"
            )
        return (
            f"{mine}：基数为零，不应是这个百分比：{others}"
            if zh
            else f"{mine}: the base is zero, so it cannot be this percentage: {others}"
        )


@attrs.frozen(eq=False)
class EarlierWords(WordsByText):
    """How a law on last year's amounts came out, put into words when they are asked for.

    Attributes:
        law: The law.
        year: Last year.
        unit: The unit to say amounts in.
    """

    law: EarlierLaw
    year: int | None
    unit: Unit

    def text(self, lang: str) -> str:
        """In Chinese (``"zh"``) or English (``"en"``)."""
        zh = lang == "zh"
        one, other = (self._side(number) for number in (0, 1))
        scope = self.law.scope.words(lang)
        year = self.year if self.year is not None else ("上" if zh else "last year")
        names = [self._names(number, lang) for number in (0, 1)]
        if zh:
            words = f"由本年数和增减额推算，{year}年“{scope}”按{names[0]}为 {one}，按{names[1]}为 {other}"
        else:
            words = (
                f"from this year's amounts and changes, “{scope}” of {year} comes to {one} by {names[0]} "
                f"and to {other} by {names[1]}"
            )
        ruling = self.law.ruling
        if ruling.verdict is Verdict.ROUNDING:
            return words + ("，四舍五入可以解释" if zh else ", which rounding explains")
        if ruling.minor:
            words += "，属尾差" if zh else ", a last-place difference"
        if self.law.partial:
            words += (
                "（可能有只在上年有数的科目没有列出）"
                if zh
                else " (items of last year alone may be left out)"
            )
        if self.law.assumed:
            words += (
                "（未安排且未说增减的按上年也为零）"
                if zh
                else " (what is not planned now is taken as zero then)"
            )
        return words

    def _side(self, number: int) -> str:
        total = self.law.totals[number].value.scaleb(-self.unit.exponent, exact)
        places = max((each.places for each in self.law.sides[number]), default=2)
        return f"{printed(total, places)}{self.unit.zh}"

    def _names(self, number: int, lang: str) -> str:
        side = [each for each in self.law.sides[number] if not each.assumed]
        claims = [each.claims[-1] for each in side if each.claims]
        lines = [claim.place.words(lang) for claim in claims]
        zh = lang == "zh"
        if len(side) == 1:
            return (
                f"“{claims[0].subject}”（{lines[0]}）"
                if zh
                else f"“{claims[0].subject}” ({lines[0]})"
            )
        subjects = [claim.subject for claim in claims]
        few = ("、" if zh else ", ").join(_short(name) for name in subjects[:4])
        more = "" if len(subjects) <= 4 else ("等" if zh else " and others")
        span = lines[0] if lines[0] == lines[-1] else f"{lines[0]}–{lines[-1]}"
        if zh:
            return f"{few}{more} {len(side)} 项之和（{span}）"
        return f"the sum of {len(side)} parts, {few}{more} ({span})"


def _short(name: str) -> str:
    """The last name of an item's path."""
    parts = [
        part
        for part in name.replace("（款）", "（类）").replace("（项）", "（类）").split("（类）")
        if part
    ]
    return parts[-1] if parts else name
