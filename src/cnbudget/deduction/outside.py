"""The numbers outside the tables that a system decides over, and what they are held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from cnbudget.figures import Figure
from cnbudget.invariants import AGREE, Law
from cnbudget.ties.claims import Why

__all__ = ["Stated", "StatedLaw"]

_WORDS: dict[str, tuple[str, str]] = {
    "unlisted": ("{0}没有对应的行，应为零", "{0} has no row in its table and must be zero"),
    "share": ("{0}是{1}占{2}的比例", "{0} as the share of {1} in {2}"),
    "growth": ("{0}是{1}比{2}增长的比例", "{0} as the growth of {1} over {2}"),
    "change": ("{0}等于{1}与{2}之差", "{0} as {1} less {2}"),
    "rate": ("{0}由{1}和{2}算得", "{0} as worked out from {1} and {2}"),
    "nothing": ("{0}的基数为零，应为 0%", "{0} on a base of zero, which must be 0%"),
    "from-nothing": ("{0}从零增加，应为 100%", "{0} on a base of zero, which must be 100%"),
    "below-nothing": ("{0}从零减少，应为 -100%", "{0} on a base of zero, which must be -100%"),
    "last-year": (
        "由本年数和增减额推算的上年数相等（{0}等）",
        "last year's amounts, from this year's and their changes, are one ({0} and others)",
    ),
}


@attrs.frozen(repr=False, eq=False)
class StatedLaw(Law):
    """What a number outside the tables is held to.

    Its kind is "agree", or one of "unlisted", "share", "growth", "rate" (growth by a change), "change",
    "last-year", or, on a base of zero, "nothing", "from-nothing", "below-nothing".
    """

    def words(self, lang: str = "zh") -> str:
        """The law in words, with the places of its numbers."""
        if self.kind == AGREE:
            return Law.words(self, lang)
        return self.short([figure.where(lang) for figure in self.figures], lang)

    def short(self, names: list[str], lang: str) -> str:
        """The law in words, its numbers named so; the claim comes last among them."""
        claim, others = names[-1], names[:-1]
        order = [claim, *others] if self.kind != "last-year" else names
        return _WORDS[self.kind][lang != "zh"].format(*order)


@attrs.frozen(eq=False)
class Stated:
    """The numbers outside the tables in a system.

    Attributes:
        figures: Those of the prose, by their cells.
        laws: What they are held to, by the constraints.
        taken: All numbers outside the tables that the system decides over.
        left_out: Those that it does not, each with the reason in Chinese and English.
        unread: How many passages state numbers and were not understood.
    """

    figures: Mapping[str, Figure]
    laws: Mapping[str, StatedLaw]
    taken: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    left_out: tuple[tuple[Figure, Why], ...] = attrs.field(default=(), kw_only=True)
    unread: int = attrs.field(default=0, kw_only=True)

    @property
    def reasons(self) -> Counter[Why]:
        """How many numbers were left out, by reason."""
        return Counter(why for _, why in self.left_out)
