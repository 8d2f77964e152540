"""What reading files adds to the libraries that open them, as ratios measured in the same run.

    python benchmarks/files.py [--check] [PDF…]

- pdf: reading PDF files whole by way of pdfplumber, as was done before, over reading them whole as it is done now. On
  both sides letters, lines and areas are made blocks by the same geometry, and the blocks a disclosure (where some
  form is known) by the same reader, so that only what takes the pages apart differs. All files together are read at
  least 3.5 times as fast, and each at least 2.5 times. Without files, one is made of the example.
- xlsx: ``cnbudget.read`` of an .xlsx of one budget, over openpyxl's own load of it.

The times are processor seconds, the fastest of several turns, of more where they are short. ``--check`` fails when
a limit is passed.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

import cnbudget
from cnbudget.layouts import load, names
from cnbudget.reading.blocks import Block
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.pdf import blocks_of_pdf

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.documents import corpus
from tests.reading import making, second_opinion

#: How many times as fast as by way of pdfplumber PDF files are read, at the least: all together, and each.
FASTER, EACH_FASTER = 3.5, 2.5
#: How many times as long as the library's own load an .xlsx takes, at the most.
XLSX = 2.0
#: So often at the least, and for so many seconds, is everything done.
TURNS, LONG = 3, 3.0


def fastest(*works: Callable[[], object]) -> list[float]:
    """The least processor time of each, taken in turns."""
    best = [float("inf")] * len(works)
    begun, turns = time.process_time(), 0
    while turns < TURNS or time.process_time() - begun < LONG:
        turns += 1
        for i, work in enumerate(works):
            start = time.process_time()
            work()
            best[i] = min(best[i], time.process_time() - start)
    return best


def read_whole(data: bytes, blocks_of: Callable[[bytes], list[Block]]) -> None:
    """All that cnbudget does with a PDF, its blocks found in one way or another."""
    blocks = blocks_of(data)
    with contextlib.suppress(cnbudget.UnreadableError):
        disclosure_of_blocks(blocks, [load(name) for name in names()], content=data)


def pdf_seconds(data: bytes) -> tuple[float, float]:
    """What reading a PDF takes by way of pdfplumber, and what it takes."""
    before, now = fastest(
        lambda: read_whole(data, second_opinion.blocks), lambda: read_whole(data, blocks_of_pdf)
    )
    return before, now


def pdf_faster(files: list[Path]) -> bool:
    """Print how many times as fast PDF files are read, and say whether that is enough."""
    contents = {str(file): file.read_bytes() for file in files}
    contents = contents or {"the example": making.pdf(corpus.document("artux"))}
    before = now = 0.0
    enough = True
    for name, data in contents.items():
        pair = pdf_seconds(data)
        before, now = before + pair[0], now + pair[1]
        enough &= pair[0] >= EACH_FASTER * pair[1]
        print(f"pdf   {pair[0] / pair[1]:6.2f} (at least {EACH_FASTER}) {name}")
    print(f"pdf   {before / now:6.2f} (at least {FASTER}) together")
    return enough and before >= FASTER * now


def xlsx_fast() -> bool:
    """Print what reading a budget takes over what loading its workbook takes, and say whether it is little enough."""
    data = making.xlsx(corpus.document("artux"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "budget.xlsx"
        file.write_bytes(data)
        ours, theirs = fastest(lambda: cnbudget.read(file), lambda: openpyxl.load_workbook(file))
    print(f"xlsx  {ours / theirs:6.2f} (at most {XLSX})")
    return ours <= XLSX * theirs


def main() -> int:
    """Measure, print, and say whether all is within the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    fine = [pdf_faster(args.files), xlsx_fast()]
    return 1 if args.check and not all(fine) else 0


if __name__ == "__main__":
    sys.exit(main())
