"""Publishing against one pass over the same entries, as ratios: ``python benchmarks/publishing.py``.

The bare side sums a million ready entries by a dict of tuples, one pass. Publishing adds the same entries up over
every table of the form. Memory is what each needs at its peak, beyond the entries.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal

import cnbudget
from cnbudget import Entry, FundingSource, Nature
from cnbudget.classification import for_year

ROUNDS = 3
USES = {
    Nature.PERSONNEL: ("301", "303"),
    Nature.OPERATING: ("302", "310"),
    Nature.PROJECT: ("302", "309", "310", "312"),
}


def entries(count: int, projects: int = 300) -> Iterator[Entry]:
    """Entries as a large agency has them: 120 functions, all uses, five sources, some hundred projects."""
    dice = random.Random(1)
    lists = for_year(2026)
    items = dice.sample([code for code in lists.functional if len(code) == 7], 120)
    uses = {
        nature: [code for code in lists.economic if len(code) == 5 and code[:3] in heads]
        for nature, heads in USES.items()
    }
    sources = [FundingSource.GENERAL_OWN] * 6 + [
        FundingSource.GENERAL_TRANSFER,
        FundingSource.FUND_OWN,
        FundingSource.OTHER,
        FundingSource.CARRIED_GENERAL,
    ]
    natures = list(USES)
    # a project is for one function, and mostly from one source
    names = [(f"{n}号项目", dice.choice(items), dice.choice(sources)) for n in range(projects)]
    codes = {code: cnbudget.FunctionCode(code) for code in items}
    economics = {c: cnbudget.EconomicCode(c) for each in uses.values() for c in each}
    for _ in range(count):
        nature = dice.choice(natures)
        name, item, source = None, dice.choice(items), dice.choice(sources)
        if nature is Nature.PROJECT:
            name, item, source = dice.choice(names)
        yield Entry(
            codes[item],
            economics[dice.choice(uses[nature])],
            source=source,
            nature=nature,
            amount=cnbudget.Amount(dice.randrange(1, 10**7)),
            project=name,
            agency="甲局",
        )


def bare(ready: list[Entry]) -> dict[tuple[object, ...], Decimal]:
    """One pass that sums by a dict of tuples."""
    sums: dict[tuple[object, ...], Decimal] = {}
    for entry in ready:
        key = (entry.function, entry.economic, entry.source, entry.nature, entry.project)
        sums[key] = sums.get(key, Decimal(0)) + entry.amount.yuan
    return sums


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def peak(run: Callable[[], object]) -> int:
    tracemalloc.start()
    run()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def main() -> None:
    """Print the ratios."""
    ready = list(entries(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
    plain = published = float("inf")
    for _ in range(ROUNDS):
        plain = min(plain, timed(lambda: bare(ready)))
        published = min(published, timed(lambda: cnbudget.publish(ready, agency="甲局", year=2026)))
    print(f"{len(ready):,} entries: one pass {plain:.2f} s, publishing {published:.2f} s")
    print(f"publishing: {published / plain:.2f} x one pass (limit 5)")
    one = peak(lambda: cnbudget.publish(entries(30_000), agency="甲局", year=2026))
    ten = peak(lambda: cnbudget.publish(entries(300_000), agency="甲局", year=2026))
    print(f"streamed: ten times the entries need {ten / one:.2f} x the memory (limit 2)")


if __name__ == "__main__":
    main()
