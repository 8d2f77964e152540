"""Leaves: they count everything once, in documents as they are published and in whatever can be published."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Amount, Disclosure, Ledger, State
from cnbudget.invariants.leaf_places import Summed
from cnbudget.strategies import disclosures, ledgers
from tests.documents import corpus
from tests.frames.leaves import overlapping, summed_figures, sums_that_differ
from tests.reading.worded.printing import form, form_path, forms


def of(text: str) -> dict[str, str]:
    """What each printed figure of a text is, by its row and column."""
    budget = cnbudget.read_text(text)
    return {
        figure.label: what.value
        for side in summed_figures(budget)
        for figure, what in side
        if figure.state is not State.BLANK
    }


@pytest.mark.parametrize("name", corpus.NAMES)
def test_every_total_of_the_examples_is_the_sum_of_the_leaves_in_it(name: str) -> None:
    for budget in (cnbudget.example(name), cnbudget.read_text(corpus.text(name))):
        compared, wrong = sums_that_differ(budget)
        assert compared > 100
        assert wrong == []
        assert overlapping(budget) == []
        for side in summed_figures(budget):
            for figure, what in side:
                if figure.state is State.VALUE:
                    assert what in (Summed.LEAF, Summed.TOTAL, Summed.REPEATED), figure.where()


@given(disclosures())
def test_the_leaves_of_whatever_is_published_add_up(budget: Disclosure) -> None:
    _, wrong = sums_that_differ(budget)
    assert wrong == []
    assert overlapping(budget) == []


@given(ledgers(), st.sampled_from(["xinjiang-2026", "xinjiang-2024"]))
def test_the_leaves_of_a_table_are_the_ledger_itself(ledger: Ledger, layout: str) -> None:
    budget = cnbudget.publish(ledger, layout, unit="元", places=2)
    tables = zip(budget.tables, _by_table(budget), strict=True)
    for table, leaves in tables:
        if table.key in ("income", "expenditure") and table.total is not None:
            total = sum(leaves, Amount(0))
            assert total == table.total.figures[0].amount


def _by_table(budget: Disclosure) -> list[list[Amount]]:
    sides = summed_figures(budget)
    return [
        [f.amount for _ in table.sides for f, what in next(sides) if what is Summed.LEAF]
        for table in budget.tables
    ]


@given(ledgers())
def test_no_printed_figure_lies_in_a_leaf_that_is_printed(ledger: Ledger) -> None:
    budget = cnbudget.publish(ledger, "xinjiang-2026", unit="元", places=2)
    for side in summed_figures(budget):
        printed = [(f, what, f.scope) for f, what in side if f.value]
        for _, what, scope in printed:
            if what is Summed.LEAF and scope is not None:
                assert not any(theirs is not None and theirs < scope for _, _, theirs in printed)


HEAD = "2026年青山市水务局部门预算\n\n部门支出总表\n\n单位：万元\n\n"


def test_a_part_that_need_not_be_all_lies_within_its_row() -> None:
    found = of(
        "2026年青山市水务局部门预算\n\n部门收入总表\n\n单位：万元\n\n"
        "| 科目编码 | 科目名称 | 合计 | 财政专户管理资金 | 其中：教育收费 | 其他收入 |\n"
        "| 合计 | | 9.00 | 5.00 | 3.00 | 4.00 |\n| 205 | 教育支出 | 9.00 | 5.00 | 3.00 | 4.00 |\n"
    )
    assert "leaf" not in {what for label, what in found.items() if "教育收费" in label}
    assert set(found.values()) >= {"leaf"}
    assert found["205 教育支出·财政专户管理资金"] == "within"


def test_rows_whose_code_is_lacking_leave_their_total_a_leaf() -> None:
    # what the row without a code is of is not known, so that the items need not be all of the total
    text = (
        HEAD
        + "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n| 合计 | | 9.00 | 7.00 | 2.00 |\n"
        "| 2130301 | 行政运行 | 5.00 | 4.00 | 1.00 |\n| | 某某事项 | 4.00 | 3.00 | 1.00 |\n"
    )
    budget = cnbudget.read_text(text)
    leaves = [f for side in summed_figures(budget) for f, what in side if what is Summed.LEAF]
    assert sum((f.amount for f in leaves if f.value), Amount(0)) == Amount("9.00", "万元")


def test_the_same_total_twice_is_counted_once() -> None:
    text = (
        HEAD
        + "| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |\n| 合计 | | 9.00 | 7.00 | 2.00 |\n"
        "| | 青山市水务局 | 9.00 | 7.00 | 2.00 |\n| 2130301 | 行政运行 | 9.00 | 7.00 | 2.00 |\n"
    )
    budget = cnbudget.read_text(text)
    leaves = [f for side in summed_figures(budget) for f, what in side if what is Summed.LEAF]
    assert sum((f.value or Decimal(0) for f in leaves), Decimal(0)) == Decimal("9.00")


@pytest.mark.parametrize("name", forms())
def test_the_totals_of_every_form_are_the_sums_of_their_leaves(name: str) -> None:
    filled = [cnbudget.read_text(form(name).html())]
    unfilled = cnbudget.read_all(form_path(name))  # what stands for amounts there are no numbers
    for budget in (*filled, *unfilled):
        _, wrong = sums_that_differ(budget)
        assert [each.total.where() for each in wrong] == []
        assert overlapping(budget) == []
