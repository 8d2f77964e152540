"""The five lines of the documentation over three documents as they were published: their totals are the tables'."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import polars as pl

import cnbudget
from cnbudget import Amount, Disclosure, Figure
from published.documents import path

NAMES = ("yantai-sjj-2026", "artux", "akto")


@cache
def budgets() -> tuple[Disclosure, ...]:
    return tuple(cnbudget.read_many([path(name) for name in NAMES]))


def total_of(each: Disclosure) -> Figure:
    total = each.income.total
    assert total is not None
    return total.figures[0]


def printed() -> dict[str, Decimal]:
    """What the income table of each prints as its total, and its half last place."""
    return {each.agency: total_of(each).amount.yuan for each in budgets()}


def near(sums: dict[str, Decimal]) -> None:
    """The sums are the printed totals, within the rounding of the figures that were added."""
    totals = printed()
    assert len(totals) == len(NAMES) == len(sums)
    for each in budgets():
        leaves = cnbudget.records(each)
        count = sum(1 for row in leaves if row["leaf"] and row["table"] == "income")
        total = total_of(each)
        step = Amount(Decimal(1).scaleb(-total.places), total.unit).yuan
        assert abs(sums[each.agency] - totals[each.agency]) <= step * count / 2


def test_a_pivot_with_pandas_gives_the_totals_of_the_tables() -> None:
    frame = cnbudget.records(budgets()).to_pandas()
    leaves = frame[frame.leaf & (frame.table == "income") & (frame.amount != 0)]
    pivot = leaves.pivot_table(
        index=["agency", "function_category"], columns="source", values="amount", aggfunc="sum"
    )
    near({agency: pivot.loc[agency].sum().sum() for agency in leaves.agency.unique()})


def test_a_pivot_with_polars_gives_the_totals_of_the_tables() -> None:
    frame = cnbudget.records(budgets()).to_polars()
    leaves = frame.filter(pl.col("leaf") & (pl.col("table") == "income") & (pl.col("amount") != 0))
    pivot = leaves.pivot(
        "source", index=["agency", "function_category"], values="amount", aggregate_function="sum"
    )
    sources = [name for name in pivot.columns if name not in ("agency", "function_category")]
    sums: dict[str, Decimal] = {}
    for row in pivot.iter_rows(named=True):
        for source in sources:
            sums[row["agency"]] = sums.get(row["agency"], Decimal(0)) + (row[source] or 0)
    near(sums)
