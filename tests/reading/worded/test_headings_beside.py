"""Rows and columns whose words say less than what they stand under or beside, in forms of several regions."""

from __future__ import annotations

import pytest

import cnbudget
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts, scopes

BALANCED = """2026年青山县林业局部门预算

部门收支总表
单位名称：青山县林业局　　计量单位：元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t910.00\t一、农林水支出\t1000.00
其中：本年拨款\t910.00\t二、住房保障支出\t160.00
二、其他收入\t130.00\t\t
本年收入合计\t1040.00\t本年支出合计\t{year}
加：上年结转结余\t{carried}\t结转下年\t0
收入总计\t1160.00\t支出总计\t{total}
"""


def balanced(year: str = "1160.00", carried: str = "120.00", total: str = "1160.00") -> str:
    return BALANCED.format(year=year, carried=carried, total=total)


def test_a_part_of_this_year_s_money_is_of_the_money_over_it() -> None:
    read = by_words(balanced())
    found = scopes(read, "summary")
    assert found["其中：本年拨款", "910.00"] == found["一、一般公共预算拨款收入", "910.00"]
    assert found["加：上年结转结余", "120.00"] == "上年结转结余"
    assert read.agency == "青山县林业局"
    assert cnbudget.check(read).wrong == ()


@pytest.mark.parametrize(
    "wrong", [{"total": "11600.00"}, {"carried": "210.00"}], ids=["a total", "what is carried over"]
)
def test_one_wrong_amount_makes_no_flows_apart(wrong: dict[str, str]) -> None:
    """A place for 结转下年 is printed with nothing in it: one amount that does not fit is an error."""
    (amount,) = wrong.values()
    assert [
        each
        for each in cnbudget.check(by_words(balanced(**wrong))).wrong
        if amount[:3] in each.zh.replace(",", "")
    ]


GENERAL = """一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出\t总计中：上年结转
\t合计\t500.00\t300.00\t200.00\t0
201\t一般公共服务支出\t480.00\t{basic}\t200.00\t0
229\t其他支出\t20.00\t20.00\t0\t0
"""


@pytest.mark.parametrize(("basic", "wrong"), [("280.00", False), ("280.37", True)])
def test_a_bare_zero_is_as_exact_as_the_amounts_around_it(basic: str, wrong: bool) -> None:
    read = by_words(SUMMARY + GENERAL.format(basic=basic))
    assert not open_amounts(read)
    assert bool(cnbudget.check(read).wrong) is wrong


PANELS = """一般公共预算基本支出表
单位：万元
人员经费\t\t\t公用经费\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t70.00\t302\t商品和服务支出\t25.00
\t\t\t310\t资本性支出\t5.00
人员经费合计\t\t70.00\t公用经费合计\t\t{total}
"""


@pytest.mark.parametrize(("total", "wrong"), [("30.00", 0), ("33.00", 1)])
def test_the_sum_of_a_panel_is_that_of_its_uses(total: str, wrong: int) -> None:
    assert len(cnbudget.check(by_words(SUMMARY + PANELS.format(total=total))).wrong) == wrong


def test_uses_of_basic_expenditure_are_held_to_a_panel_that_has_them_of_one_nature() -> None:
    prose = """第二部分 预算情况说明
三、一般公共预算基本支出情况说明
2026年一般公共预算基本支出100.00万元，其中：工资福利支出{staff}万元，商品和服务支出25.00万元。
"""
    for staff, wrong in (("70.00", 0), ("77.00", 1)):
        read = by_words(SUMMARY + PANELS.format(total="30.00") + prose.format(staff=staff))
        assert len(cnbudget.check(read).wrong) == wrong


def test_columns_beside_the_three_public_expenses_are_of_what_they_say() -> None:
    text = """“三公”经费预算公开表
单位：万元
“三公”经费预算数\t\t\t机关运行经费\t会议费
合计\t因公出国（境）费\t公务接待费\t\t
9.00\t4.00\t5.00\t80.00\t11.00
"""
    read = by_words(SUMMARY + text)
    found = scopes(read, "three_public")
    assert found["合计", "80.00"] == "机关"
    assert found["合计", "11.00"] == "经济 30215，财政拨款"
    assert found["合计", "9.00"] == "经济 30212、30217、30231、30913、31013，财政拨款"


def test_a_table_by_economic_classification_is_one_of_expenditure() -> None:
    text = """2026年支出经济分类汇总表
单位：万元
科目编码\t科目名称\t总计\t一般公共预算\t其他各项收入
301\t工资福利支出\t480.00\t480.00\t
302\t商品和服务支出\t20.00\t15.00\t5.00
\t合计\t500.00\t500.00\t
"""
    assert scopes(by_words(SUMMARY + text), "expenditure")["商品和服务支出", "20.00"] == "经济 302"


def test_what_is_procured_for_an_amount() -> None:
    text = """政府采购预算表
单位：万元
采购类别\t采购预算金额
货物\t8.00
服务\t12.00
合计\t20.00
"""
    read = by_words(SUMMARY + text)
    assert not open_amounts(read)


def test_prose_that_compares_with_final_accounts_makes_none_of_a_budget() -> None:
    prose = "预算情况说明\n2026年支出预算500.00万元，比2024年决算数增加20.00万元。\n"
    assert by_words(SUMMARY + prose).stage == "预算"


def test_whole_amounts_that_nobody_can_place_make_no_empty_table() -> None:
    text = """政府性基金预算支出表
单位：元
2120801\t征地和拆迁补偿支出\t51200\t51200
"""
    assert by_words(SUMMARY + text).fund.status == "present"


def test_lines_may_be_numbered_in_steps_and_uses_stand_under_names_of_projects() -> None:
    text = """一般公共预算“三公”经费及会议、培训经费支出表
单位：万元
序号\t项目名称\t2025年预算\t2026年预算
1\t公务接待费\t5.00\t4.00
2\t公务用车购置及运行维护费\t30.00\t20.00
2.1\t公务用车购置费\t10.00\t0.00
2.2\t公务用车运行维护费\t20.00\t20.00
3\t会议费\t1.00\t2.00
"""
    read = by_words(SUMMARY + text)
    found = scopes(read, "three_public")
    assert found["公务用车运行维护费", "20.00"] == "经济 30231，一般公共预算"
    assert found["会议费", "2.00"] == "经济 30215，一般公共预算"
    assert not open_amounts(read)


@pytest.mark.parametrize(("shares", "wrong"), [("60.00%、40.00", 0), ("40.00%、60.00", 2)])
def test_shares_are_told_of_amounts_in_turn(shares: str, wrong: int) -> None:
    text = f"""支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t500.00\t300.00\t200.00
201\t一般公共服务支出\t500.00\t300.00\t200.00

第二部分 预算情况说明
一、收支预算总体情况说明
2026年支出预算500.00万元，其中：基本支出300.00万元、项目支出200.00万元，分别占支出预算的{shares}%。
"""
    summary = SUMMARY.replace("480.00", "500.00").replace("\t\t二、其他支出\t20.00\n", "")
    assert len(cnbudget.check(by_words(summary + text)).wrong) == wrong
