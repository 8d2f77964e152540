"""The library's own decimal arithmetic: exact, whatever the host program's context is.

An operator (``+``), ``abs``, ``sum``, ``scaleb`` without a context and a format such as ``.2f`` take the context of the
program around us, which may round to six digits, round down or trap what it likes. So money is added with
``exact.add``, written with `printed`, or reckoned under ``with localcontext(exact)``; `tools/find_arithmetic.py`
finds what is not.
"""

from __future__ import annotations

from decimal import (
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    Inexact,
    InvalidOperation,
    Overflow,
)
from functools import lru_cache

_DIGITS = 400
_LARGEST = 999_999
_ALWAYS: list[type[DecimalException]] = [InvalidOperation, Overflow, DivisionByZero]


def _context(digits: int, rounding: str, traps: list[type[DecimalException]]) -> Context:
    """A context that takes nothing from the host's defaults."""
    return Context(
        prec=digits, rounding=rounding, Emin=-_LARGEST, Emax=_LARGEST, capitals=1, clamp=0,
        flags=[], traps=traps,
    )  # fmt: skip


#: Exact arithmetic: whatever would need rounding raises instead.
exact = _context(_DIGITS, ROUND_HALF_EVEN, [Inexact, *_ALWAYS])
_half_away = _context(_DIGITS, ROUND_HALF_UP, _ALWAYS)


@lru_cache(maxsize=256)
def last_place(places: int, exponent: int = 0) -> Decimal:
    """One at the last of some decimals, of a unit of ten to the ``exponent``.

    >>> last_place(2), last_place(2, 4)
    (Decimal('0.01'), Decimal('1E+2'))
    """
    return Decimal(1).scaleb(exponent - places, exact)


@lru_cache(maxsize=256)
def half_place(places: int, exponent: int = 0) -> Decimal:
    """Half of the last place: what rounding leaves open.

    >>> half_place(2), half_place(2, 4)
    (Decimal('0.005'), Decimal('5E+1'))
    """
    return Decimal(5).scaleb(exponent - places - 1, exact)


def round_half_away(value: Decimal, places: int) -> Decimal:
    """``value`` at ``places`` decimals, half away from zero (四舍五入); places may be negative.

    >>> round_half_away(Decimal("2.345"), 2), round_half_away(Decimal("-2.345"), 2)
    (Decimal('2.35'), Decimal('-2.35'))
    """
    rounded = value.quantize(last_place(places), context=_half_away)
    return rounded if places >= 0 else rounded.quantize(Decimal(1), context=exact)


def shortest(value: Decimal, places: int = 0) -> Decimal:
    """``value`` without zeros behind ``places`` decimals and without an exponent: one spelling a value.

    >>> shortest(Decimal("1E+2")), shortest(Decimal("-0.00")), shortest(Decimal("1.50"), 2)
    (Decimal('100'), Decimal('0'), Decimal('1.50'))
    """
    if not value:
        return Decimal((0, (0,), -places))
    value = value.normalize(exact)
    short = int(value.as_tuple().exponent) > -places
    return value.quantize(last_place(places), None, exact) if short else value


def context_of(digits: int) -> Context:
    """A context that rounds to so many digits, for what need not be exact.

    >>> context_of(3).create_decimal(Decimal("0.1234567"))
    Decimal('0.123')
    """
    return _context(digits, ROUND_HALF_EVEN, _ALWAYS)


def printed(value: Decimal, places: int, *, grouped: bool = False) -> str:
    """``value`` as it prints at ``places`` decimals.

    >>> printed(Decimal("1234.565"), 2), printed(Decimal("1234.5"), 2, grouped=True)
    ('1234.57', '1,234.50')
    """
    rounded = round_half_away(value, places)
    return f"{rounded:,f}" if grouped else f"{rounded:f}"


def separated(number: str) -> str:
    """A number as text with separators of thousands; what is no number as it is.

    >>> separated("9011.68"), separated("-9,011.680"), separated("年底")
    ('9,011.68', '-9,011.680', '年底')
    """
    whole, point, decimals = number.replace(",", "").partition(".")
    sign = "-" if whole.startswith("-") else "+" if whole.startswith("+") else ""
    digits = whole.removeprefix(sign)
    if not digits.isascii() or not digits.isdigit():
        return number
    return f"{sign}{int(digits):,}{point}{decimals}" if len(digits) > 3 else number
