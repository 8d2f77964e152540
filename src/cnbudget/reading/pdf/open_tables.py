"""The columns of a table that has no rulings, from its amounts, labels and headings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import comb

from cnbudget.reading.pages import Raster
from cnbudget.reading.pdf.doubts import headed, well_parted, well_set
from cnbudget.reading.pdf.fitting import Stood, fitted_edges
from cnbudget.reading.pdf.open_headings import (
    headings_of_lines,
    levels_of_headings,
    stands_over,
    with_own_headings,
)
from cnbudget.reading.pdf.open_rows import rows_of_lines
from cnbudget.reading.pdf.pieces import (
    LinePiece,
    PieceHeading,
    PieceLine,
    merged,
    overlap,
    size_of,
)
from cnbudget.reading.pdf.printed import RuledLine

_MOST_WAYS = 3000  # to share columns among headings
_LEAST_COLUMNS, _MOST_COLUMNS = 2, 60


class OpenTable:
    """A table's lines, and the columns and rows that they make up.

    Args:
        heads: The lines of its headings.
        body: The lines of its rows.
        before: The table that it goes on with.
        rules: The rulings from left to right.
    """

    def __init__(
        self,
        heads: list[PieceLine],
        body: list[PieceLine],
        before: OpenTable | None,
        rules: list[RuledLine],
    ) -> None:
        self.heads = heads
        self.body = body
        self.rules = rules
        self.cells = sorted(headings_of_lines(heads, rules), key=lambda cell: cell.top)
        self.amounts: set[int] = set()  # the columns that have some
        self.before: list[LinePiece] = before.pieces if before else []
        self.pieces: list[LinePiece] = [piece for text in body for piece in text.pieces]
        self.edges: list[float] = self._before(before.edges if before else None)
        self.known = bool(self.edges)  # from the page before
        # whether headings and amounts agree on its columns
        self.fitted: bool = self.known and before is not None and before.fitted
        if heads and not self.known:
            self.edges = self._columns()

    def _before(self, edges: Sequence[float] | None) -> list[float]:
        """The columns of the page before, if each number stands in one of them."""
        if edges is None:
            return []
        for text in self.body:
            for piece in text.pieces:
                if piece.numeric:
                    first = bisect_right(edges, piece.left + 1) - 1
                    if first < 0 or piece.right > edges[min(first + 1, len(edges) - 1)] + 1:
                        return []
        return list(edges)

    def _columns(self) -> list[float]:
        """The edges of the columns."""
        rows = [piece for text in self.body for piece in text.pieces]
        numbers = merged([(p.left, p.right) for p in rows if p.numeric])
        fitted = self._fitted(rows, numbers)
        if fitted:
            self.fitted = True
            return fitted
        words = merged(
            [
                (p.left, p.right)
                for p in rows
                if not p.numeric and not any(overlap(p, each) for each in numbers)
            ]
        )
        heads = [piece for text in self.heads for piece in text.pieces]
        columns: list[tuple[float, float]] = []
        for span in sorted(numbers + words):
            alone = span in words and not any(overlap(p, span) for p in heads) and heads
            if alone and columns and sum(overlap(p, span) for p in rows) < 3:
                continue  # 合计 set in the middle of two columns
            columns.append(span)
        amounts = [p for p in rows if p.amount]
        kinds = [
            "amounts" if any(overlap(p, each) for p in amounts) else "words" for each in columns
        ]
        own = self._with_headings(columns, kinds)
        for n, (left, right) in enumerate(own):
            for piece in heads:
                if [k for k, each in enumerate(own) if overlap(piece, each)] == [n]:
                    left, right = min(left, piece.left), max(right, piece.right)  # noqa: PLW2901
            own[n] = left, right
        edges = [own[0][0] - 1] if own else []
        edges += [(right + left) / 2 for (_, right), (left, _) in pairwise(own)]
        edges += [max(right for _, right in own) + 1] if own else []
        return edges if all(a < b for a, b in pairwise(edges)) else []

    def _fitted(
        self, rows: list[LinePiece], numbers: list[tuple[float, float]]
    ) -> list[float] | None:
        """The edges of columns where headings and amounts agree on them; None where they do not."""
        leaves = [
            cell
            for cell in self.cells
            if not self._over(cell)
            and not any(
                other.top > cell.bottom and overlap(cell, (other.left, other.right))
                for other in self.cells
            )
        ]
        amounts = [p for p in rows if p.amount]
        if not leaves or not amounts:
            return None
        tracks = [[(p.left, p.right) for p in amounts if overlap(p, each)] for each in numbers]
        stood = Stood(
            [each for each in tracks if each],
            [(p.left, p.right) for p in rows if not p.amount],
            [
                (one[1], other[0])
                for one, other in pairwise(numbers)
                if any(_holds(text, one) and _holds(text, other) for text in self.body)
            ],
        )
        leaves.sort(key=lambda cell: cell.left)
        return fitted_edges(stood, leaves, size_of(amounts))

    def _with_headings(
        self, columns: list[tuple[float, float]], kinds: list[str]
    ) -> list[tuple[float, float]]:
        """The columns with their headings, and those in which nothing stands but these; from the lowest heading up.

        Args:
            columns: The columns.
            kinds: What stands in each: "amounts", other "words", or its heading alone ("").
        """
        low: list[PieceHeading] = []
        rest = sorted(self.cells, key=lambda cell: -cell.bottom)
        while rest:
            line = [cell for cell in rest if cell.bottom > rest[0].bottom - 0.4 * cell.size]
            rest = rest[len(line) :]
            for cell in line:
                if not stands_over(cell, columns, low):
                    place = bisect_right(columns, (cell.left, cell.left))
                    columns.insert(place, (cell.left, cell.right))
                    kinds.insert(place, "")
            low += line
            leaves = [cell for cell in low if not self._over(cell)]
            alone = [[n for n in columns if overlap(cell, n)] for cell in leaves]
            columns, kinds = with_own_headings(
                columns, kinds, [[each] not in alone for each in columns]
            )
        return columns

    def _over(self, cell: PieceHeading) -> bool:
        """Whether a heading must have others below it: it stands higher than one that has none."""
        middles = [text.line.middle for text in self.heads]
        middle = (middles[0] + middles[-1]) / 2
        return cell.middle < middle - 0.4 * cell.size

    def _spans(self, cells: list[PieceHeading], first: int, last: int) -> bool:
        """Find out over which columns headings reach that have others below them; say whether that is sure.

        A heading without others stands in the middle of the height, one with others higher, and these lower.

        Args:
            cells: The headings.
            first: The first column that they stand over.
            last: The last one.
        """
        if len(cells) < 2:
            return True
        middle = (min(cell.top for cell in cells) + max(cell.bottom for cell in cells)) / 2
        tip = min(cells, key=lambda cell: cell.middle)
        high = [cell for cell in cells if cell.middle <= tip.middle + 0.4 * tip.size]
        low = [cell for cell in cells if cell not in high]
        alone = {
            n
            for cell in low
            if abs(cell.middle - middle) <= 0.4 * cell.size
            and not any(other.top > cell.bottom and cell.meets(other) for other in low)
            for n in cell.columns
        }
        free = {n for cell in low for n in cell.columns} - alone
        over = [cell for cell in high if free.intersection(cell.columns)]
        start = first
        while start <= last:
            end = start
            while end <= last and end in free:
                end += 1
            own = [cell for cell in over if start <= cell.first < end]
            own.sort(key=lambda cell: cell.left)
            if own and not self._shared(own, start, end - 1):
                return False
            start = end + 1
        return all(
            self._spans(
                [each for each in low if cell.first <= each.first and each.last <= cell.last],
                cell.first,
                cell.last,
            )
            for cell in over
        )

    def _shared(self, over: list[PieceHeading], first: int, last: int) -> bool:
        """Share columns among the headings that stand over them; say whether there is one way, and they fit."""
        inner = range(first + 1, last + 1)
        if len(over) > last - first + 1 or comb(len(inner), len(over) - 1) > _MOST_WAYS:
            return False
        off = {
            (n, a, b): self._off(cell, a, b - 1)
            for n, cell in enumerate(over)
            for a in range(first, last + 1)
            for b in range(a + 1, last + 2)
        }
        ways = []
        for cuts in combinations(inner, len(over) - 1):
            ends = [first, *cuts, last + 1]
            ways.append((sum(off[n, a, b] for n, (a, b) in enumerate(pairwise(ends))), ends))
        ways.sort()
        if len(ways) > 1 and ways[1][0] - ways[0][0] < 0.5 * over[0].size:
            return False
        for n, (cell, (a, b)) in enumerate(zip(over, pairwise(ways[0][1]), strict=True)):
            cell.first, cell.last = a, b - 1
            width = self.edges[b] - self.edges[a]
            if self.amounts.intersection(cell.columns) and off[n, a, b] > max(
                4 * cell.size, 0.25 * width
            ):
                return False
        return True

    def _off(self, cell: PieceHeading, first: int, last: int) -> float:
        """How far a heading is from the middle of columns."""
        edges = self.edges
        middle = (cell.left + cell.right) / 2
        children = [
            (other.left + other.right) / 2
            for column in (first, last)
            for other in self.cells
            if other.first == other.last == column and other.top > cell.bottom
        ]
        off = abs((edges[first] + edges[last + 1]) / 2 - middle)
        if len(children) > 1:
            off = min(off, abs((children[0] + children[-1]) / 2 - middle))
        return off

    def _all_headed(self) -> bool:
        """Whether each column with numbers has a heading of its own."""
        numbers = {p.first for text in self.body for p in text.pieces if p.numeric}
        single = {cell.first for cell in self.cells if cell.first == cell.last}
        return numbers <= single

    def _stand(self, pieces: list[LinePiece] | list[PieceHeading]) -> None:
        """Find out in which columns pieces stand."""
        last = len(self.edges) - 2
        for piece in pieces:
            piece.first = min(max(bisect_right(self.edges, piece.left + 1) - 1, 0), last)
            piece.last = min(max(bisect_right(self.edges, piece.right - 1) - 1, 0), last)

    def _set(self) -> bool:
        """Whether there are columns, and the numbers stand in them."""
        if not _LEAST_COLUMNS < len(self.edges) <= _MOST_COLUMNS + 1:
            return False
        if not well_parted(self.cells):
            return False
        self._stand(self.pieces)
        self._stand(self.cells)
        pieces = [*self.before, *self.pieces] if self.known else self.pieces
        return well_set(pieces, self.edges, fitted=self.fitted)

    def raster(self) -> Raster | None:
        """The table; None if it is none."""
        if not self._set() and self.known and self.heads:
            self.known = self.fitted = False
            self.edges = self._columns()
        if not self._set():
            return None
        edges, pieces = self.edges, self.pieces
        count = len(edges) - 1
        self.amounts = {p.first for text in self.body for p in text.pieces if p.amount}
        if self.cells and not (self._spans(self.cells, 0, count - 1) and self._all_headed()):
            return None
        sure = self.known or self.fitted or not self.cells
        if not sure and not headed(pieces, self.cells, count):
            return None
        body = rows_of_lines(self.body, self.rules, edges[-1] - edges[0])
        if body is None:
            return None
        rows = [*levels_of_headings(self.cells), *body]
        heights = [min(p.middle for p in row) - 0.6 * size_of(row) for row in rows]
        for n in range(1, len(heights)):
            heights[n] = max(heights[n], heights[n - 1] + 0.01)
        heights.append(max(p.middle for p in rows[-1]) + 0.6 * size_of(rows[-1]))
        if self.known:
            self.pieces = [*self.before, *pieces]
        made = Raster(edges, heights, {}, {})
        for i, row in enumerate(rows):
            for piece in row:
                cell = made.owner.get((i, piece.first), (i, piece.first))
                for j in range(piece.first, piece.last + 1):
                    made.owner.setdefault((i, j), cell)
                made.letters.setdefault(cell, []).extend(piece.letters)
                made.right[cell] = edges[piece.last + 1] - edges[piece.first]
        return made


def _holds(text: PieceLine, span: tuple[float, float]) -> bool:
    """Whether a number of a line stands in a span."""
    return any(piece.numeric and overlap(piece, span) for piece in text.pieces)
