"""A comparison as people see it: text, notebook, page and workbook say the same, and nothing twice."""

from __future__ import annotations

from io import BytesIO

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Comparison, compare
from cnbudget.comparison.text import grids
from cnbudget.reports.comparison_book import comparison_book
from cnbudget.reports.comparison_page import comparison_page
from cnbudget.strategies import disclosures
from tests.comparison.budgets import BY_YEAR, UNITS, ledger_of, published, third_year
from tests.profiles import tries


def _years() -> Comparison:
    return compare(published(BY_YEAR[2019], "某市某某局", 2019), third_year())


def test_text_tells_what_moved_and_what_was_not_compared() -> None:
    text = _years().text("zh")
    assert text.startswith("某市某某局：2019年预算、2020年预算（")
    assert "2080501 行政单位离退休·合计\t137,500.00\t140,000.00\t+2,500.00\t+1.82%\t" in text
    assert "主要原因是退役军人管理事务划入后标准提高" in text
    assert "没有比较的：" in text
    english = _years().text("en")
    assert "row and column\t2019年预算\t2020年预算\tchange\trate\tof the whole's change" in english


def test_a_difference_that_may_be_rounding_says_so() -> None:
    items = {"2080501": "12.50", "2101101": "3.00"}
    one = published(items, "甲局", 2025)
    ledger = ledger_of({**items, "2080501": "12.5030"}, "甲局", 2026)
    other = attrs.evolve(cnbudget.publish(ledger, unit="元", places=2), level="部门")
    text = compare(one, other).text()
    assert "\t+30.00（可能只是舍入：-20.005 至 +80.005）\t" in text


def test_long_tables_are_cut_and_said_to_be() -> None:
    budget = cnbudget.example("artux")
    found = compare(attrs.evolve(budget, year=2025), budget)
    short, whole = found.text("zh"), found.text("zh", details=True)
    assert "另有 " in short
    assert "另有 " not in whole
    assert set(short.splitlines()) - set(whole.splitlines()) == {
        line for line in short.splitlines() if line.startswith("另有 ")
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@settings(max_examples=tries(2))
@given(st.lists(disclosures(), min_size=2, max_size=2))
def test_page_and_workbook_have_every_row_of_the_text(
    lang: str, drawn: list[cnbudget.Disclosure]
) -> None:
    one, other = (
        attrs.evolve(each, agency="甲<局>", year=2024 + n) for n, each in enumerate(drawn)
    )
    found = compare(one, other)
    count = sum(len(grid.rows) for grid in grids(found, lang))
    page = comparison_page(found, lang=lang)
    assert page.count('<th scope="row">') == count
    assert "甲<局>" not in page
    book = openpyxl.load_workbook(BytesIO(comparison_book(found, lang=lang)))
    assert sum(sheet.max_row - 2 for sheet in book.worksheets[:-1]) == count
    lines = found.text(lang, details=True).count("\n") + 1
    shown = 1 + sum(len(grid.rows) + 3 for grid in grids(found, lang))
    left = len(found.not_compared)
    assert lines == shown + (left + 2 if left else 0)
    assert "甲<局>" not in found._repr_html_()


def test_numbers_of_the_workbook_are_numbers() -> None:
    book = openpyxl.load_workbook(BytesIO(comparison_book(_years())))
    sheet = next(each for each in book.worksheets if "支出" in each.title)
    (row,) = [
        each
        for each in sheet.iter_rows(values_only=True)
        if each[0] == "2080501 行政单位离退休·合计"
    ]
    assert row[1:5] == (137500, 140000, 2500, 1.82)


def test_units_and_peers_have_their_own_columns() -> None:
    units = [published(items, name, 2026, "单位") for name, items in UNITS.items()]
    found = compare(published(UNITS["甲中心"], "某市某某局", 2026), *units, relation="units")
    assert "单位合计\t部门多于单位合计" in found.text()
    assert "\t-20.20" in found.text()
    peers = compare(*units, relation="peers")
    assert peers.text().startswith("甲中心、乙中心、丙中心：2026年预算并列")
    assert "甲中心\t占比\t乙中心\t占比" in peers.text()
    for each in (found, peers):
        assert "<table" in each._repr_html_()
        assert repr(each).startswith("<Comparison ")
        assert list(each) == list(each.rows)
