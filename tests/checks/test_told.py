"""What reports say beside their findings: both sides of each, units, and counts."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs
import pytest

from cnbudget import Figure, Report, check, example
from cnbudget.checks.codes import judged_codes
from cnbudget.checks.compared import compared
from cnbudget.checks.kinship import _is_own
from cnbudget.checks.messages import listing


def wrong() -> Report:
    """Of an example with one wrong number."""
    budget = example("artux")
    figure = budget.expenditure["2101501"].basic
    return check(budget.with_figures([(figure, figure.evolve(value=Decimal("97.17")))]))


def test_where_a_figure_is_known_to_be_wrong_it_stands_beside_what_it_should_be() -> None:
    (finding,) = [each for each in wrong().causes if each.suspects]
    sides = compared(finding)
    assert sides is not None
    assert (str(sides.found), str(sides.expected), sides.difference) == (
        "97.17",
        "79.17",
        Decimal(18),
    )
    assert sides.figure is not None
    assert sides.figure.row.row == "2101501"


def test_figures_of_two_units_are_listed_with_them_and_those_of_one_without() -> None:
    one, other = Figure.of("1.00", "万元"), Figure.of("20", "元")
    assert "万元" in listing((one, other))
    assert "万元" not in listing((one, one))


@pytest.mark.parametrize("year", [None, 1990])
def test_a_year_without_lists_is_named_and_one_that_nobody_says_is_not(year: int | None) -> None:
    judged = judged_codes(attrs.evolve(example("artux"), year=year))
    assert judged.unchecked is not None
    words = judged.unchecked.text("zh")
    assert "None" not in words
    assert ("1990" in words) == (year is not None)


@pytest.mark.parametrize(
    ("name", "level", "own"),
    [
        ("青山市水务局", "单位", True),
        ("青山市水务局", "部门", False),
        ("青山市水务局", None, False),
        ("青山市水务局(本级)", "部门", True),
        ("青山市水务局(本级)", "单位", True),
        ("青山市水务局水库管理处", "单位", False),
    ],
)
def test_whose_own_level_a_budget_is_of(name: str, level: str | None, *, own: bool) -> None:
    assert _is_own(name, "青山市水务局", level) is own


@pytest.mark.parametrize("report", [check(example("artux")), wrong()], ids=["right", "wrong"])
def test_the_details_tell_each_count_that_is_not_zero(report: Report) -> None:
    text = report.text("en", details=True)
    for law, tally in report.tallies.items():
        (line,) = re.findall(rf"^ *{law}[:：] *(.*)$", text, re.MULTILINE)
        counts = [tally.exact, tally.rounding, tally.violated, tally.undecided]
        assert [int(each) for each in re.findall(r"\d+", line)] == [each for each in counts if each]
