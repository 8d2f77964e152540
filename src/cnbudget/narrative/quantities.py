"""Quantities: the numbers of a clause, with their units."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.narrative.vocabulary import COUNTERS, DATES, DIRECTIONS, MONEY, PERCENT
from cnbudget.numerals import CAPITALS, NUMERALS

__all__ = ["Quantity", "direction", "odd", "quantities"]

#: Nothing in it has to follow what repeats, so that it never goes back.
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
_COUNTERS: dict[str, list[str]] = {}
for _word in COUNTERS:
    _COUNTERS.setdefault(_word[0], []).append(_word)
for _words in _COUNTERS.values():
    _words.sort(key=len, reverse=True)
_NUMBERING = (".", "、", ")")
_MOST_DIGITS = 40
_WRITTEN = NUMERALS + CAPITALS + "两"
_UNITS = ("亿元", "万元", "千元", "元", "%", "个百分点")
#: What makes "元" part of a word that is no money.
_NO_MONEY = ("单元", "公元", "多元", "元旦", "元素", "一元化", "多元化", "元人民币", "百元以")


@attrs.define(eq=False)
class Quantity:
    """A number in a clause.

    Attributes:
        value: The number; None if it has too many digits to be one.
        text: As printed.
        places: The decimals printed.
        kind: "money", "percent", "count", "date" or "bare".
        unit: The unit of money, for money.
        counter: The sign or word behind it, for the others.
        start: Where it begins in the clause.
        end: Where it ends, its unit included.
    """

    value: Decimal | None
    text: str
    places: int
    kind: str
    unit: Unit | None
    counter: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The numbers of a clause.

    >>> [(q.text, q.kind, q.counter) for q in quantities("房屋0.00平方米价值1,234.50万元占3%")]
    [('0.00', 'count', '平方米'), ('1,234.50', 'money', ''), ('3', 'percent', '%')]
    """
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        digits = match[0]
        if start and (text[start - 1].isascii() and text[start - 1].isalpha()):
            continue  # W060701: a name
        if text[start - 1 : start] == "(" and text[end : end + 1] in ("类", "款", "项"):
            continue  # a code: 司法(06款)
        if (
            not start
            and text[end : end + 1] in _NUMBERING
            and not text[end + 1 : end + 2].isdigit()
        ):
            continue  # 1. 2、
        value = None
        if len(digits) <= _MOST_DIGITS:
            value = Decimal(digits.replace(",", ""))
        places = len(digits) - digits.index(".") - 1 if "." in digits else 0
        if start and text[start - 1] == "-" and not (start > 1 and text[start - 2].isdigit()):
            start -= 1
            value, digits = None if value is None else exact.minus(value), "-" + digits
        kind, unit, counter = _unit(text, end)
        if unit is not None or kind == "percent" or counter:
            end += len(counter)
        if unit is not None:
            counter = ""
        found.append(Quantity(value, digits, places, kind, unit, counter, start, end))
    return found


def _unit(text: str, end: int) -> tuple[str, Unit | None, str]:
    """What stands behind a number: its kind, its unit of money, its words."""
    for word in PERCENT:
        if text.startswith(word, end):
            return "percent", None, word
    for word in _COUNTERS.get(text[end : end + 1], ()):
        if text.startswith(word, end):
            return ("date" if word in DATES else "count"), None, word
    for word, unit in MONEY.items():
        if text.startswith(word, end):
            after = text[end + len(word) : end + len(word) + 1]
            if word in ("万", "亿") and after and (after in _COUNTERS or after >= "\u4e00"):
                if after == "元":
                    continue
                return "count", None, word
            return "money", unit, word
    return "bare", None, ""


def direction(text: str) -> tuple[int, str]:
    """The direction that a text ends with, and its word; (0, "") if it ends with none.

    >>> direction("比上年预算减少"), direction("预算数为")
    ((-1, '减少'), (0, ''))
    """
    for word, sign in DIRECTIONS:
        if text.endswith(word):
            return sign, word
    for tail in ("为", "约", "了"):
        if text.endswith(tail):
            sign, word = direction(text[:-1])
            return sign, word + tail if word else ""
    return 0, ""


def odd(text: str) -> bool:
    """Whether a text states money or a percentage in numbers that are not read: words, other scripts, ranges."""
    for unit in _UNITS:
        start = text.find(unit)
        while start >= 0:
            if start and _odd_number(text, start, unit):
                return True
            start = text.find(unit, start + len(unit))
    return "百分之" in text


def _odd_number(text: str, at: int, unit: str) -> bool:
    before = text[at - 1]
    if unit == "元" and (before in "万千亿" or any(text.startswith(w, at - 1) for w in _NO_MONEY)):
        return False
    if before in "0123456789":
        return False
    if before.isnumeric():
        return not (before in _WRITTEN and unit == "元" and text[at : at + 2] == "元化")
    return before == "几" or before in _WRITTEN
