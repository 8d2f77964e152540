"""Web pages that were made from PDF files: no tables, but every text at a position of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from statistics import median

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine

#: A start tag with a style, another tag, or a comment.
_TAG = expression(r"<(?:!--|(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]{0,2000})>)")
_STYLE = expression(r"""style\s*=\s*["']([^"']{0,1000})""", re.IGNORECASE)
_LENGTH = expression(
    r"(?:^|;)\s*(top|left|font-size)\s*:\s*(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)(?:pt|px)"
)
_ABSOLUTE = expression(r"position\s*:\s*absolute", re.IGNORECASE)
_NUMBER = expression(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_HIDDEN = frozenset(("script", "style", "template"))
_LEAST = 12  # texts so placed, that a page is read by positions
_MOST_COLUMNS = 100
_SIZE = 10.0  # of letters of which nothing says it


@attrs.frozen
class _PlacedText:
    """A text at a position.

    Attributes:
        top: How far down its page it stands.
        left: Where it begins.
        size: The size of its letters.
        text: It.
        line: The line of the source.
        page: The number of its page.
    """

    top: float
    left: float
    size: float
    text: str
    line: int
    page: int

    @property
    def right(self) -> float:
        """About where it ends: Chinese letters are as wide as high, others half as wide."""
        return self.left + self.size * sum(0.5 if mark.isascii() else 1.0 for mark in self.text)


def is_positioned(source: str) -> bool:
    """Whether a page has no table and places its texts.

    >>> is_positioned("<p>甲</p>"), is_positioned('<div style="position:absolute;top:1pt;left:2pt">甲</div>' * 20)
    (False, True)
    """
    if re.search("<table", source, re.IGNORECASE):
        return False
    return sum(1 for _ in zip(_ABSOLUTE.finditer(source), range(_LEAST), strict=False)) == _LEAST


def blocks_of_positions(source: str, limits: Limits = LIMITS) -> list[Block]:
    """The blocks of such a page: texts on one height are a row, and rows of several texts a table.

    Columns are told by the rows with numbers; a heading over several of them stands in the first.
    """
    blocks: list[Block] = []
    table: list[list[_PlacedText]] = []
    texts = list(islice(_texts(source), limits.lines + 1))
    if len(texts) > limits.lines:
        raise UnreadableError(say("limits.lines", most=limits.lines))
    for row in _rows(iter(texts)):
        if len(row) > 1 and not _speaks_of_unit(row):
            table.append(row)
            continue
        if len(row) == 1 and table and _NUMBER.fullmatch(row[0].text):
            table.append(row)  # the one amount of a row that a page break has parted
            continue
        blocks.extend(_grid(table))
        table = []
        blocks.extend(TextLine(each.text, Place(each.line, each.page)) for each in row)
    blocks.extend(_grid(table))
    return blocks


def _texts(source: str) -> Iterator[_PlacedText]:
    """The texts of a page, each with its position; what has none is placed below what came before."""
    position, page, hidden = 0, 1, ""
    top = left = 0.0
    size = _SIZE
    words: list[str] = []
    line, begun = 1, 1
    for found in _TAG.finditer(source):
        if found.start() < position:
            continue
        text = source[position : found.start()]
        if text.strip() and not hidden:
            words.append(unescape(text))
        line += source.count("\n", position, found.end())
        position = found.end()
        tag = (found[2] or "").lower()
        if not tag:  # a comment
            end = source.find("-->", position)
            position = len(source) if end < 0 else end + 3
            continue
        if tag in _HIDDEN or hidden:
            hidden = "" if found[1] and tag == hidden else hidden or ("" if found[1] else tag)
            continue
        style = _STYLE.search(found[3])
        lengths = dict(_LENGTH.findall(style[1])) if style is not None else {}
        placed = style is not None and _ABSOLUTE.search(style[1]) and "top" in lengths
        if placed or (style is not None and "relative" in style[1]):
            if words:
                yield _PlacedText(top, left, size, " ".join("".join(words).split()), begun, page)
            words, begun = [], line
            if placed:
                top, left = float(lengths["top"]), float(lengths.get("left", 0))
                size = float(lengths.get("font-size", size))
            elif top:
                page, top = page + 1, 0.0
    if words:
        yield _PlacedText(top, left, size, " ".join("".join(words).split()), begun, page)


def _rows(texts: Iterator[_PlacedText]) -> list[list[_PlacedText]]:
    """Texts on one height of one page, from the top and from the left."""
    rows: list[list[_PlacedText]] = []
    for each in sorted(texts, key=lambda text: (text.page, text.top, text.left)):
        last = rows[-1][0] if rows else None
        if last is not None and last.page == each.page and each.top - last.top <= each.size / 2:
            rows[-1].append(each)
        else:
            rows.append([each])
    for row in rows:
        row.sort(key=lambda text: text.left)
    return rows


def _speaks_of_unit(row: list[_PlacedText]) -> bool:
    """Whether a row stands over a table: 部门：…　单位：万元."""
    return all(re.search("[:：]", each.text) for each in row)


def _grid(table: list[list[_PlacedText]]) -> Iterator[Block]:
    """Rows as a grid, if they have columns; else as paragraphs."""
    columns = _columns(table)
    if not 1 < len(columns) <= _MOST_COLUMNS or len(table) < 2:
        for row in table:
            yield from (TextLine(each.text, Place(each.line, each.page)) for each in row)
        return
    rows = []
    for row in table:
        cells = [""] * len(columns)
        covered: set[int] = set()
        for each in row:
            over = [
                number
                for number, (left, right) in enumerate(columns)
                if min(right, each.right) > max(left, each.left)
            ]
            middle = (each.left + each.right) / 2
            near = min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))
            first = over[0] if over else near
            cells[first] = f"{cells[first]}{each.text}"
            covered.update(over[1:])
        free = frozenset(number for number in covered if not cells[number])
        rows.append(GridRow(cells, Place(row[0].line, row[0].page), padded=True, covered=free))
    yield Grid(rows)


def _columns(table: list[list[_PlacedText]]) -> list[tuple[float, float]]:
    """Where the columns stand: what the texts of rows with numbers reach over, those that overlap made one."""
    full = [row for row in table if any(_NUMBER.fullmatch(each.text) for each in row)]
    if not full:
        return []
    # nothing is printed in empty cells there: rows of fewer texts do not show where all columns stand
    usual = median(len(row) for row in full)
    spans = sorted((each.left, each.right) for row in full if len(row) >= usual for each in row)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns
