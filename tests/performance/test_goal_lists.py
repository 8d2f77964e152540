"""Lists of projects with their goals in words."""

from __future__ import annotations

import pytest

from cnbudget import Finding, Report, check, read_text
from cnbudget.checks.details import detailed
from cnbudget.invariants import Verdict
from cnbudget.performance import read_goals
from cnbudget.performance.goal_lists import goal_columns
from cnbudget.publishing.goals import passages_of_goals

TABLES = """# 青山市审计局2026年部门预算

## 收支总表

单位：万元

| 项目 | 预算数 | 项目 | 预算数 |
|---|---|---|---|
| 一般公共预算拨款 | 231.46 | 一、一般公共服务支出 | 231.46 |
| 本年收入合计 | 231.46 | 本年支出合计 | 231.46 |
| 收入总计 | 231.46 | 支出总计 | 231.46 |

## 部门预算项目支出预算表

单位：万元

| 支出项目类别(资金使用单位) | 总计 | 财政拨款 |
|---|---|---|
| 合计 | 151.46 | 151.46 |
| 青山市审计局 | 151.46 | 151.46 |
| 规划类经费 | 6.50 | 6.50 |
| 审计管理业务 | 64.96 | 64.96 |
| 信息化 | 80.00 | 80.00 |

第七部分 重点项目预算绩效情况说明

2026年，本部门重点项目绩效目标情况如下：

"""
LIST = """| 预算单位 | 一级项目名称 | 预算数（万元） | 绩效目标 |
|---|---|---|---|
| 青山市审计局 | 规划类经费 | 6.50 | 编制完成规划 |
| 青山市审计局 | 审计管理业务 | 64.96 | 按时完成任务 |
"""


def checked(table: str) -> Report:
    return check(read_text(TABLES + table))


def wrong(table: str) -> list[Finding]:
    return [each for each in checked(table).findings if each.verdict is Verdict.VIOLATED]


def goals(table: str) -> list[tuple[str, str, str, str]]:
    found = read_text(TABLES + table).sides.performance.projects
    assert all(each.listed and not each.indicators for each in found)
    return [
        (each.name, each.agency, each.total.text if each.total else "", each.goal) for each in found
    ]


BODY = [
    ("规划类经费", "青山市审计局", "6.50", "编制完成规划"),
    ("审计管理业务", "青山市审计局", "64.96", "按时完成任务"),
]


@pytest.mark.parametrize("name", ["一级项目名称", "项目名称", "项目", "重点项目"])
@pytest.mark.parametrize(
    "money", ["预算数（万元）", "预算数（单位：万元）", "预算金额(万元)", "金额（万元）"]
)
def test_each_row_is_the_goal_of_a_project(name: str, money: str) -> None:
    assert goals(LIST.replace("一级项目名称", name).replace("预算数（万元）", money)) == BODY
    report = checked(LIST.replace("一级项目名称", name).replace("预算数（万元）", money))
    assert report.ok
    assert "绩效目标情况如下" not in "".join(detailed(report, "zh"))


def test_the_money_of_a_project_is_in_its_budget_also_where_the_list_has_another_unit() -> None:
    (finding,) = wrong(LIST.replace("64.96", "94.96"))
    assert (finding.law, finding.figures[1].text) == ("contain", "94.96")
    in_yuan = LIST.replace("万元", "元").replace("64.96", "649600").replace("6.50", "65000")
    assert checked(in_yuan).ok
    (finding,) = wrong(in_yuan.replace("649600", "949600"))
    assert finding.law == "contain"


def test_a_row_without_money_on_top_of_a_page_is_the_rest_of_the_one_before() -> None:
    rest = "\n- 10 -\n\n|  | 管理 |  | 发展方向 |\n|---|---|---|---|\n| 青山市审计局 | 信息化 | 80.00 | 建立体系 |\n"
    first, second, third = goals(LIST + rest)
    assert first == BODY[0]
    assert second == ("审计管理业务管理", "青山市审计局", "64.96", "按时完成任务\n发展方向")
    assert third == ("信息化", "青山市审计局", "80.00", "建立体系")


def test_goals_of_a_list_are_written_as_they_were_read() -> None:
    rest = "\n- 10 -\n\n|  |  |  | 发展方向 |\n|---|---|---|---|\n"
    for each in read_text(TABLES + LIST + rest).sides.performance.projects:
        assert read_goals(passages_of_goals(each)).goals == (each,)


def test_what_is_not_understood_is_said() -> None:
    report = checked(LIST.replace("64.96", "约64") + "| 合计 |  | 71.46 |  |\n")
    told = " ".join(detailed(report, "zh"))
    assert "约64" in told
    assert "71.46" in told
    assert report.ok


def test_numbers_in_the_words_of_goals_are_said_not_to_be_checked() -> None:
    table = LIST.replace("按时完成任务", "完成审计12项，带动投资500万元")
    report = checked(table)
    assert report.ok
    told = [each for each in detailed(report, "zh") if "没有指标" in each]
    assert len(told) == 1
    assert "审计管理业务" in told[0]
    assert not [each for each in detailed(checked(LIST), "zh") if "没有指标" in each]


def test_goals_in_a_list_are_no_tables_that_are_counted() -> None:
    said = "\n设置部门整体支出绩效目标1个，涉及预算资金231.46万元；项目支出绩效目标3个，涉及预算资金151.46万元。\n"
    assert checked(LIST + said).ok


SHEET = """
项目支出绩效目标表

| 项目名称 | 信息化 |  |  |
|---|---|---|---|
| 项目资金 | 年度预算总额 | 80.00 |  |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 系统个数 | ≥3个 |
"""


def test_a_sheet_behind_a_list_goes_on_over_a_page_as_itself() -> None:
    rows = (
        "| 产出指标 | 质量指标 | 合格率 | ≥95% |",
        "|---|---|---|---|",
        "| 效益指标 | 社会效益 | 覆盖 | ≥2个 |",
        "",
    )
    rest = "\n- 12 -\n\n" + "\n".join(rows)
    found = read_text(TABLES + LIST + SHEET + rest).sides.performance.projects
    assert [(each.name, each.listed, len(each.indicators)) for each in found] == [
        ("规划类经费", True, 0), ("审计管理业务", True, 0), ("信息化", False, 3)
    ]  # fmt: skip


@pytest.mark.parametrize("between", ["\n- 11 -\n\n", "\n"])
def test_what_is_not_as_wide_goes_on_with_no_list(between: str) -> None:
    other = between + "| 车辆 | 5 |\n|---|---|\n| 设备 | 6 |\n"
    assert [each.name for each in read_text(TABLES + LIST + other).sides.performance.projects] == [
        each[0] for each in BODY
    ]


def test_a_footnote_under_a_list_is_no_project() -> None:
    note = "| 备注：涉密项目按要求不予公开 |  |  |  |\n"
    assert goals(LIST + note) == BODY


IN_YUAN = LIST.replace("（万元）", "").replace("64.96", "649600").replace("6.50", "65000")


@pytest.mark.parametrize(
    "line",
    ["# 重点项目\n\n单位：元\n\n", "# 重点项目\n\n金额单位：元\n\n", "| 单位：元 |  |  |  |\n"],
)
def test_a_unit_over_a_list_is_that_of_its_money(line: str) -> None:
    assert checked(line + IN_YUAN).ok
    (finding,) = wrong(line + IN_YUAN.replace("649600", "949600"))
    assert finding.law == "contain"


@pytest.mark.parametrize("line", ["", "单位：元\n\n"])
def test_money_of_no_known_unit_is_held_to_nothing_and_that_is_said(line: str) -> None:
    report = checked(line + IN_YUAN)
    assert report.ok
    assert sum("没有写明金额单位" in each for each in detailed(report, "zh")) == 1


@pytest.mark.parametrize(
    "cells",
    [
        ["项目名称", "某项目", "预算数", "5.00"],
        ["项目", "预算数"],
        ["项目名称", "绩效目标", "负责人"],
        ["项目名称", "", "绩效目标", ""],
    ],
)
def test_what_is_no_heading_of_a_list(cells: list[str]) -> None:
    assert goal_columns(cells) is None
