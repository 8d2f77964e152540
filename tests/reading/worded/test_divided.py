"""Columns that divide a sum: a kind of money by vintage, and basic expenditure by uses and by nature in turn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.scope import Scope
from tests.reading.worded.test_forms import by_words, open_amounts

_MONEY = st.integers(1, 99_999).map(lambda cents: Decimal(cents) / 100)
_S = FundingSource
HEAD = "2026年青山市审计局部门预算\n"


def columns(read: cnbudget.Disclosure, key: str) -> dict[tuple[str, ...], Scope | None]:
    """What each column of a table adds, by its headings."""
    table = next(each for each in read.tables if each.key == key)
    return {column.path: column.scope for column in table.sides[0].columns}


def income(now: Decimal, over: Decimal, other: Decimal, *, wrong: Decimal = Decimal(0)) -> str:
    """Tables of income that divide each kind of money into this year's and what is carried over."""
    whole = now + over + other
    return f"""{HEAD}部门收支总表
单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算收入\t{now}\t一、一般公共服务支出\t{whole}
二、事业收入\t{other}\t\t
本年收入合计\t{now + other}\t本年支出合计\t{whole}
上年结转结余\t{over}\t年终结转结余\t
收入总计\t{whole}\t支出总计\t{whole}

部门收入总表
单位：万元
科目编码\t科目名称\t总计\t一般公共预算\t\t\t事业收入
\t\t\t小计\t本年\t上年结转\t
\t总计\t{whole}\t{now + over + wrong}\t{now}\t{over}\t{other}
201\t一般公共服务支出\t{whole}\t{now + over + wrong}\t{now}\t{over}\t{other}
20108\t审计事务\t{whole}\t{now + over + wrong}\t{now}\t{over}\t{other}
2010801\t行政运行\t{whole}\t{now + over + wrong}\t{now}\t{over}\t{other}
"""


@settings(max_examples=10, deadline=None)
@given(_MONEY, _MONEY, _MONEY)
def test_a_sum_over_this_year_and_what_is_carried_over_is_of_both(
    now: Decimal, over: Decimal, other: Decimal
) -> None:
    read = by_words(income(now, over, other))
    told = columns(read, "income")
    assert told["一般公共预算", "小计"] == Scope(source=_S.GENERAL | _S.CARRIED_GENERAL)
    assert told["一般公共预算", "本年"] == Scope(source=_S.GENERAL)
    assert told["一般公共预算", "上年结转"] == Scope(source=_S.CARRIED_GENERAL)
    assert cnbudget.check(read).wrong == ()
    assert not open_amounts(read)


def test_a_wrong_sum_over_both_is_told() -> None:
    amounts = Decimal("80.00"), Decimal("15.00"), Decimal("5.00")
    assert cnbudget.check(by_words(income(*amounts, wrong=Decimal("0.27")))).wrong


def expenditure(staff: Decimal, families: Decimal, running: Decimal, project: Decimal) -> str:
    """A table of expenditure whose 基本支出 is divided into two uses and 公用经费."""
    basic = staff + families + running
    row = f"{basic + project}\t{basic}\t{staff}\t{families}\t{running}\t{project}"
    return f"""{HEAD}部门支出预算总表
单位：万元
功能科目\t\t总计\t基本支出\t\t\t\t项目支出
编码\t名称\t\t小计\t工资福利支出\t对个人和家庭的补助\t公用经费\t
\t总计\t{row}
201\t一般公共服务支出\t{row}
20108\t审计事务\t{row}
2010801\t行政运行\t{row}
"""


@settings(max_examples=10, deadline=None)
@given(_MONEY, _MONEY, _MONEY, _MONEY)
def test_uses_beside_operating_costs_are_paid_to_people(
    staff: Decimal, families: Decimal, running: Decimal, project: Decimal
) -> None:
    """The sum is no less than the three together: right amounts are not accused."""
    read = by_words(expenditure(staff, families, running, project))
    told = columns(read, "expenditure")
    assert told["基本支出", "工资福利支出"] == Scope(economic="301", nature=Nature.PERSONNEL)
    assert told["基本支出", "对个人和家庭的补助"] == Scope(economic="303", nature=Nature.PERSONNEL)
    assert cnbudget.check(read).wrong == ()


def test_a_wrong_use_beside_operating_costs_is_told() -> None:
    amounts = Decimal("50.00"), Decimal("7.00"), Decimal("20.00"), Decimal("30.00")
    text = expenditure(*amounts).replace("\t50.00\t", "\t55.00\t", 1)
    assert cnbudget.check(by_words(text)).wrong


PROJECTS = """一般公共预算项目支出预算表
单位：万元
科目编码\t\t\t科目名称（项目）\t金额
类\t款\t项\t\t
\t\t\t合计\t30.00
201\t08\t04\t{one}\t20.00
201\t08\t05\t{two}\t10.00
"""


@pytest.mark.parametrize(
    ("one", "two", "told"),
    [
        ("重点项目审计", "培训与资料", 0),
        ("审计业务", "审计管理", 0),
        ("审计业务", "培训与资料", 1),  # one is the name of its code: so the other is none
        ("审计管理", "审计业务", 2),  # names of each other's codes
    ],
)
def test_names_of_projects_under_the_codes_of_their_items(one: str, two: str, told: int) -> None:
    """Where no label of a table of projects is the name of its code, they are the projects' names."""
    budget = by_words(
        income(*map(Decimal, ("80.00", "15.00", "5.00"))) + PROJECTS.format(one=one, two=two)
    )
    found = [each for each in cnbudget.check(budget).findings if each.law == "name"]
    assert len(found) == told
