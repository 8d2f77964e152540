"""Whether printed percentages and amounts follow from printed amounts: exactly, within rounding, or not.

Amounts are 元, percentages per cent; each stands for the numbers that print as it. What is *exact* is reproduced by the
printed amounts (half away from zero); *rounding* is what some true amounts reproduce.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from cnbudget.arithmetic import exact, half_place
from cnbudget.rounding import Interval, Rounding, Verdict, ends
from cnbudget.values import Value

#: An end, and whether it does not belong.
_End = tuple[Fraction, bool]


@attrs.frozen(eq=False, repr=False)
class Number(Value):
    """A printed number.

    Attributes:
        value: The number: 元, or per cent.
        half: Half its last place; 0 for what is exact.
        below: How far below it the smallest amount is that prints so.
        above: How far above it the largest is.
        low_open: Whether the smallest does not itself print so.
        high_open: Whether the largest does not.
    """

    value: Decimal
    half: Decimal = Decimal(0)
    below: Decimal = attrs.field(kw_only=True)
    above: Decimal = attrs.field(kw_only=True)
    low_open: bool = attrs.field(kw_only=True)
    high_open: bool = attrs.field(kw_only=True)

    @below.default
    def _below(self) -> Decimal:
        return self.half

    @above.default
    def _above(self) -> Decimal:
        return self.half

    @low_open.default
    def _low_open(self) -> bool:
        return bool(self.half) and self.value <= 0

    @high_open.default
    def _high_open(self) -> bool:
        return bool(self.half) and self.value >= 0

    def interval(self) -> Interval[Decimal]:
        """The amounts that it can stand for.

        >>> print(Number(Decimal("673600"), Decimal(50)).interval())
        [673550, 673650)
        """
        return Interval(
            exact.subtract(self.value, self.below),
            exact.add(self.value, self.above),
            low_closed=not self.low_open,
            high_closed=not self.high_open,
        )

    @classmethod
    def printed(cls, value: Decimal, places: int, exponent: int, rule: Rounding) -> Number:
        """A number as a rule prints it.

        >>> cut = Number.printed(Decimal("498.73"), 2, 4, Rounding.TRUNCATE)
        >>> cut.low, cut.high, cut.low_open, cut.high_open
        (Fraction(4987300, 1), Fraction(4987400, 1), False, True)
        """
        centre = value.scaleb(exponent, exact)
        if rule is Rounding.EXACT:
            return cls(centre)
        half = half_place(places, exponent)
        if rule is Rounding.HALF_AWAY:
            low_open, high_open = half != 0 and centre <= 0, half != 0 and centre >= 0
            return _number(centre, half, half, half, low_open, high_open)
        count = int(value.scaleb(places, exact))
        low, low_open, high, high_open = ends(2 * count, 1, rule, even=count % 2 == 0)
        return cls(
            centre,
            half,
            below=exact.multiply(half, 2 * count - low),
            above=exact.multiply(half, high - 2 * count),
            low_open=low_open,
            high_open=high_open,
        )

    @property
    def low(self) -> Fraction:
        """The smallest it can stand for."""
        return Fraction(self.value) - Fraction(self.below)

    @property
    def high(self) -> Fraction:
        """The largest it can stand for."""
        return Fraction(self.value) + Fraction(self.above)

    def roomier(self, more: int) -> Number:
        """The same with so many more halves of a last place on either side."""
        room = exact.multiply(self.half, more)
        return Number(
            self.value,
            exact.add(self.half, room),
            below=exact.add(self.below, room),
            above=exact.add(self.above, room),
            low_open=self.low_open,
            high_open=self.high_open,
        )

    def wider(self) -> Number:
        """The same if it could be off by one whole last place more; an exact zero stays."""
        return self.roomier(2) if self.value else self

    def meets(self, other: Number) -> bool:
        """Whether one amount prints as both."""
        take, add = exact.subtract, exact.add
        low, there = take(self.value, self.below), take(other.value, other.below)
        high, up = add(self.value, self.above), add(other.value, other.above)
        return _reached((there, other.low_open), (high, self.high_open)) and _reached(
            (low, self.low_open), (up, other.high_open)
        )

    def __add__(self, other: Number) -> Number:
        add = exact.add
        return _number(
            add(self.value, other.value),
            add(self.half, other.half),
            add(self.below, other.below),
            add(self.above, other.above),
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Number) -> Number:
        return _number(
            exact.subtract(self.value, other.value),
            exact.add(self.half, other.half),
            exact.add(self.below, other.above),
            exact.add(self.above, other.below),
            self.low_open or other.high_open,
            self.high_open or other.low_open,
        )


#: What sets the fields of a number past the guard of a frozen class: a check makes very many.
_value, _half, _below, _above, _low_open, _high_open = (
    getattr(Number, each.name).__set__ for each in attrs.fields(Number)
)


def _number(
    value: Decimal,
    half: Decimal,
    below: Decimal,
    above: Decimal,
    low_open: bool,
    high_open: bool,
) -> Number:
    """A number from all its fields."""
    made = object.__new__(Number)
    _value(made, value)
    _half(made, half)
    _below(made, below)
    _above(made, above)
    _low_open(made, low_open)
    _high_open(made, high_open)
    return made


@attrs.frozen(eq=False, repr=False)
class Ruling(Value):
    """How a claim came out.

    Attributes:
        verdict: Exact, rounding, violated, or undecided (a rate on a base of zero says nothing).
        minor: Violated, but not if every number could be off by one whole last place.
        expected: What the printed amounts come to.
        allowance: The largest difference that rounding could explain.
        why: "zero" where the base is zero; "cut" where what is printed was cut off and not rounded, "up" where it was
            rounded up; "of_now" where a rate is that of the change in this year's amount; "negative" where the amount
            before would be less than nothing.
    """

    verdict: Verdict
    minor: bool = False
    expected: Decimal | None = attrs.field(default=None, kw_only=True)
    allowance: Decimal | None = attrs.field(default=None, kw_only=True)
    why: str = attrs.field(default="", kw_only=True)


EXACT = Ruling(Verdict.EXACT)


def equal(one: Number, other: Number) -> Ruling:
    """Whether two numbers are the same.

    >>> equal(Number(Decimal("5"), Decimal("0.5")), Number(Decimal("5.4"), Decimal("0.05"))).verdict
    <Verdict.ROUNDING: 'rounding'>
    """
    allowance = exact.add(one.half, other.half)
    difference = exact.subtract(one.value, other.value).copy_abs()
    verdict = Verdict.VIOLATED
    if not difference:
        verdict = Verdict.EXACT
    elif one.meets(other):
        verdict = Verdict.ROUNDING
    minor = verdict is Verdict.VIOLATED and one.wider().meets(other.wider())
    return Ruling(verdict, minor, expected=other.value, allowance=allowance)


def proportion(share: Number, part: Number, whole: Number, places: int) -> Ruling:
    """Whether a share is that of a part in a whole.

    >>> places = Number(Decimal("87.97"), Decimal("0.005"))
    >>> part = Number(Decimal("4387300"), Decimal(50))
    >>> proportion(places, part, Number(Decimal("4987300"), Decimal(50)), 2).verdict
    <Verdict.EXACT: 'exact'>
    """
    if not whole.value:
        good = not share.value and not part.value
        return EXACT if good else Ruling(Verdict.VIOLATED, why="zero")
    ratio = 100 * Fraction(part.value) / Fraction(whole.value)
    return _rule(share, ratio, places, lambda n: _share_range(n, part, whole))


def _share_range(wide: bool, part: Number, whole: Number) -> tuple[_End, _End | None]:
    if wide:
        part, whole = part.wider(), whole.wider()
    if not whole.high:
        return (Fraction(0), False), None
    low = (100 * part.low / whole.high, _both(part.low, part.low_open, whole.high_open))
    if whole.low <= 0:
        return low, None
    return low, (100 * part.high / whole.low, _both(part.high, part.high_open, whole.low_open))


def _both(over: Fraction, over_open: bool, under_open: bool) -> bool:
    """Whether a quotient at two ends is not reached: nothing is nothing, whatever it is divided by."""
    return over_open or (under_open and over != 0)


def growth(
    rate: Number, now: Number, before: Number, places: int, *, change: Number | None = None
) -> Ruling:
    """Whether a rate of growth is that from one amount to another.

    From zero to zero the rate is 0; from zero to something there is none, and a printed 100 % is no more than a note.

    Args:
        rate: The printed rate, negative for a decrease.
        now: The amount.
        before: The amount before; of no use if the change is given.
        places: The decimals of the rate.
        change: The printed change, negative for a decrease: the amount before is what it leaves.
    """
    if change is None:
        change = now - before
        base = before
    else:
        base = now - change
    if not base.value:
        if not change.value:
            good = not rate.value
            return EXACT if good else Ruling(Verdict.VIOLATED, expected=Decimal(0), why="zero")
        # budgets of Xinjiang print 增长100.00% of what is new
        hundred = rate.value.copy_abs() == 100 and (rate.value > 0) == (change.value > 0)
        return Ruling(Verdict.UNDECIDED if hundred else Verdict.VIOLATED, why="zero")
    ratio = 100 * Fraction(change.value) / abs(Fraction(base.value))
    if base.high <= 0:  # nothing can have been less than nothing
        expected = percent(ratio, places)
        return Ruling(Verdict.VIOLATED, expected=expected, allowance=rate.half, why="negative")
    given = (before,) if base is before else None
    return _rule(rate, ratio, places, lambda n: _growth_range(n, now, change, given))


def _growth_range(
    wide: bool, now: Number, change: Number, given: tuple[Number] | None
) -> tuple[_End, _End | None]:
    if given is not None:
        before = given[0]
        if wide:
            now, before = now.wider(), before.wider()
        if before.low <= 0:
            return (Fraction(-100), False), None
        return (
            (100 * (now.low / before.high - 1), _both(now.low, now.low_open, before.high_open)),
            (100 * (now.high / before.low - 1), _both(now.high, now.high_open, before.low_open)),
        )
    if wide:
        now, change = now.wider(), change.wider()
    least = (now.low, now.low_open) if now.low > 0 else (Fraction(0), False)
    corners = [
        (amount - more, 100 * more, more_open or (amount_open and more != 0))
        for amount, amount_open in (least, (now.high, now.high_open))
        for more, more_open in ((change.low, change.low_open), (change.high, change.high_open))
    ]
    if any(base <= 0 for base, _, _ in corners):  # the base can be as small as one likes
        return (Fraction(-100), False), None
    rates = [(more / base, is_open) for base, more, is_open in corners]
    return min(rates), max(rates, key=lambda end: (end[0], not end[1]))


def _rule(
    printed: Number,
    ratio: Fraction,
    places: int,
    span: Callable[[bool], tuple[_End, _End | None]],
) -> Ruling:
    comes_to, cut = percent(ratio, places), _cut_off(ratio, places)
    if comes_to == printed.value:
        return Ruling(Verdict.EXACT, expected=comes_to, why="" if cut == comes_to else "up")
    low, high = span(False)
    shown = percent(ratio, max(places, 2))
    allowance = printed.half
    if high is not None:
        allowance = exact.add(allowance, percent((high[0] - low[0]) / 2, max(places, 2) + 2))
    if _within(printed, low, high):
        return Ruling(Verdict.ROUNDING, expected=shown, allowance=allowance)
    minor = _within(printed.wider(), *span(True))
    why = "cut" if cut == printed.value else ""
    return Ruling(Verdict.VIOLATED, minor, expected=shown, allowance=allowance, why=why)


def _within(printed: Number, low: _End, high: _End | None) -> bool:
    return _meet((printed.low, printed.low_open), (printed.high, printed.high_open), low, high)


def _meet(low: _End, high: _End, other: _End, up: _End | None) -> bool:
    """Whether two intervals have an amount in common."""
    return _reached(other, high) and (up is None or _reached(low, up))


def _reached(low: tuple[Any, bool], high: tuple[Any, bool]) -> bool:
    return low[0] < high[0] or (low[0] == high[0] and not (low[1] or high[1]))


def _cut_off(ratio: Fraction, places: int) -> Decimal:
    """A ratio as a decimal, what is beyond its places cut off."""
    scaled = abs(ratio) * 10**places
    value = Decimal(scaled.numerator // scaled.denominator).scaleb(-places, exact)
    return exact.minus(value) if ratio < 0 and value else value


def percent(ratio: Fraction, places: int) -> Decimal:
    """A ratio as a decimal, half away from zero."""
    scaled = abs(ratio) * 10**places
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    value = Decimal(digits).scaleb(-places, exact)
    return exact.minus(value) if ratio < 0 and digits else value
