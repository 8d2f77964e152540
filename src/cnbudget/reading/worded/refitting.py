"""Rows of a text that lost empty cells, put under their headings as far as that can be known.

Where a text keeps no empty cells, ``201 | 一般公共服务支出 | 5.00 | 5.00`` has its name under 款 and its amounts under
others' headings if the table has columns for 类, 款, 项, the name, the total, the basic and projects. Codes, the
name and the amounts still come in their order: so the codes and the name are known, all amounts if they are as many as
the columns, and otherwise the first where it is the total. What the others are is not known, and they count as missing.
Where all rows have as many, nothing says that any was lost: they stand where they are printed.
"""

from __future__ import annotations

import attrs

from cnbudget.forms import Vocabulary
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.cells import is_printed, keeps_blanks
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.reading.worded.columns import ColumnPanel
from cnbudget.reading.worded.siblings import adds_up
from cnbudget.words import MISSING_MARK

#: A level alone has two or three digits, a whole code up to seven.
_CODE_DIGITS = range(2, 8)
_CODES = ("code", "level")
_NAMES = ("name", "row")
_TORN = "torn!"


def refitted(rows: list[GridRow], panel: ColumnPanel, words: Vocabulary) -> list[GridRow]:
    """The rows of a table of one panel, with those under their headings that lost cells.

    Args:
        rows: Rows without header.
        panel: What the columns are.
        words: The vocabulary.
    """
    values = sorted(each.index for each in (*panel.columns, *panel.left_out, *panel.differences))
    if not values or all(_is_whole(row, values) for row in rows):
        return rows
    codes = sorted(each.index for each in panel.labels if each.role in _CODES)
    names = sorted(each.index for each in panel.labels if each.role in _NAMES)
    known = len(names) == 1 and len(codes) + 1 == len(panel.labels)
    first = next((each for each in panel.columns if each.index == values[0]), None)
    total = first is not None and bool(first.path) and adds_up(first.path[-1], words)
    counts = {len(row.cells) - _labelled(row.cells) for row in rows} - {0}
    keeps = len(counts) == 1 or keeps_blanks(rows, values)
    fitting = _Fitting(codes, names if known else [], values, total, keeps)
    return [row if _is_whole(row, values) else fitting.row(row) for row in rows]


def lost_some(row: GridRow, fitted: GridRow) -> bool:
    """Whether a row under its headings has amounts missing that it printed."""
    return fitted is not row and MISSING_MARK in fitted.cells


def whole_rows(rows: list[GridRow]) -> list[GridRow]:
    """The rows that have all their cells, which say what columns hold; all if there are none.

    Args:
        rows: Rows without header.
    """
    last = max((len(row.cells) for row in rows), default=0) - 1
    return [row for row in rows if _is_whole(row, [last])] or rows


def without_meaning(panels: list[ColumnPanel]) -> list[ColumnPanel]:
    """Panels of which nothing is known but that they are there."""
    return [
        attrs.evolve(
            panel,
            columns=[
                attrs.evolve(each, meaning=attrs.evolve(each.meaning, unknown=_TORN))
                for each in panel.columns
            ],
        )
        for panel in panels
    ]


def _is_whole(row: GridRow, values: list[int]) -> bool:
    """Whether a row has all its cells: the format says so, it is as long as the columns, or it shows an empty one."""
    cells = row.cells
    return row.padded or row.places is not None or len(cells) > values[-1] or "" in cells[:-1]


@attrs.frozen
class _Fitting:
    """What the columns of a table are.

    Attributes:
        codes: The places of codes.
        names: That of names; none if there are other labels, too.
        values: Those of amounts.
        total: Whether the first of these is the total of the others.
        keeps: Whether no amount but the last ones is lost: others keep empty cells, or all rows have as many.
    """

    codes: list[int]
    names: list[int]
    values: list[int]
    total: bool
    keeps: bool

    def row(self, row: GridRow) -> GridRow:
        """A row that is too short, under its headings."""
        cells = row.cells
        fits = all(map(self._fits, range(len(cells)), cells))
        if (fits and self.keeps) or not any(map(is_printed, cells)):
            return row
        end = _labelled(cells)
        labels, amounts = cells[:end], cells[end:]
        found = [""] * (self.values[-1] + 1)
        if self.names and _are_labels(labels, len(self.codes)):
            for place, code in zip(self.codes, labels[:-1], strict=False):
                found[place] = code
            found[self.names[0]] = labels[-1]
        else:
            labels = labels[: self.values[0]]
            found[: len(labels)] = labels
            amounts = amounts if fits else [MISSING_MARK] * len(self.values)
        if len(amounts) > len(self.values) or (len(amounts) < len(self.values) and not self.keeps):
            first = amounts[0] if self.total and amounts else MISSING_MARK
            amounts = [first, *[MISSING_MARK] * (len(self.values) - 1)]
        for place, amount in zip(self.values, amounts, strict=False):
            found[place] = amount
        return attrs.evolve(row, cells=found)

    def _fits(self, place: int, cell: str) -> bool:
        """Whether a cell can stand where it does."""
        if place in self.values:
            return is_printed(cell)
        return place in self.codes or not is_printed(cell)


def _labelled(cells: list[str]) -> int:
    """How many cells of a row come before its amounts."""
    return next((n for n in range(len(cells), 0, -1) if not is_printed(cells[n - 1])), 0)


def _are_labels(cells: list[str], codes: int) -> bool:
    """Whether cells are codes, no more than there are columns of them, and a name."""
    return (
        bool(cells)
        and parse(cells[-1]) is TEXT
        and len(cells) - 1 <= codes
        and all(cell.isdigit() and len(cell) in _CODE_DIGITS for cell in cells[:-1])
    )
