"""Tables and disclosures asked as mappings: by code, label, project, key and number."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, EconomicCode, FunctionCode, NotInBudgetError, layouts
from cnbudget.strategies import disclosures

ARTUX = cnbudget.example("artux")


def test_rows_are_in_tables_by_code() -> None:
    table = ARTUX.expenditure
    row = table["210"]
    assert "210" in table
    assert 210 in table
    assert FunctionCode("210") in table
    assert "卫生健康支出" in table
    assert row in table
    assert "299" not in table
    assert None not in table
    assert "" not in table
    assert row not in ARTUX.income
    assert table.get("210") is row
    assert table.get("299") is None
    assert table.get("299", 0) == 0
    assert EconomicCode("302") in ARTUX.basic.sides[0]
    with pytest.raises(NotInBudgetError, match="no such row"):
        table[""]


def test_figures_are_in_rows_by_column() -> None:
    row = ARTUX.expenditure["210"]
    assert "basic" in row
    assert "基本支出" in row
    assert row.basic in row
    assert "fund" not in row
    assert 3 not in row
    assert row.get("project") is row.project
    assert row.get("fund") is None
    assert row.keys() == ("total", "basic", "project")


def test_tables_are_in_disclosures_by_key_and_number() -> None:
    assert "expenditure" in ARTUX
    assert 3 in ARTUX
    assert ARTUX.expenditure in ARTUX
    assert (3, "210") in ARTUX
    assert (3, "210", "基本支出") in ARTUX
    assert (3, "210", "没有") not in ARTUX
    assert (3, "299") not in ARTUX
    assert "没有" not in ARTUX
    assert (3, "210", "基本支出", "x") not in ARTUX
    assert ARTUX.get("expenditure") is ARTUX.expenditure
    assert ARTUX.get((3, "210", "基本支出")) is ARTUX[3, "210", "基本支出"]
    assert ARTUX.get("没有") is None
    assert dict(ARTUX)["expenditure"] is ARTUX.expenditure


def test_a_table_that_the_document_lacks_is_not_in_it() -> None:
    lines = cnbudget.to_text(ARTUX).split("## 财政拨款“三公”经费支出情况表")
    lacking = cnbudget.read_text(lines[0])
    assert "three_public" not in lacking
    assert "three_public" not in lacking.keys()  # noqa: SIM118  (what keys says is what is asked)
    assert "three_public" in ARTUX


@given(disclosures(layouts=layouts.names()), st.data())
def test_what_keys_says_is_there_and_what_is_there_is_found(
    budget: Disclosure, data: st.DataObject
) -> None:
    for key in budget.keys():  # noqa: SIM118
        assert key in budget
        assert budget.get(key) is budget[key]
    table = data.draw(st.sampled_from(budget.tables))
    keys = table.keys()
    assert len(set(keys)) == len(keys)
    for key in keys:
        found = table.find(key)
        assert found
        assert key in table
        if len(found) == 1:
            assert table.get(key) is table[key] is found[0]
    for row in table:
        assert row in table
        if row.code is not None:
            assert row.code in table
            assert row in table.find(row.code)
        assert [row[key] for key in row.keys()] == list(row)  # noqa: SIM118
    if all(len(table.find(key)) == 1 for key in keys):
        assert dict(table.items()) == dict(table)


@given(disclosures(), st.from_regex(r"2[0-9]{2}([0-9]{2}){0,2}", fullmatch=True))
def test_in_get_and_item_agree_for_any_code(budget: Disclosure, code: str) -> None:
    for table in budget:
        if code in table:
            assert table.get(code) is table[code]
        else:
            assert table.get(code, "none") == "none"
            with pytest.raises(NotInBudgetError):
                table[code]


@given(st.data())
def test_no_two_figures_of_a_document_have_one_address(data: st.DataObject) -> None:
    budget = data.draw(disclosures())
    tables = [table for table in budget.tables if table.figures]
    assume(tables)
    table = data.draw(st.sampled_from(tables))
    side = table.sides[0]
    rows = (*side.rows, *data.draw(st.lists(st.sampled_from(side.rows or table.rows), max_size=3)))
    changed = attrs.evolve(table, sides=(attrs.evolve(side, rows=rows), *table.sides[1:]))
    made = attrs.evolve(
        budget, tables=tuple(changed if each is table else each for each in budget.tables)
    )
    figures = made.figures
    assert len({figure.address for figure in figures}) == len(figures)
    assert [table.figures for table in made.tables if table.key == changed.key] == [changed.figures]
