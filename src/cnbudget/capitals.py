"""人民币大写: amounts of money in capital Chinese numerals, and back.

Source: 《支付结算办法》 annex 1 (正确填写票据和结算凭证的基本规定).
"""

from __future__ import annotations

from decimal import Decimal

from cnbudget.arithmetic import exact
from cnbudget.errors import MoneyError
from cnbudget.messages import say
from cnbudget.numerals import CAPITALS, whole_in_words, whole_of_words

_VALUE = {digit: value for value, digit in enumerate(CAPITALS[:10])}


def in_words(yuan: Decimal) -> str:
    """A sum of 元 with at most two decimals, in words.

    Raises:
        MoneyError: Parts of a 分, or 10^20 元 and more.

    >>> in_words(Decimal("1409.50")), in_words(Decimal("107000.53")), in_words(Decimal("0.05"))
    ('壹仟肆佰零玖元伍角', '壹拾万柒仟元零伍角叁分', '伍分')
    """
    fen = yuan.copy_abs().scaleb(2, exact)
    if fen != fen.to_integral_value(context=exact) or fen >= 10**22:
        raise MoneyError(say("capitals.out_of_range"), value=str(yuan))
    whole, cents = divmod(int(fen), 100)
    sign = "负" if yuan < 0 else ""
    if whole == 0 and cents == 0:
        return "零元整"
    jiao, rest = divmod(cents, 10)
    words = whole_in_words(whole, CAPITALS) + "元" if whole else ""
    if not cents:
        return f"{sign}{words}整"
    if whole and (jiao == 0 or whole % 10 == 0):
        words += "零"
    if jiao:
        words += CAPITALS[jiao] + "角"
    if rest:
        words += CAPITALS[rest] + "分"
    return sign + words


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
    whole = whole_of_words(head, CAPITALS) if head else 0
    if whole is None:
        raise _no_words(text)
    fen, seen = whole * 100, False
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


def _no_words(text: str) -> MoneyError:
    return MoneyError(say("capitals.not_capitals"), value=text[:60])
