"""Shares without a word for what they are of: captions of charts, and lists that are all of a whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check
from cnbudget.checks import Report
from tests.narrative.documents import budget

_HEADING = "八、支出结构图"


def report(*lines: str) -> Report:
    """The check of some lines."""
    return check(budget("\n".join((_HEADING, *lines)) + "\n"))


def wrong(found: Report) -> list[Finding]:
    """The shares that are told."""
    return [f for f in found.causes if f.law == "share" and f.verdict is Verdict.VIOLATED]


def test_captions_are_held_to_the_tables() -> None:
    found = report("图1 基本支出80.00%，项目支出20.00%", "卫生健康支出70.00万元，70%")
    assert not found.untied
    assert not wrong(found)
    assert not found.not_checked


@given(st.integers(1, 99))
def test_a_share_of_a_caption_that_fits_nothing_is_listed_and_not_accused(share: int) -> None:
    # in a PDF the labels of a chart come in any order: its shares may be those of other labels
    found = report(f"图1：社会保障和就业支出30.00%，卫生健康支出{share}.00%")
    assert not wrong(found)
    assert len(found.untied) == (share != 70)


@given(st.lists(st.integers(1, 900), min_size=3, max_size=6), st.integers(0, 5), st.integers(2, 40))
def test_shares_of_the_sum_of_their_amounts(amounts: list[int], place: int, more: int) -> None:
    shares = [100 * amount / sum(amounts) for amount in amounts]
    place %= len(amounts)

    def text(off: int) -> str:
        listed = [
            f"{name}{amount}.00万元，占{share + off * (number == place):.2f}%"
            for number, (name, amount, share) in enumerate(
                zip("甲乙丙丁戊己", amounts, shares, strict=False)
            )
        ]
        return "按用途划分：" + "；".join(f"{each[0]}类开支{each[1:]}" for each in listed) + "。"

    assert not wrong(report(text(0)))
    (told,) = wrong(report(text(more)))
    assert f"{told.found}" == f"{shares[place] + more:.2f}"
