"""Short words of headings and rows mean what they mean elsewhere only where that is sure; and no empty cell is lost."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import FundingSource, State
from cnbudget.forms import title_of
from cnbudget.forms.meaning import meaning_of
from tests.reading.worded.test_forms import SUMMARY, by_words

TWO_SIDES = """2026年青山市审计局部门预算
收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t480.00\t一、一般公共服务支出\t480.00
{}
收入总计\t500.00\t支出总计\t500.00
"""


def test_what_else_there_is_is_no_use_of_that_name() -> None:
    assert not meaning_of("其他", "column").understood
    assert not meaning_of("其他", "row").understood
    assert meaning_of("资本性", "column").economic == ("310",)
    assert (
        cnbudget.check(by_words(TWO_SIDES.format("二、其他\t20.00\t二、其他\t20.00"))).wrong == ()
    )


def test_a_label_without_an_amount_keeps_its_empty_cell_beside_another_label() -> None:
    read = by_words(TWO_SIDES.format("使用非财政拨款结余\t\t二、其他支出\t20.00"))
    empty = [each for each in read.figures if each.state is State.BLANK]
    assert [each.row.row for each in empty] == ["使用非财政拨款结余"]


@pytest.mark.parametrize(
    ("words", "understood"), [("货物\t工程\t服务", True), ("工资福利\t服务\t补助", False)]
)
def test_services_are_bought_beside_goods(words: str, understood: bool) -> None:
    read = by_words(
        f"""{SUMMARY}支出预算表
科目编码\t科目名称\t合计\t{words}
201\t一般公共服务支出\t500.00\t300.00\t100.00\t100.00
合计\t\t500.00\t300.00\t100.00\t100.00
"""
    )
    word = words.split("\t")[-2 if not understood else -1]
    scopes = [f.scope for f in read.figures if f.column.column == word]
    assert len(scopes) == 2
    assert all((scope is not None) is understood for scope in scopes)


def test_a_title_says_which_money_its_table_holds_besides() -> None:
    said = {
        brackets: title_of(f"一般公共预算财政拨款支出预算表{brackets}")
        for brackets in ("", "（含政府性基金）", "（不含政府性基金）")
    }
    sources = {each: said and said.meaning.source for each, said in said.items()}
    assert sources[""] == FundingSource.GENERAL
    assert sources["（含政府性基金）"] == FundingSource.GENERAL | FundingSource.FUND
    assert sources["（不含政府性基金）"] in (None, FundingSource.GENERAL)


@pytest.mark.parametrize("head", ["部门预算公开表 第{}页", "第{}页 青山市部门预算公开表"])
def test_a_table_goes_on_below_what_is_printed_on_each_page(head: str) -> None:
    read = by_words(
        f"""{SUMMARY}支出预算表
{head.format(1)}
科目编码\t科目名称\t合计\t基本支出
201\t一般公共服务支出\t480.00\t300.00
{head.format(2)}
科目编码\t科目名称\t合计\t基本支出
229\t其他支出\t20.00\t20.00
"""
    )
    (table,) = (each for each in read.tables if each.key == "expenditure")
    assert len(table.rows) == 2


def test_the_first_row_below_whole_headings_is_no_rest_of_them() -> None:
    read = by_words(
        f"""{SUMMARY}部门支出预算表
科目名称\t合计\t其中\t\t备注
\t\t基本支出\t项目支出
一般公共服务支出\t
行政运行\t500.00\t300.00\t200.00
合计\t500.00\t300.00\t200.00
"""
    )
    total = [f for f in read.figures if (f.row.row, f.column.column) == ("合计", "项目支出")]
    assert [each.value for each in total] == [200]
