"""Sets of tables (一套表): where in a file one agency's document ends and the next begins.

A department publishes its budget and then each unit's, a county those of all its departments in one file (汇编).
Every form opens with the same table, of all that comes in and goes out (收支总表), and within one set no table stands
twice. So a set begins where a table comes again and most of those after it do; what is printed before its tables
(a cover, prose) belongs to it from its cover on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE
from cnbudget.forms import title_of
from cnbudget.forms.titles import beside_title
from cnbudget.layouts.forms import title_key
from cnbudget.layouts.outlines import Outline
from cnbudget.numerals import COUNTED, PART
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine
from cnbudget.reading.heads import agency_in
from cnbudget.reading.titles import (
    FARTHEST,
    Found,
    KnownTitles,
    describe,
    parted,
    preamble,
    titles_of,
)
from cnbudget.values import Visible
from cnbudget.words import plain

#: Tables that a set has at least: fewer are tables within a text, or one printed again.
_LEAST = 3
#: Characters: a cover says in a line or two whose budget it is, and 部门预算 or its end may have a line of its own.
_LONGEST_COVER = 60
_LONGEST_ABOVE = 30
_LONGEST_END = 4
_ABOVE = 2  # lines of a cover before the one that says 部门预算
#: How the line of a cover ends that says what the document is.
_COVER = expression(
    r"(?:部门|单位)(?:综合)?(?:预算|决算)(?:信息)?(?:公开)?(?:情况)?(?:说明|报告|文本|草案)?$"
    r"|(?:预算|决算)(?:信息)?公开$"
)
#: What stands above a cover and is none of it: a note, the date of the document before.
_NO_TOP = expression(r"^注|[日号]$")
_NO_COVER = expression(rf"^(?:关于|第|[({COUNTED}0-9]{{1,3}}[、.)])|[。；;]|情况的|目录")


@attrs.frozen(eq=False, repr=False)
class TableSet(Visible):
    """A set of tables, and the blocks that belong to it.

    Attributes:
        blocks: The blocks, in their order.
        agency: The agency that is printed over its tables or on its cover, or "".
    """

    blocks: list[Block]
    agency: str = ""


@attrs.frozen(eq=False, repr=False)
class _PartOfFile(Visible):
    """A block, or the rows of a grid from a title among them to the next.

    Attributes:
        block: The piece.
        at: The place of the block that it is of, and the row that it begins with.
    """

    block: Block
    at: tuple[int, int]


@attrs.define(eq=False, repr=False)
class _Titled(Visible):
    """A table under its title.

    Attributes:
        start: The place of the title among the pieces.
        end: The place of its last grid.
        key: What tells its title from others.
        opening: Whether it is the table that every form opens with.
        overall: Whether its title says so (收支总表): 收入支出决算表 may stand in the middle of a set.
        agency: The agency printed over it, or "".
    """

    start: int
    end: int
    key: str
    opening: bool
    overall: bool
    agency: str


@attrs.frozen(eq=False, repr=False)
class _AnyTitles(Visible):
    """The titles that words tell, and those of layouts."""

    words: KnownTitles
    layouts: KnownTitles

    def match(self, text: str) -> tuple[str, int | None, str, str] | None:
        """The table's key, its number, its bare title and the title as known, if the text is a title."""
        return self.words.match(text) or self.layouts.match(text)

    def goes_on(self, table: Found, rows: list[GridRow]) -> bool:
        """Whether rows go on with a table whose page ended."""
        return self.words.goes_on(table, rows)


def sets_of(blocks: list[Block], outlines: Sequence[Outline], words: KnownTitles) -> list[TableSet]:
    """The sets of tables of a document with all that belongs to each; one if it has one set, or none.

    Args:
        blocks: The document.
        outlines: The layouts whose titles are known besides those that words tell.
        words: The titles that words tell.
    """
    titles = _AnyTitles(words, titles_of(outlines))
    pieces = list(_pieces(blocks, titles))
    tables = _titled(pieces, titles)
    starts = _starts(tables, pieces)
    if len(starts) < 2:
        return [TableSet(blocks)]
    groups = [
        tables[start:end] for start, end in zip(starts, [*starts[1:], len(tables)], strict=True)
    ]
    cuts = [(0, 0)]
    for before, group in itertools.pairwise(groups):
        cut = _cut(pieces, before[-1].end + 1, group[0].start, _agency(before))
        cuts.append(pieces[cut].at)
    cuts.append((len(blocks), 0))
    return [
        TableSet(mine, _agency(group) or _on_cover(mine[: _ABOVE + 1]))
        for mine, group in zip(_between(blocks, cuts), groups, strict=True)
    ]


def _pieces(blocks: list[Block], titles: KnownTitles) -> Iterator[_PartOfFile]:
    for number, block in enumerate(blocks):
        row = 0
        for piece in parted([block], titles):
            yield _PartOfFile(piece, (number, row))
            row += len(piece.rows) if isinstance(piece, Grid) else 0


def _between(blocks: list[Block], cuts: list[tuple[int, int]]) -> Iterator[list[Block]]:
    """The blocks between cuts; a grid with a cut in it is two."""
    for (first, row), (last, rows) in itertools.pairwise(cuts):
        mine = blocks[first : last + bool(rows)]
        if rows:
            mine[-1] = _rows_of(mine[-1], 0, rows)
        if row:
            mine[0] = _rows_of(mine[0], row, None)
        yield mine


def _rows_of(block: Block, start: int, end: int | None) -> Block:
    return Grid(block.rows[start:end]) if isinstance(block, Grid) else block


def _titled(pieces: list[_PartOfFile], titles: KnownTitles) -> list[_Titled]:
    """The tables that stand under titles, in their order; pages of one table are one."""
    found: list[_Titled] = []
    over: Found | None = None  # the title that waits for its grid
    start = apart = 0
    for position, piece in enumerate(pieces):
        block = piece.block
        if isinstance(block, Grid):
            told = Found("", "", None, NOWHERE)
            rows, inner = preamble(block.rows, titles, told)
            if inner is not None:
                over, start = inner, position
            if over is not None and rows:
                key, agency = title_key(over.title), over.agency or told.agency
                if not found or found[-1].key != key:
                    opening = _opens(over.title)
                    overall = opening and "总" in over.title
                    found.append(_Titled(start, position, key, opening, overall, agency))
                found[-1].end = position
                over = None
            continue
        match = titles.match(block.text)
        if match is not None and match[0]:
            over, start, apart = Found(match[0], match[2], match[1], block.place), position, 0
        elif match is None and over is not None:
            describe(over, block.text, fresh=True)
            apart += len(block.text)
            if apart > FARTHEST or PART.match(block.text.lstrip("# \u3000\t")):
                over = None
    return found


def _opens(title: str) -> bool:
    """Whether a title is that of the table of all that comes in and goes out."""
    said = title_of(title)
    return said is not None and said.meaning.balance and said.meaning.source is None


def _starts(tables: list[_Titled], pieces: list[_PartOfFile]) -> list[int]:
    """Which of the tables are the first of a set."""
    starts: list[int] = []
    seen: dict[str, bool] = {}  # the keys of the present set, and whether the table opens it
    for number, table in enumerate(tables):
        again = table.key in seen or (table.opening and True in seen.values())
        if not starts:
            starts.append(0)
        elif again and (
            (len(seen) >= _LEAST and _make_a_set(tables[number:], seen))
            or _come_again(tables[starts[-1] :], number - starts[-1], pieces)
        ):
            starts.append(number)
            seen = {}
        seen[table.key] = table.opening
    return starts


def _make_a_set(tables: list[_Titled], seen: dict[str, bool]) -> bool:
    """Whether tables are a set of their own: there are enough, and they open it or are mostly known already."""
    keys: set[str] = set()
    for table in tables:
        if table.key in keys:
            break
        keys.add(table.key)
    if len(keys) < _LEAST:
        return False
    first = tables[0]
    opens = first.overall or (first.opening and first.key in seen)
    return opens or 2 * len(keys & seen.keys()) >= len(keys)


def _come_again(tables: list[_Titled], count: int, pieces: list[_PartOfFile]) -> bool:
    """Whether the few tables of a set come again, all of them in their order, and with other amounts.

    So does each unit of a small department; what a text prints of the tables behind it has their amounts.
    """
    first, second, rest = tables[:count], tables[count : 2 * count], tables[2 * count :]
    return (
        count > 1
        and first[0].opening
        and [table.key for table in first] == [table.key for table in second]
        and (not rest or rest[0].key == first[0].key)
        and [_cells(pieces, each) for each in first] != [_cells(pieces, each) for each in second]
    )


def _cells(pieces: list[_PartOfFile], table: _Titled) -> list[list[str]]:
    """What stands in the grids of a table."""
    blocks = (piece.block for piece in pieces[table.start : table.end + 1])
    return [row.plain_texts for block in blocks if isinstance(block, Grid) for row in block.rows]


def _agency(tables: list[_Titled]) -> str:
    """The agency that most tables of a set name."""
    names = [table.agency for table in tables if table.agency]
    return max(names, key=names.count, default="")


def _cut(pieces: list[_PartOfFile], start: int, end: int, agency: str) -> int:
    """Where the next document begins, between the last table of one and the first of the next.

    Args:
        pieces: Both documents.
        start: What stands behind the last table.
        end: The title of the next one's first.
        agency: The agency of the first document, whose prose may repeat its cover.
    """
    covers = [n for n in range(start, end) if _is_cover(pieces, n)]
    own = plain(agency)
    others = [n for n in covers if plain(_named_at(pieces, n, start)) != own]
    if covers:
        return _top(pieces, start, others[0] if others else covers[-1])
    firsts = [n for n in range(start, end) if _is_first_part(pieces[n].block)]
    if firsts:
        return _top(pieces, start, firsts[0])
    while end > start and _is_beside(pieces[end - 1].block):
        end -= 1
    return end


def _is_cover(pieces: list[_PartOfFile], at: int) -> bool:
    """Whether a line says that a document of an agency begins: 2026年青山市审计局部门预算.

    A long name breaks it, so that its end is a line of a few characters.
    """
    text = _line(pieces[at].block)
    if not text or _NO_COVER.search(text) is not None:
        return False
    below = _line(pieces[at + 1].block) if at + 1 < len(pieces) else ""
    ends = [text, text + below] if 0 < len(below) <= _LONGEST_END else [text]
    return any(_COVER.search(each) is not None for each in ends)


def _line(block: Block) -> str:
    """A line of a cover, as it is compared; "" for all else."""
    if not isinstance(block, TextLine) or len(block.text) > _LONGEST_COVER:
        return ""
    return plain(block.text).strip("#*")


def _is_first_part(block: Block) -> bool:
    """Whether a line is the heading of a document's first part."""
    return isinstance(block, TextLine) and plain(block.text).strip("#*").startswith("第一部分")


def _is_beside(block: Block) -> bool:
    return isinstance(block, TextLine) and beside_title(block.text)


def _named_at(pieces: list[_PartOfFile], cover: int, start: int) -> str:
    """The agency that a cover names, from the line that says what the document is."""
    top = _top(pieces, start, cover)
    return _on_cover([piece.block for piece in pieces[top : cover + 1]])


def _on_cover(lines: list[Block]) -> str:
    """The agency that the lines of a cover name."""
    return agency_in([plain(line.text).strip("#*") for line in lines if isinstance(line, TextLine)])


def _top(pieces: list[_PartOfFile], start: int, at: int) -> int:
    """The first line of a cover, from the one that says what the document is: short lines above it on its page."""
    page = pieces[at].block.place.page
    for _ in range(_ABOVE):
        above = pieces[at - 1].block if at > start else None
        if not isinstance(above, TextLine) or above.place.page != page:
            break
        text = plain(above.text)
        if len(text) > _LONGEST_ABOVE or text[-1:] in "。；;." or _NO_TOP.search(text):
            break
        at -= 1
    return at
