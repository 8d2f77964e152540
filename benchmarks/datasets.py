"""A data set of many files: that nothing is lost in it, however it comes about, and what it takes.

    python benchmarks/datasets.py [COUNT] [--check]

So many budgets are made (1,000 if not said), of several forms and years; of a hundred one is damaged, another has a
wrong number, and one more file never ends. They are recorded in one process, in two, on a Dask cluster of two workers
(without the file that never ends, which nothing bounds there), and in two processes that are killed (``kill -9``) half
way, and again. Each time the wrong number must be an error of its file, the damaged one unreadable, and all rows the
same.

Shown are the files a second in one process; how many times as fast two are; and the peak memory over that for a tenth
of the files. ``--check`` fails when a limit of these is passed; that rows differ is an error always.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature
from cnbudget.datasets.columns import TABLES

#: How much faster two processes are at least, and the largest ratio of memory.
FASTER, MEMORY = 1.7, 1.3
EACH, SECONDS = 100, 30
LAYOUTS = ("xinjiang-2024", "xinjiang-2026", "shanghai-2025", "central")
_MEASURED = """
import resource, sys, time
import cnbudget
folder, out, jobs, seconds = sys.argv[1:5]
start = time.monotonic()
run = cnbudget.write_dataset(folder, out, jobs=int(jobs), seconds=float(seconds) or None)
print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, run.done)
"""


def ledger(number: int, chance: random.Random) -> Ledger:
    """An agency's ledger."""
    entries = [
        Entry(code, use, source=source, nature=nature, amount=chance.randrange(1, 90_000) * 100)
        for code, use, source, nature in (
            ("2130101", "30101", FundingSource.GENERAL_OWN, Nature.PERSONNEL),
            ("2130101", "30201", FundingSource.GENERAL_OWN, Nature.OPERATING),
            ("2080505", "30108", FundingSource.GENERAL_OWN, Nature.PERSONNEL),
            ("2210201", "30113", FundingSource.GENERAL_OWN, Nature.PERSONNEL),
            (f"21301{number % 80 + 10}", "30227", FundingSource.GENERAL_OWN, Nature.PROJECT),
        )
    ]
    return Ledger(entries, agency=f"第{number}号农业农村局", year=2024 + number % 3)


def write_files(folder: Path, count: int) -> tuple[set[str], set[str]]:
    """Write the files; the names of those with a wrong number, and of the damaged ones."""
    chance = random.Random(count)
    wrong, damaged = set(), set()
    for number in range(count):
        budget = cnbudget.publish(ledger(number, chance), layout=LAYOUTS[number % len(LAYOUTS)])
        text, name = cnbudget.to_text(budget), f"{number:06}.md"
        content = text.encode()
        if number % EACH == 0:
            name = f"{number:06}.xlsx"
            content = b"PK\x03\x04" + content[:200]
            damaged.add(name)
        elif number % EACH == EACH // 2:
            figure = next(each for each in budget.expenditure.figures if each.value)
            slip = figure.evolve(value=(figure.value or 0) + chance.randrange(1, 1000))
            content = cnbudget.to_text(budget.with_figures([(figure, slip)])).encode()
            wrong.add(name)
        (folder / name).write_bytes(content)
    return wrong, damaged


def measured(folder: Path, out: Path, jobs: int, *, seconds: float = 0) -> tuple[float, int, int]:
    """Seconds, peak memory and files of a run in a process of its own."""
    words = [sys.executable, "-c", _MEASURED, str(folder), str(out), str(jobs), str(seconds)]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), int(told[1]), int(told[2])


def killed(folder: Path, out: Path, count: int) -> int:
    """Begin a run in two processes and kill it half way; how many files were done."""
    words = [sys.executable, "-c", _MEASURED, str(folder), str(out), "2", str(SECONDS)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, start_new_session=True)
    done = 0
    while process.poll() is None and done < count // 2:
        time.sleep(0.05)
        done = recorded(out)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return done


def recorded(out: Path) -> int:
    """How many files are in a data set that is being written."""
    waiting = sum(1 for _ in out.glob("_waiting/*.part"))
    try:
        (merged,) = rows_of(f"SELECT count(*) FROM '{out}/files/**/*.parquet'")[0]
    except duckdb.Error:  # none yet, or one was just replaced
        merged = 0
    return waiting + int(merged)


def on_cluster(folder: Path, out: Path) -> None:
    """The same on a Dask cluster of two workers."""
    import distributed

    library: Any = distributed
    with (
        tempfile.TemporaryDirectory() as scratch,
        library.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=scratch
        ) as cluster,
        library.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        cnbudget.write_dataset(folder, out, executor=executor)


def rows_of(query: str) -> list[Any]:
    """What a query finds."""
    found: list[Any] = duckdb.connect().execute(query).fetchall()
    return found


def told(out: Path, without: str = "") -> dict[str, tuple[int, int]]:
    """Of each table how many rows it has, and a number that all of them together give."""
    return {
        table: rows_of(
            f"SELECT count(*), bit_xor(hash(t)) FROM '{out}/{table}/**/*.parquet' t"
            + (f" WHERE NOT contains(path, '{without}')" if table == "files" and without else "")
        )[0]
        for table in TABLES
    }


def verify(out: Path, count: int, wrong: set[str], damaged: set[str], hanging: str) -> None:
    """That every file is there, and came out as it was made."""
    rows = rows_of(f"SELECT path, outcome, error_key FROM '{out}/files/**/*.parquet'")
    found = {Path(path).name: (outcome, key) for path, outcome, key in rows}
    assert len(rows) == len(found) == count + bool(hanging), (len(rows), len(found))
    for name, (outcome, key) in found.items():
        if name == hanging:
            assert key == "batch.too_long", name
        else:
            wanted = "unreadable" if name in damaged else "errors" if name in wrong else "fine"
            assert outcome == wanted, (name, outcome, wanted, key)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        files, few = home / "files", home / "few"
        files.mkdir()
        few.mkdir()
        wrong, damaged = write_files(files, args.count)
        for each in sorted(files.iterdir())[: args.count // 10]:
            os.link(each, few / each.name)
        one, most, _ = measured(files, home / "one", 1)
        two, _, _ = measured(files, home / "two", 2)
        _, least, _ = measured(few, home / "tenth", 1)
        on_cluster(files, home / "dask")
        verify(home / "one", args.count, wrong, damaged, "")
        hanging = files / "zzz-hangs.md"
        os.mkfifo(hanging)
        end = os.open(hanging, os.O_RDWR)
        done = killed(files, home / "killed", args.count)
        _, _, again = measured(files, home / "killed", 2, seconds=SECONDS)
        os.close(end)
        verify(home / "killed", args.count, wrong, damaged, hanging.name)
        whole = told(home / "one")
        for which in ("two", "dask", "killed"):
            assert told(home / which, hanging.name) == whole, which
    faults = f"{len(wrong)} with a wrong number, {len(damaged)} damaged, one that never ends"
    print(f"{args.count} files, {faults}: each as it was made")
    tables = ", ".join(f"{rows} {table}" for table, (rows, _) in whole.items())
    print(f"one process, two, a cluster, and after a kill: the same rows of {tables}")
    print(f"killed when {done} were done; the second run read {again}")
    print(f"files a second in one process: {args.count / one:.1f}")
    print(f"two processes are {one / two:.2f} times as fast (at least {FASTER})")
    print(f"memory is {most / least:.2f} of that for a tenth (at most {MEMORY})")
    return int(args.check and (one / two < FASTER or most / least > MEMORY))


if __name__ == "__main__":
    raise SystemExit(main())
