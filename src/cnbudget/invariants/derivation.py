"""From the scopes of a document's figures to the laws between them.

No law about two tables is written by hand. Figures are grouped by where they are (agency, function,
economic use, project); within a group the kinds (source, nature, flow) say what agrees, what adds
up and what contains what; and the rows of a table that lists its codes completely add up from the
bottom to the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cnbudget.figures import Figure, State
from cnbudget.invariants.kinds import Split, containments, kind_of, partitions
from cnbudget.invariants.laws import ADD_UP, AGREE, CONTAIN
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side, Table

__all__ = ["Derived", "derive"]

Where = tuple[Any, ...]
#: A law as it is computed with: kind, the figures' indices (the whole first), what makes the parts.
Raw = tuple[str, tuple[int, ...], str]


class Derived:
    """The figures of some tables, numbered, and the laws between them.

    Attributes:
        figures: All figures, in the document's order.
        laws: The laws, each as (kind, indices of figures, reason).
    """

    __slots__ = ("figures", "laws")

    def __init__(self, figures: list[Figure], laws: list[Raw]) -> None:
        self.figures = figures
        self.laws = laws


def derive(tables: Iterable[Table[Any]]) -> Derived:
    """All laws between the figures of the tables.

    Laws in which every figure is blank are left out: there is nothing to check.
    """
    return _Derivation(tables).run()


class _Derivation:
    def __init__(self, tables: Iterable[Table[Any]]) -> None:
        self.sides = [side for table in tables for side in table.sides]
        self.figures: list[Figure] = []
        self.live: list[bool] = []  # whether the figure is more than a blank
        self.laws: list[Raw] = []
        #: where → for each side that is there, its kinds and the indices of their figures
        self.groups: dict[Where, list[tuple[list[int], list[int]]]] = {}
        self._splits: dict[tuple[int, ...], list[Split]] = {}
        self._links: dict[tuple[tuple[int, ...], ...], tuple[list[Split], list[Split]]] = {}

    def run(self) -> Derived:
        for side in self.sides:
            self._add_side(side)
        for group in self.groups.values():
            self._tie(group)
        return Derived(self.figures, self.laws)

    # A side: its figures by where they are, and the rows that add up -----------------------------

    def _add_side(self, side: Side[Any]) -> None:
        columns = []
        for address in side.columns:
            scope = address.scope
            plain_where = scope is None or scope.economic == scope.function == ("",)
            columns.append((scope, 0 if scope is None else kind_of(scope), plain_where))
        all_plain = all(column[2] for column in columns)
        here: dict[Where, tuple[list[int], list[int]]] = {}
        starts: list[int] = []
        wheres: list[Where | None] = []
        figures, live = self.figures, self.live
        blank = State.BLANK
        for row in side.rows:
            start = len(figures)
            starts.append(start)
            figures.extend(row.figures)
            live.extend([figure.state is not blank for figure in row.figures])
            scope = row.address.scope
            if scope is None:
                wheres.append(None)
                continue
            where = (scope.agency, scope.function, scope.economic, scope.project)
            wheres.append(where)
            kind = kind_of(scope)
            if all_plain:
                group = here.get(where)
                if group is None:
                    group = here[where] = ([], [])
                kinds, indices = group
                for offset, (column, column_kind, _) in enumerate(columns):
                    if column is not None:
                        kinds.append(kind & column_kind)
                        indices.append(start + offset)
            else:
                for offset, (column, column_kind, _) in enumerate(columns):
                    if column is None:
                        continue
                    met = scope.meet(column)
                    if met is None:
                        continue
                    cell = (met.agency, met.function, met.economic, met.project)
                    group = here.setdefault(cell, ([], []))
                    group[0].append(kind & column_kind)
                    group[1].append(start + offset)
        groups = self.groups
        for where, group in here.items():
            groups.setdefault(where, []).append(group)
        if not all_plain:
            self._economic_columns(side, starts, wheres)
        self._rows(side, starts, wheres)

    def _economic_columns(
        self, side: Side[Any], starts: list[int], wheres: list[Where | None]
    ) -> None:
        """A column of all uses is the sum of the columns that list the uses completely."""
        whole: list[int] = []
        parts: list[int] = []
        for offset, address in enumerate(side.columns):
            if address.scope is None:
                continue
            (whole if address.scope.economic == ("",) else parts).append(offset)
        if len(whole) != 1 or not parts:
            return
        for start, where in zip(starts, wheres, strict=True):
            if where is not None:
                self._law(ADD_UP, [start + whole[0], *(start + part for part in parts)], "columns")

    def _rows(self, side: Side[Any], starts: list[int], wheres: list[Where | None]) -> None:
        index: dict[Where, int] = {}
        for position, where in enumerate(wheres):
            if where is not None:
                index.setdefault(where, position)
        if len(index) < 2:
            return
        children: dict[int, list[int]] = {}
        open_ended: set[int] = set()
        for position, where in enumerate(wheres):
            row = side.rows[position]
            if where is None:
                above = _above_unplaced(row, index)
                if above is not None:
                    open_ended.add(above)
                continue
            if index[where] != position:
                continue  # a second row of one scope: it agrees with the first, and adds nothing
            parent = _parent(where, index)
            if parent is not None:
                children.setdefault(parent, []).append(position)
        width = len(side.columns)
        law = ADD_UP if side.complete else CONTAIN
        for parent, below in children.items():
            if parent in open_ended:
                continue
            firsts = [starts[parent], *(starts[position] for position in below)]
            for offset in range(width):
                if side.columns[offset].scope is not None:
                    self._law(law, [first + offset for first in firsts], "rows")

    # A group: the figures of one place, from all tables ------------------------------------------

    def _tie(self, group: list[tuple[list[int], list[int]]]) -> None:
        laws, live = self.laws, self.live
        if len(group) == 1:
            first = self._by_kind(group[0])
            for parts in first.values():
                if len(parts) > 1:
                    self._law(AGREE, parts, "scopes")
            if len(first) > 2:
                for whole, split in self._split(tuple(first)):
                    self._law(
                        ADD_UP, [first[whole][0], *[first[part][0] for part in split]], "columns"
                    )
                for whole, below in self._link((tuple(first),))[1]:
                    self._law(CONTAIN, [first[whole][0], *[first[k][0] for k in below]], "scopes")
            return
        sides = [self._by_kind(each) for each in group]
        merged: dict[int, list[int]] = {}
        for side in sides:
            for kind, indices in side.items():
                if kind in merged:
                    merged[kind].extend(indices)
                else:
                    merged[kind] = list(indices)
        for indices in merged.values():
            if len(indices) > 1:
                for i in indices:
                    if live[i]:
                        laws.append((AGREE, tuple(indices), "scopes"))
                        break
        for side in sides:
            if len(side) > 2:
                for whole, split in self._split(tuple(side)):
                    self._law(
                        ADD_UP, [side[whole][0], *[side[part][0] for part in split]], "columns"
                    )
        across, below_all = self._link(tuple(tuple(side) for side in sides))
        for whole, split in across:
            self._law(ADD_UP, [merged[whole][0], *[merged[part][0] for part in split]], "scopes")
        for whole, below in below_all:
            # blanks are zero and add nothing
            parts = [merged[kind][0] for kind in below if live[merged[kind][0]]]
            if parts:
                laws.append((CONTAIN, (merged[whole][0], *parts), "scopes"))

    @staticmethod
    def _by_kind(group: tuple[list[int], list[int]]) -> dict[int, list[int]]:
        kinds: dict[int, list[int]] = {}
        for kind, index in zip(*group, strict=True):
            if kind in kinds:
                kinds[kind].append(index)
            else:
                kinds[kind] = [index]
        return kinds

    def _split(self, kinds: tuple[int, ...]) -> list[Split]:
        found = self._splits.get(kinds)
        if found is None:
            found = self._splits[kinds] = partitions(kinds)
        return found

    def _link(self, sides: tuple[tuple[int, ...], ...]) -> tuple[list[Split], list[Split]]:
        """The splits that no one side has by itself, and what is contained without being a part."""
        found = self._links.get(sides)
        if found is None:
            own = {
                (whole, frozenset(parts)) for side in sides for whole, parts in self._split(side)
            }
            together = {kind for side in sides for kind in side}
            every = partitions(together)
            across = [split for split in every if (split[0], frozenset(split[1])) not in own]
            known = [*every, *((whole, tuple(parts)) for whole, parts in own)]
            found = self._links[sides] = (across, containments(together, known))
        return found

    def _law(self, kind: str, indices: Sequence[int], reason: str) -> None:
        live = self.live
        for i in indices:
            if live[i]:
                self.laws.append((kind, tuple(indices), reason))
                return


def _parent(where: Where, index: dict[Where, int]) -> int | None:
    """The row whose scope is the smallest around that of a row, if the side has such a row."""
    agency, function, economic, project = where
    if len(function) == 1 and len(economic) == 1:
        code, use = function[0], economic[0]
        if project:
            found = index.get((agency, function, economic, ()))
            if found is not None:
                return found
        for length in (5, 3, 0):
            if length < len(code):
                found = index.get((agency, (code[:length],), economic, ()))
                if found is not None:
                    return found
        for length in (3, 0):
            if length < len(use):
                found = index.get((agency, function, (use[:length],), ()))
                if found is not None:
                    return found
        if agency:
            return index.get(((), ("",), ("",), ()))
    if not any(len(other[1]) > 1 or len(other[2]) > 1 for other in index):
        return None
    mine = _scope(where)
    around = [(position, _scope(other)) for other, position in index.items()]
    around = [(position, scope) for position, scope in around if mine < scope]
    for position, scope in around:
        if all(scope <= other for _, other in around):
            return position
    return None


def _scope(where: Where) -> Scope:
    agency, function, economic, project = where
    return Scope(function, economic, agency=agency or None, project=project or None)


def _above_unplaced(row: Row, index: dict[Where, int]) -> int | None:
    """The row that would be the parent of a row whose own scope is not known."""
    digits = row.code.digits if row.code is not None else ""
    for length in (7, 5, 3, 0):
        if length and length >= len(digits):
            continue
        for where, position in index.items():
            whole = where[1] == where[2] == ("",)
            if not where[3] and (
                whole if not length else digits[:length] in (where[1][0], where[2][0])
            ):
                return position
    return None
