"""The lightest figures that would, changed, make all laws hold that are violated, and the proof that none are lighter.

Mostly sums of a few laws force each of the figures (`cnbudget.checks.forced`), and all laws then hold without
any rounding. Where that is not seen the engine of `cnbudget.consistency` is asked, of the laws near what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import attrs

from cnbudget.checks.forced import Conflicts, Forced, forced
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.figures import Figure, State
from cnbudget.invariants import Compiled, Derived, Verdict

_MOST_SETS = 20
_FRAMING = 10  # steps for each figure of a law that the engine is given
_FORCED = 0.2  # the share of the steps for seeing it without the engine
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
    laws_of: list[list[int]] = attrs.field(init=False)

    _lost: frozenset[int] = attrs.field(init=False)

    @laws_of.default
    def _laws_of(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.system.figures]
        for number, (_, indices, _) in enumerate(self.system.laws):
            for i in indices:
                found[i].append(number)
        return found

    @_lost.default
    def _what_is_lost(self) -> frozenset[int]:
        missing, inferred = _LOST
        return frozenset(
            [
                i
                for i, figure in enumerate(self.system.figures)
                if figure.state is missing or figure.state is inferred
            ]
        )

    def around(self, some: Iterable[int], likely: Iterable[int]) -> set[int]:
        """Some violated laws, all laws of likely figures, and of other figures one each that holds.

        That one is the shortest: a figure that it contradicts is as little to be changed as if all of them did.
        """
        laws, laws_of = self.system.laws, self.laws_of
        first = set(some)
        found = self.with_laws_of(first, likely)
        wrong = set(self.violated)
        held = set(chain.from_iterable([laws[number][1] for number in found - wrong]))
        for i in sorted(set(chain.from_iterable([laws[number][1] for number in first])) - held):
            others = [number for number in laws_of[i] if number not in wrong]
            if i not in held and others:
                shortest = min(others, key=lambda number: len(laws[number][1]))
                held.update(laws[shortest][1])
                found.add(shortest)
        return self.with_laws_of(found, ())

    def with_laws_of(self, some: set[int], changed: Iterable[int]) -> set[int]:
        """Some laws with all those of some figures, and of what may be anything in any of these."""
        laws, laws_of = self.system.laws, self.laws_of
        found = some.union(*[laws_of[i] for i in changed])
        lost, more = set(self._lost), found
        while lost and more:
            here = lost.intersection(chain.from_iterable([laws[n][1] for n in more]))
            lost -= here
            more = set[int]().union(*[laws_of[i] for i in here]) - found
            found |= more
        return found


def located(of: Violations, likely: Mapping[int, Sequence[int]], clock: Clock) -> Lightest | None:
    """The lightest sets that were found; None if the steps were not enough to find one.

    Args:
        of: The violated laws among all.
        likely: The figures that explain the laws one after another, each with its laws: they are tried first.
        clock: The steps that this may take.
    """
    conflicts = Conflicts(of.system, of.laws_of, _WeightsOf(of.system.figures), clock.part(_FORCED))
    found = forced(conflicts, of.violated, likely)
    if found is not None:
        if _hold_exactly(of, found, likely):
            return Lightest([found.figures], least=True)
        likely = dict.fromkeys(found.figures, ())
    return _by_engine(of, likely, clock)


def _hold_exactly(of: Violations, found: Forced, likely: Iterable[int]) -> bool:
    """Whether all laws near what is wrong or changed hold at once with what is printed, and nothing is rounded.

    Where something is, each law by itself may hold though all at once do not: a figure is rounded in one way in all
    of its laws. Whether it is so is left to the engine, which then tries these figures first.

    Args:
        of: The violated laws.
        found: The figures that are changed, and what they then are.
        likely: Figures whose laws are taken in too, as the engine would.
    """
    inside = [*of.with_laws_of(of.around(of.violated, likely), found.figures)]
    exactly = of.system.with_amounts(found.amounts)
    exactly.halves = [0] * len(exactly.halves)
    for number, verdict in zip(inside, exactly.verdicts(inside), strict=True):
        if verdict is Verdict.UNDECIDED:
            # what is lost in one law alone is what this leaves it
            for i in of.system.laws[number][1]:
                if exactly.values[i] is None and len(of.laws_of[i]) > 1:
                    return False
        elif verdict is not Verdict.EXACT:
            return False
    return True


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
    from cnbudget.deduction import figure_system

    laws = [system.laws[number] for number in sorted(inside)]
    try:
        clock.check(_FRAMING * sum([len(indices) for _, indices, _ in laws]))
    except OutOfTimeError:
        return None
    framed = figure_system(Derived(system.figures, laws, ()))
    found = repair(framed.system, limit=_MOST_SETS, clock=clock, first=[f"f{i}" for i in first])
    sets = [frozenset([int(cell[1:]) for cell in cells]) for cells in found.sets]
    return Lightest(sets, not found.partial) if sets or not found.partial else None
