"""What the text says of figures helps to tell which is wrong; and each fault is told once, where it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Report, check, read_text

_TABLES = """2025年测试局部门预算
2025年部门支出预算总表
编制部门：测试局
单位：元
科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出
208\t\t\t社会保障和就业支出\t{social}\t{social}\t
208\t05\t\t行政事业单位养老支出\t{social}\t{social}\t
208\t05\t05\t机关事业单位基本养老保险缴费支出\t{pension}\t{pension}\t
208\t05\t{code}\t机关事业单位职业年金缴费支出\t{annuity}\t{annuity}\t
\t\t\t合计\t{social}\t{social}\t
2025年部门“三公”经费和机关运行经费预算表
编制部门：测试局
单位：{unit}
“三公”经费预算数\t\t\t\t\t\t机关运行经费预算数
合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费
\t\t\t小计\t购置费\t运行费
{whole}\t{abroad}\t{guests}\t\t\t\t0.00
2025年“三公”经费预算情况说明
2025年“三公”经费预算数为{told}万元。其中：因公出国（境）费839.00万元，公务接待费{guests_told}万元。
"""
_RIGHT = {
    "social": "300.00", "pension": "200.00", "annuity": "100.00", "code": "06", "unit": "万元",
    "whole": "867.50", "abroad": "839.00", "guests": "28.50", "told": "867.50", "guests_told": "28.50",
}  # fmt: skip


def report(**printed: str) -> Report:
    text = _TABLES.format_map(_RIGHT | printed)
    return check(read_text(text, layout="shanghai-2025"))


def errors(found: Report) -> list[tuple[str, str]]:
    """The causes: by which law, and what is printed where the first suspect is."""
    return [
        (each.law, each.suspects[0].figure.text if each.suspects else "")
        for each in found.causes
        if each.severity == "error"
    ]


def test_what_is_right_is_not_accused() -> None:
    assert errors(report()) == []


@given(cell=st.sampled_from(["whole", "abroad", "guests"]), cents=st.integers(1, 200_000))
def test_the_figure_that_sum_and_text_deny_is_the_first_suspect(cell: str, cents: int) -> None:
    wrong = f"{cents // 100}.{cents % 100:02}"
    if wrong == _RIGHT[cell]:
        return
    found = report(**{cell: wrong})
    assert errors(found) == [("add-up", wrong)]
    (cause,) = [each for each in found.causes if each.law == "add-up"]
    assert str(cause.suspects[0].suggestion) == _RIGHT[cell]
    assert any(each.law == "agree" for each in found.consequences(cause))  # the sentence


@pytest.mark.parametrize("told", ["867.50", "867.500000", "867.5000000", "867.5000000001"])
def test_amounts_finer_than_any_of_the_tables_spoil_no_sum(told: str) -> None:
    """Numbers of the tables are reckoned in steps that such an amount would not fit; it is no witness."""
    found = report(whole="867.40", told=told)
    assert errors(found) == [("add-up", "867.40")]
    (cause,) = [each for each in found.causes if each.severity == "error"]
    assert [str(each.suggestion) for each in cause.suspects[:1]] == ["867.50"]


def test_an_amount_cut_off_is_no_witness_against_its_figure() -> None:
    found = report(guests="28.57", whole="868.00", told="867.57", guests_told="28.5")
    assert errors(found) == [("add-up", "868.00")]
    (cause,) = [each for each in found.causes if each.severity == "error"]
    assert [str(each.suggestion) for each in cause.suspects[:1]] == ["867.57"]


@given(cents=st.integers(1, 200_000))
def test_a_wrong_sentence_beside_a_wrong_sum_is_told_apart(cents: int) -> None:
    wrong = f"{cents // 100}.{cents % 100:02}"
    found = errors(report(whole="870.00", guests_told=wrong))
    assert ("add-up", "870.00") in found
    assert (("agree", wrong) in found) is (wrong != "28.50")


def test_a_code_on_two_rows_of_which_one_is_anothers_is_one_error() -> None:
    found = report(code="05")
    assert errors(found) == [("name", "100.00")]
    (slip,) = [each for each in found.causes if each.law == "name"]
    assert [each.law for each in found.consequences(slip)] == ["code"]
    assert "应为 2080506" in slip.zh
