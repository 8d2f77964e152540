"""Whether printed percentages and amounts follow from printed amounts: exactly, within rounding, or not.

Amounts are 元, percentages per cent; each stands for the numbers that print as it. What is *exact* is reproduced by the
printed amounts (half away from zero); *rounding* is what some true amounts reproduce.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from cnbudget.arithmetic import exact
from cnbudget.invariants import Verdict

__all__ = ["Number", "Ruling", "equal", "growth", "proportion", "summed"]


@attrs.frozen
class Number:
    """A printed number.

    Attributes:
        value: The number: 元, or per cent.
        half: Half its last place; 0 for what is exact.
    """

    value: Decimal
    half: Decimal = Decimal(0)

    @property
    def low(self) -> Fraction:
        """The smallest it can stand for."""
        return Fraction(self.value) - Fraction(self.half)

    @property
    def high(self) -> Fraction:
        """The largest it can stand for."""
        return Fraction(self.value) + Fraction(self.half)

    def wider(self) -> Number:
        """The same if it could be off by one whole last place more; an exact zero stays."""
        return attrs.evolve(self, half=exact.multiply(self.half, 3)) if self.value else self

    def __add__(self, other: Number) -> Number:
        return Number(exact.add(self.value, other.value), exact.add(self.half, other.half))

    def __sub__(self, other: Number) -> Number:
        return Number(exact.subtract(self.value, other.value), exact.add(self.half, other.half))


@attrs.frozen
class Ruling:
    """How a claim came out.

    Attributes:
        verdict: Exact, rounding, violated, or undecided (a rate on a base of zero says nothing).
        minor: Violated, but not if every number could be off by one whole last place.
        expected: What the printed amounts come to.
        allowance: The largest difference that rounding could explain.
        why: "zero" where the base is zero.
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
    elif difference < allowance:
        verdict = Verdict.ROUNDING
    wide = exact.add(one.wider().half, other.wider().half)
    minor = verdict is Verdict.VIOLATED and difference < wide
    return Ruling(verdict, minor, expected=other.value, allowance=allowance)


def summed(whole: Number, parts: Number) -> Ruling:
    """Whether a whole is the sum of its parts."""
    return equal(whole, parts)


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


def _share_range(wide: bool, part: Number, whole: Number) -> tuple[Fraction, Fraction | None]:
    if wide:
        part, whole = part.wider(), whole.wider()
    low = 100 * part.low / whole.high if whole.high else Fraction(0)
    return low, (100 * part.high / whole.low if whole.low > 0 else None)


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
        hundred = rate.value.copy_abs() == 100 and (rate.value > 0) == (change.value > 0)
        return Ruling(Verdict.UNDECIDED if hundred else Verdict.VIOLATED, why="zero")
    ratio = 100 * Fraction(change.value) / abs(Fraction(base.value))
    if base.high <= 0:  # nothing can have been less than nothing
        return Ruling(Verdict.VIOLATED, expected=_percent(ratio, places), allowance=rate.half)
    given = (before,) if base is before else None
    return _rule(rate, ratio, places, lambda n: _growth_range(n, now, change, given))


def _growth_range(
    wide: bool, now: Number, change: Number, given: tuple[Number] | None
) -> tuple[Fraction, Fraction | None]:
    if given is not None:
        before = given[0]
        if wide:
            now, before = now.wider(), before.wider()
        if before.low <= 0:
            return Fraction(-100), None
        return 100 * (now.low / before.high - 1), 100 * (now.high / before.low - 1)
    if wide:
        now, change = now.wider(), change.wider()
    corners = [
        (amount, more, amount - more)
        for amount in (max(now.low, Fraction(0)), now.high)
        for more in (change.low, change.high)
    ]
    if any(base <= 0 for _, _, base in corners):  # the base can be as small as one likes
        return Fraction(-100), None
    rates = [100 * more / base for _, more, base in corners]
    return min(rates), max(rates)


def _rule(printed: Number, ratio: Fraction, places: int, span: object) -> Ruling:
    comes_to = _percent(ratio, places)
    if comes_to == printed.value:
        return Ruling(Verdict.EXACT, expected=comes_to)
    low, high = span(False)  # type: ignore[operator]
    shown = _percent(ratio, max(places, 2))
    allowance = printed.half
    if high is not None:
        allowance = exact.add(allowance, _percent((high - low) / 2, max(places, 2) + 2))
    if _meet(printed.low, printed.high, low, high):
        return Ruling(Verdict.ROUNDING, expected=shown, allowance=allowance)
    low, high = span(True)  # type: ignore[operator]
    wide = printed.wider()
    minor = _meet(wide.low, wide.high, low, high)
    return Ruling(Verdict.VIOLATED, minor, expected=shown, allowance=allowance)


def _meet(low: Fraction, high: Fraction, other: Fraction, up: Fraction | None) -> bool:
    return high >= other and (up is None or up >= low)


def _percent(ratio: Fraction, places: int) -> Decimal:
    """A ratio as a decimal, half away from zero."""
    scaled = abs(ratio) * 10**places
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    value = Decimal(digits).scaleb(-places, exact)
    return exact.minus(value) if ratio < 0 and digits else value
