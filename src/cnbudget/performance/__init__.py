"""Performance goals (绩效目标) and the other side matters of a disclosure, as typed values read from its passages."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnbudget.narrative.unread import Unread
    from cnbudget.performance.asset_tables import AssetRow, AssetTable
    from cnbudget.performance.assets import Asset, Assets, Equipment
    from cnbudget.performance.goal_reader import read_goals
    from cnbudget.performance.goals import Goals
    from cnbudget.performance.indicators import Indicator
    from cnbudget.performance.plans import Plan
    from cnbudget.performance.procurement import ProcurementPlan
    from cnbudget.performance.projects import Allocation, DescribedProject
    from cnbudget.performance.running import RunningCosts
    from cnbudget.performance.sides import Performance, Sides, figures_of, read_sides
    from cnbudget.performance.staff import Staff
    from cnbudget.performance.summary import Counted, PerformanceSummary
    from cnbudget.performance.targets import Target
    from cnbudget.performance.tasks import GoalTask

_HOMES = {
    "Allocation": "performance.projects",
    "Asset": "performance.assets",
    "AssetRow": "performance.asset_tables",
    "AssetTable": "performance.asset_tables",
    "Assets": "performance.assets",
    "Counted": "performance.summary",
    "DescribedProject": "performance.projects",
    "Equipment": "performance.assets",
    "GoalTask": "performance.tasks",
    "Goals": "performance.goals",
    "Indicator": "performance.indicators",
    "Performance": "performance.sides",
    "PerformanceSummary": "performance.summary",
    "Plan": "performance.plans",
    "ProcurementPlan": "performance.procurement",
    "RunningCosts": "performance.running",
    "Sides": "performance.sides",
    "Staff": "performance.staff",
    "Target": "performance.targets",
    "Unread": "narrative.unread",
    "figures_of": "performance.sides",
    "read_goals": "performance.goal_reader",
    "read_sides": "performance.sides",
}

__all__ = [
    "Allocation",
    "Asset",
    "AssetRow",
    "AssetTable",
    "Assets",
    "Counted",
    "DescribedProject",
    "Equipment",
    "GoalTask",
    "Goals",
    "Indicator",
    "Performance",
    "PerformanceSummary",
    "Plan",
    "ProcurementPlan",
    "RunningCosts",
    "Sides",
    "Staff",
    "Target",
    "Unread",
    "figures_of",
    "read_goals",
    "read_sides",
]


def __getattr__(name: str) -> Any:  # most documents have few of these matters
    if name == "Procurement":  # its former name; procurement is a dimension
        warnings.warn(
            "cnbudget.performance.Procurement is now ProcurementPlan",
            DeprecationWarning,
            stacklevel=2,
        )
        name = "ProcurementPlan"
    elif name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"cnbudget.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
