"""Tables that list expenditure by function, use and project at once, as systems of integrated budgeting print them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, FundingSource, Nature, Scope, State
from cnbudget.forms import title_of
from cnbudget.reading.excel import _UNNAMED
from cnbudget.tables import Table
from tests.reading.worded.test_forms import SUMMARY, by_words

AMOUNTS = st.lists(st.integers(1000, 9_999_999), min_size=3, max_size=3)


def shown(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2)}"


def table_of(read: Disclosure, key: str) -> Table[Any]:
    return next(each for each in read.tables if each.key == key)


@pytest.mark.parametrize(
    ("title", "nature"),
    [
        ("2026年部门基本支出预算表（人员类、运转类公用经费项目）", Nature.BASIC),
        ("2026年部门项目支出预算表（其他运转类、特定目标类项目）", Nature.PROJECT),
        ("公用经费类项目支出预算表", Nature.OPERATING),
    ],
)
def test_titles_name_the_classes_of_projects(title: str, nature: Nature) -> None:
    found = title_of(title)
    assert found is not None
    assert found.meaning.nature is nature
    assert title_of("2026年特定目标类项目绩效目标表") is None


def detailed(amounts: list[int], wrong: int = 0) -> str:
    rows = (
        ("一般公用经费", "2010801", "行政运行", "30201", "办公费"),
        ("一般公用经费", "2010801", "行政运行", "30211", "差旅费"),
        ("离退休费", "2080501", "行政单位离退休", "30302", "退休费"),
    )
    lines = [
        "\t".join(("青山市审计局", *row, shown(amount + (wrong if number == 1 else 0))))
        for number, (row, amount) in enumerate(zip(rows, amounts, strict=True))
    ]
    head = (
        "单位名称\t项目名称\t功能科目编码\t功能科目名称\t经济科目编码\t经济科目名称\t资金来源合计"
    )
    return "\n".join(
        (
            f"{SUMMARY}部门基本支出预算表（人员类、运转类公用经费项目）\n单位：万元\n{head}",
            *lines,
            f"合计\t\t\t\t\t\t{shown(sum(amounts))}\n",
        )
    )


@given(AMOUNTS, st.integers(100, 900))
def test_rows_of_a_function_a_use_and_a_project_make_up_their_total(
    amounts: list[int], wrong: int
) -> None:
    right, off = by_words(detailed(amounts)), by_words(detailed(amounts, wrong))
    row = next(r for t in right.tables if t.key == "other_1" for r in t.rows)
    assert row.address.scope == Scope(
        "2010801", "30201", nature=Nature.BASIC, project="一般公用经费"
    )
    places = {figure.row.index for each in cnbudget.check(off).wrong for figure in each.figures}
    assert {1, 2, 3, 4} <= places
    about = [each for each in cnbudget.check(right).wrong if each.figures[0].row.key == "other_1"]
    assert not about


PROJECTS = """部门项目支出预算表（其他运转类、特定目标类项目）
单位：万元
项目名称\t功能科目编码\t功能科目名称\t合计\t本年拨款\t\t\t财政专户管理资金\t单位资金
\t\t\t\t小计\t一般公共预算\t政府性基金预算\t\t
招商经费\t2010899\t其他审计事务支出\t{all}\t{given}\t{general}\t{fund}\t\t{unit}
合计\t\t\t{all}\t{given}\t{general}\t{fund}\t\t{unit}
"""


@given(AMOUNTS)
def test_a_subtotal_of_appropriations_beside_other_money_is_of_them_alone(
    amounts: list[int],
) -> None:
    general, fund, unit = amounts
    read = by_words(
        SUMMARY
        + PROJECTS.format(
            all=shown(sum(amounts)),
            given=shown(general + fund),
            general=shown(general),
            fund=shown(fund),
            unit=shown(unit),
        )
    )
    columns = table_of(read, "other_1").sides[0].columns
    assert [each.scope.source if each.scope else None for each in columns[1:4]] == [
        FundingSource.GENERAL | FundingSource.FUND,
        FundingSource.GENERAL,
        FundingSource.FUND,
    ]
    of_it = [each for each in cnbudget.check(read).wrong if each.figures[0].row.key == "other_1"]
    assert not of_it


def test_this_year_over_all_kinds_of_money_is_of_all_of_them() -> None:
    read = by_words(
        f"""{SUMMARY}部门收入预算表
部门名称\t合计\t本年收入\t\t\t上年结转结余
\t\t小计\t一般公共预算\t单位资金\t
青山市审计局\t500.00\t500.00\t400.00\t100.00\t
合计\t500.00\t500.00\t400.00\t100.00\t
"""
    )
    column = table_of(read, "income").sides[0].columns[1]
    assert column.scope is not None
    assert column.scope.source == FundingSource.CURRENT


def test_other_expenditure_beside_columns_of_no_use_is_no_use() -> None:
    read = by_words(
        f"""{SUMMARY}部门支出预算表
科目编码\t科目名称\t合计\t一般公共预算\t单位资金\t\t\t
\t\t\t\t小计\t事业支出\t事业单位经营支出\t其他支出
2010801\t行政运行\t500.00\t480.00\t20.00\t\t\t20.00
合计\t\t500.00\t480.00\t20.00\t\t\t20.00
"""
    )
    column = table_of(read, "expenditure").sides[0].columns[-1]
    assert column.scope is None or column.scope.economic == ("",)


PURCHASES = """部门政府采购预算表
单位：万元
预算项目\t采购项目\t采购品目\t数量\t合计\t一般公共预算\t单位资金
{unit}\t\t\t\t{all}\t{all}\t
公用经费\t复印纸采购\tA05040101复印纸\t30\t{one}\t{one}\t
公车运维费\t车辆保险\tC1804010201机动车保险服务\t2\t{other}\t{other}\t
合计\t\t\t\t{all}\t{all}\t
"""


@given(AMOUNTS)
def test_a_row_of_the_agency_above_its_purchases_is_all_of_them(amounts: list[int]) -> None:
    one, other, _ = amounts
    said = {"one": shown(one), "other": shown(other), "all": shown(one + other)}
    read = by_words(SUMMARY + PURCHASES.format(unit="青山市审计局", **said))
    rows = table_of(read, "procurement").sides[0].rows
    assert rows[0].address.scope == rows[-1].address.scope
    assert [each.address.project for each in rows] == [None, "复印纸采购", "车辆保险", None]
    of_it = [
        each for each in cnbudget.check(read).findings if each.figures[0].row.key == "procurement"
    ]
    assert not of_it


def test_assets_add_up_to_a_total_below_them() -> None:
    read = by_words(
        f"""{SUMMARY}新增资产配置表
单位：万元
单位名称\t资产类别\t资产名称\t计量单位\t财政部门批复数\t\t
\t\t\t\t数量\t单价\t金额
青山市审计局\t通用设备\t办公电脑\t台\t6\t0.50\t3.00
青山市审计局\t通用设备\t复印机\t台\t1\t2.20\t2.20
合计\t\t\t\t7\t\t5.20
"""
    )
    table = table_of(read, "other_1")
    assert [each.column for each in table.sides[0].columns] == ["金额"]
    *parts, whole = [row.address.scope for row in table.rows]
    assert whole is not None
    assert not whole.project
    assert [scope is not None and len(scope.project) for scope in parts] == [1, 1]


def test_an_empty_cell_that_should_not_be_is_called_blank() -> None:
    table = PROJECTS.format(all="9.00", given="7.00", general="4.00", fund="3.00", unit="2.00")
    read = by_words(SUMMARY + table.replace("9.00\t7.00", "9.00\t", 1))
    (finding, *_) = cnbudget.check(read).wrong
    assert finding.suspects[0].figure.state is State.BLANK
    assert "没有填数，应为 7.00" in finding.words.text("zh")
    said = cnbudget.check(read).text("zh", details=True)
    assert "各项之和为 7.00" in said


@pytest.mark.parametrize("name", ["03", "05-1", "Sheet1", "表3", "封面", "1.2"])
def test_a_sheet_with_a_number_for_a_name_has_none(name: str) -> None:
    assert _UNNAMED.fullmatch(name)
    assert not _UNNAMED.fullmatch(f"{name}收支总表")


UNITS = """支出总表
单位：万元
功能科目\t\t\t科目代码\t科目（单位）名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t\t
\t\t\t\t合计\t500.00\t500.00\t
\t\t\t403001\t{first}\t480.00\t480.00\t
201\t08\t01\t2010801\t行政运行\t480.00\t480.00\t
\t\t\t403002\t{second}\t20.00\t20.00\t
229\t99\t99\t2299999\t其他支出\t20.00\t20.00\t
"""


@pytest.mark.parametrize(
    ("first", "second"), [("县审计局本级", "审计服务中心"), ("审计政务", "县审计服务")]
)
def test_a_number_and_a_name_in_the_columns_of_codes_may_be_of_an_agency(
    first: str, second: str
) -> None:
    read = by_words(SUMMARY + UNITS.format(first=first, second=second))
    rows = table_of(read, "expenditure").sides[0].rows
    assert [row.kind for row in rows] == ["total", "agency", "code", "agency", "code"]
    found = [row.address.scope.agency if row.address.scope else None for row in rows]
    assert found == [(), (first,), (first,), (second,), (second,)]
    assert not cnbudget.check(read).wrong


@given(AMOUNTS)
def test_a_subtotal_over_uses_under_a_heading_that_says_none_is_of_them(amounts: list[int]) -> None:
    wages, allowances, bonuses = amounts
    row = "\t".join(map(shown, (sum(amounts), wages, allowances, bonuses, 0)))
    read = by_words(
        f"""{SUMMARY}一般公共预算基本支出表（工资福利支出）（按部门预算经济分类）
科目编码\t科目名称\t总计\t工资奖金津补贴\t\t\t\t住房公积金
\t\t\t小计\t基本工资\t津贴补贴\t奖金\t
2010801\t行政运行\t{shown(sum(amounts))}\t{row}
合计\t\t{shown(sum(amounts))}\t{row}
"""
    )
    table = next(each for each in read.tables if "工资福利" in each.title)
    column = table.sides[0].columns[1]
    assert column.scope is not None
    assert column.scope.economic == ("30101", "30102", "30103")
    of_it = [each for each in cnbudget.check(read).wrong if each.figures[0].row.key == table.key]
    assert not of_it


OF_PROJECTS = """项目支出预算表
单位：万元
项目名称\t科目编码\t科目名称\t合计
{rows}合计\t\t\t100.00
"""


@pytest.mark.parametrize("own", [True, False])
def test_codes_below_a_project_without_its_name_are_its(*, own: bool) -> None:
    first = "信息化建设\t\t\t30.00\n\t" if own else "信息化建设\t"
    second = "培训\t\t\t70.00\n\t" if own else "培训\t"
    rows = (
        f"{first}2010804\t审计业务\t10.00\n\t2010805\t审计管理\t20.00\n"
        f"{second}2010804\t审计业务\t40.00\n\t2050803\t培训支出\t30.00\n"
    )
    read = by_words(SUMMARY + OF_PROJECTS.format(rows=rows))
    found = [row.address.scope for row in table_of(read, "other_1").rows]
    assert [scope.project[0] for scope in found if scope is not None and scope.project] == [
        *["信息化建设"] * (3 if own else 2),
        *["培训"] * (3 if own else 2),
    ]
    assert None not in found
    assert not cnbudget.check(read).wrong


def test_codes_over_the_projects_of_each_are_of_all_projects() -> None:
    rows = "\t2010804\t审计业务\t30.00\n信息化建设\t\t\t30.00\n\t2050803\t培训支出\t70.00\n培训\t\t\t70.00\n"
    read = by_words(SUMMARY + OF_PROJECTS.format(rows=rows))
    found = [row.address.scope for row in table_of(read, "other_1").rows if row.code is not None]
    assert all(scope is None or not scope.project for scope in found)
