"""What opening and writing files takes beside the libraries that do it, as lines of ``benchmarks/run.py``.

- a workbook read beside openpyxl's own load of it in its read-only mode, all cells taken;
- a workbook written beside openpyxl writing as many cells of the same numbers and words in its write-only mode;
- ``cnbudget check`` of a PDF file in a fresh process, beside one that takes all its letters by pypdfium2;
- a folder checked by two processes beside one.
"""

from __future__ import annotations

import math
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import against
import openpyxl
from main_job import command
from start import LETTERS, made

import cnbudget
from cnbudget.examples import example_path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.documents import corpus
from tests.reading import making

__all__ = ["beside_letters", "beside_openpyxl", "two_processes"]


def _loaded(path: Path) -> int:
    """All cells of a workbook, by openpyxl's read-only mode."""
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    book.close()
    return count


def _again(sheets: list[list[tuple[Any, ...]]], path: Path) -> None:
    """The same cells written, by openpyxl's write-only mode."""
    book = openpyxl.Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)


def beside_openpyxl(bench: Any, text: str) -> None:
    """Read and write a workbook.

    Args:
        bench: What notes the lines.
        text: A document to be written, of many rows.
    """
    with TemporaryDirectory() as folder:
        path, other = Path(folder) / "budget.xlsx", Path(folder) / "other.xlsx"
        path.write_bytes(making.xlsx(corpus.document("artux")))
        bench.pair("xlsx read", partial(cnbudget.read, path), partial(_loaded, path))
        budget = cnbudget.read_text(text)
        cnbudget.write(budget, path)
        book = openpyxl.load_workbook(path, read_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book]
        book.close()
        count = len(budget.figures)
        ours, theirs = partial(cnbudget.write, budget, path), partial(_again, sheets, other)
        bench.pair("xlsx written", ours, theirs, figures=f"{count:,}")


def beside_letters(bench: Any, turns: int) -> None:
    """Check a PDF file in a process of its own."""
    with TemporaryDirectory() as folder:
        pdf = made(folder).resolve()
        codes = command(pdf), LETTERS.format(path=str(pdf))
        best = [math.inf, math.inf]
        for _ in range(turns):
            for n, code in enumerate(codes):
                best[n] = min(best[n], against.processor_time(code, folder))
    bench.pair_of("pdf", *best)


def two_processes(bench: Any, count: int) -> None:
    """Check a folder in one process and in two: by the clock, so only a quiet machine tells."""
    text = example_path("artux").read_text("utf-8")
    took = []
    with TemporaryDirectory() as folder:
        for number in range(count):
            (Path(folder) / f"{number}.md").write_text(f"{text}\n\n{number}\n", encoding="utf-8")
        for jobs in (2, 1):
            start = time.monotonic()
            done = [each.kind for each in cnbudget.check_files([folder], jobs=jobs)]
            took.append(time.monotonic() - start)
            assert len(done) == count, (jobs, len(done))
    bench.pair_of("jobs", *took, count=count)
