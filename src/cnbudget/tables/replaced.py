"""Tables with some of their figures replaced; what is not touched stays the same object."""

from __future__ import annotations

from collections.abc import Iterable
from operator import is_
from typing import Any

import attrs

from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Address, Figure
from cnbudget.messages import say
from cnbudget.tables.table import Table

_Waiting = dict[Address, tuple[Figure, Figure]]


def replaced(
    tables: Iterable[Table[Any]], changes: Iterable[tuple[Figure, Figure]]
) -> tuple[Table[Any], ...]:
    """The same tables with other figures in the places of some.

    Args:
        tables: The tables.
        changes: Pairs of a figure of theirs, the very object, and what is to stand in its place.

    Raises:
        NotInBudgetError: A figure is of none of them.
    """
    waiting = {old.address: (old, new) for old, new in changes}
    made = tuple([_table(table, waiting) for table in tables])
    for old, _ in waiting.values():
        raise NotInBudgetError(say("documents.not_a_figure"), value=old.text, where=old.where("en"))
    return made


def _table(table: Table[Any], waiting: _Waiting) -> Table[Any]:
    sides = []
    for side in table.sides:
        rows = []
        for row in side.rows:
            figures = tuple([_figure(figure, waiting) for figure in row.figures])
            same = all(map(is_, figures, row.figures))
            rows.append(row if same else attrs.evolve(row, figures=figures))
        same = all(map(is_, rows, side.rows))
        sides.append(side if same else attrs.evolve(side, rows=tuple(rows)))
    same = all(map(is_, sides, table.sides))
    return table if same else attrs.evolve(table, sides=tuple(sides))


def _figure(figure: Figure, waiting: _Waiting) -> Figure:
    """What is to stand in the place of a figure, which waits no longer; the figure itself if nothing is."""
    pair = waiting.get(figure.address)
    if pair is None or pair[0] is not figure:
        return figure
    del waiting[figure.address]
    return pair[1]
