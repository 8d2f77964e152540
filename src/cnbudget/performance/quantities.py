"""Numbers with units in running text: 438.73万元, 97.59%, 23.24万人, 0.5元/人.

Text is folded first (spaces away, one width, simplified characters), so that a number broken by a space or a line is
one number. Every character is looked at once: no expression here goes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.characters import normalised

__all__ = ["Quantity", "folded", "quantities", "unit_after"]

# No number begins inside another one, and what is taken is never given back.
_NUMBER = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))++|[0-9]++)(?:\.[0-9]++)?+")
_LONGEST = 30  # digits of a number
_MONEY = {"亿元": Unit.YI, "万元": Unit.WAN, "千元": Unit.THOUSAND, "元": Unit.YUAN}
_SCALES = {"亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2}
_DATES = ("年度", "年", "月份", "月", "日", "号", "时", "季度")
_COUNTS = (
    "平方公里", "平方米", "立方米", "公里", "千米", "公顷", "公斤", "人次", "人天", "人月", "个月", "批次", "场次",
    "小时", "分钟", "个百分点", "百分点", "工作日", "个工作日", "台套", "台(套)", "台/套", "辆次", "户次", "标箱",
    "米", "亩", "人", "名", "位", "次", "个", "辆", "台", "套", "件", "项", "家", "户", "场", "期", "批", "册", "份",
    "所", "条", "处", "座", "间", "张", "篇", "天", "周", "分", "组", "类", "吨", "只", "头", "棵", "株", "块", "支",
    "部", "宗", "例", "倍", "岁", "级", "团", "幢", "栋", "艘", "匹", "卷", "本", "种", "门", "村", "校", "站", "点",
)  # fmt: skip
_PERCENTS = {"%": "%", "‰": "‰"}
_LENGTHS = {n: frozenset(c for c in _COUNTS if len(c) == n) for n in {len(c) for c in _COUNTS}}


@attrs.frozen
class Quantity:
    """A number with its unit, as it stands in folded text.

    Attributes:
        value: The number as printed.
        places: The decimals printed.
        unit: The unit as printed ("万元", "%", "万人", "次"); "" if none follows.
        kind: "money", "percent", "count", "date" or "bare".
        scale: For a count of 万人 and the like, the power of ten in its unit.
        start: Where the number begins.
        end: Where the unit ends.
        per: What a rate is for ("人" in 0.5元/人).
    """

    value: Decimal
    places: int
    unit: str = attrs.field(kw_only=True)
    kind: str = attrs.field(kw_only=True)
    scale: int = attrs.field(default=0, kw_only=True)
    start: int = attrs.field(default=0, kw_only=True)
    end: int = attrs.field(default=0, kw_only=True)
    per: str = attrs.field(default="", kw_only=True)

    @property
    def money(self) -> Unit | None:
        """The unit of money, or None if it is none."""
        return _MONEY[self.unit] if self.kind == "money" else None

    @property
    def counted(self) -> str:
        """What a count counts, without its power of ten ("人" in 万人)."""
        for scale in _SCALES:
            if self.scale and self.unit.startswith(scale):
                return self.unit[len(scale) :]
        return self.unit


def folded(text: str) -> str:
    """Text to read numbers in: normalised, with full-width commas kept apart from those inside numbers.

    >>> folded("预算 3. 00 萬元，占 ９７.59％")
    '预算3.00万元;占97.59%'
    """
    return normalised(text.replace("，", "；"))


def unit_after(text: str, at: int) -> tuple[str, str, int]:
    """The unit at a place of folded text: as printed, its kind, its power of ten; ("", "bare", 0) if none.

    >>> unit_after("3万元", 1), unit_after("23.24万人", 5), unit_after("3万,", 1), unit_after("3天", 1)
    (('万元', 'money', 0), ('万人', 'count', 4), ('万', 'money', 0), ('天', 'count', 0))
    """
    for unit in _MONEY:
        if text.startswith(unit, at):
            return unit, "money", 0
    for scale, power in _SCALES.items():
        if text.startswith(scale, at):
            counted = _counted(text, at + len(scale))
            if counted:
                return scale + counted, "count", power
            if scale in ("万", "亿"):  # 3万: of money, if nothing is counted
                return scale, "money", 0
            return "", "bare", 0
    mark = text[at : at + 1]
    if mark in _PERCENTS and mark:
        return mark, "percent", 0
    counted = _counted(text, at)
    if counted:
        return counted, "count", 0
    for unit in _DATES:
        if text.startswith(unit, at):
            return unit, "date", 0
    return "", "bare", 0


def _counted(text: str, at: int) -> str:
    for length in sorted(_LENGTHS, reverse=True):
        word = text[at : at + length]
        if word in _LENGTHS[length]:
            return word
    return ""


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers of a folded text with their units, in order.

    >>> [(str(q.value), q.unit, q.kind) for q in quantities("参保23.24万人;经费3万,占0.5%;12月")]
    [('23.24', '万人', 'count'), ('3', '万元', 'money'), ('0.5', '%', 'percent'), ('12', '月', 'date')]
    """
    for found in _NUMBER.finditer(text):
        digits = found[0].replace(",", "")
        if len(digits) > _LONGEST:
            continue
        unit, kind, scale = unit_after(text, found.end())
        end = found.end() + len(unit)
        per = ""
        if kind == "money":
            unit = unit if unit in _MONEY else unit + "元"
            if text[end : end + 1] == "/":
                per = _counted(text, end + 1) or _date(text, end + 1)
                end += (1 + len(per)) if per else 0
        yield Quantity(
            Decimal(digits),
            len(digits.partition(".")[2]),
            unit=unit,
            kind=kind,
            scale=scale,
            start=found.start(),
            end=end,
            per=per,
        )


def _date(text: str, at: int) -> str:
    return next((unit for unit in _DATES if text.startswith(unit, at)), "")
