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
    from cnbudget.deduction.outside import Stated, StatedLaw
    from cnbudget.deduction.stated import Held, joint_system, system_around
    from cnbudget.deduction.systems import FigureSystem, Weights, figure_system

_HOMES = {
    "Deduction": "deductions",
    "FigureSystem": "systems",
    "Held": "stated",
    "Stated": "outside",
    "StatedLaw": "outside",
    "Weights": "systems",
    "deduce": "deductions",
    "figure_system": "systems",
    "joint_system": "stated",
    "system_around": "stated",
}

__all__ = [
    "Deduction",
    "FigureSystem",
    "Held",
    "Stated",
    "StatedLaw",
    "Weights",
    "deduce",
    "figure_system",
    "joint_system",
    "system_around",
]


def __getattr__(name: str) -> Any:  # reading needs the engine for few documents
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
