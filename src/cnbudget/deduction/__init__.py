"""Deduction: what lost cells, and any others, can have been.

This is where "what must this figure be?" is answered, and the one place where lost cells are filled. `deduce` gives the
tightest interval, the figures that could be printed, the figure itself where only one is possible, and what it would
be if the ledger were kept at the printed places. Reading fills cells by `filling`, which asks for intervals law by law
first (`bounds`) and the exact engine only for what they leave open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnbudget.deduction.deductions import Deduction, deduce
    from cnbudget.deduction.outside import RuleLaw, Stated, StatedLaw
    from cnbudget.deduction.ruled import Ruled, ruled_by, with_rules
    from cnbudget.deduction.stated import NO_RULES, Held, joint_system, system_around
    from cnbudget.deduction.systems import FigureSystem, Weights, figure_system

_HOMES = {
    "Deduction": "deductions",
    "FigureSystem": "systems",
    "Held": "stated",
    "NO_RULES": "stated",
    "RuleLaw": "outside",
    "Ruled": "ruled",
    "Stated": "outside",
    "StatedLaw": "outside",
    "Weights": "systems",
    "deduce": "deductions",
    "figure_system": "systems",
    "joint_system": "stated",
    "ruled_by": "ruled",
    "system_around": "stated",
    "with_rules": "ruled",
}

__all__ = [
    "NO_RULES",
    "Deduction",
    "FigureSystem",
    "Held",
    "RuleLaw",
    "Ruled",
    "Stated",
    "StatedLaw",
    "Weights",
    "deduce",
    "figure_system",
    "joint_system",
    "ruled_by",
    "system_around",
    "with_rules",
]


def __getattr__(name: str) -> Any:  # reading needs the engine for few documents
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
