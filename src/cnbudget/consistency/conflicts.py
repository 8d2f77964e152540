"""All smallest sets of constraints that contradict each other."""

from __future__ import annotations

from itertools import combinations

from cnbudget.clock import Clock
from cnbudget.consistency.checker import check_decision
from cnbudget.consistency.decision import search
from cnbudget.consistency.evidence import Inconsistent
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.system import System

MOST_CONSTRAINTS = 10
"""With more constraints than this there may be too many sets to go through."""


def min_conflicts(
    system: System, *, clock: Clock | None = None
) -> tuple[tuple[str, ...], ...] | None:
    """All sets of constraints that contradict the figures, and of which none can be left out.

    Args:
        system: The system.
        clock: What bounds the work; no bound if not given.

    Returns:
        The sets, smaller ones first; ``None`` with more than 10 constraints. A figure that
        contradicts its own sign needs no constraint: the only set is then the empty one.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> system = System(
    ...     [Cell("T", "3"), Cell("A", "1"), Cell("B", "3")],
    ...     [Equality("a", [("T", 1), ("A", -1)]), Equality("b", [("T", 1), ("B", -1)])],
    ... )
    >>> min_conflicts(system)
    (('a',),)
    """
    names = [constraint.id for constraint in system.constraints]
    if len(names) > MOST_CONSTRAINTS:
        return None
    clock = clock or Clock(None)
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            if any(conflict <= set(chosen) for conflict in found):
                continue
            part = system.only(chosen)
            decision = search(IntegerSystem(part), clock)
            check_decision(part, decision)
            if isinstance(decision, Inconsistent):
                found.append(frozenset(chosen))
    return tuple(tuple(n for n in names if n in conflict) for conflict in found)
