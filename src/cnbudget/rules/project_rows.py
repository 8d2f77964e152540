"""The projects of the tables, and which of them a project of the text or of the goals is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import attrs

from cnbudget.characters import normalised
from cnbudget.dimensions import Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.performance.projects import core
from cnbudget.rules.amounts import value
from cnbudget.scope import Scope
from cnbudget.tables import Row
from cnbudget.values import Visible

_SHORTEST = 8  # characters that a name must have to be looked for inside others
_MOST_COMPARED = 2_000_000  # names compared in all
_WHOLE = Scope(nature=Nature.PROJECT)


@attrs.frozen(eq=False, repr=False)
class TiedRow(Visible):
    """A row of a project in a table.

    Attributes:
        name: The project's name.
        core: Its name without the words that come and go.
        row: The row.
        total: What it has in all.
        carried: Whether its money is carried over.
    """

    name: str
    core: str
    row: Row = attrs.field(kw_only=True)
    total: Figure = attrs.field(kw_only=True)
    carried: bool = attrs.field(kw_only=True)


class ProjectRows:
    """The rows of projects in the tables of project expenditure and of money carried over.

    Where there is no such table, `of` looks among the projects that other tables of expenditure name: in Guangdong
    those stand below their units. How many projects there are is not counted by these.

    Attributes:
        rows: The rows.
    """

    def __init__(self, disclosure: Disclosure) -> None:
        self.rows = tuple(
            TiedRow(
                row.project_name,
                core(row.project_name),
                row=row,
                total=row.figures[0],
                carried=table.key == "carry_over",
            )
            for table in disclosure.tables
            if table.key in ("projects", "carry_over")
            for row in table.rows
            if row.project_name and row.figures
        )
        self._by_core: dict[str, list[TiedRow]] = {}
        self._by_amount: dict[Decimal | None, list[TiedRow]] = {}
        for each in self.rows:
            self._by_core.setdefault(each.core, []).append(each)
            self._by_amount.setdefault(value(each.total), []).append(each)
        self._left = _MOST_COMPARED
        if not self.rows:
            for each in _told_elsewhere(disclosure):
                self._by_core.setdefault(each.core, []).append(each)

    def count(self, *, carried: bool) -> int:
        """How many projects there are, of this year's money or of what is carried over."""
        return len({normalised(each.name) for each in self.rows if each.carried == carried})

    def of(self, name: str, amount: Figure | None) -> list[TiedRow]:
        """The rows of a project: of its name, or of a name around it, or of its amount if that is unique."""
        wanted = core(name)
        same = self._by_core.get(wanted, [])
        if same:
            return same
        if len(wanted) >= _SHORTEST and self._left > 0:
            self._left -= len(self._by_core)
            around = [each for each in self._by_core if wanted in each or (each and each in wanted)]
            if len(around) == 1:
                return self._by_core[around[0]]
        alike = (
            self._by_amount.get(value(amount), []) if amount is not None and amount.value else []
        )
        return alike if len(alike) == 1 else []


def _told_elsewhere(disclosure: Disclosure) -> Iterator[TiedRow]:
    """The projects of tables of other kinds, where a column has all their money; once each."""
    seen: set[Scope] = set()
    for row in (row for table in disclosure.tables for row in table.rows if row.project_name):
        for figure in row.figures:
            scope = figure.scope
            if (
                scope is None
                or scope in seen
                or scope != _WHOLE.evolve(agency=scope.agency, project=scope.project)
            ):
                continue
            seen.add(scope)
            name = row.project_name or ""
            yield TiedRow(name, core(name), row=row, total=figure, carried=False)
            break
