"""The cheapest sets that hit every conflict, by branch and bound on bit masks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil
from operator import or_

from cnbudget.consistency.clock import Clock
from cnbudget.consistency.simplex import GOAL, Simplex

EASY = 100
"""Branchings after which a dearer but better bound is worth its time."""


def bits(mask: int) -> Iterator[int]:
    """The places of the ones.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def groups(conflicts: Sequence[int]) -> list[list[int]]:
    """The conflicts in groups that share nothing, supersets of others left out.

    >>> groups([0b011, 0b110, 0b1000, 0b111])
    [[3, 6], [8]]
    """
    least: list[int] = []
    for c in sorted(set(conflicts), key=lambda c: (c.bit_count(), c)):
        if not any(c & d == d for d in least):
            least.append(c)
    found: list[tuple[int, list[int]]] = []
    for c in least:
        mask, members = c, []
        apart = []
        for group in found:
            if group[0] & mask:
                mask |= group[0]
                members += group[1]
            else:
                apart.append(group)
        found = [*apart, (mask, [*members, c])]
    return sorted(members for _, members in found)


def cost(mask: int, weights: Sequence[int]) -> int:
    """What a set weighs.

    >>> cost(0b101, [1, 2, 3])
    4
    """
    return sum(weights[i] for i in bits(mask))


def quick(conflicts: Sequence[int], weights: Sequence[int]) -> int:
    """A hitting set that is cheap, though perhaps not the cheapest, without anything needless.

    >>> quick([0b011, 0b110], [1, 1, 1])
    2
    """
    chosen, left = 0, list(conflicts)
    count: dict[int, int] = {}
    for c in left:
        for i in bits(c):
            count[i] = count.get(i, 0) + 1
    while left:
        # what weighs least for each conflict that it hits, near enough
        best = min(count, key=lambda i: ((weights[i] << 20) // count[i], i))
        chosen |= 1 << best
        for c in left:
            if c >> best & 1:
                for i in bits(c):
                    count[i] -= 1
                    if not count[i]:
                        del count[i]
        left = [c for c in left if not c >> best & 1]
    for i in sorted(bits(chosen), key=lambda i: -weights[i]):
        if all(c & chosen & ~(1 << i) for c in conflicts):
            chosen ^= 1 << i
    return chosen


def cheapest(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> int:
    """One of the cheapest hitting sets.

    >>> cheapest([0b011, 0b110], [1, 1, 1], Clock(None))
    2
    """
    total = 0
    for group in groups(conflicts):
        total |= _Search(group, weights, clock).cheapest()
    return total


def all_cheapest(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> Iterator[int]:
    """All cheapest hitting sets that contain nothing without need.

    >>> sorted(all_cheapest([0b011], [1, 1], Clock(None)))
    [1, 2]
    """
    searches = [_Search(group, weights, clock) for group in groups(conflicts)]
    parts = [search.all(cost(search.cheapest(), weights)) for search in searches]
    for choice in _product(parts):
        yield sum(choice)


def _product(parts: list[Iterator[int]]) -> Iterator[list[int]]:
    """One of each part in all combinations, drawing no more than needed from each."""
    drawn = [[next(part)] for part in parts]
    at = [0] * len(parts)
    while True:
        yield [seen[i] for seen, i in zip(drawn, at, strict=True)]
        for k, part in enumerate(parts):
            at[k] += 1
            if at[k] == len(drawn[k]):
                more = next(part, None)
                if more is None:
                    at[k] = 0
                    continue
                drawn[k].append(more)
            break
        else:
            return


def shares(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> list[Fraction]:
    """How much of the least weight each conflict proves: no member gets more than its weight.

    >>> shares([0b011, 0b110, 0b101], [1, 1, 1], Clock(None))
    [Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)]
    """
    tableau, _ = _packed(conflicts, weights, clock)
    return [Fraction(x) for x in tableau.value[: len(conflicts)]]


def relaxed(
    conflicts: Sequence[int], weights: Sequence[int], clock: Clock
) -> tuple[int, dict[int, Fraction]]:
    """A lower bound for the cheapest hitting set, and how much of each member attains it.

    >>> relaxed([0b011, 0b110, 0b101], [1, 1, 1], Clock(None))[0]
    2
    """
    tableau, members = _packed(conflicts, weights, clock)
    row, _, den = tableau.identity(GOAL)
    parts = {
        i: Fraction(-row[tableau.n + k], den)
        for k, i in enumerate(members)
        if row.get(tableau.n + k)
    }
    return ceil(Fraction(tableau.value[GOAL])), parts


def _packed(
    conflicts: Sequence[int], weights: Sequence[int], clock: Clock
) -> tuple[Simplex, list[int]]:
    """The shares of the conflicts made as large as the weights of their members allow."""
    members = list(bits(reduce(or_, conflicts, 0)))
    rows = []
    for i in members:
        at = tuple(k for k, c in enumerate(conflicts) if c >> i & 1)
        rows.append((at, (1,) * len(at)))
    tableau = Simplex(
        [(0, None)] * len(conflicts),
        [0] * len(conflicts),
        rows,
        [(None, weights[i]) for i in members],
        clock,
    )
    tableau.maximise(dict.fromkeys(range(len(conflicts)), 1))
    return tableau, members


class _Search:
    def __init__(self, conflicts: list[int], weights: Sequence[int], clock: Clock) -> None:
        self.conflicts, self.weights, self.clock = conflicts, weights, clock
        self.best, self.limit = 0, 0

    def cheapest(self) -> int:
        weights = self.weights
        # Of the members that hit the same conflicts the lightest is enough, and none is needed
        # that hits no more than a lighter one.
        hits: dict[int, int] = {}
        for i in {i for c in self.conflicts for i in bits(c)}:
            hits[i] = sum(1 << k for k, c in enumerate(self.conflicts) if c >> i & 1)
        kept: dict[int, int] = {}
        for i in sorted(hits, key=lambda i: (weights[i], i)):
            if hits[i] not in kept:
                kept[hits[i]] = i
        useful = 0
        for mask, i in kept.items():
            if len(kept) > 400 or not any(
                other != mask and mask & other == mask and weights[j] <= weights[i]
                for other, j in kept.items()
            ):
                useful |= 1 << i
        conflicts = [c & useful for c in self.conflicts]
        self.best = quick(conflicts, weights)
        self.limit = cost(self.best, weights)
        stack = [(conflicts, 0, 0)]
        while stack:
            left, chosen, barred = stack.pop()
            spent = cost(chosen, weights)
            bound = self._bound(left, barred)
            if bound is None or spent + bound >= self.limit:
                continue
            low, parts = relaxed([c & ~barred for c in left], weights, self.clock)
            if spent + low >= self.limit:
                continue
            split = [i for i, x in parts.items() if x.denominator != 1]
            if not split:
                self.best = chosen | sum(1 << i for i, x in parts.items() if x)
                self.limit = cost(self.best, weights)
                continue
            i = min(split, key=lambda i: (abs(parts[i] - Fraction(1, 2)), i))
            stack.append((left, chosen, barred | 1 << i))
            stack.append(([c for c in left if not c >> i & 1], chosen | 1 << i, barred))
        return self.best

    def _bound(self, left: list[int], barred: int) -> int | None:
        total, used = 0, 0
        for c in sorted(left, key=lambda c: (c & ~barred).bit_count()):
            usable = c & ~barred
            if not usable:
                return None
            if not usable & used:
                total += min(self.weights[i] for i in bits(usable))
                used |= usable
        return total

    def _leaves(self, conflicts: list[int]) -> Iterator[tuple[int, int]]:
        """Hitting sets cheaper than the limit, which may sink meanwhile."""
        stack = [(conflicts, 0, 0, 0)]
        nodes = 0
        while stack:
            self.clock.check()
            left, chosen, barred, spent = stack.pop()
            bound = self._bound(left, barred)
            if bound is None or spent + bound >= self.limit:
                continue
            if not left:
                yield chosen, spent
                continue
            nodes += 1
            if nodes > EASY:
                low, _ = relaxed([c & ~barred for c in left], self.weights, self.clock)
                if spent + low >= self.limit:
                    continue
            conflict = min(left, key=lambda c: (c & ~barred).bit_count()) & ~barred
            children = []
            for i in sorted(bits(conflict), key=lambda i: (-sum(c >> i & 1 for c in left), i)):
                rest = [c for c in left if not c >> i & 1]
                children.append((rest, chosen | 1 << i, barred, spent + self.weights[i]))
                barred |= 1 << i
            stack += reversed(children)

    def all(self, limit: int) -> Iterator[int]:
        """All hitting sets of a group up to a weight, none with anything without need."""
        self.limit = limit + 1
        for mask, _ in self._leaves(self.conflicts):
            if all(any(c & mask == 1 << i for c in self.conflicts) for i in bits(mask)):
                yield mask
