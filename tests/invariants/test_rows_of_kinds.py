"""Rows of one side that are of several natures: uses make up their own nature's, and no other's."""

from __future__ import annotations

import cnbudget

_TABLE = """2026年甲局部门预算
部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一般公共预算拨款收入\t30.00\t一、基本支出\t20.00
\t\t301工资福利支出\t12.00
\t\t30101基本工资\t7.00
\t\t30102津贴补贴\t5.00
\t\t302商品和服务支出\t8.00
\t\t二、项目支出\t10.00
\t\t301工资福利支出\t4.00
\t\t30101基本工资\t4.00
\t\t302商品和服务支出\t6.00
收入总计\t30.00\t支出总计\t30.00
"""


def test_uses_make_up_the_nature_that_they_stand_under() -> None:
    budget = cnbudget.read_text(_TABLE)
    sums = {
        (law.whole.text, *(part.text for part in law.parts))
        for law in cnbudget.laws(budget)
        if law.kind == "add-up"
    }
    assert sums == {
        ("20.00", "12.00", "8.00"),
        ("12.00", "7.00", "5.00"),
        ("10.00", "4.00", "6.00"),
        ("4.00", "4.00"),
        ("30.00", "10.00", "20.00"),
    }
    assert cnbudget.check(budget).ok


def test_a_nature_of_one_row_makes_up_nothing() -> None:
    lone = _TABLE.replace("\t\t301工资福利支出\t4.00\n\t\t30101基本工资\t4.00\n", "").replace(
        "\t\t302商品和服务支出\t6.00\n", ""
    )
    budget = cnbudget.read_text(lone)
    wholes = [law.whole.text for law in cnbudget.laws(budget) if law.kind == "add-up"]
    assert sorted(wholes) == ["12.00", "20.00", "30.00"]


def test_what_can_be_nothing_is_no_part_of_anything() -> None:
    """使用非财政拨款结余 in a table of projects: what is drawn on is not spent, and no part of 结转下年 either."""
    text = (
        "青山大学2026年部门预算\n\n表1\n\n收支总表\n\n单位：万元\n\n"
        "收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n"
        "一、事业收入\t90.00\t一、教育支出\t100.00\n"
        "本年收入合计\t90.00\t本年支出合计\t100.00\n"
        "使用非财政拨款结余\t10.00\t结转下年\t\n收入总计\t100.00\t支出总计\t100.00\n\n"
        "表2\n\n项目支出表\n\n单位：万元\n\n项目名称\t合计\t事业收入\t使用非财政拨款结余\n"
        "基础研究\t30.00\t20.00\t10.00\n合计\t30.00\t20.00\t10.00\n"
    )
    report = cnbudget.check(cnbudget.read_text(text))
    assert not [each.zh for each in report.findings if each.severity == "error"]
