"""The numbers outside the tables that a system decides over, and what they are held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from cnbudget.figures import Figure
from cnbudget.invariants import AGREE, Law
from cnbudget.messages import Message, Words, say, tell
from cnbudget.ties.untied import Untied


def _said(kind: str, names: list[str]) -> Message:
    """A law in words, by its kind; of its numbers the claim comes first."""
    match kind, names:
        case "unlisted", [claim, *_]:
            return say("deduction.unlisted", claim=claim)
        case "share", [claim, part, whole, *_]:
            return say("deduction.share", claim=claim, part=part, whole=whole)
        case "growth", [claim, now, before, *_]:
            return say("deduction.growth", claim=claim, now=now, before=before)
        case "change", [claim, now, before, *_]:
            return say("deduction.change", claim=claim, now=now, before=before)
        case "rate", [claim, one, other, *_]:
            return say("deduction.rate", claim=claim, one=one, other=other)
        case "nothing", [claim, *_]:
            return say("deduction.nothing", claim=claim)
        case "from-nothing", [claim, *_]:
            return say("deduction.from_nothing", claim=claim)
        case "below-nothing", [claim, *_]:
            return say("deduction.below_nothing", claim=claim)
        case "parts", [whole, *parts]:
            return say("deduction.parts", whole=whole, count=len(parts))
        case "last-year", [first, *_]:
            return say("deduction.last_year", first=first)
    raise KeyError(kind)


@attrs.frozen(repr=False, eq=False)
class StatedLaw(Law):
    """What a number outside the tables is held to.

    Its kind is "agree", or one of "unlisted", "share", "growth", "rate" (growth by a change), "change",
    "last-year", "parts", or, on a base of zero, "nothing", "from-nothing", "below-nothing".
    """

    def words(self, lang: str = "zh") -> str:
        """The law in words, with the places of its numbers."""
        if self.kind == AGREE:
            return Law.words(self, lang)
        return self.short([figure.where(lang) for figure in self.figures], lang)

    def short(self, names: list[str], lang: str) -> str:
        """The law in words, its numbers named so; the claim comes last among them."""
        claim, others = names[-1], names[:-1]
        order = [claim, *others] if self.kind not in ("last-year", "parts") else names
        return _said(self.kind, order).text(lang)


@attrs.frozen(repr=False, eq=False)
class RuleLaw(Law):
    """What figures are held to by a rule of the caller's own.

    Attributes:
        rule: What the rule says.
    """

    rule: Words = attrs.field(kw_only=True)

    def words(self, lang: str = "zh") -> str:
        """The rule in its own words."""
        return tell(lang, "rules.not_held", rule=self.rule)


@attrs.frozen(eq=False)
class Stated:
    """The numbers outside the tables in a system.

    Attributes:
        figures: Those of the prose, by their cells.
        laws: What they are held to, by the constraints.
        taken: All numbers outside the tables that the system decides over.
        left_out: Those that it does not, each with the reason.
        unread: How many passages state numbers and were not understood.
    """

    figures: Mapping[str, Figure]
    laws: Mapping[str, StatedLaw]
    taken: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    left_out: tuple[Untied, ...] = attrs.field(default=(), kw_only=True)
    unread: int = attrs.field(default=0, kw_only=True)

    @property
    def reasons(self) -> Counter[Words]:
        """How many numbers were left out, by reason."""
        return Counter(each.reason for each in self.left_out)
