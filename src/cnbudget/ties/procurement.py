"""What was awarded to small and medium-sized firms, beside its shares in each kind of what was bought."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from cnbudget.arithmetic import exact, half_place
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number
from cnbudget.performance import ProcurementPlan
from cnbudget.ties.laws import SideRemark, Ties

_KINDS = ("goods", "works", "services")
_NEAR = 1


def check_awarded(ties: Ties, plan: ProcurementPlan) -> None:
    """The shares of goods, works and services that were awarded to such firms make up what was awarded to them.

    Nothing is held where a kind has money and no share is told of it.
    """
    awarded, kinds = plan.figure("awarded"), _kinds(plan)
    whole = None if awarded is None else number_of(awarded)
    if awarded is None or whole is None or not kinds:
        return
    low = high = middle = Fraction(0)
    for rate, amount in kinds:
        share, of = _share(rate).wider(), _number(amount).wider()
        low += max(share.low, Fraction(0)) * max(of.low, Fraction(0)) / 100
        high += share.high * of.high / 100
        middle += Fraction(share.value) * Fraction(of.value) / 100
    figures = (awarded, *(each for pair in kinds for each in pair))
    ties.seen(*figures)
    wide = whole.wider()
    if low <= wide.high and wide.low <= high:
        ties.exact["agree"] += 1
        return
    shares = sum((Fraction(rate.value or 0) for rate, _ in kinds), Fraction(-100))
    comes_to = Decimal(round(middle / Fraction(awarded.unit.factor) * 100)).scaleb(-2, exact)
    ties.remarks.append(
        SideRemark(
            "agree",
            Verdict.VIOLATED,
            words=say(
                "sides.awarded_by_kind",
                awarded=awarded, text=awarded.text, unit=awarded.unit, comes_to=comes_to,
            ),
            # shares that make up all are those of what was awarded, in words that say another thing
            severity="note" if abs(shares) <= _NEAR else "error",
            figures=figures,
            expected=comes_to,
            found=awarded.value,
            place=awarded.place,
        )
    )  # fmt: skip


def _share(rate: Figure) -> Number:
    """A percentage with half its last place: that of a figure without a unit of money is taken for exact."""
    places = len(rate.text.partition(".")[2])
    return Number(rate.value or Decimal(0), half_place(places))


def _number(figure: Figure) -> Number:
    return number_of(figure) or Number(Decimal(0))


def _kinds(plan: ProcurementPlan) -> list[tuple[Figure, Figure]]:
    """The share and the amount of each kind; none where one has no share, or its money is not told."""
    found = []
    for kind in _KINDS:
        rate, amount = plan.figure(f"rate_{kind}"), plan.figure(kind)
        if rate is not None and amount is not None:
            found.append((rate, amount))
        elif (rate is not None and rate.value) or (amount is not None and amount.value):
            return []
    return found
