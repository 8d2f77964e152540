"""A claim of the prose beside the numbers that it is held to, and how that came out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from cnbudget.arithmetic import exact, round_half_away
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling, equal, growth, percent, proportion
from cnbudget.ties.agreement import agreement
from cnbudget.values import Visible

_LAWS = {
    "unlisted": "agree",
    "said": "agree",
    "completion": "share",
    "comparison": "change",
}


@attrs.frozen(eq=False, repr=False)
class ClaimBeside(Visible):
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
    mine = number_of(claim) if figures else None
    for figure in figures if mine is not None else ():
        there = number_of(figure)
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


def ruled(
    each: ClaimBeside, by: Number, of: Number | None = None, *, rate: Number | None = None
) -> Ruling:
    """How a share, a rate or a change comes out with other amounts.

    Args:
        each: The claim, as it is held to its amounts.
        by: The amount that it is said of.
        of: The other one: the whole, the amount before, or the change; None if there is none.
        rate: What the claim itself is; what it prints if not given.
    """
    claim = each.claim
    if each.kind == "comparison" and of is not None:
        return by_words(claim, by, of)
    mine = number_of(claim) if rate is None else rate
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


def rights(each: ClaimBeside) -> list[tuple[Claim, Decimal]]:
    """The numbers of the prose in a relation, each with what it would have to be, in 元 or per cent, if it were wrong.

    Args:
        each: The claim, as it is held to its amounts.
    """
    mine, by, of = number_of(each.claim), _number(each.by), _number(each.of)
    if mine is None or by is None:
        return []
    rate, amount = Fraction(mine.value), Fraction(by.value)
    wanted: list[tuple[Claim | Figure | None, Fraction | None]] = []
    if each.kind == "said":
        wanted = [(each.claim, amount), (each.by, rate)]
    elif of is not None and each.kind == "change":
        other = Fraction(of.value)
        wanted = [(each.claim, amount - other), (each.by, rate + other), (each.of, amount - rate)]
    elif of is not None and each.ruling.expected is not None:
        other = Fraction(of.value)
        change = isinstance(each.of, Claim) and each.of.kind == "change"
        # of a share and of a change what an amount is per cent of; of a growth it is that and 100 more
        times = rate + 100 if each.kind == "growth" else rate
        wanted = [(each.claim, Fraction(each.ruling.expected))]
        if change:
            wanted += [
                (each.by, _over(other * times, rate)),
                (each.of, _over(amount * rate, times)),
            ]
        else:
            wanted += [(each.by, other * times / 100), (each.of, _over(amount * 100, times))]
    return [
        (one, _printed_near(right, number_of(one)))
        for one, right in wanted
        if isinstance(one, Claim) and right is not None
    ]


def _over(amount: Fraction, times: Fraction) -> Fraction | None:
    return amount / times if times else None


def _printed_near(value: Fraction, printed: Number | None) -> Decimal:
    """The number nearest to a ratio that has the places of a printed one."""
    last = exact.multiply(
        Decimal(2), printed.half if printed and printed.half else Decimal("0.005")
    )
    return exact.multiply(percent(value / Fraction(last), 0), last)


def _number(one: Claim | Figure | None) -> Number | None:
    return None if one is None else number_of(one)


def by_words(claim: Claim, by: Number, of: Number) -> Ruling:
    """How words alone come out that say which of two amounts is the larger, or that they are level."""
    difference = exact.subtract(by.value, of.value)
    sign = (difference > 0) - (difference < 0)
    return Ruling(Verdict.EXACT if sign == claim.sign else Verdict.VIOLATED)


_RANK = {Verdict.EXACT: 0, Verdict.ROUNDING: 1, Verdict.UNDECIDED: 2, Verdict.VIOLATED: 3}
