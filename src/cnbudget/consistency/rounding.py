"""From a printed figure to the interval of amounts that print as it, and back.

A figure printed with ``d`` decimals stands for every amount that rounds to it. Which amounts these
are, and whether the two ends belong to them, depends on the rounding rule.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from cnbudget.consistency.errors import ConsistencyError
from cnbudget.messages import say
from cnbudget.rounding import Interval, Rounding, ends

__all__ = [
    "EVERYTHING",
    "MOST_DIGITS",
    "MOST_PLACES",
    "NOT_NEGATIVE",
    "Interval",
    "Rounding",
    "ends",
    "interval",
    "printable",
    "printed",
    "steps",
    "unit",
]

MOST_PLACES = 1000
"""The most decimals (or, negative, the most rounded places) that a figure may have."""

MOST_DIGITS = 1000
"""The most digits that a figure may have."""


EVERYTHING: Interval[Fraction] = Interval()
NOT_NEGATIVE = Interval(Fraction(0))


def unit(decimals: int) -> Fraction:
    """One unit of the last printed digit.

    >>> unit(2), unit(-1)
    (Fraction(1, 100), Fraction(10, 1))
    """
    return Fraction(1, 10**decimals) if decimals >= 0 else Fraction(10**-decimals)


def steps(value: Decimal | Fraction, decimals: int) -> int:
    """How many units of the last printed digit a figure is.

    Raises:
        ConsistencyError: The figure has more digits than declared.

    >>> steps(Decimal("12.30"), 2), steps(Decimal(1230), -1)
    (1230, 123)
    >>> steps(Decimal("12.345"), 2)
    Traceback (most recent call last):
    ...
    cnbudget.consistency.errors.ConsistencyError: '12.345': more digits than the 2 decimals declared
    """
    top, under = value.as_integer_ratio()
    if decimals >= 0:
        top *= 10**decimals
    else:
        under *= 10**-decimals
    count, rest = divmod(top, under)
    if rest:
        raise ConsistencyError(
            say("consistency.too_many_digits", decimals=decimals),
            value=str(value),
        )
    return count


def interval(
    value: Decimal | Fraction, decimals: int | None, rule: Rounding = Rounding.HALF_AWAY
) -> Interval[Fraction]:
    """The amounts that print as ``value``.

    Args:
        value: The printed figure.
        decimals: Its printed decimals; negative when rounded to tens, hundreds; ``None``: exact.
        rule: The rounding rule.

    Raises:
        ConsistencyError: The figure has more digits than declared.

    >>> print(interval(Decimal("12.30"), 2))
    [2459/200, 2461/200)
    >>> print(interval(Decimal("12.30"), 2, Rounding.TRUNCATE))
    [123/10, 1231/100)
    """
    if decimals is None:
        exact = Fraction(value)
        return Interval(exact, exact)
    count = steps(value, decimals)
    lo, lo_open, hi, hi_open = ends(2 * count, 1, rule, even=count % 2 == 0)
    up, down = (1, 2 * 10**decimals) if decimals >= 0 else (10**-decimals, 2)
    return Interval(
        Fraction(lo * up, down),
        Fraction(hi * up, down),
        low_closed=not lo_open,
        high_closed=not hi_open,
    )


def printed(step: int, decimals: int) -> str:
    """The figure that is so many units of its last digit, as text.

    >>> printed(1230, 2), printed(-5, 2), printed(12, -1)
    ('12.30', '-0.05', '120')
    """
    if decimals <= 0:
        return str(step * 10**-decimals)
    digits = str(abs(step)).zfill(decimals + 1)
    return f"{'-' if step < 0 else ''}{digits[:-decimals]}.{digits[-decimals:]}"


def printable(
    within: Interval[Fraction],
    decimals: int,
    rule: Rounding = Rounding.HALF_AWAY,
    *,
    most: int = 12,
) -> tuple[int | None, tuple[str, ...]]:
    """How many figures some amount of the interval prints as, and the figures if few.

    Args:
        within: The possible amounts.
        decimals: The decimals that the figure is printed with.
        rule: The rounding rule.
        most: With more figures than this only their number is given.

    Returns:
        The number (``None``: without end) and the figures in order.

    >>> printable(Interval(Fraction(29, 1000), Fraction(31, 1000)), 2)
    (1, ('0.03',))
    """
    if within.is_empty:
        return 0, ()
    if within.low is None or within.high is None:
        return None, ()
    size = unit(decimals)
    first, last = -(-within.low // size) - 2, within.high // size + 2
    while first <= last and not _meets(first, size, decimals, rule, within):
        first += 1
    while first <= last and not _meets(last, size, decimals, rule, within):
        last -= 1
    count = max(0, last - first + 1)
    if count > most:
        return count, ()
    return count, tuple(printed(step, decimals) for step in range(first, last + 1))


def _meets(
    step: int, size: Fraction, decimals: int, rule: Rounding, within: Interval[Fraction]
) -> bool:
    return not (interval(step * size, decimals, rule) & within).is_empty
