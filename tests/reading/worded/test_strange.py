"""Headings, names and codes that nobody knows: what stands beside them is read by what it is, or is open."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure
from cnbudget.forms.meaning import meaning_of
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts, scopes


@pytest.mark.parametrize(
    ("heading", "holds"),
    [
        ("基层单位科目名称", "name"),
        ("基层单位代码", "agency_code"),
        ("二级项目名称代码", "project_code"),
        ("支出项目类别（实施单位）", "row"),
    ],
)
def test_the_last_word_of_a_heading_says_what_its_column_holds(heading: str, holds: str) -> None:
    assert meaning_of(heading, "column").label == holds


def test_rows_under_a_heading_that_nobody_knows_speak_for_themselves() -> None:
    read = by_words(
        SUMMARY
        + """财政拨款“三公”经费支出表
青山事由\t合计\t一般公共预算\t政府性基金预算
因公出国（境）费\t3.00\t3.00\t
公务接待费\t1.00\t1.00\t
"""
    )
    found = scopes(read, "three_public")
    assert found["公务接待费", "1.00"].startswith("经济 30217，")
    assert not open_amounts(read)


def test_years_are_seen_whatever_stands_over_them() -> None:
    read = by_words(
        SUMMARY
        + """财政拨款“三公”经费支出表
单位名称\t青山期\t公务接待费\t会议费
青山市审计局\t2025年\t4.00\t2.00
\t2026年\t3.00\t1.00
\t增减变化\t-1.00\t-1.00
"""
    )
    found = scopes(read, "three_public")
    assert found["2025年", "4.00"] == "2025年，经济 30217，财政拨款"
    assert found["2026年", "3.00"] == "经济 30217，财政拨款"


def test_of_two_things_that_a_title_names_each_column_is_of_one() -> None:
    read = by_words(
        SUMMARY
        + """“三公”经费和机关运行经费预算表
“三公”经费预算数\t\t\t机关运行经费预算数\t青山数
合计\t因公出国（境）费\t公务接待费\t\t
4.00\t3.00\t1.00\t20.00\t7.00
"""
    )
    found = scopes(read, "running")
    assert found["合计", "1.00"] == "经济 30217，财政拨款"
    assert found["合计", "20.00"] == "机关"
    assert found["合计", "7.00"] == "None"


def test_codes_before_names_are_seen_whatever_stands_over_them() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
支出功能分类科目\t青山类别\t部门支出经济分类科目\t合计
2010801-行政运行\t50101-工资奖金津补贴\t30101-基本工资\t300.00
2010801-行政运行\t50201-办公经费\t3021101-差旅费\t44.00
2010804-审计业务\t50205-委托业务费\t30227-委托业务费\t156.00
合 计\t\t\t500.00
"""
    )
    found = scopes(read, "expenditure")
    assert found["行政运行", "44.00"] == "功能 2010801，经济 3021101，政府经济 50201"


BESIDE = """支出总表
科目\t\t\t支出预算\t\t
功能分类科目编码\t\t\t合计\t基本支出\t项目支出
201\t\t\t一般公共服务支出\t300.00\t300.00
201\t08\t\t审计事务\t300.00\t300.00
201\t08\t01\t行政运行\t300.00\t300.00
"""


def test_headings_that_stand_beside_their_columns_are_not_understood() -> None:
    read = by_words(SUMMARY + BESIDE)
    table = next(each for each in read.tables if each.key == "expenditure")
    assert not any(figure.scope for row in table.sides[0].rows for figure in row.figures)
    assert any("支出预算/基本支出" in each.zh for each in read.problems)


AGENCIES = """一般公共预算基本支出表（按经济分类）
项目\t金额
合计\t{total}
{first}\t30.00
工资福利支出\t20.00
商品和服务支出\t8.00
对个人和家庭的补助\t2.00
青山市审计中心\t12.00
工资福利支出\t9.00
商品和服务支出\t3.00
"""


@pytest.mark.parametrize(
    ("first", "known"), [("青山市审计局", True), ("青山市审计驿", False)], ids=["known", "unknown"]
)
def test_rows_of_what_may_be_an_agency_are_not_of_the_whole(first: str, known: bool) -> None:
    found = scopes(by_words(SUMMARY + AGENCIES.format(first=first, total="42.00")), "basic")
    for name, amount in (("工资福利支出", "20.00"), ("对个人和家庭的补助", "2.00")):
        assert found[name, amount].startswith(f"{first}，经济 30" if known else "None")


def groups(first: str) -> Disclosure:
    return by_words(
        SUMMARY
        + f"""项目支出表
单位（项目）名称\t金额
合计\t200.00
{first}\t80.00
审计培训\t30.00
审计业务\t50.00
青山市审计中心\t120.00
审计培训\t45.00
审计业务\t75.00
"""
    )


def test_a_group_of_projects_that_others_share_is_not_all_of_them() -> None:
    found = scopes(groups("青山市审计驿"), "other_1")
    assert found["青山市审计驿", "80.00"] == found["审计培训", "30.00"] == "None"
    assert scopes(groups("青山市审计站"), "other_1")["青山市审计站", "80.00"].startswith(
        "青山市审计站"
    )


def test_a_code_of_an_agency_is_no_code_of_a_name() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
科目编码\t单位名称（科目）\t合计
328001\t青山市审计中心\t500.00
2010801\t行政运行\t500.00
"""
    )
    assert scopes(read, "expenditure")["行政运行", "500.00"].endswith("功能 2010801")
