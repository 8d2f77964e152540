"""Disclosures streamed to Arrow: the time beside that of building the same columns from ready lists, and the memory.

    python benchmarks/frames.py [HOW MANY]

Each disclosure has tables of its own: some hundred budgets are published from different entries, more than any cache of
a document's rows holds, and gone through again and again. They come with the laws that reading derives, or without, so
that these are derived, too; the time of making the disclosures themselves is not counted. The lists hold what the
columns hold (text, whole numbers, `Decimal`, None), and become arrays of the same types, a few thousand rows at a time
as in the stream. All times are CPU times of this process, taken in turns.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import tracemalloc
from collections.abc import Iterator

import attrs
import pyarrow as pa

import cnbudget
from cnbudget.examples import example_ledger
from cnbudget.frames.arrow import reader, schema
from cnbudget.invariants import Prepared, compiled, derive
from cnbudget.ledger import Ledger

_DIFFERENT = 200
_AT_ONCE = 50
_ROWS = 8192
_YEARS = {"akto": "xinjiang-2024", "artux": "xinjiang-2026"}


def _ledger(number: int) -> Ledger:
    """Some entries of an example's ledger, with other amounts."""
    chance = random.Random(number)
    ledger = example_ledger("akto" if number % 2 else "artux")
    some = chance.sample(ledger.entries, len(ledger.entries) * 2 // 3)
    entries = tuple(attrs.evolve(each, amount=each.amount * chance.randint(1, 9)) for each in some)
    return attrs.evolve(ledger, entries=entries, agency=f"{ledger.agency}{number}")


BUDGETS = [
    cnbudget.publish(_ledger(number), _YEARS["akto" if number % 2 else "artux"])
    for number in range(_DIFFERENT)
]


def disclosures(count: int, *, derived: bool = True) -> Iterator[cnbudget.Disclosure]:
    """As many disclosures; with their laws, as reading leaves them, or without."""
    for number in range(count):
        one = BUDGETS[number % _DIFFERENT]
        laws = None
        if derived:
            mine = derive(one.tables)
            laws = Prepared(mine.figures, mine.laws, mine.tables, compiled(mine))
        yield attrs.evolve(one, source=f"{number}.md", derived=laws)


def streamed(count: int, *, derived: bool = True) -> tuple[float, int]:
    """The seconds that a stream takes, without those in which its disclosures are made, and its rows."""
    seconds, rows = 0.0, 0
    for begin in range(0, count, _AT_ONCE):
        some = list(disclosures(min(_AT_ONCE, count - begin), derived=derived))
        found = cnbudget.records(some, "figures")
        start = time.process_time()
        for batch in reader(found.columns, found.blocks()):
            rows += batch.num_rows
        seconds += time.process_time() - start
    return seconds, rows


def from_lists(count: int) -> tuple[float, int]:
    """The seconds that it takes to build the same columns from ready lists, and their rows."""
    found = cnbudget.records(disclosures(count), "figures")
    fields = schema(found.columns)
    rows = [row for block in found.blocks() for row in block.rows()]
    batches = [
        [list(column) for column in zip(*rows[begin : begin + _ROWS], strict=True)]
        for begin in range(0, len(rows), _ROWS)
    ]
    start = time.process_time()
    for lists in batches:
        arrays = [pa.array(each, field.type) for each, field in zip(lists, fields, strict=True)]
        pa.RecordBatch.from_arrays(arrays, schema=fields)
    return time.process_time() - start, len(rows)


def memory(count: int) -> int:
    """The most bytes of Python and of Arrow at one time while a stream is gone through."""
    tracemalloc.start()
    most = 0
    for _ in cnbudget.records(disclosures(count), "figures").batches():
        most = max(most, pa.total_allocated_bytes())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak + most


def most_held() -> float:
    """The most memory that the process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    turns = 5 if count < 10_000 else 10
    streamed(_AT_ONCE)  # what is imported, and kept of every form, is so before
    ready, with_laws, without = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    held: list[float] = []
    for _ in range(turns):
        for total, (seconds, rows) in (
            (ready, from_lists(_DIFFERENT)),
            (with_laws, streamed(count // turns)),
            (without, streamed(count // turns, derived=False)),
        ):
            total[0] += seconds
            total[1] += rows
        held.append(most_held())
    base = ready[0] / ready[1]
    print(f"ready lists: {base * 1e6:.2f} µs a row")
    for (spent, many), how in ((with_laws, "laws from reading"), (without, "laws derived anew")):
        print(
            f"{count:,} disclosures, {many:,.0f} rows, {how}: {spent:.1f} s, "
            f"{spent / many * 1e6:.2f} µs a row, {spent / many / base:.2f} times ready lists"
        )
    print(
        f"most memory of the process: {held[0]:.0f} MB after one turn of {turns}, {held[-1]:.0f} MB after all"
    )
    few, more = memory(100), memory(400)
    print(f"memory: {few / 1e6:.1f} MB for 100, {more / 1e6:.1f} MB for 400")


if __name__ == "__main__":
    main()
