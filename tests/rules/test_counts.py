"""How many projects the text counts: those that there are, and as many as are told one by one."""

from __future__ import annotations

import pytest

from cnbudget import Figure, example
from cnbudget.figures import ColumnAddress
from cnbudget.performance import Counted, Performance
from cnbudget.performance.sides import Sides
from cnbudget.performance.summary import PerformanceSummary
from cnbudget.rules.counts import Counts
from cnbudget.ties.laws import Ties

BUDGET = example("akto")


def projects(subject: str, number: int | None) -> Counted:
    count = None if number is None else Figure.of(number)
    return Counted(subject, count and count.evolve(column=ColumnAddress("", measure="个")))


def held(*counted: Counted) -> tuple[int, int]:
    """How many counts are right, and how many are wrong."""
    ties = Ties(BUDGET)
    ties.book.sides = Sides(Performance(summary=PerformanceSummary(counted)))
    ties.hold("counted", Counts(ties.book))
    return ties.exact["count"], sum(each.law == "count" for each in ties.remarks)


@pytest.mark.parametrize(("subject", "there"), [("appropriation", 3), ("carried", 3)])
def test_projects_of_each_money_are_those_of_the_tables(subject: str, there: int) -> None:
    assert held(projects(subject, there)) == (1, 0)
    assert held(projects(subject, there - 1)) == (0, 1)
    assert held(projects(subject, None)) == (0, 0)


def test_what_is_evaluated_is_what_has_a_grade() -> None:
    grades = [projects("grade", 3), projects("grade", 2)]
    assert held(projects("evaluated", 5), *grades) == (1, 0)
    assert held(projects("evaluated", 6), *grades) == (0, 1)
    assert held(projects("evaluated", 5), projects("tracked", 4)) == (0, 0)


def test_what_is_evaluated_and_tracked_is_among_all() -> None:
    whole = projects("all", 5)
    assert held(whole, projects("evaluated", 5), projects("tracked", 4)) == (2, 0)
    assert held(whole, projects("evaluated", 6), projects("tracked", None)) == (0, 1)
