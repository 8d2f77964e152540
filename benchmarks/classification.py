"""How fast the classifications are, as ratios to plain Python measured in the same run.

    python benchmarks/classification.py [--check]

- first: the first lookup after the import, loading included, over ``csv`` reading the same rows
  (code, name, level, budgets, since, until, confidence) from a file. Each in a new process.
- later: a lookup by text, over the same lookup in a plain dict.
- import: ``import cnbudget`` must load none of it.
- data: what the lists add to a wheel, in KB.

``--check`` fails when a limit is passed.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
import timeit
from pathlib import Path

from cnbudget import classification

LIMITS = {"first": 5.0, "later": 3.0, "data": 300.0, "import": 0.0}

FIRST = """
import time
from cnbudget import classification
start = time.perf_counter()
classification.for_year(2026).functional["2080505"].name
print(time.perf_counter() - start)
"""
CSV = """
import csv, time
start = time.perf_counter()
with open({path!r}, encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file))
print(time.perf_counter() - start)
"""
IMPORT = """
import sys, cnbudget
print(len([name for name in sys.modules if name.startswith("cnbudget.classification")]))
"""


def rows_to(path: Path) -> int:
    """Write the functional rows as CSV and say how many there are."""
    lists = classification.default()
    kind = classification.Kind.FUNCTIONAL
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for code in lists.codes(kind):
            for s in lists.history(code):
                budgets = ";".join(budget.value for budget in s.budgets)
                until = "" if s.until is None else s.until
                confidence = s.confidence.name.lower()
                writer.writerow([code, s.name, s.level.zh, budgets, s.since, until, confidence])
                count += 1
    return count


def timed(script: str, runs: int) -> list[float]:
    """What a script prints, in each of several new processes."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found.append(float(done.stdout))
    return found


def first_lookup(runs: int) -> float:
    """The ratio of the first lookup to reading the rows with csv, run in turn."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "functional.csv"
        rows_to(path)
        read = CSV.format(path=str(path))
        timed(FIRST, 1), timed(read, 1)  # warm the disk's cache
        pairs = [(timed(FIRST, 1)[0], timed(read, 1)[0]) for _ in range(runs)]
    ours, plain = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"first lookup {ours * 1e3:.2f} ms, csv {plain * 1e3:.2f} ms")
    return float(ours / plain)


def later_lookup(runs: int) -> float:
    """The ratio of a later lookup by text to a dict's."""
    catalogue = classification.for_year(2026).functional
    plain = dict(catalogue)
    codes = list(plain)

    def with_dict() -> None:
        for code in codes:
            plain[code]

    def with_catalogue() -> None:
        for code in codes:
            catalogue[code]

    ours = min(timeit.repeat(with_catalogue, number=50, repeat=runs))
    theirs = min(timeit.repeat(with_dict, number=50, repeat=runs))
    each = 50 * len(codes) / 1e9
    print(f"later lookup {ours / each:.0f} ns, dict {theirs / each:.0f} ns")
    return ours / theirs


def data_size() -> float:
    """The size of the lists' files, uncompressed, in KB."""
    data = Path(classification.__file__).parent / "data"
    return sum(path.stat().st_size for path in data.glob("*.dat")) / 1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    figures = {
        "first": first_lookup(options.runs),
        "later": later_lookup(options.runs),
        "import": timed(IMPORT, 1)[0],
        "data": data_size(),
    }
    passed = True
    for name, figure in figures.items():
        fits = figure <= LIMITS[name]
        passed = passed and fits
        print(
            f"{name}: {figure:.2f} (limit {LIMITS[name]:g}){'' if fits else '  PASSED THE LIMIT'}"
        )
    return 0 if passed or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
