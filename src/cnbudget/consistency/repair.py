"""The cheapest sets of figures to declare wrong, with proof that less would not do.

Implicit hitting sets: every refutation is a conflict of which some figure must go. The cheapest
set that hits all conflicts known so far is tried; either it mends the system, and nothing cheaper
can, or it shows a further conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import reduce
from itertools import product
from math import ceil
from operator import or_

import attrs

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.checker import check_repair
from cnbudget.consistency.covers import Branch, bits
from cnbudget.consistency.decision import with_percentages
from cnbudget.consistency.evidence import Branching, Refutation, Repair
from cnbudget.consistency.freeing import CellSums, Freeing
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.hitting import (
    Cover,
    all_cheapest,
    at_least,
    covered,
    groups,
    least,
    quick,
)
from cnbudget.consistency.propagation import Sweep, Tree
from cnbudget.consistency.system import System

SEARCHING = 0.6
"""The share of a budget for the search; the rest is for putting the evidence together and verifying it."""

LIGHTENING = 0.4
"""The share of what is then left for leaving out of a set what it can do without."""

CONCLUDING = 0.25
"""The share of what is then left for finding what the conflicts prove; without it, a simpler proof is taken."""


def repair(
    system: System,
    *,
    limit: int = 100,
    time_limit: float | None = None,
    clock: Clock | None = None,
    first: Collection[str] = (),
) -> Repair:
    """Find the cheapest sets of figures whose change makes the system consistent.

    Args:
        system: The system.
        limit: The most sets to list.
        time_limit: Seconds after which the best bounds so far are returned, called partial.
        clock: A budget to go by instead.
        first: Cells to try first, where they are known to be likely.

    Returns:
        The sets with a ledger each, and the conflicts that prove that nothing is cheaper; all
        verified.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> system = System(
    ...     [Cell("T", "3"), Cell("A", "1"), Cell("B", "3")],
    ...     [Equality("a", [("T", 1), ("A", -1)]), Equality("b", [("T", 1), ("B", -1)])],
    ... )
    >>> repair(system).sets
    (('A',),)
    """
    clock = clock or Clock(time_limit)
    try:
        found = _repair(IntegerSystem(system), limit, clock.part(SEARCHING), clock, first)
    except OutOfTimeError:
        found = NOTHING
    # Where no steps are left to verify all of it, less is claimed.
    for claim in (
        found,
        attrs.evolve(
            found, sets=found.sets[:1], ledgers=found.ledgers[:1], complete=False, cut=True
        ),
        _cautious(found, system),
    ):
        with suppress(OutOfTimeError):
            check_repair(system, claim, clock)
            return claim
    check_repair(system, NOTHING)
    return NOTHING


NOTHING = Repair(
    None,
    (),
    lower=0,
    conflicts=(),
    shares=(),
    ledgers=(),
    complete=False,
    partial=True,
    cut=True,
)
"""What is said when not even one thing could be verified."""


def _cautious(found: Repair, system: System) -> Repair:
    """Claim only one set, and what conflicts that share nothing prove at a glance."""
    kept: list[Refutation] = []
    used: set[str] = set()
    for conflict in sorted(found.conflicts, key=lambda c: len(c.cells)):
        if used.isdisjoint(conflict.cells):
            kept.append(conflict)
            used.update(conflict.cells)
    lower = sum(min((system[c].weight for c in k.cells), default=0) for k in kept)
    return attrs.evolve(
        found,
        sets=found.sets[:1],
        ledgers=found.ledgers[:1],
        lower=lower,
        conflicts=tuple(kept),
        shares=tuple(
            Fraction(min((system[cell].weight for cell in c.cells), default=0)) for c in kept
        ),
        trees=(),
        complete=False,
        partial=True,
        cut=True,
    )


def _repair(
    grid: IntegerSystem, limit: int, clock: Clock, whole_time: Clock, first: Collection[str]
) -> Repair:
    parts, whole, alone = _parts(grid, clock, whole_time)
    for part in parts:
        part.begin(first)
    for part in parts:
        part.finish(limit)
    conflicts = [conflict for part in parts for conflict in part.proof] + alone
    partial = any(part.partial for part in parts)
    weights = {cell.id: cell.weight for cell in grid.system.cells}
    lower = sum(part.lower for part in parts) + sum(weights[c] for r in alone for c in r.cells)
    parts_of = [share for part in parts for share in part.shares]
    parts_of += [Fraction(sum(weights[c] for c in r.cells)) for r in alone]
    stuck = [conflict for conflict in conflicts if not conflict.cells]
    if stuck or any(not part.found for part in parts):
        trees = _trees(parts, [], weights)
        if stuck:
            conflicts, lower, partial = stuck[:1], 0, False
            parts_of, trees = [Fraction(0)], []
        return Repair(
            None,
            (),
            lower=lower,
            conflicts=tuple(conflicts),
            shares=tuple(parts_of),
            ledgers=(),
            complete=not partial,
            partial=partial,
            trees=tuple(trees),
            cut=partial,
        )
    complete = all(part.complete for part in parts)
    trees = _trees(parts, alone if complete else [], weights)
    sets: list[tuple[str, ...]] = []
    ledgers = []
    for choice in product(*(part.found.items() for part in parts)):
        if len(sets) == limit:
            complete = False
            break
        names = [name for chosen, _ in choice for name in chosen]
        names += [cell for r in alone for cell in r.cells]
        ledger = dict(whole)
        for _, amounts in choice:
            ledger.update(amounts)
        sets.append(tuple(names))
        named = {grid.cells[c].id: x for c, x in ledger.items()}
        ledgers.append(with_percentages(grid.system, named))
    return Repair(
        sum(weights[name] for name in sets[0]),
        tuple(sets),
        lower=lower,
        conflicts=tuple(conflicts),
        shares=tuple(parts_of),
        ledgers=tuple(ledgers),
        complete=complete,
        partial=partial,
        trees=tuple(trees),
        cut=partial or any(part.cut for part in parts),
    )


def _parts(
    grid: IntegerSystem, clock: Clock, whole_time: Clock
) -> tuple[list[_Part], CellSums, list[Refutation]]:
    """The parts that need a repair, the amounts of those that need none, and what contradicts its own sign."""
    empty = {r.empty: r for r in grid.empties()}
    whole: CellSums = {}
    parts: list[_Part] = []
    sweep = Sweep(grid, clock)
    for cells, rows in grid.components:
        within = {grid.cells[c].id for c in cells} | {grid.rows[r].pct for r in rows}
        troubled = [empty.pop(name) for name in list(empty) if name in within]
        ledger = None if troubled else _ledger(grid, cells, rows, sweep, clock)
        if ledger is None:
            parts.append(_Part(grid, cells, rows, troubled, clock, whole_time))
        else:
            whole.update(ledger)
    # What is left are percentages that no row tells of: their figure contradicts their sign.
    return parts, whole, list(empty.values())


def _trees(
    parts: Iterable[_Part], alone: Iterable[Refutation], weights: dict[str, int]
) -> list[Branching]:
    """The proofs of all parts, their conflicts counted through.

    Args:
        parts: The parts.
        alone: Conflicts of one cell each: which cell it is must be shown of them as of the others.
        weights: What each cell costs.
    """
    trees, before = [], 0
    for part in parts:
        trees += [
            attrs.evolve(tree, branches=tuple((k + before, names) for k, names in tree.branches))
            for tree in part.trees
        ]
        before += len(part.proof)
    trees += [
        Branching(weights[conflict.cells[0]], ((before + k, conflict.cells),))
        for k, conflict in enumerate(alone)
    ]
    return trees


def _ledger(
    grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int], sweep: Sweep, clock: Clock
) -> CellSums | None:
    """Amounts of a part that needs no repair, found without a tableau; else ``None``."""
    clock.check()
    tree = Tree.of(grid, cells, rows) if cells else None
    if tree is None or sweep.narrow(tree, rows) is not None:
        return None
    return sweep.ledger(tree)


class _Part:
    """The repair of one connected part.

    After `finish`, ``found`` has the cheapest sets with a ledger each (when partial, the cheapest
    one known), ``proof`` the conflicts that prove the weight ``lower``.
    """

    def __init__(
        self,
        grid: IntegerSystem,
        cells: Sequence[int],
        rows: Sequence[int],
        troubled: Sequence[Refutation],
        clock: Clock,
        whole_time: Clock,
    ) -> None:
        self.grid, self.cells, self.rows, self.clock = grid, cells, rows, clock
        self.whole_time = whole_time
        percentages = dict.fromkeys(grid.rows[r].pct for r in rows)
        names = [grid.cells[c].id for c in cells] + [p for p in percentages if p is not None]
        self.suspects = [name for name in names if grid.system[name].suspect]
        self.bit = {name: i for i, name in enumerate(self.suspects)}
        self.weights = [grid.system[name].weight for name in self.suspects]
        self.proof = list(troubled)
        self.masks = [self._mask(conflict) for conflict in troubled]
        self.shares: list[Fraction] = []
        self.lower = 0
        self.found: dict[tuple[str, ...], CellSums] = {}
        self.partial = self.complete = self.cut = False
        self.trees: list[Branching] = []
        self._covers: dict[tuple[int, ...], Cover] = {}
        self.best: tuple[int, tuple[str, ...], CellSums] | None = None
        self.freeing = Freeing(grid, cells, rows, clock)

    @property
    def stuck(self) -> bool:
        """Whether what may not be doubted contradicts itself."""
        return 0 in self.masks

    def _mask(self, conflict: Refutation) -> int:
        return self._bits(conflict.cells)

    def _bits(self, names: Iterable[str]) -> int:
        return sum(1 << self.bit[name] for name in names)

    def _names(self, mask: int) -> tuple[str, ...]:
        return tuple(self.suspects[i] for i in bits(mask))

    def begin(self, first: Collection[str]) -> None:
        """Find what fails by itself, conflicts that share nothing, and some set that mends the part."""
        try:
            for r in self.rows:
                self.clock.check(len(self.grid.rows[r].cols))
                found = self.grid.alone(r)
                if found is not None:
                    self._add(found)
            likely = self._bits(self.bit.keys() & set(first))
            if likely:
                self._learn(likely)
            # What the sums that fail share is the first thing to try: often it is all that is wrong.
            if self.masks and not self.stuck:
                self._learn(quick(self.masks, self.weights, self.clock))
            if not self.stuck and not self._is_least():
                self._learn(0)
        except OutOfTimeError:
            self.partial = True

    def finish(self, limit: int) -> None:
        """Find the least weight and the sets of that weight."""
        try:
            if not self.partial and not self.stuck:
                self._settle()
        except OutOfTimeError:
            self.partial = True
        if self.partial and not self.stuck:
            self._lighten()
        if not self.partial and not self.stuck:
            try:
                self._list(limit)
            except OutOfTimeError:
                self.cut = True
        if not self.stuck:
            self._conclude()

    def _is_least(self) -> bool:
        """Whether it is plain that nothing is lighter than the best known set."""
        if self.best is None:
            return False
        self.clock.check(sum([mask.bit_count() + 1 for mask in self.masks]))
        if self.best[0] == at_least(self.masks, self.weights):
            return True
        return self.best[0] == sum([cover.weight for cover in self._covered()])

    def _covered(self) -> list[Cover]:
        return covered(self.masks, self.weights, self.clock, self._covers)

    def _settle(self) -> None:
        """Find the least weight and one set of that weight."""
        if self.best is not None and self._is_least():
            self.lower = self.best[0]
            self.found[self.best[1]] = self.best[2]
            return
        # Sets that are merely cheap are found in no time, and teach as many conflicts.
        while not self.stuck and self._learn(quick(self.masks, self.weights, self.clock)):
            pass
        while not self.stuck:
            covers = self._covered()
            target = sum(cover.cheapest for cover in covers)
            self.lower = sum(cover.weight for cover in covers)
            if self.best is None or self.best[0] > self.lower:
                self._learn(target)
            if self.best is not None and self.best[0] == self.lower:
                self.found[self.best[1]] = self.best[2]
                return

    def _lighten(self) -> None:
        """Leave out of the best known set what it can do without, the heaviest figures first."""
        if self.best is None:
            return
        self.clock = self.freeing.clock = self.whole_time.part(LIGHTENING)
        names = list(self.best[1])
        with suppress(OutOfTimeError):
            for name in sorted(names, key=lambda name: -self.weights[self.bit[name]]):
                if name not in names:
                    continue
                fewer = [other for other in names if other != name]
                mask = self._bits(fewer)
                if not all(mask & known for known in self.masks):
                    continue
                if self.freeing.refuted(frozenset(fewer)) is None:
                    ledger = self.freeing.ledger()
                    changed = set(self.freeing.changed(self.suspects, ledger))
                    names = [other for other in fewer if other in changed]
                    weight = sum(self.weights[self.bit[other]] for other in names)
                    self.best = weight, tuple(names), ledger

    def _learn(self, mask: int) -> bool:
        """Free a set and every conflict that comes to light; whether any did."""
        freed = frozenset(self._names(mask or reduce(or_, self.masks, 0)))
        exact = freed
        while (found := self.freeing.refuted(freed)) is not None:
            self._add(found)
            if not found.cells:
                return True
            freed |= frozenset(found.cells)
        ledger = self.freeing.ledger()
        names = self._names(mask)
        if not mask or freed != exact:
            names = self.freeing.changed(self.suspects, ledger)
        weight = sum(self.grid.system[name].weight for name in names)
        if self.best is None or weight < self.best[0]:
            self.best = weight, names, ledger
        return freed != exact

    def _add(self, conflict: Refutation) -> None:
        self.proof.append(conflict)
        self.masks.append(self._mask(conflict))

    def _list(self, limit: int) -> None:
        """List the sets of the least weight, as far as they are asked for."""
        tested = {self._bits(names) for names in self.found}
        known = -1
        trees: list[list[Branch]] = []
        while known != len(self.proof):
            known = len(self.proof)
            for mask in all_cheapest(self.masks, self.weights, self.clock, self._covers, trees):
                if mask in tested:
                    continue
                if len(self.found) > limit:
                    return
                tested.add(mask)
                refuted = self.freeing.refuted(frozenset(self._names(mask)))
                if refuted is not None:
                    # The other sets may be ruled out by it too: start again with the conflict.
                    self._add(refuted)
                    break
                self.found[self._names(mask)] = self.freeing.ledger()
        self._prove([(cover, tree, cover.weight)
                     for cover, tree in zip(self._covered(), trees, strict=True)])  # fmt: skip
        self.complete = True

    def _prove(self, branchings: Iterable[tuple[Cover, list[Branch], int]]) -> None:
        """Keep the branchings of groups of conflicts, the conflicts by their masks until `_conclude`."""
        self.trees = [
            Branching(
                weight, tuple((cover.conflicts[k], self._each(members)) for k, members in tree)
            )
            for cover, tree, weight in branchings
            if tree
        ]

    def _each(self, members: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.suspects[i] for i in members)

    def _conclude(self) -> None:
        """Keep the conflicts that matter, and find how much of the least weight each proves."""
        kept = dict(zip(reversed(self.masks), reversed(self.proof), strict=True))
        self.masks = least(list(kept))
        self.proof = [kept[mask] for mask in self.masks]
        whole = self.whole_time
        try:
            covers = covered(self.masks, self.weights, whole.part(CONCLUDING), self._covers)
            for cover in covers:
                cover.clock = whole.part(CONCLUDING)
            share = {
                c: x for cover in covers for c, x in zip(cover.conflicts, cover.shares, strict=True)
            }
            if not self.complete and not self.partial:
                self._prove(
                    [(cover, cover.nothing_lighter(), cover.weight - 1) for cover in covers]
                )
            self.shares = [share[mask] for mask in self.masks]
        except OutOfTimeError:
            self.shares, self.trees = self._disjoint(), []
            self.partial = self.partial or sum(self.shares) < self.lower
            self.complete, self.cut = False, True
        place = {mask: k for k, mask in enumerate(self.masks)}
        self.trees = [
            attrs.evolve(tree, branches=tuple((place[k], names) for k, names in tree.branches))
            for tree in self.trees
        ]
        if self.partial:
            share = dict(zip(self.masks, self.shares, strict=True))
            self.lower = sum(ceil(sum(share[m] for m in group)) for group in groups(self.masks))
            if self.best is not None:
                self.found = {self.best[1]: self.best[2]}

    def _disjoint(self) -> list[Fraction]:
        """Shares of conflicts that have no cell in common, none for the others."""
        found, used = [], 0
        for mask in self.masks:
            found.append(Fraction(0 if mask & used else min(self.weights[i] for i in bits(mask))))
            used |= 0 if mask & used else mask
        return found
