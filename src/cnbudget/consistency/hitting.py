"""The cheapest sets that hit every conflict, on bit masks: reduced, bounded by shares, and then branched.

What no cheapest set needs is left out first, over and over; what is left falls into groups that share nothing, and
most of these are settled by shares of the weights that come to what a set weighs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, lcm
from operator import or_

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.covers import Branch, bits, listed
from cnbudget.consistency.simplex import GOAL, Simplex

DEEPEST = 200
"""Branchings within branchings after which the search is given up, as if its steps were used up."""


def least(conflicts: Sequence[int]) -> list[int]:
    """The conflicts without supersets of others, smaller ones first.

    >>> least([0b111, 0b011, 0b100])
    [4, 3]
    """
    found: list[int] = []
    for c in sorted(set(conflicts), key=lambda c: (c.bit_count(), c)):
        if not any(c & d == d for d in found):
            found.append(c)
    return found


def groups(conflicts: Sequence[int]) -> list[list[int]]:
    """The conflicts in groups that share nothing, supersets of others left out.

    >>> groups([0b011, 0b110, 0b1000, 0b111])
    [[3, 6], [8]]
    """
    found: list[tuple[int, list[int]]] = []
    for c in least(conflicts):
        mask, members = c, []
        apart = []
        for group in found:
            if group[0] & mask:
                mask |= group[0]
                members += group[1]
            else:
                apart.append(group)
        found = [*apart, (mask, [*members, c])]
    return sorted(sorted(members) for _, members in found)


def cost(mask: int, weights: Sequence[int]) -> int:
    """What a set weighs.

    >>> cost(0b101, [1, 2, 3])
    4
    """
    return sum([weights[i] for i in bits(mask)])


def quick(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> int:
    """A hitting set that is cheap, though perhaps not the cheapest, without anything needless.

    >>> quick([0b011, 0b110], [1, 1, 1], Clock())
    2
    """
    clock.check(2 * _size(conflicts))
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


def kernel(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> dict[int, int]:
    """The conflicts without members that some cheapest set does without, each with the one that it is of.

    A member is not needed where another one, no dearer, hits all that it hits; a conflict that has all members of
    another one is hit with that.

    >>> kernel([0b011, 0b110], [1, 1, 1], Clock())
    {2: 3}
    """
    kept = {c: c for c in conflicts}
    while True:
        clock.check(_size(kept) + len(kept) ** 2 // 8)
        masks = least(list(kept))
        hits: dict[int, int] = {}
        for k, c in enumerate(masks):
            for i in bits(c):
                hits[i] = hits.get(i, 0) | 1 << k
        needless = 0
        lightest: dict[int, int] = {}
        for i in sorted(hits, key=lambda i: (weights[i], i)):
            if lightest.setdefault(hits[i], i) != i:
                needless |= 1 << i
        for mine, i in lightest.items():
            smallest = masks[(mine & -mine).bit_length() - 1]
            for j in bits(smallest & ~needless & ~(1 << i)):
                if mine & hits[j] == mine and weights[j] <= weights[i]:
                    needless |= 1 << i
                    break
        if not needless:
            return {mask: kept[mask] for mask in masks}
        fewer: dict[int, int] = {}
        for mask in masks:
            fewer.setdefault(mask & ~needless, kept[mask])
        kept = fewer


def cheapest(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> int:
    """One of the cheapest hitting sets.

    >>> cheapest([0b011, 0b110], [1, 1, 1], Clock())
    2
    """
    found = _cheaper(conflicts, weights, None, clock)
    return 0 if found is None else found


def shares(conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> list[Fraction]:
    """How much of the least weight each conflict proves: no member gets more than its weight.

    >>> shares([0b011, 0b110, 0b101], [1, 1, 1], Clock())
    [Fraction(1, 2), Fraction(1, 2), Fraction(1, 2)]
    """
    of = kernel(conflicts, weights, clock)
    share: dict[int, Fraction] = {}
    for group in groups(list(of)):
        _, _, found = _bounds(group, weights, clock)
        share.update((of[c], x) for c, x in zip(group, found, strict=True))
    return [share.pop(c, Fraction(0)) for c in conflicts]


def at_least(conflicts: Sequence[int], weights: Sequence[int]) -> int:
    """What every hitting set weighs at least, seen at a glance; the cheapest may weigh more.

    >>> at_least([0b011, 0b110, 0b101], [1, 1, 1])
    1
    """
    return sum(_ascent(conflicts, weights))


def _size(conflicts: Sequence[int] | dict[int, int]) -> int:
    """How many members the conflicts have, and a step for each."""
    return sum([c.bit_count() + 1 for c in conflicts])


def _bounds(
    conflicts: Sequence[int], weights: Sequence[int], clock: Clock
) -> tuple[int, dict[int, Fraction], list[Fraction]]:
    """What a group's set weighs at least, how much of each member attains that, and the conflicts' shares in it."""
    if len(conflicts) == 1:
        i = min(bits(conflicts[0]), key=lambda i: (weights[i], i))
        return weights[i], {i: Fraction(1)}, [Fraction(weights[i])]
    clock.check(_size(conflicts))
    first = _ascent(conflicts, weights)
    chosen = quick(conflicts, weights, clock)
    if sum(first) == cost(chosen, weights):
        return sum(first), {i: Fraction(1) for i in bits(chosen)}, [Fraction(x) for x in first]
    return _packed(conflicts, weights, clock, first)


def _ascent(conflicts: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Shares that cannot be made larger one by one, those of small conflicts first."""
    left: dict[int, int] = {}
    found = [0] * len(conflicts)
    for k in sorted(range(len(conflicts)), key=lambda k: conflicts[k].bit_count()):
        members = list(bits(conflicts[k]))
        found[k] = min([left.get(i, weights[i]) for i in members])
        for i in members:
            left[i] = left.get(i, weights[i]) - found[k]
    return found


def _packed(
    conflicts: Sequence[int],
    weights: Sequence[int],
    clock: Clock,
    first: Sequence[int] | None = None,
) -> tuple[int, dict[int, Fraction], list[Fraction]]:
    """The shares of the conflicts made as large as the weights of their members allow."""
    members = list(bits(reduce(or_, conflicts, 0)))
    rows = []
    for i in members:
        at = tuple([k for k, c in enumerate(conflicts) if c >> i & 1])
        rows.append((at, (1,) * len(at)))
    tableau = Simplex(
        [(0, None)] * len(conflicts),
        _ascent(conflicts, weights) if first is None else first,
        rows,
        [(None, weights[i]) for i in members],
        clock,
    )
    tableau.maximise(dict.fromkeys(range(len(conflicts)), 1))
    row, _, den = tableau.identity(GOAL)
    parts = {
        i: Fraction(-row[tableau.n + k], den)
        for k, i in enumerate(members)
        if row.get(tableau.n + k)
    }
    low = ceil(Fraction(tableau.value[GOAL]))
    return low, parts, [Fraction(x) for x in tableau.value[: len(conflicts)]]


def _cheaper(
    conflicts: Sequence[int],
    weights: Sequence[int],
    limit: int | None,
    clock: Clock,
    depth: int = 0,
) -> int | None:
    """One of the cheapest hitting sets, if it is lighter than a limit."""
    found, spent = 0, 0
    parts = groups(list(kernel(conflicts, weights, clock)))
    bounds = [_bounds(part, weights, clock) for part in parts]
    rest = sum([low for low, _, _ in bounds])
    for part, (low, share, _) in zip(parts, bounds, strict=True):
        if limit is not None and spent + rest >= limit:
            return None
        rest -= low
        most = None if limit is None else limit - spent - rest
        chosen = _branched(part, weights, low, share, most, clock, depth)
        if chosen is None:
            return None
        found |= chosen
        spent += cost(chosen, weights)
    return None if limit is not None and spent >= limit else found


def _branched(
    conflicts: Sequence[int],
    weights: Sequence[int],
    low: int,
    share: dict[int, Fraction],
    limit: int | None,
    clock: Clock,
    depth: int,
) -> int | None:
    """One of the cheapest hitting sets of a group, of which a lower bound is known."""
    split = [i for i, x in share.items() if x.denominator != 1]
    if not split:
        return sum([1 << i for i, x in share.items() if x])
    if depth >= DEEPEST:
        raise OutOfTimeError
    best: int | None = quick(conflicts, weights, clock)
    most = cost(best or 0, weights)
    if limit is not None and limit <= most:
        best, most = None, limit
    i = min(split, key=lambda i: (abs(share[i] - Fraction(1, 2)), i))
    for mask in (1 << i, 0):
        if low >= most:
            break
        if mask:
            left = [c for c in conflicts if not c & mask]
        else:
            left = [c & ~(1 << i) for c in conflicts]
            if not all(left):
                break
        spent = weights[i] if mask else 0
        found = _cheaper(left, weights, most - spent, clock, depth + 1)
        if found is not None:
            best = found | mask
            most = cost(best, weights)
    return best


class Cover:
    """The cheapest hitting sets of a group of conflicts, with what proves that they are.

    Args:
        conflicts: The conflicts, none a superset of another.
        weights: What the members weigh.
        clock: The budget.

    >>> cover = Cover([0b011, 0b110], [1, 1, 1], Clock())
    >>> cover.weight, cover.shares, list(cover.all())
    (1, [Fraction(1, 1), Fraction(0, 1)], [2])
    """

    def __init__(self, conflicts: Sequence[int], weights: Sequence[int], clock: Clock) -> None:
        self.conflicts, self.weights, self.clock = list(conflicts), weights, clock
        self.cheapest = cheapest(conflicts, weights, clock)
        self.weight = cost(self.cheapest, weights)
        self._shares: list[Fraction] | None = None

    @property
    def shares(self) -> list[Fraction]:
        """How much of the weight each conflict proves."""
        if self._shares is None:
            self._shares = shares(self.conflicts, self.weights, self.clock)
        return self._shares

    def all(self, tree: list[Branch] | None = None) -> Iterator[int]:
        """All sets of the least weight that have nothing without need; the branchings go to a list."""
        yield from self._listed(self.weight, [] if tree is None else tree)

    def nothing_lighter(self) -> list[Branch]:
        """What proves that no set is lighter, where the shares do not."""
        tree: list[Branch] = []
        if ceil(sum(self.shares)) < self.weight:
            for _ in self._listed(self.weight - 1, tree):
                raise AssertionError
        return tree

    def _listed(self, limit: int, tree: list[Branch]) -> Iterator[int]:
        scale = lcm(*(x.denominator for x in self.shares))
        scaled = [int(x * scale) for x in self.shares]
        weights = [scale * weight for weight in self.weights]
        found = listed(self.conflicts, weights, scaled, (limit + 1) * scale - 1, self.clock, tree)
        for mask in found:
            if all(any(c & mask == 1 << i for c in self.conflicts) for i in bits(mask)):
                yield mask


def all_cheapest(
    conflicts: Sequence[int],
    weights: Sequence[int],
    clock: Clock,
    known: dict[tuple[int, ...], Cover] | None = None,
    trees: list[list[Branch]] | None = None,
) -> Iterator[int]:
    """All cheapest hitting sets that contain nothing without need.

    Args:
        conflicts: The conflicts.
        weights: What their members weigh.
        clock: The budget.
        known: Covers of groups, kept from one time to the next.
        trees: Where the branchings of each group go; they are whole once all sets have been drawn.

    >>> sorted(all_cheapest([0b011], [1, 1], Clock()))
    [1, 2]
    """
    covers = covered(conflicts, weights, clock, known)
    branchings: list[list[Branch]] = [[] for _ in covers]
    if trees is not None:
        trees[:] = branchings
    parts = [cover.all(tree) for cover, tree in zip(covers, branchings, strict=True)]
    for choice in _product(parts):
        yield sum(choice)


def covered(
    conflicts: Sequence[int],
    weights: Sequence[int],
    clock: Clock,
    known: dict[tuple[int, ...], Cover] | None = None,
) -> list[Cover]:
    """The covers of the groups of conflicts.

    >>> [cover.weight for cover in covered([0b011, 0b110, 0b1000], [1, 1, 1, 5], Clock())]
    [1, 5]
    """
    known = {} if known is None else known
    clock.check(len(conflicts) + len(conflicts) ** 2 // 8)
    found = []
    for group in groups(conflicts):
        key = tuple(group)
        if key not in known:
            known[key] = Cover(group, weights, clock)
        found.append(known[key])
    return found


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
