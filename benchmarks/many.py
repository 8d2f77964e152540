"""What many sets of tables in a file, and many files, take: ratios measured in the same run.

    python benchmarks/many.py [--check] [--brief]

- sets: reading and checking files with 1 to 32 sets of tables, a department and its units: the exponent with which the
  time grows with the sets, fitted by least squares of the logarithms from 4 sets on. 1 is linear.
- files: the peak memory of checking many files in one call over that of a tenth of them: in this process, and with two
  processes, of these too.
- pages: the same ratio where the page and the list of all are written, which are kept whole.
- jobs: how many times as fast two processes are as one of the same kind.

``--check`` fails when a limit is passed; ``--brief`` takes fewer sets and files, and shows only that it works.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature, check_all, read_all, to_text

#: The largest exponent of time in the number of sets, the largest ratios of memory without and with a page of all, how
#: much faster two processes are.
GROWTH, MEMORY, PAGES, FASTER = 1.15, 1.15, 2.5, 1.5
TURNS = 3
_MEASURED = """
import resource, sys
import cnbudget
for checked in cnbudget.check_files(sys.argv[3:], jobs=int(sys.argv[1]), seconds=float(sys.argv[2]) or None):
    assert checked.kind == "fine", checked.results
print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


_WRITTEN = """
import contextlib, io, resource, sys
from cnbudget.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    assert main(["check", "--time-limit", "600", "--html", sys.argv[1], "--xlsx", sys.argv[2], *sys.argv[3:]]) == 0
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0)
"""


def book(number: int) -> Ledger:
    """A unit's ledger."""
    return Ledger(
        [
            Entry(code, use, source=FundingSource.GENERAL_OWN, nature=Nature.PERSONNEL, amount=amount + number)
            for code, use, amount in (
                ("2130301", "30101", 523000),
                ("2080505", "30108", 41000),
                ("2210201", "30113", 36000),
                (f"21303{number % 90 + 10}", "30102", 28000),
            )
        ]
    )  # fmt: skip


def document(ledger: Ledger, agency: str, units: list[str]) -> str:
    """A budget as a text, with the units that it is made up of."""
    ledger = Ledger(list(ledger), agency=agency, year=2026)
    text = to_text(cnbudget.publish(ledger, "xinjiang-2026", unit="元", places=2))
    said = f"部门预算包括：{'、'.join(units)}。" if units else "内设五个科室。"
    head = f"{agency}2026年部门预算公开\n\n第一部分 部门概况\n\n一、机构设置\n\n{said}\n\n"
    return f"{head}第二部分 2026年部门预算表\n\n{text}"


def compiled(sets: int) -> str:
    """A department and its units in one text."""
    names = [f"青山市第{number}水库管理处" for number in range(1, sets)]
    books = [book(number) for number in range(1, sets)] or [book(0)]
    whole = Ledger([entry for each in books for entry in each])
    texts = [document(whole, "青山市水务局", names)]
    texts += [document(each, name, []) for each, name in zip(books, names, strict=False)]
    return "\n\n".join(texts)


def linear_in_sets(counts: list[int]) -> bool:
    """Print what so many sets take, and say whether it grows as they do."""
    points = []
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for count in counts:
            paths[count] = Path(folder, f"{count}.md")
            paths[count].write_text(compiled(count), encoding="utf-8")
        best = dict.fromkeys(counts, float("inf"))
        for _ in range(TURNS):
            for count, path in paths.items():
                start = time.process_time()
                reports = check_all(read_all(path))
                best[count] = min(best[count], time.process_time() - start)
                assert len(reports) == count
                assert all(report.ok for report in reports)
    for count in counts:
        print(f"sets  {best[count] / best[counts[0]]:6.2f} {count} sets over {counts[0]}")
        if count >= 4:
            points.append((math.log(count), math.log(best[count])))
    slope = fitted(points)
    print(f"sets  {slope:6.2f} (at most {GROWTH}) exponent")
    return slope <= GROWTH


def fitted(points: list[tuple[float, float]]) -> float:
    """The slope of the line through points."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    below: float = sum((x - mean_x) ** 2 for x, _ in points)
    return above / below


def measured(names: list[str], program: str, *args: str) -> tuple[int, int, float]:
    """The peak memory of a process that checks files, of the processes that it starts, and the time that takes."""
    start = time.monotonic()
    command = [sys.executable, "-c", program, *args, *names]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own, children = map(int, done.stdout.split())
    return own, children, time.monotonic() - start


def flat_in_files(files: int) -> list[bool]:
    """Print what many files take in memory, and how much faster two processes are, and say whether that is enough."""
    fine = []
    with tempfile.TemporaryDirectory() as folder:
        text = to_text(cnbudget.example("artux"))
        for number in range(files):
            Path(folder, f"{number:05}.md").write_text(f"{text}\n\n{number}\n", encoding="utf-8")
        names = sorted(map(str, Path(folder).iterdir()))
        took = {}
        for jobs, seconds in ((1, 0), (1, 600), (2, 600)):
            few, many = (
                measured(each, _MEASURED, str(jobs), str(seconds))
                for each in (names[: files // 10], names)
            )
            took[jobs, seconds] = many[2]
            for who, one, other in zip(("itself", "its processes"), few, many, strict=False):
                if seconds or who == "itself":
                    ratio = other / one
                    fine.append(ratio <= MEMORY)
                    print(
                        f"files {ratio:6.2f} (at most {MEMORY}) memory for {files} files over {files // 10}, "
                        f"{jobs} job(s), {'processes' if seconds else 'here'}, {who}"
                    )
        faster = took[1, 600] / took[2, 600]
        print(
            f"jobs  {faster:6.2f} (at least {FASTER} where two cores are free) two processes over one"
        )
        home = tempfile.mkdtemp(dir=folder)
        page, sheet = Path(home, "page.html"), Path(home, "list.xlsx")
        one, other = (
            measured(each, _WRITTEN, str(page), str(sheet))[0]
            for each in (names[: files // 10], names)
        )
        fine.append(other / one <= PAGES)
        print(
            f"pages {other / one:6.2f} (at most {PAGES}) memory with a page of {files} files over {files // 10}; "
            f"the page has {page.stat().st_size / 1e6:.0f} MB of {other / 1e3:.0f}"
        )
    return fine


def main() -> int:
    """Measure, print, and say whether all is within the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--brief", action="store_true")
    args = parser.parse_args()
    counts = [1, 4, 8] if args.brief else [1, 2, 4, 8, 16, 32]
    fine = [linear_in_sets(counts), *flat_in_files(30 if args.brief else 300)]
    return 1 if args.check and not all(fine) else 0


if __name__ == "__main__":
    sys.exit(main())
