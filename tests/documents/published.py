"""The real PDFs of published budgets, where they are at hand: read once, with what stands in their grids."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cnbudget import Disclosure, Report, State, check, read
from cnbudget.reading.blocks import Grid
from cnbudget.reading.numbers import TEXT, parse

_SHARED = Path(os.environ.get("CNBUDGET_SHARED", Path(__file__).parents[3] / "shared"))
FOLDER = _SHARED / "documents"
_CODE = re.compile(r"[0-9]{1,7}")


def path(name: str) -> Path:
    """The file of a document; the test is skipped if it, or the library that reads it, is not there."""
    pytest.importorskip("pdfplumber")
    file = FOLDER / name / "original.pdf"
    if not file.is_file():
        pytest.skip(f"the document {name} is not at hand")
    return file


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
                    found[row.place.page, row.place.line, cell.replace(",", "")] += 1
    return found


def placed(name: str) -> Counter[tuple[int | None, int | None, str]]:
    """Every printed figure that has a scope, with its page and line."""
    return Counter(
        (figure.place.page, figure.place.line, figure.text)
        for figure in budget(name).figures
        if figure.state is State.VALUE and figure.scope is not None
    )
