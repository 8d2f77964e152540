"""Pages that publish the prose of a budget without its tables: read and checked as far as they go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import UnreadableError, check, read_text
from cnbudget.checks import Report

PAGE = """2015年度青山县某部门决算说明

2015年度青山县综合事务局部门决算说明

四、2015年决算收支总体情况

2015年本部门年初结转和结余55.87万元，本年收入488.62万元，本年支出470.91万元，年末结转和结余73.58万元。

（一）2015本年收入{income}万元，具体情况如下：

1. 财政拨款收入{income}万元，其中政府性基金0万元。

（二）2015本年支出470.91万元，具体情况如下：

1. 基本支出382.49万元。其中，人员支出310.59万元，公用支出71.90万元。

附件1_收支决算总表.xls
"""
COMPARED = """青山市司法局2026年部门预算说明

一、收入预算情况说明

2026年收入预算{total}万元，比2025年年初预算数{base}万元增加{change}万元，增长{rate}%。

二、支出预算情况说明

2026年支出预算{total}万元，其中项目支出1.00万元。

项目支出1.00万元。
"""


def wrong(report: Report) -> list[str]:
    return [finding.zh for finding in report.wrong if finding.caused_by is None]


def test_the_prose_is_read_and_its_fault_found() -> None:
    read = read_text(PAGE.format(income="488.32"))
    assert (read.agency, read.year, read.stage) == ("青山县综合事务局", 2015, "决算")
    assert not read.tables
    report = check(read)
    assert [("488.32" in each, "488.62" in each) for each in wrong(report)] == [(True, True)]
    assert any("没有公开表" in finding.zh for finding in report.findings)
    assert "\n\n\n" not in report.text()
    assert not wrong(check(read_text(PAGE.format(income="488.62"))))


@pytest.mark.parametrize(
    "text",
    [
        "本馆简介\n\n青山市图书馆2026年购书12.50万元。\n\n其中期刊2.50万元。\n\n其他10.00万元。\n",
        "青山市司法局2026年部门预算说明\n\n本部门没有安排支出。\n",
        "部门预算说明\n\n收入1.00万元。\n\n支出1.00万元。\n\n结余0.00万元。\n",
    ],
    ids=["no budget", "no amounts", "nobody's"],
)
def test_what_is_no_prose_of_a_budget_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_text(text)


@given(base=st.integers(10_000, 9_000_000), change=st.integers(1, 9_000_000))
def test_a_base_that_is_stated_between_is_no_amount_of_this_year(base: int, change: int) -> None:
    rate = (20_000 * change + base) // (2 * base)
    words = {
        "total": f"{(base + change) / 100:.2f}",
        "base": f"{base / 100:.2f}",
        "change": f"{change / 100:.2f}",
        "rate": f"{rate / 100:.2f}",
    }
    report = check(read_text(COMPARED.format(**words)))
    assert not wrong(report)
    words["change"] = f"{(change + 30) / 100:.2f}"
    assert wrong(check(read_text(COMPARED.format(**words))))


def test_an_amount_after_last_year_may_be_the_change_with_a_word_left_out() -> None:
    text = COMPARED.replace(
        "比2025年年初预算数{base}万元增加{change}万元，增长{rate}%", "比上年1.43万元，增加0.68%"
    )
    assert not wrong(check(read_text(text.format(total="210.32"))))
