"""Agencies and their projects in one column, covers that are filled in, and other words for what forms know."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.heads import agency_in
from cnbudget.scope import Scope
from tests.narrative.documents import budget
from tests.reading.worded.test_forms import SUMMARY, by_words

PROJECTS = """项目支出预算总表
单位：万元
单位代码\t单位（项目名称）\t总计\t本年拨款\t\t
\t\t\t小计\t一般公共预算\t政府性基金预算
{rows}
"""


def scopes_of(*rows: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The agencies and projects of the rows of a table of projects."""
    read = by_words(SUMMARY + PROJECTS.format(rows="\n".join(rows)))
    table = next(each for each in read.tables if "项目" in each.title)
    found = [row.address.scope for row in table.rows if row.figures]
    return [(each.agency, each.project) for each in found if each is not None]


def test_the_number_of_an_agency_before_each_of_its_projects() -> None:
    rows = (
        "\t山市审计局\t200.00\t200.00\t200.00\t",
        "109001\t审计业务\t150.00\t150.00\t150.00\t",
        "109001\t审计专项\t50.00\t50.00\t50.00\t",
    )
    assert [project for _, project in scopes_of(*rows)] == [(), ("审计业务",), ("审计专项",)]


def test_a_number_of_its_own_is_an_agency_s() -> None:
    rows = (
        "\t合计\t200.00\t200.00\t200.00\t",
        "109001\t山市审计局机关\t150.00\t150.00\t150.00\t",
        "109001\t审计业务\t150.00\t150.00\t150.00\t",
        "109002\t山市审计中心\t50.00\t50.00\t50.00\t",
        "109002\t审计专项\t50.00\t50.00\t50.00\t",
    )
    told = scopes_of(*rows)
    assert [project for _, project in told] == [(), (), ("审计业务",), (), ("审计专项",)]
    assert told[3][0] == ("山市审计中心",)


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        (["2026年部门预算公开表", "单位名称青山市审计局"], "青山市审计局"),
        (["2026年部门预算公开表", "编制部门：青山市审计局"], "青山市审计局"),
        (["青山市审计局2026年部门预算公开", "单位名称预算数及说明"], "青山市审计局"),
    ],
)
def test_a_cover_that_is_a_form(head: list[str], agency: str) -> None:
    assert agency_in(head) == agency


def test_headings_over_economic_codes_in_other_words() -> None:
    table = """一般公共预算基本支出表
单位：万元
部门预算经济科目编码\t部门预算经济科目名称\t合计\t人员经费\t公用经费
\t合计\t300.00\t260.00\t40.00
301\t工资福利支出\t260.00\t260.00\t
30101\t基本工资\t260.00\t260.00\t
302\t商品和服务支出\t40.00\t\t40.00
30201\t办公费\t40.00\t\t40.00
"""
    read = by_words(SUMMARY + table)
    table_read = next(each for each in read.tables if each.key == "basic")
    assert [str(row.code) for row in table_read.rows if row.code is not None] == [
        "301",
        "30101",
        "302",
        "30201",
    ]
    assert not [each for each in read.problems if each.kind == "row"]
    assert cnbudget.check(read).wrong == ()


def test_projects_by_use_beside_functions() -> None:
    for word, use in (
        ("工资福利支出", "301"),
        ("对个人和家庭的补助", "303"),
        ("资本性支出", "310"),
    ):
        assert meaning_of(f"按项目管理的{word}", "row").economic == (use,)


def test_kinds_of_what_is_bought_behind_a_colon() -> None:
    """货物类 says what it is of where procurement is told of before it, and nothing alone."""
    told = budget(
        "一、其他情况\n2026年政府采购预算30.00万元，其中：货物类10.00万元，服务类20.00万元。\n"
    )
    found = {each.text: each.scope for each in told.claims if each.kind == "amount"}
    assert [str(found[text]) for text in ("10.00", "20.00")] == ["货物", "服务"]
    alone = budget("一、其他情况\n2026年支出预算100.00万元，其中：货物类10.00万元。\n").claims
    assert [each.scope for each in alone if each.text == "10.00"] == [None]


@pytest.mark.parametrize("name", ["县残联", "市妇联", "山市第一中学", "县工商联"])
def test_bodies_that_are_spoken_of_shortly(name: str) -> None:
    told = budget(
        f"一、收入支出总体情况\n{name}2026年支出预算100.00万元，其中：基本支出80.00万元。\n"
    )
    scopes = [each.scope for each in told.claims if each.kind == "amount"]
    assert scopes == [Scope(), Scope(nature=Nature.BASIC)]


def test_a_title_before_the_first_sentence_is_no_part_of_it() -> None:
    prose = "青山市审计局2026年部门预算信息公开\n2026年部门预算收入100.00万元，其中：一般公共预算拨款100.00万元。\n"
    read = cnbudget.read_text("青山市审计局2026年部门预算\n" + SUMMARY.partition("\n")[2] + prose)
    amounts = [each for each in read.claims if each.kind == "amount"]
    assert FundingSource.GENERAL in [
        each.scope.source for each in amounts if each.scope is not None
    ]
