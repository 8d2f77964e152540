"""Lists of projects with their goals in words: a row a project, its money and its goal in columns.

Source: 重点项目绩效目标情况 as departments of Guangdong publish it, and lists of that shape elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.forms.vocabulary import vocabulary
from cnbudget.passages import PassageRow
from cnbudget.performance.goal_money import folded_cell, label_of, money_kinds
from cnbudget.values import Visible

_UNITS = ("亿元", "万元", "千元", "元")
_UNIT = expression(r"\((?:单位:)?(亿元|万元|千元|元)\)")


def unit_line(text: str) -> Unit | None:
    """The unit of money that a line over a table says it is in; None if it says none.

    >>> str(unit_line("金额单位：元")), unit_line("单位：辆")
    ('元', None)
    """
    name = folded_cell(text).removeprefix("金额").removeprefix("单位:")
    return Unit.of(name) if name in _UNITS and len(name) < len(text) else None


def labels() -> Mapping[str, str]:
    """What the labels of goals name, by label: "agency", "name" (the project's) or "goal"."""
    return vocabulary().labels("goal", "label")


@attrs.frozen(eq=False, repr=False)
class GoalColumns(Visible):
    """The columns of a list of goals, by their headings.

    Attributes:
        roles: What each column holds: "name", "agency", "goal", or a kind of money ("total", "appropriation", ...).
        heads: The headings, as labels.
        unit: The unit of money that the headings name; None if they name none.
        width: How many columns there are.
    """

    roles: Mapping[int, str]
    heads: Mapping[int, str]
    unit: Unit | None
    width: int

    def cell(self, row: PassageRow, role: str) -> str:
        """What a row has in the column of a role, or ""."""
        found = (
            row.cells[i] for i, each in self.roles.items() if each == role and i < len(row.cells)
        )
        return next(filter(None, found), "")

    def money(self, row: PassageRow) -> list[tuple[str, str, str]]:
        """The money of a row: its kind, its heading, and what is printed."""
        named = {"name", "agency", "goal"}
        return [
            (role, self.heads[i], text)
            for i, role in self.roles.items()
            if role not in named and i < len(row.cells) and (text := folded_cell(row.cells[i]))
        ]


def goal_columns(cells: Sequence[str]) -> GoalColumns | None:
    """The columns of a list of goals by a row of headings; None if the row is none.

    Args:
        cells: The cells of the row.

    >>> found = goal_columns(["项目名称", "预算数（万元）", "绩效目标"])
    >>> dict(found.roles), str(found.unit)
    ({0: 'name', 1: 'total', 2: 'goal'}, '万元')
    >>> goal_columns(["项目名称", "某项目", "预算数（万元）", "5.00"])
    """
    known = {**money_kinds(), **vocabulary().labels("goal", "listed"), **labels()}
    heads = {i: label_of(cell) for i, cell in enumerate(cells) if cell}
    roles = {i: known[label] for i, label in heads.items() if label in known}
    held = {*roles.values()}
    if not {"name", "goal"} <= held or held <= {"name", "agency", "goal"}:
        return None
    units = [found[1] for cell in cells if (found := _UNIT.search(folded_cell(cell)))]
    return GoalColumns(roles, heads, Unit.of(units[0]) if units else None, len(cells))


def is_sum(columns: GoalColumns, row: PassageRow) -> bool:
    """Whether a row is the sum of a list: 合计 in the place of a name."""
    sums = vocabulary().labels("goal", "sum")
    return any(
        label_of(row.cells[i]) in sums
        for i, role in columns.roles.items()
        if role in ("name", "agency") and i < len(row.cells)
    )
