"""Exact money: `Amount`, its units, and exact ratios between amounts.

An amount is a sum of money held as a `decimal.Decimal` of 元. It comes in and goes out in 元, 千元,
万元 or 亿元, is never a float and is never rounded unless asked. All arithmetic runs in the module's own
decimal context with `decimal.Inexact` trapped, so a host program's context cannot change a budget.
"""

from __future__ import annotations

import enum
import operator
import re
from decimal import Decimal, Inexact
from numbers import Number
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import attrs

from cnbudget.arithmetic import exact, round_half_away, shortest
from cnbudget.characters import HALF_WIDTH
from cnbudget.errors import MoneyError
from cnbudget.expressions import expression
from cnbudget.messages import say
from cnbudget.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Amount", "Ratio", "Unit", "exact", "exact_number", "round_half_away"]

#: Commas group whole thousands: "12,34" may be a slip for 1,234 or for 12.34, and so is no amount.
_TEXT = expression(
    r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII
)
#: An amount with its unit, as `str` and budgets write it: 123元, 1,234.5 万元.
_WITH_UNIT = expression(r"([-+0-9.,]++)\s*+((?:千|万|亿)?+元)")
#: How an amount is asked to be written: filled and aligned, signed, grouped, with so many decimals.
_FORMAT = expression(
    r"(?:.?[<>=^])?+[-+ ]?+z?+0?+[0-9]*+(,?+)(?:\.([0-9]++))?+([fF]?+)", re.ASCII | re.DOTALL
)
_UNSAID: Any = object()  # where no unit is given; None is no unit
_LIMIT = 100  # digits on either side of the point that an amount may have


class Unit(enum.Enum):
    """A unit of money, with its power of ten in 元.

    >>> Unit.of("万元").factor
    Decimal('10000')
    """

    YUAN = ("元", 0, "yuan")
    THOUSAND = ("千元", 3, "thousand yuan")
    WAN = ("万元", 4, "10,000 yuan")
    YI = ("亿元", 8, "100 million yuan")

    def __init__(self, zh: str, exponent: int, en: str) -> None:
        self.zh = zh
        self.exponent = exponent
        self.en = en

    @property
    def factor(self) -> Decimal:
        """How many 元 one of this unit is."""
        return Decimal(10**self.exponent)

    @classmethod
    def of(cls, unit: Unit | str) -> Unit:
        """The unit by its Chinese name, its own name, or itself.

        Raises:
            MoneyError: No such unit.
        """
        if isinstance(unit, cls):
            return unit
        found = _UNITS.get(unit.strip().upper()) if isinstance(unit, str) else None
        if found is None:
            raise MoneyError(say("amounts.unit_unknown"), value=unit)
        return found

    def __str__(self) -> str:
        return self.zh

    def __repr__(self) -> str:
        return f"Unit.{self.name}"


_UNITS = {unit.zh: unit for unit in Unit} | {unit.name: unit for unit in Unit}


def exact_number(value: object) -> Decimal:
    """An exact decimal from text, an integer or a Decimal; never from a float."""
    if isinstance(value, float):
        raise TypeError("money is never a float: give text, an int or a Decimal")
    if not isinstance(value, str | int | Decimal) and isinstance(value, SupportsIndex):
        value = operator.index(value)  # numpy's integers
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TypeError(f"money is given as text, int or Decimal, not {type(value).__name__}")
    if isinstance(value, str):
        text = value.strip()
        if not _TEXT.fullmatch(text):
            grouped = "," in text and _TEXT.fullmatch(text.replace(",", "")) is not None
            raise MoneyError(
                say("amounts.commas") if grouped else say("amounts.not_an_amount"),
                value=value,
            )
        text = text.replace(",", "")
        if len(text) > 2 * _LIMIT:
            raise MoneyError(say("amounts.too_many_digits"), value=value)
        return Decimal(text)
    if isinstance(value, Decimal) and not value.is_finite():
        raise MoneyError(say("amounts.not_finite"), value=value)
    number = Decimal(value)
    if number.adjusted() > _LIMIT or -int(number.as_tuple().exponent) > _LIMIT:
        raise MoneyError(say("amounts.too_many_digits"), value=str(value))
    return number


def yuan_of(value: Decimal, unit: Unit) -> Decimal:
    """What a number of a unit is in 元, without trailing zeros; it is known to be finite.

    >>> yuan_of(Decimal("67.36"), Unit.WAN)
    Decimal('673600')
    """
    return shortest(value.scaleb(unit.exponent, exact))


@attrs.frozen(eq=False, repr=False)
class Ratio(Value):
    """An exact ratio of two amounts (占比, 增长率), which prints as a percentage.

    Attributes:
        numerator: An integer.
        denominator: A positive integer; the two have no common factor.

    >>> (Amount("10", "万元").share_of(Amount("498.73", "万元"))).percent(2)
    Decimal('2.01')
    """

    numerator: int
    denominator: int = 1

    def __attrs_post_init__(self) -> None:
        from math import gcd

        top, bottom = self.numerator, self.denominator
        if bottom == 0:
            raise MoneyError(say("amounts.ratio_to_zero"))
        if bottom < 0:
            top, bottom = -top, -bottom
        common = gcd(top, bottom)
        object.__setattr__(self, "numerator", top // common)
        object.__setattr__(self, "denominator", bottom // common)

    def percent(self, places: int = 2) -> Decimal:
        """The ratio in per cent, half away from zero at ``places`` decimals."""
        top = 100 * abs(self.numerator) * 10**places * 2 + self.denominator
        digits = top // (2 * self.denominator)
        signed = -digits if self.numerator < 0 else digits
        return Decimal(signed).scaleb(-places, exact)

    def __lt__(self, other: Ratio) -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __le__(self, other: Ratio) -> bool:
        return not other < self

    def __str__(self) -> str:
        return f"{self.percent(2)}%"

    def __repr__(self) -> str:
        return f"Ratio({self.numerator}, {self.denominator})"


@attrs.frozen(order=False, eq=False, repr=False, init=False)
class Amount:
    """An exact sum of money.

    An amount of nothing is equal to 0, and amounts are above or below it; no other number is an amount. So sums may
    begin with 0, and ``amount > 0`` asks for its sign.

    Args:
        value: Text, an integer or a Decimal; never a float. In a text commas group thousands ("1,234"), digits may be
            of full width, and the unit may stand behind ("1,234.5 万元"), as `str` writes it.
        unit: 元 (if neither this nor the text says), 千元, 万元 or 亿元.
        yuan: The sum in 元 instead, as `attrs.evolve` gives it.

    Attributes:
        yuan: The sum in 元, an exact Decimal.

    Raises:
        TypeError: A float, or no number at all.
        MoneyError: Text that is no amount, has commas elsewhere than between thousands, or another unit than ``unit``.

    >>> Amount("67.36", "万元") == Amount("673600") == Amount("６７.３６万元")
    True
    >>> Amount("7.05", "万元") + Amount("16.20", "万元")
    Amount('232500')
    >>> print(Amount("673600").to("万元"), "万元")
    67.36 万元
    >>> f"{Amount('1234567.895'):,.2f}", round(Amount("2.345"), 2), Amount(10) // Amount(3)
    ('1,234,567.90', Amount('2.35'), 3)
    """

    yuan: Decimal

    def __init__(
        self,
        value: str | int | Decimal | None = None,
        unit: Unit | str = _UNSAID,
        *,
        yuan: str | int | Decimal | None = None,
    ) -> None:
        if yuan is not None:
            if value is not None or unit is not _UNSAID:
                raise TypeError("an amount is given once: as a value with its unit, or in yuan")
            value = yuan
        given = None if unit is _UNSAID else Unit.of(unit)
        if isinstance(value, str):
            value, given = _without_unit(value, given)
        number = exact_number(value).scaleb((given or Unit.YUAN).exponent, exact)
        object.__setattr__(self, "yuan", shortest(number))

    def to(self, unit: Unit | str) -> Decimal:
        """The sum in ``unit``, exact, without trailing zeros.

        >>> Amount(123).to("万元")
        Decimal('0.0123')
        """
        return shortest(self.yuan.scaleb(-Unit.of(unit).exponent, exact))

    def round_to(self, unit: Unit | str, places: int = 2) -> Amount:
        """The nearest amount with ``places`` decimals in ``unit``, half away from zero.

        >>> Amount("23245", "元").round_to("万元", 2)
        Amount('23200')
        """
        unit = Unit.of(unit)
        return Amount(round_half_away(self.to(unit), places), unit)

    def printed(self, unit: Unit | str = Unit.WAN, places: int = 2) -> str:
        """The amount as the published tables print it.

        Args:
            unit: The unit that it is printed in.
            places: The decimals.

        >>> Amount("673600").printed("万元")
        '67.36'
        """
        return f"{round_half_away(self.to(unit), places):f}"

    def allocate(self, weights: Sequence[int | Decimal]) -> tuple[Amount, ...]:
        """The amount divided in proportion to ``weights``, to the 分; nothing is lost.

        What whole 分 leave over goes, a 分 each, to the shares with the largest remainders (the
        earlier first).

        Args:
            weights: Non-negative numbers, not all zero.

        Raises:
            MoneyError: No usable weights, or an amount that is not a whole number of 分.

        >>> [str(part.yuan) for part in Amount("100").allocate([1, 1, 1])]
        ['33.34', '33.33', '33.33']
        """
        parts = [exact_number(weight) for weight in weights]
        if not parts or any(weight < 0 for weight in parts) or not any(parts):
            raise MoneyError(say("amounts.weights"))
        fen = self.yuan.scaleb(2, exact)
        if fen != fen.to_integral_value(context=exact):
            raise MoneyError(say("amounts.not_whole"), value=str(self.yuan))
        shift = max(0, *(-int(weight.as_tuple().exponent) for weight in parts))
        whole = [int(weight.scaleb(shift, exact)) for weight in parts]
        total, left = sum(whole), abs(int(fen))
        shares = [left * weight // total for weight in whole]
        rests = [left * weight % total for weight in whole]
        order = sorted(range(len(whole)), key=lambda i: (-rests[i], i))
        for i in order[: left - sum(shares)]:
            shares[i] += 1
        sign = -1 if fen < 0 else 1
        return tuple(Amount(Decimal(sign * share).scaleb(-2, exact)) for share in shares)

    def share_of(self, whole: Amount) -> Ratio:
        """This amount over ``whole`` (占比).

        Raises:
            MoneyError: ``whole`` is zero.

        >>> Amount("438.73", "万元").share_of(Amount("498.73", "万元")).percent(2)
        Decimal('87.97')
        """
        return _ratio(self.yuan, whole.yuan)

    def growth_from(self, before: Amount) -> Ratio:
        """How much this is more than ``before``, over ``before`` (增长率).

        Raises:
            MoneyError: ``before`` is zero: there is no rate of growth from nothing.

        >>> Amount("5.95", "万元").growth_from(Amount("8.00", "万元")).percent(2)
        Decimal('-25.63')
        """
        return _ratio(exact.subtract(self.yuan, before.yuan), before.yuan)

    def in_words(self) -> str:
        """人民币大写, as 《支付结算办法》 (annex 1) has it.

        >>> Amount("673600").in_words()
        '陆拾柒万叁仟陆佰元整'
        """
        from cnbudget.capitals import in_words

        return in_words(self.yuan)

    @classmethod
    def from_words(cls, text: str) -> Amount:
        """The amount that 人民币大写 stands for; the inverse of `in_words`.

        >>> Amount.from_words("陆拾柒万叁仟陆佰元整")
        Amount('673600')
        """
        from cnbudget.capitals import from_words

        return cls(from_words(text))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Amount):
            return self.yuan == other.yuan
        if isinstance(other, Number):
            number: Any = other
            return not self.yuan and bool(number == 0)
        return NotImplemented

    def __hash__(self) -> int:
        # nothing is equal to 0, and so has its hash
        return hash((Amount, self.yuan)) if self.yuan else 0

    def __lt__(self, other: Amount | int) -> bool:
        theirs = _money(other)
        return NotImplemented if theirs is None else self.yuan < theirs

    def __le__(self, other: Amount | int) -> bool:
        theirs = _money(other)
        return NotImplemented if theirs is None else self.yuan <= theirs

    def __gt__(self, other: Amount | int) -> bool:
        theirs = _money(other)
        return NotImplemented if theirs is None else self.yuan > theirs

    def __ge__(self, other: Amount | int) -> bool:
        theirs = _money(other)
        return NotImplemented if theirs is None else self.yuan >= theirs

    def __add__(self, other: Amount | int) -> Amount:
        theirs = _money(other)
        return NotImplemented if theirs is None else _amount(exact.add(self.yuan, theirs))

    __radd__ = __add__  # sum() begins with the int 0

    def __sub__(self, other: Amount | int) -> Amount:
        theirs = _money(other)
        return NotImplemented if theirs is None else _amount(exact.subtract(self.yuan, theirs))

    def __rsub__(self, other: object) -> Amount:
        return NotImplemented if _money(other) is None else -self

    def __mul__(self, factor: int | Decimal) -> Amount:
        if isinstance(factor, Amount):
            return NotImplemented
        return _amount(exact.multiply(self.yuan, exact_number(factor)))

    __rmul__ = __mul__

    @overload
    def __truediv__(self, other: Amount) -> Ratio: ...
    @overload
    def __truediv__(self, other: int) -> Amount: ...
    def __truediv__(self, other: Amount | int) -> Ratio | Amount:
        if isinstance(other, Amount):
            return self.share_of(other)
        try:
            return _amount(exact.divide(self.yuan, exact_number(other)))
        except Inexact:
            raise MoneyError(
                say("amounts.quotient_not_exact"), value=f"{self.yuan} / {other}"
            ) from None

    def __divmod__(self, other: Amount | int | Decimal) -> tuple[Any, Amount]:
        """How often an amount goes into this one, or the whole 元 of a share; and what is left.

        What is left has the sign of what is divided by, as with integers.
        """
        divisor = other.yuan if isinstance(other, Amount) else exact_number(other)
        if not divisor:
            raise MoneyError(say("amounts.ratio_to_zero"), value=str(self.yuan))
        ratio = _ratio(self.yuan, divisor)
        times = ratio.numerator // ratio.denominator
        left = _amount(exact.subtract(self.yuan, exact.multiply(divisor, Decimal(times))))
        return (times if isinstance(other, Amount) else Amount(times)), left

    @overload
    def __floordiv__(self, other: Amount) -> int: ...
    @overload
    def __floordiv__(self, other: int | Decimal) -> Amount: ...
    def __floordiv__(self, other: Amount | int | Decimal) -> int | Amount:
        times: int | Amount = self.__divmod__(other)[0]
        return times

    def __mod__(self, other: Amount | int | Decimal) -> Amount:
        _, left = self.__divmod__(other)
        return left

    def __round__(self, places: int = 0) -> Amount:
        """The nearest amount with so many decimals in 元, half away from zero (四舍五入)."""
        return _amount(round_half_away(self.yuan, places))

    def __int__(self) -> int:
        """The 元.

        Raises:
            MoneyError: There is a fraction of a 元, which would be lost.
        """
        if self.yuan != self.yuan.to_integral_value(context=exact):
            raise MoneyError(say("amounts.not_whole_yuan"), value=f"{self.yuan:f}")
        return int(self.yuan)

    def __format__(self, spec: str) -> str:
        """The 元 as a number, rounded 四舍五入 (``,.2f``); without a kind of number, the text as `str` has it, aligned.

        Raises:
            ValueError: No such format; in particular none with an exponent or for per cent.
        """
        found = _FORMAT.fullmatch(spec)
        if found is not None and any(found.groups()):
            places = found[2]
            number = self.yuan if places is None else round_half_away(self.yuan, int(places))
            return format(number, spec if found[3] else f"{spec}f")
        return format(str(self), spec)

    def __neg__(self) -> Amount:
        return _amount(exact.minus(self.yuan))

    def __abs__(self) -> Amount:
        return _amount(exact.abs(self.yuan))

    def __bool__(self) -> bool:
        return bool(self.yuan)

    def __str__(self) -> str:
        return f"{self.yuan:f}元"

    def __repr__(self) -> str:
        return f"Amount('{self.yuan:f}')"


def _without_unit(text: str, given: Unit | None) -> tuple[str, Unit | None]:
    """An amount in words without its unit, in digits of usual width, and the unit: what it names, or what is given.

    Raises:
        MoneyError: It names another unit than is given.
    """
    folded = text if text.isascii() else text.translate(_FOLDED)
    found = _WITH_UNIT.fullmatch(folded.strip())
    if found is None:
        return folded, given
    named = Unit.of(found[2])
    if given is not None and given is not named:
        raise MoneyError(say("amounts.other_unit", unit=given.zh), value=text)
    return found[1], named


_FOLDED = str.maketrans(
    {wide: narrow for wide, narrow in HALF_WIDTH.items() if narrow in "0123456789.,+-"}
)


def _money(other: object) -> Decimal | None:
    """What an amount is, or the integer 0, as a number; None for what is no money."""
    if isinstance(other, Amount):
        return other.yuan
    return _NOTHING if type(other) is int and not other else None


_NOTHING = Decimal(0)


def _amount(yuan: Decimal) -> Amount:
    made = Amount.__new__(Amount)
    object.__setattr__(made, "yuan", shortest(yuan))
    return made


def _ratio(top: Decimal, bottom: Decimal) -> Ratio:
    shift = max(0, -int(top.as_tuple().exponent), -int(bottom.as_tuple().exponent))
    return Ratio(int(top.scaleb(shift, exact)), int(bottom.scaleb(shift, exact)))
