"""Projects as the text describes them (项目支出情况说明): size, allocation, period, standard and heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place, RowAddress
from cnbudget.numerals import COUNTED, YEAR_DIGITS
from cnbudget.performance.matters import Matter, Spoken
from cnbudget.performance.quantities import Quantity, folded, folded_passage, numbers
from cnbudget.performance.stated import stated
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

_LABELS = {
    "name": ("项目名称",),
    "grounds": ("设立的政策依据", "立项依据", "政策依据", "设立依据", "项目设立的政策依据"),
    "size": ("预算安排规模", "预算规模", "年度预算安排", "预算金额", "安排规模"),
    "bearer": ("项目承担单位", "实施主体", "承担单位", "项目实施单位"),
    "allocation": ("资金分配情况", "资金分配", "资金使用安排"),
    "period": ("资金执行时间", "实施周期", "执行时间", "项目实施期限"),
    "source": ("资金来源",),
    "heads": ("补贴人数", "补助人数", "享受人数", "补贴对象人数"),
    "standard": ("补贴标准", "补助标准", "发放标准"),
    "range": ("补贴范围", "补助范围"),
    "manner": ("补贴方式", "补助方式"),
    "steps": ("发放程序",),
    "effects": ("受益人群和社会效益", "受益人群", "社会效益"),
}
_KEYS = {label: key for key, labels in _LABELS.items() for label in labels}
_LABEL = expression("(?:" + "|".join(sorted(_KEYS, key=len, reverse=True)) + ")(?=:)")
#: What descriptions of projects have in place of facts: 资金分配情况：完全不予公开.
_SECRET = expression(r"(?:完全)?不予公开|涉密")
_TOTALS = ("共计", "合计", "总计", "共", "总额")
_DATE = expression(rf"({YEAR_DIGITS})年(?:度)?(?:([0-9]{{1,2}})月)?(?:([0-9]{{1,2}})日)?")
_NUMBERING = expression(rf"^(?:\(?[{COUNTED}0-9]{{1,3}}\)?[、.,;:)]?)?项目名称")
_MOST_LABELS = 64
_LEAD = 80  # characters before an amount that may say what it is for
_LONGEST = 20_000  # characters of what follows a label


@attrs.frozen(eq=False, repr=False)
class Allocation(Value):
    """A part of a project's money and what it goes to.

    Attributes:
        name: What it goes to: an economic section ("办公费"), or anything else.
        amount: The money.

    >>> from cnbudget.figures import Figure
    >>> Allocation("某乡", Figure.of("12.00", "万元")).amount.text
    '12.00'
    """

    name: str
    amount: Figure


@attrs.frozen(eq=False, repr=False)
class DescribedProject(Value):
    """A project as the text describes it.

    Attributes:
        name: The project.
        sizes: Its size (预算安排规模), each time that it is stated.
        allocations: What the money goes to (资金分配情况).
        sums: Sums printed with the allocations (共计).
        heads: How many get a subsidy (补贴人数).
        standard: The subsidy for each (补贴标准), in money.
        standard_per: What the standard is for ("人").
        periods: The months in which the money is spent, as (year, month) from and to.
        texts: All that is said, by key: "grounds", "bearer", "source" and so on.
        secret: Whether what is said is that it is not made public (完全不予公开).
        place: Where it begins.
        period_place: Where the period stands.
        address: The address that its figures share.

    >>> from cnbudget.figures import Figure, RowAddress
    >>> found = DescribedProject("某项目", sizes=(Figure.of("50.00", "万元"),), address=RowAddress(None, "project"))
    >>> found.name, found.size.text
    ('某项目', '50.00')
    """

    name: str
    sizes: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    allocations: tuple[Allocation, ...] = attrs.field(default=(), kw_only=True)
    sums: tuple[Figure, ...] = attrs.field(default=(), kw_only=True)
    heads: Figure | None = attrs.field(default=None, kw_only=True)
    standard: Figure | None = attrs.field(default=None, kw_only=True)
    standard_per: str = attrs.field(default="", kw_only=True)
    periods: tuple[tuple[int, int], ...] = attrs.field(default=(), kw_only=True)
    texts: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True)
    secret: bool = attrs.field(default=False, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    period_place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    address: RowAddress = attrs.field(kw_only=True, eq=False, repr=False)

    @property
    def size(self) -> Figure | None:
        """Its size; None if it is not stated."""
        return self.sizes[0] if self.sizes else None


def core(name: str) -> str:
    """A project's name without the words that come and go between a document's tables and its text.

    >>> core("2024 年工作队第一书记为民办实事经费项目（县级）") == core("2024年工作队第一书记为民办实事经费(县级)")
    True
    """
    bare = folded(name).strip("。;,")
    for word in ("项目", "经费", "资金", "预算", '"', "年度", "年"):
        bare = bare.replace(word, "")
    return bare


def read_projects(
    matter: Matter, least: Printing = USUAL_PRINTING
) -> tuple[tuple[DescribedProject, ...], list[Spoken]]:
    """The projects that a matter describes, and the numbers that were not understood.

    Args:
        matter: The matter.
        least: The unit and the places of the document's tables.
    """
    reader = _ProjectReader(matter, least)
    for key, text, place, raw in _labelled(matter):
        reader.take(key, text, place, raw)
    return reader.finished(), reader.unread


def _labelled(matter: Matter) -> Iterator[tuple[str, str, Place, str]]:
    """What follows each label, and what follows none (key "")."""
    for passage in matter.paragraphs:
        bare = folded_passage(passage)
        marks = list(_LABEL.finditer(bare))[:_MOST_LABELS]
        lead = bare[: marks[0].start()] if marks else bare
        if marks and len(lead) > 8:
            marks = []  # a sentence that happens to have such a word
            lead = bare
        if not marks:
            yield "", lead, passage.place, passage.text
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(bare)
            raw = passage.text if len(marks) == 1 else ""
            yield _KEYS[mark[0]], bare[mark.end() + 1 : end], passage.place, raw


class _ProjectReader:
    def __init__(self, matter: Matter, least: Printing) -> None:
        self.matter = matter
        self.least = least
        self.unread: list[Spoken] = []
        self.made: list[DescribedProject] = []
        self.key = ""
        self.address: RowAddress | None = None
        self.draft: dict[str, list[tuple[str, Place]]] = {}
        self.name = ""
        self.place = NOWHERE

    def take(self, key: str, text: str, place: Place, raw: str) -> None:
        if key == "name":
            self._close()
            self.name, self.place, self.key = _shown(raw) or text.strip("。;,"), place, key
            self.draft = {}
        elif self.place is NOWHERE:
            self._unread(text, place)
        elif key:
            self.key = key
            self.draft.setdefault(key, []).append((text, place))
        elif self.key == "name":
            self._unread(text, place)
        else:  # a line that goes on with the one before it
            before = self.draft[self.key]
            if len(before[-1][0]) > _LONGEST:
                self._unread(text, place)
            else:
                before[-1] = (before[-1][0] + text, before[-1][1])

    def _close(self) -> None:
        if self.place is NOWHERE:
            return
        self.address = RowAddress(
            None,
            "described",
            title="项目支出情况说明",
            row=self.name,
            project=self.name,
            scope=None,
            within="other",
            section=self.matter.heading,
        )
        sizes = []
        for text, place in self.draft.get("size", ()):
            money = [each for each in numbers(text) if each.kind == "money"]
            sizes += [self._figure(each, "预算安排规模", place) for each in money[:1]]
            self._rest(text, place, money[1:])
        allocations, sums = self._allocations()
        heads = self._one("heads", "count", "补贴人数")
        standard = self._one("standard", "money", "补贴标准")
        for key in ("source", "range", "manner", "steps", "effects", "bearer"):
            for text, place in self.draft.get(key, ()):
                self._rest(text, place, [q for q in numbers(text) if q.kind == "money"])
        texts = tuple((key, text) for key, found in self.draft.items() for text, _ in found)
        periods = self.draft.get("period", ())
        self.made.append(
            DescribedProject(
                self.name,
                sizes=tuple(sizes),
                allocations=tuple(allocations),
                sums=tuple(sums),
                heads=heads[0],
                standard=standard[0],
                standard_per=standard[1],
                periods=tuple(_months("".join(text for text, _ in periods))),
                texts=texts,
                secret=any(
                    _SECRET.match(text) for key, text in texts if key in ("grounds", "allocation")
                ),
                place=self.place,
                period_place=periods[0][1] if periods else NOWHERE,
                address=self.address,
            )
        )

    def _allocations(self) -> tuple[list[Allocation], list[Figure]]:
        parts: list[Allocation] = []
        sums: list[Figure] = []
        for text, place in self.draft.get("allocation", ()):
            before = 0
            for each in numbers(text):
                if each.kind in ("date", "bare"):
                    continue
                name = _part(text[max(before, each.start - _LEAD) : each.start])
                if each.kind == "money" and name.endswith(_TOTALS):
                    sums.append(self._figure(each, "共计", place))
                elif each.kind == "money" and name and not each.per:
                    parts.append(Allocation(name, self._figure(each, name, place)))
                elif each.kind != "count":
                    self._rest(text, place, [each])
                else:
                    continue  # 3台: the words between this and the money still belong to the money
                before = each.end
        return parts, sums

    def _one(self, key: str, kind: str, column: str) -> tuple[Figure | None, str]:
        for text, place in self.draft.get(key, ()):
            found = [each for each in numbers(text) if each.kind == kind]
            if len(found) == 1:
                figure = self._figure(found[0], column, place)
                return figure, found[0].per
            self._rest(text, place, found)
        return None, ""

    def _figure(self, number: Quantity, column: str, place: Place) -> Figure:
        assert self.address is not None  # noqa: S101 (a project is being closed)
        return stated(number, row=self.address, column=column, place=place, least=self.least)

    def _unread(self, text: str, place: Place) -> None:
        self._rest(
            text, place, [each for each in numbers(text) if each.kind in ("money", "percent")]
        )

    def _rest(self, text: str, place: Place, numbers: list[Quantity]) -> None:
        for each in numbers:
            self.unread.append(
                Spoken(
                    each,
                    text[max(0, each.start - 40) : each.start],
                    tail=text[each.end : each.end + 24],
                    sentence=0,
                    place=place,
                )
            )

    def finished(self) -> tuple[DescribedProject, ...]:
        self._close()
        return tuple(self.made)


def _shown(raw: str) -> str:
    """A project's name as it is printed."""
    for mark in ("：", ":"):
        label, found, name = raw.partition(mark)
        if found and _NUMBERING.match(folded(label)):
            return name.strip().strip("。；;，")
    return ""


def _part(lead: str) -> str:
    """What a part of the money goes to: the words since the last mark, without a number before them."""
    name = lead
    for mark in "。;,、:":
        name = name[name.rfind(mark) + 1 :] if name[-1:] != mark else ""
    name = re.sub(r"^\(?[0-9]{1,2}[.)]\s*", "", name)
    return name.removeprefix("其中").removeprefix("用于").strip()


def _months(text: str) -> Iterator[tuple[int, int]]:
    """The months that dates name, as they are printed; a year alone is its last month."""
    for found in _DATE.finditer(text):
        yield int(found[1]), int(found[2] or 12)


def product(standard: Figure, heads: Figure) -> Decimal:
    """The money that a standard for each head comes to, in 元."""
    from cnbudget.amounts import exact

    return exact.multiply(standard.amount.yuan, heads.value or Decimal(0))
