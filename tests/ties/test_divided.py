"""Wholes that are told once for each budget that they come out of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check
from tests.narrative.documents import budget

_AMOUNTS = st.integers(1, 90_000)
_ITEM = (
    "{}.污水处理服务费{}.00万元，主要用于支付运营费用。2026年污水处理费预算总额{}.00万元，"
    "分别从一般公共预算（财政补贴）与政府性基金（污水处理费收入）中列支，其中：{}{}.00万元。"
)


def told(general: int, fund: int, first: int, second: int) -> list[Finding]:
    """The sums that do not come out."""
    lines = (
        "第三部分 部门预算支出具体情况",
        _ITEM.format(1, general, first, "一般公共预算", general),
        _ITEM.format(2, fund, second, "政府性基金", fund),
    )
    found = check(budget("\n".join(lines) + "\n")).findings
    return [f for f in found if f.law == "add-up" and f.verdict is Verdict.VIOLATED]


@given(_AMOUNTS, _AMOUNTS, st.integers(1, 900))
def test_what_comes_out_of_each_budget_makes_up_the_whole(
    general: int, fund: int, off: int
) -> None:
    whole = general + fund
    assert not told(general, fund, whole, whole)
    (wrong,) = told(general, fund, whole + off, whole)
    assert wrong.place.line == wrong.figures[0].place.line
    assert wrong.suspects[0].figure.text == f"{whole + off}.00"
    assert told(general + off, fund, whole, whole)


@given(_AMOUNTS, _AMOUNTS, st.integers(1, 900), st.integers(1, 900))
def test_two_wholes_of_one_name_that_are_none_of_the_sum_are_two(
    general: int, fund: int, one: int, other: int
) -> None:
    if one != other:
        assert not told(general, fund, general + fund + one, general + fund + other)


@pytest.mark.parametrize("word", ["从", "主要从"])
def test_without_each_of_them_told_nothing_is_held(word: str) -> None:
    lines = (
        "第三部分 部门预算支出具体情况",
        f"1.污水处理费预算总额9.00万元，{word}一般公共预算列支，其中：一般公共预算5.00万元。",
        f"2.污水处理费预算总额9.00万元，{word}政府性基金列支，其中：政府性基金3.00万元。",
    )
    found = check(budget("\n".join(lines) + "\n")).findings
    assert not [f for f in found if f.law == "add-up" and f.verdict is Verdict.VIOLATED]
