"""The laws that inferring lost figures used up, and that therefore check nothing."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from cnbudget.figures import State
from cnbudget.invariants.derivation import Derived
from cnbudget.invariants.evaluation import Compiled, Prepared


def checking(derived: Derived) -> Compiled:
    """Laws made ready to be checked: those that inferring lost figures used up check nothing.

    Args:
        derived: The laws; what reading made ready is taken as it is.
    """
    if isinstance(derived, Prepared):
        return derived.compiled
    system = Compiled(derived)
    used = spent(system)
    return system.spending(used) if used else system


def spent(system: Compiled) -> frozenset[int]:
    """The laws that inferring the lost figures used up: as many as it takes, and no more.

    A law that names one figure which nothing else has fixed yet fixes it; so does a sum of zero for all
    its parts. What is left over is a real check.
    """
    inferred = State.INFERRED
    unknown = {i for i, figure in enumerate(system.figures) if figure.state is inferred}
    if not unknown:
        return frozenset()
    laws_of: dict[int, list[int]] = {}
    left: dict[int, int] = {}  # for each law with such figures, how many of them are not fixed yet
    for number, (_, indices, _) in enumerate(system.laws):
        if not unknown.isdisjoint(indices):
            here = unknown.intersection(indices)
            left[number] = len(here)
            for i in here:
                laws_of.setdefault(i, []).append(number)
    used: set[int] = set()
    # the laws with the fewest figures come first
    queue = [(len(system.laws[number][1]), number) for number in left]
    heapify(queue)
    while queue:
        number = heappop(queue)[1]
        kind, indices, _ = system.laws[number]
        if not left[number] or kind == "contain":
            continue
        nothing = kind == "add-up" and indices[0] not in unknown and system.values[indices[0]] == 0
        if left[number] > 1 and not nothing and (kind != "agree" or left[number] == len(indices)):
            continue
        used.add(number)
        for i in unknown.intersection(indices):
            unknown.discard(i)
            for other in laws_of[i]:
                left[other] -= 1
                heappush(queue, (len(system.laws[other][1]), other))
    return frozenset(used | {number for number, count in left.items() if count})
