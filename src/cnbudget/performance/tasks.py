"""The tasks of the year (年度主要任务) in a table of the whole agency's goals, each with its money.

Source: 部门整体支出绩效目标表 of the forms that divide the whole by tasks: 任务名称, 主要内容, 预算金额 (总额,
财政拨款, 其他资金), and a row 金额合计.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.forms.vocabulary import vocabulary
from cnbudget.passages import PassageRow
from cnbudget.performance.goal_money import AMOUNT, folded_cell
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class GoalTask(Value):
    """A task of the year and its money.

    Attributes:
        name: The task ("审计业务").
        money: Its money by kind: "total", "appropriation" (财政拨款), "other" (其他资金); those that are printed.
        place: Where it stands.

    >>> from cnbudget.figures import Figure
    >>> GoalTask("维修", (("total", Figure.of("5.00", "万元")),)).figure("total").text
    '5.00'
    """

    name: str
    money: tuple[tuple[str, Figure], ...]
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    def figure(self, kind: str) -> Figure | None:
        """The money of a kind, or None if it is not printed."""
        return next((figure for key, figure in self.money if key == kind), None)


def task_columns(
    labels: Sequence[str], kinds: Mapping[str, str]
) -> tuple[int | None, dict[int, str]]:
    """Where a row of labels has the names of tasks, and which of its columns have money of which kind.

    Args:
        labels: The labels of the row's cells.
        kinds: What labels of money mean.

    >>> task_columns(["任务名称", "主要内容", "总额", "财政拨款"], {"财政拨款": "appropriation"})
    (0, {2: 'total', 3: 'appropriation'})
    """
    said = vocabulary().labels("goal", "task")
    named = next((i for i, label in enumerate(labels) if said.get(label) == "name"), None)
    totals = (label for label, what in said.items() if what == "money")
    known = dict.fromkeys(totals, "total") | {
        label: kind for label, kind in kinds.items() if kind in ("appropriation", "other")
    }
    return named, {i: known[label] for i, label in enumerate(labels) if label in known}


@attrs.define
class TaskRows:
    """The tasks of a table while its rows are taken.

    Attributes:
        name: The column of their names.
        columns: The columns of money, by their kinds.
        rows: The tasks: name, amounts by kind, place.
    """

    name: int
    columns: dict[int, str]
    rows: list[tuple[str, list[tuple[str, str]], Place]] = attrs.field(factory=list)

    def is_row(self, row: PassageRow) -> bool:
        """Whether a row has a task, or the sum of all."""
        return bool(self._amounts(row))

    def take(self, row: PassageRow) -> list[tuple[str, str]]:
        """Keep the task of a row; the money of the sum of all tasks is given back."""
        amounts = self._amounts(row)
        sums = vocabulary().labels("goal", "sum")
        if any("".join(cell.split()) in sums for cell in row.cells[: min(self.columns)]):
            return amounts
        name = row.cells[self.name] if self.name < len(row.cells) else ""
        self.rows.append((name, amounts, row.place))
        return []

    def _amounts(self, row: PassageRow) -> list[tuple[str, str]]:
        found = [
            (kind, folded_cell(row.cells[at]))
            for at, kind in self.columns.items()
            if at < len(row.cells)
        ]
        return [
            (kind, text if AMOUNT.fullmatch(text) else "")
            for kind, text in found
            if any(mark.isdigit() for mark in text)  # what is no number is no zero
        ]
