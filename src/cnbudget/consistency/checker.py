"""The checker: verifies every answer by substitution, and shares nothing with what found it.

It knows the system, the rounding rules and the shapes of the evidence; it imports no solving module
and trusts nothing it is given. Every function returns nothing, or raises `EvidenceError`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil
from typing import NoReturn

from cnbudget.consistency.clock import Clock
from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.evidence import (
    Consistent,
    Decision,
    End,
    Inconsistent,
    Multiplier,
    Range,
    Refutation,
    Repair,
    Stretch,
    Suggestion,
)
from cnbudget.consistency.rounding import EVERYTHING, Interval, Rounding, printable
from cnbudget.consistency.system import Equality, Ratio, System, figure

Terms = dict[str, Fraction]

POSITIVE = Interval(Fraction(0), None, lo_closed=False)

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
            _refuse("the ledger lacks an amount", "明细缺少一个金额", cell.id)
        allowed = cell.free if cell.id in freed else intervals[cell.id]
        if ledger[cell.id] not in allowed:
            _refuse(
                f"{ledger[cell.id]} does not print as its figure",
                f"{ledger[cell.id]} 与公布数不符",
                cell.id,
            )
    for equality in system.equalities:
        total = equality.const
        for cell_id, times in equality.terms:
            total += ledger[cell_id] if times == 1 else times * ledger[cell_id]
        if total:
            _refuse(f"the amounts add up to {total}", f"金额之和为 {total}", equality.id)
    for ratio in system.ratios:
        num, den = ledger[ratio.num], ledger[ratio.den]
        if den <= 0:
            _refuse("the denominator is not positive", "分母不为正", ratio.id)
        if ledger[ratio.pct] + ratio.offset != 100 * num / den:
            _refuse("the percentage is not the ratio", "百分比与比值不符", ratio.id)


def check_refutation(
    system: System, refutation: Refutation, *, only: Collection[str] | None = None
) -> None:
    """Verify that the multipliers derive an equality that the figures refute.

    Args:
        system: The system.
        refutation: What is claimed.
        only: If given, doubtful figures of all other cells count as free.
    """
    bounds = _Bounds(system, only)
    if refutation.empty is not None:
        if not bounds.of(refutation.empty).is_empty:
            _refuse(
                "the figure does not contradict its sign", "公布数与符号并不矛盾", refutation.empty
            )
        return
    total, const, strict = bounds.combine(refutation.multipliers)
    if total != dict(refutation.terms) or const != refutation.const:
        _refuse("the derived equality is another one", "导出等式不符")
    most, attained = bounds.highest(total, const)
    if most is None or most > 0 or (most == 0 and attained and not strict):
        _refuse("the derived equality can hold", "导出等式可以成立")


def check_conflict(system: System, refutation: Refutation) -> None:
    """Verify a refutation that uses no doubtful figure but those of its cells."""
    for cell in refutation.cells:
        if cell not in system.by_id or not system[cell].suspect:
            _refuse("a conflict has a cell that may not be doubted", "冲突含不可质疑的单元格", cell)
    check_refutation(system, refutation, only=set(refutation.cells))


def check_range(system: System, claim: Range) -> None:
    """Verify both ends of a tightest interval: nothing beyond, and no tighter.

    That the interval has amounts at all is for `check_ledger` to see.
    """
    for end, sign in ((claim.low, -1), (claim.high, 1)):
        _check_end(system, claim.cell, end, sign, tight=claim.complete)
    cell = system[claim.cell]
    count, figures = (
        (None, ()) if not claim.complete else possible(cell.decimals, cell.rounding, claim.interval)
    )
    if (count, figures) != (claim.count, claim.candidates):
        _refuse("the candidates are others", "可能的数不符", claim.cell)


def possible(
    decimals: int | None, rule: Rounding, within: Interval
) -> tuple[int | None, tuple[str, ...]]:
    """The figures that fit an interval; an exact figure fits when the interval is one point."""
    if decimals is not None:
        return printable(within, decimals, rule)
    if within.lo is not None and within.lo == within.hi:
        return 1, (str(within.lo),)
    return None, ()


def _check_end(system: System, cell: str, end: End, sign: int, *, tight: bool) -> None:
    bounds = _Bounds(system)
    ratio = system.ratio_of.get(cell)
    if end.value is not None:
        total, const, strict = bounds.combine(end.multipliers)
        limit = end.value
        if ratio is None:
            total = _add(total, {cell: Fraction(sign)})
            const -= sign * limit
        else:
            total = _add(total, {ratio.num: Fraction(100 * sign)})
            total = _add(total, {ratio.den: -sign * (limit + ratio.offset)})
        most, attained = bounds.highest(total, const)
        if most is None or most > 0:
            _refuse("an amount beyond the end is not excluded", "区间端点之外未被排除", cell)
        if not end.closed and most == 0 and attained and not strict:
            _refuse("the end itself is not excluded", "区间端点未被排除", cell)
    if tight:
        _check_limit(system, bounds, cell, end, sign)


def _check_limit(system: System, bounds: _Bounds, cell: str, end: End, sign: int) -> None:
    """The amounts reach the end: truly if it is closed, else with all open ends closed."""
    at, scale = end.limit, end.scale
    if scale < 0 or (end.closed and scale != 1):
        _refuse("the scale of the limit is wrong", "极限的比例不符", cell)
    ratio = system.ratio_of.get(cell)
    for name, x in at.items():
        if name in system.ratio_of:
            continue
        allowed = bounds.of(name)
        if not end.closed:
            allowed = allowed.closure
        if scale != 1:
            allowed = Interval(
                None if allowed.lo is None else allowed.lo * scale,
                None if allowed.hi is None else allowed.hi * scale,
            )
        if x not in allowed:
            _refuse("the limit is outside a cell's interval", "极限超出单元格区间", name)
    for equality in system.equalities:
        names = [name for name, _ in equality.terms]
        if any(name in at for name in names):
            _all_known(names, at, equality.id)
            if sum((k * at[name] for name, k in equality.terms), equality.const * scale):
                _refuse("the limit breaks an equality", "极限不满足等式", equality.id)
    for other in system.ratios:
        if other.num in at or other.den in at:
            _all_known((other.num, other.den), at, other.id)
            _check_ratio_limit(system, other, at, closed=end.closed)
    if ratio is None:
        _all_known((cell,), at, cell)
        reached = sign * at[cell] if end.value is None else at[cell] - end.value
        direction = scale == 0
    else:
        _all_known((ratio.num, ratio.den), at, cell)
        if end.value is None:
            reached = sign * 100 * at[ratio.num]
            direction = at[ratio.den] == 0
        else:
            reached = 100 * at[ratio.num] - (end.value + ratio.offset) * at[ratio.den]
            direction = at[ratio.den] <= 0
    if end.value is None:
        if reached <= 0 or not direction:
            _refuse("the direction does not lead away", "方向并非无界", cell)
    elif reached or direction:
        _refuse("the limit does not reach the end", "极限未达端点", cell)


def _check_ratio_limit(
    system: System, ratio: Ratio, at: Mapping[str, Fraction], *, closed: bool
) -> None:
    num, den = at[ratio.num], at[ratio.den]
    allowed = system[ratio.pct].interval
    if closed:
        if den <= 0 or 100 * num / den - ratio.offset not in allowed:
            _refuse("the limit breaks a ratio", "极限不满足比率", ratio.id)
        return
    low = None if allowed.lo is None else 100 * num - (allowed.lo + ratio.offset) * den
    high = None if allowed.hi is None else 100 * num - (allowed.hi + ratio.offset) * den
    if den < 0 or (low is not None and low < 0) or (high is not None and high > 0):
        _refuse("the limit breaks a ratio", "极限不满足比率", ratio.id)


def _all_known(names: Iterable[str], at: Mapping[str, Fraction], where: str) -> None:
    if any(name not in at for name in names):
        _refuse("the limit lacks an amount", "极限缺少金额", where)


def check_repair(system: System, repair: Repair, clock: Clock | None = None) -> None:
    """Verify that each set mends the system, that nothing cheaper does, and that all are named.

    The clock is asked while looking for cheaper sets, which can take long.
    """
    suspects = {cell.id: cell.weight for cell in system.cells if cell.suspect}
    for conflict in repair.conflicts:
        check_conflict(system, conflict)
    if len(repair.sets) != len(repair.ledgers):
        _refuse("a set without its ledger", "缺少相应明细")
    for cells, ledger in zip(repair.sets, repair.ledgers, strict=True):
        if any(cell not in suspects for cell in cells):
            _refuse("a set changes a cell that may not be doubted", "改动了不可质疑的单元格")
        if sum(suspects[cell] for cell in cells) != repair.weight:
            _refuse("a set has another weight", "权重不符")
        check_ledger(system, ledger, freed=cells)
    if repair.weight is None:
        if not repair.impossible and not repair.partial:
            _refuse("nothing shows that no set mends the system", "未证明无法修正")
    elif not repair.partial and (repair.lower != repair.weight or not repair.sets):
        _refuse("the least weight is not proven", "最小权重未得证明")
    if repair.impossible:
        return
    _check_lower(repair, suspects, clock or Clock(None))
    if repair.complete:
        groups = _covers(repair, suspects, clock or Clock(None))
        if sum(group.least for group in groups) != repair.weight:
            _refuse("the least weight is another", "最小权重不符")
        found = set(map(frozenset, repair.sets))
        for parts in product(*(group.all() for group in groups)):
            if frozenset().union(*parts) not in found:
                _refuse("a set of the least weight is not excluded", "有同等权重的集合未被排除")


def _check_lower(repair: Repair, suspects: Mapping[str, int], clock: Clock) -> None:
    """Verify the lower bound, by the shares or else by trying all cheaper sets."""
    if len(repair.shares) != len(repair.conflicts) or any(share < 0 for share in repair.shares):
        _refuse("the shares of the conflicts are wrong", "冲突份额不符")
    used: dict[str, Fraction] = {}
    for conflict, share in zip(repair.conflicts, repair.shares, strict=True):
        for cell in conflict.cells:
            used[cell] = used.get(cell, Fraction(0)) + share
    if any(total > suspects[cell] for cell, total in used.items()):
        _refuse("the shares of a cell's conflicts exceed its weight", "冲突份额超过权重")
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
            _refuse(message, "冲突未证明最小权重")


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
    bounds = _Bounds(system)
    total, const, _ = bounds.combine(stretch.multipliers)
    for name in total:
        if system[name].value is None:
            _refuse("the derived equality uses a lost figure", "导出等式用了缺失的数", name)
    off = abs(sum((k * Fraction(system[c].value or 0) for c, k in total.items()), const))
    room = sum((abs(k) * halves[c] for c, k in total.items()), Fraction(0))
    if stretch.factor is None:
        if room or not off:
            _refuse("some factor may be enough", "未证明无可行倍数")
        return
    if off != stretch.factor * room or (stretch.factor and not room):
        _refuse("the derived equality needs another factor", "导出等式所需倍数不符")
    for cell in system.cells:
        if cell.value is not None:
            away = abs(stretch.ledger[cell.id] - Fraction(cell.value))
            if away > stretch.factor * halves[cell.id]:
                _refuse("an amount is too far from its figure", "金额偏离过大", cell.id)
    for equality in system.equalities:
        if sum((k * stretch.ledger[c] for c, k in equality.terms), equality.const):
            _refuse("the ledger breaks an equality", "明细不满足等式", equality.id)


def half_width(system: System, cell: str) -> Fraction:
    """Half a unit of the last printed digit; 0 for an exact or lost figure."""
    shown = system[cell].printed
    return Fraction(0) if shown.lo is None or shown.hi is None else (shown.hi - shown.lo) / 2


def check_suggestion(system: System, suggestion: Suggestion) -> None:
    """Verify that the system with the suggested figures is consistent."""
    figures = {cell: figure(text) for cell, text in suggestion.figures}
    for cell in figures:
        if not system[cell].suspect:
            _refuse("the figure may not be doubted", "该数不可质疑", cell)
    check_ledger(system.with_figures(figures), suggestion.ledger)


class _Bounds:
    """The intervals of a system's cells, and sums over them."""

    def __init__(self, system: System, only: Collection[str] | None = None) -> None:
        self.system, self.only = system, only
        self.constraints: dict[str, Equality | Ratio] = {}
        self.known: dict[str, Interval] = {}

    def of(self, name: str) -> Interval:
        """The interval of a cell."""
        if name not in self.known:
            cell = self.system[name]
            free = self.only is not None and cell.suspect and name not in self.only
            bound = cell.free if free else self.system.intervals[name]
            self.known[name] = bound & POSITIVE if name in self.system.denominators else bound
        return self.known[name]

    def combine(self, multipliers: Iterable[Multiplier]) -> tuple[Terms, Fraction, bool]:
        """The sum of the multiplied rows: terms, constant, and whether it must exceed 0."""
        total: Terms = {}
        const, strict = Fraction(0), False
        for m in multipliers:
            constraint = self.system.constraint(m.constraint)
            if isinstance(constraint, Equality):
                if m.part != "equality":
                    _refuse("an equality has one part", "等式只有一部分", m.constraint)
                total = _add(total, {c: m.times * k for c, k in constraint.terms})
                const += m.times * constraint.const
                continue
            if m.times < 0:
                _refuse(
                    "an inequality is multiplied by less than 0", "不等式乘以负数", m.constraint
                )
            shown = self._percentage(constraint.pct, sign=m.part == "sign")
            end, closed = (
                (shown.hi, shown.hi_closed) if m.part == "upper" else (shown.lo, shown.lo_closed)
            )
            if end is None or m.part == "equality":
                _refuse("the percentage has no such end", "百分比没有该端点", m.constraint)
            sign = -1 if m.part == "upper" else 1
            total = _add(total, {constraint.num: 100 * sign * m.times})
            total = _add(total, {constraint.den: -sign * m.times * (end + constraint.offset)})
            strict = strict or (m.times > 0 and not closed)
        return total, const, strict

    def _percentage(self, name: str, *, sign: bool) -> Interval:
        cell = self.system[name]
        if sign:
            return cell.free
        if self.only is not None and cell.suspect and name not in self.only:
            return EVERYTHING
        return cell.printed

    def highest(self, terms: Terms, const: Fraction) -> tuple[Fraction | None, bool]:
        """The most that the sum can be, and whether it can be that."""
        total, attained = const, True
        for name, k in terms.items():
            bound = self.of(name)
            end, closed = (bound.hi, bound.hi_closed) if k > 0 else (bound.lo, bound.lo_closed)
            if end is None:
                return None, False
            total += k * end
            attained = attained and closed
        return total, attained


def _add(total: Terms, more: Mapping[str, Fraction]) -> Terms:
    for name, k in more.items():
        new = total.get(name, Fraction(0)) + k
        if new:
            total[name] = new
        else:
            total.pop(name, None)
    return total


def _refuse(message: str, zh: str, where: str = "") -> NoReturn:
    raise EvidenceError(message, zh=zh, where=where)
