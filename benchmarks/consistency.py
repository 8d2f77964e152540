"""Speed of the consistency engine beside scipy's HiGHS, in one run.

    python benchmarks/consistency.py [--quick] [--against SRC]

Prints one line a measurement: our time, HiGHS's, and the ratio. HiGHS works in floating point and
proves nothing exactly; its big-M repair is the straightforward one (a binary for each figure). ``--against SRC`` gives
what this tree takes beside what another one takes, whose folder ``src`` that is, without HiGHS.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from math import log
from pathlib import Path
from typing import Any

import against
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, identity, vstack

sys.path.insert(0, str(Path(__file__).parent.parent))

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
from cnbudget.classification import for_year
from cnbudget.consistency import Consistent, System, decide, propagate, repair
from cnbudget.examples import names
from tests.consistency.tables import consolidated, linked, overlapping, planted, tree


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
        lo.append(-np.inf if within.low is None else float(within.low))
        hi.append(np.inf if within.high is None else float(within.high))
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


def works() -> against.Works:
    """What `against` measures in two trees: smaller sizes."""
    found: against.Works = {}
    for rows, columns in ((166, 4), (28, 28)):
        system = linked(rows, columns)
        name = f"decide {len(system.cells)} cells, two linked tables"
        found[name] = partial(_afresh, decide, system)
    for rows, columns in ((8, 5), (28, 28)):
        system, _ = planted(linked(rows, columns, 1), 5, 1)
        name = f"repair 5 errors in {len(system.cells)} cells"
        found[name] = partial(_afresh, partial(repair, limit=1), system)
    found["propagate a tree of 6250 cells"] = partial(_afresh, propagate, tree(6_250))
    found["decide a tree of 6250 cells"] = partial(_afresh, decide, tree(6_250))
    for name, budget in _budgets().items():
        found[f"check {name}"] = partial(check, budget)
        found[f"reconcile {name}"] = partial(reconcile, budget)
    ledgers = [_ledger(f"第{n}局", random.Random(n)) for n in range(16)]
    found["consolidate and publish 16 agencies"] = lambda: publish(consolidate(ledgers).ledger)
    found["decide tables and sums of 16 agencies"] = partial(_afresh, decide, consolidated(16))
    return found


def _afresh(work: Callable[[System], object], system: System) -> object:
    return work(fresh(system))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes, shorter limits")
    against.add_arguments(parser)
    args = parser.parse_args()
    if against.run(args, works) is not None:
        return
    quick = args.quick
    limit = 10.0 if quick else 60.0
    for rows, columns in ((166, 4), (28, 28), (415, 4)):
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
    for errors in (1, 3, 5):
        system, cells = planted(overlapping(300), errors, errors)
        ours, found = best(lambda system=system: repair(fresh(system), limit=1), 1)  # type: ignore[misc]
        other, (weight, proven) = best(partial(highs_repair, system, limit), 1)
        note = f"weight {found.weight} of at least {found.lower}; HiGHS weight {weight}"
        note += ", claimed optimal" if proven else ", time limit"
        line(f"repair {errors} errors in {len(system.cells)} overlapping", ours, other, note)
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
    """Documents decided with a witness, beside the check of the same document read already."""
    for name, budget in _budgets().items():
        _decided(name, budget)


def _budgets() -> dict[str, Disclosure]:
    """Examples, and budgets published from ledgers of several sizes."""
    budgets = {name: example(name) for name in names()}
    for year in (2025, 2026):
        ledger = read_ledger(Path(__file__).parent.parent / "examples" / f"qingshan-{year}.csv")
        last = budgets.get("qingshan with its narrative")
        budgets["qingshan with its narrative"] = compose(publish(ledger), last, ledger=ledger)
    for entries in (40, 120, 300):
        ledger = _ledger("某局", random.Random(entries), entries, all_codes=True)
        budgets[f"published from {entries} entries"] = publish(ledger)
    return budgets


def _decided(name: str, budget: Disclosure) -> None:
    figures = [figure for table in budget.tables for figure in table.figures]
    printed = sum(figure.state is State.VALUE for figure in figures)
    other, _ = best(lambda: check(budget), 15)
    ours, found = best(lambda: reconcile(budget), 10)
    assert isinstance(found, Reconciliation)
    title = f"{name}: {printed} of {len(figures)} figures, with witness"
    note = f"check {other * 1e3:.2f} ms, ratio {ours / other:.1f} (limit 20), {found.status}"
    line(title, ours, None, note)


def consolidation(*, quick: bool) -> None:
    """More and more agencies: ledgers consolidated and published; rounded tables and their sums decided."""
    counts = (4, 8, 16) if quick else (8, 16, 32, 64, 128)
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


def _ledger(
    agency: str, rng: random.Random, entries: int = 200, *, all_codes: bool = False
) -> Ledger:
    functions = ["2080505", "2101501", "2101550", "2210201"]
    uses = ["30101", "30102", "30108", "30201", "30231"]
    if all_codes:
        lists = for_year(2026)
        known = [str(code) for code in lists.functional if len(str(code)) == 7]
        functions = rng.sample(known, max(3, entries // 6))
        uses = [str(code) for code in lists.economic if len(str(code)) == 5]
        uses = rng.sample([use for use in uses if use.startswith(("301", "302", "303"))], 30)
    return Ledger(
        [
            Entry(
                rng.choice(functions),
                rng.choice(uses),
                source=FundingSource.GENERAL_OWN,
                nature=Nature.PERSONNEL,
                amount=rng.randrange(10**7),
                agency=agency,
            )
            for _ in range(entries)
        ],
        agency,
        year=2026,
    )


if __name__ == "__main__":
    main()
