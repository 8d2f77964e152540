"""Of the two sides of a contradiction that is first which is named so: the one figure, or the larger amount."""

from __future__ import annotations

import pytest

from cnbudget import Figure
from cnbudget.figures import RowAddress
from cnbudget.reconciliation.conflicts import _first, _table


@pytest.mark.parametrize(
    ("left", "right", "first"),
    [
        (["3.00"], ["1.00", "9.00"], True),
        (["1.00", "9.00"], ["3.00"], False),
        (["3.00"], [], True),
        ([], ["3.00"], False),
        (["3.00"], ["2.00"], True),
        (["2.00"], ["-3.00"], False),
        (["2.00"], ["2.00"], True),
        (["1.00", "5.00"], ["4.00", "4.00"], True),
    ],
)
def test_the_side_of_one_figure_is_named_first(
    left: list[str], right: list[str], first: bool
) -> None:
    sides = [tuple((Figure.of(text, "万元"), 1) for text in side) for side in (left, right)]
    assert _first(*sides) is first


def test_amounts_of_different_units_are_compared_as_money() -> None:
    small, large = Figure.of("900.00", "元"), Figure.of("1.00", "万元")
    assert _first(((large, 1),), ((small, 1),))
    assert not _first(((small, 1),), ((large, 1),))


def test_a_table_without_a_number_is_named_by_its_title() -> None:
    figure = Figure.of("1.00")
    assert _table(figure.evolve(row=RowAddress(3, "expenditure")), "en") == "table 3"
    row = RowAddress(None, "expenditure", title="部门支出总表")
    assert _table(figure.evolve(row=row), "en") == "“部门支出总表”"
