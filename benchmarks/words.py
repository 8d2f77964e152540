"""What reading tables by their words costs, as ratios measured in the same run.

    python benchmarks/words.py [--check] [PDF…]

- words: giving the tables of a PDF file their scopes by their words, over taking its letters, lines and grids off the
  pages, of all files together: at most half.
- growth: reading by words, choosing and checking the first quarter, half and all rows of the tables of the longest
  file; the exponent of the time over the rows: at most 1.3.

Without files, one is made of an example. The times are processor seconds, the fastest of several turns; ``--check``
fails when a limit is passed.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from functools import partial
from itertools import takewhile
from math import log
from pathlib import Path
from unittest.mock import patch

import cnbudget
from cnbudget.reading.blocks import Block, Grid
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.finding import find_tables
from cnbudget.reading.pdf import blocks_of_pdf
from cnbudget.reading.worded.tables import read_by_words
from cnbudget.reading.worded.titles import titles_by_words

sys.path.insert(0, str(Path(__file__).parents[1]))
from choosing import usual
from files import fastest

from tests.documents import corpus
from tests.reading import making

#: The most that the words take of the parser's own time, and the steepest growth with pages.
WORDS, GROWTH = 0.5, 1.3


def worded(blocks: list[Block]) -> None:
    """The scopes of the tables among blocks."""
    found, _ = find_tables(blocks, titles_by_words())
    found = [each for each in found if each.parts or each.said_empty]
    with patch("cnbudget.reading.worded.tables.choose", usual):
        read_by_words(found, "", 2026, "预算", prose=[])


def read_and_checked(blocks: list[Block]) -> None:
    """All that is made of blocks, and its check."""
    with contextlib.suppress(cnbudget.UnreadableError):
        cnbudget.check(disclosure_of_blocks(blocks, []))


def shares(contents: dict[str, bytes]) -> bool:
    """Print what words cost beside the parser, and say whether that is little enough."""
    letters = words = 0.0
    for name, data in contents.items():
        blocks = blocks_of_pdf(data)
        pair = fastest(partial(blocks_of_pdf, data), partial(worded, blocks))
        letters, words = letters + pair[0], words + pair[1]
        print(f"words  {pair[1] / pair[0]:6.2f} {name}")
    print(f"words  {words / letters:6.2f} (at most {WORDS}) together")
    return words <= WORDS * letters


def growth(contents: dict[str, bytes]) -> bool:
    """Print how reading and checking grow with the pages of the longest file, and say whether that is little enough."""
    name, blocks = max(
        ((name, blocks_of_pdf(data)) for name, data in contents.items()),
        key=lambda pair: rows(pair[1]),
    )
    last = rows(blocks)
    if last < 400:
        print(f"growth not measured: the tables of {name} have {last} rows")
        return True
    counts, parts = [], []
    for share in (4, 2, 1):
        part = list(takewhile(Within(last // share), blocks))
        counts.append(rows(part))
        parts.append(part)
    times = fastest(*[partial(read_and_checked, part) for part in parts])
    exponent = log(times[-1] / times[0]) / log(counts[-1] / counts[0])
    told = ", ".join(
        f"{count}: {seconds / times[0]:.2f}" for count, seconds in zip(counts, times, strict=True)
    )
    print(f"growth {exponent:6.2f} (at most {GROWTH}) {name}: {told}")
    return exponent <= GROWTH


class Within:
    """Whether blocks have no more rows of tables than so many, one after the other."""

    def __init__(self, most: int) -> None:
        self.left = most

    def __call__(self, block: Block) -> bool:
        self.left -= rows([block])
        return self.left >= 0


def rows(blocks: list[Block]) -> int:
    """How many rows the tables among blocks have."""
    return sum(len(block.rows) for block in blocks if isinstance(block, Grid))


def main() -> int:
    """Measure, and say whether all is within the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    contents = {str(file): file.read_bytes() for file in args.files}
    contents = contents or {"the example": making.pdf(corpus.document("artux"))}
    enough = shares(contents) & growth(contents)
    return int(args.check and not enough)


if __name__ == "__main__":
    sys.exit(main())
