"""Columns fitted to how tables are printed: headings stand in the middle of their cells, amounts at one side of theirs.

Where the headings are and where the amounts end tells where the edges of columns must be, and more than once: what is
left of an edge says so, and what is right of it. Columns for which all agree are sure, blank ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median

import attrs

from cnbudget.reading.pdf.pieces import PieceHeading

_OFF = 0.2  # so far may two say that an edge is apart, in the size of letters
_PAD = (-0.1, 1.5)  # so far do amounts stand from the edge of their cell, in the size of letters
_PADS = 24  # how far amounts may stand that are tried, where nothing tells
_PLACES = 192  # where columns may begin

Span = tuple[float, float]


@attrs.frozen
class Stood:
    """What stands in the rows of a table.

    Attributes:
        amounts: The amounts that stand under each other, column by column from the left.
        others: All other pieces.
        gaps: Where numbers of one line stand beside each other: the end of one, and where the next begins.
    """

    amounts: Sequence[Sequence[Span]]
    others: Sequence[Span]
    gaps: Sequence[Span]


def fitted_edges(stood: Stood, leaves: Sequence[PieceHeading], size: float) -> list[float] | None:
    """The edges of the columns under headings; None if not all agree, or columns may be had in two ways.

    Args:
        stood: What stands in the rows.
        leaves: The headings that have none below them, from the left.
        size: The size of the letters.
    """
    ways: dict[tuple[int, ...], list[list[float]]] = {}
    for side in ("right", "middle", "left"):
        fit = _ColumnFit(stood, leaves, side, size)
        if not fit.begin():
            continue
        for edges in fit.tried():
            where = fit.places(edges)
            if where is not None:
                ways.setdefault((*fit.own, *where), []).append(edges)
    if len(ways) != 1:
        return None
    [found] = ways.values()
    return _with_inner(found[len(found) // 2], stood.gaps)


class _ColumnFit:
    """The columns under headings, if amounts stand at one side of theirs.

    Args:
        stood: What stands in the rows.
        leaves: The headings.
        side: The side: "left", "middle" or "right".
        size: The size of the letters.
    """

    def __init__(
        self, stood: Stood, leaves: Sequence[PieceHeading], side: str, size: float
    ) -> None:
        self.stood, self.side, self.size = stood, side, size
        self.heads = [(leaf.left, leaf.right) for leaf in leaves]
        self.middles = [left + right for left, right in self.heads]  # twice
        self.ends: list[float | None] = [None for _ in leaves]
        self.own: list[int] = []  # whose heading the amounts of each column have

    def begin(self) -> bool:
        """Find out whose headings the amounts have; say whether each has one, and they end at one place."""
        for spans in self.stood.amounts:
            first, last = min(left for left, _ in spans), max(right for _, right in spans)
            over = [
                n
                for n, (left, right) in enumerate(self.heads)
                if min(right, last) - max(left, first) > 1
            ]
            before = sum(right <= first + 1 for _, right in self.heads) - 1
            beside = {"right": before, "left": before + 1, "middle": -1}[self.side]
            n = over[0] if len(over) == 1 else -1 if over else beside
            places = [self._end(span) for span in spans]
            if not 0 <= n < len(self.heads) or n in self.own:
                return False
            if max(places) - min(places) > self._off(2):
                return False
            self.own.append(n)
            self.ends[n] = end = median(places)
            if self.side == "middle" and abs(2 * end - self.middles[n]) > self._off(2):
                return False
        return True

    def _off(self, times: float = 1) -> float:
        return times * _OFF * self.size

    def _end(self, span: Span) -> float:
        return sum(span) / 2 if self.side == "middle" else span[self.side == "right"]

    def tried(self) -> Iterator[list[float]]:
        """The edges, if all that is known of them agrees; several where something is not known."""
        if self.side == "middle":
            others = [left for left, _ in self.stood.others]
            start = min([*others, *(left for left, _ in self.heads)]) + self.size
            for n in range(_PLACES):
                yield self._from(start - n * self.size / 8)
            return
        low, high = _PAD[0] * self.size, _PAD[1] * self.size
        pads = list(self._pads())
        for pad in (
            [median(pads)] if pads else [low + n * (high - low) / _PADS for n in range(_PADS)]
        ):
            edges = self._anchored(pad) if low <= pad <= high else None
            if edges is not None:
                yield edges

    def _from(self, first: float) -> list[float]:
        """The edges, if that of the first column is one."""
        edges = [first]
        for middle in self.middles:
            edges.append(middle - edges[-1])
        return edges

    def _pads(self) -> Iterator[float]:
        """How far amounts stand from the edges of their cells, as each two columns that have some say."""
        last: tuple[float, bool] | None = None  # an edge without the pad, and whether that is added
        own = list(zip(self.middles, self.ends, strict=True))
        for middle, end in own if self.side == "right" else reversed(own):
            if end is None:
                last = None if last is None else (middle - last[0], not last[1])
                continue
            if last is not None and last[1]:
                found = (middle - end - last[0]) / 2
                yield found if self.side == "right" else -found
            last = end, True

    def _anchored(self, pad: float) -> list[float] | None:
        """The edges of columns, if what says where they are agrees."""
        told: list[list[float]] = [[] for _ in range(len(self.heads) + 1)]
        for n, (middle, end) in enumerate(zip(self.middles, self.ends, strict=True)):
            if end is not None:
                edge = end + pad if self.side == "right" else end - pad
                told[n + (self.side == "right")].append(edge)
                told[n + (self.side != "right")].append(middle - edge)
        for n, middle in enumerate(self.middles):
            if told[n] and self.ends[n] is None:
                told[n + 1].append(middle - median(told[n]))
        for n in range(len(self.middles) - 1, -1, -1):
            if not told[n] and told[n + 1]:
                told[n].append(self.middles[n] - median(told[n + 1]))
        if not all(told) or any(max(own) - min(own) > self._off(3) for own in told):
            return None
        return [sum(own) / len(own) for own in told]

    def places(self, edges: list[float]) -> tuple[int, ...] | None:
        """In which column each piece stands; None if one stands in none, or a heading not in its own.

        What stands in the middle of several columns without amounts is of a cell that reaches over them.
        """
        columns = list(pairwise(edges))
        for (left, right), (a, b), middle in zip(self.heads, columns, self.middles, strict=True):
            if left < a - 1 or right > b + 1 or abs(a + b - middle) > self._off(4):
                return None
        for n, spans in zip(self.own, self.stood.amounts, strict=True):
            a, b = columns[n]
            if any(left < a - 1 or right > b + 1 for left, right in spans):
                return None
        found = [self._place(span, edges) for span in self.stood.others]
        return None if None in found else tuple(n for n in found if n is not None)

    def _place(self, span: Span, edges: list[float]) -> int | None:
        """In which column a piece stands that is no amount; less than nothing if it is of several.

        At the sides of a table columns may reach further than their headings say.
        """
        near = 0.3 * self.size
        columns = list(pairwise([-inf, *edges[1:-1], inf]))
        own = [n for n, (a, b) in enumerate(columns) if a - near <= span[0] and span[1] <= b + near]
        if own:
            return own[0] if len(own) == 1 else None
        over = [n for n, (a, b) in enumerate(columns) if span[1] > a + 1 and span[0] < b - 1]
        for first in range(over[0] + 1):
            for last in range(over[-1], len(columns)):
                if not any(first <= n <= last for n in self.own) and (
                    abs(edges[first] + edges[last + 1] - sum(span)) <= self._off(4)
                ):
                    return -1 - first
        return None


def _with_inner(edges: list[float], gaps: Sequence[Span]) -> list[float]:
    """The edges, with those between numbers that stand beside each other under one heading."""
    found = list(edges)
    for right, left in gaps:
        if not any(right - 1 <= edge <= left + 1 for edge in edges):
            found.append((right + left) / 2)
    return sorted(found)
