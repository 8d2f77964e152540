"""The typing slips by name: which one could have turned the right number into what is printed."""

from __future__ import annotations

from decimal import Decimal

from cnbudget.arithmetic import printed
from cnbudget.consistency import Cell, Slip
from cnbudget.consistency.slips import undone
from cnbudget.messages import Message, say

#: What the slips are called.
SLIPS: dict[str, Message] = {
    Slip.TRANSPOSE_ADJACENT: say("repairs.digits_transposed"),
    Slip.SUBSTITUTE_DIGIT: say("repairs.digit_wrong"),
    Slip.INSERT_DIGIT: say("repairs.digit_dropped"),
    Slip.DELETE_DIGIT: say("repairs.digit_too_many"),
    Slip.SIGN_FLIP: say("repairs.sign_reversed"),
    Slip.POWER_OF_TEN: say("repairs.point_misplaced"),
    Slip.SWAP_CELLS: say("repairs.figures_exchanged"),
    Slip.SHIFT_ROW: say("repairs.row_shifted"),
}
#: Those of one number, the most telling first.
_ORDER = (
    Slip.POWER_OF_TEN,
    Slip.SIGN_FLIP,
    Slip.TRANSPOSE_ADJACENT,
    Slip.SUBSTITUTE_DIGIT,
    Slip.INSERT_DIGIT,
    Slip.DELETE_DIGIT,
)
_TELLING = 4  # digits that a number has at least whose digits can be said to be wrong


def mistyped(value: Decimal, meant: Decimal, places: int) -> Message | None:
    """The slip that makes one number of another; None if no single one does, or if it would say nothing.

    Args:
        value: What is printed.
        meant: What should have been.
        places: The decimals printed.

    >>> mistyped(Decimal("41640000"), Decimal("46140000"), 2).zh
    '相邻两位数字颠倒'
    >>> mistyped(Decimal("5.18"), Decimal("97.20"), 2) is None
    True
    """
    if not value or not meant:
        return None
    shown = printed(meant, places)
    if Decimal(shown) != meant or Decimal(printed(value, places)) != value:
        return None  # finer than it is printed
    digits = len(printed(value, places).lstrip("-").replace(".", "").strip("0"))
    for slip in _ORDER if digits >= _TELLING else _ORDER[:3]:
        if shown in undone(Cell("", value, decimals=places), slip):
            return SLIPS[slip]
    return None
