"""Tables of performance goals (绩效目标表) as a document prints them: typed goals in, passages out.

What is printed so reads back as the same goals; see `cnbudget.performance.read_goals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from cnbudget.amounts import Amount, Unit
from cnbudget.errors import LedgerError
from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.messages import Said, say
from cnbudget.passages import Passage

if TYPE_CHECKING:
    from cnbudget.performance import Goals

#: The columns of indicators: their headings, and what an indicator's mapping calls them.
COLUMNS = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "name",
    "指标值": "target",
    "指标值设置依据": "basis",
    "上年完成值": "last",
    "分值权重": "weight",
    "指标赋分规则": "rule",
    "佐证资料": "evidence",
}
#: The kinds of money, and what they are called over all and in a project.
_MONEY = {
    "total": ("合计", "年度预算总额"),
    "upper": ("上级安排", "上级安排"),
    "own": ("本级安排", "本级安排"),
    "appropriation": ("财政拨款", "财政拨款"),
    "other": ("其他", "其他资金"),
    "carried": ("上年结转", "上年结转"),
    "here": ("本级支出", "本级支出"),
    "below": ("补助下级", "补助下级"),
    "period": ("实施期资金总额", "实施期资金总额"),
    "basic": ("基本支出", "基本支出"),
    "project": ("项目支出", "项目支出"),
}
#: The kinds of money of a task, and their columns.
SUM = "金额合计"
TASKS = {"total": "总额", "appropriation": "财政拨款", "other": "其他资金"}


@attrs.frozen(eq=False)
class _GoalRow:
    """A row of a grid that no file holds yet."""

    cells: tuple[str, ...]
    place: Place = NOWHERE


def passages_of_goals(goals: Goals) -> tuple[Passage, ...]:
    """A table of goals as passages: its title, its year, and the grid.

    >>> goals = goals_of("设备购置", agency="甲局", goal="购置设备。", money={"total": Amount(12, "万元")},
    ...                  indicators=[{"三级指标": "购置数量", "指标值": "≥3台", "分值权重": "90"}])
    >>> [passage.text for passage in passages_of_goals(goals)][0]
    '项目支出绩效目标表'
    >>> from cnbudget.performance import read_goals
    >>> read_goals(passages_of_goals(goals)).goals == (goals,)
    True
    """
    if goals.listed:
        return _listed(goals)
    head: list[tuple[str, ...]] = [("部门名称" if goals.overall else "预算单位", goals.agency)]
    if not goals.overall:
        head.append(("项目名称", goals.name))
    summed = {kind: figure for kind, figure in goals.money if figure.row.row == SUM}
    money = [
        (f"{figure.row.row}（{figure.unit.zh}）", _printed(figure))
        for _, figure in goals.money
        if figure not in summed.values()
    ]
    aims = [
        ("年度绩效目标" if n == 0 else "", text) for n, text in enumerate(goals.goal.split("\n"))
    ]
    tasks = [("任务名称", "主要内容", *TASKS.values())] if goals.tasks else []
    for name, amounts in (
        *((task.name, dict(task.money)) for task in goals.tasks),
        (SUM, summed),
    ):
        printed = ["" if each is None else _printed(each) for each in map(amounts.get, TASKS)]
        if any(printed):
            tasks.append((name, "", *printed))
    indicators = [
        (
            each.level1,
            each.level2,
            each.name,
            each.target.text,
            each.basis,
            each.last.text,
            each.weight_text or (each.weight.text if each.weight is not None else ""),
            each.rule,
            each.evidence,
        )
        for each in goals.indicators
    ]
    total = goals.weights
    if total is not None:
        indicators.append(("合计", "", "", "", "", "", total.text, "", ""))
    return _passages(goals.title, goals.year, [*head, *money, *tasks, *aims], indicators)


def _listed(goals: Goals) -> tuple[Passage, ...]:
    """A row of a list: what its goal has in further lines stands in rows without a name."""
    heads = [f"{figure.row.row}（{figure.unit.zh}）" for _, figure in goals.money]
    first, *more = goals.goal.split("\n")
    rows = [
        ("预算单位", "项目名称", *heads, "绩效目标"),
        (goals.agency, goals.name, *(_printed(figure) for _, figure in goals.money), first),
        *(("", "", *[""] * len(heads), each) for each in more),
    ]
    text = "\n".join(map("\t".join, rows))
    return Passage(goals.title), Passage(text, grid=True, rows=tuple(map(_GoalRow, rows)))


def _printed(figure: Figure) -> str:
    """An amount; what was not understood is no zero."""
    return figure.text or ("" if figure.value is None else "0")


def _passages(
    title: str,
    year: int | None,
    head: Sequence[Sequence[str]],
    indicators: Sequence[Sequence[str]],
) -> tuple[Passage, ...]:
    width = len(COLUMNS)
    rows = [(*cells, *[""] * (width - len(cells))) for cells in head if any(cells)]
    rows.append(tuple(COLUMNS))
    rows.extend(tuple(row) for row in indicators)
    made = [Passage(title)]
    if year is not None:
        made.append(Passage(f"（{year}年度）"))
    text = "\n".join("\t".join(row) for row in rows)
    made.append(Passage(text, grid=True, rows=tuple(_GoalRow(row) for row in rows)))
    return tuple(made)


def goals_of(
    project: str = "",
    *,
    agency: str,
    goal: str,
    money: Mapping[str, Amount],
    indicators: Iterable[Mapping[str, str]],
    year: int | None = None,
    title: str = "",
    unit: Unit = Unit.WAN,
    places: int = 2,
) -> Goals:
    """A table of goals from plain data.

    Args:
        project: The project's name; of the whole agency without one.
        agency: The agency.
        goal: The goal in words.
        money: Amounts by kind: "total", "upper" (上级安排), "own" (本级安排), "appropriation" (财政拨款), "other",
            "carried" (上年结转), "basic", "project".
        indicators: For each indicator its cells by heading (三级指标, 指标值, 分值权重, …) or by the names of
            `Indicator`'s fields.
        year: The fiscal year.
        title: The title, if not 部门整体绩效目标表 or 项目支出绩效目标表.
        unit: The unit of money that is printed.
        places: The decimals.

    Raises:
        LedgerError: A kind of money or a column that is not known.
    """
    overall = not project
    head: list[tuple[str, ...]] = [("部门名称" if overall else "预算单位", agency)]
    if project:
        head.append(("项目名称", project))
    for kind, amount in money.items():
        if kind not in _MONEY:
            raise _unknown("kind of money", "资金", kind, _MONEY)
        label = _MONEY[kind][not overall]
        head.append((f"{label}（{unit.zh}）", amount.printed(unit, places)))
    head.append(("年度绩效目标", goal))
    rows = []
    for indicator in indicators:
        cells = dict.fromkeys(COLUMNS, "")
        for key, text in indicator.items():
            heading = (
                key if key in COLUMNS else next((h for h, k in COLUMNS.items() if k == key), "")
            )
            if not heading:
                raise _unknown("column of indicators", "指标的列", key, COLUMNS)
            cells[heading] = text
        rows.append(tuple(cells.values()))
    named = title or ("部门整体绩效目标表" if overall else "项目支出绩效目标表")
    from cnbudget.performance import read_goals  # ledgers alone do not need it

    (made,) = read_goals(_passages(named, year, head, rows), unit=unit, places=places).goals
    return made


def _unknown(en: str, zh: str, value: str, known: Iterable[str]) -> LedgerError:
    names = ", ".join(known)
    return LedgerError(say("publishing.unknown", what=Said(zh, en), names=names), value=value)
