"""Headings: which column is which, in forms that number their lines and columns."""

from __future__ import annotations

import cnbudget

NUMBERED = """某局2024年度部门决算

收入支出决算总表
单位：万元
| 收入 | | | 支出 | | |
| 项目 | 行次 | 决算数 | 项目 | 行次 | 决算数 |
| 栏次 | | 1 | 栏次 | | 2 |
| 一、一般公共预算财政拨款收入 | 1 | 90.00 | 一、一般公共服务支出 | 32 | 80.00 |
| 二、政府性基金预算财政拨款收入 | 2 | | 二、社会保障和就业支出 | 33 | 15.00 |
| 三、国有资本经营预算财政拨款收入 | 3 | | | 34 | |
| 四、上级补助收入 | 4 | | | 35 | |
| 五、事业收入 | 5 | | | 36 | |
| 六、经营收入 | 6 | | | 37 | |
| 七、附属单位上缴收入 | 7 | | | 38 | |
| 八、其他收入 | 8 | | | 39 | |
| 本年收入合计 | 27 | 90.00 | 本年支出合计 | 57 | 95.00 |
| 使用非财政拨款结余 | 28 | | 结余分配 | 58 | |
| 年初结转和结余 | 29 | 7.00 | 年末结转和结余 | 59 | 2.00 |
| 总计 | 31 | 97.00 | 总计 | 62 | 97.00 |
"""


def test_numbers_of_lines_and_columns_are_no_amounts() -> None:
    budget = cnbudget.read_text(NUMBERED)
    assert budget.layout == "final-accounts"
    assert [problem.zh for problem in budget.problems] == []
    summary = budget.summary
    assert summary.income["本年收入合计"].amount.text == "90.00"
    assert summary.expenditure["208"].amount.text == "15.00"
    assert len(summary.expenditure) == 6
    report = cnbudget.check(budget)
    assert report.tallies["balance"].exact == 1
    assert report.tallies["add-up"].violated == 0
    # the other tables are not there, in what may be an excerpt; nothing is wrong
    assert report.wrong == ()
    assert report.tallies["form"].undecided == 8


def test_last_years_columns_are_told_by_the_years_over_them() -> None:
    six = "合计 | 因公出国（境）费 | 公务用车购置及运行费 | | | 公务接待费"
    text = f"""某部2025年部门预算

一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 2024年执行数 | 2025年预算数 | | | 2025年预算数比2024年执行数 | |
| | | | 小计 | 基本支出 | 项目支出 | 增减额 | 增减% |
| 208 | 社会保障和就业支出 | 90.00 | 100.00 | 60.00 | 40.00 | 10.00 | 11.11 |
| 20805 | 行政事业单位养老支出 | 90.00 | 100.00 | 60.00 | 40.00 | 10.00 | 11.11 |
| | 合计 | 90.00 | 100.00 | 60.00 | 40.00 | 10.00 | 11.11 |

一般公共预算“三公”经费支出表
单位：万元
| 2024年预算数 | | | | | | 2025年预算数 | | | | | |
| {six} | {six} |
| | | 小计 | 公务用车购置费 | 公务用车运行费 | | | | 小计 | 公务用车购置费 | 公务用车运行费 | |
| 9.00 | 2.00 | 6.00 | 1.00 | 5.00 | 1.00 | 7.00 | 1.00 | 5.00 | | 5.00 | 1.00 |
"""
    budget = cnbudget.read_text(text)
    assert budget.layout == "central"
    assert [p.zh for p in budget.problems] == []
    (side,) = budget.general.sides
    assert [(f.text, f.unit_text) for f in side.differences[:2]] == [
        ("10.00", "万元"),
        ("11.11", "%"),
    ]
    row = budget.general["208"]
    assert (row["last_year"].text, row.total.text) == ("90.00", "100.00")
    scope = row["last_year"].scope
    assert scope is not None
    assert (scope.year, scope.stage) == (2024, "执行")
    (three,) = budget.three_public.rows
    assert (three["total_last_year"].text, three["total"].text) == ("9.00", "7.00")
    report = cnbudget.check(budget)
    assert report.tallies["add-up"].violated == report.tallies["add-up"].undecided == 0
    assert report.tallies["add-up"].exact >= 10
    for law in cnbudget.laws(budget):
        assert len({f.scope.year for f in law.figures if f.scope is not None}) == 1


def test_numbers_of_columns_may_say_how_they_come_of_others() -> None:
    formulas = NUMBERED.replace("| 栏次 | | 1 | 栏次 | | 2 |", "| 栏次 | | 1 | 栏次 | | 2=1 |")
    assert formulas != NUMBERED
    assert cnbudget.read_text(formulas) == cnbudget.read_text(NUMBERED)
