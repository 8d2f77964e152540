"""From the scopes of a document's figures to the laws between them.

No law about two tables is written by hand. Figures are grouped by where they are (agency, function,
economic use, project, and of which year and stage); within a group the kinds (source, nature, flow) say what
agrees, what adds up, what contains what and what balances; and the rows of a table that lists its codes
completely add up from the bottom to the top.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from cnbudget.codes import EconomicCode
from cnbudget.dimensions import Flow
from cnbudget.figures import Figure, State
from cnbudget.invariants.balances import printed_balances
from cnbudget.invariants.crosswalk import crossed
from cnbudget.invariants.kinds import (
    FLOWS,
    Split,
    containments,
    is_some,
    kind_of,
    kinds_of,
    partitions,
    tells_reserve,
)
from cnbudget.invariants.law import ADD_UP, AGREE, BALANCE, CONTAIN, Flows
from cnbudget.invariants.naming import misnamed
from cnbudget.invariants.nesting import (
    EVERYWHERE,
    Apart,
    Nesting,
    Where,
    codes_of,
    inside,
    narrowed,
    time_of,
    where_of,
)
from cnbudget.invariants.parted import parted
from cnbudget.likeness import alike
from cnbudget.scope import EVERYTHING, SOME, Scope
from cnbudget.tables import Side, Table

Kinds = tuple[int, ...]
#: The kinds of a side's figures at one place, the figures' indices, and whether the side has figures
#: whose scope is not known, so that what is known may not be all.
LawGroup = tuple[Kinds, Sequence[int], bool]
_Place = tuple[int, int]
_Shape = list[tuple[str, tuple[_Place, ...], str | Flows]]
#: A law as it is computed with: kind, the figures' indices (the whole first), what makes the parts.
Raw = tuple[str, tuple[int, ...], str | Flows]


class Derived:
    """The figures of some tables, numbered, and the laws between them.

    Attributes:
        figures: All figures, in the document's order.
        laws: The laws, each as (kind, indices of figures, reason).
        tables: The tables.
    """

    __slots__ = ("figures", "laws", "tables")

    def __init__(
        self, figures: list[Figure], laws: list[Raw], tables: tuple[Table[Any], ...]
    ) -> None:
        self.figures = figures
        self.laws = laws
        self.tables = tables

    def like(self, tables: tuple[Table[Any], ...]) -> Derived | None:
        """The laws of tables that are the same but for their figures; None if others are printed empty.

        Args:
            tables: The tables.
        """
        figures = [
            each
            for table in tables
            for side in table.sides
            for row in side.rows
            for each in row.figures
        ]
        blank = State.BLANK
        for old, new in zip(self.figures, figures, strict=True):
            if old is not new and (old.state is blank) != (new.state is blank):
                return None
        return Derived(figures, self.laws, tables)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Derived):
            return NotImplemented
        return alike(self.figures, other.figures) and alike(self.laws, other.laws)

    __hash__ = None  # type: ignore[assignment]  # its lists grow while it is made


def derive(tables: Iterable[Table[Any]]) -> Derived:
    """All laws between the figures of the tables.

    Laws in which every figure is blank are left out: there is nothing to check.
    """
    return _Derivation(tables).run()


class _Derivation:
    def __init__(self, tables: Iterable[Table[Any]]) -> None:
        self.tables = tables = tuple(tables)
        self.figures: list[Figure] = []
        self.live: list[bool] = []  # whether the figure is more than a blank
        self.laws: list[Raw] = []
        #: where → for each side that is there, its kinds and the indices of their figures
        self.groups: dict[Where, list[LawGroup]] = {}
        #: the flows that the tables tell apart, as bits; 0 in plain budgets
        self.flows = 0
        #: whether the tables tell money in reserve
        self.reserve = False
        #: where columns stand that are about some of the agencies
        self.agencies: dict[Where, None] = {}  # in the order of the document
        #: places in tables that do not list their codes wholly
        self.partial: set[Where] = set()
        self.told: set[Where] = set()  # where something is more than a blank

    def run(self) -> Derived:
        for table in self.tables:
            start = len(self.figures)
            for side in table.sides:
                self._add_side(side, apart=_stands_apart(side, table.sides))
            for law, places, reason in table.common:
                self._law(law, [start + place for place in places], reason)
        if self.flows:
            self.flows |= kind_of(EVERYTHING) & FLOWS
        told = self.told
        for where, group in self.groups.items():
            if where in told:  # else blanks alone: nothing to check
                self._tie(group)
        for where in self.agencies:
            self._agency(where)
        for law, indices in parted(self.groups, self.partial, self.agencies):
            self._law(law, indices, "scopes")
        if any(where[4] for where in self.groups):
            for indices in crossed(self.groups):
                self._law(CONTAIN, indices, "scopes")
        return Derived(self.figures, self.laws, self.tables)

    # A side: its figures by where they are, and the rows that add up -----------------------------

    def _add_side(self, side: Side[Any], *, apart: bool) -> None:
        columns = [address.scope for address in side.columns]
        kinds = [0 if scope is None else kind_of(scope) for scope in columns]
        offsets = [offset for offset, scope in enumerate(columns) if scope is not None]
        by_use = any(scope is not None and not everywhere(scope) for scope in columns)
        here: dict[Where, tuple[Kinds, Sequence[int]]] = {}
        many: dict[Where, tuple[list[int], list[int]]] = {}  # where several rows are
        starts: list[int] = []
        wheres: list[Where | None] = []
        row_kinds: list[int] = []  # of the rows that have a place
        figures, live, told, blank = self.figures, self.live, self.told, State.BLANK
        whole_row = len(offsets) == len(columns)
        rows_kinds: dict[int, tuple[Kinds, list[int]]] = {}
        start = len(figures)
        every_kind = kinds_of([row.address.scope for row in side.rows])
        for row, kind in zip(side.rows, every_kind, strict=True):
            starts.append(start)
            cells = row.figures
            figures.extend(cells)
            here_live = [figure.state is not blank for figure in cells]
            live.extend(here_live)
            scope = row.address.scope
            if scope is None:
                wheres.append(None)
            else:
                where = where_of(scope)
                wheres.append(where)
                if isinstance(row.code, EconomicCode):
                    where = _sure(where, row.code, row.address.name, start)
                row_kinds.append(kind)
                if by_use:
                    for offset in offsets:
                        cell = cell_where(where, scope, columns[offset])
                        if cell is not None and is_some(kind & kinds[offset]):
                            if here_live[offset]:
                                told.add(cell)
                            _join(here, many, cell, (kind & kinds[offset],), (start + offset,))
                else:
                    mine, used = rows_kinds.get(kind) or rows_kinds.setdefault(
                        kind, _met(kind, kinds, offsets)
                    )
                    indices: Sequence[int] = range(start, start + len(cells))
                    if len(used) < len(cells):
                        indices = [start + offset for offset in used]
                    if True in (here_live if whole_row else [here_live[o] for o in offsets]):
                        told.add(where)
                    if where in here:
                        _join(here, many, where, mine, indices)
                    else:
                        here[where] = (mine, indices)
            start += len(cells)
        here.update((where, (tuple(all_), indices)) for where, (all_, indices) in many.items())
        self._note_kinds(columns, kinds, row_kinds)
        self._join_groups(here, side, self._unknown(side, starts, wheres))
        if by_use:
            self._columns(side, starts, wheres, row_kinds)
        if apart:  # 公用经费合计 under 公用经费 is of one kind with the uses under it
            within = reduce(or_, kinds, 0)
            row_kinds = [kind & within for kind in row_kinds]
        self._rows(side, starts, wheres, row_kinds)

    def _note_kinds(
        self, columns: Sequence[Scope | None], kinds: list[int], row_kinds: list[int]
    ) -> None:
        """Note which flows a side's columns tell apart, and whether the side tells money in reserve."""
        self.reserve = self.reserve or tells_reserve({*kinds, *row_kinds})
        for scope, kind in zip(columns, kinds, strict=True):
            if scope is not None and scope.flow is not _PLAIN:
                self.flows |= kind & FLOWS

    def _join_groups(
        self, here: dict[Where, tuple[Kinds, Sequence[int]]], side: Side[Any], unknown: bool
    ) -> None:
        """Put the figures of a side to those of the other sides, by where they are."""
        groups = self.groups
        if not side.complete:
            self.partial.update(here)
        for where, (all_kinds, all_indices) in here.items():
            group = (all_kinds, all_indices, unknown)
            if where in groups:
                groups[where].append(group)
            else:
                groups[where] = [group]

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

    def _columns(
        self, side: Side[Any], starts: list[int], wheres: list[Where | None], row_kinds: list[int]
    ) -> None:
        """Columns that are about some uses make up the columns that are about more.

        A column of all uses is the sum of the columns that the form lists; one of named uses is the sum of
        others if these have just its codes. 项目支出合计 in a table of projects is of no other kind than 工资福利支出
        beside it.
        """
        within = 0  # the kinds of all rows
        for kind in row_kinds:
            within |= kind
        places: list[tuple[int, Where] | None] = []
        for address in side.columns:
            scope = address.scope
            if scope is None:
                places.append(None)
                continue
            where = where_of(scope)
            places.append((kind_of(scope) & within, where))
            if scope.agency:
                for row, at in zip(side.rows, wheres, strict=True):
                    cell = None if at is None else cell_where(at, row.address.scope, scope)
                    if cell is not None:
                        self.agencies[cell] = None
        trees = column_trees(tuple(places))
        if not trees:
            return
        unknown = self._unknown(side, starts, wheres)
        for start, row in zip(starts, wheres, strict=True):
            if row is not None:
                for whole_at, parts, exhaustive in trees:
                    law = ADD_UP if exhaustive and not unknown else CONTAIN
                    self._law(law, [start + whole_at, *(start + part for part in parts)], "columns")

    def _rows(
        self,
        side: Side[Any],
        starts: list[int],
        wheres: list[Where | None],
        kinds: list[int],
    ) -> None:
        """The rows that make up other rows: of one kind (source, nature, flow), each by itself."""
        index: dict[Where, int] = {}
        for position, where in enumerate(wheres):
            if where is not None:
                index.setdefault(where, position)
        if len(index) < 2:
            return
        placed = [position for position, where in enumerate(wheres) if where is not None]
        if len(set(kinds)) == 1:
            self._rows_of(side, starts, wheres, index)
            return
        for kind in dict.fromkeys(kinds):
            index = {}
            others = set()
            for position, each in zip(placed, kinds, strict=True):
                where = wheres[position]
                if each == kind and where is not None:
                    index.setdefault(where, position)
                else:
                    others.add(position)
            if len(index) > 1:
                self._rows_of(side, starts, wheres, index, others)

    def _rows_of(
        self,
        side: Side[Any],
        starts: list[int],
        wheres: list[Where | None],
        index: dict[Where, int],
        others: Container[int] = (),
    ) -> None:
        children: dict[int, dict[bool, list[int]]] = {}
        open_ended: set[int] = set()
        any_row = False  # a row of no code may belong under any of the others
        nesting = Nesting(index)
        for position, where in enumerate(wheres):
            row = side.rows[position]
            if position in others:
                continue
            if where is None:
                if row.code is None:
                    start = starts[position]
                    any_row = any_row or any(self.live[start : start + len(row.figures)])
                elif (above := nesting.above(row.code.digits)) is not None:
                    open_ended.add(above)
                continue
            if index[where] != position:
                continue  # a second row of one scope: it agrees with the first, and adds nothing
            parent = nesting.parent(where)
            if parent is not None and not _some_of(where, wheres[parent]):
                # by one classification and by the other: two ways to make up what is above
                ways = children.setdefault(parent, {})
                ways.setdefault(narrowed(where, wheres[parent]), []).append(position)
        if side.totalled and side.total is None:
            # the table breaks off: what it began last may have more parts
            open_ended.update(nesting.chain(wheres[-1] if wheres else None, wheres))
        offsets = [o for o, column in enumerate(side.columns) if column.scope is not None]
        live, laws = self.live, self.laws
        for parent, below in (
            (each, way) for each, ways in children.items() for way in ways.values()
        ):
            closed = side.complete and not any_row and parent not in open_ended
            law = ADD_UP if closed else CONTAIN
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

    def _tie(self, group: list[LawGroup]) -> None:
        live, laws = self.live, self.laws
        indices = [each[1] for each in group]
        open_sides = [number for number, each in enumerate(group) if each[2]]
        for law, places, reason in shape(
            tuple([each[0] for each in group]), self.flows, self.reserve
        ):
            if law == BALANCE and any(side in open_sides for side, _ in places):
                continue  # what is not known may be what is lacking
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

    def _agency(self, where: Where) -> None:
        """What is said of some of the agencies is not more than what is said of all of them."""
        whole = self.groups.get(((), *where[1:]))
        if whole is None:
            return
        for kinds, indices, _ in self.groups.get(where, ()):
            for kind, part in zip(kinds, indices, strict=True):
                around = [
                    (each, index)
                    for group in whole
                    for each, index in zip(group[0], group[1], strict=True)
                    if kind & each == kind
                ]
                if around:
                    least = min(each.bit_count() for each, _ in around)
                    above = next(index for each, index in around if each.bit_count() == least)
                    self._law(CONTAIN, [above, part], "scopes")

    def _law(self, kind: str, indices: list[int], reason: str | Flows) -> None:
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


def _stands_apart(side: Side[Any], sides: Sequence[Side[Any]]) -> bool:
    """Whether no other side of a table goes on with what the columns of one are of."""
    return all(
        one.scope is not None and two.scope is not None and one.scope.isdisjoint(two.scope)
        for other in sides
        if other is not side
        for one in side.columns
        for two in other.columns
    )


def _sure(where: Where, code: EconomicCode, name: str, start: int) -> Where:
    """Where a row is: by itself if its name is another code's, so that it adds up, and is tied to no other row."""
    return (*where[:4], Apart(start)) if name and misnamed(code.digits, name) else where


@lru_cache(maxsize=4096)
def shape(sides: tuple[Kinds, ...], flows: int = 0, reserve: bool = False) -> _Shape:
    """The laws of all groups whose sides have these kinds, as places (side, position).

    Args:
        sides: The kinds of each side.
        flows: The flows that the document tells apart, as bits; 0 if none.
        reserve: Whether the document has a place for money in reserve.

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
        for whole, parts in partitions(first, reserve=reserve):
            known.append((whole, parts))
            laws.append((ADD_UP, (first[whole], *[first[k] for k in parts]), "columns"))
    firsts = {kind: places[0] for kind, places in all_places.items()}
    if len(sides) > 1:
        done = {(whole, frozenset(parts)) for whole, parts in known}
        for whole, parts in partitions(firsts, reserve=reserve):
            if (whole, frozenset(parts)) not in done:
                known.append((whole, parts))
                laws.append((ADD_UP, (firsts[whole], *[firsts[k] for k in parts]), "scopes"))
    for whole, below in containments(firsts, known):
        laws.append((CONTAIN, (firsts[whole], *[firsts[k] for k in below]), "scopes"))
    if flows:
        for come, go in printed_balances(firsts, flows):
            both = (*[firsts[k] for k in come], *[firsts[k] for k in go])
            laws.append((BALANCE, both, Flows(len(come))))
    return laws


@lru_cache(maxsize=1024)
def column_trees(
    columns: tuple[tuple[int, Where] | None, ...],
) -> list[tuple[int, list[int], bool]]:
    """The columns that make up others, by their places, and whether they make them up wholly.

    Args:
        columns: The kind of each column and where it is, if its scope is known: a matter of the form, as `shape` is.
    """
    pieces: dict[tuple[int, Any], dict[Where, int]] = {}
    for offset, column in enumerate(columns):
        if column is not None:
            kind, where = column
            pieces.setdefault((kind, (where[0], time_of(where[4]))), {}).setdefault(where, offset)
    trees: list[tuple[int, list[int], bool]] = []
    for same in pieces.values():
        children: dict[Where, list[Where]] = {}
        for where in same:
            around = [other for other in same if other != where and inside(where, other)]
            above = next((o for o in around if all(inside(o, f) for f in around)), None)
            if above is not None:
                children.setdefault(above, []).append(where)
        for above, every in children.items():
            for way in (False, True):
                below = [where for where in every if narrowed(where, above) == way]
                if below:
                    offsets = [same[where] for where in below]
                    trees.append((same[above], offsets, _is_all(above, below)))
    return trees


def _is_all(above: Where, below: Sequence[Where]) -> bool:
    """Whether columns are all that the column above them is: those of named uses only if they have just its codes."""
    if narrowed(below[0], above):
        return above[2] == ("",) and not codes_of(above[4]) and all(codes_of(b[4]) for b in below)
    uses = tuple(sorted(code for where in below for code in where[2]))
    return above[2] == ("",) or uses == tuple(sorted(above[2]))


_PLAIN = Flow.EXPENDITURE


def _met(kind: int, kinds: Sequence[int], offsets: Iterable[int]) -> tuple[Kinds, list[int]]:
    """The kinds of a row's cells in its columns, and which columns these are: those where they are of anything."""
    used = [offset for offset in offsets if is_some(kind & kinds[offset])]
    return tuple([kind & kinds[offset] for offset in used]), used


def everywhere(scope: Scope) -> bool:
    """Whether a scope is of all codes, agencies and projects, in the document's year."""
    return where_of(scope) == EVERYWHERE


def _some_of(where: Where, above: Where | None) -> bool:
    """Whether a row is only some of the row above it (其中：捐赠收入), and not one of those that make it up."""
    agency = where[0]
    return bool(agency) and agency[0].startswith(SOME) and (above is None or above[0] != agency)


def cell_where(where: Where, row: Scope, column: Scope | None) -> Where | None:
    """Where a cell is, in a table whose columns are uses."""
    if column is None:
        return None
    if everywhere(column):
        return where
    plain = row.economic == ("",) and column.function == ("",) and not column.agency
    if plain and not where[4] and not where_of(column)[4]:
        return (row.agency, row.function, column.economic, row.project, ())
    met = row.meet(column)
    if met is None:
        return None
    return where_of(met)


def _join(
    here: dict[Where, tuple[Kinds, Sequence[int]]],
    many: dict[Where, tuple[list[int], list[int]]],
    where: Where,
    kinds: Kinds,
    indices: Sequence[int],
) -> None:
    """Put figures to those of a side that are at the same place; all rows may be, so nothing is copied again."""
    if where not in here:
        here[where] = (kinds, indices)
        return
    if where not in many:
        many[where] = (list(here[where][0]), list(here[where][1]))
    many[where][0].extend(kinds)
    many[where][1].extend(indices)
