"""What a printed number stands for, and whether numbers so printed can obey a law: the one arithmetic of rounding.

A number printed under a rule stands for all amounts that the rule prints so: from one end to another, each belonging
to them or not. `ends` knows the rules, and nothing else does. A law between numbers can hold exactly as printed, for
some of the amounts they stand for, or for none: a `Verdict`.
"""

from __future__ import annotations

import decimal
import enum
import warnings
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

import attrs

from cnbudget.arithmetic import exact, half_place, last_place
from cnbudget.messages import Message, say

Whole = TypeVar("Whole", int, Fraction)
Edge = TypeVar("Edge", Decimal, Fraction)


class Verdict(enum.Enum):
    """How a law came out.

    >>> Verdict("violated") is Verdict.VIOLATED
    True
    """

    EXACT = "exact"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    UNDECIDED = "undecided"


class Rounding(enum.StrEnum):
    """How the true amount became the printed figure.

    >>> Rounding("half_away")
    <Rounding.HALF_AWAY: 'half_away'>
    """

    HALF_AWAY = "half_away"
    """Half away from zero (四舍五入), as a spreadsheet's ROUND."""
    HALF_UP = "half_up"
    """Half towards plus infinity."""
    HALF_EVEN = "half_even"
    """Half to the even digit (GB/T 8170 数值修约)."""
    CLOSED = "closed"
    """Nearest, ties unknown: both ends belong."""
    TRUNCATE = "truncate"
    """Digits cut off towards zero."""
    EXACT = "exact"
    """Not rounded at all."""


#: Half away from zero (四舍五入), the rule of nearly all forms.
HALF_UP = "half-up"
#: What is beyond the last place is cut off (舍去尾数).
TRUNCATION = "truncation"
_RULES = {
    HALF_UP: Rounding.HALF_AWAY,
    TRUNCATION: Rounding.TRUNCATE,
    "half-even": Rounding.HALF_EVEN,
    "half-ceiling": Rounding.HALF_UP,
    "nearest": Rounding.CLOSED,
    "exact": Rounding.EXACT,
}
#: The names that forms give the rules.
ROUNDINGS = tuple(_RULES)


def rule_named(name: str) -> Rounding:
    """The rule that a form names.

    >>> rule_named("half-up")
    <Rounding.HALF_AWAY: 'half_away'>
    """
    return _RULES[name]


_WORDS = {
    Rounding.HALF_AWAY: say("rounding.half_away"),
    Rounding.HALF_UP: say("rounding.half_up"),
    Rounding.HALF_EVEN: say("rounding.half_even"),
    Rounding.TRUNCATE: say("rounding.truncate"),
}


def rule_words(rules: Iterable[Rounding]) -> Message:
    """What is said of how numbers were rounded: the name of their rule, if it is one.

    >>> rule_words([Rounding.TRUNCATE, Rounding.EXACT]).zh, rule_words(Rounding).zh
    ('舍去尾数', '舍入')
    """
    several = {rule for rule in rules if rule is not Rounding.EXACT}
    known = _WORDS.get(several.pop()) if len(several) == 1 else None
    return known or say("rounding.several")


def _context(rounding: str) -> decimal.Context:
    context = exact.copy()
    context.rounding = rounding
    context.traps[decimal.Inexact] = False
    return context


_CONTEXTS = {
    Rounding.HALF_AWAY: _context(decimal.ROUND_HALF_UP),
    Rounding.HALF_UP: _context(decimal.ROUND_FLOOR),  # of what is half a place more
    Rounding.HALF_EVEN: _context(decimal.ROUND_HALF_EVEN),
    Rounding.CLOSED: _context(decimal.ROUND_HALF_UP),  # the commonest that it stands for
    Rounding.TRUNCATE: _context(decimal.ROUND_DOWN),
}


def round_by(value: Decimal, places: int, rule: Rounding) -> Decimal:
    """What a rule prints an amount as, at so many places; what is exact is not rounded.

    >>> round_by(Decimal("2.345"), 2, Rounding.HALF_EVEN), round_by(Decimal("-2.349"), 2, Rounding.TRUNCATE)
    (Decimal('2.34'), Decimal('-2.34'))
    """
    if rule is Rounding.EXACT:
        return value
    if rule is Rounding.HALF_UP:
        value = exact.add(value, half_place(places))
    return value.quantize(last_place(places), context=_CONTEXTS[rule])


def ends(
    value: Whole, half: Whole, rule: Rounding, *, even: bool
) -> tuple[Whole, bool, Whole, bool]:
    """The ends of the amounts that print as ``value``: low, whether open, high, whether open.

    Works alike on fractions and on integers of a common grid.

    Args:
        value: The figure.
        half: Half a unit of its last digit.
        rule: The rounding rule.
        even: Whether the figure's last digit is even; only half-to-even asks.

    >>> ends(1230, 5, Rounding.HALF_AWAY, even=True)
    (1225, False, 1235, True)
    """
    if rule is Rounding.HALF_AWAY:
        return value - half, value <= 0, value + half, value >= 0
    if rule is Rounding.HALF_UP:
        return value - half, False, value + half, True
    if rule is Rounding.HALF_EVEN:
        return value - half, not even, value + half, not even
    if rule is Rounding.CLOSED:
        return value - half, False, value + half, False
    if rule is Rounding.TRUNCATE:
        low = value if value > 0 else value - 2 * half
        high = value if value < 0 else value + 2 * half
        return low, value <= 0, high, value >= 0
    return value, False, value, False


#: What the ends of the engine's intervals were called.
_FORMER = {"lo": "low", "hi": "high", "lo_closed": "low_closed", "hi_closed": "high_closed"}


@attrs.frozen(init=False)
class Interval(Generic[Edge]):
    """The numbers between two ends, each belonging to it or not; None is no end on that side.

    Of amounts of money the ends are decimals of 元; the engine's are fractions.

    Attributes:
        low: The lower end.
        high: The upper end.
        low_closed: Whether the lower end belongs to it.
        high_closed: Whether the upper end does.

    >>> print(Interval(Decimal(673550), Decimal(673650), high_closed=False), Interval(None, Fraction(1, 3)))
    [673550, 673650) (-∞, 1/3]
    """

    low: Edge | None = None
    high: Edge | None = None
    low_closed: bool = attrs.field(default=True, kw_only=True)
    high_closed: bool = attrs.field(default=True, kw_only=True)

    def __init__(
        self,
        low: Edge | None = None,
        high: Edge | None = None,
        *,
        low_closed: bool = True,
        high_closed: bool = True,
        **former: Any,
    ) -> None:
        if not former:
            self.__attrs_init__(low, high, low_closed=low_closed, high_closed=high_closed)
            return
        ends: dict[str, Any] = {
            "low": low,
            "high": high,
            "low_closed": low_closed,
            "high_closed": high_closed,
        }
        for name, value in former.items():
            if name not in _FORMER:
                raise TypeError(f"Interval() got an unexpected keyword argument {name!r}")
            ends[_former(name, 3)] = value
        self.__attrs_init__(**ends)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it.

        >>> Interval(Fraction(1), Fraction(1), high_closed=False).is_empty
        True
        """
        if self.low is None or self.high is None:
            return False
        closed = self.low_closed and self.high_closed
        return self.low > self.high or (self.low == self.high and not closed)

    def __contains__(self, number: object) -> bool:
        """Whether a number, or the 元 of an `Amount`, lies in it."""
        number = getattr(number, "yuan", number)
        if not isinstance(number, (int, Decimal, Fraction)):
            return False
        exactly = number if type(number) is Fraction else Fraction(number)
        if self.low is not None:
            low = Fraction(self.low)
            if exactly < low or (exactly == low and not self.low_closed):
                return False
        if self.high is None:
            return True
        high = Fraction(self.high)
        return exactly < high or (exactly == high and self.high_closed)

    def __and__(self, other: Interval[Edge]) -> Interval[Edge]:
        low, low_closed = self.low, self.low_closed
        if other.low is not None and (low is None or other.low >= low):
            low_closed = other.low_closed and (low != other.low or low_closed)
            low = other.low
        high, high_closed = self.high, self.high_closed
        if other.high is not None and (high is None or other.high <= high):
            high_closed = other.high_closed and (high != other.high or high_closed)
            high = other.high
        return Interval(low, high, low_closed=low_closed, high_closed=high_closed)

    @property
    def closure(self) -> Interval[Edge]:
        """The same ends, both belonging.

        >>> print(Interval(Fraction(0), Fraction(1), high_closed=False).closure)
        [0, 1]
        """
        return Interval(self.low, self.high)

    def __str__(self) -> str:
        low = "(-∞" if self.low is None else f"{'[' if self.low_closed else '('}{_end(self.low)}"
        high = "∞)" if self.high is None else f"{_end(self.high)}{']' if self.high_closed else ')'}"
        return f"{low}, {high}"

    def __getattr__(self, name: str) -> Any:
        """Its former names in the engine, for one version."""
        if name not in _FORMER:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return getattr(self, _former(name, 3))


def _former(name: str, level: int) -> str:
    """What is called otherwise now, with a warning."""
    reason = f"Interval.{name} is now called {_FORMER[name]}"
    warnings.warn(reason, DeprecationWarning, stacklevel=level)
    return _FORMER[name]


def _end(number: Decimal | Fraction) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def interval_of(
    value: Decimal, places: int, exponent: int, rule: Rounding = Rounding.HALF_AWAY
) -> Interval[Decimal]:
    """The numbers that a rule prints as ``value``.

    Args:
        value: As printed.
        places: The decimals printed.
        exponent: The power of ten of the unit.
        rule: The rounding rule.

    >>> print(interval_of(Decimal("67.36"), 2, 4))
    [673550, 673650)
    """
    count = int(value.scaleb(places, exact))  # in last places
    low, low_open, high, high_open = ends(2 * count, 1, rule, even=count % 2 == 0)
    half = half_place(places, exponent)
    return Interval(
        exact.multiply(low, half),
        exact.multiply(high, half),
        low_closed=not low_open,
        high_closed=not high_open,
    )


def reaches_zero(terms: Iterable[tuple[int, int, int, Rounding]]) -> bool:
    """Whether amounts that print as these numbers, added up with their signs, can come to nothing.

    Args:
        terms: The sign, 1 or -1; the number and half its last place (0: exact) on a common grid; its rule.

    >>> rule = Rounding.HALF_AWAY  # 10.5 + 10.5 + 10.5 prints as 11 + 11 + 11, and 31.5 as 32
    >>> reaches_zero([(1, 64, 1, rule), (-1, 22, 1, rule), (-1, 22, 1, rule), (-1, 22, 1, rule)])
    True
    """
    low = high = 0
    low_open = high_open = False
    for sign, value, half, rule in terms:
        if not half:
            low += sign * value
            high += sign * value
            continue
        least, least_open, most, most_open = ends(
            value, half, rule, even=value // (2 * half) % 2 == 0
        )
        if sign < 0:
            least, least_open, most, most_open = -most, most_open, -least, least_open
        low += least
        high += most
        low_open |= least_open
        high_open |= most_open
    return (low < 0 or (low == 0 and not low_open)) and (high > 0 or (high == 0 and not high_open))
