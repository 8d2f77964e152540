"""Rows of uses without amounts directly under the headings are rows, and headings that go on below are headings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Disclosure, read_text

HEAD = """青山市审计局2026年部门预算

表10

财政拨款“三公”经费支出情况表

单位：万元

"""
HEADINGS = "“三公”经费支出内容\t合计\t资金来源\t\n\t\t一般公共预算\t政府性基金\n"
USES = {"因公出国（境）费用": 1, "公务接待费": 2, "公务用车购置及运行维护费": 3}


def read(rows: dict[str, int], headings: str = HEADINGS) -> Disclosure:
    lines = [f"{name}\t{n}.00\t{n}.00\t\n" if n else f"{name}\t\t\t\n" for name, n in rows.items()]
    total = sum(rows.values())
    return read_text(
        HEAD + headings + "".join(lines) + f"总计\t{total}.00\t{total}.00\t\n", layouts=()
    )


@given(st.permutations(list(USES.items())), st.integers(0, 2))
def test_rows_without_amounts_stand_under_the_headings(
    uses: list[tuple[str, int]], blank: int
) -> None:
    rows = {name: 0 if place < blank else n for place, (name, n) in enumerate(uses)}
    budget = read(rows)
    (side,) = budget.table("three_public").sides
    assert [row.label for row in side.rows] == [*rows, "总计"]
    assert [column.path[-1] for column in side.columns] == ["合计", "一般公共预算", "政府性基金"]
    assert all(figure.scope is not None for row in side.rows for figure in row.figures)


@pytest.mark.parametrize("below", ["（按支出内容）", "内容"])
def test_a_heading_that_goes_on_below_is_no_row(below: str) -> None:
    headings = HEADINGS.replace("\n\t\t", f"\n{below}\t\t", 1)
    (side,) = read(USES, headings).table("three_public").sides
    assert [row.label for row in side.rows] == [*USES, "总计"]


CODES = """青山市审计局2026年部门预算

表6

一般公共预算基本支出情况表

单位：万元

科目\t\t\t一般公共预算基本支出\t\t
{}\t款\t经济分类科目名称\t合计\t人员经费\t公用经费
301\t\t工资福利支出\t6.00\t6.00\t
301\t01\t基本工资\t6.00\t6.00\t
302\t\t商品和服务支出\t4.00\t\t4.00
302\t01\t办公费\t4.00\t\t4.00
\t\t合计\t10.00\t6.00\t4.00
"""


@pytest.mark.parametrize("heading", ["类", "经济分类 科目编码 类", "科目编码类"])
def test_a_heading_of_codes_that_ends_with_the_first_level_is_of_that_level(heading: str) -> None:
    table = read_text(CODES.format(heading), layouts=()).table("basic")
    codes = [row.code.digits for row in table.rows if row.code is not None]
    assert codes == ["301", "30101", "302", "30201"]
    scopes = [figure.scope for row in table.rows for figure in row.figures]
    assert None not in scopes
    assert all(one != other for one, other in itertools.pairwise(scopes))
