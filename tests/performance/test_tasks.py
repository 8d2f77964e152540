"""The tasks by which the whole agency's money is divided, and money of several years beside the year's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict, check, read_text
from cnbudget.figures import Place
from cnbudget.performance import Goals, read_goals
from cnbudget.performance.tasks import TaskRows
from cnbudget.publishing import passages_of_goals
from cnbudget.reading.blocks import GridRow
from tests.narrative.documents import TABLES

WHOLE = """
部门整体支出绩效目标表
部门（单位）名称\t\t某市某某局\t\t\t
年度主要任务\t任务名称\t主要内容\t预算金额（万元）\t\t
\t\t\t总额\t财政拨款\t其他资金
\t机关运转\t人员经费\t{running}\t70.00\t10.00
\t设备购置\t购置设备\t20\t20\t
\t金额合计\t\t{total}\t90.00\t10.00
年度总体目标\t保障运转。\t\t\t\t
\t一级指标\t二级指标\t三级指标\t指标值\t
\t产出指标\t数量指标\t购置数量\t≥3台\t
"""
PROJECT = """
项目支出绩效目标表
项目名称\t设备购置\t\t\t
资金金额（万元）\t实施期资金总额：\t{period}\t年度资金总额：\t20.00
\t其中：财政拨款\t{period}\t其中：财政拨款\t20.00
\t其他资金\t\t其他资金\t
总体目标\t购置设备。\t\t\t
\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t购置数量\t≥3台
"""


def _read(text: str) -> tuple[Goals, ...]:
    read = read_text(TABLES + text, layout="xinjiang-2026")
    assert read.sides.unread == ()
    return read.performance.goals


def test_tasks_and_their_sum() -> None:
    (goals,) = _read(WHOLE.format(running="80.00", total="100.00"))
    assert [(kind, figure.text) for kind, figure in goals.money] == [
        ("total", "100.00"),
        ("appropriation", "90.00"),
        ("other", "10.00"),
    ]
    assert [(task.name, [figure.text for _, figure in task.money]) for task in goals.tasks] == [
        ("机关运转", ["80.00", "70.00", "10.00"]),
        ("设备购置", ["20.00", "20.00"]),
    ]
    assert read_goals(passages_of_goals(goals)).goals == (goals,)


@pytest.mark.parametrize(("running", "total"), [("81.00", "100.00"), ("80.00", "101.00")])
def test_a_task_or_a_sum_that_is_wrong_is_found(running: str, total: str) -> None:
    right = check(read_text(TABLES + WHOLE.format(running="80.00", total="100.00")))
    wrong = check(read_text(TABLES + WHOLE.format(running=running, total=total)))
    assert not any(each.verdict is Verdict.VIOLATED for each in right.findings)
    new = [each for each in wrong.findings if each.verdict is Verdict.VIOLATED]
    assert new
    assert any(each.law == "add-up" for each in new)


def test_a_task_of_a_projects_name_has_that_projects_money() -> None:
    text = PROJECT.format(period="60.00") + WHOLE.format(running="80.00", total="100.00")
    assert check(read_text(TABLES + text)).wrong == ()
    other = text.replace("年度资金总额：\t20.00", "年度资金总额：\t25.00").replace(
        "财政拨款\t20.00", "财政拨款\t25.00"
    )
    assert [each.law for each in check(read_text(TABLES + other)).wrong] == ["agree"]


@given(period=st.integers(20, 900))
def test_the_money_of_several_years_is_not_the_years(period: int) -> None:
    (goals,) = _read(PROJECT.format(period=f"{period}.00"))
    assert [f.text for f in (goals.total, goals.appropriation) if f is not None] == ["20.00"] * 2
    assert [figure.text for kind, figure in goals.money if kind == "period"] == [f"{period}.00"] * 2
    assert read_goals(passages_of_goals(goals)).goals == (goals,)


def test_where_it_stands_alone_it_is_the_years() -> None:
    text = PROJECT.format(period="20.00").replace("\t年度资金总额：\t20.00", "\t\t")
    text = text.replace("20.00\t其中：财政拨款\t20.00", "20.00\t\t")
    (goals,) = _read(text)
    assert [(kind, figure.text) for kind, figure in goals.money] == [
        ("total", "20.00"),
        ("appropriation", "20.00"),
    ]


def test_a_form_with_nothing_in_it_is_no_table_of_goals() -> None:
    empty = """
专项资金总体绩效目标表
项目名称\t\t\t\t
资金金额（万元）\t实施期资金总额：\t\t年度资金总额：\t
\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t\t
\t效益指标\t社会效益指标\t\t
"""
    assert _read(empty) == ()


def test_a_task_whose_row_has_lost_its_name_keeps_its_money() -> None:
    rows = TaskRows(3, {0: "total"})
    row = GridRow(["5.00"], Place(line=7))
    assert rows.take(row) == []
    assert [each[:2] for each in rows.rows] == [("", [("total", "5.00")])]
