"""Alternatives taken apart: of independent faults each has its own, and nobody has to read their product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import prod

from cnbudget.figures import Address

ChosenRows = frozenset[Address]


def independent(sets: Sequence[Sequence[Address]]) -> list[list[ChosenRows]]:
    """The parts that a family of sets is the product of.

    Args:
        sets: The sets, each once.

    Returns:
        For each part its alternatives, in the order of the sets and of what is in them. Every set is one alternative of
        each part, and every such choice is one of the sets. A family that is no product is one part.
    """
    every = len(sets)
    times: Counter[Address] = Counter(each for one in sets for each in one)
    together: Counter[tuple[Address, Address]] = Counter()
    open_ones = [each for each, count in times.items() if count < every]
    members = [frozenset(one) for one in sets]
    for one in members:
        mine = [each for each in open_ones if each in one]
        together.update((a, b) for i, a in enumerate(mine) for b in mine[i + 1 :])
    parts: list[set[Address]] = []
    place = {each: number for number, each in enumerate(times)}
    for each in open_ones:
        near = [
            part
            for part in parts
            if any(
                every * (together[other, each] + together[each, other])
                != times[other] * times[each]
                for other in part
            )
        ]
        merged = {each}.union(*near)
        parts = [part for part in parts if part not in near] + [merged]
    groups: list[set[Address]] = [{each} for each, count in times.items() if count == every]
    groups += sorted(parts, key=lambda part: min(place[each] for each in part))
    choices = [list(dict.fromkeys(one & group for one in members)) for group in groups]
    if prod(map(len, choices)) != len(set(members)):
        return [list(dict.fromkeys(members))]
    return choices
