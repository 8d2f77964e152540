"""Performance goals (绩效目标): the tables of the whole agency's goals and of each project's, as typed values.

Source: 部门（单位）整体绩效目标表 and 项目支出绩效目标表 as the forms of 部门预算公开 have them. Persons and their
telephones are not kept.
"""

from __future__ import annotations

import attrs

from cnbudget.characters import normalised
from cnbudget.figures import NOWHERE, Figure, Place, RowAddress
from cnbudget.narrative.unread import Unread
from cnbudget.passages import Passage
from cnbudget.performance.indicators import Indicator
from cnbudget.performance.tasks import GoalTask
from cnbudget.values import Value, Visible


@attrs.frozen(eq=False, repr=False)
class Goals(Value):
    """A table of performance goals: of the whole agency, or of a project.

    Attributes:
        overall: Whether it is of the whole agency (部门整体绩效目标表).
        name: The project's name; "" of the whole agency's.
        agency: The agency that is named in it.
        goal: The goal in words (年度绩效目标, 项目总体目标).
        money: The money by its kind: "total", "upper" (上级安排), "own" (本级安排), "appropriation" (财政拨款), "other"
            (其他资金), "carried" (上年结转), "here" and "below" (what is spent at the own level and passed on to lower
            ones), "basic", "project", "period" (实施期资金总额, where the year's stands beside it); those that are
            printed, in their order, missing where the amount was not understood. Of a self-evaluation (自评表) it is
            that of the year's budget, and "initial" what it was at first (年初预算数).
        tasks: The tasks by which the money of the whole agency is divided (年度主要任务).
        indicators: The indicators.
        weights: The sum of the weights where the table prints one.
        execution: The weight of how the budget is executed, where the table prints it beside the money.
        title: The title.
        year: The year printed under the title; None if none is.
        place: Where it begins.
        goal_place: Where the goal stands.
        year_place: Where the year stands.
        listed: Whether it is a row of a list of projects, with a goal in words and without indicators; such a list may
            leave out projects.

        address: The table's address, which its figures share.

    >>> from cnbudget.figures import Figure, RowAddress
    >>> money = (("total", Figure.of("50.00", "万元")),)
    >>> found = Goals(False, "某项目", money=money, address=RowAddress(None, "goals"))
    >>> found.total.text, found.figure("other"), found.find("维修次数")
    ('50.00', None, ())
    """

    overall: bool
    name: str = ""
    agency: str = attrs.field(default="", kw_only=True)
    goal: str = attrs.field(default="", kw_only=True)
    money: tuple[tuple[str, Figure], ...] = attrs.field(default=(), kw_only=True)
    tasks: tuple[GoalTask, ...] = attrs.field(default=(), kw_only=True)
    indicators: tuple[Indicator, ...] = attrs.field(default=(), kw_only=True)
    weights: Figure | None = attrs.field(default=None, kw_only=True)
    execution: Figure | None = attrs.field(default=None, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    goal_place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    listed: bool = attrs.field(default=False, kw_only=True)
    year_place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    address: RowAddress = attrs.field(kw_only=True, eq=False)

    def figure(self, kind: str) -> Figure | None:
        """The money of a kind, or None if it is not printed."""
        return next((figure for key, figure in self.money if key == kind), None)

    @property
    def total(self) -> Figure | None:
        """The money in all (年度预算总额, 合计)."""
        return self.figure("total")

    @property
    def appropriation(self) -> Figure | None:
        """The money out of appropriations (其中：财政拨款)."""
        return self.figure("appropriation")

    @property
    def other(self) -> Figure | None:
        """The other money (其他资金)."""
        return self.figure("other")

    def find(self, name: str) -> tuple[Indicator, ...]:
        """The indicators of a name, whatever spaces it is printed with."""
        wanted = normalised(name)
        return tuple(each for each in self.indicators if normalised(each.name) == wanted)

    def __repr__(self) -> str:
        what = "overall" if self.overall else self.name
        total = f", {self.total.text}" if self.total is not None else ""
        return f"<Goals {what}{total}: {len(self.indicators)} indicators>"


@attrs.frozen(eq=False, repr=False)
class GoalsRead(Visible):
    """The tables of goals of a document and what in them was not understood.

    Attributes:
        goals: The tables.
        grids: The passages that they were read from.
        unread: What states numbers and was not understood.
    """

    goals: tuple[Goals, ...]
    grids: tuple[Passage, ...]
    unread: tuple[Unread, ...] = attrs.field(kw_only=True)
