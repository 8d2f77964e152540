"""Tables as more regions print them: income by nature, two classifications, categories that go on in another column."""

from __future__ import annotations

import cnbudget
from cnbudget.dimensions import Flow, Nature
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts

MOVING = """2024年度青山市审计局部门决算

一般公共预算财政拨款收入支出决算表
部门：青山市审计局 单位：万元
项目\t\t年初结转和结余\t\t\t本年收入\t\t\t本年支出\t\t\t年末结转和结余\t\t
科目编码\t科目名称\t合计\t基本支出结转\t项目支出结转和结余\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出\t合计\t基本支出结转\t项目支出结转和结余
\t合计\t5.00\t\t5.00\t500.00\t300.00\t200.00\t480.00\t300.00\t180.00\t25.00\t\t25.00
201\t一般公共服务支出\t5.00\t\t5.00\t500.00\t300.00\t200.00\t480.00\t300.00\t180.00\t25.00\t\t25.00
20108\t审计事务\t5.00\t\t5.00\t500.00\t300.00\t200.00\t480.00\t300.00\t180.00\t25.00\t\t25.00
2010801\t行政运行\t\t\t\t300.00\t300.00\t\t300.00\t300.00\t\t\t\t
2010804\t审计业务\t5.00\t\t5.00\t200.00\t\t200.00\t180.00\t\t180.00\t25.00\t\t25.00
"""


def test_what_comes_in_by_nature_is_no_expenditure() -> None:
    read = by_words(MOVING)
    assert cnbudget.check(read).wrong == ()
    flows = {f.scope.flow for f in read.figures if f.value == 200 and f.scope is not None}
    assert flows == {Flow.INCOME}
    natures = {f.scope.nature for f in read.figures if f.value == 200 and f.scope is not None}
    assert Nature.PROJECT in natures
    wrong = by_words(
        MOVING.replace(
            "合计\t5.00\t\t5.00\t500.00\t300.00\t200.00",
            "合计\t5.00\t\t5.00\t500.00\t300.00\t210.00",
        )
    )
    assert cnbudget.check(wrong).wrong


CROSSED = """一般公共预算基本支出表
政府预算支出经济分类科目\t\t\t部门预算支出经济分类科目\t\t\t合计
类\t款\t科目名称\t类\t款\t科目名称\t
501\t\t机关工资福利支出\t\t\t\t290.00
501\t01\t工资奖金津补贴\t301\t01\t基本工资\t190.00
501\t01\t工资奖金津补贴\t301\t02\t{name}\t100.00
502\t\t机关商品和服务支出\t\t\t\t10.00
502\t01\t办公经费\t302\t01\t办公费\t10.00
\t\t合计\t\t\t\t300.00
"""


def test_a_name_is_that_of_the_code_beside_it() -> None:
    read = by_words(SUMMARY + CROSSED.format(name="津贴补贴"))
    assert not open_amounts(read)
    assert [each.zh for each in cnbudget.check(read).causes if each.law == "name"] == []
    wrong = by_words(SUMMARY + CROSSED.format(name="津贴补助"))
    (told,) = [each for each in cnbudget.check(wrong).causes if each.law == "name"]
    assert "津贴补助" in told.zh


IN_TWO = """2024年度青山市审计局部门决算

一般公共预算财政拨款基本支出决算明细表
部门：青山市审计局 单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额\t科目编码\t科目名称\t金额
301\t工资福利支出\t290.00\t302\t商品和服务支出\t{goods}\t30231\t公务用车运行维护费\t3.00
30101\t基本工资\t190.00\t30201\t办公费\t5.00\t30239\t其他交通费用\t1.00
30102\t津贴补贴\t100.00\t30205\t水费\t1.00\t310\t资本性支出\t2.00
\t\t\t\t\t\t31002\t办公设备购置\t2.00
人员经费合计\t\t290.00\t公用经费合计\t\t\t\t\t12.00
"""


def test_a_category_goes_on_in_the_columns_beside_it() -> None:
    read = by_words(IN_TWO.format(goods="10.00"))
    assert cnbudget.check(read).causes == ()
    (told,) = cnbudget.check(by_words(IN_TWO.format(goods="11.00"))).causes
    assert "302" in told.zh


RATES = """2026年青山市审计局部门预算

收支总表
部门：青山市审计局 单位：万元
收入\t\t\t\t支出\t\t\t
项目\t2025年\t2026年\t2026年比2025年增减（%）\t项目\t2025年\t2026年\t2026年比2025年增减（%）
一、一般公共预算\t400.00\t500.00\t{rate}\t一、一般公共服务支出\t400.00\t480.00\t20.00
\t\t\t\t二、其他支出\t\t20.00\t
本年收入合计\t400.00\t500.00\t25.00\t本年支出合计\t400.00\t500.00\t25.00
"""


def test_a_heading_with_a_sign_of_per_cent_in_brackets_is_over_rates() -> None:
    assert cnbudget.check(by_words(RATES.format(rate="25.00"))).wrong == ()
    assert cnbudget.check(by_words(RATES.format(rate="24.00"))).wrong


BUDGETS = """2026年青山市审计局部门预算

财政拨款收支总体情况表
部门：青山市审计局 单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款\t400.00\t一、一般公共预算支出\t400.00
二、政府性基金预算拨款\t70.00\t二、政府性基金预算支出\t70.00
三、国有资本经营预算拨款\t30.00\t三、国有资本经营预算支出\t{amount}
本年收入合计\t500.00\t本年支出合计\t500.00
"""


def test_a_budget_beside_budgets_is_no_category() -> None:
    read = by_words(BUDGETS.format(amount="30.00"))
    assert not open_amounts(read)
    assert cnbudget.check(read).wrong == ()
    assert {row.code for row in read.tables[0].rows} == {None}
    assert cnbudget.check(by_words(BUDGETS.format(amount="20.00"))).wrong


COMES_IN = """2024年度青山市审计局部门决算

收入支出决算总表
部门：青山市审计局 单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t500.00\t一、一般公共服务支出\t480.00
本年收入合计\t500.00\t本年支出合计\t480.00
年初结转和结余\t5.00\t年末结转和结余\t25.00
总计\t505.00\t总计\t505.00

收入决算表
部门：青山市审计局 单位：万元
项目\t\t本年收入合计\t财政拨款收入
支出功能分类科目编码\t科目名称\t\t
\t合计\t500.00\t500.00
201\t一般公共服务支出\t500.00\t{amount}
20108\t审计事务\t500.00\t500.00
"""


def test_income_by_what_it_is_spent_on_is_income() -> None:
    read = by_words(COMES_IN.format(amount="500.00"))
    assert not open_amounts(read)
    assert cnbudget.check(read).wrong == ()
    assert {f.scope.flow for f in read.tables[1].figures if f.scope is not None} == {Flow.INCOME}
    assert cnbudget.check(by_words(COMES_IN.format(amount="400.00"))).wrong


SECTIONS = """基本支出表（按政府预算经济分类）
科目编码\t科目名称\t总计\t工资福利支出\t\t\t对事业单位经常性补助\t
\t\t\t小计\t工资奖金津补贴\t社会保障缴费\t小计\t工资福利支出
\t合计\t300.00\t{sum}\t200.00\t60.00\t40.00\t40.00
201\t一般公共服务支出\t300.00\t260.00\t200.00\t60.00\t40.00\t40.00
"""


def test_a_sum_under_a_name_of_the_departments_is_of_the_sections_beside_it() -> None:
    read = by_words(SUMMARY + SECTIONS.format(sum="260.00"))
    assert not open_amounts(read)
    assert cnbudget.check(read).wrong == ()
    assert cnbudget.check(by_words(SUMMARY + SECTIONS.format(sum="250.00"))).wrong
