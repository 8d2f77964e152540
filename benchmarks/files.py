"""What reading files adds to the libraries that open them, as ratios measured in the same run.

    python benchmarks/files.py [--check] [PDF…]

- pdf: ``cnbudget.read`` of PDF files (of those whose form is not known, their blocks), over pdfplumber's own
  extraction (tables and text) of the same pages. The limit is 1.25: cnbudget may add 25 %. Without files, one is
  made of the example.
- xlsx: ``cnbudget.read`` of an .xlsx of one budget, over openpyxl's own load of it.

The times are processor seconds, the fastest of several turns. ``--check`` fails when a limit is passed.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pdfplumber

import cnbudget
from cnbudget.layouts import load, names
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.pdf import blocks_of_pdf

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.documents import corpus
from tests.reading import making

LIMITS = {"pdf": 1.25, "xlsx": 3.0}
TURNS = 3


def fastest(*works: Callable[[], object]) -> list[float]:
    """The least processor time of each, taken in turns."""
    best = [float("inf")] * len(works)
    for _ in range(TURNS):
        for i, work in enumerate(works):
            start = time.process_time()
            work()
            best[i] = min(best[i], time.process_time() - start)
    return best


def extracted(data: bytes) -> None:
    """All tables and all text of a PDF, by the library alone."""
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()
            page.close()


def read_whole(data: bytes) -> None:
    """All that cnbudget does with a PDF."""
    blocks = blocks_of_pdf(data)
    with contextlib.suppress(cnbudget.UnreadableError):
        disclosure_of_blocks(blocks, [load(name) for name in names()], content=data)


def pdf_ratio(files: list[Path]) -> float:
    """What cnbudget takes over what the library takes."""
    contents = [file.read_bytes() for file in files] or [making.pdf(corpus.document("artux"))]
    ours = theirs = 0.0
    for data in contents:
        pair = fastest(lambda data=data: read_whole(data), lambda data=data: extracted(data))  # type: ignore[misc]
        ours, theirs = ours + pair[0], theirs + pair[1]
    return ours / theirs


def xlsx_ratio() -> float:
    """What reading a budget takes over what loading its workbook takes."""
    data = making.xlsx(corpus.document("artux"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "budget.xlsx"
        file.write_bytes(data)
        ours, theirs = fastest(lambda: cnbudget.read(file), lambda: openpyxl.load_workbook(file))
    return ours / theirs


def main() -> int:
    """Measure, print, and say whether all is within the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    found = {"pdf": pdf_ratio(args.files), "xlsx": xlsx_ratio()}
    over = {name for name, ratio in found.items() if ratio > LIMITS[name]}
    for name, ratio in found.items():
        mark = "  over the limit" if name in over else ""
        print(f"{name:5} {ratio:6.2f} (at most {LIMITS[name]}){mark}")
    return 1 if args.check and over else 0


if __name__ == "__main__":
    sys.exit(main())
