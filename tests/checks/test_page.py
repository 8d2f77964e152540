"""How much of a report a page holds, and which of several figures it names beside the first."""

from __future__ import annotations

import pytest

from cnbudget import Figure
from cnbudget.checks.messages import _two
from cnbudget.checks.text import _fitting


@pytest.mark.parametrize(
    ("sizes", "room", "after", "shown", "left"),
    [
        ([1, 1, 1], 3, 0, 3, 0),
        ([1, 1, 1], 2, 0, 1, 1),  # one line says that two are left
        ([1, 1, 2], 3, 0, 2, 1),
        ([2, 2], 4, 0, 2, 0),
        ([2, 2], 4, 1, 1, 2),  # a line is kept for what comes after
        ([2, 2], 5, 1, 2, 1),
        ([5, 1], 3, 0, 1, -2),  # at least one is told
        ([5], 0, 4, 1, -5),
        ([], 3, 0, 0, 3),
    ],
)
def test_as_many_findings_are_told_as_there_is_room_for(
    sizes: list[int], room: int, after: int, shown: int, left: int
) -> None:
    items = [["line"] * size for size in sizes]
    assert _fitting(items, room, after) == (items[:shown], left)


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        (["1.00", "1.00", "2.00", "3.00"], 2),
        (["1.00", "2.00", "1.00"], 1),
        (["1.00", "", "1.00"], 1),
        (["1.00", "1.00"], 1),
        (["1.00", "1.000", "1.00"], 2),  # of none that differs, the last
    ],
)
def test_beside_a_figure_stands_the_first_that_says_something_else(
    printed: list[str], other: int
) -> None:
    figures = [Figure.of(text, "万元") for text in printed]
    one, second = _two(figures)
    assert one is figures[0]
    assert second is figures[other]
