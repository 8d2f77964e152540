"""Titles of tables that are printed over two lines, put together again.

Where the second line is a title by itself it is that of another table: 基本 / 支出预算表 under 一般公共预算 would be a
table of all expenditure, and its totals held to those.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cnbudget.forms import Title, title_of
from cnbudget.numerals import COUNTED
from cnbudget.reading.blocks import Block, TextLine

_LONGEST = 60  # characters of a title over two lines
#: What ends a line that is no part of a title.
_ENDS = "表。；;，,：:、）)"
_PART = "第"  # 第二部分
_POINTS = ("、", ".", "．", "年")
_YEAR = 4  # digits
_NUMBERS = f"{COUNTED}0123456789"
_MARKS = "#* "  # of headings in Markdown


def with_whole_titles(blocks: Sequence[Block]) -> list[Block]:
    r"""The blocks, with titles that broke over two lines whole, at the place of the first.

    Args:
        blocks: Blocks of a document.

    >>> from cnbudget.reading.text import blocks_of_text
    >>> [line.text for line in with_whole_titles(blocks_of_text("2026年一般公共预算\n基本支出表"))]
    ['2026年一般公共预算基本支出表']
    >>> [line.text for line in with_whole_titles(blocks_of_text("2026年部门预算\n收支总表"))]
    ['2026年部门预算', '收支总表']
    """
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if isinstance(block, TextLine) and isinstance(above, TextLine) and _is_one(above, block):
            found[-1] = TextLine(above.text + block.text.lstrip(_MARKS), above.place)
        else:
            found.append(block)
    return found


def _is_one(above: TextLine, line: TextLine) -> bool:
    """Whether two lines are a title, and another than the second alone, or that is none."""
    both = above.text + line.text
    if len(both) > _LONGEST or "表" not in both or above.text[-1] in _ENDS:
        return False
    if (above.place.page, above.place.sheet) != (line.place.page, line.place.sheet):
        return False
    whole = title_of(both)
    if whole is None or title_of(above.text) is not None:
        return False
    alone = title_of(line.text)
    if alone is not None and _says_as_much(whole, alone):
        return False
    return not _begins(line.text.lstrip(_MARKS))


def _begins(text: str) -> bool:
    """Whether a line begins a title: with its number, its year, or that of a part of the document."""
    bare = text.removeprefix("附").removeprefix("表").lstrip()
    rest = bare.lstrip(_NUMBERS)
    digits = len(bare) - len(rest)
    numbered = digits > 0 and (bare != text or digits >= _YEAR or rest[:1] in _POINTS)
    return numbered or text.startswith(_PART)


def _says_as_much(whole: Title, alone: Title) -> bool:
    """Whether the first line only says of what year, agency or stage the document is."""
    said, year = alone.meaning, alone.meaning.year
    return attrs.evolve(whole.meaning, stage=said.stage, year=year) == said
