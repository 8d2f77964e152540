"""Performance goals (绩效目标): the tables of the whole agency's goals and of each project's, as typed values.

Source: 部门（单位）整体绩效目标表 and 项目支出绩效目标表 as the forms of 部门预算公开 have them. Persons and their
telephones are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.characters import normalised
from cnbudget.expressions import expression
from cnbudget.figures import HALF_UP, NOWHERE, Figure, Place, RowAddress, State
from cnbudget.messages import Message, say
from cnbudget.narrative.unread import Unread
from cnbudget.numerals import YEAR_OF
from cnbudget.passages import Passage, PassageRow
from cnbudget.performance.goal_money import (
    AMOUNT,
    folded_cell,
    kinds_of,
    label_of,
    money_kinds,
    period,
    stages_of,
)
from cnbudget.performance.indicators import Indicator, IndicatorRows, header_of, tidy, weight_of
from cnbudget.performance.stated import stated
from cnbudget.performance.tasks import GoalTask, TaskRows, task_columns
from cnbudget.persons import is_label
from cnbudget.tables import Printing
from cnbudget.values import Value, Visible
from cnbudget.words import continued, plain

_TITLE = expression(r".{0,40}?绩效目标(?:申报|批复|公开|情况)?表.{0,20}")
_UNIT = expression(r"\((亿元|万元|千元|元)\)")
_FOOTNOTE = expression("(?:备?注|说明)(?:[0-9一二三四五]|:|$)")
_YEAR_ALONE = expression(rf"\(?{YEAR_OF.pattern}\)?")
_AGENCIES = (
    "预算单位",
    "部门名称",
    "单位名称",
    "主管部门",
    "主管部门及代码",
    "实施单位",
    "项目单位",
    "填报单位",
    "部门(单位)名称",
)
_NAMES = ("项目名称", "专项资金名称")
_GOALS = (
    "年度绩效目标", "项目总体目标", "总体目标", "年度目标", "年度总体目标", "绩效目标", "整体绩效目标",
    "年度总体绩效目标", "当年绩效目标", "当年整体绩效目标", "实施期总目标", "年度总目标",
)  # fmt: skip
_MOST_NUMBERED = 4  # digits of a page's number between the parts of a table


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


def read_goals(
    passages: Iterable[Passage],
    *,
    unit: Unit = Unit.WAN,
    places: int = 2,
    rounding: str = HALF_UP,
) -> GoalsRead:
    """The tables of performance goals among the passages.

    A table is known by its title or its header; the parts that page breaks cut it into are put together.

    Args:
        passages: What the document has outside its tables.
        unit: The unit of money of the document's tables.
        places: The decimals that they print.
        rounding: How they round amounts: one of `cnbudget.figures.ROUNDINGS`.
    """
    reader = _GoalReader(Printing(unit, places, rounding))
    for passage in passages:
        reader.take(passage)
    return reader.finished()


def _year(cells: Sequence[str]) -> int | None:
    """The year that a row or a line under a title is, or None."""
    texts = [cell for cell in cells if cell]
    if len(texts) != 1 or len(texts[0]) > 20:
        return None
    found = _YEAR_ALONE.fullmatch(folded_cell(texts[0]))
    return None if found is None else int(found[1])


def _is_title(cells: Sequence[str]) -> str:
    """The title of goals that a row is, or ""."""
    texts = [cell for cell in cells if cell]
    if (
        len(texts) == 1
        and "绩" in texts[0]
        and len(texts[0]) <= 60
        and _TITLE.fullmatch(folded_cell(texts[0]))
    ):
        return tidy(texts[0]).strip("#* ")
    return ""


class _GoalsTable:
    """A table of goals while its rows are taken."""

    def __init__(self, title: str, place: Place) -> None:
        self.title = title
        self.place = place
        self.overall: bool | None = True if "整体" in title else None
        self.name = self.agency = ""
        self.goal: list[str] = []
        self.goal_place = NOWHERE
        self.year: tuple[int, Place] | None = None
        self.unit = Unit.WAN
        self.money: list[tuple[str, str, str, Place]] = []
        self.rows: IndicatorRows | None = None
        self.stages: dict[int, str] = {}  # columns of money by what of it they are
        self.execution: tuple[str, Place] | None = None
        self.tasks: TaskRows | None = None
        self.period = False  # whether the money of all years stands beside the year's
        self.last = ""  # the label that a further cell without one belongs to

    @property
    def has_head(self) -> bool:
        return bool(self.name or self.goal or self.agency or self.money)


class _GoalReader:
    def __init__(self, least: Printing) -> None:
        self.least = least
        self.drafts: list[_GoalsTable] = []
        self.grids: list[Passage] = []
        self.unread: list[Unread] = []
        self.draft: _GoalsTable | None = None
        self.open = False  # whether a further grid may go on with the draft
        self.goes_on = False  # whether a line said that it does (续表)
        self.title: tuple[str, Place] | None = None
        self.year: tuple[int, Place] | None = None

    def take(self, passage: Passage) -> None:
        if passage.grid:
            self._grid(passage)
            return
        text = passage.text.strip("#*- ")
        if not text or (text.isdigit() and len(text) <= _MOST_NUMBERED):
            return
        goes_on = "续" in text and len(text) < 60 and continued(plain(text)) is not None
        if goes_on and self.draft is not None:
            self.open = self.goes_on = True
            return
        title = _is_title([text])
        year = _year([text])
        if title:
            self.title, self.open, self.year = (title, passage.place), False, None
        elif year is not None and self.title is not None:
            self.year = year, passage.place
        elif len(text) > 20 or text[:1] not in "(（":
            self.title, self.open = None, False

    def _grid(self, passage: Passage) -> None:
        rows = passage.rows
        columns = next((found for row in rows[:24] if (found := header_of(row.cells))), None)
        titled = any(_is_title(row.cells) for row in rows[:3]) or self.title is not None
        goes_on = self.open and self.draft is not None
        if columns is None and not goes_on and not (titled and _headed(rows)):
            self.open = False
            if titled:
                what = self.title[0] if self.title else passage.title
                self._not_read(passage.place, what, say("unchecked.no_head"))
            return
        self.grids.append(passage)
        if goes_on and self.goes_on:  # the head of the table may be printed again
            first = next((i for i, row in enumerate(rows) if header_of(row.cells)), 0)
            rows = rows[first:]
        elif not goes_on or _starts(rows):
            self._begin(self.title[0] if self.title else "", passage.place)
            if self.draft is not None and self.title is not None:
                self.draft.year = self.year
        self.title = self.year = None
        self.goes_on = False
        for row in rows:
            self._row(row)
        self.open = True

    def _begin(self, title: str, place: Place) -> None:
        self.draft = _GoalsTable(title, place)
        self.drafts.append(self.draft)

    def _row(self, row: PassageRow) -> None:
        draft = self.draft
        if (
            draft is None
            or not any(row.cells)
            or all(set(cell) <= set("-: ") for cell in row.cells)
        ):
            return
        texts = [cell for cell in row.cells if cell]
        if len(texts) == 1 and _FOOTNOTE.match(folded_cell(texts[0])):
            if any(mark.isdigit() for mark in texts[0]):
                self._not_read(row.place, tidy(texts[0])[:60], say("unchecked.footnote"))
            return
        title = _is_title(row.cells)
        if title:
            if draft.has_head or draft.rows is not None:
                self._begin(title, row.place)
            else:
                draft.title, draft.overall = title, True if "整体" in title else None
            return
        year = _year(row.cells)
        if year is not None and draft.rows is None:
            draft.year = year, row.place
            return
        columns = header_of(row.cells)
        if columns is not None:
            if draft.rows is None:
                draft.rows = IndicatorRows(columns)
            else:
                draft.rows.columns.update(columns)
        elif draft.rows is not None and _head_row(row):
            self._begin("", row.place)
            self._head(row)
        elif draft.rows is not None:
            draft.rows.add(row)
        else:
            self._head(row)

    def _head(self, row: PassageRow) -> None:
        """A row of the head: labels, each with what follows it."""
        draft = self.draft
        if draft is None:
            return
        stages = stages_of(row.cells)
        if stages:
            draft.stages = stages
            self._unit(draft, row)
            return
        if draft.stages and any(label_of(cell) in money_kinds() for cell in row.cells if cell):
            self._by_stage(draft, row)
            return
        self._unit(draft, row)
        if self._task(draft, row):
            return
        waiting, kind, named = "", "", kinds_of(row.cells)
        twice = self._of_all_years(draft, row)
        for cell in row.cells:
            if not cell:
                continue
            bare, label = folded_cell(cell), label_of(cell)
            if is_label(cell):
                waiting = "person"
            elif label in _NAMES:
                waiting, draft.overall = "name", False
            elif label in _AGENCIES:
                waiting = "agency"
            elif label in _GOALS:
                waiting = draft.last = "goal"
            elif label in named:
                waiting, kind = label, named[label]
                if label in twice:
                    twice.remove(label)
                    waiting, kind = f"{next(iter(period()))[:3]}{label}", "period"
            elif AMOUNT.fullmatch(bare):
                if kind:
                    draft.money.append((kind, waiting, bare, row.place))
                elif waiting != "person":
                    self._not_read(row.place, tidy(cell), say("unchecked.money_of_what"))
                waiting = kind = ""
            elif kind and any(mark.isdigit() for mark in bare):
                self._not_read(
                    row.place, f"{waiting}：{tidy(cell)}", say("unchecked.money_not_understood")
                )
                draft.money.append((kind, waiting, "", row.place))
                waiting = kind = ""
            elif waiting in ("name", "agency"):
                setattr(draft, waiting, getattr(draft, waiting) or tidy(cell))
                waiting = ""
            elif waiting == "person":
                waiting = ""
            elif waiting == "goal" or (draft.last == "goal" and len(cell) > 12 and not waiting):
                if draft.goal_place is NOWHERE:
                    draft.goal_place = row.place
                draft.goal.append(tidy(cell))
                waiting = ""

    @staticmethod
    def _of_all_years(draft: _GoalsTable, row: PassageRow) -> set[str]:
        """The labels of a row of which the first is of the money of all years, where the year's stands beside it."""
        labels = [label_of(cell) for cell in row.cells if cell]
        if any(label in period() for label in labels):
            draft.period = True
        return {label for label in labels if draft.period and labels.count(label) > 1}

    @staticmethod
    def _task(draft: _GoalsTable, row: PassageRow) -> bool:
        """Whether a row is of the tasks of the year: their headings, one of them, or the sum of their money."""
        tasks = draft.tasks
        if tasks is not None and tasks.is_row(row):
            draft.money += [(kind, "金额合计", text, row.place) for kind, text in tasks.take(row)]
            return True
        named, columns = task_columns([label_of(cell) for cell in row.cells], money_kinds())
        if named is not None:
            draft.tasks = TaskRows(named, columns)
        elif tasks is not None and columns and not tasks.rows:
            tasks.columns = columns
        else:
            return False
        return True

    @staticmethod
    def _unit(draft: _GoalsTable, row: PassageRow) -> None:
        for cell in row.cells:
            unit = _UNIT.search(folded_cell(cell)) if cell and len(cell) < 30 else None
            if unit is not None:
                draft.unit = Unit.of(unit[1])

    def _by_stage(self, draft: _GoalsTable, row: PassageRow) -> None:
        """A line of money under columns of its stages: the budget is what is held to its laws."""
        label = next(
            each for cell in row.cells if cell and (each := label_of(cell)) in money_kinds()
        )
        kept = "budget" if "budget" in draft.stages.values() else "initial"
        for position, cell in enumerate(row.cells):
            bare, stage = folded_cell(cell), draft.stages.get(position)
            if stage is None and not AMOUNT.fullmatch(bare):
                continue  # a label
            if stage in ("rate", "score") or not any(mark.isalnum() for mark in bare):
                if stage == "initial" != kept and money_kinds()[label] == "total":
                    draft.money.append(("initial", label, "", row.place))
                continue  # "—": nothing is printed there
            if not AMOUNT.fullmatch(bare):
                self._not_read(
                    row.place, f"{label}：{tidy(cell)}", say("unchecked.money_not_understood")
                )
                bare = ""  # what it should add up to, or be in, is not known
            if stage == "initial" != kept and money_kinds()[label] == "total":
                draft.money.append(("initial", label, bare, row.place))
            elif stage == kept:
                draft.money.append((money_kinds()[label], label, bare, row.place))
            elif bare and stage == "weight" and money_kinds()[label] == "total":
                draft.execution = bare, row.place
            elif bare:
                self._not_read(row.place, tidy(cell), say("unchecked.evaluation_column"))

    def _not_read(self, place: Place, text: str, why: Message) -> None:
        self.unread.append(Unread(text, why, place=place, heading="绩效目标表"))

    def finished(self) -> GoalsRead:
        goals = tuple(self._goals(draft) for draft in self.drafts if not _unfilled(draft))
        return GoalsRead(goals, tuple(self.grids), unread=tuple(self.unread))

    def _tasks(self, draft: _GoalsTable, address: RowAddress) -> tuple[GoalTask, ...]:
        made = []
        for name, amounts, place in draft.tasks.rows if draft.tasks is not None else ():
            label = tidy(name)
            money = [
                (kind, _money(text, label, draft.unit, place, address, self.least))
                for kind, text in amounts
            ]
            made.append(GoalTask(label, tuple(money), place=place))
        return tuple(made)

    def _goals(self, draft: _GoalsTable) -> Goals:
        overall = draft.overall if draft.overall is not None else not draft.name
        title = draft.title or ("整体绩效目标表" if overall else "项目支出绩效目标表")
        address = RowAddress(
            None,
            "goals",
            title=title,
            project=draft.name or None,
            scope=None,
            within="performance",
            section=title,
        )
        yearly = any(
            kind == "total" and label not in period() for kind, label, _, _ in draft.money
        )  # what else is called 实施期资金总额 is the year's, as where Xi'an's tables have that line alone
        money = tuple(
            (
                "period" if yearly and label in period() else kind,
                _money(text, label, draft.unit, place, address, self.least),
            )
            for kind, label, text, place in draft.money
        )
        indicators: tuple[Indicator, ...] = ()
        weights = None
        if draft.rows is None:
            self._not_read(draft.place, title, say("unchecked.no_head"))
        else:
            indicators = draft.rows.finished(address)
            for row, why in draft.rows.broken:
                self._not_read(row.place, " ".join(filter(None, row.cells))[:60], why)
            if draft.rows.total is not None:
                text, place = draft.rows.total
                weights = weight_of(text, attrs.evolve(address, row="合计"), place)
        execution = None
        if draft.execution is not None:
            text, place = draft.execution
            execution = weight_of(text, attrs.evolve(address, row="预算执行率"), place)
        return Goals(
            overall,
            "" if overall else draft.name,
            agency=draft.agency,
            goal="\n".join(draft.goal),
            money=money,
            tasks=self._tasks(draft, address),
            indicators=indicators,
            weights=weights,
            execution=execution,
            title=title,
            year=draft.year[0] if draft.year else None,
            year_place=draft.year[1] if draft.year else NOWHERE,
            place=draft.place,
            goal_place=draft.goal_place,
            address=address,
        )


def _unfilled(draft: _GoalsTable) -> bool:
    """Whether the form of a table was printed with nothing in it: 专项资金总体绩效目标表 of who has no such money."""
    if draft.name or draft.goal or draft.money or draft.rows is None:
        return False
    found = draft.rows.finished(RowAddress(None, "goals"))
    cells = [cell for row, _ in draft.rows.broken for cell in row.cells]
    cells += [text for each in found for text in (each.target.text, each.weight_text)]
    return not any(mark.isdigit() for cell in cells for mark in cell)


def _money(
    text: str, label: str, unit: Unit, place: Place, table: RowAddress, least: Printing
) -> Figure:
    digits = text.replace(",", "")
    number = Decimal(digits or 0), len(digits.partition(".")[2])
    address = attrs.evolve(table, row=label)
    figure = stated(
        number, row=address, column="资金", unit=unit, place=place, least=least, key="money"
    )
    return figure if digits else figure.evolve(value=None, state=State.MISSING)


def _labels(row: PassageRow) -> Iterator[str]:
    return (label_of(cell) for cell in row.cells if cell and len(cell) <= 30)


def _head_row(row: PassageRow) -> bool:
    """Whether a row is one with which the head of a table begins."""
    first = next(_labels(row), "")
    return first in _AGENCIES or first in _NAMES


def _headed(rows: Sequence[PassageRow]) -> bool:
    known = (*_AGENCIES, *_NAMES, *_GOALS)
    return any(label in known for row in rows[:8] for label in _labels(row))


def _starts(rows: Sequence[PassageRow]) -> bool:
    """Whether a grid begins a table, and does not go on with the one before it."""
    for row in rows[:6]:
        if _is_title(row.cells) or _head_row(row):
            return True
        if header_of(row.cells) is not None:
            return False
    return False
