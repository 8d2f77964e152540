"""How laws are said: which figures are named, and how many are not."""

from __future__ import annotations

import pytest

from cnbudget import Figure, Law, State
from cnbudget.figures import RowAddress
from cnbudget.invariants import ADD_UP, AGREE, BALANCE, CONTAIN


def figures(printed: int, blank: int = 0) -> tuple[Figure, ...]:
    """So many figures with numbers, then so many blank ones, each in a row that is called by its number."""
    made = [Figure.of("1.00")] * printed + [Figure.of("")] * blank
    return tuple(
        each.evolve(row=RowAddress(None, "basic", row=str(n))) for n, each in enumerate(made)
    )


def said(kind: str, figures: tuple[Figure, ...], left: int = 1) -> str:
    """A law in words, with the rows' names for the figures."""
    words = Law(kind, figures, left=left).words("en")
    for each in reversed(figures):
        words = words.replace(each.where("en"), each.row.row)
    return words


@pytest.mark.parametrize(
    ("kind", "printed", "blank", "words"),
    [
        (ADD_UP, 3, 0, "0 = 1 + 2"),
        (ADD_UP, 3, 2, "0 = 1 + 2 + 2 blank cells"),
        (CONTAIN, 2, 1, "0 is not less than 1 + 1 blank cell"),
        # a blank cell that agrees is one of those that are named
        (AGREE, 2, 2, "0 = 1 = 2 = 3"),
    ],
)
def test_blank_parts_are_counted(kind: str, printed: int, blank: int, words: str) -> None:
    made = figures(printed, blank)
    assert [each.state for each in made] == [State.VALUE] * printed + [State.BLANK] * blank
    assert said(kind, made) == words


@pytest.mark.parametrize(("kind", "sign"), [(ADD_UP, " + "), (AGREE, " = ")])
@pytest.mark.parametrize("blank", [0, 1])
def test_forty_parts_are_named(kind: str, sign: str, blank: int) -> None:
    for more in (0, 1):
        rest = [f"{blank} blank cell"] if blank and kind == ADD_UP else []
        over = more + (blank if kind == AGREE else 0)
        parts = [*map(str, range(1, 41)), *rest, *([f"{over} more"] if over else [])]
        assert said(kind, figures(41 + more, blank)) == f"0 = {sign.join(parts)}"


def test_what_comes_in_is_all_named_before_what_goes_out() -> None:
    assert said(BALANCE, figures(4), left=2) == "0 + 1 = 2 + 3"
    assert said(BALANCE, figures(4, 1), left=2) == "0 + 1 = 2 + 3 + 1 blank cell"
