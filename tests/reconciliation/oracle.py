"""Second opinions on whole documents, for tests only: z3 (exact, MaxSAT) and scipy's HiGHS (floats).

Nothing of the engine is used but the system itself: cells with their intervals, and equalities.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import z3
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix, hstack

from cnbudget.consistency import Interval, System

End = tuple[Fraction | None, bool]

CLEAR = 1e-6
"""What floats are trusted to tell from zero, in widths of an interval."""


def number(value: Fraction) -> Any:
    return z3.Q(value.numerator, value.denominator)


def within(
    x: Any, interval: Interval[Fraction], *, closed: bool = False, times: Any = 1
) -> list[Any]:
    """That an amount is in an interval (multiplied), or in the closed one of the same ends."""
    if interval.is_empty:
        return [z3.BoolVal(False)]
    made = []
    if interval.low is not None:
        lo = number(interval.low) * times
        made.append(x >= lo if closed or interval.low_closed else x > lo)
    if interval.high is not None:
        hi = number(interval.high) * times
        made.append(x <= hi if closed or interval.high_closed else x < hi)
    return made


class Amounts:
    """The true amounts of a system as real numbers of z3; a percentage is two inequalities of the two others."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.of = {cell.id: z3.Real(cell.id) for cell in system.cells}

    def equalities(self) -> Iterator[Any]:
        for equality in self.system.equalities:
            terms = [number(k) * self.of[cell] for cell, k in equality.terms]
            yield z3.Sum(*terms, number(equality.const)) == 0
        for ratio in self.system.ratios:
            yield self.of[ratio.den] > 0

    def within(self, cell: str, interval: Interval[Fraction], *, closed: bool = False) -> list[Any]:
        """That the amount, or the percentage, of a cell is in an interval."""
        ratio = self.system.ratio_of.get(cell)
        if ratio is None:
            return within(self.of[cell], interval, closed=closed)
        num, den = self.of[ratio.num], self.of[ratio.den]
        return within(100 * num - ratio.offset * den, interval, closed=closed, times=den)

    def figures(self, *, closed: bool = False) -> Iterator[Any]:
        for cell in self.system.cells:
            yield from self.within(cell.id, cell.interval, closed=closed)

    def doubted(self) -> tuple[list[Any], dict[str, Any]]:
        """All that holds whatever figures are wrong, and for each suspect whether its figure is."""
        rules, wrong = list(self.equalities()), {}
        for cell in self.system.cells:
            if not cell.suspect:
                rules += self.within(cell.id, cell.interval)
                continue
            wrong[cell.id] = z3.Bool(f"wrong {cell.id}")
            rules += self.within(cell.id, cell.free)
            rules += [z3.Or(wrong[cell.id], bound) for bound in self.within(cell.id, cell.interval)]
        return rules, wrong


def feasible(system: System) -> bool:
    """Whether z3 finds true amounts."""
    amounts = Amounts(system)
    solver = z3.SolverFor("QF_LRA")
    solver.add(*amounts.equalities(), *amounts.figures())
    return bool(solver.check() == z3.sat)


def least_weight(system: System) -> int | None:
    """The least weight of figures to be changed, as z3's MaxSAT says; None if no change is enough."""
    rules, wrong = Amounts(system).doubted()
    solver = z3.Optimize()
    solver.add(*rules)
    for cell, is_wrong in wrong.items():
        solver.add_soft(z3.Not(is_wrong), weight=system[cell].weight)
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    return sum(system[cell].weight for cell, b in wrong.items() if z3.is_true(model[b]))


def sets_of_weight(system: System, weight: int, most: int) -> set[frozenset[str]]:
    """The sets of a weight that mend a system, each once, by shutting out those found before; ``most`` of them."""
    rules, wrong = Amounts(system).doubted()
    solver = z3.Solver()
    solver.add(*rules)
    solver.add(z3.PbLe([(b, system[cell].weight) for cell, b in wrong.items()], weight))
    found: set[frozenset[str]] = set()
    while len(found) < most and solver.check() == z3.sat:
        model = solver.model()
        chosen = frozenset(cell for cell, b in wrong.items() if z3.is_true(model[b]))
        assert sum(system[cell].weight for cell in chosen) == weight
        found.add(chosen)
        solver.add(z3.Or(*(z3.Not(wrong[cell]) for cell in chosen)))
    return found


def mends(system: System, chosen: Collection[str]) -> bool:
    """Whether true amounts exist once some figures are dropped."""
    return mending(system, [frozenset(chosen)]) == {frozenset(chosen)}


def mending(system: System, tried: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """The sets among those tried whose figures, dropped, leave true amounts."""
    rules, wrong = Amounts(system).doubted()
    solver = z3.SolverFor("QF_LRA")
    solver.add(*rules)
    kept = {cell: z3.Not(is_wrong) for cell, is_wrong in wrong.items()}
    return {
        chosen
        for chosen in tried
        if solver.check(*(each for cell, each in kept.items() if cell not in chosen)) == z3.sat
    }


def extremes(system: System, cells: Collection[str]) -> dict[str, tuple[End, End]]:
    """The least and the largest amounts of cells of a consistent system, and whether each is attained."""
    amounts = Amounts(system)
    solver = z3.Optimize()
    solver.set("priority", "box")
    # closing all ends moves no bound of a set that is convex and not empty
    solver.add(*amounts.equalities(), *amounts.figures(closed=True))
    goals = {
        cell: (solver.minimize(amounts.of[cell]), solver.maximize(amounts.of[cell]))
        for cell in cells
    }
    assert solver.check() == z3.sat
    strict = z3.SolverFor("QF_LRA")
    strict.add(*amounts.equalities(), *amounts.figures())

    def end(cell: str, found: Any) -> End:
        if not z3.is_rational_value(found) and not z3.is_int_value(found):
            return None, False
        return Fraction(str(found)), strict.check(amounts.of[cell] == found) == z3.sat

    return {cell: (end(cell, a.lower()), end(cell, b.upper())) for cell, (a, b) in goals.items()}


class Floats:
    """The same system for HiGHS: equalities as a sparse matrix, ends of intervals as floats."""

    def __init__(self, system: System) -> None:
        self.system = system
        place = {cell.id: i for i, cell in enumerate(system.cells)}
        terms = [
            (row, place[cell], float(k))
            for row, equality in enumerate(system.equalities)
            for cell, k in equality.terms
        ]
        self.matrix = csr_matrix(
            ([k for *_, k in terms], ([row for row, *_ in terms], [cell for _, cell, _ in terms])),
            shape=(len(system.equalities), len(system.cells)),
        )
        self.sums = np.array([-float(equality.const) for equality in system.equalities])
        self.ends = [
            (interval.low, interval.high, interval.low_closed, interval.high_closed)
            for interval in (cell.interval for cell in system.cells)
        ]

    def feasible(self) -> bool | None:
        """Whether amounts exist; None where that is too close for floats.

        The largest share of their intervals by which all amounts can keep away from open ends says so.
        """
        count = len(self.ends)
        inside, bounds = [], []
        for i, (lo, hi, lo_closed, hi_closed) in enumerate(self.ends):
            width = float(hi - lo) if lo is not None and hi is not None else 100.0
            if lo is not None and not lo_closed:
                inside.append((i, -1.0, width, -float(lo)))
            if hi is not None and not hi_closed:
                inside.append((i, 1.0, width, float(hi)))
            bounds.append(
                (
                    float(lo) if lo is not None and lo_closed else None,
                    float(hi) if hi is not None and hi_closed else None,
                )
            )
        found = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=csr_matrix(
                (
                    [v for _, sign, width, _ in inside for v in (sign, width)],
                    (
                        [n for n in range(len(inside)) for _ in "xt"],
                        [c for i, _, _, _ in inside for c in (i, count)],
                    ),
                ),
                shape=(len(inside), count + 1),
            ),
            b_ub=[end for *_, end in inside],
            A_eq=hstack([self.matrix, csr_matrix((len(self.sums), 1))]),
            b_eq=self.sums,
            bounds=[*bounds, (None, 1.0)],
            method="highs",
        )
        if found.status == 2:
            return False
        assert found.status == 0, found.message
        return None if abs(found.fun) < CLEAR else bool(found.fun < 0)

    def extremes(self, cell: str) -> tuple[float | None, float | None]:
        """The least and the largest amount of a cell of a consistent system; None without end."""
        goal = np.array([float(each.id == cell) for each in self.system.cells])
        bounds = [
            (None if lo is None else float(lo), None if hi is None else float(hi))
            for lo, hi, _, _ in self.ends
        ]
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * goal, A_eq=self.matrix, b_eq=self.sums, bounds=bounds, method="highs"
            )
            assert found.status in (0, 3), found.message
            ends.append(None if found.status == 3 else sign * found.fun)
        return ends[0], ends[1]

    def repair(self) -> tuple[float, tuple[str, ...]]:
        """The least weight by big-M, and cells of that weight; ends count as closed, so it may be too low."""
        cells, count = self.system.cells, len(self.ends)
        suspects = [i for i, cell in enumerate(cells) if cell.suspect]
        large = 4 * max(abs(float(cell.value or 0)) for cell in cells) + 1e5
        low, high = np.full(count, -np.inf), np.full(count, np.inf)
        data, rows, columns, least, most = (
            list[float](),
            list[int](),
            list[int](),
            list[float](),
            list[float](),
        )
        for n, i in enumerate(suspects):
            free, (lo, hi, _, _) = cells[i].free, self.ends[i]
            low[i] = -np.inf if free.low is None else float(free.low)
            high[i] = np.inf if free.high is None else float(free.high)
            for sign, end in ((1.0, lo), (-1.0, hi)):
                if end is not None:
                    data += [1.0, sign * large]
                    rows += [len(least)] * 2
                    columns += [i, count + n]
                    least.append(float(end) if sign > 0 else -np.inf)
                    most.append(np.inf if sign > 0 else float(end))
        for i in set(range(count)).difference(suspects):
            lo, hi, _, _ = self.ends[i]
            low[i], high[i] = (
                -np.inf if lo is None else float(lo),
                np.inf if hi is None else float(hi),
            )
        width = count + len(suspects)
        found = milp(
            np.append(np.zeros(count), [float(cells[i].weight) for i in suspects]),
            integrality=np.append(np.zeros(count), np.ones(len(suspects))),
            bounds=Bounds(
                np.append(low, np.zeros(len(suspects))), np.append(high, np.ones(len(suspects)))
            ),
            constraints=[
                LinearConstraint(
                    csr_matrix((data, (rows, columns)), shape=(len(least), width)), least, most
                ),
                LinearConstraint(
                    hstack([self.matrix, csr_matrix((len(self.sums), len(suspects)))]),
                    self.sums,
                    self.sums,
                ),
            ],
        )
        assert found.status == 0, found.message
        chosen = [cells[i].id for n, i in enumerate(suspects) if found.x[count + n] > 0.5]
        return found.fun, tuple(chosen)
