"""Columns that are fitted to headings and amounts: each amount is under its own heading, or nothing is said."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.reading.pages import Letter
from cnbudget.reading.pdf.fitting import Stood, fitted_edges
from cnbudget.reading.pdf.pieces import LinePiece, PieceHeading

SIZE = 10.0
Span = tuple[float, float]


def heading(left: float, right: float) -> PieceHeading:
    letter = Letter(0.0, left, right, SIZE, "合")
    return PieceHeading([LinePiece.of([letter], 0.0)])


def centred(cell: Span, wide: float) -> Span:
    middle = sum(cell) / 2
    return middle - wide / 2, middle + wide / 2


def set_at(cell: Span, wide: float, side: str, pad: float) -> Span:
    if side == "right":
        return cell[1] - pad - wide, cell[1] - pad
    if side == "left":
        return cell[0] + pad, cell[0] + pad + wide
    return centred(cell, wide)


@st.composite
def printed(draw: st.DrawFn) -> tuple[list[float], list[PieceHeading], Stood, list[int]]:
    """The edges of a table's columns, its headings, what stands in its rows, and in which columns amounts stand."""
    wide = draw(st.lists(st.floats(40, 160), min_size=3, max_size=9))
    edges = [50.0, *accumulate(wide, initial=50.0)][1:]
    cells = list(pairwise(edges))
    side = draw(st.sampled_from(("right", "middle", "left")))
    pad = draw(st.floats(1, 8))
    heads = [heading(*centred(cell, draw(st.floats(20, 38)))) for cell in cells]
    filled = draw(st.sets(st.integers(1, len(cells) - 1), min_size=1))
    amounts = [
        [set_at(cells[n], draw(st.floats(12, 30)), side, pad) for _ in range(3)]
        for n in sorted(filled)
    ]
    labels = [set_at(cells[0], draw(st.floats(10, 30)), "left", pad) for _ in range(3)]
    return edges, heads, Stood(amounts, labels, ()), sorted(filled)


@given(printed())
def test_each_amount_is_in_its_own_column_or_nothing_is_said(
    made: tuple[list[float], list[PieceHeading], Stood, list[int]],
) -> None:
    edges, heads, stood, filled = made
    found = fitted_edges(stood, heads, SIZE)
    if found is None:
        return
    assert len(found) == len(edges)
    for n, spans in zip(filled, stood.amounts, strict=True):
        assert all(found[n] - 1 <= left and right <= found[n + 1] + 1 for left, right in spans)


EDGES = [50.0, 150, 250, 300, 400, 460]
CELLS = list(pairwise(EDGES))
HEADS = [heading(*centred(cell, 30)) for cell in CELLS]
LABELS = [set_at(CELLS[0], 40, "left", 3)]


def right(n: int) -> list[Span]:
    return [set_at(CELLS[n], wide, "right", 3) for wide in (15, 20)]


def test_blank_columns_are_told_by_where_their_neighbours_end() -> None:
    found = fitted_edges(Stood([right(1), right(2), right(4)], LABELS, ()), HEADS, SIZE)
    assert found is not None
    assert all(abs(a - b) < 0.01 for a, b in zip(found[1:], EDGES[1:], strict=True))


def test_amounts_that_are_off_their_columns_are_not_fitted() -> None:
    off = [(left + 12, end + 12) for left, end in right(2)]
    assert fitted_edges(Stood([right(1), off, right(4)], LABELS, ()), HEADS, SIZE) is None


def test_headings_that_are_not_in_the_middle_are_not_fitted() -> None:
    heads = [heading(left + 3, left + 33) for left, _ in CELLS]
    assert fitted_edges(Stood([right(1), right(2), right(4)], LABELS, ()), heads, SIZE) is None


def test_two_amounts_of_one_heading_are_not_fitted() -> None:
    twice = [right(1), right(2), [(301.0, 305.0)], right(4)]
    assert fitted_edges(Stood(twice, LABELS, ()), HEADS, SIZE) is None


def test_what_stands_over_columns_without_amounts_is_of_a_cell_that_reaches_over_them() -> None:
    heads = [heading(*centred(cell, 20)) for cell in CELLS]
    rest = [*LABELS, centred((EDGES[0], EDGES[2]), 20)]
    found = fitted_edges(Stood([right(2), right(3), right(4)], rest, ()), heads, SIZE)
    assert found is not None
    askew = [*LABELS, (EDGES[1] - 6, EDGES[1] + 24)]
    assert fitted_edges(Stood([right(2), right(3), right(4)], askew, ()), heads, SIZE) is None
