"""Which figures are wrong: what that costs beside a clean check of the tables: ``python benchmarks/suspects.py``.

In the figures of an example slips are planted, one digit of each another. Both documents are checked in turns, without
prose and in processor time; of each the fastest turn counts. The exit status says whether a check with 5, 10 or 20
slips takes more than `LIMIT` times a clean one.
"""

from __future__ import annotations

import sys
import time
from math import inf
from pathlib import Path
from statistics import median

from cnbudget import Disclosure, check, example

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.checks.slipped import slipped

__all__ = ["suspects_beside_clean"]

LIMIT = 10
SLIPS = (5, 10, 20)
DOCUMENTS = ("artux", "akto")
TURNS = 7


def _fastest(budgets: tuple[Disclosure, ...], turns: int) -> list[float]:
    """What the check of each takes in the fastest of some turns."""
    best = [inf] * len(budgets)
    for _ in range(turns):
        for number, budget in enumerate(budgets):
            start = time.thread_time()
            assert check(budget, prose=False).findings or not number
            best[number] = min(best[number], time.thread_time() - start)
    return best


def suspects_beside_clean(
    slips: int, name: str = "akto", *, turns: int = TURNS
) -> tuple[float, float]:
    """The seconds that a check takes with so many slips, the median of three plantings, and without any."""
    clean = example(name)
    found = _fastest((clean, *(slipped(clean, slips, seed) for seed in range(3))), turns)
    return median(found[1:]), found[0]


def main() -> int:
    """Print the ratios; 1 if one is over the limit."""
    over = 0
    for name in DOCUMENTS:
        for slips in SLIPS:
            ours, clean = suspects_beside_clean(slips, name)
            over += ours > LIMIT * clean
            shown = f"{ours * 1e3:7.2f} ms / {clean * 1e3:5.2f} ms = {ours / clean:5.1f} x"
            print(f"{name:6} {slips:3} slips {shown}", flush=True)
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
