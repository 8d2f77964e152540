"""What stands on the pages of the real PDF files, held against what another library finds there.

Where the two differ, somebody has looked at the picture of the page: each such page is recorded with what is seen.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from cnbudget import check, read
from cnbudget.reading.blocks import Block, Grid, Remark
from cnbudget.reading.pdf import blocks_of_pdf
from published import documents
from tests.reading import second_opinion

_FILES = sorted(documents.FOLDER.glob("*/*.pdf"))
_FORMS = documents.SHARED / "faults" / "forms"

#: By document and page: what the picture shows, and the other library does not know of. Each was looked at.
DIFFERENCES = {
    (
        "beijing-sjj-2026/tables",
        17,
    ): "the three cells at the top are empty: their text, of cells from page 16, is clipped away",
    (
        "beijing-sjj-2026/tables",
        18,
    ): "the same words in the same cells; the table goes on from page 17, so it has its columns",
    (
        "beijing-sjj-2026/tables",
        19,
    ): "the same words in the same cells; the table goes on from page 18, so it has its columns",
    (
        "beijing-sjj-2026/tables",
        21,
    ): "the cell at the left is empty: its 整体绩效目标 stands on page 20 and is clipped away here",
    ("chongqing-slj-2026/original", 33): "no unit is to be seen: 单位：万元 is clipped away",
    (
        "xian-gzw-2022/original",
        31,
    ): "row 8 says 职业年金缴费: 费, of the cell above, did not fit and is clipped away",
    (
        "xian-sjj-2026/original",
        37,
    ): "the cell at the bottom says 效益指: its 标 stands overleaf and is clipped away here",
    (
        "xian-sjj-2026/original",
        38,
    ): "at the top is nothing but 标: 年度绩效指标 and 效益指, of page 37, are clipped away",
    (
        "xian-sjj-2026/original",
        40,
    ): "the cell at the left is empty: its 年度绩效指标 is clipped away",
    (
        "xian-sjj-2026/original",
        42,
    ): "three cells at the bottom are empty: their words stand overleaf and are clipped away here",
    (
        "xian-wjw-2022-final/original",
        114,
    ): "a date too long for its cell ends at the cell's edge, with 2022 and half of 年",
}


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def _pages(blocks: list[Block]) -> dict[int, list[list[str]]]:
    """The paragraphs and rows of each page."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                found[row.place.page or 0].append(row.cells)
        else:
            found[block.place.page or 0].append([block.text])
    return found


@pytest.mark.parametrize("file", _FILES, ids=_name)
def test_every_page_is_read_as_the_other_library_reads_it(file: Path) -> None:
    data = file.read_bytes()
    ours, theirs = _pages(blocks_of_pdf(data)), _pages(second_opinion.blocks(data))
    differ = {page for page in ours.keys() | theirs.keys() if ours[page] != theirs[page]}
    assert differ == {page for name, page in DIFFERENCES if name == _name(file)}


def test_what_is_recorded_takes_words_away_and_adds_none() -> None:
    for name in {name for name, _ in DIFFERENCES}:
        data = (documents.FOLDER / f"{name}.pdf").read_bytes()
        ours, theirs = _pages(blocks_of_pdf(data)), _pages(second_opinion.blocks(data))
        for page in (page for own, page in DIFFERENCES if own == name):
            fewer = sorted("".join("".join(cells) for cells in ours[page]))
            more = iter(sorted("".join("".join(cells) for cells in theirs[page])))
            assert all(mark in more for mark in fewer), (name, page)


def test_a_total_alone_on_its_page_has_the_columns_of_the_page_before() -> None:
    remarks: list[Remark] = []
    file = documents.path("sh-putuo-wanli-2025-budget-dept")
    blocks = blocks_of_pdf(file.read_bytes(), remarks)
    assert remarks == []
    (alone,) = [block for block in blocks if isinstance(block, Grid) and block.place.page == 18]
    assert [bool(cell) for cell in alone.rows[0].cells] == [True, *[False] * 3, *[True] * 3]


def test_shades_behind_text_change_nothing() -> None:
    plain, shaded = (_FORMS / f"{name}.pdf" for name in ("plain", "shade"))
    texts = [[block.text for block in blocks_of_pdf(file.read_bytes())] for file in (plain, shaded)]
    assert texts[0] == texts[1]
    found = [check(read(file)) for file in (plain, shaded)]
    assert found[0].tallies == found[1].tallies
    assert [f.message("zh") for f in found[0].findings] == [
        f.message("zh") for f in found[1].findings
    ]
    assert found[1].tallies["growth"].exact == 2
