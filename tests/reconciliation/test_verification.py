"""The checker of obstacles: what is not of the ledger proves nothing, nor does a tie that rounding can reach."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from cnbudget import (
    Disclosure,
    Entry,
    Figure,
    Flow,
    FundingSource,
    Ledger,
    Nature,
    State,
    publish,
)
from cnbudget.consistency.errors import EvidenceError
from cnbudget.layouts import Layout, load
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.reconciliation.verification import check_obstacle


def _budget() -> Disclosure:
    entry = Entry(
        "2080501",
        "30101",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.PERSONNEL,
        amount=100_000,
    )
    return publish(Ledger([entry], "甲局", year=2026))


def _part_over_whole(
    whole: tuple[str, str], part: tuple[str, str]
) -> tuple[Disclosure, tuple[Figure, Figure]]:
    """A document that prints more for a part than for the whole, each a number and how it was rounded."""
    budget = _budget()
    old = (
        budget.table("expenditure")["总计"]["total"],
        next(f for f in budget.table("basic").figures if f.row.row == "30101"),
    )
    new = [
        figure.evolve(value=Decimal(value), column=attrs.evolve(figure.column, rounding=rounding))
        for figure, (value, rounding) in zip(old, (whole, part), strict=True)
    ]
    return budget.with_figures(zip(old, new, strict=True)), (new[0], new[1])


@pytest.mark.parametrize(
    ("whole", "part", "proven"),
    [
        # the most that the whole can be is the least that the part can be, and both can be just that
        (("10.00", "nearest"), ("10.01", "half-up"), False),
        (("10.00", "half-even"), ("10.01", "half-up"), False),
        # one of the two cannot
        (("10.00", "half-up"), ("10.01", "half-up"), True),
        (("10.00", "nearest"), ("10.01", "half-even"), True),
        (("10.00", "truncation"), ("10.01", "truncation"), True),
        # further away, and nearer
        (("10.00", "nearest"), ("10.02", "half-up"), True),
        (("10.00", "truncation"), ("10.01", "half-up"), False),
    ],
)
def test_a_tie_that_rounding_can_reach_proves_nothing(
    whole: tuple[str, str], part: tuple[str, str], *, proven: bool
) -> None:
    budget, (larger, smaller) = _part_over_whole(whole, part)
    obstacle = Obstacle(((larger, 1),), ((smaller, 1),))
    if proven:
        check_obstacle(budget, load(budget.layout), obstacle)
    else:
        with pytest.raises(EvidenceError, match="rounding explains"):
            check_obstacle(budget, load(budget.layout), obstacle)


def _of_last_year(layout: Layout, figure: Figure) -> Layout:
    """The form, with the column of a figure of the year before: no ledger says what stands in it."""
    tables = []
    for table in layout.tables:
        sides = [
            attrs.evolve(
                side,
                columns=tuple(
                    attrs.evolve(column, year=-1)
                    if (table.key, column.key) == (figure.row.key, figure.column.key)
                    else column
                    for column in side.columns
                ),
            )
            for side in table.sides
        ]
        tables.append(attrs.evolve(table, sides=tuple(sides)))
    return attrs.evolve(layout, tables=tuple(tables))


def test_blanks_that_are_used_are_of_the_document_and_of_the_ledger() -> None:
    budget, (larger, smaller) = _part_over_whole(("10.00", "half-up"), ("10.02", "half-up"))
    form = load(budget.layout)
    blank = next(f for f in budget.table("general").figures if f.state is State.BLANK)
    number = next(f for f in budget.table("general").figures if f.state is State.VALUE)
    obstacle = Obstacle(((larger, 1),), ((smaller, 1),), blanks=(blank,))
    check_obstacle(budget, form, obstacle)
    with pytest.raises(EvidenceError, match="not of the ledger"):
        check_obstacle(budget, _of_last_year(form, blank), obstacle)
    for other in (number, attrs.evolve(blank)):
        with pytest.raises(EvidenceError, match="not a blank cell"):
            check_obstacle(budget, form, attrs.evolve(obstacle, blanks=(other,)))


def test_figures_that_are_used_are_of_the_document_and_of_the_ledger() -> None:
    budget, (larger, smaller) = _part_over_whole(("10.00", "half-up"), ("10.02", "half-up"))
    form = load(budget.layout)
    with pytest.raises(EvidenceError, match="not of the ledger"):
        check_obstacle(
            budget, _of_last_year(form, smaller), Obstacle(((larger, 1),), ((smaller, 1),))
        )
    for terms in (((attrs.evolve(larger), 1),), ((larger, 0),)):
        with pytest.raises(EvidenceError, match="not a printed figure"):
            check_obstacle(budget, form, Obstacle(terms, ((smaller, 1),)))


@pytest.mark.parametrize(("key", "proven"), [("general", True), ("expenditure", False)])
def test_money_of_the_budgets_has_no_nature_but_the_plain_ones(key: str, *, proven: bool) -> None:
    """Of appropriations all is basic or of projects; of other money some may be remitted, or spent on business."""
    entries = [
        Entry(
            "2080501",
            "30101" if flow is Flow.EXPENDITURE else None,
            source=FundingSource.GENERAL_OWN,
            nature=Nature.PERSONNEL if flow is Flow.EXPENDITURE else None,
            flow=flow,
            amount=3_000_000,
        )
        for flow in (Flow.INCOME, Flow.EXPENDITURE)
    ]
    right = publish(Ledger(entries, "甲局", year=2025), "final-accounts")
    old = right.table(key)["2080501"]["total"]
    budget = right.with_figures([(old, old.evolve(value=Decimal("300.02")))])
    row = budget.table(key)["2080501"]
    obstacle = Obstacle(((row["basic"], 1),), ((row["total"], 1),), blanks=(row["project"],))
    if proven:
        check_obstacle(budget, load("final-accounts"), obstacle)
    else:
        with pytest.raises(EvidenceError, match="smaller side alone"):
            check_obstacle(budget, load("final-accounts"), obstacle)
