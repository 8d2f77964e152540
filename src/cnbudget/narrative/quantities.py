"""Quantities: the numbers of a text with their units, signs and what they are for. The one reader of all text.

Text is folded first (spaces away, one width, simplified characters), so that a number broken by a space or a line is
one number. Every character is looked at once: no expression here goes back.

>>> [(str(q.value), q.kind, q.unit) for q in quantities("减少-5.00万元;培训3期,参保23.24万人,提高0.5个百分点")]
[('-5.00', 'money', '万元'), ('3', 'count', '期'), ('23.24', 'count', '万人'), ('0.5', 'percent', '个百分点')]
"""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from functools import lru_cache

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.expressions import expression
from cnbudget.messages import Message, say
from cnbudget.narrative.vocabulary import COMPARED_WITH, COPULAS, DIRECTIONS, SHORT_DIRECTIONS
from cnbudget.numerals import CAPITALS, NUMERALS
from cnbudget.values import Visible

__all__ = ["Quantity", "UnitText", "direction", "odd", "quantities", "unit_after"]

#: Digits with the commas and points among them; whether they are a number is seen afterwards.
_DIGITS = expression(r"[0-9]++(?:,[0-9]++)*+(?:\.[0-9]++)*+")
_NUMBER = expression(r"(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\.[0-9]++)?+")
_MOST_DIGITS = 40
_NUMBERING = (".", "、", ")")
_LONG_CODES = (5, 7)
_CODES = (3, 5, 7)
_MONEY = {"亿元": Unit.YI, "万元": Unit.WAN, "千元": Unit.THOUSAND, "元": Unit.YUAN}
#: What is rarer is a tenth or less of a unit: 3百万元 is 0.03亿元, printed to half a million.
_PARTS_OF_UNITS = {
    "千万元": (Unit.YI, 1),
    "百万元": (Unit.YI, 2),
    "十万元": (Unit.YI, 3),
    "百元": (Unit.WAN, 2),
}
_SCALES = {"亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2}
_PERCENTS = ("%", "‰", "个百分点", "百分点")
_DATES = ("年度", "年", "月份", "月", "日", "号", "时", "季度")
_COUNTS = (
    "平方公里", "平方米", "立方米", "公里", "千米", "公顷", "公斤", "人次", "人天", "人月", "个月", "批次", "场次",
    "小时", "分钟", "工作日", "个工作日", "台套", "台(套)", "台/套", "辆次", "户次", "标箱",
    "米", "亩", "人", "名", "位", "次", "个", "辆", "台", "套", "件", "项", "家", "户", "场", "期", "批", "册", "份",
    "所", "条", "处", "座", "间", "张", "篇", "天", "周", "分", "组", "类", "吨", "只", "头", "棵", "株", "块", "支",
    "部", "宗", "例", "倍", "岁", "级", "团", "幢", "栋", "艘", "匹", "卷", "本", "种", "门", "村", "校", "站", "点",
    "层", "度",
)  # fmt: skip
_LENGTHS = {n: frozenset(c for c in _COUNTS if len(c) == n) for n in {len(c) for c in _COUNTS}}
#: With what units begin; most numbers without one are seen by this.
_FIRST = frozenset(
    unit[0]
    for units in (_MONEY, _PARTS_OF_UNITS, _SCALES, _PERCENTS, _COUNTS, _DATES)
    for unit in units
)
_MONEY_UNITS = (*_MONEY, *_PARTS_OF_UNITS)
#: As many characters as are looked at to know a unit: a scale, and what is counted or stands behind it.
_LONGEST_UNIT = max(map(len, _SCALES)) + max(map(len, (*_COUNTS, *_DATES)))
_FIRST_OF_MONEY = frozenset(unit[0] for unit in (*_MONEY_UNITS, *_SCALES))
_LONGEST_FIRST = sorted(_LENGTHS, reverse=True)
#: What may stand behind 3万 of money; behind other words it is so many of something that is not known.
#: Descriptions of projects leave 元 out: 聘请三方3万.
_AFTER_MONEY = ("左右", "以内", "以上", "以下", "用于", "的")
_SIGNS = dict(DIRECTIONS)
_ALL_DIRECTIONS = tuple(_SIGNS)
#: How many characters such words may have, the most first.
_ENDS = range(max(map(len, (*_SIGNS, *(word for word, _ in COPULAS)))), 0, -1)
_TAILS = ("为", "约", "了")
_MAY_DIRECT = (*_TAILS, *(word for word, _ in SHORT_DIRECTIONS))
_ARABIC = frozenset("0123456789")
_WRITTEN = NUMERALS + CAPITALS + "两"
_UNITS = ("亿元", "万元", "千元", "元", "%", "个百分点")
#: A unit behind something else than a digit; most texts have none.
_MAY_BE_ODD = expression("[^0-9](?:[亿万千]元|%|个百分点)|[^0-9亿万千]元|百分之")
#: What makes "元" part of a word that is no money.
_NO_MONEY = ("单元", "公元", "多元", "元旦", "元素", "一元化", "多元化", "元人民币", "百元以")


class UnitText(str):
    """A unit as it is printed behind a number: "万元", "%", "万人", "次"; "" if there is none."""

    __slots__ = ()

    @property
    def zh(self) -> str:
        """The unit in Chinese, as it is printed."""
        return str(self)


_NO_UNIT = UnitText()


@attrs.define(eq=False, repr=False)
class Quantity(Visible):
    """A number with its unit, as it stands in folded text.

    Attributes:
        value: The number; None if its digits are no number (1,23; 12.5.3), or too many.
        text: The number as printed, with its sign.
        places: The decimals printed.
        kind: "money", "percent", "count", "date" or "bare".
        unit: The unit as printed.
        money: The unit of money; None if it is none.
        scale: For a count of 万人 and the like, the power of ten in its unit.
        start: Where the number begins, its sign included.
        end: Where the unit ends, and what a rate is for.
        per: What a rate is for ("人" in 0.5元/人).
    """

    value: Decimal | None
    text: str
    places: int = attrs.field(default=0, kw_only=True)
    kind: str = attrs.field(default="bare", kw_only=True)
    unit: UnitText = attrs.field(default=_NO_UNIT, kw_only=True)
    money: Unit | None = attrs.field(default=None, kw_only=True)
    scale: int = attrs.field(default=0, kw_only=True)
    start: int = attrs.field(default=0, kw_only=True)
    end: int = attrs.field(default=0, kw_only=True)
    per: str = attrs.field(default="", kw_only=True)

    @property
    def counter(self) -> str:
        """The sign, or what is counted, of a number that is not money."""
        return "" if self.money is not None else str(self.unit)

    @property
    def counted(self) -> str:
        """What a count counts, without its power of ten ("人" in 万人)."""
        for scale in _SCALES:
            if self.scale and self.unit.startswith(scale):
                return self.unit[len(scale) :]
        return str(self.unit)

    @property
    def in_percent(self) -> Quantity:
        """A share of a thousand as one of a hundred: 5‰ is 0.5%; all else as it is.

        >>> (five,) = quantities("占5‰")
        >>> five.in_percent.text, five.in_percent.unit
        ('0.5', '%')
        """
        if self.unit != "‰" or self.value is None:
            return self
        value = self.value.scaleb(-1, exact)
        return attrs.evolve(
            self, value=value, text=f"{value:f}", places=self.places + 1, unit=UnitText("%")
        )

    @property
    def why(self) -> Message:
        """Why there is no value."""
        if sum(map(str.isdigit, self.text)) > _MOST_DIGITS:
            return say("unchecked.too_many_digits")
        return say("unchecked.number_not_understood")


def quantities(text: str) -> list[Quantity]:
    """The numbers of a folded text with their units, in order.

    Names (W060701), codes (06款) and the number before a paragraph (1.) are none.

    >>> [(q.text, q.kind, q.unit) for q in quantities("房屋0.00平方米价值1,234.50万元占3%")]
    [('0.00', 'count', '平方米'), ('1,234.50', 'money', '万元'), ('3', 'percent', '%')]
    >>> [(q.value, q.text, q.kind) for q in quantities("金额1,23万元")]
    [(None, '1,23', 'money')]
    """
    found: list[Quantity] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        unit, kind, scale = unit_after(text, end)
        digits = match[0]
        apart = "," in digits and kind not in ("money", "percent")
        if apart and _NUMBER.fullmatch(digits) is None:  # 2024,300人: numbers that marks set apart
            *pieces, (digits, start) = _apart(digits, start)
            for piece, at in pieces:
                if not _is_name(text, at, at + len(piece)):
                    found.append(_made(text, piece, at, found))
        if not _is_name(text, start, end):
            found.append(_made(text, digits, start, found, (unit, kind, scale)))
    return found


def _apart(digits: str, start: int) -> list[tuple[str, int]]:
    pieces = []
    for piece in digits.split(","):
        pieces.append((piece, start))
        start += len(piece) + 1
    return pieces


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether digits are part of a name or a code, or number a paragraph."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isascii() and before.isalpha():
        return True  # W060701
    if before == "(" and after in ("类", "款", "项", "目"):
        return True  # 司法(06款), 机关工资福利支出(501目)
    if text[start] == "2" and _names(text, start, end):
        return True  # 2080501-行政单位离退休
    return not start and after in _NUMBERING and not text[end + 1 : end + 2].isdigit()  # 1. 2、


def _names(text: str, start: int, end: int) -> bool:
    """Whether digits are the code of the name that follows them."""
    joined = text[end : end + 1] in ("-", "—")
    name = text[end + joined : end + joined + 1]
    if not text[start:end].isdigit() or name < "\u4e00":
        return False
    plain = joined or unit_after(text, end)[1] == "bare"
    return plain and end - start in (_CODES if joined else _LONG_CODES)


def _made(
    text: str,
    digits: str,
    start: int,
    before: list[Quantity],
    measure: tuple[str, str, int] = ("", "bare", 0),
) -> Quantity:
    """A number, with its sign: a dash behind a number or a unit is of a range, and no sign.

    Args:
        text: The text.
        digits: The digits of the number.
        start: Where they begin.
        before: The numbers before it.
        measure: The unit behind it, as `unit_after` gives it.
    """
    end = start + len(digits)
    before_it = text[start - 1 : start]
    decimals = digits.partition(".")[2]
    plain = "," not in digits and "." not in decimals
    good = (plain or _NUMBER.fullmatch(digits) is not None) and before_it != "."
    value = Decimal(digits.replace(",", "")) if good and len(digits) <= _MOST_DIGITS else None
    places = len(decimals) if good else 0
    if before_it == "-" and not (
        text[start - 2 : start - 1] == "-"
        or text[start - 2 : start - 1].isdigit()
        or (before and before[-1].end == start - 1 and before[-1].kind != "bare")
    ):
        start, digits = start - 1, "-" + digits
        value = None if value is None else exact.minus(value)
    unit, kind, scale = measure
    end += len(unit)
    if kind == "bare":
        return Quantity(value, digits, places=places, start=start, end=end)
    if kind != "money":
        return Quantity(
            value, digits, places=places, kind=kind, unit=UnitText(unit), scale=scale,
            start=start, end=end,
        )  # fmt: skip
    per = ""
    if text[end : end + 1] == "/":
        per = _counted(text, end + 1) or _date(text, end + 1)
        end += (1 + len(per)) if per else 0
    if unit in _PARTS_OF_UNITS:
        money, power = _PARTS_OF_UNITS[unit]
        if value is not None:
            value, places = value.scaleb(-power, exact), places + power
            digits = f"{value:f}"
        unit = money.zh
    else:
        unit = unit if unit in _MONEY else unit + "元"
        money = _MONEY[unit]
    return Quantity(
        value, digits, places=places, kind=kind, unit=UnitText(unit), money=money,
        start=start, end=end, per=per,
    )  # fmt: skip


def unit_after(text: str, at: int) -> tuple[str, str, int]:
    """The unit at a place of folded text: as printed, its kind, its power of ten; ("", "bare", 0) if none.

    >>> unit_after("3万元", 1), unit_after("23.24万人", 5), unit_after("3万,", 1), unit_after("3天", 1)
    (('万元', 'money', 0), ('万人', 'count', 4), ('万', 'money', 0), ('天', 'count', 0))
    """
    if text[at : at + 1] not in _FIRST:
        return "", "bare", 0
    return _unit(text[at : at + _LONGEST_UNIT])


@lru_cache(maxsize=2048)
def _unit(text: str) -> tuple[str, str, int]:
    """The unit that a few characters begin with."""
    at, first = 0, text[0]
    if first in _FIRST_OF_MONEY:
        for unit in _MONEY_UNITS:
            if text.startswith(unit, at):
                return unit, "money", 0
    for scale, power in _SCALES.items() if first in _FIRST_OF_MONEY else ():
        if text.startswith(scale, at):
            behind = at + len(scale)
            counted = _counted(text, behind)
            if counted:
                return scale + counted, "count", power
            if scale not in ("万", "亿"):
                return "", "bare", 0
            han = "\u4e00" <= text[behind : behind + 1] <= "\u9fff"
            if han and not text.startswith(_AFTER_MONEY, behind):
                return scale, "count", power
            return scale, "money", 0  # 3万: of money, if nothing is counted
    for mark in _PERCENTS:
        if text.startswith(mark, at):
            return mark, "percent", 0
    counted = _counted(text, at)
    if counted:
        return counted, "count", 0
    date = _date(text, at)
    return (date, "date", 0) if date else ("", "bare", 0)


def _counted(text: str, at: int) -> str:
    for length in _LONGEST_FIRST:
        word = text[at : at + length]
        if word in _LENGTHS[length]:
            return word
    return ""


def _date(text: str, at: int) -> str:
    return next((unit for unit in _DATES if text.startswith(unit, at)), "")


def ending(text: str, words: Container[str]) -> str:
    """The longest of some words of changes, or that lead on to an amount, that a text ends with; "" if none.

    >>> ending("比上年预算增加额为", {"为": 0, "额为": 0})
    '额为'
    """
    return next((text[-n:] for n in _ENDS if text[-n:] in words), "")


def direction(text: str) -> tuple[int, str]:
    """The direction that a text ends with, and its word; (0, "") if it ends with none.

    >>> direction("比上年预算减少"), direction("预算数为")
    ((-1, '减少'), (0, ''))
    """
    if text.endswith(_ALL_DIRECTIONS):
        word = ending(text, _SIGNS)
        return _SIGNS[word], word
    if not text.endswith(_MAY_DIRECT):
        return 0, ""
    for word, sign in SHORT_DIRECTIONS:
        before = text[:-1]
        if text == word or (text.endswith(word) and before.endswith(COMPARED_WITH)):
            return sign, word
    for tail in _TAILS:
        if text.endswith(tail):
            sign, word = direction(text[:-1])
            return sign, word + tail if word else ""
    return 0, ""


def odd(text: str) -> bool:
    """Whether a text states money or a percentage in numbers that are not read: words, other scripts, ranges."""
    if not ("元" in text or "%" in text or "百分" in text) or _MAY_BE_ODD.search(text) is None:
        return False
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
    if before in _ARABIC:
        return False
    if before in "十百千" and unit.endswith("元") and text[max(0, at - 2) : at - 1] in _ARABIC:
        return False  # 3百万元
    if before.isnumeric():
        return not (before in _WRITTEN and unit == "元" and text[at : at + 2] == "元化")
    return before == "几" or before in _WRITTEN
