"""What it costs to draw a ledger: microseconds an entry, as a ratio to drawing as many integers as an entry has fields.

python benchmarks/strategies.py [--count 200] [--entries 14]
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cnbudget.strategies import ledgers

_FIELDS = 10
_TURNS = 5


def drawn(strategy: st.SearchStrategy[Any], count: int, number: int) -> tuple[float, int]:
    """The seconds that some draws take, and how many things were drawn."""
    sizes = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(found: list[Any]) -> None:
        sizes.append(len(found))

    start = time.perf_counter()
    draw()
    return time.perf_counter() - start, sum(sizes)


def main() -> None:
    """Print the cost of an entry and of plain integers, and their ratio, medians of some turns."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=200, help="ledgers a turn")
    parser.add_argument("--entries", type=int, default=14, help="entries of a ledger at the most")
    asked = parser.parse_args()
    made = ledgers(max_entries=asked.entries).map(lambda ledger: list(ledger.entries))
    numbers = st.lists(st.tuples(*[st.integers(0, 2**16)] * _FIELDS), max_size=asked.entries)
    ratios, costs = [], []
    for turn in range(_TURNS):
        (entry_time, entries), (plain_time, rows) = (
            drawn(made, asked.count, turn),
            drawn(numbers.map(list), asked.count, turn),
        )
        costs.append(entry_time / max(entries, 1) * 1e6)
        ratios.append((entry_time / max(entries, 1)) / (plain_time / max(rows, 1)))
    print(
        f"an entry: {statistics.median(costs):.0f} µs, {statistics.median(ratios):.2f} x ten integers"
    )


if __name__ == "__main__":
    main()
