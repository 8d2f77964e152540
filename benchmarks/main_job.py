"""The main job against bare Python in the same run, as ratios: ``python benchmarks/main_job.py``.

Nothing of a document is kept between rounds: every reading starts from the text, every derivation from the tables (and
the cold one without what was kept of the form). Each pair is timed in turns, and the ratio of the fastest rounds is
given beside the limit that the project sets itself. ``--against SRC`` gives what this tree takes beside what another
one takes, whose folder ``src`` that is; fresh processes are among that (alone, they are measured by ``start.py``).
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import against

import cnbudget
from cnbudget.invariants import Compiled, derive
from cnbudget.invariants.derivation import shape

ROOT = Path(__file__).parents[1]
ROUNDS = 60
#: What the program runs; it was `main` itself in trees of before.
_ENTRY = "getattr(it, 'run', it.main)()"
NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")


def documents() -> list[Path]:
    """The real documents where they are at hand, else the examples that ship."""
    shared = sorted((ROOT.parent / "shared" / "documents").glob("*.txt"))
    return shared or sorted((ROOT / "examples").glob("*.md"))


def paired(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The fastest round of each, taken in turns, in processor time: other work on the machine does not count."""
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


def bare_cells(text: str) -> Callable[[], object]:
    """Split a text into cells and parse its amounts, and nothing else."""

    def run() -> list[Decimal]:
        found = []
        for line in text.replace("<b>", "").replace("</b>", "").split("\n"):
            for cell in line.split("\t" if "\t" in line else "|"):
                stripped = cell.replace(" ", "")  # "13.1 2" is an amount as well
                if NUMBER.fullmatch(stripped):
                    found.append(Decimal(stripped.replace(",", "")))
        return found

    return run


def bare_sums(budget: cnbudget.Disclosure) -> Callable[[], object]:
    """Add the same Decimals over the same equalities in a plain loop."""
    derived = derive(budget.tables)
    values = [
        figure.value if figure.value is not None else Decimal(0) for figure in derived.figures
    ]
    laws = [[values[i] for i in indices] for _, indices, _ in derived.laws]

    def run() -> int:
        off = 0
        for terms in laws:
            total = Decimal(0)
            for term in terms[1:]:
                total += term
            if total != terms[0]:
                off += 1
        return off

    return run


def cold(budget: cnbudget.Disclosure) -> Callable[[], object]:
    """Derive and evaluate the laws, without what is kept of the form."""

    def run() -> object:
        shape.cache_clear()
        return Compiled(derive(budget.tables)).verdicts()

    return run


def whole_job(text: str) -> Callable[[], object]:
    """Read and check the tables; the prose has limits of its own, in prose.py."""

    def run() -> object:
        return cnbudget.check(cnbudget.read_text(text), prose=False)

    return run


def first_check(path: Path) -> str:
    """What a process does that checks the tables of a document and ends."""
    return f"import cnbudget; assert cnbudget.check(cnbudget.read({str(path)!r}), prose=False).ok"


def command(path: Path) -> str:
    """What ``cnbudget check`` of a document does."""
    return f"import sys; from cnbudget import __main__ as it; sys.argv[1:] = ['check', {str(path)!r}]; {_ENTRY}"


def works() -> against.Works:
    """What `against` measures in two trees."""
    found: against.Works = {}
    for path in documents():
        text = path.read_text(encoding="utf-8")
        budget = cnbudget.read_text(text)
        found[f"{path.stem}: evaluating"] = Compiled(derive(budget.tables)).verdicts
        found[f"{path.stem}: deriving cold"] = cold(budget)
        found[f"{path.stem}: reading and checking tables"] = whole_job(text)
    return found


def main() -> int:
    """Print the ratios; the exit status says whether all are within their limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    against.add_arguments(parser)
    path = documents()[0]
    codes = {
        "fresh process to first check of tables": first_check(path),
        "fresh process of cnbudget check": command(path),
        "import cnbudget": "import cnbudget",
        "import attrs, decimal (the same in both)": "import attrs, decimal",
    }
    status = against.run(parser.parse_args(), works, codes)
    if status is not None:
        return status
    failed = False

    def show(name: str, ours: float, theirs: float, limit: float) -> None:
        nonlocal failed
        ratio = ours / theirs
        failed |= ratio > limit
        print(
            f"{name:<58} {ours * 1e3:8.3f} ms / {theirs * 1e3:7.3f} ms = {ratio:5.2f} x (limit {limit:g})"
        )

    for path in documents():
        text = path.read_text(encoding="utf-8")
        budget = cnbudget.read_text(text)
        system = Compiled(derive(budget.tables))
        sums = bare_sums(budget)
        print(f"{path.name}: {len(system.figures)} figures, {len(system.laws)} laws")
        show(
            "  evaluating compiled laws / adding the same Decimals",
            *paired(system.verdicts, sums),
            5,
        )
        show("  deriving and evaluating cold / adding the same", *paired(cold(budget), sums), 40)
        show(
            "  reading and checking / splitting and parsing amounts",
            *paired(whole_job(text), bare_cells(text)),
            15,
        )
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
