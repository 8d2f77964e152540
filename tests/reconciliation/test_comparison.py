"""Whether a ledger publishes as a document: a cell that is blank must be published blank."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Disclosure, Figure, State, example
from cnbudget.examples import example_ledger
from cnbudget.reconciliation.comparison import differences


@pytest.fixture(scope="module")
def budget() -> Disclosure:
    return example("artux")


def _some(budget: Disclosure, key: str, state: State) -> Figure:
    figures = [each for each in budget.table(key).figures if each.scope is not None]
    return next(
        each
        for each in figures
        if each.state is state and bool(each.value) == (state is State.VALUE)
    )


@pytest.mark.parametrize("key", ["income", "expenditure", "general", "basic", "three_public"])
def test_a_blank_that_is_published_with_a_number_differs(budget: Disclosure, key: str) -> None:
    figure = _some(budget, key, State.VALUE)
    blank = figure.evolve(value=Decimal(0), state=State.BLANK)
    (found,) = differences(budget.with_figures([(figure, blank)]), example_ledger("artux"))
    assert found.printed is not None
    assert found.printed.state is State.BLANK
    assert found.printed.address == figure.address
    assert found.published is not None
    assert found.published.value == figure.value


@pytest.mark.parametrize("key", ["expenditure", "basic"])
def test_a_number_that_is_published_blank_differs_unless_it_is_zero(
    budget: Disclosure, key: str
) -> None:
    figure = _some(budget, key, State.BLANK)
    for value in (0, 1):
        number = figure.evolve(value=Decimal(value), state=State.VALUE)
        found = [*differences(budget.with_figures([(figure, number)]), example_ledger("artux"))]
        assert [each.printed.address for each in found if each.printed is not None] == (
            [figure.address] if value else []
        )


def test_a_cell_that_is_lost_may_be_published_as_anything(budget: Disclosure) -> None:
    figure = _some(budget, "basic", State.VALUE)
    lost = figure.evolve(value=None, state=State.MISSING)
    assert [*differences(budget.with_figures([(figure, lost)]), example_ledger("artux"))] == []
