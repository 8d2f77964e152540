"""Sheets of cells at addresses, into paragraphs and grids.

Nothing here knows a library for spreadsheets, and nothing of budgets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say
from cnbudget.reading.blocks import Block, Grid, GridRow, Places, TextLine
from cnbudget.reading.numbers import column_number

_NUMBER = expression(r"-?[0-9]+(?:\.([0-9]+))?")
_WIDEST = 256  # columns; empty ones are left out of wider tables


@attrs.define(eq=False)
class FilledCell:
    """A cell with something in it.

    Attributes:
        column: Its column, from 1.
        text: What it shows.
        loose: Whether the places are the number's own, so that zeros at its end may have been dropped.
        wide: How many columns it spreads over.
    """

    column: int
    text: str
    loose: bool = False
    wide: int = 1


@attrs.define(eq=False)
class SheetRow:
    """A row with something in it.

    Attributes:
        number: Its number, from 1.
        entries: Its cells, from the left.
        covered: The columns in which a merged cell with something in it reaches over it.
    """

    number: int
    entries: list[FilledCell]
    covered: set[int] = attrs.field(factory=set)


# Rows into blocks ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def column_name(number: int) -> str:
    """The letters of a column.

    >>> column_name(1), column_name(28), column_name(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def blocks_of_rows(
    rows: list[SheetRow],
    place: Callable[[int, int], Place],
    limits: Limits = LIMITS,
    *,
    lines: bool = False,
) -> list[Block]:
    """The paragraphs and grids that the rows of a sheet make up.

    A row with one text is a paragraph (a title, a note) where a table can begin: at the top, and, after an
    empty row or over most columns, where a header follows.

    Args:
        rows: The rows that have something in them.
        place: The place of a row and column.
        limits: How much is read at the most.
        lines: Whether all cells of a row stand at the place of the row.
    """
    blocks: list[Block] = []
    table: list[SheetRow] = []
    width = max((row.entries[-1].column for row in rows), default=0)
    before = 0
    for index, row in enumerate(rows):
        gap = row.number > before + 1
        before = row.number
        single = len(row.entries) == 1 and not is_numeric(row.entries[0].text)
        if table and not any(is_numeric(entry.text) for entry in row.entries):
            # the title of a further table on a sheet is merged over most of the columns
            wide = single and row.entries[0].wide * 5 > width * 3
            if (gap or wide) and not _data_follows(rows, index + 1):
                blocks.append(_grid(table, place, limits, lines=lines))
                table = []
        if single and not table:
            entry = row.entries[0]
            blocks.append(TextLine(entry.text, place(row.number, entry.column)))
        else:
            table.append(row)
    if table:
        blocks.append(_grid(table, place, limits, lines=lines))
    return blocks


def is_numeric(text: str) -> bool:
    """Whether a cell shows an amount, as far as laying out the sheet asks."""
    bare = text.replace(",", "")
    return _NUMBER.fullmatch(bare.rstrip("亿万千元")) is not None


def _data_follows(rows: list[SheetRow], start: int) -> bool:
    """Whether the next row of more than one cell has a number in it."""
    for row in rows[start : start + 8]:
        if len(row.entries) > 1:
            return any(is_numeric(entry.text) for entry in row.entries)
    return False


def _grid(
    rows: list[SheetRow], place: Callable[[int, int], Place], limits: Limits, *, lines: bool
) -> Grid:
    first = min(row.entries[0].column for row in rows)
    last = max(
        row.entries[-1].column + (row.entries[-1].wide - 1 if len(row.entries) > 1 else 0)
        for row in rows
    )
    columns: Sequence[int] = range(first, last + 1)
    if last - first >= _WIDEST:
        columns = sorted({entry.column for row in rows for entry in row.entries})
    order = {column: i for i, column in enumerate(columns)}
    if len(order) * len(rows) > limits.table_cells:
        raise UnreadableError(
            say("reading.table_too_large", most_cells=limits.table_cells),
            where=place(rows[0].number, first).words(),
        )
    _pad(rows)
    grid = []
    for row in rows:
        cells = [""] * len(order)
        for entry in row.entries:
            cells[order[entry.column]] = entry.text
        begin = place(row.number, row.entries[0].column)
        places = None if lines else Places(place, row.number, columns)
        over = frozenset(order[column] for column in row.covered if column in order)
        grid.append(GridRow(cells, begin, padded=True, places=places, covered=over))
    return Grid(grid)


def _pad(rows: list[SheetRow]) -> None:
    """Give numbers whose zeros were dropped the column's most common places."""
    counts: dict[int, Counter[int]] = {}
    loose: list[FilledCell] = []
    for row in rows:
        own: list[FilledCell] = []
        for entry in row.entries:
            match = _NUMBER.fullmatch(entry.text)
            if match is None:
                continue
            if entry.loose:
                own.append(entry)
            if entry.text.strip("-0."):
                counts.setdefault(entry.column, Counter())[len(match[1] or "")] += 1
        if own and not _numbering(row.entries):
            loose.extend(own)
    for entry in loose:
        count = counts.get(entry.column)
        if count is None:
            continue
        usual = max(count, key=lambda places: (count[places], places))
        whole, _, fraction = entry.text.partition(".")
        if len(fraction) < usual:
            entry.text = f"{whole}.{fraction.ljust(usual, '0')}"


def _numbering(entries: list[FilledCell]) -> bool:
    """Whether a row only numbers its columns: 1, 2, 3=4+5, 4 …, or a single 1 among marks such as **."""
    counted: list[int] = []
    words = marks = 0
    for entry in entries:
        number = column_number(entry.text)
        if number is not None:
            counted.append(number)
        elif entry.text.strip("*"):
            words += 1
        else:
            marks += 1
    return (
        words < 2
        and (len(counted) > 1 or (marks > 0 and not words and len(counted) == 1))
        and counted[0] < 3
        and counted == list(range(counted[0], counted[0] + len(counted)))
    )
