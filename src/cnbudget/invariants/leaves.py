"""Leaves: the figures of a table that no others of it make up, so that they can be summed and count nothing twice.

A table prints an amount many times: an item, its category, the total; each from one source, and from all. A figure that
others of its side add up to is a total. What is left are the leaves: no two of a side have an entry in common, and each
total is the sum of the leaves within it. Where the parts of a figure need not be all of it (其中：…), it is a leaf
itself, and they lie within; where a side tells the same money in two ways, by function and by economic use, only the
first is counted, and the other cuts across.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import attrs

from cnbudget.figures import State
from cnbudget.invariants.derivation import Derived, cell_where, column_trees, everywhere
from cnbudget.invariants.kinds import disjoint, kind_of
from cnbudget.invariants.law import ADD_UP
from cnbudget.invariants.nesting import Nesting, Where, where_of
from cnbudget.tables import Side

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
_SUMMED: dict[str, int] = {"rows": 0, "columns": 1}


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
    number_of: list[int] = []  # of the side that a figure stands in
    starts = []
    for number, side in enumerate(sides):
        starts.append(len(number_of))
        number_of.extend([number] * (len(side.rows) * len(side.columns)))
    sums: list[dict[int, list[tuple[int, Sequence[int]]]]] = [{} for _ in sides]
    for kind, indices, reason in derived.laws:
        if kind == ADD_UP:
            number = number_of[indices[0]]
            if all(number_of[i] == number for i in indices):
                start = starts[number]
                way = _SUMMED.get(reason, 2) if isinstance(reason, str) else 2
                found = sums[number].setdefault(indices[0] - start, [])
                found.append((way, [i - start for i in indices[1:]]))
    found_parts: list[Summed] = []
    for side, mine in zip(sides, sums, strict=True):
        found_parts.extend(_SideLeaves(side, mine).parts())
    return found_parts


@attrs.define
class _LeafCell:
    """A figure of a side.

    Attributes:
        where: Where it is; None if its scope is not known.
        kind: Its kind.
        blank: Whether nothing is printed.
        first: The first figure of the side that says the same.
        around: The figures next around it, as the rows, the columns and the kinds say.
        divided: Whether some figure lies within it.
        part: What it is, as far as that is known.
    """

    where: Where | None
    kind: int
    blank: bool
    first: int
    around: tuple[int, ...] = ()
    divided: bool = False
    part: Summed | None = None


class _SideLeaves:
    """The figures of a side, by their place among them.

    Args:
        side: The side.
        sums: For each figure that others of the side add up to, these: in which way, and their places.
    """

    def __init__(self, side: Side[Any], sums: dict[int, list[tuple[int, Sequence[int]]]]) -> None:
        self.side = side
        self.width = len(side.columns)
        self.sums = {
            whole: [parts for _, parts in sorted(ways, key=_way)] for whole, ways in sums.items()
        }
        self.cells: list[_LeafCell] = []
        self.rows: list[Where | None] = []
        self.kinds: list[int] = []
        self._counted: dict[int, bool] = {}
        self._inside: dict[int, bool] = {}
        self._place()
        self._nest_rows()
        self._nest_columns()
        self._nest_kinds()

    def parts(self) -> list[Summed]:
        """What each figure is."""
        kept: list[int] = []
        for place, cell in enumerate(self.cells):
            if cell.where is not None and not cell.around and cell.first == place:
                mine = self._expanded(place, [])
                if any(self._overlap(place, other) for other in kept):
                    continue
                kept.append(place)
                for leaf in mine:
                    self.cells[leaf].part = Summed.LEAF
        for place in range(len(self.cells)):
            self._name(place)
        self._blanks()
        return [cell.part or Summed.UNKNOWN for cell in self.cells]

    # Where the figures are ----------------------------------------------------------------------

    def _place(self) -> None:
        columns = [address.scope for address in self.side.columns]
        kinds = [0 if scope is None else kind_of(scope) for scope in columns]
        by_use = any(scope is not None and not everywhere(scope) for scope in columns)
        seen: dict[tuple[Where, int], int] = {}
        blank = State.BLANK
        for row in self.side.rows:
            scope = row.address.scope
            where = None if scope is None else where_of(scope)
            kind = 0 if scope is None else kind_of(scope)
            self.rows.append(where)
            self.kinds.append(kind)
            for offset, figure in enumerate(row.figures):
                here = None
                if where is not None and scope is not None and columns[offset] is not None:
                    here = cell_where(where, scope, columns[offset]) if by_use else where
                mine = kind & kinds[offset]
                place = len(self.cells)
                first = place if here is None else seen.setdefault((here, mine), place)
                self.cells.append(_LeafCell(here, mine, figure.state is blank, first))

    def _nest_rows(self) -> None:
        """What is around figures as the rows say, of rows of one kind each."""
        for kind in dict.fromkeys(self.kinds):
            index: dict[Where, int] = {}
            for position, where in enumerate(self.rows):
                if where is not None and self.kinds[position] == kind:
                    index.setdefault(where, position)
            if len(index) < 2:
                continue
            nesting = Nesting(index)
            for position, where in enumerate(self.rows):
                if where is None or self.kinds[position] != kind:
                    continue
                parent = nesting.parent(where)
                if parent is not None and parent != position:
                    for offset in range(self.width):
                        self._put(position * self.width + offset, parent * self.width + offset)

    def _nest_columns(self) -> None:
        """What is around figures as the columns of uses say."""
        scopes = [address.scope for address in self.side.columns]
        if all(scope is None or everywhere(scope) for scope in scopes):
            return
        places = tuple(None if s is None else (kind_of(s), where_of(s)) for s in scopes)
        for whole, parts, _ in column_trees(places):
            for start in range(0, len(self.cells), self.width):
                for part in parts:
                    self._put(start + part, start + whole)

    def _nest_kinds(self) -> None:
        """What is around figures of one place as their kinds say."""
        here: dict[Where, list[int]] = {}
        for place, cell in enumerate(self.cells):
            if cell.where is not None and cell.first == place:
                here.setdefault(cell.where, []).append(place)
        for places in here.values():
            if len(places) > 1:
                for inner, outer in _nested(tuple([self.cells[place].kind for place in places])):
                    self._put(places[inner], places[outer])

    def _put(self, inner: int, outer: int) -> None:
        one, other = self.cells[inner], self.cells[outer]
        if one.where is not None and other.where is not None:
            one.around = (*one.around, outer)
            other.divided = True

    # What they are ------------------------------------------------------------------------------

    def _expanded(self, place: int, found: list[int]) -> list[int]:
        """The figures that make one up and that no others make up."""
        ways = self.sums.get(place)
        if not ways:
            found.append(place)
            return found
        for part in ways[0]:
            self._expanded(part, found)
        return found

    def _overlap(self, one: int, other: int) -> bool:
        a, b = self.cells[one], self.cells[other]
        if a.where is None or b.where is None or disjoint(a.kind, b.kind):
            return False
        return _meet(a.where, b.where)

    def _name(self, place: int) -> None:
        """Say what a figure is that is no leaf."""
        cell = self.cells[place]
        if cell.part is not None or cell.where is None or cell.blank:
            return
        first = cell.first
        if first != place and self._counts(first):
            cell.part = Summed.REPEATED
        elif self._counts(first):
            cell.part = Summed.TOTAL
        else:
            cell.part = Summed.WITHIN if self._within(first) else Summed.ACROSS

    def _counts(self, place: int) -> bool:
        """Whether a figure is a leaf, or the sum of leaves."""
        found = self._counted.get(place)
        if found is None:
            cells = self.cells
            found = cells[place].part is Summed.LEAF or any(
                all(cells[part].blank or self._counts(part) for part in way)
                for way in self.sums.get(place, ())
            )
            self._counted[place] = found
        return found

    def _lies(self, place: int) -> bool:
        """Whether a figure lies in a leaf."""
        found = self._inside.get(place)
        if found is None:
            around = self.cells[place].around
            found = any(self.cells[o].part is Summed.LEAF or self._lies(o) for o in around)
            self._inside[place] = found
        return found

    def _within(self, place: int) -> bool:
        """Whether a figure lies in a leaf, or is the sum of some that do."""
        cells = self.cells
        return self._lies(place) or any(
            all(cells[part].blank or self._within(part) for part in way)
            for way in self.sums.get(place, ())
        )

    def _blanks(self) -> None:
        """What is blank adds nothing anywhere; it is what the printed figures of its row and its own place make it."""
        width = self.width
        for start in range(0, len(self.cells), width or 1):
            row = self.cells[start : start + width]
            printed = {cell.part for cell in row if not cell.blank and cell.where is not None}
            aside = next(iter(printed)) if printed and printed.isdisjoint(_TAKEN) else None
            for place, cell in enumerate(row, start):
                if cell.blank and cell.where is not None:
                    if aside is not None:
                        cell.part = aside
                    elif cell.first != place:
                        cell.part = Summed.REPEATED
                    else:
                        cell.part = Summed.TOTAL if cell.divided else Summed.LEAF


def _way(way: tuple[int, Sequence[int]]) -> int:
    return way[0]


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
