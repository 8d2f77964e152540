"""Blocks: what every format of file is read into first.

A block is a paragraph (headings are paragraphs too) or a grid of cells; both know their place in
the file. Nothing here knows of budgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

import attrs

from cnbudget.figures import Place
from cnbudget.messages import Message
from cnbudget.values import Visible
from cnbudget.words import plain


@attrs.define(eq=False, repr=False)
class TextLine(Visible):
    """A line or paragraph of text.

    Attributes:
        text: The text, without markup.
        place: Where it begins.
    """

    text: str
    place: Place


class Places(Sequence[Place]):
    """Where the cells of a row stand, worked out when it is asked for: of most cells, empty ones, it never is."""

    __slots__ = ("_columns", "_place", "_row")

    def __init__(
        self, place: Callable[[int, int], Place], row: int, columns: Sequence[int]
    ) -> None:
        self._place = place
        self._row = row
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns)

    def under(self, head: Places) -> tuple[list[int], Places] | None:
        """Which of a head's columns these are, and the places of all of them in this row; None if one is not of them.

        Args:
            head: The places of a row of the head.
        """
        order = {column: i for i, column in enumerate(head._columns)}
        if not all(column in order for column in self._columns):
            return None
        return [order[column] for column in self._columns], Places(
            self._place, self._row, head._columns
        )

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> list[Place]: ...

    def __getitem__(self, index: int | slice) -> Place | list[Place]:
        if isinstance(index, slice):
            return [self._place(self._row, column) for column in self._columns[index]]
        return self._place(self._row, self._columns[index])


@attrs.define(eq=False, repr=False)
class GridRow(Visible):
    """A row of cells.

    Attributes:
        cells: The cells' texts. Of merged cells the first has the text and the others are empty.
        place: Where it begins.
        padded: Whether the format says that cells left out at the end are empty, so that a short row
            is not a row that has lost cells.
        places: Where each cell stands, in formats whose cells have addresses of their own.
        covered: The places of cells, from 0, that a merged cell with something in it reaches over.
    """

    cells: list[str]
    place: Place
    padded: bool = False
    places: Sequence[Place] | None = None
    covered: frozenset[int] = frozenset()
    _plain_texts: list[str] | None = attrs.field(default=None, init=False, repr=False)

    @property
    def plain_texts(self) -> list[str]:
        """The cells that have text, as they are compared; headers are compared again and again."""
        found = self._plain_texts
        if found is None:
            found = self._plain_texts = [plain(cell) for cell in self.cells if cell]
        return found

    def under(self, head: GridRow) -> GridRow | None:
        """The row in the columns of a head, whose empty ones at the sides a sheet's own grid leaves out.

        Args:
            head: A row of the head, of this sheet or another; None is given back where the row is not under it.
        """
        if not isinstance(self.places, Places) or not isinstance(head.places, Places):
            return None
        found = self.places.under(head.places)
        if found is None:
            return None
        order, places = found
        cells = [""] * len(places)
        for i, cell in zip(order, self.cells, strict=True):
            cells[i] = cell
        covered = frozenset(order[i] for i in self.covered)
        return GridRow(cells, self.place, self.padded, places, covered)


@attrs.define(eq=False, repr=False)
class Grid(Visible):
    """Rows of cells that belong together.

    Attributes:
        rows: The rows.
    """

    rows: list[GridRow]

    @property
    def place(self) -> Place:
        """Where the first row begins."""
        return self.rows[0].place

    @property
    def text(self) -> str:
        """The rows as lines, with tabs between the cells."""
        return "\n".join("\t".join(row.cells) for row in self.rows)


Block = TextLine | Grid


@attrs.frozen(eq=False, repr=False)
class Remark(Visible):
    """Something about a file that its blocks do not show: a hidden sheet, a page without text.

    Attributes:
        words: What it is.
        place: Where.
    """

    words: Message
    place: Place

    @property
    def zh(self) -> str:
        """What it is, in Chinese."""
        return self.words.zh

    @property
    def en(self) -> str:
        """The same in English."""
        return self.words.en


def in_file(block: Block, name: str) -> Block:
    """A block whose places say the file that it is in."""
    if isinstance(block, TextLine):
        return TextLine(block.text, attrs.evolve(block.place, file=name))
    return Grid([_row_in_file(row, name) for row in block.rows])


def _row_in_file(row: GridRow, name: str) -> GridRow:
    places = row.places
    return attrs.evolve(
        row,
        place=attrs.evolve(row.place, file=name),
        places=None if places is None else [attrs.evolve(each, file=name) for each in places],
    )
