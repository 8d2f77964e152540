"""Which figures must be wrong: the lightest sets whose change makes the document consistent (Fellegi and Holt)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import attrs

from cnbudget.amounts import exact
from cnbudget.arithmetic import context_of, last_place
from cnbudget.consistency import Repair
from cnbudget.disclosure import Correction
from cnbudget.figures import Figure, Interval

__all__ = ["Localisation", "Located"]

_SHOWN = 5


@attrs.frozen(eq=False)
class Located:
    """Figures whose change, together, makes the document consistent.

    Attributes:
        figures: The figures.
        ranges: For each of them the true amounts, in 元, that are possible once all are freed; empty if that was not
            worked out.
        corrections: The slips that, undone, make the document consistent; the cheapest kinds first.
        cells: Their names in the evidence.
    """

    figures: tuple[Figure, ...]
    ranges: tuple[Interval, ...] = attrs.field(default=(), kw_only=True)
    corrections: tuple[Correction, ...] = attrs.field(default=(), kw_only=True)
    cells: tuple[str, ...] = attrs.field(default=(), kw_only=True, repr=False)

    @property
    def offered(self) -> Correction | None:
        """The correction that is offered alone: the only one of the cheapest kind that is left."""
        first = [each for each in self.corrections if each.kind == self.corrections[0].kind]
        return first[0] if len(first) == 1 else None

    def text(self, lang: str = "zh") -> str:
        """In words, Chinese (``"zh"``) or English (``"en"``)."""
        zh = lang == "zh"
        parts = []
        for n, figure in enumerate(self.figures):
            words = f"{figure.where(lang)} {figure.text or ('空白' if zh else 'blank')}"
            words += figure.column.measure
            if n < len(self.ranges):
                words += _within(figure, self.ranges[n], lang)
            parts.append(words)
        joined = ("；" if zh else "; ").join(parts)
        if self.offered is not None:
            return joined + (" → " + self.offered.text(lang))
        if self.corrections:
            few = ("；" if zh else "; ").join(c.text(lang) for c in self.corrections[:_SHOWN])
            rest = len(self.corrections) - _SHOWN
            more = (f"；另 {rest} 种" if zh else f"; {rest} more") if rest > 0 else ""
            return joined + (
                f"。可能的差错：{few}{more}" if zh else f". Possible slips: {few}{more}"
            )
        return joined


@attrs.frozen(eq=False)
class Localisation:
    """The lightest sets of figures whose change makes a document consistent, with proof that less would not do.

    Attributes:
        sets: The sets, all of one weight.
        weight: Their weight; None if no set does it, or none was found within the budget.
        lower: No set is lighter than this, by the conflicts of the evidence.
        complete: Whether ``sets`` has all sets of that weight.
        partial: Whether the steps or the time were used up before the least weight was proven.
        evidence: The engine's repair, verified.
        otherwise: Where the lightest sets have numbers from outside the tables, which are doubted first: sets of
            no more figures that would do as well if all such numbers are taken to be right.
    """

    sets: tuple[Located, ...]
    weight: int | None = attrs.field(kw_only=True)
    lower: int = attrs.field(kw_only=True)
    complete: bool = attrs.field(kw_only=True)
    partial: bool = attrs.field(default=False, kw_only=True)
    evidence: Repair = attrs.field(kw_only=True, repr=False)
    otherwise: tuple[Located, ...] = attrs.field(default=(), kw_only=True)

    @property
    def ambiguous(self) -> bool:
        """Whether other sets would do as well, so that the figures alone cannot tell."""
        return len(self.sets) > 1 or not self.complete or bool(self.otherwise)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all sets, each once."""
        found = {figure.address: figure for each in self.sets for figure in each.figures}
        return tuple(found.values())

    @property
    def unsearched(self) -> int:
        """For how many of the sets no slips were looked for: there are many, or the steps or the time were used up."""
        return sum(not each.ranges for each in self.sets)

    def text(self, lang: str = "zh") -> str:
        """In words, Chinese (``"zh"``) or English (``"en"``)."""
        zh = lang == "zh"
        if not self.sets:
            if self.partial:
                return (
                    "限定的步数或时间之内未找到须改动的数"
                    if zh
                    else "no figures to change were found within the steps or the time allowed"
                )
            return (
                "改动任何可疑的数都不够"
                if zh
                else "no change of figures that may be doubted is enough"
            )
        size, lines = len(self.sets[0].figures), []
        if self.partial:
            bounds = f"{self.lower}–{self.weight}"
            lines.append(
                f"限定的步数或时间之内已知改动以下 {size} 个数即可，最轻的改动权重在 {bounds} 之间（尚未证明最少）："
                if zh
                else f"within the steps or the time allowed: changing these {size} figures is enough; "
                f"the least weight is between {bounds} (not yet proven the least):"
            )
        elif len(self.sets) == 1 and self.complete:
            lines.append(
                f"改动以下 {size} 个数即可，更轻的改动都不够："
                if zh
                else f"changing {'this figure' if size == 1 else f'these {size} figures'} is enough, "
                "and nothing less would do:"
            )
        else:
            many = f"{len(self.sets)}" + ("" if self.complete else "+")
            lines.append(
                f"有 {many} 种同样轻的改动，仅凭公布数不能确定是哪一种："
                if zh
                else f"there are {many} equally light ways to mend it; the figures alone cannot tell which:"
            )
        for each in self.sets[: _SHOWN * 2]:
            lines.append(f"  {each.text(lang)}")
        rest = len(self.sets) - _SHOWN * 2
        if rest > 0:
            lines.append(f"  另 {rest} 种" if zh else f"  {rest} more")
        if self.unsearched:
            lines.append(
                f"其中 {self.unsearched} 种没有查找可能的笔误（种数太多，或步数、时间已用完）"
                if zh
                else f"for {self.unsearched} of these no slips were looked for (too many, or no steps or time left)"
            )
        return "\n".join(lines + self._inside(lang))

    def _inside(self, lang: str) -> list[str]:
        """The lines of what in the tables would do as well."""
        zh = lang == "zh"
        if not self.otherwise:
            return []
        lines = [
            "如果表外的数无误，则改动以下表内的数也可以，仅凭公布数不能确定："
            if zh
            else "if the numbers outside the tables are right, changing these in the tables would do as well; "
            "the figures alone cannot tell:"
        ]
        lines += [f"  {each.text(lang)}" for each in self.otherwise[:_SHOWN]]
        rest = len(self.otherwise) - _SHOWN
        if rest > 0:
            lines.append(f"  另 {rest} 种" if zh else f"  {rest} more")
        return lines


def _within(figure: Figure, within: Interval, lang: str) -> str:
    """Where the true amount or percentage lies, in words."""
    zh, measure = lang == "zh", figure.column.measure
    shown = _short(within, figure.places + 4 if measure else 4)
    if shown.low is not None and shown.low == shown.high:
        only = f"{shown.low.normalize(exact):f}"
        if measure:
            words = f"应为 {only}{measure}", f"it is {only}{measure}"
        else:
            words = f"真实金额应为 {only} 元", f"its true amount is {only} yuan"
        return f"（若其他数无误，{words[0]}）" if zh else f" (the others being right, {words[1]})"
    if measure:
        return (
            f"（若其他数无误，应在 {shown} {measure} 之间）"
            if zh
            else f" (the others being right, it is {shown} {measure})"
        )
    return (
        f"（若其他数无误，真实金额应在 {shown} 元之间）"
        if zh
        else f" (the others being right, its true amount is {shown} yuan)"
    )


def _short(within: Interval, places: int) -> Interval:
    """An interval whose ends have no more places than people read, rounded outwards."""

    def end(value: Decimal | None, rounding: str) -> Decimal | None:
        if value is None or -int(value.as_tuple().exponent) <= places:
            return value
        wide = context_of(len(value.as_tuple().digits) + places)
        return value.quantize(last_place(places), rounding, wide)

    return attrs.evolve(
        within, low=end(within.low, ROUND_FLOOR), high=end(within.high, ROUND_CEILING)
    )
