"""A change without a subject behind a list is that of the list's whole; lists of nothing name what they like."""

from __future__ import annotations

import pytest

from cnbudget import Verdict, check, read_text
from tests.narrative.documents import budget
from tests.performance.documents import beside

_LISTED = """一、关于某市某某局2026年支出预算情况说明
1.支出预算100.00万元，主要包括：甲类业务60.00万元，用于甲类工作；乙类业务40.00万元，用于乙类工作。较2025年年初预算{change}万元，增幅11.11%。
"""
_INCOME = """2026年某市某某局部门预算公开
表2 部门收入总体情况表
编制部门：某市某某局
单位：万元
科目代码\t\t\t科目名称\t总计\t一般公共预算\t政府性基金预算
类\t款\t项\t\t\t\t
208\t\t\t社会保障和就业支出\t{amount}\t{amount}\t0.00
208\t05\t\t行政事业单位养老支出\t{amount}\t{amount}\t0.00
208\t05\t05\t机关事业单位基本养老保险缴费支出\t{amount}\t{amount}\t0.00
\t\t\t总计\t{amount}\t{amount}\t0.00
第三部分 2026年部门预算情况说明
一、关于某市某某局2026年收入预算情况说明
收入预算{amount}万元，包括：一般公共预算、政府性基金预算。
"""


@pytest.mark.parametrize(("change", "wrong"), [("增加10.00", 0), ("增加20.00", 1)])
def test_a_change_behind_a_list_is_of_its_whole(change: str, wrong: int) -> None:
    report = check(budget(_LISTED.format(change=change)))
    assert sum(each.law == "growth" for each in report.causes) == wrong


@pytest.mark.parametrize(("amount", "wrong"), [("0.00", 0), ("100.00", 1)])
def test_sources_without_money_are_only_told_where_others_have_some(
    amount: str, wrong: int
) -> None:
    report = check(read_text(_INCOME.format(amount=amount), layout="xinjiang-2026"))
    told = [each for each in report.causes if each.verdict is Verdict.VIOLATED]
    assert len(told) == wrong
    assert all("政府性基金预算" in each.zh for each in told)


def _wrong(text: str) -> list[str]:
    """The numbers of a text beside the tables of an example that are held to these, and differ."""
    found = check(beside(text)).findings
    told = [each for each in found if each.verdict is Verdict.VIOLATED and each.law == "agree"]
    return [each.figures[0].text for each in told]


@pytest.mark.parametrize(
    "over",
    [
        "（一）某某专项。",
        "（一）某某专项\n\n",
        "一、某某专项资金50.00万元\n\n",
        "一、某某专项资金50.00万元。\n\n",
        "某某专项资金50.00万元。",
        "某某专项资金50.00万元，",
    ],
)
def test_parts_of_what_the_tables_do_not_know_are_not_held_to_the_agencys(over: str) -> None:
    parts = "其中：基本支出20.00万元，项目支出30.00万元。"
    assert _wrong(f"二、支出预算情况说明\n\n{over}{parts}") == []


def test_parts_of_what_they_know_are_held_to_them() -> None:
    parts = "其中：基本支出426.73万元，项目支出7.20万元。"
    for over in (
        "支出预算498.73万元。",
        "支出预算498.73万元。\n\n",
        "（一）支出预算情况。",
        "（二）支出具体情况说明。",
        "",
    ):
        assert _wrong(f"二、支出预算情况说明\n\n{over}{parts}") == ["7.20"], over
