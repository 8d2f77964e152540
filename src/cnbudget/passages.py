"""Passages: what a document says outside the tables of its form, as it stands in the file, persons left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Protocol

import attrs

from cnbudget.characters import folding
from cnbudget.figures import NOWHERE, Place
from cnbudget.values import Visible

__all__ = ["Passage", "PassageRow", "folded"]


@cache
def _table() -> dict[int, str | None]:
    return folding(keep="，")


def folded(text: str) -> str:
    """The text as prose is parsed: simplified, half-width (but for "，"), without white space.

    >>> folded("一般公共預算 438.73 萬元，占 ８７.97％")
    '一般公共预算438.73万元，占87.97%'
    """
    return text.translate(_table())


class PassageRow(Protocol):
    """A row of a grid: its cells' texts and where it begins."""

    @property
    def cells(self) -> Sequence[str]:
        """The cells' texts; of merged cells the first has the text."""
        ...

    @property
    def place(self) -> Place:
        """Where the row begins."""
        ...


@attrs.frozen(eq=False, repr=False, slots=False)
class Passage(Visible):
    """A paragraph or a heading, or a grid that is none of the form's tables, as it stands in the file.

    Attributes:
        text: The text; of a grid, its rows with tabs between the cells.
        place: Where it begins.
        grid: Whether it is a grid.
        title: The title over a grid.
        rows: Of a grid, its rows.

    >>> Passage("一、 收入 预算", Place(line=3)).folded
    '一、收入预算'
    """

    text: str
    place: Place = NOWHERE
    grid: bool = attrs.field(default=False, kw_only=True)
    title: str = attrs.field(default="", kw_only=True)
    rows: tuple[PassageRow, ...] = attrs.field(default=(), kw_only=True)

    @cached_property
    def folded(self) -> str:
        """The text as prose is parsed, worked out once for all who read it."""
        return folded(self.text)
