"""Names that end like agencies' in a column of projects: projects, unless what stands below each adds up to it."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import Disclosure
from tests.reading.worded.test_forms import SUMMARY, by_words, open_amounts


def wrong_in(read: Disclosure, key: str) -> set[int]:
    return {
        figure.row.index
        for each in cnbudget.check(read).wrong
        for figure in each.figures
        if figure.row.key == key
    }


@pytest.mark.parametrize(("amount", "found"), [("20.00", False), ("21.00", True)])
def test_projects_that_end_like_agencies_stay_projects(amount: str, found: bool) -> None:
    read = by_words(
        f"""{SUMMARY}项目支出预算表
项目名称\t合计\t一般公共预算
青少年运动会\t30.00\t30.00
档案整理\t50.00\t50.00
改造会议室\t{amount}\t20.00
合计\t100.00\t100.00
"""
    )
    assert not open_amounts(read)
    assert bool(wrong_in(read, "other_1")) is found


def test_agencies_of_a_column_are_none_in_that_of_projects() -> None:
    read = by_words(
        f"""{SUMMARY}项目支出预算表
单位名称\t项目名称\t合计
审计局机关\t\t80.00
\t改造会议室\t30.00
\t档案整理\t50.00
审计中心\t\t20.00
\t青少年运动会\t16.00
\t培训\t5.00
合计\t\t100.00
"""
    )
    assert not open_amounts(read)
    assert wrong_in(read, "other_1")


PURCHASES = """政府采购预算表
采购项目\t采购品目\t合计\t一般公共预算
{rows}
"""


@pytest.mark.parametrize(
    ("rows", "projects"),
    [
        # a project without a kind, as much as those below it
        ("改造会议室||3.2|3.2/复印纸|A05纸|0.4|0.4/电脑|A02电脑|2.8|2.8/合计||6.4|6.4", "111"),
        ("复印纸|A05纸|0.4|0.4/改造会议室||3.2|3.2/电脑|A02电脑|2.8|2.8/合计||6.4|6.4", "111"),
        # agencies, one amount of which is wrong
        ("审计中心||0.4|0.4/复印纸|A05纸|0.4|0.4/审计站||2.8|2.8/电脑|A02电脑|2.8|2.7/合计||3.2|3.2", "0101"),
    ],
)  # fmt: skip
def test_the_total_tells_agencies_from_projects(rows: str, projects: str) -> None:
    text = PURCHASES.format(rows=rows.replace("|", "\t").replace("/", "\n"))
    (table,) = (t for t in by_words(SUMMARY + text).tables if t.key == "procurement")
    told = [row.address.project is not None for row in table.sides[0].rows[:-1]]
    assert [each == "1" for each in projects] == told


def test_a_row_whose_agency_is_left_out_is_of_the_agency_above() -> None:
    read = by_words(
        f"""{SUMMARY}支出预算表
单位名称\t科目编码\t科目名称\t合计
审计局机关\t2010801\t行政运行\t410.00
\t2050803\t培训支出\t5.00
审计局机关\t2080505\t养老\t70.00
审计中心\t2050803\t培训支出\t9.00
审计中心\t2080505\t养老\t6.00
合计\t\t\t500.00
"""
    )
    assert not wrong_in(read, "expenditure")
    (scope,) = {f.scope for f in read.figures if f.value == 5}
    assert scope is not None
    assert scope.agency
