"""The real PDF files: all that is printed is in a block, and the tables are what the PDF library itself finds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from cnbudget.reading.blocks import Block, Grid, Remark
from cnbudget.reading.pdf import blocks_of_pdf
from published import documents

_FILES = [documents.path(name) for name in documents.PDFS]


def _blocks(file: Path) -> list[Block]:
    remarks: list[Remark] = []
    blocks = blocks_of_pdf(file.read_bytes(), remarks)
    assert remarks == []
    return blocks


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.parent.name)
def test_everything_printed_is_in_a_block_and_every_cell_in_its_row(file: Path) -> None:
    found: Counter[str] = Counter()
    rows: list[tuple[int | None, list[str]]] = []
    for block in _blocks(file):
        found.update(mark for mark in block.text if not mark.isspace())
        if isinstance(block, Grid):
            for row in block.rows:
                cells = ["".join(cell.split()) for cell in row.cells if cell]
                rows.append((row.place.page, cells))
    printed: Counter[str] = Counter()
    cut: list[tuple[int, list[str]]] = []
    with pdfplumber.open(file) as document:
        for page in document.pages:
            printed.update(char["text"] for char in page.chars if not char["text"].isspace())
            for table in page.extract_tables():
                texts = [["".join(cell.split()) for cell in row if cell] for row in table]
                if max(len(row) for row in table) > 1:
                    cut.extend((page.page_number, cells) for cells in texts if any(cells))
            page.close()
    assert found == printed
    # a title over a table that stands in a coloured box is a paragraph here, a row there
    theirs: Counter[tuple[Any, ...]] = Counter(
        (number, *filter(None, cells)) for number, cells in cut
    )
    ours: Counter[tuple[Any, ...]] = Counter((number, *cells) for number, cells in rows)
    assert not ours - theirs
    assert all("表" in row[1] or "单位" in row[1] for row in theirs - ours)


def test_a_total_alone_on_its_page_has_the_columns_of_the_page_before() -> None:
    file = documents.path("sh-putuo-wanli-2025-budget-dept")
    pages = [block for block in _blocks(file) if isinstance(block, Grid)]
    (alone,) = [grid for grid in pages if grid.place.page == 18]
    assert [bool(cell) for cell in alone.rows[0].cells] == [True, *[False] * 3, *[True] * 3]
