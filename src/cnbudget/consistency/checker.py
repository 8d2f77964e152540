"""The checker: verifies every answer by substitution, and shares nothing with what found it.

It knows the system, the rounding rules and the shapes of the evidence; it imports no solving module
and trusts nothing it is given. Every function returns nothing, or raises `EvidenceError`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil

from cnbudget.consistency.clock import Clock
from cnbudget.consistency.evidence import (
    Consistent,
    Decision,
    Inconsistent,
    Refutation,
    Repair,
    Stretch,
    Suggestion,
)
from cnbudget.consistency.range_checker import check_range
from cnbudget.consistency.sums import Bounds, refuse, summed
from cnbudget.consistency.system import System, figure

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


def check_decision(system: System, decision: Decision) -> None:
    """Verify that a system is consistent or not, as claimed."""
    if isinstance(decision, Consistent):
        check_ledger(system, decision.ledger)
    elif isinstance(decision, Inconsistent):
        check_refutation(system, decision.refutation)


def check_ledger(
    system: System, ledger: Mapping[str, Fraction], *, freed: Collection[str] = NOBODY
) -> None:
    """Verify that the amounts obey all constraints, and all figures but the freed ones.

    >>> from cnbudget.consistency.system import Cell
    >>> system = System([Cell("A", "1", decimals=0)])
    >>> check_ledger(system, {"A": Fraction(5, 4)})
    >>> check_ledger(system, {"A": Fraction(2)})
    Traceback (most recent call last):
    ...
    cnbudget.consistency.errors.EvidenceError: A: 2 does not print as its figure
    """
    intervals = system.intervals
    for cell in system.cells:
        if cell.id not in ledger:
            refuse("the ledger lacks an amount", "明细缺少一个金额", cell.id)
        allowed = cell.free if cell.id in freed else intervals[cell.id]
        if ledger[cell.id] not in allowed:
            refuse(
                f"{ledger[cell.id]} does not print as its figure",
                f"{ledger[cell.id]} 与公布数不符",
                cell.id,
            )
    for equality in system.equalities:
        found = summed(equality.terms, equality.const, ledger)
        if found:
            refuse(f"the amounts add up to {found}", f"金额之和为 {found}", equality.id)
    for ratio in system.ratios:
        num, den = ledger[ratio.num], ledger[ratio.den]
        if den <= 0:
            refuse("the denominator is not positive", "分母不为正", ratio.id)
        if ledger[ratio.pct] + ratio.offset != 100 * num / den:
            refuse("the percentage is not the ratio", "百分比与比值不符", ratio.id)


def check_refutation(
    system: System, refutation: Refutation, *, only: Collection[str] | None = None
) -> None:
    """Verify that the multipliers derive an equality that the figures refute.

    Args:
        system: The system.
        refutation: What is claimed.
        only: If given, doubtful figures of all other cells count as free.
    """
    bounds = Bounds(system, only)
    if refutation.empty is not None:
        if not bounds.of(refutation.empty).is_empty:
            refuse(
                "the figure does not contradict its sign", "公布数与符号并不矛盾", refutation.empty
            )
        return
    total, const, strict = bounds.combine(refutation.multipliers)
    if total != dict(refutation.terms) or const != refutation.const:
        refuse("the derived equality is another one", "导出等式不符")
    most, attained = bounds.highest(total, const)
    if most is None or most > 0 or (most == 0 and attained and not strict):
        refuse("the derived equality can hold", "导出等式可以成立")


def check_conflict(system: System, refutation: Refutation) -> None:
    """Verify a refutation that uses no doubtful figure but those of its cells."""
    for cell in refutation.cells:
        if cell not in system.by_id or not system[cell].suspect:
            refuse("a conflict has a cell that may not be doubted", "冲突含不可质疑的单元格", cell)
    check_refutation(system, refutation, only=set(refutation.cells))


def check_repair(system: System, repair: Repair, clock: Clock | None = None) -> None:
    """Verify that each set mends the system, that nothing cheaper does, and that all are named.

    The clock is asked while looking for cheaper sets, which can take long.
    """
    suspects = {cell.id: cell.weight for cell in system.cells if cell.suspect}
    for conflict in repair.conflicts:
        check_conflict(system, conflict)
    if len(repair.sets) != len(repair.ledgers):
        refuse("a set without its ledger", "缺少相应明细")
    for cells, ledger in zip(repair.sets, repair.ledgers, strict=True):
        if any(cell not in suspects for cell in cells):
            refuse("a set changes a cell that may not be doubted", "改动了不可质疑的单元格")
        if sum(suspects[cell] for cell in cells) != repair.weight:
            refuse("a set has another weight", "权重不符")
        check_ledger(system, ledger, freed=cells)
    if repair.weight is None:
        if not repair.impossible and not repair.partial:
            refuse("nothing shows that no set mends the system", "未证明无法修正")
    elif not repair.partial and (repair.lower != repair.weight or not repair.sets):
        refuse("the least weight is not proven", "最小权重未得证明")
    if repair.impossible:
        return
    _check_lower(repair, suspects, clock or Clock(None))
    if repair.complete:
        groups = _covers(repair, suspects, clock or Clock(None))
        if sum(group.least for group in groups) != repair.weight:
            refuse("the least weight is another", "最小权重不符")
        found = set(map(frozenset, repair.sets))
        for parts in product(*(group.all() for group in groups)):
            if frozenset().union(*parts) not in found:
                refuse("a set of the least weight is not excluded", "有同等权重的集合未被排除")


def _check_lower(repair: Repair, suspects: Mapping[str, int], clock: Clock) -> None:
    """Verify the lower bound, by the shares or else by trying all cheaper sets."""
    if len(repair.shares) != len(repair.conflicts) or any(share < 0 for share in repair.shares):
        refuse("the shares of the conflicts are wrong", "冲突份额不符")
    used: dict[str, Fraction] = {}
    for conflict, share in zip(repair.conflicts, repair.shares, strict=True):
        for cell in conflict.cells:
            used[cell] = used.get(cell, Fraction(0)) + share
    if any(total > suspects[cell] for cell, total in used.items()):
        refuse("the shares of a cell's conflicts exceed its weight", "冲突份额超过权重")
    proven = 0
    for group in _connected([frozenset(conflict.cells) for conflict in repair.conflicts]):
        members = frozenset().union(*group)
        proven += ceil(
            sum(
                share
                for conflict, share in zip(repair.conflicts, repair.shares, strict=True)
                if not members.isdisjoint(conflict.cells)
            )
        )
    if proven < repair.lower:
        groups = _covers(repair, suspects, clock)
        if sum(group.least for group in groups) < repair.lower:
            message = f"the conflicts do not prove the weight {repair.lower}"
            refuse(message, "冲突未证明最小权重")


def _covers(repair: Repair, suspects: Mapping[str, int], clock: Clock) -> list[_Covers]:
    conflicts = [frozenset(conflict.cells) for conflict in repair.conflicts]
    return [_Covers(group, suspects, clock) for group in _connected(conflicts)]


def _connected(conflicts: Sequence[frozenset[str]]) -> list[list[frozenset[str]]]:
    """The conflicts in groups that share no cells."""
    groups: list[tuple[set[str], list[frozenset[str]]]] = []
    for conflict in dict.fromkeys(conflicts):
        cells, members = set(conflict), [conflict]
        apart = []
        for group in groups:
            if cells.isdisjoint(group[0]):
                apart.append(group)
            else:
                cells |= group[0]
                members += group[1]
        groups = [*apart, (cells, members)]
    return [members for _, members in groups]


class _Covers:
    """The cheapest sets that have a cell of each conflict."""

    def __init__(
        self, conflicts: Sequence[frozenset[str]], weight: Mapping[str, int], clock: Clock
    ) -> None:
        self.conflicts, self.weight, self.clock = conflicts, weight, clock
        useful = self._useful()
        fewer = [conflict & useful for conflict in conflicts]
        best = sum(min(weight[cell] for cell in conflict) for conflict in conflicts)
        while True:
            cheaper = next(iter(self._search(fewer, best - 1)), None)
            if cheaper is None:
                break
            best = sum(weight[cell] for cell in cheaper)
        self.least = best

    def all(self) -> list[frozenset[str]]:
        """All sets of the least weight that have no cell without need."""
        return [
            cells
            for cells in self._search(self.conflicts, self.least)
            if all(any(s & cells == {cell} for s in self.conflicts) for cell in cells)
        ]

    def _useful(self) -> frozenset[str]:
        """The cells that a cheapest set may do with: none hits less than another no dearer."""
        hits: dict[str, set[int]] = {}
        for k, conflict in enumerate(self.conflicts):
            for cell in conflict:
                hits.setdefault(cell, set()).add(k)
        kept: list[str] = []
        for cell in sorted(hits, key=lambda c: (-len(hits[c]), self.weight[c], c)):
            if not any(hits[cell] <= hits[k] and self.weight[k] <= self.weight[cell] for k in kept):
                kept.append(cell)
        return frozenset(kept)

    def _search(self, conflicts: Sequence[frozenset[str]], budget: int) -> Iterator[frozenset[str]]:
        """The sets up to a weight, lighter ones not always first."""
        nothing: frozenset[str] = frozenset()
        stack = [(conflicts, nothing, nothing, budget)]
        while stack:
            self.clock.check()
            left, chosen, barred, rest = stack.pop()
            bound = self._bound(left, barred)
            if bound is None or bound > rest:
                continue
            if not left:
                yield chosen
                continue
            for cell in sorted(min(left, key=lambda s: len(s - barred)) - barred):
                others = [s for s in left if cell not in s]
                stack.append((others, chosen | {cell}, barred, rest - self.weight[cell]))
                barred |= {cell}

    def _bound(self, left: Sequence[frozenset[str]], barred: frozenset[str]) -> int | None:
        """No cheaper than the cheapest cells of conflicts that share none."""
        total, used = 0, set(barred)
        for conflict in sorted(left, key=lambda s: len(s - barred)):
            usable = conflict - barred
            if not usable:
                return None
            if used.isdisjoint(usable):
                total += min(self.weight[cell] for cell in usable)
                used |= usable
        return total


def check_stretch(system: System, stretch: Stretch) -> None:
    """Verify that a ledger exists at the factor, and that a smaller factor is not enough."""
    halves = {cell.id: half_width(system, cell.id) for cell in system.cells}
    bounds = Bounds(system)
    total, const, _ = bounds.combine(stretch.multipliers)
    for name in total:
        if system[name].value is None:
            refuse("the derived equality uses a lost figure", "导出等式用了缺失的数", name)
    off = abs(sum((k * Fraction(system[c].value or 0) for c, k in total.items()), const))
    room = sum((abs(k) * halves[c] for c, k in total.items()), Fraction(0))
    if stretch.factor is None:
        if room or not off:
            refuse("some factor may be enough", "未证明无可行倍数")
        return
    if off != stretch.factor * room or (stretch.factor and not room):
        refuse("the derived equality needs another factor", "导出等式所需倍数不符")
    for cell in system.cells:
        if cell.value is not None:
            away = abs(stretch.ledger[cell.id] - Fraction(cell.value))
            if away > stretch.factor * halves[cell.id]:
                refuse("an amount is too far from its figure", "金额偏离过大", cell.id)
    for equality in system.equalities:
        if sum((k * stretch.ledger[c] for c, k in equality.terms), equality.const):
            refuse("the ledger breaks an equality", "明细不满足等式", equality.id)


def half_width(system: System, cell: str) -> Fraction:
    """Half a unit of the last printed digit; 0 for an exact or lost figure."""
    shown = system[cell].printed
    return Fraction(0) if shown.lo is None or shown.hi is None else (shown.hi - shown.lo) / 2


def check_suggestion(system: System, suggestion: Suggestion) -> None:
    """Verify that the system with the suggested figures is consistent."""
    figures = {cell: figure(text) for cell, text in suggestion.figures}
    for cell in figures:
        if not system[cell].suspect:
            refuse("the figure may not be doubted", "该数不可质疑", cell)
    check_ledger(system.with_figures(figures), suggestion.ledger)
