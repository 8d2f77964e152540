"""Whether a ledger publishes as a document: a cell that is blank must be published blank."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from cnbudget import Disclosure, Figure, State, example
from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.examples import example_ledger
from cnbudget.reconciliation.comparison import _places, differences
from cnbudget.tables import Row


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


def _without(budget: Disclosure, key: str, gone: Callable[[Row], bool]) -> Disclosure:
    """The document without some rows of a table."""
    return attrs.evolve(
        budget,
        tables=tuple(
            attrs.evolve(
                table,
                sides=tuple(
                    attrs.evolve(side, rows=tuple(row for row in side.rows if not gone(row)))
                    for side in table.sides
                ),
            )
            if table.key == key
            else table
            for table in budget.tables
        ),
    )


def _codes(budget: Disclosure, key: str) -> list[str]:
    return [row.code.digits for row in budget.table(key).rows if row.code is not None]


@pytest.mark.parametrize("key", ["expenditure", "general", "basic"])
def test_what_is_published_and_not_printed_differs(budget: Disclosure, key: str) -> None:
    """A row of the lowest level is gone, and its neighbours are there."""
    codes = _codes(budget, key)
    leaf = next(c for c in codes if sum(d.startswith(c[:-2]) for d in codes) > 2 and len(c) > 3
                and not any(d != c and d.startswith(c) for d in codes))  # fmt: skip
    left = _without(budget, key, lambda row: row.code is not None and row.code.digits == leaf)
    found = [*differences(left, example_ledger("artux"))]
    assert found
    assert all(each.printed is None for each in found)
    printed = [f.address for f in budget.table(key)[leaf].figures if f.state is State.VALUE]
    assert len(found) == len(printed)


@pytest.mark.parametrize("key", ["expenditure", "general"])
def test_what_a_document_does_not_tell_is_no_difference(budget: Disclosure, key: str) -> None:
    """Rows of totals, rows between two levels, and all rows below one that is not broken down."""
    ledger = example_ledger("artux")
    codes = _codes(budget, key)
    between = next(
        c for c in codes if len(c) == 5 and any(d != c and d.startswith(c) for d in codes)
    )
    for gone in (
        lambda row: row.kind == "total",
        lambda row: row.code is not None and row.code.digits == between,
        lambda row: row.code is not None and len(row.code.digits) > 5,
        lambda row: row.code is not None and len(row.code.digits) > 3,
    ):
        assert [*differences(_without(budget, key, gone), ledger)] == []


def test_a_table_that_the_document_lacks_is_not_compared(budget: Disclosure) -> None:
    lacking = attrs.evolve(
        budget,
        tables=tuple(
            attrs.evolve(
                _without(budget, each.key, lambda _: True).table(each.key), status="missing"
            )
            if each.key == "basic"
            else each
            for each in budget.tables
        ),
    )
    assert [*differences(lacking, example_ledger("artux"))] == []


def test_no_longer_than_there_is_time(budget: Disclosure) -> None:
    with pytest.raises(OutOfTimeError):
        next(differences(budget, example_ledger("artux"), clock=Clock(0)))


@pytest.mark.parametrize(
    ("printed", "places"),
    [
        (["1.00", "2.00", "3", "", None], [2, 0]),
        (["1", "2.00", "3", "4"], [0, 2]),
        (["1", "2.00"], [0, 2]),
        (["", None], [2]),
    ],
)
def test_the_places_of_a_table_are_those_of_its_amounts_the_most_common_first(
    printed: list[str | None], places: list[int]
) -> None:
    table: Any = SimpleNamespace(figures=[Figure.of(each, places=None) for each in printed])
    assert _places(table) == places
