"""The headings over columns that no ruling parts: which lines are of one, and which column is whose."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from cnbudget.reading.pdf.pieces import LinePiece, PieceHeading, PieceLine, overlap
from cnbudget.reading.pdf.printed import RuledLine

_left, _right = attrgetter("left"), attrgetter("right")


def headings_of_lines(heads: list[PieceLine], rules: list[RuledLine]) -> list[PieceHeading]:
    """The headings: lines set under each other with one middle are of one."""
    cells: list[PieceHeading] = []
    for text in heads:
        for piece in text.pieces:
            cell = next((each for each in reversed(cells) if _continues(each, piece, text)), None)
            if cell is None or any(
                cell.bottom < rule.at < piece.middle
                and rule.start < (piece.left + piece.right) / 2 < rule.end
                for rule in rules
            ):
                cells.append(PieceHeading([piece]))
            else:
                cell.pieces.append(piece)
    return cells


def _continues(cell: PieceHeading, piece: LinePiece, text: PieceLine) -> bool:
    """Whether a heading goes on with a piece of a line below: all its lines but the last are full."""
    last, size = cell.pieces[-1], cell.size
    if not 0 < piece.middle - last.middle < 1.5 * size or piece.numeric:
        return False
    off = min(
        abs(piece.left + piece.right - last.left - last.right) / 2, abs(piece.left - last.left)
    )
    if off > 0.7 * size or piece.right - piece.left > last.right - last.left + 0.5 * size:
        return False
    if any(cell.right - cell.left - each.right + each.left > 1.3 * size for each in cell.pieces):
        return False
    span = (cell.left, cell.right)
    return sum(overlap(each, span) for each in text.pieces) < 2


def stands_over(
    cell: PieceHeading, columns: list[tuple[float, float]], low: list[PieceHeading]
) -> bool:
    """Whether a heading is one of columns that are known, and not of one in which nothing else stands.

    Args:
        cell: The heading.
        columns: The columns that are known.
        low: The headings that stand lower.
    """
    if any(overlap(cell, each) for each in columns):
        return True
    place = bisect_right(columns, (cell.left, cell.left))
    beside = columns[max(place - 1, 0) : place + 1]
    if len(beside) == 2 and all(any(overlap(other, each) for other in low) for each in beside):
        return True
    before = max((other for other in low if other.right <= cell.left), key=_right, default=None)
    behind = min((other for other in low if other.left >= cell.right), key=_left, default=None)
    if before is None or behind is None:
        return False
    middle = (before.left + before.right + behind.left + behind.right) / 2
    return abs(cell.left + cell.right - middle) < 2 * cell.size


def with_own_headings(
    columns: list[tuple[float, float]], kinds: list[str], bare: list[bool]
) -> tuple[list[tuple[float, float]], list[str]]:
    """The columns and what stands in them, those that are a heading alone put together with what stands beside it.

    Headings are set in the middle, amounts at the right edge and words at the left one (or all at one of them), so that
    they may not stand over each other.

    Args:
        columns: The columns.
        kinds: What stands in each: "amounts", other "words", or its heading alone ("").
        bare: Whether no heading stands over it.
    """
    ways = [
        _joined(columns, kinds, bare, {"amounts": amounts, "words": words})
        for amounts in (True, False)
        for words in (False, True)
    ]
    joins = min(ways, key=lambda way: way[0])[2]  # of two ways that join as many, the usual one
    found: list[tuple[float, float]] = []
    what: list[str] = []
    for (left, right), kind, join in zip(columns, kinds, joins, strict=True):
        found.append((found.pop()[0], right) if join else (left, right))
        what.append(what.pop() or kind if join else kind)
    return found, what


def _joined(
    columns: list[tuple[float, float]],
    kinds: list[str],
    bare: list[bool],
    behind: dict[str, bool],
) -> tuple[int, float, list[bool]]:
    """Which columns are joined with the one before: how many, less than nothing, and how far these are apart.

    Args:
        columns: The columns.
        kinds: What stands in them.
        bare: Whether no heading stands over them.
        behind: Whether what is of a kind stands behind its heading, and not before it.
    """
    best: list[tuple[int, float, list[bool]]] = [(0, 0.0, [])]
    for n, (left, _) in enumerate(columns):
        many, far, joins = best[n]
        choice = (many, far, [*joins, False])
        if n and bool(kinds[n]) != bool(kinds[n - 1]):
            own = n if kinds[n] else n - 1
            if bare[own] and behind[kinds[own]] == (own == n):
                many, far, joins = best[n - 1]
                apart = max(left - columns[n - 1][1], 0.0)
                choice = min(choice, (many - 1, far + apart, [*joins, False, True]))
        best.append(choice)
    return best[-1]


def levels_of_headings(cells: list[PieceHeading]) -> list[list[LinePiece]]:
    """The headings by rows."""
    levels: list[int] = []
    for n, cell in enumerate(cells):
        above = [
            levels[k]
            for k, other in enumerate(cells[:n])
            if other.first <= cell.last and cell.first <= other.last
        ]
        levels.append(1 + max(above, default=-1))
    rows: list[list[LinePiece]] = [[] for _ in range(max(levels, default=-1) + 1)]
    for cell, level in zip(cells, levels, strict=True):
        for piece in cell.pieces:
            piece.first, piece.last = cell.first, cell.last
        rows[level] += cell.pieces
    return rows
