"""Blocks: what every format of file is read into first.

A block is a paragraph (headings are paragraphs too) or a grid of cells; both know their place in
the file. Nothing here knows of budgets.
"""

from __future__ import annotations

import attrs

from cnbudget.figures import Place

__all__ = ["Block", "Grid", "GridRow", "Paragraph", "Remark"]


@attrs.define(eq=False)
class Paragraph:
    """A line or paragraph of text.

    Attributes:
        text: The text, without markup.
        place: Where it begins.
    """

    text: str
    place: Place


@attrs.define(eq=False)
class GridRow:
    """A row of cells.

    Attributes:
        cells: The cells' texts. Of merged cells the first has the text and the others are empty.
        place: Where it begins.
        padded: Whether the format says that cells left out at the end are empty, so that a short row
            is not a row that has lost cells.
        places: Where each cell stands, in formats whose cells have addresses of their own.
    """

    cells: list[str]
    place: Place
    padded: bool = False
    places: list[Place] | None = None


@attrs.define(eq=False)
class Grid:
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


Block = Paragraph | Grid


@attrs.frozen(eq=False)
class Remark:
    """Something about a file that its blocks do not show: a hidden sheet, a page without text.

    Attributes:
        zh: What it is, in Chinese.
        en: The same in English.
        place: Where.
    """

    zh: str
    en: str
    place: Place
