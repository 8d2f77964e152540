"""Headings that broke over two lines of a text inside a cell, put together again.

Spreadsheets hold headings of two lines (政府性⏎基金预算). Copied as text, such a cell breaks its row in two: what comes
behind it begins a line of its own, and would stand under the first columns.
"""

from __future__ import annotations

from itertools import takewhile

import attrs

from cnbudget.forms import vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.blocks import Grid, GridRow
from cnbudget.reading.numbers import TEXT, parse


def with_whole_heads(grid: Grid) -> Grid:
    r"""A table of a text, with the rows of its header whole.

    Args:
        grid: The table.

    Returns:
        The same table where no row of its header is broken.

    >>> from cnbudget.reading.text import blocks_of_text
    >>> grid, = blocks_of_text('''
    ... 单位名称\t合计\t资金来源\t\t
    ... \t\t一般公共预算\t政府性
    ... 基金预算\t单位资金
    ... 审计局\t9\t5\t3\t1
    ... ''')
    >>> [row.cells for row in with_whole_heads(grid).rows[1:]]
    [['', '', '一般公共预算', '政府性基金预算', '单位资金'], ['审计局', '9', '5', '3', '1']]
    """
    rows = grid.rows
    if any(row.covered or row.places is not None for row in rows[:_MOST]):
        return grid
    header = list(takewhile(_is_words, rows[:_MOST]))
    width = max(len(row.cells) for row in rows)
    made = header[:1]
    for row in header[1:]:
        last = made[-1]
        if len(made) > 1 and last.cells[0] == "" != row.cells[0] and _go_on(last, row, width):
            cells = [*last.cells[:-1], last.cells[-1] + row.cells[0], *row.cells[1:]]
            made[-1] = attrs.evolve(last, cells=cells)
        else:
            made.append(row)
    return grid if len(made) == len(header) else Grid([*made, *rows[len(header) :]])


#: Headers have no more rows than these.
_MOST = 8


def _is_words(row: GridRow) -> bool:
    return all(not cell or parse(cell) is TEXT for cell in row.cells)


def _go_on(row: GridRow, rest: GridRow, width: int) -> bool:
    """Whether a row of headings may go on with the next line, its last cell broken between them.

    A line of one text alone may as well be the first row below a heading that is whole.
    """
    last = row.cells[-1]
    return (
        bool(last)
        and len(row.cells) + len(rest.cells) - 1 <= width
        and (any(rest.cells[1:]) or not meaning_of(last, "column", vocabulary()).understood)
    )
