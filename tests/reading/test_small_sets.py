"""Sets of two tables each, as small departments and their units publish them: each is read by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import check, read_all, read_text

HEAD = "青山市审计局2026年部门预算\n\n"
SUMMARY = """部门收支总表

单位：万元

收入\t\t支出\t
项目\t预算数\t项目\t预算数
一般公共预算拨款收入\t{0}.00\t一般公共服务支出\t{0}.00
收入总计\t{0}.00\t支出总计\t{0}.00

"""
GENERAL = """一般公共预算支出表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t{0}.00\t{0}.00\t
20108\t审计事务\t{0}.00\t{0}.00\t
合计\t\t{0}.00\t{0}.00\t

"""


def numbers(text: str) -> list[str]:
    return [f.text for f in read_text(text).figures if f.text and f.text != "0.00"]


@pytest.mark.parametrize("between", ["", "青山市审计中心2026年单位预算\n\n"])
def test_two_tables_that_come_again_with_other_amounts_are_another_set(
    between: str, tmp_path: Path
) -> None:
    text = HEAD + (SUMMARY + GENERAL).format(10) + between + (SUMMARY + GENERAL).format(7)
    budget = read_text(text)
    assert "10.00" in numbers(text)
    assert "7.00" not in numbers(text)
    assert [each.kind for each in budget.problems if "2 套表" in each.zh]
    assert check(budget).checked.violated == 0
    file = tmp_path / "b.txt"
    file.write_text(text, encoding="utf-8")
    assert [
        {f.text for f in each.figures if f.text and f.value} for each in read_all(file)
    ] == [{"10.00"}, {"7.00"}]  # fmt: skip


def test_two_tables_that_are_printed_again_as_they_are_make_no_set() -> None:
    text = HEAD + (SUMMARY + GENERAL).format(10) * 2
    assert not [each for each in read_text(text).problems if "套表" in each.zh]


def test_tables_within_a_text_are_no_set_beside_those_behind_it() -> None:
    more = GENERAL.replace("一般公共预算支出表", "部门支出总表")
    text = HEAD + (SUMMARY + GENERAL).format(10) + (SUMMARY + GENERAL + more).format(10)
    assert not [each for each in read_text(text).problems if "套表" in each.zh]


@given(st.lists(st.integers(1, 900), min_size=2, max_size=5, unique=True))
def test_there_are_as_many_sets_as_units(amounts: list[int]) -> None:
    text = HEAD + "".join((SUMMARY + GENERAL).format(each) for each in amounts)
    said = [each.zh for each in read_text(text).problems if "套表" in each.zh]
    assert len(said) == 1
    assert f"有 {len(amounts)} 套表" in said[0]


def test_the_table_of_all_flows_in_the_middle_of_final_accounts_begins_no_set() -> None:
    """收入支出决算表 gives for each function what comes in and goes out: not all of it, as 收入支出决算总表 does."""
    over = "\n\n单位：万元\n\n"
    spent = "科目编码\t科目名称\t本年收入\t本年支出\n201\t一般公共服务支出\t10.00\t10.00\n\n"
    summary = (
        "收入\t\t支出\t\n项目\t决算数\t项目\t决算数\n本年收入合计\t10.00\t本年支出合计\t10.00\n\n"
    )
    titles = (
        "收入决算表", "支出决算表", "收入支出决算表", "财政拨款收入支出决算总表",
        "一般公共预算财政拨款支出决算表", "政府性基金预算财政拨款支出决算表",
    )  # fmt: skip
    text = f"青山市审计局2025年度部门决算\n\n收入支出决算总表{over}{summary}"
    text += "".join(f"{title}{over}{spent}" for title in titles)
    assert not [each for each in read_text(text).problems if "套表" in each.zh]
