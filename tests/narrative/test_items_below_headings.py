"""Items that begin with their own level under a heading of their category, and items with their codes in brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Report, check, read_text

TABLES = """青山市水利局2026年度部门预算公开

公开01表
收支总表
部门：青山市水利局　单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t900.00\t一、农林水支出\t780.00
\t\t二、社会保障和就业支出\t120.00
本年收入合计\t900.00\t本年支出合计\t900.00
收入总计\t900.00\t支出总计\t900.00

公开07表
一般公共预算支出表
部门：青山市水利局　单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t900.00\t620.00\t280.00
208\t社会保障和就业支出\t120.00\t120.00\t
20805\t行政事业单位养老支出\t120.00\t120.00\t
2080505\t机关事业单位基本养老保险缴费支出\t120.00\t120.00\t
213\t农林水支出\t780.00\t500.00\t280.00
21303\t水利\t750.00\t500.00\t250.00
2130301\t行政运行\t500.00\t500.00\t
2130314\t防汛\t250.00\t\t250.00
21399\t其他农林水支出\t30.00\t\t30.00
2139999\t其他农林水支出\t30.00\t\t30.00

第三部分 2026年度部门预算情况说明

五、财政拨款支出预算情况说明

青山市水利局2026年财政拨款预算支出900.00万元。其中：

（一）社会保障和就业支出（类）

"""
ITEMS = """1．行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）支出120.00万元，与上年相同。

（二）农林水支出（类）

1．水利（款）行政运行（项）支出500.00万元，与上年相比增加100.00万元，增长25%。主要原因是人员增加。

2．水利（款）防汛（项）支出{flood}万元，与上年相同。

3．其他农林水支出（款）其他农林水支出（项）支出{other}万元，与上年相同。
"""


def wrong(report: Report) -> list[str]:
    return [finding.zh for finding in report.wrong if finding.caused_by is None]


def test_items_under_a_heading_of_their_category_are_those_of_the_tables() -> None:
    report = check(read_text(TABLES + ITEMS.format(flood="250.00", other="30.00")))
    assert wrong(report) == []
    assert not any("都没有" in finding.zh for finding in report.findings)  # no name is unknown


@given(
    st.sampled_from(["flood", "other"]),
    st.integers(1, 99_999).filter(lambda n: n not in (25_000, 3_000)),
)
def test_an_item_of_money_that_has_but_one_source_is_held_to_that(item: str, cents: int) -> None:
    amounts = {"flood": "250.00", "other": "30.00", item: f"{cents / 100:.2f}"}
    found = wrong(check(read_text(TABLES + ITEMS.format(**amounts))))
    assert len(found) == 1
    assert amounts[item] in found[0]


@pytest.mark.parametrize("amount", ["250.00", "250.10"])
@pytest.mark.parametrize("name", ["1.防汛（2130314）", "防汛(2130314)"])
def test_a_code_in_brackets_names_what_is_said_behind_it(name: str, amount: str) -> None:
    text = f"{TABLES}项目支出280.00万元。{name}，2026年度预算数为{amount}万元。\n"
    found = wrong(check(read_text(text)))
    assert [amount in each for each in found] == [True] * (amount != "250.00")
