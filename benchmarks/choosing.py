"""Choosing what words leave open against reading and checking without it: ``python benchmarks/choosing.py [NAME…]``.

Where words leave nothing open that matters, it costs next to nothing; elsewhere reading and checking is at most twice
what it is without. What it takes for an amount is no more in a long document than in others: of all that have twice as
many amounts as the median or more, the time for each is at most twice the median's.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from unittest.mock import patch

import cnbudget
from cnbudget import State
from cnbudget.choosing import Chosen

ROOT = Path(__file__).parents[1]
ROUNDS = 3
LIMIT = 2.0
LONG = 2  # so many times the median's amounts
_CHOOSE = "cnbudget.reading.worded.tables.choose"


def usual(blocks: list[object], _: object) -> list[Chosen]:
    """Every block as it is usual."""
    return [Chosen(block, 0, "same") for block in blocks]  # type: ignore[arg-type]


def seconds(path: Path) -> tuple[float, int]:
    """How long a document is read by its words and checked, and how many amounts it has."""
    start = time.perf_counter()
    budget = cnbudget.read(path, layouts=())
    cnbudget.check(budget)
    return time.perf_counter() - start, sum(
        figure.state is State.VALUE for figure in budget.figures
    )


def main(names: list[str]) -> int:
    """Print the ratios; the exit status says whether all are within the limit."""
    failed = False
    measured: list[tuple[int, float, str]] = []
    folder = ROOT.parent / "shared" / "documents"
    for path in sorted([*folder.glob("*/tables.pdf"), *folder.glob("*/original.pdf")]):
        if names and not any(name in path.parent.name for name in names):
            continue
        try:
            with patch(_CHOOSE, usual):
                before, _ = min(seconds(path) for _ in range(ROUNDS))
            after, amounts = min(seconds(path) for _ in range(ROUNDS))
        except cnbudget.CnbudgetError:
            continue
        if amounts:
            measured.append((amounts, after / amounts, path.parent.name))
        ratio = after / before
        failed = failed or ratio > LIMIT
        print(f"{path.parent.name}: {ratio:.2f} times reading and checking without choosing")
    usually = statistics.median(amounts for amounts, _, _ in measured)
    each = statistics.median(one for _, one, _ in measured)
    for amounts, one, name in sorted(measured):
        if amounts >= LONG * usually:
            failed = failed or one > LIMIT * each
            print(f"{name}: {amounts} amounts, {one / each:.2f} times the median's time for each")
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
