"""Plans of meetings and trainings (会议费、培训费明细表): what is held, with its money, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Figure, Place, RowAddress
from cnbudget.forms.vocabulary import vocabulary
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.numerals import COUNTED
from cnbudget.passages import Passage, PassageRow
from cnbudget.performance.goal_money import AMOUNT, folded_cell, label_of
from cnbudget.performance.stated import stated
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

_NAMES = expression(r"(会议|培训)(?:班次?|项目|活动)?(?:名称|内容)")
_UNIT = expression(r"单位:(亿元|万元|千元|元)")
_IN_LABEL = expression(r"\((亿元|万元|千元|元)\)")
_GROUP = expression(rf"[(]?[{COUNTED}]{{1,3}}(?:[)、.]|$)")
#: Budgets of Xi'an list all meetings and trainings of the year under such titles: 会议费明细表.
_WHOLE = expression("明细|计划|安排")


@attrs.frozen(eq=False, repr=False)
class Plan(Value):
    """A table of the meetings or the trainings that are planned.

    Attributes:
        kind: "meetings" or "training".
        items: Each of them, by name, with its money.
        total: The sum that is printed; None if none is.
        complete: Whether by its title it has all of them (会议费明细表).
        title: The title.
        place: Where it begins.

    >>> from cnbudget.figures import Figure
    >>> plan = Plan("meetings", (("年度会议", Figure.of("2.00", "万元")),))
    >>> plan.kind, [name for name, _ in plan.items], plan.total
    ('meetings', ['年度会议'], None)
    """

    kind: str
    items: tuple[tuple[str, Figure], ...]
    total: Figure | None = attrs.field(default=None, kw_only=True)
    complete: bool = attrs.field(default=True, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


def read_plans(
    passages: Sequence[Passage], least: Printing = USUAL_PRINTING
) -> tuple[list[Plan], list[Passage], list[Unread]]:
    """The plans among the passages of a document, the grids they stand in, and the amounts that were not understood.

    Args:
        passages: What the document has outside its tables.
        least: The unit and the places of the document's tables.
    """
    plans: list[Plan] = []
    grids: list[Passage] = []
    unread: list[Unread] = []
    unit: Unit | None = None
    for passage in passages:
        if not passage.grid:
            found = _UNIT.search(folded_cell(passage.text)) if len(passage.text) < 40 else None
            unit = Unit.of(found[1]) if found else (unit if len(passage.text) < 20 else None)
            continue
        plan = _plan(passage, unit, least, unread)
        if plan is not None:
            plans.append(plan)
            grids.append(passage)
        unit = None
    return plans, grids, unread


def _plan(
    passage: Passage, unit: Unit | None, least: Printing, unread: list[Unread]
) -> Plan | None:
    if not passage.rows or not any(
        word in passage.text[:200] for word in vocabulary().labels("plan", "kind")
    ):
        return None
    labels = [label_of(cell) for cell in passage.rows[0].cells]
    name = next((i for i, label in enumerate(labels) if _NAMES.fullmatch(label)), None)
    money = vocabulary().labels("plan", "money")
    paid = [i for i, label in enumerate(labels) if label in money]
    if name is None or len(paid) != 1:
        return None
    printed = _IN_LABEL.search(folded_cell(passage.rows[0].cells[paid[0]]))
    unit = Unit.of(printed[1]) if printed else unit
    if unit is None:
        return None  # 2.00 of what, nobody says
    title = passage.title.strip("#* ")
    lines = [_PlanLine(row, name, paid[0]) for row in passage.rows[1:]]
    for line in lines:
        if line.wrong:
            why = say("unchecked.money_not_understood")
            unread.append(Unread(line.wrong, why, place=line.row.place, heading=title))
            return None
    grouped = {line.leads for line in lines if line.text and not line.sums}
    items: list[tuple[str, Figure]] = []
    total: Figure | None = None
    known: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.text or vocabulary().labels("plan", "sum").get(line.sums) == "part":
            continue
        called = f"{line.called}（{number}）" if line.called in known else line.called
        known.add(called)
        digits = line.text.replace(",", "")
        address = RowAddress(
            None, "plans", title=title, row=called, scope=None, within="other", section=title
        )
        figure = stated(
            (Decimal(digits), len(digits.partition(".")[2])),
            row=address, column=labels[paid[0]], unit=unit, place=line.row.place, least=least, key="money",
        )  # fmt: skip
        if line.sums:
            total = figure
        else:
            items.append((called, figure))
    if not items:
        return None
    if len(grouped) > 1:  # 一、机关 over 1.年度会议: what is in which, only its layout says
        why = say("unchecked.levels_of_plan")
        unread.append(Unread(title or labels[name], why, place=passage.place, heading=title))
        return None
    return Plan(
        vocabulary().labels("plan", "kind")[labels[name][:2]], tuple(items), total=total,
        complete=_WHOLE.search(title) is not None, title=title, place=passage.place,
    )  # fmt: skip


class _PlanLine:
    """A row of a plan: what it is called, its money as text, and whether it is a sum."""

    def __init__(self, row: PassageRow, name: int, paid: int) -> None:
        self.row = row
        cells = [*row.cells, *[""] * (max(name, paid) + 1 - len(row.cells))]
        text = folded_cell(cells[paid])
        self.called = cells[name] or next(filter(None, cells), "")
        #: the amount; "" where the row has none
        self.text = text if any(mark.isdigit() for mark in text) else ""
        #: the word by which the row is a sum; "" if it is none
        sums = vocabulary().labels("plan", "sum")
        self.sums = next((w for w in map(folded_cell, (*cells[:2], self.called)) if w in sums), "")
        self.leads = any(_GROUP.match(folded_cell(cell)) is not None for cell in cells[: name + 1])
        #: what is no amount, or stands where a row has lost the cell of its money
        short = len(row.cells) <= paid and any(mark.isdigit() for mark in "".join(row.cells))
        wrong = short or (self.text and AMOUNT.fullmatch(self.text) is None)
        self.wrong = f"{self.called}：{text}".strip("：") if wrong else ""
