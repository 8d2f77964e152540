"""The ministry's form as departments print it: last year's budget beside this one, or eight tables of older years."""

from __future__ import annotations

import pytest

from cnbudget import Scope, check, read_text
from cnbudget.dimensions import FundingSource

GENERAL = FundingSource.GENERAL
ITEMS = ("201\t一般公共服务支出", "20108\t审计事务", "2010801\t行政运行")
SIDES = "收入\t\t支出\t\n项目\t预算数\t项目\t预算数"
SUMMARY = f"""部门收支总表
单位：万元
{SIDES}
一、一般公共预算拨款收入\t90.00\t一、一般公共服务支出\t90.00
二、政府性基金预算拨款收入\t\t\t
三、国有资本经营预算拨款收入\t\t\t
四、事业收入\t\t\t
五、其他收入\t\t\t
本年收入合计\t90.00\t本年支出合计\t90.00
上年结转\t\t结转下年\t
收入总计\t90.00\t支出总计\t90.00
"""
APPROPRIATION = f"""财政拨款收支总表
单位：万元
{SIDES}
一、本年收入\t90.00\t一、本年支出\t90.00
（一）一般公共预算拨款\t90.00\t（一）一般公共服务支出\t90.00
（二）政府性基金预算拨款\t\t\t
二、上年结转\t\t二、结转下年\t
收入总计\t90.00\t支出总计\t90.00
"""
THREE_PUBLIC = """一般公共预算“三公”经费支出表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t小计\t公务用车购置费\t公务用车运行费\t
3.00\t\t2.00\t\t2.00\t1.00
"""


def by_function(title: str, headings: str, amounts: str) -> str:
    """A table with a row for each level of the one item."""
    rows = "\n".join(f"{each}\t{amounts}" for each in (*ITEMS, "\t合计"))
    return f"{title}\n单位：万元\n科目编码\t科目名称\t{headings}\n{rows}\n"


INCOME = by_function(
    "部门收入总表",
    "合计\t上年结转\t一般公共预算拨款收入\t政府性基金预算拨款收入\t国有资本经营预算拨款收入\t事业收入\t其他收入",
    "90.00\t\t90.00\t\t\t\t",
)
EXPENDITURE = by_function("部门支出总表", "合计\t基本支出\t项目支出", "90.00\t60.00\t30.00")
BASIC = """一般公共预算基本支出表
单位：万元
科目编码\t科目名称\t合计\t人员经费\t公用经费
301\t工资福利支出\t50.00\t50.00\t
30101\t基本工资\t50.00\t50.00\t
302\t商品和服务支出\t10.00\t\t10.00
30201\t办公费\t10.00\t\t10.00
\t合计\t60.00\t50.00\t10.00
"""


def general(*, before: str = "2024年预算数") -> str:
    """The table of the general public budget with a column for the year before."""
    rows = "\n".join(f"{each}\t80.00\t90.00\t60.00\t30.00" for each in (*ITEMS, "\t合计"))
    return (
        "一般公共预算支出表\n单位：万元\n"
        f"功能分类科目\t\t{before}\t2025年预算数\t\t\n科目编码\t科目名称\t\t小计\t基本支出\t项目支出\n{rows}\n"
    )


def empty(title: str) -> str:
    """A table that says that it is empty."""
    return by_function(title, "合计\t基本支出\t项目支出", "\t\t").replace("\n201", "\n", 1) + (
        f"注：本部门没有此项支出，{title}为空表。\n"
    )


def document(*tables: str) -> str:
    """A document with these tables, numbered."""
    parts = [f"表{number}\n{table}" for number, table in enumerate(tables, 1)]
    return "青山市审计局2025年部门预算\n" + "\n".join(parts)


FUND, CAPITAL = empty("政府性基金预算支出表"), empty("国有资本经营预算支出表")
NINE = (SUMMARY, INCOME, EXPENDITURE, APPROPRIATION, general(), BASIC, THREE_PUBLIC, FUND, CAPITAL)
EIGHT = (APPROPRIATION, general(), BASIC, THREE_PUBLIC, FUND, SUMMARY, INCOME, EXPENDITURE)


@pytest.mark.parametrize(("before", "stage"), [("2024年预算数", None), ("2024年执行数", "执行")])
def test_last_year_beside_this_one(before: str, stage: str | None) -> None:
    """The form's own table has last year's column, whether it prints what was planned or what was spent."""
    tables = [general(before=before) if "功能分类科目" in each else each for each in NINE]
    budget = read_text(document(*tables), layout="central")
    table = budget.table("general")
    last = [each for row in table.rows for each in row.figures if each.text == "80.00"]
    assert [each.scope for each in last[:2]] == [
        Scope("201", source=GENERAL, year=2024, stage=stage),
        Scope("20108", source=GENERAL, year=2024, stage=stage),
    ]
    assert len(last) == 4
    assert not [each for each in budget.problems if each.kind == "column"]


def test_a_plan_without_a_year_is_this_year_s() -> None:
    """预算数 alone is no column of the year before."""
    table = by_function("一般公共预算支出表", "预算数", "90.00")
    tables = [table if "功能分类科目" in each else each for each in NINE]
    budget = read_text(document(*tables), layout="central")
    figures = [each for each in budget.table("general").rows[0].figures if each.text == "90.00"]
    assert [each.scope for each in figures] == [Scope("201", source=GENERAL)]


def test_eight_tables_are_no_nine_of_which_one_is_missing() -> None:
    """Until 2020 the ministry's tables were eight, those of the appropriations first."""
    budget = read_text(document(*EIGHT))
    assert budget.by_words
    report = check(budget)
    assert report.ok, report.text()


def test_a_table_that_the_form_lacks_is_still_missed_where_its_order_is_kept() -> None:
    budget = read_text(document(*NINE[:-1]))
    assert budget.layout == "central"
    assert [each.law for each in check(budget).wrong] == ["form"]
