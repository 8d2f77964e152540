"""An amount of the prose beside the figure of a table that has its scope."""

from __future__ import annotations

from decimal import Decimal
from typing import overload

from cnbudget.amounts import Unit, round_half_away
from cnbudget.arithmetic import exact
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim
from cnbudget.narrative.ratios import Number, Ruling, equal
from cnbudget.rounding import round_by


def agreement(claim: Claim, figure: Figure, mine: Number, there: Number) -> Ruling:
    """Whether an amount of the prose is that of a figure: printed with fewer places it is rounded, or cut off."""
    if there.half < mine.half and claim.unit is not None:
        value = in_unit(there.value, claim.unit)
        if round_half_away(value, claim.places) == claim.value:
            return Ruling(Verdict.EXACT, expected=there.value)
        ruling = equal(mine, there)
        room = exact.add(mine.half, mine.half)
        cut = mine.value <= there.value < exact.add(mine.value, room)
        if ruling.verdict is Verdict.VIOLATED and mine.value >= 0 and cut:
            return Ruling(Verdict.ROUNDING, expected=there.value, allowance=room, why="cut")
        return ruling
    if (
        mine.half < there.half
        and round_by(in_unit(mine.value, figure.unit), figure.places, figure.rule) == figure.value
    ):
        return Ruling(Verdict.EXACT, expected=there.value)
    return equal(mine, there)


def rounds_to(figure: Figure, claim: Claim) -> bool:
    """Whether the printed amount of a figure, rounded to the places of a claim, is the claim's."""
    if figure.value is None or claim.unit is None:
        return False
    yuan = figure.value.scaleb(figure.unit.exponent, exact)
    return round_half_away(in_unit(yuan, claim.unit), claim.places) == claim.value


@overload
def in_unit(yuan: Decimal, unit: Unit) -> Decimal: ...


@overload
def in_unit(yuan: Decimal | None, unit: Unit) -> Decimal | None: ...


def in_unit(yuan: Decimal | None, unit: Unit) -> Decimal | None:
    """An amount in yuan as it is in a unit; None stays None.

    >>> in_unit(Decimal(12500), Unit.WAN)
    Decimal('1.2500')
    """
    return None if yuan is None else yuan.scaleb(-unit.exponent, exact)
