"""The lightest figures that would, changed, make all laws hold that are violated, and the proof that none are lighter.

Mostly sums of a few laws force each of the figures (`cnbudget.checks.forced`), and amounts are plain with which all
laws then hold. Where that is not seen the engine of `cnbudget.consistency` is asked, of the laws near what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from cnbudget.checks.forced import Conflicts, Forced, forced
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.figures import Figure, State
from cnbudget.invariants import Compiled, Derived, Verdict

if TYPE_CHECKING:
    from cnbudget.deduction import FigureSystem

__all__ = ["Lightest", "Violations", "located"]

_MOST_SETS = 20
_FRAMING = 10  # steps for each figure of a law that the engine is given
_FORCED = 0.2  # the share of the steps for seeing it without the engine
_TOGETHER = 0.4  # the share of the rest for seeing that all laws then hold at once
_LOST = (State.MISSING, State.INFERRED)  # what may be anything
#: The shares of the steps for the laws near what is wrong, and for those near what would then be changed.
_NEAR: tuple[float, ...] = (0.15, 0.05)


@attrs.frozen
class Lightest:
    """Sets of figures whose change makes all laws hold, and whether it is proven that none is lighter.

    Attributes:
        sets: The sets, as the figures' numbers.
        least: Whether it is proven.
    """

    sets: list[frozenset[int]]
    least: bool


@attrs.frozen(eq=False)
class Violations:
    """The laws that are violated, among all.

    Attributes:
        system: The laws.
        violated: The numbers of those that are violated.
        laws_of: The numbers of each figure's laws.
    """

    system: Compiled
    violated: list[int]
    laws_of: dict[int, list[int]] = attrs.field(factory=dict, kw_only=True)

    def __attrs_post_init__(self) -> None:
        laws_of = self.laws_of
        for number, (_, indices, _) in enumerate(self.system.laws):
            for i in indices:
                if i in laws_of:
                    laws_of[i].append(number)
                else:
                    laws_of[i] = [number]

    def around(self, some: Iterable[int], likely: Iterable[int]) -> set[int]:
        """Some violated laws, all laws of likely figures, and of other figures one each that holds.

        That one is the shortest: a figure that it contradicts is as little to be changed as if all of them did.
        """
        laws, laws_of = self.system.laws, self.laws_of
        first = set(some)
        found = self.with_laws_of(first, likely)
        wrong = set(self.violated)
        held = {i for number in found - wrong for i in laws[number][1]}
        for i in sorted({i for number in first for i in laws[number][1]} - held):
            others = [number for number in laws_of[i] if number not in wrong]
            if i not in held and others:
                shortest = min(others, key=lambda number: len(laws[number][1]))
                held.update(laws[shortest][1])
                found.add(shortest)
        return self.with_laws_of(found, ())

    def with_laws_of(self, some: set[int], changed: Iterable[int]) -> set[int]:
        """Some laws with all those of some figures, and of what may be anything in any of these."""
        laws, figures = self.system.laws, self.system.figures
        found = some.union(*[self.laws_of[i] for i in changed])
        seen: set[int] = set()
        queue = list(found)
        for number in queue:
            for i in laws[number][1]:
                if i not in seen:
                    seen.add(i)
                    if figures[i].state in _LOST:
                        more = [each for each in self.laws_of[i] if each not in found]
                        found.update(more)
                        queue += more
        return found


def located(of: Violations, likely: Mapping[int, Sequence[int]], clock: Clock) -> Lightest | None:
    """The lightest sets that were found; None if the steps were not enough to find one.

    Args:
        of: The violated laws among all.
        likely: The figures that explain the laws one after another, each with its laws: they are tried first.
        clock: The steps that this may take.
    """
    found = _forced(of, likely, clock)
    return _by_engine(of, likely, clock) if found is None else Lightest([found], least=True)


def _forced(of: Violations, likely: Iterable[int], clock: Clock) -> frozenset[int] | None:
    """The one lightest set, where sums of laws force it and amounts exist with which all laws then hold at once."""
    conflicts = Conflicts(of.system, of.laws_of, _WeightsOf(of.system.figures), clock.part(_FORCED))
    found = forced(conflicts, of.violated, likely)
    if found is None or not _hold_together(of, found, likely, clock.part(_TOGETHER)):
        return None
    return found.figures


def _hold_together(of: Violations, found: Forced, likely: Iterable[int], clock: Clock) -> bool:
    """Whether amounts exist that print as all figures but the changed, for all laws near these and near what is wrong.

    Each law by itself may hold where all at once do not: a figure is rounded in one way in all of its laws. Mostly
    what is printed needs no rounding at all; else the engine is asked whether there are any, which is much less than
    what is to be changed.

    Args:
        of: The violated laws.
        found: The figures that are changed, and what they then are.
        likely: Figures near which laws are asked for too, as they would be of the engine.
        clock: The steps for it; where they are not enough, it is not seen.
    """
    from cnbudget.consistency import Consistent, System, decide

    system, changed = of.system, found.figures
    inside = of.with_laws_of(of.around(of.violated, likely), changed)
    try:
        clock.check(sum([len(system.laws[number][1]) for number in inside]))
        if system.with_amounts(found.amounts).verdicts([*inside]).count(Verdict.EXACT) == len(
            inside
        ):
            return True
        framed = _framed(system, inside, clock)
    except OutOfTimeError:
        return False
    free = {f"f{i}" for i in changed}
    cells = [
        attrs.evolve(cell, value=None) if cell.id in free else cell for cell in framed.system.cells
    ]
    return isinstance(decide(System(cells, framed.system.equalities), clock=clock), Consistent)


class _WeightsOf(dict[int, int]):
    """What it costs to change each figure; nothing for what may be anything."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        from cnbudget.deduction import Weights

        super().__init__()
        self.figures, self.weights = figures, Weights()

    def __missing__(self, i: int) -> int:
        found = self[i] = self.weights.of(self.figures[i]) or 0
        return found


def _by_engine(
    of: Violations, likely: Mapping[int, Sequence[int]], clock: Clock
) -> Lightest | None:
    """What the engine finds.

    The laws that hold as printed are taken in where a set would change one of their figures, or where one that is lost
    may be anything. No set of all laws is lighter than those of some; and what is far from all that is wrong costs
    nothing.
    """
    system = of.system
    inside = of.around(of.violated, likely)
    first = set(likely)
    found: Lightest | None = None
    for share in (*_NEAR, 1.0):
        if share == 1.0:
            inside = set(range(len(system.laws)))
        found = _repaired(system, inside, first, clock.part(share))
        if found is not None:
            wanted = of.with_laws_of(inside, frozenset().union(*found.sets))
            if wanted == inside and found.least:
                return found
            inside = wanted
            first.update(*found.sets[:1])
    return found


def _repaired(
    system: Compiled, inside: set[int], first: Iterable[int], clock: Clock
) -> Lightest | None:
    """The lightest sets that mend some laws; None if the steps were not enough to find one."""
    from cnbudget.consistency import repair

    try:
        framed = _framed(system, inside, clock)
    except OutOfTimeError:
        return None
    found = repair(framed.system, limit=_MOST_SETS, clock=clock, first=[f"f{i}" for i in first])
    sets = [frozenset([int(cell[1:]) for cell in cells]) for cells in found.sets]
    return Lightest(sets, not found.partial) if sets or not found.partial else None


def _framed(system: Compiled, inside: Iterable[int], clock: Clock) -> FigureSystem:
    """Some laws as the engine is given them.

    Raises:
        OutOfTimeError: The steps are not enough.
    """
    from cnbudget.deduction import figure_system

    laws = [system.laws[number] for number in sorted(inside)]
    clock.check(_FRAMING * sum([len(indices) for _, indices, _ in laws]))
    return figure_system(Derived(system.figures, laws, ()))
