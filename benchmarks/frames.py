"""Disclosures streamed to Arrow: the time beside that of building the same columns from ready lists, and the memory.

    python benchmarks/frames.py [HOW MANY]

Each disclosure is one of its own, with tables of its own, as a reader gives it; the lists are made beforehand, from as
many of them as fit, and their time is taken in the same run. Times are CPU times of this process.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Iterator

import attrs
import pyarrow as pa

import cnbudget
from cnbudget.examples import names
from cnbudget.frames.arrow import reader, schema

EXAMPLES = [cnbudget.example(name) for name in names()]
_OF_LISTS = 60  # disclosures whose lists are made beforehand
_ROUNDS = 3


def disclosures(count: int, *, derived: bool = True) -> Iterator[cnbudget.Disclosure]:
    """As many disclosures, each with rows of its own; with their laws, as reading leaves them, or without."""
    for number in range(count):
        one = EXAMPLES[number % len(EXAMPLES)]
        if derived:
            yield attrs.evolve(one, agency=f"{one.agency}{number}", source=f"{number}.md")
        else:
            yield attrs.evolve(one, agency=f"{one.agency}{number}", derived=None)


def streamed(count: int, *, derived: bool = True) -> tuple[float, int]:
    """The seconds that a stream takes, and its rows."""
    start, rows = time.process_time(), 0
    found = cnbudget.records(disclosures(count, derived=derived), "figures")
    for batch in reader(found.columns, found.blocks()):
        rows += batch.num_rows
    return time.process_time() - start, rows


def from_lists() -> tuple[float, int]:
    """The seconds that it takes to build the same columns from ready lists, and their rows."""
    found = cnbudget.records(disclosures(_OF_LISTS), "figures")
    fields = schema(found.columns)
    rows = (row for block in found.blocks() for row in block.rows())
    lists = [list(column) for column in zip(*rows, strict=True)]
    start = time.process_time()
    arrays = [pa.array(each, field.type) for each, field in zip(lists, fields, strict=True)]
    pa.Table.from_arrays(arrays, schema=fields)
    return time.process_time() - start, len(lists[0])


def memory(count: int) -> int:
    """The most bytes of Python and of Arrow at one time while a stream is gone through."""
    tracemalloc.start()
    most = 0
    for _ in cnbudget.records(disclosures(count), "figures").batches():
        most = max(most, pa.total_allocated_bytes())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak + most


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    ready = min(seconds / rows for seconds, rows in (from_lists() for _ in range(_ROUNDS)))
    for derived in (True, False):
        seconds, rows = streamed(count, derived=derived)
        how = "laws from reading" if derived else "laws derived anew"
        print(
            f"{count:,} disclosures, {rows:,} rows, {how}: {seconds:.1f} s, "
            f"{seconds / rows * 1e6:.1f} µs a row, {seconds / rows / ready:.2f} times ready lists"
        )
    few, many = memory(100), memory(400)
    print(f"memory: {few / 1e6:.1f} MB for 100, {many / 1e6:.1f} MB for 400")


if __name__ == "__main__":
    main()
