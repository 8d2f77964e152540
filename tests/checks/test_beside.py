"""What a report says beside its findings: what follows from them, what came out right, and what was not understood."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Verdict, check, read_text
from cnbudget.checks.notebook import report_html
from tests.checks.test_basis import changed
from tests.checks.test_once import ITEMS, TABLES

HEAD = (
    "2026年某某局部门预算公开\n\n表5\n\n一般公共预算支出情况表\n\n单位：万元\n\n"
    "科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
)


def test_a_notebook_says_how_many_others_are_wrong_because_of_one() -> None:
    html = report_html(changed(("支出总计\t1000.00", "支出总计\t1010.00")), "en")
    assert "its parts come to 1,000.00; 1 more is wrong because of it</td>" in html


def test_why_a_figure_is_the_likeliest_is_told_by_the_law() -> None:
    (balance, _), (sides, _) = (
        changed(("支出总计\t1000.00", "支出总计\t1010.00")).findings,
        changed(("收入总计\t1000.00", "收入总计\t1010.00")).findings,
    )
    assert "(income and expenditure do not balance; 10.00 万元 apart)" in balance.en
    assert "(table 2 (income), line 19 says otherwise; 10.00 万元 apart)" in sides.en


def test_each_amount_that_is_not_negative_is_counted() -> None:
    budget = read_text(TABLES)
    cells = [each for each in budget.figures if each.value][:7:3]
    right = check(budget).tallies["negative"]
    minus = [(each, each.evolve(value=Decimal(-1))) for each in cells]
    wrong = check(budget.with_figures(minus)).tallies["negative"]
    assert (right.exact, right.violated) == (197, 0)
    assert (wrong.exact, wrong.violated) == (194, 3)


def test_the_same_wrong_number_again_follows_from_the_first() -> None:
    text = """
第三部分 2026年部门预算情况说明
五、一般公共预算支出预算情况说明
2026年一般公共预算支出预算925.00万元。
六、其他说明
2026年一般公共预算支出预算{}万元。
"""
    one, other = changed(text=text.format("925.00")).findings
    assert (one.caused_by, other.caused_by) == (None, one.id)
    assert [each.caused_by for each in changed(text=text.format("926.00")).findings] == [None] * 2


def test_what_was_not_understood_is_told_with_its_section() -> None:
    text = (
        "\n第三部分 2026年部门预算情况说明\n九、政府采购情况\n某某安排33.00万元，另有55.50万元。\n"
    )
    told = [each.what for each in changed(text=text).not_checked]
    assert told == [
        "九、政府采购情况“某某安排33.00万元;另有”",
        "九、政府采购情况“;另有55.50万元。”",
    ]


@pytest.mark.parametrize(("left_out", "named"), [(0, 0), (1, 1), (2, 2), (3, 0), (4, 0)])
def test_items_that_a_text_leaves_out_are_told_if_it_names_most(left_out: int, named: int) -> None:
    lines = ITEMS.format(stated="40.00").split("\n")
    items = [n for n, line in enumerate(lines) if line[:1].isdigit()]
    gone = items[1 : 1 + left_out]
    text = "\n".join(line for n, line in enumerate(lines) if n not in gone)
    report = changed(text=text)
    told = [each for each in report.findings if each.law == "form"]
    assert [each.zh.count("20") for each in told] == ([named] if named else [])
    assert report.tallies["form"].exact == 15 - left_out


@pytest.mark.parametrize(
    "rows",
    ["208\t社会保障和就业支出\t1.00\t1.00\t\n\t总计\t1.00\t1.00\t\n", "\t总计\t1.00\t1.00\t\n"],
)
def test_a_law_on_a_number_and_a_blank_is_something_that_was_checked(rows: str) -> None:
    report = check(read_text(HEAD + rows))
    assert not report.nothing
    assert all(each.verdict is not Verdict.VIOLATED for each in report.findings)
