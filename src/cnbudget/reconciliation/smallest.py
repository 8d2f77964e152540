"""The smallest contradictions: sets of figures of which fewer would not contradict themselves.

The dual of a repair: a set of figures contradicts itself only if every way to mend the document changes one of them.
The smallest set that meets all ways known so far is tried; either it contradicts itself, and nothing smaller can, or
amounts that fit it show a further way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency import Inconsistent, Refutation, System, decide
from cnbudget.consistency.checker import check_conflict
from cnbudget.consistency.core import Core, StepTooCoarseError, named, refining
from cnbudget.consistency.covers import bits
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.hitting import cheapest

_MOST_ROUNDS = 400
_STEPS = 2_000_000  # for all equalities together, each of few figures


def smallest(
    system: System, known: Iterable[Refutation], clock: Clock
) -> tuple[Refutation, bool] | None:
    """A contradiction with the fewest doubtful figures.

    Args:
        system: An inconsistent system.
        known: Refutations found so far.
        clock: When to stop; the smallest known one is then given.

    Returns:
        The refutation, and whether it is proven that none is smaller; None if none is known.
    """
    best = min(known, key=lambda r: len(r.cells), default=None)
    if best is None or len(best.cells) <= 1:
        return None if best is None else (best, True)
    grid = IntegerSystem(system)
    proven = True
    try:
        for cells, rows in grid.components:
            if not rows:
                continue
            part = partial(_part, grid, cells, rows, len(best.cells), clock=clock)
            found = refining(len(cells), part)
            proven = proven and found is not False
            if isinstance(found, Refutation):
                check_conflict(system, found)
                best = found
    except OutOfTimeError:
        proven = False
    return best, proven


def nearest(system: System, refutation: Refutation) -> Refutation:
    """A contradiction by one equality alone that shares a figure with this one and has no more of them.

    Args:
        system: The system that it refutes.
        refutation: A verified refutation; given back where no equality is as short by itself.
    """
    if len(refutation.constraints) <= 1:
        return refutation
    mine, most, clock = set(refutation.cells), len(refutation.cells), Clock(steps=_STEPS)
    for equality in system.equalities:
        if not mine.isdisjoint(name for name, _ in equality.terms):
            part = System([system[name] for name, _ in equality.terms], [equality])
            alone = decide(part, clock=clock)
            if isinstance(alone, Inconsistent):
                found = smallest(part, [alone.refutation], clock)
                if found is not None and len(found[0].cells) <= most:
                    return found[0]
    return refutation


def _part(
    grid: IntegerSystem, cells: list[int], rows: list[int], size: int, steps: int, clock: Clock
) -> Refutation | bool:
    """A contradiction of less than ``size`` figures in one part; True if there is none, False if that is not known."""
    core = Core(grid, cells, rows, steps, clock)
    percentages = dict.fromkeys(pct for r in rows if (pct := grid.rows[r].pct) is not None)
    names = (*(grid.cells[c].id for c in cells), *percentages)
    suspects = [name for name in names if grid.system[name].suspect]
    bit = {name: 1 << i for i, name in enumerate(suspects)}
    everything = frozenset(suspects)
    ways: list[int] = []
    intervals = grid.system.intervals
    for _ in range(_MOST_ROUNDS):
        chosen = cheapest(ways, [1] * len(suspects), clock) if ways else 0
        if chosen.bit_count() >= size:
            return True
        kept = frozenset(suspects[i] for i in bits(chosen))
        core.free(everything - kept)
        try:
            refutation = core.decide()
        except StepTooCoarseError:
            return False
        if refutation is not None:
            return refutation
        amounts = named(grid, core.ratio_rows, core.ledger())
        way = sum(bit[name] for name in suspects if amounts[name] not in intervals[name])
        if not way:
            return True  # the part is consistent
        ways.append(way)
    return False
