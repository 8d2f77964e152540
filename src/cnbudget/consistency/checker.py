"""The checker: verifies every answer by substitution, and shares nothing with what found it.

It knows the system, the rounding rules and the shapes of the evidence; it imports no solving module
and trusts nothing it is given. Every function returns nothing, or raises `EvidenceError`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, lcm, prod

from cnbudget.clock import Clock
from cnbudget.consistency.evidence import (
    Branching,
    Consistent,
    Decision,
    Inconsistent,
    Refutation,
    Repair,
    Stretch,
    Suggestion,
)
from cnbudget.consistency.range_checker import check_range
from cnbudget.consistency.sums import IntervalSums, refuse, summed
from cnbudget.consistency.system import Cell, System, figure
from cnbudget.messages import say

__all__ = [
    "check_conflict",
    "check_decision",
    "check_ledger",
    "check_range",
    "check_refutation",
    "check_repair",
    "check_stretch",
    "check_suggestion",
]

NOBODY: frozenset[str] = frozenset()

LEDGER = 4
"""Steps for each cell and term of a ledger that is verified."""

LIKE = 1
"""Steps for each of a ledger that is much like one that was verified."""

CONFLICT = 20
"""Steps for each constraint of a conflict that is verified."""


def check_decision(system: System, decision: Decision) -> None:
    """Verify that a system is consistent or not, as claimed."""
    if isinstance(decision, Consistent):
        check_ledger(system, decision.ledger)
    elif isinstance(decision, Inconsistent):
        check_refutation(system, decision.refutation)


CellAmounts = Mapping[str, Fraction]


def check_ledger(
    system: System,
    ledger: CellAmounts,
    *,
    freed: Collection[str] = NOBODY,
    like: tuple[CellAmounts, Collection[str]] | None = None,
) -> None:
    """Verify that the amounts obey all constraints, and all figures but the freed ones.

    Args:
        system: The system.
        ledger: The amounts.
        freed: The cells whose figures count as free.
        like: A ledger of the same system that has been verified, with its freed cells: what is the same holds.

    >>> from cnbudget.consistency.system import Cell
    >>> system = System([Cell("A", "1", decimals=0)])
    >>> check_ledger(system, {"A": Fraction(5, 4)})
    >>> check_ledger(system, {"A": Fraction(2)})
    Traceback (most recent call last):
    ...
    cnbudget.consistency.errors.EvidenceError: A: 2 does not print as its figure
    """
    cells, equalities, ratios = system.cells, system.equalities, system.ratios
    if like is not None:
        base, loose = like
        moved = {c.id for c in cells if c.id not in ledger or _other(ledger[c.id], base[c.id])}
        unsure = moved.union(loose)
        cells = tuple(cell for cell in cells if cell.id in unsure)
        near = {e.id: e for name in moved for e in system.equalities_of[name]}
        equalities = tuple(near.values())
        ratios = tuple(r for r in ratios if not moved.isdisjoint((r.num, r.den, r.pct)))
    for cell in cells:
        amount = ledger.get(cell.id)
        if amount is None:
            refuse(say("consistency.amount_lacking"), cell.id)
        if _is_figure(amount, cell):
            continue
        allowed = cell.free if cell.id in freed else cell.interval
        if amount not in allowed:
            refuse(say("consistency.does_not_print", amount=amount), cell.id)
    for equality in equalities:
        found = summed(equality.terms, equality.const, ledger)
        if found:
            refuse(say("consistency.adds_up_to", sum=found), equality.id)
    for ratio in ratios:
        num, den = ledger[ratio.num], ledger[ratio.den]
        if den <= 0:
            refuse(say("consistency.denominator"), ratio.id)
        if ledger[ratio.pct] + ratio.offset != 100 * num / den:
            refuse(say("consistency.percentage_not_ratio"), ratio.id)


def _is_figure(amount: Fraction, cell: Cell) -> bool:
    """Whether an amount is just what is printed, and obeys the sign rule: under every rounding rule it prints so."""
    value = cell.value
    return (
        value is not None
        and amount.as_integer_ratio() == value.as_integer_ratio()
        and (value >= 0 or not cell.nonneg)
    )


def _other(amount: Fraction, before: Fraction) -> bool:
    """Whether two amounts are not the same; most are one object, which is seen at once."""
    return amount is not before and amount != before


def check_refutation(
    system: System, refutation: Refutation, *, only: Collection[str] | None = None
) -> None:
    """Verify that the multipliers derive an equality that the figures refute.

    Args:
        system: The system.
        refutation: What is claimed.
        only: If given, doubtful figures of all other cells count as free.
    """
    bounds = IntervalSums(system, only)
    if refutation.empty is not None:
        if not bounds.of(refutation.empty).is_empty:
            refuse(say("consistency.sign_no_contradiction"), refutation.empty)
        return
    total, const, strict = bounds.combine(refutation.multipliers)
    if total != dict(refutation.terms) or const != refutation.const:
        refuse(say("consistency.derived_other"))
    most, attained = bounds.highest(total, const)
    if most is None or most > 0 or (most == 0 and attained and not strict):
        refuse(say("consistency.derived_can_hold"))


def check_conflict(system: System, refutation: Refutation) -> None:
    """Verify a refutation that uses no doubtful figure but those of its cells."""
    for cell in refutation.cells:
        if cell not in system.by_id or not system[cell].suspect:
            refuse(say("consistency.conflict_not_doubted"), cell)
    check_refutation(system, refutation, only=set(refutation.cells))


def check_repair(system: System, repair: Repair, clock: Clock | None = None) -> None:
    """Verify that each set mends the system, that nothing cheaper does, and that all are named.

    Nothing is searched for: the work is as much as the evidence is long. The clock is asked for it.
    """
    clock = clock or Clock()
    suspects = {cell.id: cell.weight for cell in system.cells if cell.suspect}
    size = len(system.cells) + sum(len(e.terms) for e in system.equalities) + len(system.ratios)
    for conflict in repair.conflicts:
        clock.check(CONFLICT * len(conflict.multipliers) + len(conflict.cells) + 1)
        check_conflict(system, conflict)
    if len(repair.sets) != len(repair.ledgers):
        refuse(say("consistency.set_without_ledger"))
    like: tuple[CellAmounts, Collection[str]] | None = None
    for cells, ledger in zip(repair.sets, repair.ledgers, strict=True):
        if any(cell not in suspects for cell in cells):
            refuse(say("consistency.set_not_doubted"))
        if sum(suspects[cell] for cell in set(cells)) != repair.weight:
            refuse(say("consistency.set_weight"))
        clock.check(LEDGER * size if like is None else LIKE * size)
        check_ledger(system, ledger, freed=cells, like=like)
        like = ledger, cells
    if repair.weight is None:
        if not repair.impossible and not repair.partial:
            refuse(say("consistency.mending_not_excluded"))
    elif not repair.partial and (repair.lower != repair.weight or not repair.sets):
        refuse(say("consistency.least_not_proven"))
    if repair.impossible:
        return
    groups = _groups(repair, suspects, clock)
    if sum(group.lower for group in groups) < repair.lower:
        refuse(say("consistency.weight_not_proven", weight=repair.lower))
    if repair.complete:
        _check_complete(repair, groups)


def _check_complete(repair: Repair, groups: Sequence[_Cluster]) -> None:
    """Verify that a set of each group's named ones, whichever, is among the sets."""
    if any(not group.sets for group in groups):
        refuse(say("consistency.least_sets_not_proven"))
    if sum(group.lower for group in groups) != repair.weight:
        refuse(say("consistency.least_other"))
    found = set(map(frozenset, repair.sets))
    if prod(len(group.sets) for group in groups) > len(found):
        refuse(say("consistency.set_not_excluded"))
    for parts in product(*(group.sets for group in groups)):
        if frozenset().union(*parts) not in found:
            refuse(say("consistency.set_not_excluded"))


def _groups(repair: Repair, weight: Mapping[str, int], clock: Clock) -> list[_Cluster]:
    """The conflicts in groups that share no cells, and what is proven of each."""
    clock.check(sum(len(conflict.cells) + 1 for conflict in repair.conflicts))
    if len(repair.shares) != len(repair.conflicts) or any(share < 0 for share in repair.shares):
        refuse(say("consistency.shares_wrong"))
    used: dict[str, Fraction] = {}
    for conflict, share in zip(repair.conflicts, repair.shares, strict=True):
        for cell in set(conflict.cells):
            used[cell] = used.get(cell, Fraction(0)) + share
    if any(total > weight[cell] for cell, total in used.items()):
        refuse(say("consistency.shares_exceed"))
    first: dict[str, int] = {}
    group_of = list(range(len(repair.conflicts)))

    def root(k: int) -> int:
        while group_of[k] != k:
            group_of[k] = group_of[group_of[k]]
            k = group_of[k]
        return k

    for k, conflict in enumerate(repair.conflicts):
        for cell in conflict.cells:
            group_of[root(k)] = root(first.setdefault(cell, k))
    groups: dict[int, _Cluster] = {}
    for k, conflict in enumerate(repair.conflicts):
        group = groups.setdefault(root(k), _Cluster(weight))
        group.add(k, conflict.cells, repair.shares[k])
    for tree in repair.trees:
        if not tree.branches or not 0 <= tree.branches[0][0] < len(repair.conflicts):
            refuse(say("consistency.branching_no_conflict"))
        groups[root(tree.branches[0][0])].follow(tree, clock)
    return list(groups.values())


class _Cluster:
    """Conflicts that share cells with one another and with no others.

    Attributes:
        lower: No set that has a cell of each is lighter.
        sets: The sets of that weight that have nothing without need; empty if that is not proven.
    """

    def __init__(self, weight: Mapping[str, int]) -> None:
        self.weight = weight
        self.conflicts: dict[int, frozenset[str]] = {}
        self.shares: dict[int, Fraction] = {}
        self.of: dict[str, set[int]] = {}
        self.known = 0
        self.sets: list[frozenset[str]] = []

    def add(self, k: int, cells: Sequence[str], share: Fraction) -> None:
        self.conflicts[k], self.shares[k] = frozenset(cells), share
        for cell in cells:
            self.of.setdefault(cell, set()).add(k)

    @property
    def lower(self) -> int:
        return max(self.known, ceil(sum(self.shares.values())))

    def follow(self, tree: Branching, clock: Clock) -> None:
        """Verify that branchings leave nothing out, and learn what they prove."""
        conflicts, weight = self.conflicts, self.weight
        scale = lcm(*(share.denominator for share in self.shares.values()))
        share = {k: int(x * scale) for k, x in self.shares.items()}
        most = tree.weight * scale
        nothing: frozenset[str] = frozenset()
        found: list[frozenset[str]] = []
        stack = [(frozenset(conflicts), nothing, nothing, 0)]
        left_over = iter(tree.branches)
        while stack:
            left, chosen, barred, spent = stack.pop()
            if not left:
                found.append(chosen)
                continue
            clock.check(len(left) + 1)
            k, cells = next(left_over, (-1, ()))
            if k not in left:
                refuse(say("consistency.branching_not_left"))
            usable = conflicts[k] - barred
            if not usable.issuperset(cells):
                refuse(say("consistency.branching_chooses"))
            least = sum([share[k] for k in left]) + spent * scale
            for cell in usable.difference(cells):
                clock.check(len(self.of[cell]))
                saved = sum([share[k] for k in self.of[cell] & left])
                if least + weight[cell] * scale - saved <= most:
                    refuse(say("consistency.branching_leaves_out"), cell)
            barred = barred | usable.difference(cells)
            below = []
            for cell in cells:
                clock.check(len(left) + len(barred) + 1)
                rest = left - self.of[cell]
                below.append((rest, chosen | {cell}, barred, spent + weight[cell]))
                barred |= {cell}
            stack += reversed(below)
        if next(left_over, None) is not None:
            refuse(say("consistency.branching_nothing"))
        heavy = [sum(weight[cell] for cell in cells) for cells in found]
        least_found = min(heavy, default=tree.weight + 1)
        self.known = max(self.known, min(least_found, tree.weight + 1))
        if found and least_found <= tree.weight:
            self.sets = [
                cells
                for cells, total in zip(found, heavy, strict=True)
                if total == least_found
                and all(any(s & cells == {c} for s in conflicts.values()) for c in cells)
            ]


def check_stretch(system: System, stretch: Stretch) -> None:
    """Verify that a ledger exists at the factor, and that one below what is proven to be needed is not enough."""
    halves = {cell.id: half_width(system, cell.id) for cell in system.cells}
    bounds = IntervalSums(system)
    total, const, _ = bounds.combine(stretch.multipliers)
    for name in total:
        if system[name].value is None:
            refuse(say("consistency.derived_lost"), name)
    off = abs(sum((k * Fraction(system[c].value or 0) for c, k in total.items()), const))
    room = sum((abs(k) * halves[c] for c, k in total.items()), Fraction(0))
    if stretch.factor is None:
        if room or not off:
            refuse(say("consistency.factor_may_be_enough"))
        return
    least = stretch.factor if stretch.lower is None else stretch.lower
    if off != least * room or (least and not room) or least > stretch.factor:
        refuse(say("consistency.factor_other"))
    for cell in system.cells:
        if cell.value is not None:
            away = abs(stretch.ledger[cell.id] - Fraction(cell.value))
            if away > stretch.factor * halves[cell.id]:
                refuse(say("consistency.amount_too_far"), cell.id)
    for equality in system.equalities:
        if sum((k * stretch.ledger[c] for c, k in equality.terms), equality.const):
            refuse(say("consistency.ledger_breaks_equality"), equality.id)


def half_width(system: System, cell: str) -> Fraction:
    """Half a unit of the last printed digit; 0 for an exact or lost figure."""
    shown = system[cell].printed
    return Fraction(0) if shown.low is None or shown.high is None else (shown.high - shown.low) / 2


def check_suggestion(system: System, suggestion: Suggestion) -> None:
    """Verify that the system with the suggested figures is consistent."""
    figures = {cell: figure(text) for cell, text in suggestion.figures}
    for cell in figures:
        if not system[cell].suspect:
            refuse(say("consistency.figure_not_doubted"), cell)
    check_ledger(system.with_figures(figures), suggestion.ledger)
