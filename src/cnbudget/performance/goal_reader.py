"""Tables of performance goals as they are read: sheets of a project or of the whole agency, and lists of projects.

Source: 部门（单位）整体绩效目标表 and 项目支出绩效目标表 as the forms of 部门预算公开 have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.figures import HALF_UP, NOWHERE, Figure, Place, RowAddress, State
from cnbudget.messages import Message, say
from cnbudget.narrative.unread import Unread
from cnbudget.numerals import YEAR_OF
from cnbudget.passages import Passage, PassageRow
from cnbudget.performance.goal_lists import GoalColumns, goal_columns, is_sum, labels, unit_line
from cnbudget.performance.goal_money import (
    AMOUNT,
    folded_cell,
    kinds_of,
    label_of,
    money_kinds,
    period,
    stages_of,
)
from cnbudget.performance.goals import Goals, GoalsRead
from cnbudget.performance.indicators import Indicator, IndicatorRows, header_of, tidy, weight_of
from cnbudget.performance.stated import stated
from cnbudget.performance.tasks import GoalTask, TaskRows, task_columns
from cnbudget.persons import is_label
from cnbudget.tables import Printing
from cnbudget.words import continued, plain

_TITLE = expression(r".{0,40}?绩效目标(?:申报|批复|公开|情况)?表.{0,20}")
_UNIT = expression(r"\((亿元|万元|千元|元)\)")
_FOOTNOTE = expression("(?:备?注|说明)(?:[0-9一二三四五]|:|$)")
_YEAR_ALONE = expression(rf"\(?{YEAR_OF.pattern}\)?")
_UNIT_LINE = 20  # characters of a line that says the unit, at most
_MOST_NUMBERED = 4  # digits of a page's number between the parts of a table


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
        self.listed = False  # whether it is a row of a list

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
        self.columns: GoalColumns | None = None  # of the list that is open
        self.unit: Unit | None = None  # as the line before says
        self.unit_missed = False  # whether it was said that a list names none
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
        self.unit = unit_line(text) if len(text) <= _UNIT_LINE else None
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
        if columns is None and self._list(passage):
            return
        self.columns = None
        titled = any(_is_title(row.cells) for row in rows[:3]) or self.title is not None
        goes_on = self.open and self.draft is not None and not self.draft.listed
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

    def _list(self, passage: Passage) -> bool:
        """Take a list of projects with their goals, or what a page's break left of one; whether it is one."""
        begins = any(goal_columns(row.cells) for row in passage.rows[:3])
        wide = max((len(row.cells) for row in passage.rows), default=0)
        known = self.columns if self.open else None
        if not begins and (known is None or known.width != wide):
            return False
        self.grids.append(passage)
        title, unit = self.title[0] if self.title else "", self.unit
        self.title = self.year = self.unit = None
        self.goes_on = False
        columns = None if begins else known
        for number, row in enumerate(passage.rows):
            found = goal_columns(row.cells)
            if found is not None:
                columns = self.columns = found if found.unit else attrs.evolve(found, unit=unit)
            elif columns is None:  # a title or a unit over the headings
                unit = next(filter(None, map(unit_line, row.cells)), unit)
            elif begins or number or not self._broken(row):
                self._listed(title, columns, row)
        self.open = True
        return True

    def _broken(self, row: PassageRow) -> bool:
        """Take a row without money for the rest of the one before, if there is one; whether it is."""
        columns, draft = self.columns, self.draft
        if columns is None or draft is None or not draft.listed or columns.money(row):
            return False
        draft.name += tidy(columns.cell(row, "name"))
        draft.agency += tidy(columns.cell(row, "agency"))
        if goal := columns.cell(row, "goal"):
            draft.goal.append(tidy(goal))
        return True

    def _listed(self, title: str, columns: GoalColumns, row: PassageRow) -> None:
        """A row of a list: a project, or more of the goal of the one before."""
        name, goal, money = columns.cell(row, "name"), columns.cell(row, "goal"), columns.money(row)
        if is_sum(columns, row):
            for _, _, text in money:
                self._not_read(row.place, text, say("unchecked.sum_of_list"))
            return
        texts = [cell for cell in row.cells if cell]
        if len(texts) == 1 and _FOOTNOTE.match(folded_cell(texts[0])):
            if any(mark.isdigit() for mark in texts[0]):
                self._not_read(row.place, tidy(texts[0])[:60], say("unchecked.footnote"))
            return
        if not name and not money:
            self._broken(row)
            return
        self._begin(title, row.place)
        draft = self.draft
        if draft is None:
            return
        draft.listed, draft.overall = True, False
        draft.name, draft.agency = tidy(name), tidy(columns.cell(row, "agency"))
        draft.goal, draft.goal_place = [tidy(goal)], row.place
        draft.unit = columns.unit or self.least.unit
        if columns.unit is None and money:
            # 单位：元 over it may have been taken for what the table before says, so it is not known to be that of all
            if not self.unit_missed:
                self._not_read(row.place, title or name, say("unchecked.unit_not_said"))
            self.unit_missed = True
            money = [(kind, head, "") for kind, head, _ in money]
        for kind, head, text in money:
            if not text or AMOUNT.fullmatch(text):
                draft.money.append((kind, head, text, row.place))
            elif any(mark.isdigit() for mark in text):
                self._not_read(row.place, f"{head}：{text}", say("unchecked.money_not_understood"))
                draft.money.append((kind, head, "", row.place))

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
            named_as = labels().get(label)
            if is_label(cell):
                waiting = "person"
            elif named_as == "name":
                waiting, draft.overall = "name", False
            elif named_as == "agency":
                waiting = "agency"
            elif named_as == "goal":
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
        told = [
            each
            for each in goals
            if each.listed and any(mark.isdigit() for mark in folded_cell(each.goal))
        ]
        if told:
            self._not_read(told[0].goal_place, told[0].name, say("unchecked.goals_in_words"))
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
        if draft.rows is None and not draft.listed:
            self._not_read(draft.place, title, say("unchecked.no_head"))
        elif draft.rows is not None:
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
            listed=draft.listed,
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
    return labels().get(first) in ("agency", "name")


def _headed(rows: Sequence[PassageRow]) -> bool:
    known = labels()
    return any(label in known for row in rows[:8] for label in _labels(row))


def _starts(rows: Sequence[PassageRow]) -> bool:
    """Whether a grid begins a table, and does not go on with the one before it."""
    for row in rows[:6]:
        if _is_title(row.cells) or _head_row(row):
            return True
        if header_of(row.cells) is not None:
            return False
    return False
