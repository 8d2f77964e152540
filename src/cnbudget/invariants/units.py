"""The laws between a department's figures and those of its units (部门 ⊇ 单位).

What a unit's tables say is of the unit alone, what the department's say is of all of them: a figure of the department
is the sum of its units' figures of the same scope, and, where units may be missing, not less than it. What a unit does
not list is zero only where its table lists what stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from cnbudget.figures import Figure, State
from cnbudget.invariants.derivation import Derived, Raw
from cnbudget.invariants.evaluation import Compiled, Verdict
from cnbudget.invariants.kinds import kind_of
from cnbudget.invariants.law import ADD_UP, CONTAIN
from cnbudget.invariants.nesting import EVERYWHERE, Nesting, Where, where_of
from cnbudget.scope import Scope
from cnbudget.tables import Scoped, Side, Table
from cnbudget.values import Visible

Tables = tuple[Table[Any], ...]


@attrs.frozen(eq=False, repr=False)
class Between(Visible):
    """The laws between a department and its units, ready to be evaluated.

    Attributes:
        system: The figures and the laws.
        owners: For each figure whose it is: 0 the department's, 1 the first unit's, and so on.
    """

    system: Compiled
    owners: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether the units are all there, as far as the totals of some money prove it."""
        return any(kind == ADD_UP for kind, _, _ in self.system.laws)


def between(department: Iterable[Table[Any]], units: Sequence[Iterable[Table[Any]]]) -> Between:
    """The laws between the figures of a department and those of its units.

    They are sums where a total proves that no unit with such money is missing, and say "not less than" elsewhere.

    Args:
        department: The department's tables.
        units: The tables of each unit.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> found = between(budget.tables, [budget.tables])
    >>> found.whole, {verdict.value for verdict in found.system.verdicts()}
    (True, {'exact'})
    """
    found = _UnitSums(tuple(department), [tuple(each) for each in units])
    sums = Compiled(Derived(found.figures, found.laws, found.tables))
    verdicts = sums.verdicts()
    proved = {
        kind_of(scope)
        for (_, indices, _), verdict in zip(found.laws, verdicts, strict=True)
        if (scope := found.figures[indices[0]].scope) is not None
        and where_of(scope) == EVERYWHERE
        and verdict in (Verdict.EXACT, Verdict.ROUNDING)
        and sums.values[indices[0]]
    }
    laws = list(found.proved(proved))
    return Between(Compiled(Derived(found.figures, laws, found.tables)), tuple(found.owners))


class _UnitSums:
    """The sums that hold if the units are all there."""

    def __init__(self, department: Tables, units: Sequence[Tables]) -> None:
        self.tables = department + tuple(table for tables in units for table in tables)
        self.figures: list[Figure] = []
        self.owners: list[int] = []
        self.laws: list[Raw] = []
        mine = _firsts(department)
        theirs = [_firsts(tables) for tables in units]
        listed = [_Listed(tables) for tables in units]
        for scope, figure in mine.items():
            parts = [(n, each[scope]) for n, each in enumerate(theirs, 1) if scope in each]
            told = figure.state is not State.BLANK or any(
                part.state is not State.BLANK for _, part in parts
            )
            if not parts or not told:
                continue
            lacking = [each for each, has in zip(listed, theirs, strict=True) if scope not in has]
            self._law(figure, parts, closed=all(each.lacks(scope) for each in lacking))

    def _law(self, whole: Figure, parts: list[tuple[int, Figure]], *, closed: bool) -> None:
        first = len(self.figures)
        for owner, figure in [(0, whole), *parts]:
            self.figures.append(figure)
            self.owners.append(owner)
        kind = ADD_UP if closed else CONTAIN
        self.laws.append((kind, tuple(range(first, len(self.figures))), "units"))

    def proved(self, totals: Iterable[int]) -> Iterator[Raw]:
        """The laws, if nothing is missing of some kinds of money: blanks add nothing to what is not less."""
        for kind, indices, reason in self.laws:
            scope = self.figures[indices[0]].scope
            mine = -1 if scope is None else kind_of(scope)
            if kind == ADD_UP and any(mine & total == mine for total in totals):
                yield kind, indices, reason
                continue
            live = [i for i in indices[1:] if self.figures[i].state is not State.BLANK]
            if live:
                yield CONTAIN, (indices[0], *live), reason


def _firsts(tables: Tables) -> dict[Scope, Figure]:
    """A figure of each scope: the first that is printed; none of an agency's, a project's or another year's."""
    found: dict[Scope, Figure] = {}
    for scope, figures in Scoped(tables).every.items():
        if not (scope.agency or scope.project or scope.year or scope.stage):
            printed = (each for each in figures if each.state is State.VALUE)
            found[scope] = next(printed, figures[0])
    return found


class _Listed:
    """What the tables of a unit list wholly, so that what they do not list is zero."""

    def __init__(self, tables: Tables) -> None:
        self._nestings: dict[int, list[tuple[Nesting, frozenset[int]]]] = {}
        for table in tables:
            for side in table.sides:
                if side.complete and side.total is not None:
                    self._add(side)

    def _add(self, side: Side[Any]) -> None:
        rows: dict[int, dict[Where, int]] = {}
        for position, row in enumerate(side.rows):
            scope = row.address.scope
            if scope is not None:
                rows.setdefault(kind_of(scope), {}).setdefault(where_of(scope), position)
            elif any(figure.state is not State.BLANK for figure in row.figures):
                return  # nobody knows what that is of
        for kind, places in rows.items():
            nesting = Nesting(places)
            above = frozenset(
                parent for where in places if (parent := nesting.parent(where)) is not None
            )
            for column in side.columns:
                if column.scope is not None and where_of(column.scope) == EVERYWHERE:
                    each = self._nestings.setdefault(kind & kind_of(column.scope), [])
                    each.append((nesting, above))

    def lacks(self, scope: Scope) -> bool:
        """Whether there is none of a scope that no figure has: what is above it is listed, with others below."""
        return any(
            nesting.parent(where_of(scope)) in above
            for nesting, above in self._nestings.get(kind_of(scope), ())
        )
