"""How many projects the text counts: those that there are, and as many as are told one by one."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from cnbudget import Disclosure, Figure, State, Unit, example
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.performance import Counted, Goals, Performance
from cnbudget.performance.sides import Sides
from cnbudget.performance.summary import PerformanceSummary
from cnbudget.rules.book import Book
from cnbudget.rules.counts import Counts
from cnbudget.ties.laws import Ties
from tests.invariants.documents import budget

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


@pytest.mark.parametrize(("every", "some", "told"), [(5, 5, []), (5, 6, [5]), (0, 5, [0])])
def test_some_of_the_projects_are_no_more_than_all(every: int, some: int, told: list[int]) -> None:
    ties = Ties(BUDGET)
    counted = projects("all", every), projects("tracked", some)
    ties.book.sides = Sides(Performance(summary=PerformanceSummary(counted)))
    ties.hold("counted", Counts(ties.book))
    assert [each.expected for each in ties.remarks] == told


def told(disclosure: Disclosure, *counted: Counted, goals: tuple[Goals, ...] = ()) -> Counts:
    """What a budget has of what its text counts."""
    book = Book(disclosure)
    book.sides = Sides(Performance(projects=goals, summary=PerformanceSummary(counted)))
    return Counts(book)


ROWS = ("2080505 | 甲 | 10.00 | 4.00 | 6.00", "2080506 | 乙 | 20.00 | 20.00 | ")


def test_projects_of_this_year_are_none_that_are_carried_over() -> None:
    counts = told(budget(projects=ROWS))
    assert [counts.named(each) for each in ("projects", "projects_carried")] == [2, []]


@pytest.mark.parametrize(("said", "there"), [(None, 3), (2, 3), (3, []), (4, [])])
def test_what_other_budgets_spend_may_be_counted_and_no_table_names_it(
    said: int | None, there: int | list[Figure]
) -> None:
    cell = next(each for each in BUDGET.table("fund").figures if each.state is State.BLANK)
    spent = BUDGET.with_figures([(cell, cell.evolve(value=Decimal(5), state=State.VALUE))])
    assert told(spent, projects("appropriation", said)).named("projects") == there
    assert told(BUDGET, projects("appropriation", said)).named("projects") == 3


def test_the_whole_agency_has_no_goals_and_no_money() -> None:
    """整体绩效目标0个，涉及0万元."""
    money = Figure.of(0, Unit.WAN)
    for number, there in ((0, 0), (1, 1), (None, 1)):
        said = attrs.evolve(projects("overall", number), money=money)
        found = told(BUDGET, said).named("all_or_fiscal")
        assert isinstance(found, list)
        assert len(found) == there


def test_goals_of_other_money_are_counted_where_there_are_tables() -> None:
    address = RowAddress(None, "performance")
    other = Goals(False, money=(("other", Figure.of(5, Unit.WAN)),), address=address)
    for hidden, there in ((0, 1), (1, [])):
        secret = projects("secret", hidden)
        assert told(BUDGET, secret, goals=(other,)).named("without") == there
        assert told(BUDGET, secret).named("without") == []


def test_a_number_of_secret_projects_that_cannot_be_read_is_none() -> None:
    lost = attrs.evolve(projects("secret", 1), number=Figure.of(None))
    assert told(BUDGET, lost).hidden() == 0


def test_what_is_evaluated_is_what_has_a_grade() -> None:
    grades = [projects("grade", 3), projects("grade", 2)]
    assert held(projects("evaluated", 5), *grades) == (1, 0)
    assert held(projects("evaluated", 6), *grades) == (0, 1)
    assert held(projects("evaluated", 5), projects("tracked", 4)) == (0, 0)


def test_what_is_evaluated_and_tracked_is_among_all() -> None:
    whole = projects("all", 5)
    assert held(whole, projects("evaluated", 5), projects("tracked", 4)) == (2, 0)
    assert held(whole, projects("evaluated", 6), projects("tracked", None)) == (0, 1)
