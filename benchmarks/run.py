"""All comparisons with other programs in one run, as a table: ``python benchmarks/run.py``.

    python benchmarks/run.py [--brief] [--update] [--most ROWS] [--documents COUNT]

What cnbudget takes beside what the least that the job needs takes in bare Python, and beside other programs that do a
part of it: Arelle's Calculations 1.1 (the extra ``benchmark``), polars, HiGHS, z3, OR-Tools. Each pair is done in turns
in this one run, in processor time, and of each the fastest turn counts, so that other work on the machine changes
little. Then what a document takes, how the time grows with the rows of a document and with the number of documents (the
exponents are fitted by least squares of the logarithms; 1 is linear), and the memory. ``--update`` writes the table to
the documentation in both languages, with the machine. ``--brief`` takes one turn of small sizes: it shows that all of
it works, and fails where a program finds something else than cnbudget, not where one is slow. What is not installed is
said and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import against
import attrs

import cnbudget
from cnbudget import Entry, FundingSource, Ledger, Nature
from cnbudget.examples import example_path
from cnbudget.invariants import Compiled, derive

sys.path.insert(0, str(Path(__file__).parents[1]))
from calculations import arelle_pass
from engine import beside_solvers, witness_times
from many import document, fitted
from opened import beside_letters, beside_openpyxl, two_processes

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- begin: benchmarks/run.py -->", "<!-- end: benchmarks/run.py -->"
PAGES = {"en": ROOT / "docs" / "speed.md", "zh": ROOT / "docs" / "zh" / "speed.md"}
HEADS = {
    "en": "| what | cnbudget | beside | ratio |\n|---|---|---|---|",
    "zh": "| 比较的工作 | cnbudget | 对照 | 倍数 |\n|---|---|---|---|",
}


#: What each line is called, in Chinese and English.
NAMES = {
    "decimals": (
        "判定各项勾稽 / Decimal 逐项相加",
        "laws judged / the same Decimals added in a loop",
    ),
    "integers": ("判定各项勾稽 / 整数逐项相加", "laws judged / the same integers added in a loop"),
    "checked": (
        "核对各表（含发现）/ Decimal 逐项相加",
        "tables checked, findings included / Decimals added",
    ),
    "whole": ("读入并核对各表 / Decimal 逐项相加", "tables read and checked / Decimals added"),
    "prose": (
        "连同文字 / 只有各表，均含读入",
        "prose included / tables alone, both read and checked",
    ),
    "arelle": ("判定各项勾稽 / Arelle 计算 1.1", "laws judged / Arelle's Calculations 1.1"),
    "arelle checked": (
        "核对各表（含发现）/ Arelle 计算 1.1",
        "tables checked, findings included / Arelle's Calculations 1.1",
    ),
    "polars": (
        "{count} 份文件的勾稽，每份 / polars 对全部的项一次求和",
        "laws judged, each of {count} documents / polars, one pass over all terms",
    ),
    "solver": ("{cells} 个数能否成立 / {name}", "whether {cells} figures can be / {name}"),
    "overlapping": (
        "{cells} 个交叉合计的数最少改几个（含证明）/ HiGHS",
        "the fewest of {cells} overlapping figures to change, proven / HiGHS",
    ),
    "suspects": (
        "核对错了 {slips} 个数的各表 / 没有错的",
        "tables with {slips} slips checked, suspects included / without slips",
    ),
    "witness": (
        "{last} 个数的复原账 / {first} 个（增长的指数）",
        "{last} figures reconciled with a witness / {first} (exponent)",
    ),
    "witness wide": (
        "{last} 个数（900 个功能科目）的复原账 / {first} 个（增长的指数）",
        "{last} figures, of 900 functions, reconciled with a witness / {first} (exponent)",
    ),
    "import": (
        "新进程 import cnbudget / import attrs, decimal",
        "import cnbudget / import attrs, decimal",
    ),
    "process": (
        "新进程核对一份文件 / import attrs, decimal",
        "a process that checks a document / import attrs, decimal",
    ),
    "xlsx read": (
        "读入 xlsx / openpyxl 只读方式读出全部单元格",
        "an xlsx read / openpyxl's read-only mode, all cells",
    ),
    "xlsx written": (
        "写出 {figures} 个数的 xlsx / openpyxl 只写方式写同样的单元格",
        "an xlsx of {figures} figures written / openpyxl's write-only mode, the same cells",
    ),
    "pdf": (
        "新进程核对一份 PDF / 同一解析器取出全部字符",
        "a process that checks a PDF / one that takes all its letters by the same parser",
    ),
    "jobs": (
        "{count} 份文件，两个进程 / 一个进程（按时钟）",
        "{count} documents in two processes / one (by the clock)",
    ),
    "rows": (
        "{last} 行的表 / {first} 行（增长的指数）",
        "{last} rows / {first}, read and checked (exponent)",
    ),
    "documents": (
        "{last} 份文件 / {first} 份（增长的指数）",
        "{last} documents / {first}, with prose (exponent)",
    ),
    "each": ("每份文件，连同文字；每核每小时", "a document, prose included; for a core in an hour"),
    "memory": ("内存最大值，{many} 份 / {few} 份", "memory at the peak, {many} documents / {few}"),
}


@attrs.frozen
class Line:
    """A line of the table."""

    zh: str
    en: str
    ours: str
    beside: str = ""
    ratio: str = ""


@attrs.define
class Bench:
    """What is measured in this run."""

    brief: bool
    most: int
    documents: int
    lines: list[Line] = attrs.field(factory=list)

    @property
    def seconds(self) -> float:
        """How long each pair is done."""
        return 0.05 if self.brief else 4.0

    def pair(
        self,
        key: str,
        ours: Callable[[], object],
        other: Callable[[], object],
        *,
        times: int = 1,
        **values: object,
    ) -> None:
        """Take two works in turns, and note what each takes; the other does ``times`` as much."""
        best = [math.inf, math.inf]
        end = time.monotonic() + self.seconds
        turns = 0
        while turns < 2 or time.monotonic() < end:
            turns += 1
            for number, work in enumerate((ours, other)):
                start = time.thread_time()
                work()
                best[number] = min(best[number], time.thread_time() - start)
        self.pair_of(key, best[0], best[1] / times, **values)

    def pair_of(self, key: str, one: float, two: float, **values: object) -> None:
        """Note what two works took."""
        self.note(key, shown(one), shown(two), f"{one / two:.2f}", **values)

    def note(
        self, key: str, ours: str, beside: str = "", ratio: str = "", **values: object
    ) -> None:
        """Note a line."""
        zh, en = (each.format(**values) for each in NAMES[key])
        self.lines.append(Line(zh, en, ours, beside, ratio))
        print(f"{en:<74} {ours:>10} {beside:>10} {ratio:>8}", flush=True)

    def lacks(self, *modules: str) -> bool:
        """Whether something is not installed; that is said."""
        lacking = [name for name in modules if importlib.util.find_spec(name) is None]
        if lacking:
            print(f"NOT RUN: without {', '.join(lacking)}", flush=True)
        return bool(lacking)


def shown(seconds: float) -> str:
    """A time."""
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


# A document ------------------------------------------------------------------------------------------


def sums_of(budget: cnbudget.Disclosure) -> tuple[list[Decimal], list[tuple[int, list[int]]]]:
    """The values of a document's figures, and its sums as places among them."""
    derived = derive(budget.tables)
    values = [figure.value or Decimal(0) for figure in derived.figures]
    sums: list[tuple[int, list[int]]] = []
    for kind, (whole, *parts), _ in derived.laws:
        if kind == "add-up":
            sums.append((whole, parts))
        elif kind == "agree":
            sums += [(whole, [part]) for part in parts]
    return values, sums


def by_decimals(values: list[Decimal], sums: list[tuple[int, list[int]]]) -> Callable[[], int]:
    """Add Decimals in a plain loop; how many sums are off."""
    terms = [[values[each] for each in (whole, *parts)] for whole, parts in sums]

    def run() -> int:
        off = 0
        for whole, *parts in terms:
            total = Decimal(0)
            for part in parts:
                total += part
            off += total != whole
        return off

    return run


def by_integers(values: list[Decimal], sums: list[tuple[int, list[int]]]) -> Callable[[], int]:
    """Add whole hundredths in a plain loop."""
    whole_numbers = [int(value.scaleb(2)) for value in values]
    terms = [[whole_numbers[each] for each in (whole, *parts)] for whole, parts in sums]

    def run() -> int:
        return sum(whole != sum(parts) for whole, *parts in terms)

    return run


def of_a_document(bench: Bench) -> None:
    """The laws of a document, and its whole check."""
    text = example_path("artux").read_text(encoding="utf-8")
    budget = cnbudget.read_text(text)
    values, sums = sums_of(budget)
    system = Compiled(derive(budget.tables))
    loop, whole = by_decimals(values, sums), by_integers(values, sums)
    assert loop() == whole()

    def check() -> object:
        return cnbudget.check(cnbudget.read_text(text), prose=False).findings

    def judged() -> object:
        return cnbudget.check(budget, prose=False).findings

    def all_of_it() -> object:
        return cnbudget.check(cnbudget.read_text(text)).findings

    several = lambda: [loop() for _ in range(20)]  # noqa: E731
    bench.pair("decimals", system.verdicts, several, times=20)
    whole_numbers = lambda: [whole() for _ in range(20)]  # noqa: E731
    bench.pair("integers", system.verdicts, whole_numbers, times=20)
    bench.pair("checked", judged, several, times=20)  # fmt: skip
    bench.pair("whole", check, several, times=20)  # fmt: skip
    bench.pair("prose", all_of_it, check)  # fmt: skip
    if not bench.lacks("arelle"):
        found = arelle_pass(values, sums)
        assert found() == 0
        wrong = [*values]
        wrong[sums[0][0]] += 1000
        assert arelle_pass(wrong, sums)() > 0
        bench.pair("arelle", system.verdicts, found)  # fmt: skip
        bench.pair("arelle checked", judged, found)  # fmt: skip


def over_documents(bench: Bench) -> None:
    """Many documents in one pass of polars over a frame of all their terms."""
    if bench.lacks("polars"):
        return
    import polars as pl

    count = 20 if bench.brief else 10_000
    values, sums = sums_of(cnbudget.example("artux"))
    terms = [
        (law, each, -1 if place == 0 else 1)
        for law, (whole, parts) in enumerate(sums)
        for place, each in enumerate((whole, *parts))
    ]
    law, places, signs = (list(each) for each in zip(*terms, strict=True))
    amounts = [int(values[each].scaleb(2)) * sign for each, sign in zip(places, signs, strict=True)]
    one = pl.DataFrame({"law": law, "amount": amounts})
    frame = pl.concat([one.with_columns(document=pl.lit(number)) for number in range(count)])
    system = Compiled(derive(cnbudget.example("artux").tables))

    def by_polars() -> int:
        found = frame.group_by("document", "law").agg(pl.col("amount").sum())
        return found.filter(pl.col("amount") != 0).height

    assert by_polars() == count * by_decimals(values, sums)()
    started = time.process_time()
    by_polars()
    theirs = (time.process_time() - started) / count
    begin = time.thread_time()
    turns = min(count, 500)
    for _ in range(turns):
        system.verdicts()
    ours = (time.thread_time() - begin) / turns
    bench.note("polars", shown(ours), shown(theirs), f"{ours / theirs:.2f}", count=count)


# Processes, growth, memory ---------------------------------------------------------------------------


def of_processes(bench: Bench) -> None:
    """What a fresh process takes."""
    code = f"import cnbudget; cnbudget.check(cnbudget.read({str(example_path('artux'))!r}))"
    with TemporaryDirectory() as folder:
        best: dict[str, float] = {}
        for _ in range(2 if bench.brief else 12):
            for each in ("import attrs, decimal", "import cnbudget", code):
                best[each] = min(best.get(each, math.inf), against.processor_time(each, folder))
    bare, imported, checked = best.values()
    bench.pair_of("import", imported, bare)
    bench.pair_of("process", checked, bare)
    beside_letters(bench, 2 if bench.brief else 12)
    two_processes(bench, 4 if bench.brief else 400)
    beside_openpyxl(bench, rows_of(100 if bench.brief else 10_000))


def rows_of(count: int) -> str:
    """A document whose table of projects has so many rows."""
    entries = [
        Entry(
            "2130301",
            "30201",
            source=FundingSource.GENERAL_OWN,
            nature=Nature.PROJECT,
            project=f"项目{number}号",
            amount=10_000 + 37 * number,
        )
        for number in range(count)
    ]
    return document(Ledger(entries), "青山市水务局", [])


def growth(bench: Bench) -> None:
    """How the time grows with the rows of a document and with the number of documents, and the memory."""
    every = (10, 100, 1000, 10_000, 100_000)
    sizes = [10, 30, 100] if bench.brief else [each for each in every if each <= bench.most]
    points: list[tuple[float, float]] = []
    for size in sizes:
        text = rows_of(size)
        took = math.inf
        for _ in range(1 if size > 1000 or bench.brief else 3):
            start = time.process_time()
            cnbudget.check(cnbudget.read_text(text), prose=False)
            took = min(took, time.process_time() - start)
        points.append((size, took))
    _grown(bench, points, "rows")
    _grown(bench, witness_times([30, 100] if bench.brief else [300, 1000, 3000, 10_000]), "witness")
    wide = witness_times([10, 30] if bench.brief else [100, 300, 1000, 3000], 900)
    _grown(bench, wide, "witness wide")
    counts = [1, 4, 16] if bench.brief else [1, 10, 100, 1000, 10_000]
    counts = [each for each in counts if each <= bench.documents]
    points, peaks = [], []
    for count in counts:
        seconds, megabytes = checked(count)
        points.append((count, seconds))
        peaks.append(megabytes)
    _grown(bench, points, "documents")
    per = points[-1][1] / points[-1][0]
    bench.note("each", shown(per), "", f"{3600 / per:,.0f} / h")
    few, many = peaks[1], peaks[-1]
    bench.note(
        "memory",
        f"{many} MB",
        f"{few} MB",
        f"{many / few:.2f}",
        many=f"{counts[-1]:,}",
        few=counts[1],
    )


def _grown(bench: Bench, points: list[tuple[float, float]], key: str) -> None:
    """Note how a time grows."""
    slope = fitted([(math.log(size), math.log(took)) for size, took in points])
    (first, short), (last, long) = points[0], points[-1]
    bench.note(key, shown(long), shown(short), f"{slope:.2f}", last=f"{last:,}", first=f"{first:,}")


def checked(count: int) -> tuple[float, int]:
    """The processor time in which a process of its own checks so many documents, and the megabytes at its peak."""
    code = f"""
import time
import cnbudget
from cnbudget.examples import example_path
from cnbudget.files import SourceFile
held = SourceFile("a.md", example_path("artux").read_bytes())
list(cnbudget.check_files([held]))  # what a process makes once
start = time.process_time()
for each in cnbudget.check_files([held] * {count}): assert each.kind == "fine"
print(time.process_time() - start)
for line in open("/proc/self/status"):  # what getrusage tells is the parent's where that had more
    if line.startswith("VmHWM"): print(int(line.split()[1]) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), int(megabytes)


def machine() -> str:
    """The machine, in words that both languages share."""
    model = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text(encoding="utf-8").split("\n"):
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    memory_ = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {memory_:.0f} GB, {system}, load {load:.1f}"


def table(lines: list[Line], lang: str, about: str) -> str:
    """The table as a page has it."""
    rows = [
        f"| {getattr(each, lang)} | {each.ours} | {each.beside} | {each.ratio} |" for each in lines
    ]
    return "\n".join([BEGIN, "", HEADS[lang], *rows, "", f"{about}.", "", END])


def update(lines: list[Line], about: str) -> None:
    """Write the table to both pages."""
    for lang, path in PAGES.items():
        text = path.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        path.write_text(before + table(lines, lang, about) + after, encoding="utf-8")


def main() -> int:
    """Measure, print, and write the table if that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--brief", action="store_true", help="one turn of small sizes")
    parser.add_argument(
        "--update", action="store_true", help="write the table to the documentation"
    )
    parser.add_argument("--most", type=int, default=100_000, help="rows of the largest document")
    parser.add_argument("--documents", type=int, default=10_000, help="how many at most")
    args = parser.parse_args()
    bench, about = Bench(args.brief, args.most, args.documents), machine()
    print(about, flush=True)
    for part in (of_a_document, over_documents, beside_solvers, of_processes, growth):
        part(bench)
    if args.update:
        update(bench.lines, about)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(bench.lines)} lines; this process took {peak} MB at its peak")
    return 0


if __name__ == "__main__":
    sys.exit(main())
