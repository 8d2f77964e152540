"""The engine beside solvers, and how it grows with a budget's figures.

Functions for ``benchmarks/run.py``, where their lines stand.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from cnbudget import Entry, FundingSource, Ledger, Nature, publish, reconcile
from cnbudget.classification import for_year
from cnbudget.consistency import Consistent, System, decide, repair

sys.path.insert(0, str(Path(__file__).parents[1]))
from suspects import suspects_beside_clean

from tests.consistency.tables import linked, overlapping, planted

__all__ = ["beside_solvers", "witness_times"]

_TURNS = 3
_SOURCES = (FundingSource.GENERAL_OWN, FundingSource.GENERAL_TRANSFER, FundingSource.OTHER)
_NATURES = (Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT)


def overlapping_beside_highs(sums: int, errors: int, limit: float) -> tuple[float, float]:
    """The seconds in which the fewest figures to change are proven, and HiGHS's; both must find as many."""
    from consistency import fresh, highs_repair  # needs scipy

    system, _ = planted(overlapping(sums), errors, errors)
    best = [inf, inf]
    for _ in range(_TURNS):
        start = time.process_time()
        found = repair(fresh(system), limit=1)
        best[0] = min(best[0], time.process_time() - start)
        start = time.process_time()
        weight, proven = highs_repair(system, limit)
        best[1] = min(best[1], time.process_time() - start)
        assert proven, "HiGHS did not end"
        assert found.weight == found.lower == weight, (found.weight, found.lower, weight)
    return best[0], best[1]


def _budget_of(count: int, functions: int) -> Ledger:
    """A ledger of so many entries of some functions, three sources and natures, a third of them projects."""
    rng = random.Random(count)
    lists = for_year(2026)
    known = [str(code) for code in lists.functional if len(str(code)) == 7]
    among = rng.sample(known, functions)
    uses = [str(code) for code in lists.economic if len(str(code)) == 5]
    uses = [use for use in uses if use.startswith(("301", "302", "303"))]
    entries = []
    for number in range(count):
        nature = _NATURES[number % len(_NATURES)]
        entries.append(
            Entry(
                rng.choice(among),
                rng.choice(uses),
                source=rng.choice(_SOURCES),
                nature=nature,
                project=f"项目{number}号" if nature is Nature.PROJECT else "",
                amount=rng.randrange(10**7),
            )
        )
    return Ledger(entries, "青山市水务局", year=2026)


def witness_times(sizes: list[int], functions: int = 60) -> list[tuple[float, float]]:
    """How the time grows in which a budget is decided with a witness.

    Args:
        sizes: Of how many entries the ledgers are.
        functions: Of how many functions.

    Returns:
        For each how many figures its budget has, and the seconds.
    """
    points: list[tuple[float, float]] = []
    for size in sizes:
        budget = publish(_budget_of(size, functions))
        start = time.process_time()
        found = reconcile(budget)
        points.append((len(budget.figures), time.process_time() - start))
        assert found.witness, size
    return points


def _rows(system: System) -> tuple[list[list[tuple[int, int]]], list[tuple[int, int]]]:
    """The equalities as places and weights, and the bounds in tenths of the last place."""
    place = {cell.id: number for number, cell in enumerate(system.cells)}
    rows = [[(place[cell], int(weight)) for cell, weight in each.terms] for each in system.equalities]  # fmt: skip
    bounds = [
        (math.ceil((each.interval.low or 0) * 1000), math.floor((each.interval.high or 0) * 1000))
        for each in system.cells
    ]
    return rows, bounds


def by_z3(system: System) -> Callable[[], bool]:
    """Whether z3 finds amounts that print so."""
    import z3

    rows, bounds = _rows(system)

    def run() -> bool:
        solver = z3.Solver()
        amounts = [z3.Real(f"x{number}") for number in range(len(bounds))]
        solver.add(*(z3.And(low <= x, x <= high) for x, (low, high) in zip(amounts, bounds, strict=True)))  # fmt: skip
        solver.add(*(z3.Sum([weight * amounts[place] for place, weight in row]) == 0 for row in rows))  # fmt: skip
        return bool(solver.check() == z3.sat)

    return run


def by_cp_sat(system: System) -> Callable[[], bool]:
    """Whether OR-Tools' CP-SAT finds whole thousandths that print so, in one thread."""
    from ortools.sat.python import cp_model

    rows, bounds = _rows(system)

    def run() -> bool:
        model: Any = cp_model.CpModel()
        amounts = [model.new_int_var(low, high, "") for low, high in bounds]
        for row in rows:
            model.add(sum(weight * amounts[place] for place, weight in row) == 0)
        solver: Any = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        return bool(solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))

    return run


def beside_solvers(bench: Any) -> None:
    """Whether linked tables can be: the engine and solvers."""
    small, large = (linked(6, 4), linked(10, 6)) if bench.brief else (linked(20, 8), linked(120, 18))  # fmt: skip

    def ours(system: System) -> Callable[[], bool]:
        return lambda: isinstance(decide(System(system.cells, system.equalities)), Consistent)

    if not bench.lacks("scipy"):
        from consistency import highs_decide

        assert highs_decide(large)
        cells = len(large.cells)
        floating = partial(highs_decide, large)
        bench.pair("solver", ours(large), floating, cells=cells, name="HiGHS")
    cells = len(small.cells)
    for module, name, made in (("z3", "z3", by_z3), ("ortools", "OR-Tools CP-SAT", by_cp_sat)):
        if not bench.lacks(module):
            work = made(small)
            assert work()
            bench.pair("solver", ours(small), work, cells=cells, name=name)
    assert ours(small)()
    for slips in (5, 10, 20):
        bench.pair_of(
            "suspects", *suspects_beside_clean(slips, turns=1 if bench.brief else 7), slips=slips
        )
    if not bench.lacks("scipy"):
        sums = 30 if bench.brief else 300
        bench.pair_of("overlapping", *overlapping_beside_highs(sums, 1, 60), cells=2 * sums)
