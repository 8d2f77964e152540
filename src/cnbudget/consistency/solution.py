"""A JSON problem solved, as a JSON result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.conflicts import min_conflicts
from cnbudget.consistency.decision import decide, standing
from cnbudget.consistency.errors import ConsistencyError
from cnbudget.consistency.evidence import Consistent, Range, Slip, Stretch, Suggestion, Undecided
from cnbudget.consistency.problem import system_of
from cnbudget.consistency.ranges import ranges
from cnbudget.consistency.repair import repair
from cnbudget.consistency.stretch import stretch
from cnbudget.consistency.suggestions import suggest
from cnbudget.consistency.system import System
from cnbudget.messages import say

MOST_SETS = 10_000
"""The most repairs of least weight that a result lists."""


STEPS = 100_000_000
"""Steps of work unless said otherwise: half a minute or so."""


def solve(
    problem: Mapping[str, Any], *, time_limit: float | None = None, steps: int | None = STEPS
) -> dict[str, Any]:
    """Solve a JSON problem.

    Args:
        problem: The problem: cells, equalities, ratios, kinds of slips.
        time_limit: Seconds after which what is not yet known is left out; the result then has a
            key ``partial`` that lists what is affected. With it the result can depend on the machine.
        steps: Steps of work after which it is so; None for no limit. They are the same on every machine.

    Returns:
        The result: what holds alone and together, conflicts, repairs, lost figures, slips.

    Raises:
        ConsistencyError: The problem is malformed.

    >>> result = solve({
    ...     "cells": [
    ...         {"id": "T", "value": "3", "decimals": 0}, {"id": "A", "value": "1", "decimals": 0},
    ...     ],
    ...     "equalities": [{"id": "copy", "terms": [["T", 1], ["A", -1]]}],
    ... })
    >>> result["globally_consistent"], result["min_change_sets"], result["stretch"]
    (False, [['T'], ['A']], '2')
    """
    return _Solution(system_of(problem), _kinds(problem), Clock(time_limit, steps=steps)).result()


def _kinds(problem: Mapping[str, Any]) -> list[Slip]:
    asked = problem.get("suggest_kinds", [])
    known = [kind for kind in Slip if kind is not Slip.SHIFT_ROW]
    if not isinstance(asked, (list, tuple)):
        raise ConsistencyError(say("consistency.not_a_list"), where="suggest_kinds", value=asked)
    for kind in asked:
        if kind not in known:
            raise ConsistencyError(
                say("consistency.slip_unknown"),
                where="suggest_kinds",
                value=kind,
                hint="one of " + ", ".join(known),
            )
    return [Slip(kind) for kind in asked]


class _Solution:
    def __init__(self, system: System, kinds: list[Slip], clock: Clock) -> None:
        self.system, self.kinds, self.clock = system, kinds, clock
        self.partial: list[str] = []

    def result(self) -> dict[str, Any]:
        """Everything, in the order of the format."""
        system = self.system
        decision = decide(system, clock=self.clock)
        if isinstance(decision, Undecided):
            self.partial.append("globally_consistent")
        consistent = isinstance(decision, Consistent)
        result: dict[str, Any] = {
            "per_equality": {c.id: standing(system, c.id).holds for c in system.constraints},
            "globally_consistent": None if isinstance(decision, Undecided) else consistent,
            "min_conflicts": [] if consistent else self._conflicts(),
            **({"min_change_weight": 0, "min_change_sets": [[]]} if consistent else self._repair()),
            **self._stretch(),
            "imputations": self._imputations() if consistent else {},
            "suggestions": self._suggestions(),
        }
        if self.partial:
            result["partial"] = self.partial
        return result

    def _conflicts(self) -> list[list[str]] | None:
        try:
            found = min_conflicts(self.system, clock=self.clock.part(0.25))
        except OutOfTimeError:
            self.partial.append("min_conflicts")
            return None
        return None if found is None else [list(conflict) for conflict in found]

    def _repair(self) -> dict[str, Any]:
        found = repair(self.system, limit=MOST_SETS, clock=self.clock.part(0.5))
        if found.partial:
            self.partial.append("min_change_weight")
        if not found.complete and found.weight is not None:
            self.partial.append("min_change_sets")
        order = {cell.id: i for i, cell in enumerate(self.system.cells)}
        sets = [sorted(names, key=order.__getitem__) for names in found.sets]
        sets.sort(key=lambda names: [order[name] for name in names])
        result: dict[str, Any] = {"min_change_weight": found.weight, "min_change_sets": sets}
        if found.partial:
            result["min_change_bounds"] = [found.lower, found.weight]
        return result

    def _stretch(self) -> dict[str, Any]:
        found = stretch(self.system, clock=self.clock.part(0.5))
        unproven = isinstance(found, Stretch) and not found.proven
        if isinstance(found, Undecided) or unproven:
            self.partial.append("stretch")
        factor = found.factor if isinstance(found, Stretch) else None
        result: dict[str, Any] = {"stretch": None if factor is None else str(factor)}
        if isinstance(found, Stretch) and unproven:
            result["stretch_bounds"] = [str(found.lower), str(factor)]
        return result

    def _imputations(self) -> dict[str, Any]:
        found = ranges(self.system, clock=self.clock.part(0.5))
        if not isinstance(found, dict) or not all(r.complete for r in found.values()):
            self.partial.append("imputations")
        if not isinstance(found, dict):
            return {}
        return {name: imputation(claim) for name, claim in found.items()}

    def _suggestions(self) -> list[dict[str, Any]]:
        if not self.kinds:
            return []
        clock = self.clock.part()
        found = suggest(self.system, self.kinds, clock=clock)
        if clock.ended:
            self.partial.append("suggestions")
        return [self._suggestion(s) for s in found]

    def _suggestion(self, found: Suggestion) -> dict[str, Any]:
        if found.kind is Slip.SWAP_CELLS:
            return {"kind": str(found.kind), "cells": [cell for cell, _ in found.figures]}
        [(cell, text)] = found.figures
        shown = format(self.system[cell].value or 0, "f")
        return {"kind": str(found.kind), "cell": cell, "from": shown, "to": text}


def imputation(claim: Range) -> dict[str, Any]:
    """A range as JSON.

    >>> from cnbudget.consistency.system import Cell
    >>> imputation(ranges(System([Cell("A", decimals=0, nonneg=True)]))["A"])["lo"]
    '0'
    """
    low, high = claim.low, claim.high
    return {
        "lo": None if low.value is None else str(low.value),
        "lo_closed": low.closed,
        "hi": None if high.value is None else str(high.value),
        "hi_closed": high.closed,
        "count": claim.count,
        "published": list(claim.candidates) if claim.candidates else None,
        "unique": claim.unique,
    }
