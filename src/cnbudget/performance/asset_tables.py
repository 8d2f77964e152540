"""Tables of the state assets that are used (国有资产占有使用情况表): houses, vehicles, equipment, with their value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place, RowAddress
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.numerals import COUNTED
from cnbudget.passages import Passage, PassageRow
from cnbudget.performance.assets import Asset
from cnbudget.performance.goal_money import AMOUNT, folded_cell
from cnbudget.performance.stated import stated
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

_TITLE = expression("资产(?:占有|占用|使用|情况|配置)")
_NAMES = ("项目", "资产名称", "名称", "资产类别", "类别", "资产项目", "资产分类", "资产种类")
_MEASURES = ("单位", "计量单位", "数量单位")
_NUMBER = expression("(?:实有|现有|占有)?(?:数量|面积|数)(?:/面积|或面积|、面积)?")
_WORTH = expression("(?:资产|账面)?(?:价值|原值|净值|总值|金额)(?:合计)?")
_BRACKETS = expression(r"\([^()]{0,16}\)")
_UNIT = expression(r"(亿元|万元|千元)|(?<![万亿千])元")
_SUMS = ("合计", "总计", "资产合计", "资产总计", "国有资产合计")
_MARK = expression(
    rf"(?:[{COUNTED}]{{1,3}}[、.]|\((?:[{COUNTED}]{{1,3}}|[0-9]{{1,2}})\)|[0-9]{{1,2}}[、.])"
)
_WITHIN = expression("其中[:：]?")
_LENGTHS = {"车": "辆", "房": "平方米", "用地": "平方米", "土地": "平方米", "面积": "平方米"}
_MOST = 200  # rows


@attrs.frozen(eq=False, repr=False)
class AssetRow(Value):
    """A row of a table of assets.

    Attributes:
        asset: What it has: its name, how many or how large, and what that is worth.
        within: The name of the row above that it is part of (其中：), or "".

    >>> AssetRow(Asset("一般公务用车"), "车辆").within
    '车辆'
    """

    asset: Asset
    within: str = ""


@attrs.frozen(eq=False, repr=False)
class AssetTable(Value):
    """A table of the state assets that an agency uses.

    Attributes:
        rows: Its rows, in order, but for that of the sum.
        plain: Whether the form shows which rows are part of others: all those without a number, or none.
        total: What all of them are worth; None if that is not printed.
        title: The title.
        place: Where it begins.

    >>> table = AssetTable((AssetRow(Asset("车辆")), AssetRow(Asset("一般公务用车"), "车辆")))
    >>> [each.asset.name for each in table.parts("车辆")], [each.asset.name for each in table.parts()]
    (['一般公务用车'], ['车辆'])
    """

    rows: tuple[AssetRow, ...]
    plain: bool = attrs.field(default=True, kw_only=True)
    total: Figure | None = attrs.field(default=None, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    def parts(self, name: str = "") -> tuple[AssetRow, ...]:
        """The rows that are part of another one, or with "" those that are part of none."""
        return tuple(each for each in self.rows if each.within == name)

    @property
    def figures(self) -> Iterator[Figure]:
        """All its figures."""
        for each in self.rows:
            yield from filter(None, (each.asset.number, each.asset.value))
        if self.total is not None:
            yield self.total


def read_asset_tables(
    passages: Sequence[Passage], least: Printing = USUAL_PRINTING
) -> tuple[list[AssetTable], list[Passage], list[Unread]]:
    """The tables of assets among the passages of a document, the grids they stand in, and those not understood.

    Args:
        passages: What the document has outside its tables.
        least: The unit and the places of the document's tables.
    """
    found: list[AssetTable] = []
    grids: list[Passage] = []
    unread: list[Unread] = []
    before: list[str] = []
    for passage in passages:
        if not passage.grid:
            before = [*before[-2:], passage.text] if len(passage.text) < 40 else []
            continue
        over = [folded_cell(each) for each in (*before, passage.title)]
        before = []
        if not passage.rows or not any(map(_TITLE.search, over)):
            continue
        reader = _AssetTableReader(
            passage, next(filter(None, map(_unit, reversed(over))), None), least
        )
        table = reader.table()
        if table is not None:
            found.append(table)
            grids.append(passage)
        elif reader.wrong:
            why = say("unchecked.money_not_understood")
            unread.append(Unread(reader.wrong, why, place=passage.place, heading=passage.title))
    return found, grids, unread


def _unit(text: str) -> Unit | None:
    found = _UNIT.search(text) if "单位:" in text or "(" in text else None
    return None if found is None else Unit.of(found[0])


def _counts(text: str) -> bool:
    """Whether a text has a number in it."""
    return any(map(str.isdigit, text))


def _text(row: PassageRow) -> str:
    return "、".join(filter(None, map(folded_cell, row.cells)))


class _AssetTableReader:
    """One table, whose columns its first row with a name and a number names."""

    def __init__(self, passage: Passage, unit: Unit | None, least: Printing) -> None:
        self.passage = passage
        self.unit = unit
        self.least = least
        self.title = passage.title.strip("#* ")
        self.wrong = ""
        self.known: set[str] = set()
        self.numbered = False  # whether rows that are part of none are numbered, and all others are

    def table(self) -> AssetTable | None:
        head = next((n for n, row in enumerate(self.passage.rows[:4]) if self._named(row)), None)
        if head is None:
            if (
                "表" in self.title
            ):  # one whose columns nobody knows, as of kinds of assets side by side
                self.wrong = next(filter(_counts, map(_text, self.passage.rows)), "")
            return None
        labels = [folded_cell(cell) for cell in self.passage.rows[head].cells]
        bare = [_BRACKETS.sub("", label) for label in labels]
        name = next(i for i, label in enumerate(bare) if label in _NAMES)
        counts = [i for i, label in enumerate(bare) if _NUMBER.fullmatch(label)]
        worths = [i for i, label in enumerate(bare) if _WORTH.fullmatch(label)]
        measure = next((i for i, label in enumerate(bare) if label in _MEASURES), None)
        rows = self.passage.rows[head + 1 :]
        firsts = [
            _MARK.match(folded_cell(row.cells[name])) for row in rows if len(row.cells) > name
        ]
        self.numbered = any(mark is not None and mark[0].endswith("、") for mark in firsts)
        unit = next((_unit(labels[i]) for i in worths if _unit(labels[i])), self.unit)
        if len(counts) > 1 or len(worths) > 1 or (worths and unit is None) or len(rows) > _MOST:
            self.wrong = "、".join(labels)  # 年初数量 beside 年末数量: which is meant, nothing says
            return None
        self.columns = (name, next(iter(counts), None), next(iter(worths), None), measure)
        self.labels, self.unit = labels, unit
        made: list[AssetRow] = []
        total: Figure | None = None
        top = ""
        empty: set[str] = set()
        for row in rows:
            each, inner = self._row(row)
            if self.wrong:
                return None
            if each is None:
                continue
            if each.number is None and each.value is None:
                if not inner:  # 一、房屋 without an amount heads its parts
                    top = each.name
                    empty.add(top)
                continue
            if each.name in _SUMS:
                total = each.value
                continue
            top = top if inner and top else each.name
            made.append(AssetRow(each, top if each.name != top else ""))
        if not made:
            return None
        plain = self.numbered or not any(each.within for each in made)
        plain = plain and not any(each.within in empty for each in made)
        place = self.passage.place
        return AssetTable(tuple(made), plain=plain, total=total, title=self.title, place=place)

    def _named(self, row: PassageRow) -> bool:
        labels = [_BRACKETS.sub("", folded_cell(cell)) for cell in row.cells]
        told = any(_NUMBER.fullmatch(each) or _WORTH.fullmatch(each) for each in labels)
        return told and any(each in _NAMES for each in labels)

    def _row(self, row: PassageRow) -> tuple[Asset | None, bool]:
        """What a row has, and whether it is part of the one above."""
        at, number, worth, measure = self.columns
        cells = [folded_cell(cell) for cell in row.cells]
        if len(cells) < len(self.labels):  # a row that has lost a cell
            self.wrong = "、".join(cells) if _counts("".join(cells[1:])) else ""
            return None, False
        words = cells[at]
        marked = _MARK.match(words)
        name = words if marked is None else words[marked.end() :]
        top = marked is not None and marked[0].endswith("、")
        inner = not top and (marked is not None or self.numbered)
        within = _WITHIN.match(name)
        if within is not None:
            name, inner = name[within.end() :], True
        marked = _MARK.match(name)
        name = name if marked is None else name[marked.end() :]
        printed = _BRACKETS.findall(name)
        name = _BRACKETS.sub("", name)
        counted = (
            cells[measure] if measure is not None else printed[-1].strip("()") if printed else ""
        )
        if not name:  # amounts of nobody knows what
            self.wrong = "、".join(filter(None, cells)) if _counts("".join(cells)) else ""
            return None, False
        called = name if name not in self.known else f"{name}（{len(self.known)}）"
        self.known.add(called)
        address = RowAddress(
            None,
            "assets",
            title=self.title,
            row=called,
            scope=None,
            within="other",
            section=self.title,
        )
        made = [
            None
            if column is None
            else self._figure(cells[column], column, address, row.place, counted)
            for column in (number, worth)
        ]
        return Asset(called, made[0], value=made[1]), inner and name not in _SUMS

    def _figure(
        self, text: str, column: int, row: RowAddress, place: Place, counted: str
    ) -> Figure | None:
        if text in ("", "-", "—", "/"):
            return None
        if AMOUNT.fullmatch(text) is None:
            self.wrong = f"{row.row}：{text}"
            return None
        digits = text.replace(",", "")
        money = column == self.columns[2]
        guess = next((unit for word, unit in _LENGTHS.items() if word in row.row), "台（套）")
        return stated(
            (Decimal(digits), len(digits.partition(".")[2])),
            row=row, column=self.labels[column], unit=self.unit or Unit.WAN, place=place,
            measure="" if money else counted or guess, least=self.least,
            key="value" if money else "number",
        )  # fmt: skip
