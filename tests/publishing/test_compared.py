"""Columns of differences (增减额, 增减%) are published from both years; read back they are held to their columns."""

from __future__ import annotations

from decimal import Decimal

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import (
    Disclosure,
    Entry,
    FundingSource,
    Ledger,
    Nature,
    Scope,
    Verdict,
    check,
    layout_of,
    publish,
    read_text,
    to_text,
)
from cnbudget.ties.differences import differences
from tests.learnt import through_its_file
from tests.profiles import tries

TEXT = """青山市审计局2026年部门预算

表1

一般公共预算支出表

单位：万元

科目编码\t科目名称\t2025年预算数\t2026年预算数\t\t\t2026年预算数比2025年预算数\t
\t\t\t小计\t基本支出\t项目支出\t增减额\t增减%
201\t一般公共服务支出\t10.00\t12.00\t9.00\t3.00\t2.00\t20.00
20108\t审计事务\t10.00\t12.00\t9.00\t3.00\t2.00\t20.00
2010801\t行政运行\t10.00\t9.00\t9.00\t\t-1.00\t-10.00
2010804\t审计业务\t\t3.00\t\t3.00\t3.00\t
合计\t\t10.00\t12.00\t9.00\t3.00\t2.00\t20.00
"""
FORM = through_its_file(layout_of(read_text(TEXT, layouts=()), "own"))
PROJECT = ("2010804", "30201", Nature.PROJECT)
WAGES = ("2010801", "30101", Nature.PERSONNEL)


def ledger(year: int, amounts: dict[tuple[str, str, Nature], int]) -> Ledger:
    entries = [
        Entry(function, use, source=FundingSource.GENERAL_OWN, nature=nature, amount=amount)
        for (function, use, nature), amount in amounts.items()
    ]
    return Ledger(entries, agency="青山市审计局", year=year)


def compared(budget: Disclosure) -> dict[tuple[str, str], str]:
    (side,) = budget.table("general").sides
    return {(each.row.row, each.column.column): each.text for each in side.differences}


def test_differences_are_published_from_both_years_and_read_back() -> None:
    this = ledger(2027, {WAGES: 900000, PROJECT: 200000})
    last = ledger(2026, {WAGES: 800000, PROJECT: 300000})
    made = publish(this, FORM, previous=last)
    assert compared(made) == {
        ("201", "增减额"): "0.00", ("201", "增减%"): "0.00",
        ("20108", "增减额"): "0.00", ("20108", "增减%"): "0.00",
        ("2010801", "增减额"): "10.00", ("2010801", "增减%"): "12.50",
        ("2010804", "增减额"): "-10.00", ("2010804", "增减%"): "-33.33",
        ("合计", "增减额"): "0.00", ("合计", "增减%"): "0.00",
    }  # fmt: skip
    text = to_text(made, layout=FORM)
    assert "| 2027年预算数比2026年预算数 |" in text
    again = read_text(text, layouts=(FORM,))
    assert again == made
    assert compared(again) == compared(made)
    assert compared(read_text(text, layouts=())) == compared(made)


def test_without_last_year_nothing_is_compared() -> None:
    assert compared(publish(ledger(2027, {WAGES: 900000}), FORM)) == {}


def test_from_nothing_there_is_a_change_and_no_rate() -> None:
    this = ledger(2027, {WAGES: 900000, PROJECT: 200000})
    made = publish(this, FORM, previous=ledger(2026, {WAGES: 800000}))
    found = compared(made)
    assert found["2010804", "增减额"] == "20.00"
    assert ("2010804", "增减%") not in found


def test_a_column_whose_headings_leave_two_ways_is_left_out() -> None:
    (side,) = FORM["general"].sides
    *others, change, _ = side.columns
    twice = attrs.evolve(others[0], key="again", scope=Scope(stage="执行"))
    vague = attrs.evolve(change, path=("增减额",))
    sides = (attrs.evolve(side, columns=(twice, *others, vague)),)
    form = attrs.evolve(FORM, tables=(attrs.evolve(FORM["general"], sides=sides),))
    last = publish(ledger(2026, {WAGES: 800000}), FORM)
    assert compared(publish(ledger(2027, {WAGES: 900000}), form, previous=last)) == {}


_AMOUNTS = st.dictionaries(
    st.sampled_from([WAGES, PROJECT]), st.integers(1, 10**9), min_size=1, max_size=2
)


@settings(max_examples=tries(3))
@given(_AMOUNTS, _AMOUNTS)
def test_what_is_published_is_what_its_columns_leave(
    now: dict[tuple[str, str, Nature], int], before: dict[tuple[str, str, Nature], int]
) -> None:
    made = publish(ledger(2027, now), FORM, previous=ledger(2026, before))
    (side,) = made.table("general").sides
    rows = {row.address: row for row in side.rows}
    for figure in side.differences:
        last, this = rows[figure.row].figures[:2]
        assert last.value is not None
        assert this.value is not None
        if figure.column.measure:
            exactly = 100 * (this.value - last.value) / last.value
            assert abs(Decimal(figure.text) - exactly) <= Decimal("0.005")
        else:
            assert Decimal(figure.text) == this.value - last.value
    held = differences(made).held
    assert len(held) == len(side.differences)
    assert all(each.ruling.verdict is not Verdict.VIOLATED for each in held)
    assert check(made).checked.violated == 0
