"""Two faults that rest on one amount are two: neither is told as a consequence of the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check
from tests.narrative.documents import budget

_TEXT = """第三部分 部门预算支出具体情况
某站2026年支出预算100.00万元，比2025年预算90.00万元增加{change}万元，增长{growth}%。

（一）基本支出。基本支出预算80.00万元，占本年支出预算{share}%。
"""


def causes(change: str = "10.00", growth: str = "11.11", share: str = "80.00") -> list[Finding]:
    """What is wrong by itself in the text."""
    report = check(budget(_TEXT.format(change=change, growth=growth, share=share)))
    return [each for each in report.causes if each.verdict is Verdict.VIOLATED]


def test_a_right_text_has_none() -> None:
    assert causes() == []


def test_a_wrong_share_is_no_consequence_of_a_wrong_change() -> None:
    laws = [each.law for each in causes(change="13.00", share="70.00")]
    assert sorted(laws) == ["change", "share"]


@given(st.integers(1, 79))
def test_a_wrong_share_is_told_whatever_else_is_wrong(share: int) -> None:
    for wrong in ({}, {"change": "13.00"}, {"growth": "17.00"}):
        (told,) = [each for each in causes(**wrong, share=f"{share}.00") if each.law == "share"]
        assert f"{told.found}" == f"{share}.00"
