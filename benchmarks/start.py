"""What a fresh process takes up to its first check, as ratios in turns: ``python benchmarks/start.py [PDF]``.

- a process that checks the tables of a text, ``cnbudget check`` of the text, and ``import cnbudget``, over a process
  that does nothing but ``import attrs, decimal``;
- ``cnbudget check`` of a PDF file, over a process that takes all letters of the file, with their boxes, by pypdfium2.
  Without a file, one is made of the example.

Times are processor seconds of whole processes with kept bytecode, the fastest of several turns. The goals are what a
short command should take; ``--check`` fails where one is passed. How many modules and regular expressions a clean check
needs is counted in ``tests/test_start.py``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import against
from main_job import command, documents, first_check

sys.path.insert(0, str(Path(__file__).parents[1]))

BARE = "import attrs, decimal"
LETTERS = """
import pypdfium2
file = pypdfium2.PdfDocument({path!r})
for page in file:
    text = page.get_textpage()
    count = text.count_chars()
    text.get_text_range(0, count)
    for letter in range(count):
        text.get_charbox(letter)
"""


def measured(codes: dict[str, str], turns: int) -> dict[str, float]:
    """The fastest process of each code, started in turns."""
    best = dict.fromkeys(codes, float("inf"))
    with TemporaryDirectory() as folder:
        for _ in range(turns + 1):  # the first writes the bytecode
            for name, code in codes.items():
                best[name] = min(best[name], against.processor_time(code, folder))
    return best


def made(folder: str) -> Path:
    """The example as a PDF file."""
    from tests.documents import corpus
    from tests.reading import making

    path = Path(folder) / "example.pdf"
    path.write_bytes(making.pdf(corpus.document("artux")))
    return path


def main() -> int:
    """Measure, print, and say whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("file", nargs="?", type=Path)
    args = parser.parse_args()
    text = documents()[0]
    with TemporaryDirectory() as folder:
        pdf = (made(folder) if args.file is None else args.file).resolve()
        rows = [
            ("import cnbudget", "import cnbudget", BARE, 1.5),
            ("first check of tables", first_check(text), BARE, 4.0),
            (f"cnbudget check {text.name}", command(text), BARE, 2.5),
            (f"cnbudget check {pdf.name}", command(pdf), LETTERS.format(path=str(pdf)), 1.5),
        ]
        codes = {code: code for _, one, other, _ in rows for code in (one, other)}
        best = measured(codes, args.turns)
    fine = True
    for name, one, other, goal in rows:
        ratio = best[one] / best[other]
        fine &= ratio <= goal
        beside = "letters by pypdfium2" if other != BARE else BARE
        took = f"{best[one] * 1e3:7.1f} ms / {best[other] * 1e3:6.1f} ms = {ratio:5.2f} x"
        print(f"{name:<32} over {beside:<22} {took} (goal {goal:g})")
    return int(args.check and not fine)


if __name__ == "__main__":
    sys.exit(main())
