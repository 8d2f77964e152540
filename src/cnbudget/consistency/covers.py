"""All hitting sets up to a weight, with the branchings that prove that there are no others.

Shares tell what the conflicts not yet hit cost at least; a member that would then be too dear is left out at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cnbudget.clock import Clock

Branch = tuple[int, tuple[int, ...]]
"""A conflict, by its place, and those of its members that may be the next one chosen."""


def bits(mask: int) -> Iterator[int]:
    """The places of the ones.

    >>> list(bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def listed(
    conflicts: Sequence[int],
    weights: Sequence[int],
    shares: Sequence[int],
    limit: int,
    clock: Clock,
    tree: list[Branch],
) -> Iterator[int]:
    """All hitting sets up to a weight, without many that have members without need.

    Args:
        conflicts: The conflicts.
        weights: What their members weigh.
        shares: How much each conflict costs at least; those of a member come to no more than its weight.
        limit: The weight.
        clock: The budget.
        tree: Where the branchings go, each before those below it.

    >>> tree = []
    >>> list(listed([0b011, 0b110], [1, 1, 1], [1, 0], 1, Clock(), tree))
    [2]
    >>> tree
    [(0, (1, 0)), (1, ())]
    """
    hits: dict[int, int] = {}
    for k, c in enumerate(conflicts):
        for i in bits(c):
            hits[i] = hits.get(i, 0) | 1 << k
    everything = (1 << len(conflicts)) - 1
    stack = [(everything, 0, 0, limit - sum(shares))]
    clock.check(sum(c.bit_count() for c in conflicts))
    while stack:
        left, chosen, barred, spare = stack.pop()
        if not left:
            yield chosen
            continue
        best, fewest = -1, -1
        for k in bits(left):
            size = (conflicts[k] & ~barred).bit_count()
            if best < 0 or size < fewest:
                best, fewest = k, size
        clock.check(left.bit_count() + fewest + 1)
        open_: list[tuple[int, int, int]] = []
        for i in bits(conflicts[best] & ~barred):
            hit = left & hits[i]
            more = weights[i] - sum([shares[k] for k in bits(hit)])
            if more > spare:
                barred |= 1 << i
            else:
                open_.append((i, left & ~hit, spare - more))
        open_.sort(key=lambda child: (-(left & ~child[1]).bit_count(), child[0]))
        tree.append((best, tuple([i for i, _, _ in open_])))
        children = []
        for i, others, rest in open_:
            children.append((others, chosen | 1 << i, barred, rest))
            barred |= 1 << i
        stack += reversed(children)
