"""Second opinions, for tests only: z3 on linear real arithmetic, exact with strict ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import z3

from cnbudget.consistency import Equality, System


def number(value: Fraction) -> Any:
    return z3.Q(value.numerator, value.denominator)


def model(
    system: System, *, freed: Collection[str] = (), constraints: Collection[str] | None = None
) -> tuple[Any, dict[str, Any]]:
    """A z3 solver with the system; percentages are written out as two linear inequalities."""
    solver = z3.SolverFor("QF_LRA")
    amount = {cell.id: z3.Real(f"x{i}") for i, cell in enumerate(system.cells)}
    within = {}
    for cell in system.cells:
        within[cell.id] = cell.free if cell.id in freed else cell.interval
        if within[cell.id].is_empty:
            solver.add(z3.BoolVal(False))
        elif cell.id not in system.ratio_of:
            _bound(solver, amount[cell.id], z3.RealVal(1), within[cell.id])
    for constraint in system.constraints:
        if constraints is not None and constraint.id not in constraints:
            continue
        if isinstance(constraint, Equality):
            terms = [number(k) * amount[cell] for cell, k in constraint.terms]
            solver.add(z3.Sum(*terms, number(constraint.const)) == 0)
        else:
            num, den = amount[constraint.num], amount[constraint.den]
            solver.add(den > 0)
            _bound(solver, 100 * num - constraint.offset * den, den, within[constraint.pct])
    return solver, amount


def _bound(solver: Any, x: Any, scale: Any, within: Any) -> None:
    if within.low is not None:
        lo = number(within.low) * scale
        solver.add(x >= lo if within.low_closed else x > lo)
    if within.high is not None:
        hi = number(within.high) * scale
        solver.add(x <= hi if within.high_closed else x < hi)


def feasible(
    system: System, *, freed: Collection[str] = (), constraints: Collection[str] | None = None
) -> bool:
    return bool(model(system, freed=freed, constraints=constraints)[0].check() == z3.sat)


def subsets(items: Collection[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(items, k) for k in range(len(items) + 1))


def repairs(system: System) -> tuple[int | None, set[frozenset[str]]]:
    """The least weight and all sets of it that have nothing without need, by trying all."""
    weight = {cell.id: cell.weight for cell in system.cells if cell.suspect}
    best: int | None = None
    found: set[frozenset[str]] = set()
    for chosen in sorted(subsets(list(weight)), key=lambda s: sum(weight[c] for c in s)):
        cost = sum(weight[c] for c in chosen)
        if best is not None and cost > best:
            break
        if any(s <= set(chosen) for s in found):
            continue
        if feasible(system, freed=chosen):
            best = cost
            found.add(frozenset(chosen))
    return best, found


def conflicts(system: System) -> set[frozenset[str]]:
    """All smallest contradictory sets of constraints, by trying all."""
    found: set[frozenset[str]] = set()
    for chosen in subsets([c.id for c in system.constraints]):
        contains = any(s <= set(chosen) for s in found)
        if not contains and not feasible(system, constraints=chosen):
            found.add(frozenset(chosen))
    return found


def can_be(system: System, cell: str, relation: str, value: Fraction) -> bool:
    """Whether a cell can have an amount that stands so to a value."""
    solver, amount = model(system)
    ratio = system.ratio_of.get(cell)
    if ratio is None:
        left, right = amount[cell], number(value)
    else:
        left = 100 * amount[ratio.num] - ratio.offset * amount[ratio.den]
        right = number(value) * amount[ratio.den]
    relations = {"<": left < right, "<=": left <= right, ">=": left >= right, ">": left > right}
    solver.add(relations[relation])
    return bool(solver.check() == z3.sat)


def stretch_feasible(system: System, factor: Fraction) -> bool:
    """Whether amounts within so many half units of the figures obey the equalities."""
    solver = z3.SolverFor("QF_LRA")
    amount = {cell.id: z3.Real(f"x{i}") for i, cell in enumerate(system.cells)}
    for cell in system.cells:
        shown = cell.printed
        if cell.value is not None and shown.low is not None and shown.high is not None:
            away = factor * (shown.high - shown.low) / 2
            solver.add(amount[cell.id] >= number(Fraction(cell.value) - away))
            solver.add(amount[cell.id] <= number(Fraction(cell.value) + away))
    for equality in system.equalities:
        terms = [number(k) * amount[cell] for cell, k in equality.terms]
        solver.add(z3.Sum(*terms, number(equality.const)) == 0)
    return bool(solver.check() == z3.sat)
