"""The typing slips: what a figure may have been before one slip of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cnbudget.consistency.errors import ConsistencyError
from cnbudget.consistency.evidence import Slip
from cnbudget.consistency.rounding import printed, steps
from cnbudget.consistency.system import Cell, exponent

POWERS = (-4, -3, -2, -1, 1, 2, 3, 4)

SINGLE = tuple(kind for kind in Slip if kind not in (Slip.SWAP_CELLS, Slip.SHIFT_ROW))
"""The slips that concern one figure."""


def places(cell: Cell) -> int:
    """The decimals that a cell's figure is written with.

    >>> places(Cell("A", "1.50")), places(Cell("A", "120", decimals=-1))
    (2, 0)
    """
    if cell.decimals is not None:
        return max(0, cell.decimals)
    return 0 if cell.value is None else max(0, -exponent(cell.value))


def fits(cell: Cell, value: Decimal) -> bool:
    """Whether a figure can be printed in the cell.

    >>> fits(Cell("A", "1.5", decimals=1), Decimal("1.25"))
    False
    """
    try:
        steps(value, places(cell) if cell.decimals is None else cell.decimals)
    except ConsistencyError:
        return False
    return True


def undone(cell: Cell, kind: Slip) -> Iterator[str]:
    """The figures that one slip of a kind could have turned into the cell's.

    The digits are those of the figure without its point, padded to one digit before the point.

    >>> list(undone(Cell("A", "12", decimals=0), Slip.TRANSPOSE_ADJACENT))
    ['21']
    >>> list(undone(Cell("A", "0.50", decimals=2), Slip.POWER_OF_TEN))
    ['0.05', '5.00', '50.00', '500.00', '5000.00']
    """
    if cell.value is None:
        return
    point = places(cell)
    count = steps(cell.value, point)
    digits = str(abs(count)).zfill(point + 1)
    sign = -1 if count < 0 else 1
    seen = {count}
    for number in _numbers(kind, digits, count, sign):
        if number not in seen:
            seen.add(number)
            text = printed(number, point)
            if fits(cell, Decimal(text)):
                yield text


def _numbers(kind: Slip, digits: str, count: int, sign: int) -> Iterator[int]:
    size = len(digits)
    if kind is Slip.TRANSPOSE_ADJACENT:
        for i in range(size - 1):
            yield sign * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
    elif kind is Slip.SUBSTITUTE_DIGIT:
        for i in range(size):
            for d in "0123456789":
                yield sign * int(digits[:i] + d + digits[i + 1 :])
    elif kind is Slip.INSERT_DIGIT:
        for i in range(size + 1):
            for d in "0123456789":
                yield sign * int(digits[:i] + d + digits[i:])
    elif kind is Slip.DELETE_DIGIT:
        for i in range(size):
            yield sign * int((digits[:i] + digits[i + 1 :]) or "0")
    elif kind is Slip.SIGN_FLIP:
        yield -count
    elif kind is Slip.POWER_OF_TEN:
        for power in POWERS:
            if power > 0:
                yield count * 10**power
            elif count % 10**-power == 0:
                yield count // 10**-power
