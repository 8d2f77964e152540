"""Passages: what a document says outside the tables of its form, as it stands in the file."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Place

__all__ = ["Passage"]


@attrs.frozen(eq=False)
class Passage:
    """A paragraph or a heading, or a grid that is none of the form's tables, as it stands in the file.

    Attributes:
        text: The text; of a grid, its rows with tabs between the cells.
        place: Where it begins.
        grid: Whether it is a grid.
        title: The title over a grid.
    """

    text: str
    place: Place = NOWHERE
    grid: bool = attrs.field(default=False, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
