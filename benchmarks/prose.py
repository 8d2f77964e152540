"""Reading the prose against reading the tables, in the same run: ``python benchmarks/prose.py``.

Nothing of a document is kept between rounds. The limit is the project's own: the prose of a document costs at most
twice what its tables cost. ``--against SRC`` gives what this tree takes beside what another one takes, whose folder
``src`` that is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import against
import attrs

import cnbudget
from cnbudget.narrative.slips import slips_of

ROOT = Path(__file__).parents[1]
ROUNDS = 40
LIMIT = 2.0


def documents() -> list[Path]:
    """The real documents; the examples have no prose."""
    return sorted((ROOT.parent / "shared" / "documents").glob("*.txt"))


def paired(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The fastest round of each, taken in turns, in processor time."""
    best_one = best_other = float("inf")
    clock = time.thread_time
    for _ in range(ROUNDS):
        start = clock()
        one()
        middle = clock()
        other()
        best_one = min(best_one, middle - start)
        best_other = min(best_other, clock() - middle)
    return best_one, best_other


def works() -> against.Works:
    """What `against` measures in two trees."""
    found: against.Works = {}
    for path in documents():
        text = path.read_text(encoding="utf-8")
        budget = cnbudget.read_text(text)

        def prose(budget: cnbudget.Disclosure = budget) -> object:
            return len(attrs.evolve(budget).claims)

        def checked(budget: cnbudget.Disclosure = budget) -> object:
            return cnbudget.check(attrs.evolve(budget))

        def both(text: str = text) -> object:
            return cnbudget.check(cnbudget.read_text(text))

        found[f"{path.stem}: reading the prose"] = prose
        found[f"{path.stem}: checking all"] = checked
        found[f"{path.stem}: reading and checking all"] = both
    return found


def main() -> int:
    """Print the ratios; the exit status says whether all are within the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    against.add_arguments(parser)
    status = against.run(parser.parse_args(), works)
    if status is not None:
        return status
    failed = False
    for path in documents():
        text = path.read_text(encoding="utf-8")
        budget = cnbudget.read_text(text)

        def tables(text: str = text) -> object:
            return cnbudget.read_text(text)

        def prose(budget: cnbudget.Disclosure = budget) -> object:
            fresh = attrs.evolve(budget)  # nothing read of its prose yet
            return len(fresh.claims)

        def checked(budget: cnbudget.Disclosure = budget) -> object:
            fresh = attrs.evolve(budget)
            return cnbudget.check(fresh)

        def unchecked(budget: cnbudget.Disclosure = budget) -> object:
            return cnbudget.check(budget, prose=False)

        ours, theirs = paired(prose, tables)
        failed |= ours > LIMIT * theirs
        print(f"{path.name}: {len(budget.claims)} claims, {len(slips_of(budget.narrative))} slips")
        print(f"  reading the prose / reading the tables  {ours * 1e3:7.2f} / {theirs * 1e3:7.2f} ms"
              f" = {ours / theirs:5.2f} x (limit {LIMIT:g})")  # fmt: skip
        ours, theirs = paired(checked, unchecked)
        print(f"  checking all / checking the tables      {ours * 1e3:7.2f} / {theirs * 1e3:7.2f} ms"
              f" = {ours / theirs:5.2f} x")  # fmt: skip
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
