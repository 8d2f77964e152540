"""How the figures of a side lie in each other, by the scopes of its rows and columns alone.

This is a matter of the form and not of the amounts: which figure is next around which, which say the same, and what
each is if nothing is printed. What adds up to what, and so which figures are leaves, is in `leaves`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from cnbudget.invariants.derivation import cell_where, column_trees
from cnbudget.invariants.kinds import disjoint, kind_of, kinds_of
from cnbudget.invariants.nesting import EVERYWHERE, Nesting, Where, where_of
from cnbudget.scope import Scope


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


#: What a figure can be; in bytes, each is its place here.
SUMMED = tuple(Summed)
_LEAF, _TOTAL, _REPEATED, _UNKNOWN = map(
    SUMMED.index, (Summed.LEAF, Summed.TOTAL, Summed.REPEATED, Summed.UNKNOWN)
)
_Scopes = Sequence[Scope | None]
_ALL = ("",)


@attrs.define
class LeafPlaces:
    """The figures of a side, by their places in it, and how they lie in each other; nobody may change it.

    Attributes:
        width: How many a row has.
        wheres: Where each row is; None where its scope is not known.
        kinds: The kind of each row; 0 where its scope is not known.
        usual: What each is if it is blank, by its place in `SUMMED`; unknown where its scope is not known.
        tops: Those that no other is around, but for those that have entries in common with one before.
        again: Which say the same as one before, and as which.
    """

    width: int
    wheres: Sequence[Where | None] = attrs.field(kw_only=True)
    kinds: Sequence[int] = attrs.field(kw_only=True)
    usual: bytearray = attrs.field(factory=bytearray, kw_only=True)
    tops: list[int] = attrs.field(factory=list, kw_only=True)
    again: dict[int, int] = attrs.field(factory=dict, kw_only=True)

    def around(self, place: int) -> Iterable[int]:
        """The figures next around one."""
        raise NotImplementedError

    def at(self, place: int) -> tuple[Where, int] | None:
        """Where a figure is, and its kind; None if its scope is not known."""
        raise NotImplementedError


@attrs.frozen
class _ColumnsNested:
    """How the figures of a row lie in each other, where no other row is of its place.

    Attributes:
        kinds: The kind of each; None where its scope is not known.
        again: Which figures say the same as one before, and as which.
        around: The figures next around each.
        tops: Those that no other is around.
        blanks: What each is if it is blank, by its place in `SUMMED`: in a row that others lie in, and in one that
            none does.
    """

    kinds: tuple[int | None, ...]
    again: dict[int, int]
    around: tuple[tuple[int, ...], ...]
    tops: tuple[int, ...]
    blanks: tuple[bytes, bytes]


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
    blanks = [bytearray([_UNKNOWN] * len(columns)) for _ in range(2)]
    for offset in known:
        one = _REPEATED if offset in again else _TOTAL
        blanks[0][offset] = one
        blanks[1][offset] = _LEAF if offset not in {*again, *divided} else one
    return _ColumnsNested(
        kinds,
        again,
        tuple(around),
        tuple(offset for offset in known if not around[offset] and offset not in again),
        (bytes(blanks[0]), bytes(blanks[1])),
    )


def leaf_places(rows: _Scopes, columns: _Scopes) -> LeafPlaces:
    """The figures of a side, by the scopes of its rows and columns.

    >>> places = leaf_places([Scope(), Scope("208")], [Scope()])
    >>> [SUMMED[each].value for each in places.usual], places.tops, list(places.around(1))
    (['total', 'leaf'], [0], [0])
    """
    wheres = [None if scope is None else where_of(scope) for scope in rows]
    kinds = kinds_of(rows)
    known = _known(tuple(columns))
    made = (
        _rows_apart if _apart([each for each in wheres if each is not None], known) else _anywhere
    )
    found = made(rows, columns, wheres, kinds, known)
    if len(found.tops) > 1:
        found.tops = _without_overlaps(found)
    return found


@lru_cache(maxsize=1024)
def _known(columns: tuple[Scope | None, ...]) -> tuple[tuple[int, Where] | None, ...]:
    """The kind of each column and where it is, if its scope is known."""
    return tuple(
        [None if scope is None else (kind_of(scope), where_of(scope)) for scope in columns]
    )


def _without_overlaps(places: LeafPlaces) -> list[int]:
    """The tops but for those that have entries in common with one before."""
    kept: list[tuple[int, tuple[Where, int]]] = []
    for place in places.tops:
        at = places.at(place)
        if at is not None and not any(_overlap(at, other) for _, other in kept):
            kept.append((place, at))
    return [place for place, _ in kept]


def _overlap(one: tuple[Where, int], other: tuple[Where, int]) -> bool:
    return not disjoint(one[1], other[1]) and _meet(one[0], other[0])


@attrs.define
class _RowsApart(LeafPlaces):
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
    found = _RowsApart(width, wheres=wheres, kinds=kinds, rows=rows, columns=columns, above=above)
    unknown = bytes([_UNKNOWN]) * width
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
class _Anywhere(LeafPlaces):
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
    found = _Anywhere(len(columns), wheres=wheres, kinds=kinds)
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
            found.usual.append(_UNKNOWN)
        elif place in found.again:
            found.usual.append(_REPEATED)
        else:
            found.usual.append(_TOTAL if place in divided else _LEAF)
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
