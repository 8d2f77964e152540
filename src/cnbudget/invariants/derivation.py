"""From the scopes of a document's figures to the laws between them.

No law about two tables is written by hand. Figures are grouped by where they are (agency, function,
economic use, project); within a group the kinds (source, nature, flow) say what agrees, what adds
up and what contains what; and the rows of a table that lists its codes completely add up from the
bottom to the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cnbudget.figures import Figure, State
from cnbudget.invariants.kinds import Split, containments, kind_of, partitions
from cnbudget.invariants.law import ADD_UP, AGREE, CONTAIN
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side, Table

if TYPE_CHECKING:
    from cnbudget.invariants.evaluation import Compiled

__all__ = ["Derived", "derive", "shape"]

Where = tuple[Any, ...]
Kinds = tuple[int, ...]
#: The kinds of a side's figures at one place, the figures' indices, and whether the side has figures
#: whose scope is not known, so that what is known may not be all.
Group = tuple[Kinds, Sequence[int], bool]
_Place = tuple[int, int]
_Shape = list[tuple[str, tuple[_Place, ...], str]]
#: A law as it is computed with: kind, the figures' indices (the whole first), what makes the parts.
Raw = tuple[str, tuple[int, ...], str]


class Derived:
    """The figures of some tables, numbered, and the laws between them.

    Attributes:
        figures: All figures, in the document's order.
        laws: The laws, each as (kind, indices of figures, reason).
        tables: The tables.
        compiled: The same made ready to be evaluated, where that was done already; nobody may change it.
    """

    __slots__ = ("compiled", "figures", "laws", "tables")

    def __init__(
        self,
        figures: list[Figure],
        laws: list[Raw],
        tables: tuple[Table[Any], ...],
        compiled: Compiled | None = None,
    ) -> None:
        self.figures = figures
        self.laws = laws
        self.tables = tables
        self.compiled = compiled


def derive(tables: Iterable[Table[Any]]) -> Derived:
    """All laws between the figures of the tables.

    Laws in which every figure is blank are left out: there is nothing to check.
    """
    return _Derivation(tables).run()


class _Derivation:
    def __init__(self, tables: Iterable[Table[Any]]) -> None:
        self.tables = tables = tuple(tables)
        self.sides = [side for table in tables for side in table.sides]
        self.figures: list[Figure] = []
        self.live: list[bool] = []  # whether the figure is more than a blank
        self.laws: list[Raw] = []
        #: where → for each side that is there, its kinds and the indices of their figures
        self.groups: dict[Where, list[Group]] = {}
        self.told: set[Where] = set()  # where something is more than a blank

    def run(self) -> Derived:
        for side in self.sides:
            self._add_side(side)
        told = self.told
        for where, group in self.groups.items():
            if where in told:  # else blanks alone: nothing to check
                self._tie(group)
        return Derived(self.figures, self.laws, self.tables)

    # A side: its figures by where they are, and the rows that add up -----------------------------

    def _add_side(self, side: Side[Any]) -> None:
        columns = [address.scope for address in side.columns]
        kinds = [0 if scope is None else kind_of(scope) for scope in columns]
        offsets = [offset for offset, scope in enumerate(columns) if scope is not None]
        by_use = any(scope is not None and not _everywhere(scope) for scope in columns)
        here: dict[Where, tuple[Kinds, Sequence[int]]] = {}
        starts: list[int] = []
        wheres: list[Where | None] = []
        figures, live, told, blank = self.figures, self.live, self.told, State.BLANK
        whole_row = len(offsets) == len(columns)
        rows_kinds: dict[int, Kinds] = {}
        start = len(figures)
        for row in side.rows:
            starts.append(start)
            cells = row.figures
            figures.extend(cells)
            here_live = [figure.state is not blank for figure in cells]
            live.extend(here_live)
            scope = row.address.scope
            if scope is None:
                wheres.append(None)
            else:
                where = (scope.agency, scope.function, scope.economic, scope.project)
                wheres.append(where)
                kind = kind_of(scope)
                if by_use:
                    for offset in offsets:
                        cell = _cell_where(where, scope, columns[offset])
                        if cell is not None:
                            if here_live[offset]:
                                told.add(cell)
                            _join(here, cell, (kind & kinds[offset],), (start + offset,))
                else:
                    mine = rows_kinds.get(kind)
                    if mine is None:
                        mine = rows_kinds[kind] = tuple([kind & kinds[o] for o in offsets])
                    indices: Sequence[int]
                    if whole_row:
                        indices = range(start, start + len(cells))
                        if True in here_live:
                            told.add(where)
                    else:
                        indices = [start + offset for offset in offsets]
                        if any(here_live[offset] for offset in offsets):
                            told.add(where)
                    if where in here:
                        _join(here, where, mine, indices)
                    else:
                        here[where] = (mine, indices)
            start += len(cells)
        groups = self.groups
        unknown = self._unknown(side, starts, wheres)
        for where, (all_kinds, all_indices) in here.items():
            group = (all_kinds, all_indices, unknown)
            if where in groups:
                groups[where].append(group)
            else:
                groups[where] = [group]
        if by_use:
            self._economic_columns(side, starts, wheres)
        self._rows(side, starts, wheres)

    def _unknown(self, side: Side[Any], starts: list[int], wheres: list[Where | None]) -> bool:
        """Whether the side prints amounts whose scope is not known: in extra columns, or odd rows."""
        extra = [offset for offset, column in enumerate(side.columns) if column.scope is None]
        if not extra and None not in wheres:
            return False
        live = self.live
        for start, where, row in zip(starts, wheres, side.rows, strict=True):
            if where is None:
                if row.code is None and any(live[start : start + len(row.figures)]):
                    return True
            elif extra and any(live[start + offset] for offset in extra):
                return True
        return False

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
        law = CONTAIN if self._unknown(side, starts, wheres) else ADD_UP
        for start, where in zip(starts, wheres, strict=True):
            if where is not None:
                self._law(law, [start + whole[0], *(start + part for part in parts)], "columns")

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
                if row.code is None:  # it may belong under any of the others
                    if any(self.live[starts[position] :][: len(row.figures)]):
                        open_ended.update(range(len(wheres)))
                elif (above := _above_unplaced(row, index)) is not None:
                    open_ended.add(above)
                continue
            if index[where] != position:
                continue  # a second row of one scope: it agrees with the first, and adds nothing
            parent = _parent(where, index)
            if parent is not None:
                children.setdefault(parent, []).append(position)
        if side.total is None:
            # the table breaks off: what it began last may have more parts
            open_ended.update(_chain(len(wheres) - 1, wheres, index))
        offsets = [o for o, column in enumerate(side.columns) if column.scope is not None]
        live, laws = self.live, self.laws
        for parent, below in children.items():
            law = ADD_UP if side.complete and parent not in open_ended else CONTAIN
            firsts = [starts[parent], *(starts[position] for position in below)]
            for offset in offsets:
                indices = [first + offset for first in firsts]
                if law == CONTAIN:
                    self._law(law, indices, "rows")
                    continue
                for i in indices:
                    if live[i]:
                        laws.append((law, tuple(indices), "rows"))
                        break

    # A group: the figures of one place, from all tables ------------------------------------------

    def _tie(self, group: list[Group]) -> None:
        live, laws = self.live, self.laws
        indices = [each[1] for each in group]
        open_sides = [number for number, each in enumerate(group) if each[2]]
        for law, places, reason in shape(tuple([each[0] for each in group])):
            found = [indices[side][position] for side, position in places]
            if law == CONTAIN or (
                open_sides and law == ADD_UP and any(side in open_sides for side, _ in places)
            ):
                self._law(CONTAIN, found, reason)
                continue
            for i in found:
                if live[i]:
                    laws.append((law, tuple(found), reason))
                    break

    def _law(self, kind: str, indices: list[int], reason: str) -> None:
        live = self.live
        if kind == CONTAIN:  # blanks are zero and add nothing
            indices = [indices[0], *[i for i in indices[1:] if live[i]]]
            if len(indices) > 1:
                self.laws.append((kind, tuple(indices), reason))
            return
        for i in indices:
            if live[i]:
                self.laws.append((kind, tuple(indices), reason))
                return


@lru_cache(maxsize=4096)
def shape(sides: tuple[Kinds, ...]) -> _Shape:
    """The laws of all groups whose sides have these kinds, as places (side, position).

    This is a matter of the form and not of the document: the same columns have the same laws on every
    row of every document, so what was worked out once is kept.
    """
    own: list[dict[int, _Place]] = []
    all_places: dict[int, list[_Place]] = {}
    for side, kinds in enumerate(sides):
        first: dict[int, _Place] = {}
        for position, kind in enumerate(kinds):
            first.setdefault(kind, (side, position))
            all_places.setdefault(kind, []).append((side, position))
        own.append(first)
    laws: _Shape = [
        (AGREE, tuple(places), "scopes") for places in all_places.values() if len(places) > 1
    ]
    known: list[Split] = []
    for first in own:
        for whole, parts in partitions(first):
            known.append((whole, parts))
            laws.append((ADD_UP, (first[whole], *[first[k] for k in parts]), "columns"))
    firsts = {kind: places[0] for kind, places in all_places.items()}
    if len(sides) > 1:
        done = {(whole, frozenset(parts)) for whole, parts in known}
        for whole, parts in partitions(firsts):
            if (whole, frozenset(parts)) not in done:
                known.append((whole, parts))
                laws.append((ADD_UP, (firsts[whole], *[firsts[k] for k in parts]), "scopes"))
    for whole, below in containments(firsts, known):
        laws.append((CONTAIN, (firsts[whole], *[firsts[k] for k in below]), "scopes"))
    return laws


def _everywhere(scope: Scope) -> bool:
    return scope.economic == scope.function == ("",) and not scope.project and not scope.agency


def _cell_where(where: Where, row: Scope, column: Scope | None) -> Where | None:
    """Where a cell is, in a table whose columns are uses."""
    if column is None:
        return None
    if _everywhere(column):
        return where
    if row.economic == ("",) and column.function == ("",):
        return (row.agency, row.function, column.economic, row.project)
    met = row.meet(column)
    return None if met is None else (met.agency, met.function, met.economic, met.project)


def _join(
    here: dict[Where, tuple[Kinds, Sequence[int]]],
    where: Where,
    kinds: Kinds,
    indices: Sequence[int],
) -> None:
    old = here.get(where)
    here[where] = (kinds, indices) if old is None else (old[0] + kinds, [*old[1], *indices])


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
    around = [other for other in index if other != where and _inside(where, other)]
    for other in around:
        if all(_inside(other, further) for further in around):
            return index[other]
    return None


def _inside(where: Where, other: Where) -> bool:
    """Whether a place is within another."""
    return (
        all(code.startswith(other[1]) for code in where[1])
        and all(code.startswith(other[2]) for code in where[2])
        and (not other[0] or where[0] == other[0])
        and (not other[3] or where[3] == other[3])
    )


def _chain(position: int, wheres: list[Where | None], index: dict[Where, int]) -> Iterator[int]:
    """The rows above a row, from the closest."""
    where = wheres[position]
    above = None if where is None else _parent(where, index)
    while above is not None:
        yield above
        where = wheres[above]
        above = None if where is None else _parent(where, index)


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
