"""Speed of the consistency engine beside scipy's HiGHS, in one run.

    python benchmarks/consistency.py [--quick]

Prints one line a measurement: our time, HiGHS's, and the ratio. HiGHS works in floating point and
proves nothing exactly; its big-M repair is the straightforward one (a binary for each figure).
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, identity, vstack

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.consistency.tables import linked, planted, tree

from cnbudget import (
    Disclosure,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Reconciliation,
    State,
    check,
    compose,
    consolidate,
    example,
    publish,
    read_ledger,
    reconcile,
)
from cnbudget.consistency import Cell, Consistent, Equality, System, decide, propagate, repair
from cnbudget.examples import names
from cnbudget.invariants import derived_of


def best(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The shortest of several runs, and the last result."""
    shortest, result = float("inf"), None
    for _ in range(times):
        gc.collect()
        gc.disable()  # as timeit does
        start = time.process_time()
        result = work()
        shortest = min(shortest, time.process_time() - start)
        gc.enable()
    return shortest, result


def fresh(system: System) -> System:
    """A copy without what an earlier run has remembered."""
    return System(system.cells, system.equalities)


def matrix(system: System) -> Any:
    place = {cell.id: i for i, cell in enumerate(system.cells)}
    entries = [
        (r, place[cell], float(k))
        for r, equality in enumerate(system.equalities)
        for cell, k in equality.terms
    ]
    rows, columns, values = zip(*entries, strict=True)
    shape = (len(system.equalities), len(system.cells))
    return csr_array((values, (rows, columns)), shape=shape)


def ends(system: System) -> tuple[Any, Any]:
    lo, hi = [], []
    for cell in system.cells:
        within = cell.interval
        lo.append(-np.inf if within.lo is None else float(within.lo))
        hi.append(np.inf if within.hi is None else float(within.hi))
    return np.array(lo), np.array(hi)


def highs_decide(system: System) -> bool:
    a, (lo, hi) = matrix(system), ends(system)
    found = linprog(
        np.zeros(len(lo)), A_eq=a, b_eq=np.zeros(a.shape[0]), bounds=np.stack([lo, hi], axis=1)
    )
    return bool(found.status == 0)


def highs_repair(system: System, limit: float) -> tuple[float | None, bool]:
    """The weight found by big-M, and whether HiGHS says it is the least."""
    a, (lo, hi) = matrix(system), ends(system)
    n = len(lo)
    big = 10 * float(max(abs(hi).max(), abs(lo).max()))
    eye = identity(n, format="csr")
    cost = np.concatenate([np.zeros(n), np.ones(n)])
    equal = hstack([a, csr_array(a.shape)])
    inside = vstack([hstack([eye, big * eye]), hstack([eye, -big * eye])])
    free = np.full(n, np.inf)
    constraints = [
        LinearConstraint(equal, 0, 0),
        LinearConstraint(inside, np.concatenate([lo, -free]), np.concatenate([free, hi])),
    ]
    bounds = Bounds(np.concatenate([-free, np.zeros(n)]), np.concatenate([free, np.ones(n)]))
    found = milp(
        cost,
        integrality=np.concatenate([np.zeros(n), np.ones(n)]),
        bounds=bounds,
        constraints=constraints,
        options={"time_limit": limit},
    )
    return (None if found.x is None else round(found.fun, 3)), found.status == 0


def line(name: str, ours: float, other: float | None, note: str = "") -> None:
    shown = "" if other is None else f"  HiGHS {other:8.3f} s  ratio {ours / other:6.2f}"
    print(f"{name:44} {ours:8.3f} s{shown}  {note}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, shorter limits")
    quick = parser.parse_args().quick
    limit = 10.0 if quick else 60.0
    for rows, columns in ((166, 4), (28, 28)):
        system = linked(rows, columns)
        ours, decision = best(partial(decide, fresh(system)))
        other, feasible = best(partial(highs_decide, system))
        name = f"decide {len(system.cells)} cells, two linked tables"
        line(name, ours, other, f"consistent: {isinstance(decision, Consistent) and feasible}")
    for rows, columns in ((8, 5), (28, 28)):
        for seed in (1, 2, 3):
            system, cells = planted(linked(rows, columns, seed), 5, seed)
            ours, found = best(partial(repair, fresh(system), limit=1))
            other, (weight, proven) = best(partial(highs_repair, system, limit), 1)
            hit = cells in [sorted(names) for names in found.sets]
            note = f"weight {found.weight}, planted cells found: {hit}; HiGHS weight {weight}"
            note += ", claimed optimal" if proven else ", time limit"
            line(f"repair 5 errors in {len(system.cells)} cells", ours, other, note)
    sizes = (6_250, 12_500, 25_000, 50_000) if quick else (12_500, 25_000, 50_000, 100_000)
    work: Callable[[System], object]
    for name, work in (("propagate", propagate), ("decide", decide)):
        times = []
        for size in sizes:
            system = tree(size)
            taken, _ = best(partial(work, system))
            times.append(taken)
        x, y = [log(size) for size in sizes], [log(taken) for taken in times]
        exponent = float(np.polyfit(x, y, 1)[0])
        line(f"{name} a tree of {sizes[-1]} cells", times[-1], None, f"exponent {exponent:.3f}")
    documents()
    consolidation(quick=quick)


def documents() -> None:
    """Real documents: decided with a witness, beside the check of the same document read already."""
    budgets = {name: example(name) for name in names()}
    for year in (2025, 2026):
        ledger = read_ledger(Path(__file__).parent.parent / "examples" / f"qingshan-{year}.csv")
        last = budgets.get("qingshan with its narrative")
        budgets["qingshan with its narrative"] = compose(publish(ledger), last, ledger=ledger)
    for name, budget in budgets.items():
        derived = derived_of(budget)
        printed = sum(figure.state is not State.MISSING for figure in derived.figures)

        def checked(budget: Disclosure = budget) -> object:
            return check(budget)

        def decided(budget: Disclosure = budget) -> object:
            return reconcile(budget)

        found = decided()
        other, _ = best(checked, 15)
        ours, found = best(decided, 10)
        assert isinstance(found, Reconciliation)
        title = f"{name}: {printed} figures, decided with witness"
        note = f"check {other * 1e3:.2f} ms, ratio {ours / other:.1f} (limit 20), {found.status}"
        line(title, ours, None, note)


def consolidation(*, quick: bool) -> None:
    """More and more agencies: ledgers consolidated and published; rounded tables and their sums decided."""
    counts = (4, 8, 16) if quick else (8, 16, 32, 64)
    ledgers, decided = [], []
    for count in counts:
        parts = [_ledger(f"第{n}局", random.Random(n)) for n in range(count)]
        taken, _ = best(lambda parts=parts: publish(consolidate(parts).ledger))  # type: ignore[misc]
        ledgers.append(taken)
        taken, decision = best(partial(decide, consolidated(count)))
        assert isinstance(decision, Consistent)
        decided.append(taken)
    x = [log(count) for count in counts]
    for name, times in (
        ("consolidate and publish", ledgers),
        ("decide tables and sums of", decided),
    ):
        exponent = float(np.polyfit(x, [log(taken) for taken in times], 1)[0])
        line(f"{name} {counts[-1]} agencies", times[-1], None, f"exponent {exponent:.3f}")


def _ledger(agency: str, rng: random.Random) -> Ledger:
    return Ledger(
        [
            Entry(
                rng.choice(("2080505", "2101501", "2101550", "2210201")),
                rng.choice(("30101", "30102", "30108", "30201", "30231")),
                source=FundingSource.GENERAL_OWN,
                nature=Nature.PERSONNEL,
                amount=rng.randrange(10**7),
                agency=agency,
            )
            for _ in range(200)
        ],
        agency,
        year=2026,
    )


def consolidated(count: int) -> System:
    """The tables of several agencies and of all together: every cell of the whole is the sum of theirs."""
    rng = random.Random(count)
    cells: list[Cell] = []
    equalities: list[Equality] = []
    parts = [_agency(f"a{n}", rng) for n in range(count)]
    for names_, amounts, sums in parts:
        cells += [_printed(name, amounts[name]) for name in names_]
        equalities += sums
    for place, name in enumerate(parts[0][0]):
        each = [names_[place] for names_, _, _ in parts]
        whole = sum(amounts[names_[place]] for names_, amounts, _ in parts)
        cells.append(_printed(f"all{name}", whole))
        terms = [(f"all{name}", 1), *((part, -1) for part in each)]
        equalities.append(Equality(f"all{name}", terms))
    return System(cells, equalities)


def _printed(name: str, fen: int) -> Cell:
    return Cell(name, Decimal((fen + 5000) // 10_000).scaleb(-2), decimals=2)


def _agency(prefix: str, rng: random.Random) -> tuple[list[str], dict[str, int], list[Equality]]:
    """Twelve rows of basic, project and total, and a row of totals."""
    amounts: dict[str, int] = {}
    sums: list[Equality] = []
    for row in range(12):
        basic, project = (rng.randrange(10**9) for _ in range(2))
        for column, amount in (("b", basic), ("p", project), ("t", basic + project)):
            amounts[f"{prefix}.{row}{column}"] = amount
        mine = [(f"{prefix}.{row}t", 1), (f"{prefix}.{row}b", -1), (f"{prefix}.{row}p", -1)]
        sums.append(Equality(f"{prefix}.{row}", mine))
    for column in "bpt":
        name = f"{prefix}.sum{column}"
        below = [f"{prefix}.{row}{column}" for row in range(12)]
        amounts[name] = sum(amounts[each] for each in below)
        sums.append(Equality(name, [(name, 1), *((each, -1) for each in below)]))
    return list(amounts), amounts, sums


if __name__ == "__main__":
    main()
