"""What stands in brackets behind an amount or a change, and what a paragraph's whole says of the items below it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check
from cnbudget.dimensions import FundingSource
from cnbudget.ties.claims import ClaimTies
from tests.narrative.documents import budget, narrative

_EXPENSES = "二、“三公”经费支出预算情况说明"
_AMOUNTS = st.integers(1, 900)


def found(*lines: str) -> list[Finding]:
    """What is wrong in some lines, the tables aside that the small budget lacks."""
    findings = check(budget("\n".join(lines) + "\n")).findings
    return [f for f in findings if f.verdict is Verdict.VIOLATED and f.law != "form"]


@given(_AMOUNTS, _AMOUNTS, st.integers(1, 99))
def test_last_years_amount_in_brackets_is_what_a_change_leaves(
    before: int, more: int, off: int
) -> None:
    line = "2026年会议费预算{}.00万元，与上年相比增加{}.00万元（去年预算数为{}.00万元）。"
    good = found(_EXPENSES, line.format(before + more, more, before))
    wrong = found(_EXPENSES, line.format(before + more, more + off, before))
    assert not good
    assert [f.law for f in wrong] == ["change"]


@given(_AMOUNTS, _AMOUNTS)
def test_parts_in_brackets_and_their_changes_are_stated(bought: int, run: int) -> None:
    claims = narrative(
        _EXPENSES,
        f"公务用车购置及运行维护费{bought + run}万元（公务用车购置费{bought}万元，比上年减少1万元；"
        f"公务用车运行维护费{run}万元，比上年减少2万元。）比上年减少3万元，下降5%。",
    ).claims
    assert [each.role for each in claims.of("amount")] == ["stated"] * 3
    assert [each.role for each in claims.of("change")] == ["stated"] * 3
    assert [each.text for each in claims.of("change")] == ["1", "2", "3"]
    assert claims.of("change")[-1].of is claims.of("amount")[0]


@pytest.mark.parametrize("aside", ["上年5万元", "另有培训费5万元", "按每人5万元计", "约5%"])
def test_other_brackets_are_no_parts(aside: str) -> None:
    claims = narrative(_EXPENSES, f"公务接待费9万元（{aside}）。").claims
    assert [each.text for each in claims.of("amount") if each.role == "stated"][:1] == ["9"]
    assert not any(each.whole for each in claims if each.text == "5")


@given(st.integers(100, 900), st.integers(50, 900))
def test_a_rate_in_brackets_is_that_of_the_change(before: int, more: int) -> None:
    now = before + more
    line = "会议费预算{}.00万元，较上年增加{}.00万元（{}%）。"
    rate = (Decimal(100 * more) / before).quantize(Decimal("0.01"))
    of_now = (Decimal(100 * more) / now).quantize(Decimal("0.01"))
    assert not found(_EXPENSES, line.format(now, more, rate))
    (note,) = found(_EXPENSES, line.format(now, more, of_now))
    assert (note.law, note.severity) == ("growth", "note")
    assert "占本年数的比例" in note.zh
    (wrong,) = found(_EXPENSES, line.format(now, more, rate + 7))
    assert (wrong.law, wrong.severity) == ("growth", "error")


def test_items_below_a_whole_of_one_budget_are_of_that_budget() -> None:
    made = budget(
        "\n".join(
            (
                _EXPENSES,
                "2026年一般公共预算拨款安排的“三公”经费支出预算15万元，比上年预算减少6万元。具体情况如下：",
                "1．因公出国（境）费预算支出0万元，与上年预算数相同。",
                "2．公务用车购置及运行维护费预算支出0万元。其中：",
                "（1）公务用车购置预算支出0万元，与上年预算数相同。",
                "（2）公务用车运行维护费预算支出0万元，比上年预算减少1万元。",
                "3．公务接待费预算支出15万元，比上年预算减少5万元。",
            )
        )
        + "\n"
    )
    reception = made.narrative.claims.of("amount")[-1]
    assert reception.scope is not None
    assert reception.scope.source == FundingSource.GENERAL
    laws = ClaimTies(made, made.narrative).earlier
    assert [len(law.claims) for law in laws if law.ruling.verdict is Verdict.EXACT]


@pytest.mark.parametrize(("change", "wrong"), [("5", False), ("4", True)])
def test_changes_of_the_three_expenses_make_up_their_change(change: str, wrong: bool) -> None:
    lines = (
        _EXPENSES,
        "2026年一般公共预算拨款安排的“三公”经费支出预算15.00万元，比上年预算减少5.00万元。具体情况如下：",
        "1．因公出国（境）费预算支出0.00万元，与上年预算数相同。",
        "2．公务用车购置预算支出0.00万元，与上年预算数一致。",
        "3．公务用车运行维护费预算支出0.00万元，与上年预算数相同。",
        f"4．公务接待费预算支出15万元，比上年预算减少{change}.00万元。",
    )
    assert ([f.law for f in found(*lines)] == ["add-up"]) is wrong


@given(_AMOUNTS, st.integers(1, 99))
def test_what_a_table_has_no_more_of_went_down_to_nothing(gone: int, off: int) -> None:
    lines = (
        "三、支出预算情况说明",
        (
            "2026年支出预算100.00万元，与上年相比减少{}.00万元。其中：社会保障和就业支出增加5.00万元，"
            "卫生健康支出减少5.00万元，农林水支出减少{}.00万元。"
        ),
    )
    assert not found(lines[0], lines[1].format(gone, gone))
    wrong = found(lines[0], lines[1].format(gone, gone + off))
    assert [f.law for f in wrong] == ["add-up"]
