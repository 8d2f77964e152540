"""What leaves a doubt of a table without rulings: then nothing of it is read.

A table is read only where its columns and rows can be seen in more than one way at once: its numbers stand under each
other, each column has a heading of its own and no other's, and each label stands beside its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from cnbudget.expressions import expression
from cnbudget.reading.pdf.pieces import LinePiece, PieceHeading, overlap

#: A number that something else is set against, or two of them.
_GLUED = expression(r"[0-9０-９][.．][0-9０-９]{2}|[0-9０-９][,，][0-9０-９]{3}")
_GROUPED = expression(r"[-−－+]?[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[%％]?")
_SHORT = 8  # letters of words that are set wide
_LEVEL = 0.15  # lines of one height
_EVEN = 0.35  # numbers of a column do not stand further from one line, in the size of letters


def well_set(pieces: Iterable[LinePiece], edges: list[float], *, fitted: bool) -> bool:
    """Whether the numbers of rows stand apart, each in one column, and under each other there.

    Args:
        pieces: The pieces of the rows, with the columns that they stand in.
        edges: The edges of the columns.
        fitted: Whether these are sure, so that what stands between two of them is of one cell, words set wide too.
    """
    columns: dict[int, list[LinePiece]] = {}
    worded: set[int] = set()
    before: LinePiece | None = None
    for piece in pieces:
        if before and before.middle == piece.middle and before.last >= piece.first:
            words = not (before.numeric or piece.numeric)
            if not (fitted and words and len(before.text + piece.text) <= _SHORT):
                return False  # two in one cell
        before = piece
        if not piece.numeric:
            if _GLUED.search(piece.text):
                return False
            worded.update(range(piece.first, piece.last + 1))
            continue
        if ("," in piece.text or "，" in piece.text) and not _GROUPED.fullmatch(piece.text):
            return False
        if piece.first != piece.last or piece.left < edges[piece.first] - 1:
            return False
        columns.setdefault(piece.first, []).append(piece)
    return all(
        n not in worded and _even(own)
        for n, own in columns.items()
        if any(piece.amount for piece in own)
    )


def _even(pieces: list[LinePiece]) -> bool:
    """Whether numbers stand under each other: their right edges, their middles or their left ones."""
    off = _EVEN * pieces[0].letters[0].size
    return any(
        max(places) - min(places) <= 2 * off
        for places in (
            [piece.right for piece in pieces],
            [(piece.left + piece.right) / 2 for piece in pieces],
            [piece.left for piece in pieces],
        )
    )


def headed(pieces: list[LinePiece], cells: list[PieceHeading], count: int) -> bool:
    """Whether it is sure which heading is whose.

    A heading that stands over what is in its column, and over nothing else, is its heading. Where headings stand
    beside, there must be as many columns with something in them as headings.

    Args:
        pieces: The pieces of the rows.
        cells: The headings.
        count: How many columns there are.
    """
    spans: list[tuple[float, float] | None] = [None] * count
    for piece in pieces:
        if piece.first == piece.last:
            own = spans[piece.first]
            spans[piece.first] = (
                min(piece.left, own[0]) if own else piece.left,
                max(piece.right, own[1]) if own else piece.right,
            )
    lowest: dict[int, PieceHeading] = {}
    single: dict[int, PieceHeading] = {}
    for cell in sorted(cells, key=lambda each: each.top):
        for n in cell.columns:
            lowest[n] = cell
        if cell.first == cell.last:
            above = single.setdefault(cell.first, cell)
            if abs(above.left + above.right - cell.left - cell.right) > 2 * cell.size:
                return False  # of two columns
    states = []
    for n, span in enumerate(spans):
        low = lowest.get(n)
        if low is None:
            states.append("bare")
        elif low.first != low.last:
            states.append("sure" if span else "blank")
        elif span is None:
            states.append("blank")
        elif any(other and k != n and overlap(low, other) for k, other in enumerate(spans)):
            return False
        else:
            states.append("sure" if overlap(low, span) else "beside")
    for sure, run in groupby(states, lambda state: state == "sure"):
        kinds = set(run)
        if not sure and "blank" in kinds and len(kinds) > 1:
            return False
    return True


def well_parted(cells: list[PieceHeading]) -> bool:
    """Whether it is sure which lines of headings are of one: where one goes on, no other begins, and none has amounts.

    Args:
        cells: The headings.
    """
    if any(_GLUED.search(piece.text) for cell in cells for piece in cell.pieces):
        return False
    lower = [(piece.middle, cell) for cell in cells for piece in cell.pieces[1:]]
    return not any(
        abs(height - other.top) < _LEVEL * cell.size < abs(cell.middle - other.middle)
        for height, cell in lower
        for other in cells
        if other is not cell
    )
