"""What pdfplumber finds on the pages of a PDF, put through the same geometry: a second opinion on our reader.

It is also what `cnbudget` read PDF files by before, so that benchmarks measure against it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber

from cnbudget.reading.blocks import Block
from cnbudget.reading.pages import MIDDLE, Box, Letter, Page, blocks_of_pages
from cnbudget.reading.pdf.printed import PrintedPage, placed

_THICK = 3.5  # a filled rectangle thicker than this is a background, not a ruling


def blocks(data: bytes) -> list[Block]:
    """The blocks of a PDF file."""
    pages: list[Page] = []
    columns: list[float] | None = None
    with pdfplumber.open(BytesIO(data)) as document:
        for source in document.pages:
            page = PrintedPage(source.page_number, float(source.width), float(source.height))
            page.letters = _letters(source.chars)
            here, columns = placed(page, _tables(source), columns)
            pages.append(here)
            source.close()
    return blocks_of_pages(pages)


def _letters(chars: list[dict[str, Any]]) -> list[Letter]:
    """The upright letters of a page, each once."""
    letters: list[Letter] = []
    seen: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for char in chars:
        if not char["upright"]:
            continue
        text, left, top, bottom = char["text"], char["x0"], char["top"], char["bottom"]
        middle, size = (top + bottom) / 2, bottom - top
        near = seen.setdefault((text, round(middle / 8)), [])
        limit = 0.15 * size
        if any(abs(left - x) < limit and abs(middle - y) < limit for x, y in near[-4:]):
            continue
        near.append((left, middle))
        letters.append(Letter(middle + MIDDLE * size, left, char["x1"], size, text))
    return letters


def _tables(source: Any) -> list[list[Box]]:
    """The cells of each ruled table, from the top."""
    page = source
    if any(_background(each) for each in source.rects):
        page = source.filter(lambda each: not _background(each))
    found = [list(table.cells) for table in page.find_tables()]
    found.sort(key=lambda cells: min(cell[1] for cell in cells))
    return [sorted(cells, key=lambda cell: (cell[1], cell[0])) for cells in found]


def _background(each: dict[str, Any]) -> bool:
    return (
        each.get("object_type") == "rect"
        and not each.get("stroke")
        and each["width"] > _THICK
        and each["height"] > _THICK
    )
