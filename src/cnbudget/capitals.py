"""人民币大写: amounts of money in capital Chinese numerals, and back.

Source: 《支付结算办法》 annex 1 (正确填写票据和结算凭证的基本规定).
"""

from __future__ import annotations

from decimal import Decimal

from cnbudget.arithmetic import exact
from cnbudget.errors import MoneyError

__all__ = ["from_words", "in_words"]

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_SCALE = {"拾": 10, "佰": 100, "仟": 1000}


def in_words(yuan: Decimal) -> str:
    """A sum of 元 with at most two decimals, in words.

    Raises:
        MoneyError: Parts of a 分, or 10^20 元 and more.

    >>> in_words(Decimal("1409.50")), in_words(Decimal("107000.53")), in_words(Decimal("0.05"))
    ('壹仟肆佰零玖元伍角', '壹拾万柒仟元零伍角叁分', '伍分')
    """
    fen = yuan.copy_abs().scaleb(2, exact)
    if fen != fen.to_integral_value(context=exact) or fen >= 10**22:
        raise MoneyError(
            "only whole 分 below 10^20 元 have words",
            zh="大写金额只到分，且须小于 10 的 20 次方元",
            value=str(yuan),
        )
    whole, cents = divmod(int(fen), 100)
    sign = "负" if yuan < 0 else ""
    if whole == 0 and cents == 0:
        return "零元整"
    jiao, rest = divmod(cents, 10)
    words = _whole(whole) + "元" if whole else ""
    if not cents:
        return f"{sign}{words}整"
    if whole and (jiao == 0 or whole % 10 == 0):
        words += "零"
    if jiao:
        words += _DIGITS[jiao] + "角"
    if rest:
        words += _DIGITS[rest] + "分"
    return sign + words


def _whole(number: int) -> str:
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if number >= scale:
            high, low = divmod(number, scale)
            gap = "零" if low and low < scale // 10 else ""
            return _whole(high) + name + gap + (_whole(low) if low else "")
    return _thousands(number)


def _thousands(part: int) -> str:
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = part // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words


def from_words(text: str) -> Decimal:
    """The 元 that capital numerals stand for.

    Raises:
        MoneyError: Text that is not 人民币大写.

    >>> from_words("人民币壹拾万柒仟元零伍角叁分")
    Decimal('107000.53')
    """
    words = text.strip().removeprefix("人民币").replace("圆", "元").replace("正", "整")
    words = words.removeprefix("：").removeprefix(":")
    negative = words.startswith("负")
    words = words.removeprefix("负").removesuffix("整")
    head, mark, tail = words.partition("元")
    if not mark:
        head, tail = "", words
    fen, seen = _read_whole(head, text) * 100 if head else 0, False
    rest = tail.removeprefix("零") if head else tail
    for name, worth in (("角", 10), ("分", 1)):
        digit, mark, after = rest.partition(name)
        if mark:
            if digit not in _VALUE:
                raise _no_words(text)
            fen, rest, seen = fen + _VALUE[digit] * worth, after, True
    if rest or not (head or seen):
        raise _no_words(text)
    value = Decimal(-fen if negative else fen).scaleb(-2, exact)
    return value or Decimal(0)


def _read_whole(words: str, text: str) -> int:
    """Whole 元: digits and places below 万, then 万 and 亿 as multipliers of what stands before."""
    total = section = 0
    digit, place, some = -1, 10_000, False
    for mark in words:
        if mark in _VALUE:
            if digit > 0:
                raise _no_words(text)
            digit, some = _VALUE[mark], True
        elif mark in _SCALE:
            if digit < 1 or _SCALE[mark] >= place:
                raise _no_words(text)
            place = _SCALE[mark]
            section += digit * place
            digit = -1
        elif mark in "万亿":
            if not some:
                raise _no_words(text)
            section += max(digit, 0)
            digit, place = -1, 10_000
            if mark == "亿":
                total = (total + section) * 10**8
            else:
                total += section * 10**4
            section = 0
        else:
            raise _no_words(text)
    if not some:
        raise _no_words(text)
    return total + section + max(digit, 0)


def _no_words(text: str) -> MoneyError:
    return MoneyError("not an amount in capital numerals", zh="不是人民币大写金额", value=text[:60])
