"""项目支出合计 is the sum of the uses beside it in a table of projects, though its heading alone says 项目支出."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Disclosure, check, laws, read_text

HEAD = """青山市审计局2026年部门预算

表7

一般公共预算项目支出情况表

单位：万元

科目编码\t科目名称\t项目支出合计\t工资福利支出\t商品和服务支出
"""


def read(wages: int, goods: int, total: int | None = None, odd: str = "") -> Disclosure:
    whole = wages + goods if total is None else total
    cells = f"{whole}.00\t{wages}.00\t{goods}.00"
    rows = f"201\t一般公共服务支出\t{cells}\n20108\t审计事务\t{cells}\n{odd}合计\t\t{cells}\n"
    return read_text(HEAD + rows, layouts=())


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_total_of_the_kind_of_all_rows_is_the_sum_of_its_uses(wages: int, goods: int) -> None:
    budget = read(wages, goods)
    (side,) = budget.table("projects").sides
    sums = [law for law in laws(budget) if law.kind == "add-up" and len(law.figures) == 3]
    assert len(sums) == len(side.rows)
    assert check(budget).checked.violated == 0


@given(st.integers(1, 500), st.integers(1, 500), st.integers(2, 90))
def test_a_wrong_total_is_found(wages: int, goods: int, more: int) -> None:
    assert check(read(wages, goods, wages + goods + more)).checked.violated


@pytest.mark.parametrize(
    ("odd", "kind"),
    [("其他杂项\t\t-\t-\t-\n", "add-up"), ("其他杂项\t\t9.00\t5.00\t4.00\n", "contain")],
)
def test_beside_a_row_that_nobody_knows_columns_are_only_within_the_total(
    odd: str, kind: str
) -> None:
    """Its money may be of a column that the others do not have; a row of blanks has none."""
    found = laws(read(5, 4, odd=odd))
    assert {law.kind for law in found if len(law.figures) == 3} == {kind}
