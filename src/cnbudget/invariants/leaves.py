"""Leaves: the figures of a table that no others of it make up, so that they can be summed and count nothing twice.

A table prints an amount many times: an item, its category, the total; each from one source, and from all. A figure that
others of its side add up to is a total. What is left are the leaves: no two of a side have an entry in common, and each
total is the sum of the leaves within it. Where the parts of a figure need not be all of it (其中：…), it is a leaf
itself, and they lie within; where a side tells the same money in two ways, by function and by economic use, only the
first is counted, and the other cuts across.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from cnbudget.figures import State
from cnbudget.invariants.derivation import Derived, cell_where, column_trees
from cnbudget.invariants.kinds import disjoint, kind_of, kinds_of
from cnbudget.invariants.law import ADD_UP
from cnbudget.invariants.nesting import EVERYWHERE, Nesting, Where, where_of
from cnbudget.scope import Scope

__all__ = ["Summed", "summed"]


class Summed(enum.Enum):
    """What a figure is among those of its side.

    * `LEAF`: no others of the side make it up; the leaves count everything once.
    * `TOTAL`: the sum of leaves.
    * `REPEATED`: what another figure of the side says already.
    * `WITHIN`: a part of a leaf that need not be all of it (其中：…).
    * `ACROSS`: the same money in another order, as by economic use beside functions.
    * `UNKNOWN`: what it totals is not known.
    """

    LEAF = "leaf"
    TOTAL = "total"
    REPEATED = "repeated"
    WITHIN = "within"
    ACROSS = "across"
    UNKNOWN = "unknown"


_TAKEN = (Summed.LEAF, Summed.TOTAL)
#: The laws that sum up figures of one side, in the order in which they are followed.
_WAYS: dict[str, int] = {"rows": 0, "columns": 1}
#: For each figure that others add up to, in which ways, and the numbers of it and of these.
_ALL = ("",)
_Sums = dict[int, list[tuple[int, tuple[int, ...]]]]


def summed(derived: Derived) -> list[Summed]:
    """What each figure of some tables is among those of its side, in their order.

    >>> import cnbudget
    >>> from cnbudget.invariants import derived_of
    >>> budget = cnbudget.example("artux")
    >>> parts = dict(zip([f.address for f in budget.figures], summed(derived_of(budget)), strict=True))
    >>> row = budget.expenditure["2101501"]
    >>> parts[row.total.address], parts[row.basic.address]
    (<Summed.TOTAL: 'total'>, <Summed.LEAF: 'leaf'>)
    """
    sides = [side for table in derived.tables for side in table.sides]
    ends: list[int] = []  # for each figure where its side ends
    for side in sides:
        count = len(side.rows) * len(side.columns)
        ends.extend([len(ends) + count] * count)
    sums: _Sums = {}
    for kind, indices, reason in derived.laws:
        if kind == ADD_UP:
            way = _WAYS.get(reason, 2) if isinstance(reason, str) else 2
            if way == 2 and ends[min(indices)] != ends[max(indices)]:
                continue
            whole = indices[0]
            if whole in sums:
                sums[whole].append((way, indices))
            else:
                sums[whole] = [(way, indices)]
    for ways in sums.values():
        if len(ways) > 1:
            ways.sort(key=_way)
    blank = [figure.state is State.BLANK for figure in derived.figures]
    found: list[Summed] = []
    for side in sides:
        rows = tuple([row.address.scope for row in side.rows])
        places = _places(rows, tuple([address.scope for address in side.columns]))
        found += _SideLeaves(places, len(found), blank, sums).parts()
    return found


def _way(way: tuple[int, tuple[int, ...]]) -> int:
    return way[0]


@attrs.frozen
class _ColumnsNested:
    """How the figures of a row lie in each other, where no other row is of its place.

    Attributes:
        kinds: The kind of each; None where its scope is not known.
        again: Which figures say the same as one before, and as which.
        around: The figures next around each.
        tops: Those that no other is around.
        blanks: What each is if it is blank, in a row that others lie in, and in one that none does.
    """

    kinds: tuple[int | None, ...]
    again: dict[int, int]
    around: tuple[tuple[int, ...], ...]
    tops: tuple[int, ...]
    blanks: tuple[tuple[Summed, ...], tuple[Summed, ...]]


@lru_cache(maxsize=4096)
def _columns_nested(columns: tuple[tuple[int, Where] | None, ...], row: int) -> _ColumnsNested:
    """How the figures of a row of a kind lie in each other.

    Args:
        columns: The kind of each column and where it is, if its scope is known.
        row: The kind of the row.
    """
    kinds = tuple(None if column is None else column[0] & row for column in columns)
    again: dict[int, int] = {}
    around: list[tuple[int, ...]] = [()] * len(columns)
    seen: dict[tuple[Where, int], int] = {}
    here: dict[Where, list[int]] = {}
    for offset, column in enumerate(columns):
        if column is not None:
            first = seen.setdefault((column[1], column[0] & row), offset)
            if first == offset:
                here.setdefault(column[1], []).append(offset)
            else:
                again[offset] = first
    pairs = [(part, whole) for whole, parts, _ in column_trees(columns) for part in parts]
    for offsets in here.values():
        mine = tuple([kinds[offset] or 0 for offset in offsets])
        pairs += [(offsets[inner], offsets[outer]) for inner, outer in _nested(mine)]
    for inner, outer in pairs:
        around[inner] = (*around[inner], outer)
    divided = {outer for _, outer in pairs}
    known = [offset for offset, column in enumerate(columns) if column is not None]
    blanks = [[Summed.UNKNOWN] * len(columns) for _ in range(2)]
    for offset in known:
        one = Summed.REPEATED if offset in again else Summed.TOTAL
        blanks[0][offset] = one
        blanks[1][offset] = Summed.LEAF if offset not in {*again, *divided} else one
    return _ColumnsNested(
        kinds,
        again,
        tuple(around),
        tuple(offset for offset in known if not around[offset] and offset not in again),
        (tuple(blanks[0]), tuple(blanks[1])),
    )


@attrs.define
class _LeafPlaces:
    """The figures of a side, by their places in it, and how they lie in each other; nobody may change it.

    Attributes:
        width: How many a row has.
        usual: What each is if it is blank; `Summed.UNKNOWN` where its scope is not known.
        tops: Those that no other is around.
        again: Which say the same as one before, and as which.
    """

    width: int
    usual: list[Summed] = attrs.field(factory=list)
    tops: list[int] = attrs.field(factory=list)
    again: dict[int, int] = attrs.field(factory=dict)

    def around(self, place: int) -> Iterable[int]:
        """The figures next around one."""
        raise NotImplementedError

    def at(self, place: int) -> tuple[Where, int] | None:
        """Where a figure is, and its kind; None if its scope is not known."""
        raise NotImplementedError


_Scopes = tuple[Scope | None, ...]


@lru_cache(maxsize=64)  # the forms print some tables with the same rows in every document
def _places(rows: _Scopes, columns: _Scopes) -> _LeafPlaces:
    """The figures of a side, by the scopes of its rows and columns."""
    wheres = [None if scope is None else where_of(scope) for scope in rows]
    kinds = kinds_of(rows)
    known = tuple(
        [None if scope is None else (kind_of(scope), where_of(scope)) for scope in columns]
    )
    if _apart([where for where in wheres if where is not None], known):
        return _rows_apart(rows, columns, wheres, kinds, known)
    return _anywhere(rows, columns, wheres, kinds, known)


@attrs.define
class _RowsApart(_LeafPlaces):
    """The figures of a side whose rows are of a place each, so that the columns say the rest.

    Attributes:
        rows: The scopes of the rows.
        columns: The scopes of the columns.
        above: For each row the row next around it.
        nested: How the figures of each row lie in each other; None if its scope is not known.
    """

    rows: _Scopes = attrs.field(kw_only=True)
    columns: _Scopes = attrs.field(kw_only=True)
    above: Sequence[int | None] = attrs.field(kw_only=True)
    nested: list[_ColumnsNested | None] = attrs.field(factory=list, kw_only=True)

    def around(self, place: int) -> Iterable[int]:
        row, offset = place // self.width, place % self.width
        nested, above = self.nested[row], self.above[row]
        if nested is not None:
            if above is not None:
                yield above * self.width + offset
            for other in nested.around[offset]:
                yield place - offset + other

    def at(self, place: int) -> tuple[Where, int] | None:
        row, offset = place // self.width, place % self.width
        scope, nested = self.rows[row], self.nested[row]
        kind = None if nested is None else nested.kinds[offset]
        if scope is None or kind is None:
            return None
        here = cell_where(where_of(scope), scope, self.columns[offset])
        return None if here is None else (here, kind)


def _apart(wheres: Sequence[Where], columns: Sequence[tuple[int, Where] | None]) -> bool:
    """Whether the rows of a side are of a place each, and the columns leave them there, or say for what use."""
    if len(set(wheres)) < len(wheres):
        return False
    if all(column is None or column[1] == EVERYWHERE for column in columns):
        return True
    return all(where[2] == _ALL and not where[4] for where in wheres) and all(
        column is None or _of_uses(column[1]) for column in columns
    )


def _rows_apart(
    rows: _Scopes,
    columns: _Scopes,
    wheres: Sequence[Where | None],
    kinds: Sequence[int],
    known: tuple[tuple[int, Where] | None, ...],
) -> _RowsApart:
    """The figures of a side whose rows are of a place each."""
    above = _above(wheres, kinds)
    inner = set(above)
    width = len(columns)
    found = _RowsApart(width, rows=rows, columns=columns, above=above)
    unknown = (Summed.UNKNOWN,) * width
    by_kind: dict[int, _ColumnsNested] = {}
    for position, where in enumerate(wheres):
        if where is None:
            found.nested.append(None)
            found.usual += unknown
            continue
        kind = kinds[position]
        mine = by_kind.get(kind)
        if mine is None:
            mine = by_kind[kind] = _columns_nested(known, kind)
        found.nested.append(mine)
        found.usual += mine.blanks[position not in inner]
        first = position * width
        if above[position] is None:
            found.tops += [first + offset for offset in mine.tops]
        for offset, same in mine.again.items():
            found.again[first + offset] = first + same
    return found


def _of_uses(where: Where) -> bool:
    """Whether a column is of some economic uses, and of all else."""
    return where[:2] == EVERYWHERE[:2] and where[3:] == EVERYWHERE[3:]


def _above(wheres: Sequence[Where | None], kinds: Sequence[int]) -> list[int | None]:
    """For each row of a side the row next around it, of its own kind."""
    found: list[int | None] = [None] * len(wheres)
    for kind in dict.fromkeys(kinds):
        index: dict[Where, int] = {}
        for position, where in enumerate(wheres):
            if where is not None and kinds[position] == kind:
                index.setdefault(where, position)
        if len(index) < 2:
            continue
        nesting = Nesting(index)
        for position, where in enumerate(wheres):
            if where is not None and kinds[position] == kind:
                parent = nesting.parent(where)
                found[position] = None if parent == position else parent
    return found


@attrs.define
class _Anywhere(_LeafPlaces):
    """The figures of a side, each by itself.

    Attributes:
        ats: Where each is, and its kind.
        outer: The figures next around each.
    """

    ats: list[tuple[Where, int] | None] = attrs.field(factory=list, kw_only=True)
    outer: dict[int, list[int]] = attrs.field(factory=dict, kw_only=True)

    def around(self, place: int) -> Iterable[int]:
        return self.outer.get(place, ())

    def at(self, place: int) -> tuple[Where, int] | None:
        return self.ats[place]


def _anywhere(
    rows: _Scopes,
    columns: _Scopes,
    wheres: Sequence[Where | None],
    kinds: Sequence[int],
    known: tuple[tuple[int, Where] | None, ...],
) -> _Anywhere:
    """The figures of a side, several rows of which may be of one place."""
    found = _Anywhere(len(columns))
    seen: dict[tuple[Where, int], int] = {}
    for scope, where, kind in zip(rows, wheres, kinds, strict=True):
        for column, told in zip(columns, known, strict=True):
            at = None
            if where is not None and scope is not None and told is not None:
                here = cell_where(where, scope, column)
                at = None if here is None else (here, kind & told[0])
            place = len(found.ats)
            if at is not None and seen.setdefault(at, place) != place:
                found.again[place] = seen[at]
            found.ats.append(at)
    _nest(found, known, _above(wheres, kinds))
    divided = {outer for every in found.outer.values() for outer in every}
    for place, at in enumerate(found.ats):
        if at is None:
            found.usual.append(Summed.UNKNOWN)
        elif place in found.again:
            found.usual.append(Summed.REPEATED)
        else:
            found.usual.append(Summed.TOTAL if place in divided else Summed.LEAF)
        if at is not None and place not in found.outer and place not in found.again:
            found.tops.append(place)
    return found


def _nest(
    found: _Anywhere,
    columns: tuple[tuple[int, Where] | None, ...],
    above: Sequence[int | None],
) -> None:
    """Say which figures are next around others: as the rows say, the columns of uses, and the kinds."""
    width, ats = found.width, found.ats
    pairs = [
        (position * width + offset, parent * width + offset)
        for position, parent in enumerate(above)
        if parent is not None
        for offset in range(width)
    ]
    for whole, parts, _ in column_trees(columns):
        for first in range(0, len(ats), width):
            pairs += [(first + part, first + whole) for part in parts]
    here: dict[Where, list[int]] = {}
    for place, at in enumerate(ats):
        if at is not None and place not in found.again:
            here.setdefault(at[0], []).append(place)
    for places in here.values():
        if len(places) > 1:
            kinds = tuple([at[1] for place in places if (at := ats[place]) is not None])
            pairs += [(places[inner], places[outer]) for inner, outer in _nested(kinds)]
    for inner, outer in pairs:
        if ats[inner] is not None and ats[outer] is not None:
            found.outer.setdefault(inner, []).append(outer)


class _SideLeaves:
    """What the figures of a side are, by their numbers in the document.

    Args:
        places: The figures, and how they lie in each other.
        start: The number of the first.
        blank: For each figure of the document whether nothing is printed.
        sums: What adds up to which.
    """

    def __init__(self, places: _LeafPlaces, start: int, blank: Sequence[bool], sums: _Sums) -> None:
        self.places = places
        self.start = start
        self.blank = blank
        self.sums = sums
        self.leaves: set[int] = set()
        self._counted: dict[int, bool] = {}
        self._inside: dict[int, bool] = {}

    def parts(self) -> list[Summed]:
        """What each figure is."""
        kept: list[int] = []
        start, width, found = self.start, self.places.width, list(self.places.usual)
        for place in self.places.tops:
            if not any(self._overlap(place, other) for other in kept):
                kept.append(place)
                self._expand(start + place)
        blank = self.blank[start : start + len(found)]
        rows: dict[int, list[int]] = {}
        for place, empty in enumerate(blank):
            if not empty and found[place] is not Summed.UNKNOWN:
                found[place] = self._named(start + place)
                rows.setdefault(place // width, []).append(place)
        # what is blank adds nothing anywhere; beside printed figures that do not count, it does not either
        for row, mine in rows.items():
            if len(mine) < width and all(found[place] not in _TAKEN for place in mine):
                for place in range(row * width, row * width + width):
                    if blank[place] and found[place] is not Summed.UNKNOWN:
                        found[place] = found[mine[0]]
        return found

    def _expand(self, number: int) -> None:
        """Take for leaves the figures that make one up and that no others make up."""
        self._counted[number] = True
        ways = self.sums.get(number)
        if ways:
            for part in ways[0][1][1:]:
                self._expand(part)
        else:
            self.leaves.add(number)

    def _overlap(self, one: int, other: int) -> bool:
        a, b = self.places.at(one), self.places.at(other)
        if a is None or b is None or disjoint(a[1], b[1]):
            return False
        return _meet(a[0], b[0])

    def _named(self, number: int) -> Summed:
        """What a printed figure is."""
        if number in self.leaves:
            return Summed.LEAF
        place = number - self.start
        first = self.places.again.get(place, place)
        if self._counts(self.start + first):
            return Summed.TOTAL if first == place else Summed.REPEATED
        return Summed.WITHIN if self._within(self.start + first) else Summed.ACROSS

    def _counts(self, number: int) -> bool:
        """Whether a figure is a leaf, or the sum of leaves."""
        found = self._counted.get(number)
        if found is None:
            found = any(
                all(self.blank[part] or self._counts(part) for part in indices[1:])
                for _, indices in self.sums.get(number, ())
            )
            self._counted[number] = found
        return found

    def _lies(self, number: int) -> bool:
        """Whether a figure lies in a leaf."""
        found = self._inside.get(number)
        if found is None:
            around = [self.start + place for place in self.places.around(number - self.start)]
            found = any(other in self.leaves or self._lies(other) for other in around)
            self._inside[number] = found
        return found

    def _within(self, number: int) -> bool:
        """Whether a figure lies in a leaf, or is the sum of some that do."""
        return self._lies(number) or any(
            all(self.blank[part] or self._within(part) for part in indices[1:])
            for _, indices in self.sums.get(number, ())
        )


@lru_cache(maxsize=4096)
def _nested(kinds: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Which of some kinds lie within which others."""
    return tuple(
        (inner, outer)
        for inner, one in enumerate(kinds)
        for outer, other in enumerate(kinds)
        if one != other and one & other == one
    )


def _meet(one: Where, other: Where) -> bool:
    """Whether two places can have an entry in common."""
    for mine, theirs in zip(
        one[:4:3], other[:4:3], strict=True
    ):  # names of agencies and of projects
        if mine and theirs and set(mine).isdisjoint(theirs):
            return False
    for mine, theirs in zip(one[1:3], other[1:3], strict=True):
        if not any(a.startswith(theirs) for a in mine) and not any(
            b.startswith(mine) for b in theirs
        ):
            return False
    return one[4] == other[4] or not one[4] or not other[4]
