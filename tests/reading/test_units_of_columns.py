"""The unit that a heading prints is that of its column, whatever stands over the table."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure, check, read_text
from cnbudget.amounts import Unit

TEXT = """青山市审计局2026年部门预算

表1

一般公共预算支出表

单位：元

科目编码\t科目名称\t合计（万元）\t基本支出（万元）\t项目支出（万元）
201\t一般公共服务支出\t10.00\t6.00\t4.00
20108\t审计事务\t10.00\t6.00\t4.00
合计\t\t10.00\t6.00\t4.00

表2

部门支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t10.00\t6.00\t4.00
20108\t审计事务\t10.00\t6.00\t4.00
合计\t\t10.00\t6.00\t4.00
"""
OWN = "合计（万元）\t基本支出（万元）\t项目支出（万元）"
BELOW = "\t\t\n\t\t合计\t基本支出\t项目支出"


def by_words(text: str) -> Disclosure:
    return read_text(text, layouts=())


@pytest.mark.parametrize("read", [read_text, by_words])
@pytest.mark.parametrize(
    "heads",
    [
        OWN,
        f"2026年预算数（万元）{BELOW}",
        f"预算数（单位：万元）{BELOW}",
        f"预算数万元{BELOW}",
    ],
)
def test_a_headings_own_unit_wins_for_its_columns(read: object, heads: str) -> None:
    assert callable(read)
    budget = read(TEXT.replace(OWN, heads))
    figures = budget.table("general").figures
    assert {figure.unit for figure in figures} == {Unit.WAN}
    assert len(figures) == 9
    assert [each for each in check(budget).wrong if each.law != "form"] == []
    (said,) = [each for each in budget.problems if each.kind == "units"]
    assert said.key == "general"
    assert "是元，列标题写的是万元" in said.zh


@pytest.mark.parametrize("read", [read_text, by_words])
def test_a_wrong_number_under_such_a_heading_is_found(read: object) -> None:
    assert callable(read)
    budget = read(TEXT.replace("20108\t审计事务\t10.00\t6.00", "20108\t审计事务\t10.00\t7.00", 1))
    (wrong,) = [
        each for each in check(budget).wrong if each.caused_by is None and each.law != "form"
    ]
    assert wrong.suspects[0].figure.text == "7.00"


def test_columns_of_two_units_stand_beside_each_other() -> None:
    text = TEXT.replace(OWN, "合计（万元）\t基本支出（元）\t项目支出（万元）")
    text = text.replace("10.00\t6.00\t4.00", "10.00\t60000.00\t4.00", 3)
    budget = by_words(text)
    assert [f.unit for f in budget.table("general").rows[0].figures] == [
        Unit.WAN, Unit.YUAN, Unit.WAN,
    ]  # fmt: skip
    assert check(budget).checked.violated == 0


@pytest.mark.parametrize("read", [read_text, by_words])
def test_one_unit_over_a_table_and_in_its_headings_is_not_told(read: object) -> None:
    assert callable(read)
    budget = read(TEXT.replace("单位：元", "单位：万元"))
    assert [each.zh for each in budget.problems if each.kind in ("unit", "units")] == []
