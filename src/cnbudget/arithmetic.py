"""The library's own decimal arithmetic: exact, whatever the host program's context is."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow

__all__ = ["exact", "round_half_away"]

#: Exact arithmetic: whatever would need rounding raises instead.
exact = Context(prec=400, traps=[Inexact, InvalidOperation, Overflow])


def round_half_away(value: Decimal, places: int) -> Decimal:
    """``value`` at ``places`` decimals, half away from zero (四舍五入); places may be negative.

    >>> round_half_away(Decimal("2.345"), 2), round_half_away(Decimal("-2.345"), 2)
    (Decimal('2.35'), Decimal('-2.35'))
    """
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=400))
    return rounded if places >= 0 else rounded.quantize(Decimal(1), context=exact)
