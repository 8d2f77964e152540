"""Tables without rulings between their cells: columns and rows from where the amounts, labels and headings stand.

Some offices print tables with lines between the rows alone, or with none. What stands in them is told by its places:
amounts that stand under each other are a column, and a line with amounts is a row. A table of which this leaves a doubt
is not read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import attrs

from cnbudget.reading.pages import Page, Raster, lines_of
from cnbudget.reading.pdf.open_tables import OpenTable
from cnbudget.reading.pdf.pieces import LinePiece, PieceLine
from cnbudget.reading.pdf.printed import RuledLine

_BETWEEN = 40  # lines without an amount between two that have some, at the most
_OVER = 4  # lines
_HEADS = 30  # lines of headings, at the most


@attrs.define(eq=False)
class OpenPart:
    """What stands on a page outside its ruled tables and has to do with others.

    Attributes:
        top: Where it begins.
        table: The table that it is; None if it is one in doubt, or none.
        seen: Whether it is one.
        ends: Whether it is what stands between tables, and no part of one that has amounts.
        blank: Whether it is a table without any.
        over: What stands over it.
        heads: Its headings.
        body: Its lines, and the columns and rows that they make up.
    """

    top: float
    table: Raster | None = None
    seen: bool = False
    ends: bool = False
    blank: bool = False
    over: frozenset[str] = frozenset()
    heads: Sequence[LinePiece] = ()
    body: OpenTable | None = None

    def goes_on(self, before: Iterable[OpenPart]) -> bool:
        """Whether the same stands over it again that stood over the parts of a table."""
        return bool(self.over) and self.over <= frozenset().union(*(part.over for part in before))

    def is_headed_as(self, before: OpenPart) -> bool:
        """Whether it has no headings, or those of another part at the same places."""
        return not self.heads or (
            [piece.text for piece in self.heads] == [piece.text for piece in before.heads]
            and all(abs(a.left - b.left) < 1 for a, b in zip(self.heads, before.heads, strict=True))
        )


def open_parts(page: Page, across: Iterable[RuledLine], last: OpenPart | None) -> list[OpenPart]:
    """The tables among the letters of a page that are in no ruled table, those in doubt, and what stands between.

    Args:
        page: The page.
        across: The rulings from left to right on it.
        last: The table at the end of the page before.
    """
    texts = _without_numbers([PieceLine.of(line) for line in lines_of(page.letters)])
    rules = sorted(across)
    tops = sorted(table.rows[0] for table in page.tables)
    found = [OpenPart(top, ends=True) for top in tops]
    held: set[int] = set()
    if sum(text.amounts for text in texts) >= (2 if last is None else 1):
        for first, start, end in _regions(texts, tops, more=last is not None):
            part = OpenPart(texts[first].line.middle, seen=True, over=_over(texts, first, held))
            part.heads = [piece for text in texts[first:start] for piece in text.pieces]
            known = last is not None and not held and not tops and part.is_headed_as(last)
            before = last.body if known and last else None
            body = OpenTable(texts[first:start], texts[start:end], before, rules)
            part.table, part.body = body.raster(), body
            found.append(part)
            held.update(range(first, end))
    for n, text in enumerate(texts):
        if n in held:
            continue
        if text.amounts and not text.over and text.pieces[-1].amount:
            found.append(OpenPart(text.line.middle, over=_over(texts, n, held)))
        elif text.ends:
            found.append(OpenPart(text.line.middle, ends=True))
        if text.over and _blank(texts, n + 1, held):
            found.append(OpenPart(text.line.middle, blank=True, ends=True))
    return sorted(found, key=lambda part: part.top)


def take_open_tables(
    pages: Sequence[tuple[Page | None, list[OpenPart]]],
) -> tuple[list[int], list[int]]:
    """Put the tables of pages that are whole into them; say which pages have others, and which blank ones.

    Where a part of a table is in doubt, on its page or where it goes on, it is not whole, and would be held to the sums
    of rows that are not there.

    Args:
        pages: The pages in their order, with their parts; None is one that could not be read.
    """
    run: list[tuple[int, OpenPart]] = []
    ended = True
    for number, (_, parts) in enumerate(pages):
        for part in parts:
            if part.ends:
                ended = True
                continue
            if ended and not part.goes_on(each for _, each in run):
                _keep_whole(run)
                run = []
            run.append((number, part))
            ended = False
    _keep_whole(run)
    doubtful, blank = [], []
    for page, parts in pages:
        tables = [part.table for part in parts if part.table is not None]
        if page is None:
            continue
        if any(part.seen and part.table is None for part in parts):
            doubtful.append(page.number)
        if any(part.blank for part in parts):
            blank.append(page.number)
        if tables:
            taken = {each for table in tables for own in table.letters.values() for each in own}
            page.letters = [letter for letter in page.letters if letter not in taken]
            page.tables = sorted((*page.tables, *tables), key=lambda table: table.rows[0])
    return doubtful, blank


def _without_numbers(texts: list[PieceLine]) -> list[PieceLine]:
    """The lines of a page without its number, which is the first of them or the last and no row of a table."""
    start, end = 0, len(texts)
    while start < end and texts[start].numbered:
        start += 1
    while start < end and texts[end - 1].numbered:
        end -= 1
    return texts[start:end]


def _blank(texts: list[PieceLine], start: int, held: set[int]) -> bool:
    """Whether headings stand from a line on, and no amounts below them."""
    wide = 0
    for n in range(start, len(texts)):
        if n in held or texts[n].amounts:
            return False
        if texts[n].ends:
            break
        # the number of a page, - 7 -, is three pieces and none of words
        words = sum(any(map(str.isalpha, piece.text)) for piece in texts[n].pieces)
        wide += words > 2 or (wide > 0 and words > 1)
    return wide > 0


def _over(texts: list[PieceLine], first: int, held: set[int]) -> frozenset[str]:
    """What stands over a line, up to the table before."""
    start = max(first - _OVER, max((n + 1 for n in held if n < first), default=0), 0)
    return frozenset(text.line.text for text in texts[start:first])


def _keep_whole(run: list[tuple[int, OpenPart]]) -> None:
    """Keep the tables of parts that may be of one table only if that is whole."""
    pages = {number for number, _ in run}
    heads = {"".join(piece.text for piece in part.heads) for _, part in run} - {""}
    if len(pages) < len(run) or len(heads) > 1 or any(part.table is None for _, part in run):
        for _, part in run:
            part.table = None


def _regions(
    texts: list[PieceLine], tops: list[float], *, more: bool
) -> Iterable[tuple[int, int, int]]:
    """Where tables stand among the lines: from which line on their headings, and their rows, and to which.

    Args:
        texts: The lines.
        tops: Where ruled tables begin.
        more: Whether a table may go on from the page before.
    """
    anchors = [n for n, text in enumerate(texts) if text.amounts and not text.ends]
    groups: list[list[int]] = []
    for n in anchors:
        if groups:
            last = groups[-1][-1]
            between = texts[last + 1 : n]
            if (
                len(between) <= _BETWEEN
                and not any(text.ends for text in between)
                and _parted(texts[last], texts[n], tops) is False
            ):
                groups[-1].append(n)
                continue
        groups.append([n])
    least = 0
    for number, group in enumerate(groups):
        start = group[0]
        first, stopped = _heads(texts, start, least, tops)
        end = group[-1] + 1
        stop = groups[number + 1][0] if number + 1 < len(groups) else len(texts)
        usual = 1.6 * texts[start].line.size
        while end < stop and not texts[end].ends:
            if texts[end].line.middle - texts[end - 1].line.middle > usual:
                if len(texts[end].pieces) < 2 or _parted(texts[end - 1], texts[end], tops):
                    break
                if texts[end].line.middle - texts[end - 1].line.middle > 2 * usual:
                    break
            end += 1
        if not stopped:
            while first < start and len(texts[first].pieces) < 2:
                first += 1
        while start > first and len(group) > 1 and _row(texts[start - 1]):
            start -= 1
        rows = [texts[n] for n in group]
        goes_on = more and not first and first == start
        if sum(len(text.pieces) > 1 for text in rows) < (1 if goes_on else 2) and (
            first == start or len(rows[0].pieces) < 3
        ):
            continue
        least = end
        yield first, start, end


def _row(text: PieceLine) -> bool:
    """Whether a line without amounts is a row and no heading: its code, and its name."""
    return (
        len(text.pieces) == 2
        and len(text.pieces[0].text) in (3, 5, 7)
        and text.pieces[0].numeric
        and not text.pieces[1].numeric
    )


def _parted(above: PieceLine, below: PieceLine, tops: list[float]) -> bool:
    """Whether a ruled table stands between two lines."""
    return bisect_right(tops, above.line.middle) != bisect_right(tops, below.line.middle)


def _heads(texts: list[PieceLine], start: int, least: int, tops: list[float]) -> tuple[int, bool]:
    """From which line on headings stand over the first row, and whether what is over them is none for sure."""
    first = start
    while first > least and start - first < _HEADS:
        above = texts[first - 1]
        if above.ends or _parted(above, texts[start], tops):
            return first, above.over
        first -= 1
    return first, False
