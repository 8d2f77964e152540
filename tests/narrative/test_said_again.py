"""What a sentence speaks of where it does not say it: the whole again, last year's amount, the subject before a use."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict, check
from cnbudget.narrative import Claim
from tests.narrative.documents import budget, claims

_HEADING = "七、其他重要事项的情况说明"


def told(*lines: str) -> list[Claim]:
    """The claims of some lines."""
    return list(claims(_HEADING, *lines))


def changes(*lines: str) -> list[tuple[str, Decimal | None, str]]:
    """The changes: of what, by how much, and the amount that they are of."""
    found = [each for each in told(*lines) if each.kind in ("change", "level")]
    return [(each.subject, each.value, each.of.text if each.of else "") for each in found]


@pytest.mark.parametrize(
    "line",
    [
        "机关运行经费10.00万元，比上年同期增加1.00万元。",
        "机关运行经费10.00万元，较上年增加1.00万元，主要用于办公。",
    ],
)
def test_a_change_is_of_the_amount_before_it(line: str) -> None:
    assert changes(line) == [("机关运行经费", Decimal("1.00"), "10.00")]


def test_a_change_after_amounts_of_uses_is_of_no_amount_before() -> None:
    (found,) = [
        each
        for each in told("机关运行经费10.00万元，用于水费4.00万元，比上年增加1.00万元。")
        if each.kind == "change"
    ]
    assert found.role == "use"


@pytest.mark.parametrize(
    "words", ["与上年一致", "同上年保持一致", "与2025年保持持平", "与上年相同"]
)
def test_the_same_as_last_year(words: str) -> None:
    found = told(f"公务接待费2.00万元，{words}。")
    assert [(each.kind, each.subject) for each in found][1:] == [("level", "公务接待费")]
    assert found[1].of is found[0]


def test_the_same_alone_in_a_sentence_is_read() -> None:
    assert changes("公务接待费2.00万元。", "公务接待费与上年一致。") == [
        ("公务接待费", Decimal(0), "2.00")
    ]


@given(st.integers(1, 20), st.integers(1, 20))
def test_what_is_said_to_be_the_same_and_is_not_is_told_in_money(now: int, before: int) -> None:
    text = f"公务接待费{now}.00万元，2025年预算数{before}.00万元，与上年持平。"
    found = check(budget(f"{_HEADING}\n（一）“三公”经费情况说明\n{text}\n")).causes
    wrong = [each for each in found if each.verdict is Verdict.VIOLATED]
    assert [each.law for each in wrong][:1] == (["change"] if now != before else [])
    if wrong:
        assert f"{now - before:,}.00 万元" in wrong[0].zh
        assert "%" not in wrong[0].zh


def test_a_sentence_after_the_parts_speaks_of_the_whole_again() -> None:
    again = "支出预算9.00万元，其中：基本支出5.00万元，项目支出4.00万元。支出较去年增加1.00万元。"
    assert changes(again) == [("支出预算", Decimal("1.00"), "9.00")]


def test_the_amount_that_is_compared_with_is_last_years() -> None:
    found = told("公务接待费2.00万元，比2025年的3.00万元减少1.00万元。")
    assert [(each.text, each.year) for each in found if each.kind == "amount"] == [
        ("2.00", 2026),
        ("3.00", 2025),
    ]


def test_words_before_a_subject_that_say_nothing_of_it() -> None:
    (found,) = told("2026年部门预算中会议费预算1.00万元。")
    assert found.scope is not None
    assert found.scope.economic == ("30215",)


def test_headings_go_on_by_their_numbers() -> None:
    lines = (
        "（一）机关运行经费情况。机关运行经费10.00万元。",
        "（二）项目支出。项目支出20.00万元。",
        "（三）会议费、培训费情况。会议费1.00万元。",
    )
    (meeting,) = [each for each in told(*lines) if each.subject == "会议费"]
    assert meeting.scope is not None
    assert meeting.scope.is_told_by({"economic"})  # and not those of projects alone
