"""Propagation: what each constraint says about each of its cells, over and over.

Where the cells and constraints form a tree, two sweeps (to the root and back) give every cell's
tightest interval in linear time. Elsewhere a bounded number of sweeps gives intervals that contain
the tightest ones. Every end that was moved knows which constraint moved it, so that an interval
that becomes empty is a refutation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush

import attrs

from cnbudget.clock import Clock
from cnbudget.consistency.checker import check_refutation
from cnbudget.consistency.core import FIRST_STEP
from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.evidence import Refutation
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.rounding import Interval
from cnbudget.consistency.simplex import Exact, divide
from cnbudget.consistency.system import System
from cnbudget.messages import say

SWEEPS = 8
"""How often the rows of a part with cycles are gone through."""

ROW = 4
"""Steps for each term of a row that is looked at."""

LARGEST = 1 << 4000
"""Ends with longer numerators than this are not pursued."""


@attrs.frozen
class Propagated:
    """What propagation found.

    Args:
        intervals: For each cell an interval that has all its possible amounts. (A percentage keeps
            that of its figure.)
        tight: The cells whose interval is the tightest: those of parts without cycles.
        refutation: Why no amounts exist, if that became plain.

    >>> from cnbudget.consistency import Cell, Equality, System
    >>> cells = [Cell("a", "1", decimals=0), Cell("b")]
    >>> found = propagate(System(cells, [Equality("same", [("a", 1), ("b", -1)])]))
    >>> str(found.intervals["b"]), found.refutation
    ('[1/2, 3/2)', None)
    """

    intervals: Mapping[str, Interval[Fraction]] = attrs.field(
        repr=lambda found: f"<{len(found)} cells>"
    )
    tight: frozenset[str] = attrs.field(repr=lambda found: f"<{len(found)} cells>")
    refutation: Refutation | None = None


def propagate(system: System) -> Propagated:
    """Narrow the cells' intervals by one constraint at a time, until nothing more is learnt.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> found = propagate(System(
    ...     [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B")],
    ...     [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])],
    ... ))
    >>> print(found.intervals["B"])
    (1, 3)
    """
    grid = IntegerSystem(system)
    empties = grid.empties()
    refutation = empties[0] if empties else None
    tight: set[str] = set()
    sweep = Sweep(grid)
    for cells, rows in grid.components:
        if refutation is not None:
            break
        tree = Tree.of(grid, cells, rows)
        refutation = sweep.narrow(tree, rows)
        if tree is not None:
            tight.update(grid.cells[c].id for c in cells)
    if refutation is not None:
        check_refutation(system, refutation)
        tight = set()
    intervals = {cell.id: sweep.interval(c) for c, cell in enumerate(grid.cells)}
    intervals.update((pct, system[pct].interval) for pct in system.ratio_of)
    return Propagated(intervals, frozenset(tight), refutation)


class Tree:
    """A part without cycles: its rows from the root outwards, each with the cell it hangs from.

    Args:
        root: The cell at the root.
        rows: Each row after the cell it hangs from: the row and that cell.
    """

    def __init__(self, root: int, rows: Sequence[tuple[int, int]]) -> None:
        self.root, self.rows = root, rows

    @classmethod
    def of(cls, grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int]) -> Tree | None:
        """The tree of a connected part, or ``None`` if it has a cycle."""
        if sum(len(grid.rows[r].cols) for r in rows) != len(cells) + len(rows) - 1:
            return None
        at: dict[int, list[int]] = {c: [] for c in cells}
        for r in rows:
            for c in grid.rows[r].cols:
                at[c].append(r)
        order: list[tuple[int, int]] = []
        queue, seen = [cells[0]], set()
        for c in queue:
            for r in at[c]:
                if r not in seen:
                    seen.add(r)
                    order.append((r, c))
                    queue.extend(d for d in grid.rows[r].cols if d != c)
        reached = len(order) == len(rows) and len(set(queue)) == len(cells)
        return cls(cells[0], order) if reached else None


class Sweep:
    """Intervals that are narrowed row by row, and a trail of what narrowed them.

    Side 0 of a cell is its low end, side 1 its high end.
    """

    def __init__(self, grid: IntegerSystem, clock: Clock | None = None) -> None:
        self.grid, self.clock = grid, clock or Clock()
        self.ends: tuple[list[Exact | None], list[Exact | None]] = (
            [bound[0] for bound in grid.tight],
            [bound[2] for bound in grid.tight],
        )
        self.open: tuple[list[bool], list[bool]] = (
            [bound[1] for bound in grid.tight],
            [bound[3] for bound in grid.tight],
        )
        # Each entry: cell, side, row, the trail's length when the row was looked at, and the
        # entry that was last for this end before.
        self.trail: list[tuple[int, int, int, int, int]] = []
        self.last: tuple[list[int], list[int]] = ([-1] * len(grid.cells), [-1] * len(grid.cells))

    def interval(self, c: int) -> Interval[Fraction]:
        """The present interval of a cell, in amounts."""
        lo, hi = self.ends[0][c], self.ends[1][c]
        return Interval(
            None if lo is None else Fraction(lo) / self.grid.scale,
            None if hi is None else Fraction(hi) / self.grid.scale,
            low_closed=not self.open[0][c],
            high_closed=not self.open[1][c],
        )

    def narrow(self, tree: Tree | None, rows: Sequence[int]) -> Refutation | None:
        """Narrow a connected part to a fixpoint (a tree) or by a bounded number of sweeps."""
        if tree is not None:
            for r, parent in reversed(tree.rows):
                self.clock.check(ROW * len(self.grid.rows[r].cols))
                if not self._row(r, (parent,)):
                    return self.refutation()
            for r, parent in tree.rows:
                self.clock.check(ROW * len(self.grid.rows[r].cols))
                if not self._row(r, [c for c in self.grid.rows[r].cols if c != parent]):
                    return self.refutation()
            return None
        for _ in range(SWEEPS):
            before = len(self.trail)
            for r in rows:
                self.clock.check(ROW * len(self.grid.rows[r].cols))
                if not self._row(r, self.grid.rows[r].cols):
                    return self.refutation()
            if len(self.trail) == before:
                break
        return None

    def _row(self, r: int, targets: Sequence[int]) -> bool:
        """Narrow some cells of a row by the others; false if one becomes empty."""
        row = self.grid.rows[r]
        ends, open_ = self.ends, self.open
        now = len(self.trail)
        low: Exact = row.const
        high: Exact = row.const
        low_none = high_none = low_open = 0
        high_open = int(row.strict)
        for c, a in zip(row.cols, row.coefs, strict=True):
            up = int(a > 0)
            end = ends[1 - up][c]
            if end is None:
                low_none += 1
            else:
                low += a * end
                low_open += open_[1 - up][c]
            end = ends[up][c]
            if end is None:
                high_none += 1
            else:
                high += a * end
                high_open += open_[up][c]
        if not row.cols:
            return self._alone(r, row.strict)
        wanted = set(targets)
        for c, a in zip(row.cols, row.coefs, strict=True):
            if c not in wanted:
                continue
            up = int(a > 0)
            first = (ends[up][c], open_[up][c], ends[1 - up][c], open_[1 - up][c])
            # The others' highest sum bounds this term from below, their lowest from above.
            end, is_open = first[0], first[1]
            if high_none == (end is None):
                rest = high if end is None else high - a * end
                strict = high_open - (end is not None and is_open) > 0
                if not self._tighten(c, 1 - up, divide_by(-rest, a), strict, r, now):
                    return False
            end, is_open = first[2], first[3]
            if row.is_equality and low_none == (end is None):
                rest = low if end is None else low - a * end
                strict = low_open - (end is not None and is_open) > 0
                if not self._tighten(c, up, divide_by(-rest, a), strict, r, now):
                    return False
        return True

    def _alone(self, r: int, strict: bool) -> bool:
        """A row without cells: only its constant."""
        row = self.grid.rows[r]
        if row.const < 0 or (strict and not row.const) or (row.is_equality and row.const):
            self.failed: tuple[int, int] = (-1, r)
            return False
        return True

    def _tighten(self, c: int, side: int, end: Exact, is_open: bool, r: int, now: int) -> bool:
        old = self.ends[side][c]
        if old is not None:
            if old == end:
                if self.open[side][c] or not is_open:
                    return True
            elif (end < old) != (side == 1):
                return True
        if isinstance(end, Fraction) and max(abs(end.numerator), end.denominator) > LARGEST:
            return True
        self.trail.append((c, side, r, now, self.last[side][c]))
        self.last[side][c] = len(self.trail) - 1
        self.ends[side][c] = end
        self.open[side][c] = is_open
        lo, hi = self.ends[0][c], self.ends[1][c]
        if lo is None or hi is None or lo < hi:
            return True
        if lo == hi and not (self.open[0][c] or self.open[1][c]):
            return True
        self.failed = (c, -1)
        return False

    def refutation(self) -> Refutation:
        """Why the interval that has just become empty is so."""
        c, r = self.failed
        times: dict[int, Fraction | int]
        if c < 0:
            times = {r: -1 if self.grid.rows[r].const > 0 else 1}
        else:
            times = self.explain({(c, 0): Fraction(-1), (c, 1): Fraction(1)})
        found = self.grid.refutation(times)
        if found is None:
            raise EvidenceError(say("consistency.no_proof"))
        return found

    def explain(self, wanted: Mapping[tuple[int, int], Fraction]) -> dict[int, Fraction | int]:
        """The multipliers that derive present ends, each times a coefficient."""
        weights: dict[int, Fraction] = {}
        heap: list[int] = []

        def want(entry: int, weight: Fraction) -> None:
            if entry >= 0:
                if entry not in weights:
                    weights[entry] = Fraction(0)
                    heappush(heap, -entry)
                weights[entry] += weight

        for (c, side), weight in wanted.items():
            want(self.last[side][c], weight)
        times: dict[int, Fraction | int] = {}
        while heap:
            entry = -heappop(heap)
            weight = weights[entry]
            if not weight:
                continue
            c, _, r, now, _ = self.trail[entry]
            row = self.grid.rows[r]
            k = -weight / row.coefs[row.cols.index(c)]
            times[r] = times.get(r, 0) + k
            for d, a in zip(row.cols, row.coefs, strict=True):
                if d != c:
                    side = int(k * a > 0)
                    last = self.last[side][d]
                    while last >= now:
                        last = self.trail[last][4]
                    want(last, k * a)
        return times

    def ledger(self, tree: Tree) -> dict[int, Fraction]:
        """Amounts of a narrowed tree, near the figures, from the root outwards."""
        ends, open_, figures = self.ends, self.open, self.grid.figures
        root = tree.root
        value: dict[int, Exact] = {
            root: choose(
                ends[0][root], open_[0][root], ends[1][root], open_[1][root], figures[root]
            )
        }
        for r, parent in tree.rows:
            row = self.grid.rows[r]
            self.clock.check(ROW * len(row.cols))
            base: Exact = row.const
            rest: list[tuple[int, int]] = []
            for c, a in zip(row.cols, row.coefs, strict=True):
                if c == parent:
                    base += a * value[c]
                else:
                    rest.append((c, a))
            low: list[tuple[Exact, int, int]] = [(0, 0, 0)]
            high: list[tuple[Exact, int, int]] = [(0, 0, int(row.strict))]
            for c, a in reversed(rest):
                low.append(self._plus(low[-1], c, a, int(a < 0)))
                high.append(self._plus(high[-1], c, a, int(a > 0)))
            for i, (c, a) in enumerate(rest):
                after = len(rest) - 1 - i
                bound = [ends[0][c], open_[0][c], ends[1][c], open_[1][c]]
                total, none, opens = high[after]
                if not none:
                    _meet(bound, int(a < 0), divide_by(-base - total, a), opens > 0)
                total, none, opens = low[after]
                if row.is_equality and not none:
                    _meet(bound, int(a > 0), divide_by(-base - total, a), opens > 0)
                value[c] = choose(bound[0], bool(bound[1]), bound[2], bool(bound[3]), figures[c])
                base += a * value[c]
        scale = self.grid.scale
        return {c: Fraction(x) / scale for c, x in value.items()}

    def _plus(
        self, total: tuple[Exact, int, int], c: int, a: int, side: int
    ) -> tuple[Exact, int, int]:
        end = self.ends[side][c]
        if end is None:
            return total[0], total[1] + 1, total[2]
        return total[0] + a * end, total[1], total[2] + self.open[side][c]


def divide_by(n: Exact, a: int) -> Exact:
    """An exact quotient by an integer of either sign.

    >>> divide_by(6, -3)
    -2
    """
    return divide(n, a) if a > 0 else divide(-n, -a)


def _meet(bound: list[Exact | None], side: int, end: Exact, is_open: bool) -> None:
    old = bound[2 * side]
    if old is None or (end < old if side else end > old) or (end == old and is_open):
        bound[2 * side], bound[2 * side + 1] = end, is_open


def choose(lo: Exact | None, lo_open: bool, hi: Exact | None, hi_open: bool, figure: int) -> Exact:
    """An amount between two ends: the figure if it is there, else near it and round.

    >>> choose(0, False, 10, True, 12), choose(3, False, None, False, 0)
    (Fraction(49999, 5000), 3)
    """
    if lo is not None and (figure < lo or (figure == lo and lo_open)):
        if not lo_open:
            return lo
        inside = Fraction(1, FIRST_STEP)
        return lo + (inside if hi is None else min(inside, Fraction(hi - lo) / 2))
    if hi is not None and (figure > hi or (figure == hi and hi_open)):
        if not hi_open:
            return hi
        inside = Fraction(1, FIRST_STEP)
        return hi - (inside if lo is None else min(inside, Fraction(hi - lo) / 2))
    return figure
