"""The figures of tables by what they total: the one index that prose, composing and callers look a scope up in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from cnbudget.figures import Figure
from cnbudget.scope import Scope
from cnbudget.tables.table import Table
from cnbudget.values import Visible

ScopeIndex = dict[Scope, list[Figure]]


@attrs.frozen(eq=False, repr=False, slots=False)
class Scoped(Visible):
    """The figures of some tables by their scopes, each scope's in the document's order.

    Figures whose scope is not known, or is nothing, stand in none of it.

    Attributes:
        tables: The tables.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> total = budget.basic["总计"].total
    >>> [figure.row.key for figure in Scoped(budget.tables).every[total.scope]]
    ['general', 'basic']
    """

    tables: tuple[Table[Any], ...]

    @property
    def every(self) -> ScopeIndex:
        """All figures."""
        return self._indices[0]

    @property
    def figures(self) -> ScopeIndex:
        """The figures that have a value, printed or inferred."""
        return self._indices[1]

    @property
    def lost_figures(self) -> ScopeIndex:
        """The figures that are lost."""
        return self._indices[2]

    @cached_property
    def _indices(self) -> tuple[ScopeIndex, ScopeIndex, ScopeIndex]:
        every: ScopeIndex = {}
        known: ScopeIndex = {}
        lost: ScopeIndex = {}
        for table in self.tables:
            for side in table.sides:
                columns = [column.scope for column in side.columns]
                for row in side.rows:
                    mine = row.address.scope
                    if mine is None:
                        continue
                    for figure, column in zip(row.figures, columns, strict=True):
                        scope = None if column is None else mine.meet(column)
                        if scope is None:
                            continue
                        found = every.get(scope)
                        if found is None:
                            every[scope] = [figure]
                        else:
                            found.append(figure)
        for scope, figures in every.items():
            lacking = [figure for figure in figures if figure.value is None]
            if lacking:
                lost[scope] = lacking
                rest = [figure for figure in figures if figure.value is not None]
                if rest:
                    known[scope] = rest
            else:
                known[scope] = figures
        return every, known, lost
