"""Tables as counties print them: sums among their details, other expenditure, tables of some money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget.forms.meaning import meaning_of
from cnbudget.forms.titles import like_title, title_of
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts, scopes

_MONEY = st.integers(1, 99_999).map(lambda cents: Decimal(cents) / 100)


def test_other_expenditure_beside_natures_is_no_use_of_money() -> None:
    read = by_words(
        SUMMARY
        + """支出总表
科目编码\t科目名称\t合计\t基本支出\t项目支出\t其他支出
\t合计\t500.00\t300.00\t200.00\t
201\t一般公共服务支出\t480.00\t300.00\t180.00\t
229\t其他支出\t20.00\t\t20.00\t
"""
    )
    assert cnbudget.check(read).wrong == ()
    (scope,) = {
        f.scope
        for f in read.figures
        if f.column.column == "其他支出" and f.row.key == "expenditure"
    }
    assert scope is None
    assert meaning_of("其他支出", "column").economic == ("399",)  # among uses it is one


@settings(max_examples=10, deadline=None)
@given(st.lists(_MONEY, min_size=3, max_size=3))
def test_projects_stand_over_the_codes_and_agencies_that_they_are_made_of(
    amounts: list[Decimal],
) -> None:
    one, two, three = amounts
    text = f"""项目支出预算表
单位：万元
项目名称\t项目单位\t科目编码\t科目名称\t合计\t一般公共预算
审计业务\t\t\t\t{one + two}\t{one + two}
审计业务\t审计局机关\t2010804\t审计业务\t{one}\t{one}
审计业务\t审计局机关\t2010805\t审计管理\t{two}\t{two}
审计培训\t\t\t\t{three}\t{three}
审计培训\t审计中心\t2050803\t培训支出\t{three}\t{three}
合计\t\t\t\t{sum(amounts)}\t{sum(amounts)}
"""
    read = by_words("山市审计局2025年部门预算\n" + text)
    assert cnbudget.check(read).wrong == ()
    assert not open_amounts(read)


@pytest.mark.parametrize(
    ("total", "first"), [("30.00", "30.00"), ("30.00", "31.00"), ("31.00", "30.00")]
)
def test_an_agency_of_which_only_the_sum_is_printed_is_all_that_the_others_detail(
    total: str, first: str
) -> None:
    read = by_words(
        f"""山市审计局2025年部门预算
基本支出预算表
单位：万元
单位名称\t科目编码\t科目名称\t总计\t一般公共预算\t单位资金
山市审计局\t\t\t{first}\t25.00\t5.00
审计局机关\t2010801\t行政运行\t15.00\t12.00\t3.00
审计局机关\t2050803\t培训支出\t5.00\t4.00\t1.00
审计中心\t2010850\t事业运行\t10.00\t9.00\t1.00
合计\t\t\t{total}\t25.00\t5.00
"""
    )
    own = [each for each in cnbudget.check(read).wrong if not each.caused_by]
    assert len(own) == (total != first)
    assert all("31.00" in each.zh for each in own)


def test_a_subtotal_may_be_all_of_this_years_money() -> None:
    read = by_words(
        """山市林业局2025年部门预算
收入总表
单位：万元
单位名称\t合计\t小计\t一般公共预算\t政府性基金预算\t事业收入\t经营收入\t其他收入\t上年结转结余
林业局机关\t11.00\t10.00\t10.00\t\t\t\t\t1.00
林场\t26.00\t24.00\t20.00\t\t\t4.00\t\t2.00
合计\t37.00\t34.00\t30.00\t\t\t4.00\t\t3.00
"""
    )
    assert not open_amounts(read)
    assert cnbudget.check(read).wrong == ()
    assert "事业单位经营收入" in scopes(read, "income")["合计", "34.00"]


SPECIAL = """{title}
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t30.00\t\t30.00
201\t一般公共服务支出\t30.00\t\t30.00
"""


@pytest.mark.parametrize(
    "title",
    [
        "表3 专项资金支出预算表",
        "行政事业性收费支出预算表",
        "专项债券资金情况表",
        "青山产业资金明细表",
    ],
)
def test_a_table_of_some_money_is_neither_all_of_it_nor_the_rest_of_the_table_before(
    title: str,
) -> None:
    text = (
        SUMMARY
        + """支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t500.00\t300.00\t200.00
201\t一般公共服务支出\t480.00\t300.00\t180.00
229\t其他支出\t20.00\t\t20.00
"""
        + SPECIAL.format(title=title)
    )
    for read in (by_words(text), cnbudget.read_text(text)):
        wrong = [each for each in cnbudget.check(read).wrong if each.figures]
        assert wrong == []


def test_transfers_beside_this_years_money_are_taken_from_it() -> None:
    read = by_words(
        SUMMARY
        + """财政拨款支出预算表
科目编码\t科目名称\t合计\t当年财政拨款安排\t\t上级提前通知专项转移支付\t\t上年结转安排
\t\t\t小计\t一般公共预算拨款\t小计\t一般公共预算拨款\t
\t合计\t500.00\t350.00\t350.00\t150.00\t150.00\t
201\t一般公共服务支出\t480.00\t350.00\t350.00\t130.00\t130.00\t
229\t其他支出\t20.00\t\t\t20.00\t20.00\t
"""
    )
    assert cnbudget.check(read).wrong == ()


def test_what_looks_like_a_title_of_a_table() -> None:
    assert all(map(like_title, ("表5 债务情况表", "青山产业资金明细表（二）")))
    assert not any(map(like_title, ("公开05表", "续表", "数据见下表。")))
    assert title_of("一般公共预算基本支出表（政府预算经济分类、部门预算经济分类）") is not None
    assert title_of("财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表") is not None
    assert meaning_of("工资福利", "column").economic == ("301",)


def test_what_is_bought_stands_under_the_publishers_own_name() -> None:
    read = by_words(
        """山市审计局2025年部门预算
政府采购预算表
单位：万元
预算项目\t采购项目\t采购品目\t数量\t合计\t一般公共预算
山市审计局机关\t\t\t\t3.20\t3.20
一般公用经费\t复印纸\tA05040101复印纸\t20\t0.40\t0.40
一般公用经费\t办公电脑\tA02010105台式计算机\t5\t2.80\t2.80
合计\t\t\t\t3.20\t3.20
"""
    )
    assert cnbudget.check(read).wrong == ()
