"""Figures found by words: those of the rows that are called so."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import Scope

BUDGETS = [cnbudget.example("artux"), cnbudget.example("akto")]


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.agency)
def test_each_row_is_found_by_its_name_code_and_project(budget: cnbudget.Disclosure) -> None:
    for table in budget.tables:
        for key in table.keys():  # noqa: SIM118  (a table gives its rows)
            found = budget.find(key)
            rows = [row for each in budget.tables for row in each.find(key)]
            assert [f.address for f in found] == [f.address for row in rows for f in row.figures]
            assert {figure.address for row in table.find(key) for figure in row.figures} <= {
                figure.address for figure in found
            }


def test_where_no_row_is_called_so_columns_are_looked_through() -> None:
    found = BUDGETS[0].find("基本支出")
    assert found
    assert {figure.column.column for figure in found} == {"基本支出"}
    fund = BUDGETS[0].find("住房公积金")
    assert fund
    assert {figure.scope.function for figure in fund if figure.scope} <= {("2210201",), ("",)}


@pytest.mark.parametrize("words", ["", " ", "没有这一行", "299"])
def test_what_is_not_there_is_nothing(words: str) -> None:
    assert BUDGETS[0].find(words) == ()


def test_scopes_are_found_as_before() -> None:
    assert BUDGETS[0].find(Scope("299")) == ()
    assert BUDGETS[0].find(Scope("210"))[0].scope == BUDGETS[0].figure(Scope("210")).scope
