"""Amounts by themselves: none of a budget is negative."""

from __future__ import annotations

from cnbudget.checks.record import Record
from cnbudget.figures import State
from cnbudget.invariants import Compiled, Verdict
from cnbudget.messages import say

__all__ = ["check_negative"]


def check_negative(record: Record, system: Compiled) -> None:
    """No amount of a budget is negative; what a figure is of that has no scope, nobody knows.

    Args:
        record: Where it is noted.
        system: The figures of the tables.
    """
    figures = system.figures
    printed = [f.state for f in figures].count(State.VALUE)
    negative = []
    if min(filter(None, system.values), default=0) < 0:
        negative = [
            figure
            for figure, steps in zip(figures, system.values, strict=True)
            if steps and steps < 0 and figure.state is State.VALUE and figure.scope is not None
        ]
    if printed:
        record.count("negative", "exact", printed - len(negative))
    for figure in negative:
        record.count("negative", "violated")
        record.note(
            "negative",
            say("checks.negative", figure=figure, text=figure.grouped, unit=figure.unit.zh),
            severity="error",
            verdict=Verdict.VIOLATED,
            place=figure.place,
            figures=(figure,),
        )
