"""A claim of the prose beside the numbers that it is held to, and how that came out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from cnbudget.arithmetic import exact, round_half_away
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, proportion
from cnbudget.ties.agreement import agreement

__all__ = ["ClaimBeside", "beside", "ruled"]

_LAWS = {
    "unlisted": "agree",
    "said": "agree",
    "completion": "share",
    "comparison": "change",
}


@attrs.frozen(eq=False)
class ClaimBeside:
    """A claim beside other numbers.

    Attributes:
        kind: "agree" (with a table's figure of its scope), "said" (with an earlier claim of its scope), "unlisted" (the
            table lists all codes of its level but this, so it must be zero), "share" and "completion" (``by`` is that
            many per cent of ``of``), "growth" (``by`` is that many per cent more than ``of``, or more by the change
            ``of``), "change" (``by`` less ``of`` is the claim), "comparison" (words alone: more or less).
        claim: The claim.
        by: What it is held to, or what it is said of.
        of: The other number of a share, change or growth.
        ruling: How it came out.
        figures: All figures of its scope, of which ``by`` is the nearest.
    """

    kind: str
    claim: Claim
    by: Claim | Figure | None = attrs.field(kw_only=True)
    of: Claim | Figure | None = attrs.field(default=None, kw_only=True)
    ruling: Ruling = attrs.field(kw_only=True)
    figures: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)

    @property
    def law(self) -> str:
        """The law that it comes under: "agree", "share", "growth" or "change"."""
        return _LAWS.get(self.kind, self.kind)

    @property
    def others(self) -> tuple[Figure, ...]:
        """The numbers that the claim is held against, as figures."""
        return tuple(
            each.figure if isinstance(each, Claim) else each for each in (self.by, self.of) if each
        )


def beside(claim: Claim, figures: Sequence[Figure]) -> ClaimBeside | None:
    """A claim against the table's figures of its scope: agreeing with one of them is enough.

    Args:
        claim: The claim.
        figures: The figures.

    Returns:
        How it comes out with the nearest; None if none of them is known.
    """
    best: tuple[Figure, Ruling] | None = None
    for figure in figures:
        mine, there = number_of(claim), number_of(figure)
        if mine is None or there is None:
            continue
        ruling = agreement(claim, figure, mine, there)
        if best is None or _RANK[ruling.verdict] < _RANK[best[1].verdict]:
            best = figure, ruling
        if ruling.verdict is Verdict.EXACT:
            break
    if best is None:
        return None
    figure, ruling = best
    return ClaimBeside("agree", claim, by=figure, ruling=ruling, figures=tuple(figures))


def ruled(each: ClaimBeside, by: Number, of: Number | None = None) -> Ruling:
    """How a share, a rate or a change comes out with other amounts.

    Args:
        each: The claim, as it is held to its amounts.
        by: The amount that it is said of.
        of: The other one: the whole, the amount before, or the change; None if there is none.
    """
    claim = each.claim
    if each.kind == "comparison" and of is not None:
        return by_words(claim, by, of)
    mine = number_of(claim)
    if mine is None or of is None:
        return each.ruling
    if each.law == "share":
        return proportion(mine, by, of, claim.places)
    if each.kind == "growth":
        change = of if isinstance(each.of, Claim) and each.of.kind == "change" else None
        return growth(mine, by, of, claim.places, change=change)
    if each.kind == "change":
        return equal(mine, by - of)
    return each.ruling


def amount_of_share(each: ClaimBeside) -> Number | None:
    """What the amount would have to be of which a share or rate is told, for this to be right; None if that is open.

    Args:
        each: The share, with its amount and its whole.
    """
    rate, by, of = number_of(each.claim), _number(each.by), _number(each.of)
    if each.law != "share" or rate is None or by is None or of is None or not by.half:
        return None
    last = exact.add(by.half, by.half)
    value = exact.divide(exact.multiply(rate.value, of.value), exact.multiply(Decimal(100), last))
    return Number(exact.multiply(round_half_away(value, 0), last), by.half)


def _number(one: Claim | Figure | None) -> Number | None:
    return None if one is None else number_of(one)


def by_words(claim: Claim, by: Number, of: Number) -> Ruling:
    """How words alone come out that say which of two amounts is the larger, or that they are level."""
    difference = exact.subtract(by.value, of.value)
    sign = (difference > 0) - (difference < 0)
    return Ruling(Verdict.EXACT if sign == claim.sign else Verdict.VIOLATED)


_RANK = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}
