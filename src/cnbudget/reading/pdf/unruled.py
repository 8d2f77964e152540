"""Tables without rulings between their cells: columns and rows from where the amounts, labels and headings stand.

Some offices print tables with lines between the rows alone, or with none. What stands in them is told by its places:
amounts that stand under each other are a column, and a line with amounts is a row. A table of which this leaves a doubt
is not read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cnbudget.reading.pages import Letter, Page, Raster, lines_of
from cnbudget.reading.pdf.open_tables import OpenTable
from cnbudget.reading.pdf.pieces import PieceLine
from cnbudget.reading.pdf.printed import RuledLine

_BETWEEN = 6  # lines without an amount between two that have some, at the most
_HEADS = 30  # lines of headings, at the most


def unruled_tables(
    page: Page, across: Iterable[RuledLine], columns: Sequence[float] | None
) -> tuple[list[Raster], bool]:
    """The tables among the letters of a page that are in no ruled table; their letters are taken from it.

    And whether there is one of which it is in doubt where the columns are.

    Args:
        page: The page.
        across: The rulings from left to right on it.
        columns: Where the columns stood in the table at the end of the page before.
    """
    texts = [PieceLine.of(line) for line in lines_of(page.letters)]
    if sum(text.amounts for text in texts) < (2 if columns is None else 1):
        return [], False
    rules = sorted(across)
    tops = sorted(table.rows[0] for table in page.tables)
    found: list[Raster] = []
    taken: set[Letter] = set()
    doubt = False
    for first, start, end in _regions(texts, tops, more=columns is not None):
        before = columns if not first and not found and not page.tables else None
        table = OpenTable(texts[first:start], texts[start:end], before, rules).raster()
        if table is None:
            doubt = True
        else:
            found.append(table)
            taken.update(each for own in table.letters.values() for each in own)
    if taken:
        page.letters = [letter for letter in page.letters if letter not in taken]
    return found, doubt


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
