"""Labels of money in the tables of performance goals, and the columns of its stages."""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.characters import normalised
from cnbudget.expressions import expression

__all__ = [
    "AMOUNT",
    "KINDS",
    "PERIOD",
    "STAGES",
    "folded_cell",
    "kinds_of",
    "label_of",
    "stages_of",
]

AMOUNT = expression(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]{1,20}+)(?:\.[0-9]{1,10}+)?")
_BRACKETS = expression(r"\([^()]{0,20}\)")
#: What a line of money is, by its label.
_MONEY = {
    "total": (
        "年度预算总额", "年度资金总额", "资金总额", "年度预算资金", "年度预算资金总额", "当年预算", "合计", "总计",
        "年度预算", "预算总额", "预算资金总额", "项目资金总额", "年度总预算", "全年预算数", "年初预算数",
    ),
    "upper": ("上级安排", "上级财政资金", "上级补助", "上级资金"),
    "own": ("本级安排", "本级财政资金", "本级资金", "同级财政资金"),
    "appropriation": ("财政拨款", "财政资金", "其中:财政拨款", "当年财政拨款", "一般公共预算拨款", "财政拨款资金"),
    "other": ("其他资金", "其他", "单位资金", "自有资金", "其他来源资金"),
    "carried": ("上年结转", "上年结转资金", "结转资金", "上年结转结余", "结转结余资金"),
    "here": ("市级支出", "本级支出", "省级支出", "区级支出"),
    "below": ("补助区县", "补助市县", "对下补助", "补助下级"),
    "period": ("实施期财政拨款", "实施期其他资金"),
    "basic": ("基本支出",),
    "project": ("项目支出",),
}  # fmt: skip
#: The money of all years of a project, beside which that of the year may stand.
PERIOD = ("实施期资金总额", "实施期总额", "中期资金总额")
KINDS = {label: kind for kind, labels in _MONEY.items() for label in labels}
KINDS |= dict.fromkeys(PERIOD, "total")
#: Columns of money in self-evaluations (自评表), and of its score.
STAGES = {
    "年初预算数": "initial", "年初预算": "initial", "全年预算数": "budget", "全年预算": "budget", "预算数": "budget",
    "全年执行数": "executed", "全年执行": "executed", "执行数": "executed", "实际执行数": "executed",
    "分值": "weight", "执行率": "rate", "得分": "score",
}  # fmt: skip


def folded_cell(cell: str) -> str:
    """A cell without spaces, and without the colon behind a label."""
    return normalised(cell).strip(":;")


def label_of(cell: str) -> str:
    """A head cell's label, without brackets and 其中."""
    bare = _BRACKETS.sub("", folded_cell(cell)).strip(":")
    return bare.removeprefix("其中").lstrip(":,;")


def stages_of(cells: Sequence[str]) -> dict[int, str]:
    """The columns of the stages of money by their headings, or none if the row is no header of them."""
    found = {
        position: stage
        for position, cell in enumerate(cells)
        if cell and (stage := STAGES.get(label_of(cell))) is not None
    }
    if not {"budget", "initial"} & {*found.values()} or len(found) < 2:
        return {}
    if any(AMOUNT.fullmatch(folded_cell(cell)) for cell in cells[min(found) :] if cell):
        return {}  # 年初预算|40.00|全年预算|50.00: labels, each with its amount
    return found


def kinds_of(cells: Sequence[str]) -> dict[str, str]:
    """What the labels of a row mean; beside the year's budget, that of its beginning is no total."""
    stages = {
        label: STAGES[label] for cell in cells if cell and (label := label_of(cell)) in STAGES
    }
    if not {"budget", "initial"} <= {*stages.values()}:
        return KINDS
    kinds = {"budget": "total", "initial": "initial"}
    return KINDS | {label: kinds[stage] for label, stage in stages.items() if stage in kinds}
