"""Indicators (绩效指标): the rows of a table of goals under its header, whatever columns it has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import attrs

from cnbudget.amounts import Unit
from cnbudget.characters import normalised
from cnbudget.expressions import expression
from cnbudget.figures import Figure, Place, RowAddress
from cnbudget.messages import Message, say
from cnbudget.passages import PassageRow
from cnbudget.performance.stated import stated
from cnbudget.performance.targets import Target
from cnbudget.tables import Printing
from cnbudget.values import Value, Visible

_HEADINGS = {
    "level1": ("一级指标", "一级"),
    "level2": ("二级指标", "二级"),
    "level3": ("三级指标", "三级", "指标名称", "绩效指标名称", "指标内容"),
    "target": (
        "指标值", "目标值", "年度指标值", "绩效指标值", "指标目标值", "计划指标值", "年度目标值",
        "指标值(包含数字及文字描述)", "计划值", "本年指标值",
    ),
    "basis": (
        "指标值设置依据", "指标值设定依据", "指标设定依据", "指标设置依据", "设定依据", "设置依据", "指标依据",
    ),
    "last": ("上年完成值", "上年完成情况", "上年度完成值", "上年实际值", "上年值", "历史值", "上年度完成情况"),
    "weight": ("分值权重", "指标分值权重", "指标权重", "权重", "分值", "权重(%)", "分值(权重)", "指标分值", "权重分值"),
    "rule": ("指标赋分规则", "赋分规则", "评分标准", "评分规则", "计分方法", "指标解释及评分标准"),
    "evidence": ("佐证资料", "佐证材料", "数据来源", "指标佐证资料"),
    "unit": ("计量单位", "度量单位", "指标单位"),
    "operator": ("指标性质", "指标方向", "运算符号", "符号", "指标属性"),
}  # fmt: skip
_COLUMNS = {heading: key for key, headings in _HEADINGS.items() for heading in headings}
_NAMED = ("三级", "指标名称", "指标内容")  # one of these is in every header
_SECOND = expression(
    r"(?:数量|质量|时效|社会效益|经济效益|生态效益|可持续影响|经济成本|社会成本|生态环境成本)(?:指标)?"
)
_WEIGHT = expression(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)[%分]?")
#: Self-evaluations sum the points up in a row below the indicators: 总分.
_TOTALS = ("合计", "总计", "总分", "总分合计")
_MOST_FURTHER = 20  # rows that go on with one
_WIDE = expression(r"[A-Za-z]")


def tidy(text: str) -> str:
    r"""A cell's text without the spaces and breaks that filled the cell; spaces between Latin words stay.

    >>> tidy("指标赋 分规则"), tidy("满意\n度指 标"), tidy("2. 46 万元"), tidy("IT service 费")
    ('指标赋分规则', '满意度指标', '2.46万元', 'IT service费')
    """
    parts = text.split()
    if len(parts) < 2:
        return parts[0] if parts else ""
    joined = [parts[0]]
    for before, after in pairwise(parts):
        space = _WIDE.match(before[-1]) and _WIDE.match(after[0])
        joined.append(" " + after if space else after)
    return "".join(joined)


@attrs.frozen(eq=False, repr=False)
class Indicator(Value):
    """An indicator of a performance goal.

    Attributes:
        name: The indicator (三级指标).
        level1: Its first level (一级指标: 产出指标).
        level2: Its second level (二级指标: 数量指标).
        target: What is to be reached (指标值).
        last: Last year's value (上年完成值).
        basis: What the target rests on (指标值设置依据).
        weight: The weight printed (分值权重); None if none can be read.
        rule: How it is scored (指标赋分规则).
        evidence: What shows it (佐证资料).
        place: Where the row begins.
        address: The row's address, shared by its figures.
        weight_text: The weight as printed.

    >>> from cnbudget.figures import NOWHERE, RowAddress
    >>> stands = {"place": NOWHERE, "address": RowAddress(None, "goals")}
    >>> found = Indicator("维修次数", target=Target.of("≥12次"), last=Target.of(""), **stands)
    >>> found.name, found.target.text, found.is_cost, found.figure()
    ('维修次数', '≥12次', False, <Figure 12 次: None>)
    """

    name: str
    level1: str = ""
    level2: str = attrs.field(default="", kw_only=True)
    target: Target = attrs.field(kw_only=True)
    last: Target = attrs.field(kw_only=True)
    basis: str = attrs.field(default="", kw_only=True)
    weight: Figure | None = attrs.field(default=None, kw_only=True)
    rule: str = attrs.field(default="", kw_only=True)
    evidence: str = attrs.field(default="", kw_only=True)
    place: Place = attrs.field(kw_only=True, eq=False)
    address: RowAddress = attrs.field(kw_only=True, eq=False, repr=False)
    weight_text: str = attrs.field(default="", kw_only=True, repr=False)

    @property
    def is_cost(self) -> bool:
        """Whether it states money that is to be spent: of the cost indicators, those in money."""
        return self.target.money is not None and "成本" in self.level1 + self.level2

    def figure(self, *, last: bool = False, least: Printing | None = None) -> Figure | None:
        """The number of the target as a figure; None if it states none.

        Args:
            last: Of last year's value instead.
            least: The unit and the places of the document's tables, as `stated` takes them.
        """
        target = self.last if last else self.target
        if target.value is None:
            return None
        return stated(
            (target.value, target.places),
            row=self.address,
            column="上年完成值" if last else "指标值",
            unit=target.money or Unit.WAN,
            least=least,
            measure="" if target.money else target.unit or "个",
            place=self.place,
        )


def header_of(cells: Sequence[str]) -> dict[str, int] | None:
    """The columns of indicators by their headings, or None if the row is no header of them.

    >>> header_of(["一级指标", "二级 指标", "三级指标", "指标值", "分值权重"])
    {'level1': 0, 'level2': 1, 'level3': 2, 'target': 3, 'weight': 4}
    """
    joined = "".join("".join(cells).split())
    if not any(word in joined for word in _NAMED):  # most rows are none
        return None
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        key = _COLUMNS.get(normalised(cell).rstrip(":")) if cell else None
        if key is not None:
            columns.setdefault(key, position)
    return columns if {"level3", "target"} <= columns.keys() and len(columns) > 2 else None


@attrs.define(eq=False, repr=False)
class _Raw(Visible):
    place: Place
    texts: dict[str, str]
    further: int = 0


class IndicatorRows:
    """The rows under a header, taken one by one.

    Attributes:
        columns: The columns by what they hold.
        broken: Rows that could not be read, with why.
        total: The sum of the weights as printed, and its place, if there is such a row.
    """

    def __init__(self, columns: dict[str, int]) -> None:
        self.columns = columns
        self.broken: list[tuple[PassageRow, Message]] = []
        self.total: tuple[str, Place] | None = None
        self._rows: list[PassageRow] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, row: PassageRow) -> None:
        """Take a row."""
        self._rows.append(row)

    def finished(self, address: RowAddress) -> tuple[Indicator, ...]:
        """The indicators, in their order.

        Args:
            address: The address of the table that they stand in.
        """
        self._mend()
        raws: list[_Raw] = []
        for row in self._rows:
            self._take(row, raws)
        level1 = level2 = ""
        made = []
        for index, raw in enumerate(raws, 1):
            one, two = raw.texts.get("level1", ""), raw.texts.get("level2", "")
            if one and not two and _SECOND.fullmatch(one):
                one, two = "", one  # the second level stands in the first one's column
            if one:
                level1, level2 = one, two
            elif two:
                level2 = two
            made.append(_indicator(raw, index, level1, level2, address))
        return tuple(made)

    def _mend(self) -> None:
        """A header that lost the cell of 指标赋分规则 has 佐证资料 in its place."""
        # a table of goals in Xinjiang had lost it where it was copied into a text
        columns = self.columns
        last = max(columns.values())
        beyond = {
            position
            for row in self._rows
            for position, cell in enumerate(row.cells)
            if cell and position > last
        }
        if beyond == {last + 1} and columns.get("evidence") == last and "rule" not in columns:
            columns["rule"], columns["evidence"] = last, last + 1

    def _take(self, row: PassageRow, raws: list[_Raw]) -> None:
        cells = row.cells
        texts = {
            key: tidy(cells[position])
            for key, position in self.columns.items()
            if position < len(cells) and cells[position]
        }
        if not texts:
            if any(cells):
                self.broken.append((row, say("unchecked.cells_do_not_fit")))
            return
        if any(tidy(cell).strip(":：") in _TOTALS for cell in cells[: self.columns["target"]]):
            # in the form of self-evaluations the label stands before the levels
            self.total = (texts.get("weight", ""), row.place)
            return
        if "target" not in texts and "weight" not in texts:
            if len(cells) <= self.columns["target"] and len(texts) > 1:
                self.broken.append((row, say("unchecked.cells_lacking")))
            elif raws and raws[-1].further < _MOST_FURTHER:  # the rest of a row that a page cut
                raws[-1].further += 1
                for key, text in texts.items():
                    raws[-1].texts[key] = raws[-1].texts.get(key, "") + text
            else:
                self.broken.append((row, say("unchecked.no_value_or_weight")))
            return
        raws.append(_Raw(row.place, texts))


def _indicator(raw: _Raw, index: int, level1: str, level2: str, table: RowAddress) -> Indicator:
    texts = raw.texts
    name = texts.get("level3", "") or level2 or level1
    address = RowAddress(
        None,
        table.key,
        title=table.title,
        row=name,
        path=tuple(filter(None, (level1, level2, name))),
        index=index,
        project=table.project,
        scope=None,
        within=table.within,
        section=table.section,
    )
    unit = texts.get("unit", "")
    target = texts.get("operator", "") + texts.get("target", "")
    told = f"{name}（{unit}）" if unit else name
    weight_text = texts.get("weight", "")
    return Indicator(
        name,
        level1,
        level2=level2,
        target=Target.of(target, told),
        last=Target.of(texts.get("last", ""), told),
        basis=texts.get("basis", ""),
        weight=weight_of(weight_text, address, raw.place),
        rule=texts.get("rule", ""),
        evidence=texts.get("evidence", ""),
        place=raw.place,
        address=address,
        weight_text=weight_text,
    )


def weight_of(text: str, address: RowAddress, place: Place) -> Figure | None:
    """A weight as a figure of 分; None if it is no number."""
    found = _WEIGHT.fullmatch(normalised(text))
    if found is None:
        return None
    digits = found[1]
    number = Decimal(digits), len(digits.partition(".")[2])
    return stated(number, row=address, column="分值权重", measure="分", place=place, key="weight")
