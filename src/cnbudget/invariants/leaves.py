"""Leaves: the figures of a table that no others of it make up, so that they can be summed and count nothing twice.

A table prints an amount many times: an item, its category, the total; each from one source, and from all. A figure that
others of its side add up to is a total. What is left are the leaves: no two of a side have an entry in common, and each
total is the sum of the leaves within it. Where the parts of a figure need not be all of it (其中：…), it is a leaf
itself, and they lie within; where a side tells the same money in two ways, by function and by economic use, only the
first is counted, and the other cuts across.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

import attrs

from cnbudget.figures import State
from cnbudget.invariants.derivation import Derived
from cnbudget.invariants.law import ADD_UP
from cnbudget.invariants.leaf_places import SUMMED, LeafPlaces

_LEAF, _TOTAL, _REPEATED, _WITHIN, _ACROSS, _UNKNOWN = range(len(SUMMED))


def summed_in(derived: Derived, sides: Sequence[LeafPlaces]) -> bytearray:
    """What each figure of some tables is among those of its side, in their order: by its place in `SUMMED`.

    Args:
        derived: The figures and their laws.
        sides: How the figures of each side of the tables lie in each other.
    """
    ends = list(accumulate(len(side.usual) for side in sides))
    sums = _sums(derived, ends)
    blank = State.BLANK
    printed = [i for i, figure in enumerate(derived.figures) if figure.state is not blank]
    empty = bytearray(b"\1") * len(derived.figures)
    for number in printed:
        empty[number] = 0
    found = bytearray()
    at = 0
    for side, end in zip(sides, ends, strict=True):
        upto = bisect_left(printed, end, at)
        if upto == at:  # nothing is printed
            found += side.usual
        else:
            found += _SideLeaves(side, len(found), empty, sums).parts(printed[at:upto])
        at = upto
    return found


@attrs.frozen
class _WaysUp:
    """What adds up to which figures of a side: the numbers of each and of its parts.

    Attributes:
        first: By the number of the figure, the way to follow.
        more: The other ways, where there are several.
    """

    first: dict[int, tuple[int, ...]]
    more: dict[int, list[tuple[int, ...]]]

    def ways(self, number: int) -> Iterator[tuple[int, ...]]:
        """All ways in which a figure is made up, the first to follow first."""
        if number in self.first:
            yield self.first[number]
            yield from self.more.get(number, ())


def _sums(derived: Derived, ends: Sequence[int]) -> _WaysUp:
    """What adds up to which figures of a side: rows before columns, and these before what the scopes alone say."""
    rows: list[tuple[int, ...]] = []
    columns: list[tuple[int, ...]] = []
    others: list[tuple[int, ...]] = []
    for kind, indices, reason in derived.laws:
        if kind == ADD_UP:
            if reason == "rows":
                rows.append(indices)
            elif reason == "columns":
                columns.append(indices)
            elif max(indices) < ends[bisect_left(ends, min(indices) + 1)]:  # of one side
                others.append(indices)
    every = [*rows, *columns, *others]
    first = {indices[0]: indices for indices in reversed(every)}
    more: dict[int, list[tuple[int, ...]]] = {}
    if len(first) < len(every):
        for indices in every:
            if first[indices[0]] is not indices:
                more.setdefault(indices[0], []).append(indices)
    return _WaysUp(first, more)


class _SideLeaves:
    """What the figures of a side are, by their numbers in the document.

    Args:
        places: The figures, and how they lie in each other.
        start: The number of the first.
        blank: For each figure of the document whether nothing is printed.
        sums: What adds up to which.
    """

    def __init__(self, places: LeafPlaces, start: int, blank: bytearray, sums: _WaysUp) -> None:
        self.places = places
        self.start = start
        self.blank = blank
        self.sums = sums
        self.leaves: set[int] = set()
        self._counted: dict[int, bool] = {}
        self._inside: dict[int, bool] = {}

    def parts(self, printed: Sequence[int]) -> bytearray:
        """What each figure is, by its place in `SUMMED`.

        Args:
            printed: The numbers of those that are not blank.
        """
        start, found = self.start, bytearray(self.places.usual)
        self._expand([start + place for place in self.places.tops])
        leaves, uncounted = self.leaves, []
        for number in printed:
            place = number - start
            if found[place] != _UNKNOWN:
                if number in leaves:
                    found[place] = _LEAF
                else:
                    found[place] = what = self._named(number)
                    if what not in (_LEAF, _TOTAL):
                        uncounted.append(place)
        if uncounted:
            self._blanks(found, uncounted)
        return found

    def _blanks(self, found: bytearray, uncounted: Sequence[int]) -> None:
        """What is blank adds nothing anywhere; in a row whose printed figures do not count, it does not either."""
        width = self.places.width
        blank = self.blank[self.start : self.start + len(found)]
        for row in dict.fromkeys([place // width for place in uncounted]):
            here = range(row * width, row * width + width)
            mine = [place for place in here if not blank[place] and found[place] != _UNKNOWN]
            if not any(found[place] in (_LEAF, _TOTAL) for place in mine):
                for place in here:
                    if blank[place] and found[place] != _UNKNOWN:
                        found[place] = found[mine[0]]

    def _expand(self, waiting: list[int]) -> None:
        """Take for leaves the figures that make some up and that no others make up."""
        sums, leaves, counted = self.sums.first, self.leaves, self._counted
        while waiting:
            number = waiting.pop()
            counted[number] = True
            if number in sums:
                waiting += sums[number][1:]
            else:
                leaves.add(number)

    def _named(self, number: int) -> int:
        """What a printed figure is that is no leaf."""
        place = number - self.start
        first = self.places.again.get(place, place)
        if self._counts(self.start + first):
            return _TOTAL if first == place else _REPEATED
        return _WITHIN if self._within(self.start + first) else _ACROSS

    def _counts(self, number: int) -> bool:
        """Whether a figure is a leaf, or the sum of leaves."""
        found = self._counted.get(number)
        if found is None:
            found = any(
                all(self.blank[part] or self._counts(part) for part in indices[1:])
                for indices in self.sums.ways(number)
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
            for indices in self.sums.ways(number)
        )
