"""The cheapest sets that hit every conflict, by branch and bound on bit masks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnbudget.consistency.clock import Clock


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


def packing(conflicts: Sequence[int]) -> list[int]:
    """Conflicts that share nothing: the cheapest members of each bound every hitting set.

    >>> packing([0b011, 0b110, 0b1000])
    [8, 3]
    """
    chosen, used = [], 0
    for c in sorted(set(conflicts), key=int.bit_count):
        if not c & used:
            chosen.append(c)
            used |= c
    return chosen


def cost(mask: int, weights: Sequence[int]) -> int:
    """What a set weighs.

    >>> cost(0b101, [1, 2, 3])
    4
    """
    return sum(weights[i] for i in bits(mask))


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
        self.best = self._greedy(conflicts)
        self.limit = cost(self.best, weights)
        self._improve(conflicts)
        return self.best

    def _greedy(self, conflicts: list[int]) -> int:
        chosen, left = 0, conflicts
        while left:
            count: dict[int, int] = {}
            for c in left:
                for i in bits(c):
                    count[i] = count.get(i, 0) + 1
            best = min(count, key=lambda i: (self.weights[i] / count[i], i))
            chosen |= 1 << best
            left = [c for c in left if not c >> best & 1]
        return chosen

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

    def _improve(self, conflicts: list[int]) -> None:
        for chosen, spent in self._leaves(conflicts):
            self.best, self.limit = chosen, spent

    def _leaves(self, conflicts: list[int]) -> Iterator[tuple[int, int]]:
        """Hitting sets cheaper than the limit, which may sink meanwhile."""
        stack = [(conflicts, 0, 0, 0)]
        while stack:
            self.clock.check()
            left, chosen, barred, spent = stack.pop()
            bound = self._bound(left, barred)
            if bound is None or spent + bound >= self.limit:
                continue
            if not left:
                yield chosen, spent
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
