"""Targets of indicators (指标值): an operator and a number with its unit, a date, or wording.

Forms print them as ≥95%, ">=95%", "> =95%", =1 次, 不低于95%, 2026 年 12 月, 有效提高. What is not well formed is read
as far as it can be, and says so: "0=", "≥≥95%", "≥" alone.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.amounts import Unit, exact
from cnbudget.expressions import expression
from cnbudget.performance.quantities import folded, unit_after
from cnbudget.values import Value

_SPELLED = {
    "=": "=", "==": "=", "≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤", ">": ">", "<": "<", "≧": "≥", "≦": "≤", "⩾": "≥",
    "⩽": "≤",
}  # fmt: skip
_WORDS = {
    "大于等于": "≥", "大于或等于": "≥", "不低于": "≥", "不少于": "≥", "不小于": "≥", "达到": "≥", "小于等于": "≤",
    "小于或等于": "≤", "不高于": "≤", "不超过": "≤", "不大于": "≤", "不多于": "≤", "控制在": "≤", "等于": "=",
    "大于": ">", "高于": ">", "小于": "<", "低于": "<",
}  # fmt: skip
_BEHIND = {
    "以上": "≥",
    "及以上": "≥",
    "(含)以上": "≥",
    "以下": "≤",
    "及以下": "≤",
    "以内": "≤",
    "之内": "≤",
}
_Fault = tuple[str, str]  # in Chinese and English; two empty texts if nothing is wrong
_FINE: _Fault = "", ""
_NO_DATE: _Fault = "没有这样的日期", "there is no such date"
#: A target in a table of Xinjiang had its sign typed behind it: 0=.
_BEHIND_NUMBER: _Fault = "运算符在数的后面", "the operator stands behind the number"
_TWO_NUMBERS: _Fault = "数的后面另有数或百分号", "more than one number or sign"
_MARKS = "<>=≥≤≧≦⩾⩽"
_NUMBER = expression(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+")
_DATE = expression(
    r"[0-9]{4}年(?:度)?(?:([0-9]{1,2})月)?(?:([0-9]{1,2})日)?(?:前|底|底前|之前|以前|末|前完成|完成)?"
)
_CONDITION = expression(r"[\u4e00-\u9fff][<>≤≥=]+[0-9]")
_LONGEST = 30


@attrs.frozen(eq=False, repr=False)
class Target(Value):
    """A target, or last year's value of an indicator.

    Attributes:
        text: As printed, without spaces.
        operator: "=", "≥", "≤", ">" or "<"; "" if none is printed.
        value: The number; None for a date or wording.
        places: The decimals printed.
        unit: The unit as printed ("%", "万元", "人次"); "" if none.
        kind: "money", "percent", "count", "date", "bare", "wording" or "empty".
        scale: For a count of 万人 and the like, the power of ten in its unit.
        named: Whether the unit is that of the indicator's name, and none is printed with the number.
        fault: What is not well formed, in Chinese; "" if nothing.
        fault_en: The same in English.

    >>> Target.of("> =95%")
    Target('≥95%')
    >>> target = Target.of(">=23.24 万人")
    >>> target.operator, str(target.value), target.unit, str(target.plain)
    ('≥', '23.24', '万人', '232400')
    >>> Target.of("0=").fault_en
    'the operator stands behind the number'
    >>> Target.of("有效 提高").kind, Target.of("2026 年 12 月").kind
    ('wording', 'date')
    """

    text: str = attrs.field()
    operator: str = attrs.field(default="", kw_only=True)
    value: Decimal | None = attrs.field(default=None, kw_only=True)
    places: int = attrs.field(default=0, kw_only=True)
    unit: str = attrs.field(default="", kw_only=True)
    kind: str = attrs.field(default="wording", kw_only=True)
    scale: int = attrs.field(default=0, kw_only=True)
    named: bool = attrs.field(default=False, kw_only=True)
    fault: str = attrs.field(default="", kw_only=True)
    fault_en: str = attrs.field(default="", kw_only=True)

    @classmethod
    def of(cls, text: str, name: str = "") -> Target:
        """The target that a cell states.

        Args:
            text: The cell.
            name: The indicator's name, which may say the unit in brackets: 参保率（%）.
        """
        bare = folded(text)
        if not bare:
            return cls("", kind="empty")
        date = _DATE.fullmatch(bare)
        if date is not None:
            month, day = int(date[1] or 1), int(date[2] or 1)
            if not 1 <= month <= 12 or not 1 <= day <= 31:
                fault = _NO_DATE
                return cls(bare, kind="date", fault=fault[0], fault_en=fault[1])
            return cls(bare, kind="date")
        operator, rest, fault = _leading(bare)
        found = _NUMBER.match(rest)
        if found is None or len(found[0]) > _LONGEST:
            if not fault[0] and operator and bare[0] in _MARKS:
                fault = "运算符后没有数", "an operator without a number"
            marked = operator if fault[0] else ""
            return cls(bare, operator=marked, fault=fault[0], fault_en=fault[1])
        unit, kind, scale = unit_after(rest, found.end())
        behind = rest[found.end() + len(unit) :]
        if kind == "date":
            kind = "count"  # =12月: a length of time
        if not operator and behind in _BEHIND:
            operator, behind = _BEHIND[behind], ""
        elif not operator and behind and not (set(behind) & set(_MARKS)):
            return cls(bare)  # words that begin with a number
        if not operator and not set(behind).isdisjoint(_MARKS) and _CONDITION.search(behind):
            return cls(bare)  # 1-12月执行率≥95%: words with a condition of their own
        if set(behind) & set(_MARKS):
            fault = fault if fault[0] else _BEHIND_NUMBER
        elif any(mark.isdigit() or mark in "%‰" for mark in behind):
            fault = fault if fault[0] else _TWO_NUMBERS
        if kind == "money" and unit not in ("元", "千元", "万元", "亿元"):
            unit += "元"
        named = kind == "bare"
        if named:
            unit, kind, scale = _unit_of_name(name)
        digits = found[0].replace(",", "")
        return cls(
            bare if rest == bare else operator + rest,
            operator=operator,
            value=Decimal(digits),
            places=len(digits.partition(".")[2]),
            unit=unit,
            kind=kind,
            scale=scale,
            named=named and bool(unit),
            fault=fault[0],
            fault_en=fault[1],
        )

    @property
    def plain(self) -> Decimal | None:
        """The number without the power of ten in its unit: 23.24万人 is 232400, and 97% is 97."""
        if self.value is None:
            return None
        number = self.value.scaleb(self.scale, exact)
        whole = int(number.as_tuple().exponent) > 0
        return number.quantize(Decimal(1), context=exact) if whole else number

    @property
    def money(self) -> Unit | None:
        """The unit of money, or None if it is none."""
        return Unit.of(self.unit) if self.kind == "money" and self.value is not None else None

    def __repr__(self) -> str:
        return f"Target({self.text!r})"


def _leading(bare: str) -> tuple[str, str, _Fault]:
    """The operator at the beginning, what follows it, and what is wrong with it."""
    end = 0
    while end < len(bare) and bare[end] in _MARKS:
        end += 1
    if end:
        operator = _SPELLED.get(bare[:end])
        if operator is not None:
            return operator, bare[end:], _FINE
        known = _SPELLED.get(bare[0], "")
        return known, bare[end:], ("运算符不合规范", "a malformed operator")
    for word, operator in _WORDS.items():
        if bare.startswith(word):
            return operator, bare[len(word) :], _FINE
    return "", bare, _FINE


def _unit_of_name(name: str) -> tuple[str, str, int]:
    """The unit in brackets at the end of an indicator's name."""
    bare = folded(name)
    if not bare.endswith(")"):
        return "", "bare", 0
    inside = bare[bare.rfind("(") + 1 : -1]
    unit, kind, scale = unit_after(inside, 0)
    if unit != inside or not unit:
        return "", "bare", 0
    if kind == "money" and not unit.endswith("元"):
        unit += "元"
    return unit, "count" if kind == "date" else kind, scale
