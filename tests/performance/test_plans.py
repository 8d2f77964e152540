"""Tables of the meetings and trainings that are planned, held to what the tables have for them."""

from __future__ import annotations

import pytest

from cnbudget import Report, Verdict, check, read_text
from tests.performance.documents import beside

TABLE = """2026年某市某某局部门预算公开
表8 一般公共预算“三公”经费、会议费、培训费支出表
编制部门：某市某某局
单位：万元
科目编码\t科目名称\t合计
302\t商品和服务支出\t23.00
30215\t会议费\t2.00
30216\t培训费\t21.00
\t总计\t23.00
第三部分 2026年部门预算情况说明
"""
PLAN = """
{title}

单位：万元

序号\t培训名称\t时间\t人数\t金额\t备注
1\t综合培训\t2026-03-12\t95\t{first}\t
2\t综合培训\t2026-09-14\t120\t8.70\t
3\t业务培训\t2026-10-19\t50\t8.65\t
{last}"""


def _plan(title: str = "培训费明细表", first: str = "3.65", last: str = "") -> Report:
    return check(beside(PLAN.format(title=title, first=first, last=last)))


def test_what_is_planned_is_read() -> None:
    budget = beside(PLAN.format(title="培训费明细表", first="3.65", last="合计\t\t\t\t21.00\t\n"))
    (plan,) = budget.sides.plans
    assert (plan.kind, plan.complete, plan.title) == ("training", True, "培训费明细表")
    assert [(name, figure.text) for name, figure in plan.items] == [
        ("综合培训", "3.65"),
        ("综合培训（2）", "8.70"),
        ("业务培训", "8.65"),
    ]
    assert plan.total is not None
    assert plan.total.text == "21.00"
    assert not any(passage in budget.sides.grids for passage in budget.passages if not passage.grid)


@pytest.mark.parametrize(("last", "found"), [("21.00", 0), ("22.00", 1)])
def test_a_sum_is_what_its_items_make_up(last: str, found: int) -> None:
    report = _plan(last=f"合计\t\t\t\t{last}\t\n")
    mine = [each for each in report.findings if any(f.row.key == "plans" for f in each.figures)]
    assert sum(each.verdict is Verdict.VIOLATED for each in mine) == found


@pytest.mark.parametrize(
    ("title", "first", "laws"),
    [
        ("培训费明细表", "3.65", []),
        ("培训费明细表", "2.65", ["add-up"]),
        ("培训费明细表", "4.65", ["add-up"]),
        ("主要培训情况表", "2.65", []),
        ("主要培训情况表", "4.65", ["contain"]),
    ],
)
def test_trainings_are_what_the_tables_have_for_them(
    title: str, first: str, laws: list[str]
) -> None:
    text = TABLE + PLAN.format(title=title, first=first, last="").replace("金额", "金额（万元）")
    report = check(read_text(text))
    assert [each.law for each in report.wrong] == laws
    assert not any(
        figure.row.key == "plans" for figure, _ in report.untied if title != "主要培训情况表"
    )


def test_money_of_which_no_unit_is_told_is_not_read() -> None:
    text = PLAN.format(title="培训费明细表", first="3.65", last="").replace("单位：万元", "某局")
    assert beside(text).sides.plans == ()


def test_what_is_no_number_is_said() -> None:
    budget = beside(PLAN.format(title="培训费明细表", first="3.6.5", last=""))
    assert budget.sides.plans == ()
    assert [each.text for each in budget.sides.unread if each.heading == "培训费明细表"] == [
        "综合培训：3.6.5"
    ]


@pytest.mark.parametrize("short", ["3\t8.65", "3\t业务培训\t2026-10-19\t50"])
def test_a_row_that_has_lost_its_money_leaves_the_plan_unread(short: str) -> None:
    text = PLAN.format(title="培训费明细表", first="3.65", last=f"{short}\n")
    budget = beside(text)
    assert budget.sides.plans == ()
    assert any(each.heading == "培训费明细表" for each in budget.sides.unread)
    check(budget)


def test_partial_sums_are_neither_items_nor_the_sum() -> None:
    last = "小计\t\t\t\t21.00\t\n合计\t\t\t\t21.00\t\n"
    (plan,) = beside(PLAN.format(title="培训费明细表", first="3.65", last=last)).sides.plans
    assert [figure.text for _, figure in plan.items] == ["3.65", "8.70", "8.65"]
    last = "合计\t\t\t\t21.00\t\n小计\t\t\t\t8.65\t\n"
    (plan,) = beside(PLAN.format(title="培训费明细表", first="3.65", last=last)).sides.plans
    assert plan.total is not None
    assert plan.total.text == "21.00"


def test_groups_over_items_leave_the_plan_unread() -> None:
    text = PLAN.format(title="培训费明细表", first="3.65", last="").replace("1\t综合", "一\t综合")
    budget = beside(text)
    assert budget.sides.plans == ()
    assert any("分不清层级" in each.why[0] for each in budget.sides.unread)
