"""The rows of a table without rulings: which lines are of one."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from cnbudget.expressions import expression
from cnbudget.reading.pdf.pieces import LinePiece, PieceLine, size_of
from cnbudget.reading.pdf.printed import RuledLine

#: How rows begin: a code, or a number.
_BEGUN = expression(
    r"[0-9]{3,7}|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、]|其中|合计|总计"
)
_MOST_LINES = 8  # of a row


def rows_of_lines(
    body: list[PieceLine], rules: list[RuledLine], wide: float
) -> list[list[LinePiece]] | None:
    """The rows: between rulings where these part them, else by the distance of lines; None if there is a doubt."""
    levels = [rule.at for rule in rules if rule.end - rule.start > 0.8 * wide]
    places = [bisect_right(levels, text.line.middle) for text in body]
    anchors = [n for n, text in enumerate(body) if text.amounts]
    pairs = list(pairwise(anchors))
    ruled = sum(places[a] != places[b] for a, b in pairs)
    groups: list[list[int]] = []
    if pairs and ruled == len(pairs):
        for n, place in enumerate(places):
            if groups and places[groups[-1][-1]] == place:
                groups[-1].append(n)
            else:
                groups.append([n])
        return [[piece for n in group for piece in body[n].pieces] for group in groups]
    groups = _by_distance(body)
    rows = [[piece for n in group for piece in body[n].pieces] for group in groups]
    return rows if _well_labelled(rows) else None


def _by_distance(body: list[PieceLine]) -> list[list[int]]:
    """Lines put together that are of one row, whose amounts stand beside the middle or the first of its lines."""
    ways = [_grouped(body, top=top) for top in (False, True)]
    return min((cost + top, groups) for top, (cost, groups) in enumerate(ways))[1]


def _grouped(body: list[PieceLine], *, top: bool) -> tuple[float, list[list[int]]]:
    """The best way to part lines into rows, and how bad it is."""
    best: list[tuple[float, list[list[int]]]] = [(0.0, [])]
    for end in range(1, len(body) + 1):
        ways = []
        for start in range(max(0, end - _MOST_LINES), end):
            cost = _cost(body[start:end], top=top)
            if cost is not None:
                known = best[start]
                ways.append((known[0] + cost, [*known[1], list(range(start, end))]))
        best.append(min(ways))
    return best[-1]


def _cost(lines: list[PieceLine], *, top: bool) -> float | None:
    """How little lines look like one row; None if they are none."""
    amounts = [text for text in lines if text.amounts]
    if len(amounts) > 1:
        return None
    size = lines[0].line.size
    gaps = [b.line.middle - a.line.middle for a, b in pairwise(lines)]
    if any(gap > 1.6 * size for gap in gaps):
        return None
    labels = [text.line.middle for text in lines if any(not piece.amount for piece in text.pieces)]
    if not amounts:
        begun = _BEGUN.match(lines[0].pieces[0].text)
        return (0.1 if begun else 0.3) + 0.2 * (len(lines) - 1)
    if not labels:
        return 0.5
    beside = labels[0] if top else (labels[0] + labels[-1]) / 2
    others = sum(_BEGUN.match(text.pieces[0].text) is not None for text in lines[1:])
    return abs(amounts[0].line.middle - beside) / size + 0.02 * len(gaps) + others * 0.1


def _well_labelled(rows: list[list[LinePiece]]) -> bool:
    """Whether it is sure which lines are of one row: what is broken stands about the height of the row's amounts.

    Args:
        rows: The rows that were made of lines.
    """
    ways = {"middle", "top", "bottom"}
    heights = [next((piece.middle for piece in row if piece.amount), None) for row in rows]
    known = [each for each in heights if each is not None]
    pitch = min((b - a for a, b in pairwise(known)), default=0.0)
    for n, (row, height) in enumerate(zip(rows, heights, strict=True)):
        size = 0.3 * size_of(row)
        columns: dict[int, list[LinePiece]] = {}
        for piece in row:
            if not piece.amount:
                columns.setdefault(piece.first, []).append(piece)
        if height is None:
            if not _of_one_height(columns, size):
                return False
            beside = [rows[n - 1][-1].middle] if n else []
            beside += [rows[n + 1][0].middle] if n + 1 < len(rows) else []
            near = min((abs(row[0].middle - each) for each in beside), default=pitch)
            if len(row) == 1 and near < 0.95 * pitch and not _BEGUN.match(row[0].text):
                return False  # the rest of a label
            continue
        for own in columns.values():
            top, bottom = own[0].middle - height, own[-1].middle - height
            offs = {"middle": (top + bottom) / 2, "top": top, "bottom": bottom}
            ways = {way for way in ways if abs(offs[way]) <= size}
    return bool(ways)


def _of_one_height(columns: dict[int, list[LinePiece]], off: float) -> bool:
    """Whether the cells of a row without amounts are of one line, or begin with a number of their own."""
    middles = []
    for own in columns.values():
        middles.append((own[0].middle + own[-1].middle) / 2)
        if len({piece.middle for piece in own}) > 1 and not _BEGUN.match(own[0].text):
            return False
    return max(middles) - min(middles) <= off
