"""A change behind an amount and one part of it is of the part, or of the whole where only that can have changed so."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import check
from tests.narrative.documents import budget, claims

HEAD = "一、收入支出决算总体情况说明"


def told(whole: str, part: str, change: str, rate: str) -> list[str]:
    """Of which amount the change and the rate of a sentence are."""
    text = (
        f"2026年收入总计{whole}万元，其中年初结转和结余{part}万元，较2025年增加{change}万元{rate}。"
    )
    found = claims(HEAD, text, stage="决算")
    return [each.subject for each in found if each.kind in ("change", "growth")]


def test_the_rate_tells() -> None:
    assert told("110.00", "40.00", "10.00", "，增长10.00%") == ["收入总计"] * 2
    assert told("110.00", "40.00", "10.00", "，增长33.33%") == ["年初结转和结余"] * 2


def test_a_rate_that_fits_neither_leaves_it_to_the_words() -> None:
    assert told("110.00", "40.00", "10.00", "，增长77.00%") == ["年初结转和结余"] * 2


def test_without_a_rate_nothing_can_have_been_less_than_nothing() -> None:
    assert told("110.00", "4.00", "10.00", "") == ["收入总计"]
    assert told("110.00", "40.00", "10.00", "") == ["年初结转和结余"]
    assert told("11.00", "4.00", "12.00", "") == ["年初结转和结余"]


@given(st.integers(200, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.booleans())
def test_a_right_sentence_is_right(whole: int, part: int, before: int, of_whole: bool) -> None:
    """Whichever of the two changed, a change and a rate that are its are not accused."""
    part = min(part, whole - 1)
    now = whole if of_whole else part
    before = min(before, now - 1)
    if before < 1:
        return
    growth = (Decimal(now - before) / before * 100).quantize(Decimal("0.01"))
    amounts = [f"{Decimal(each) / 100:.2f}" for each in (whole, part, now - before)]
    text = f"2026年收入{amounts[0]}万元，其中基本支出{amounts[1]}万元，比2025年增加{amounts[2]}万元，增长{growth}%。"
    report = check(budget("一、收入预算情况说明\n" + text + "\n"))
    assert not [
        each for each in report.findings if each.law == "growth" and each.severity == "error"
    ]
