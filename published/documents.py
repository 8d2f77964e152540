"""The documents as they were published, which are not part of this project: each read once, with what it prints.

They stand beside the checkout, in ``../shared/documents``. Nothing in this folder is skipped where they are not
there: `.ci/run` says so, and leaves the folder out.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from cnbudget import Disclosure, Report, State, check, read
from cnbudget.reading.blocks import Grid
from cnbudget.reading.numbers import TEXT, parse

SHARED = Path(__file__).parents[2] / "shared"
FOLDER = SHARED / "documents"
#: The two documents that the examples were retyped from.
TEXTS = {"artux": "artux-2026.txt", "akto": "akto-2024.txt"}
#: The document whose tables are a file of their own.
APART = ("beijing-sjj-2026",)
#: The files whose every finding was judged by reading the page.
PDFS = (
    "sh-czj-2025-budget-unit",
    "sh-putuo-fb-2025-budget-unit",
    "sh-putuo-ghj-2024-final-dept",
    "sh-putuo-shfly-2024-budget-unit",
    "sh-putuo-wanli-2025-budget-dept",
)
_CODE = re.compile(r"[0-9]{1,7}")


def path(name: str) -> Path:
    """The file of a document."""
    return FOLDER / TEXTS.get(name, f"{name}/{'tables' if name in APART else 'original'}.pdf")


@cache
def text(name: str) -> str:
    """The text of one of the two."""
    return path(name).read_text(encoding="utf-8")


@cache
def budget(name: str) -> Disclosure:
    """The document, read."""
    return read(path(name))


@cache
def report(name: str) -> Report:
    """The document, checked."""
    return check(budget(name), prose=False)


def printed(name: str) -> Counter[tuple[int | None, int | None, str]]:
    """Every amount in the grids of the file, with its page and line: numbers that no label goes on from."""
    from cnbudget.reading.files import contents_of

    found: Counter[tuple[int | None, int | None, str]] = Counter()
    first = min(figure.place.page or 0 for figure in budget(name).figures if figure.place.page)
    for block in contents_of(path(name).read_bytes()).blocks:
        if not isinstance(block, Grid) or (block.place.page or 0) < first:
            continue
        for row in block.rows:
            cells = [cell for cell in row.cells if cell]
            for i, cell in enumerate(cells):
                after = next((c for c in cells[i + 1 :] if not _CODE.fullmatch(c)), "")
                labelling = _CODE.fullmatch(cell) and after and parse(after) is TEXT
                if parse(cell)[1] >= 0 and not labelling:
                    found[row.place.page, row.place.line, _same(cell.replace(",", ""))] += 1
    return found


def _same(text: str) -> str:
    """A printed number; 0 is the same as 0.00, which it is read as among amounts of two places."""
    return text if text.strip("0.") else "0"


def placed(name: str) -> Counter[tuple[int | None, int | None, str]]:
    """Every printed figure that has a scope, with its page and line."""
    return Counter(
        (figure.place.page, figure.place.line, _same(figure.text))
        for figure in budget(name).figures
        if figure.state is State.VALUE and figure.scope is not None
    )
