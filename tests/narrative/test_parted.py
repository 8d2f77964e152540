"""What the text tells as the parts of an amount: held to it where the words say that they are all of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check, read_text
from tests.narrative.documents import budget, narrative

_HEADING = "第三部分 部门预算支出具体情况"


def parted(*lines: str) -> list[tuple[str, str, list[str]]]:
    """The lists that were read: the whole, the word, the parts."""
    lists = narrative(_HEADING, *lines).claims.lists
    return [(each.whole.text, each.word, [part.text for part in each.parts]) for each in lists]


def told(*lines: str) -> list[Finding]:
    """The sums that do not come out."""
    found = check(budget("\n".join((_HEADING, *lines)) + "\n")).findings
    return [f for f in found if f.law == "add-up" and f.verdict is Verdict.VIOLATED]


def test_parts_in_a_sentence_and_again_one_by_one() -> None:
    assert parted(
        "某站预算9.00万元，包括在编人员开支5.00万元、杂项开支1.00万元、专项开支3.00万元。",
        "（一）在编人员开支5.00万元，主要是工资。",
        "（二）杂项开支1.00万元，主要包括办公费。",
        "（三）专项开支3.00万元，具体包括：",
        "1.防汛业务2.00万元，主要用于值守。",
        "2.水质业务1.00万元，主要用于检测。",
    ) == [
        ("9.00", "包括", ["5.00", "1.00", "3.00"]),
        ("9.00", "包括", ["5.00", "1.00", "3.00"]),
        ("3.00", "具体包括", ["2.00", "1.00"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "某站预算9.00万元，包括甲类开支6.00万元和乙类开支3.00万元；另有杂项开支4.00万元。",
        "某站预算9.00万元，其中：甲类开支6.00万元、乙类开支2.00万元。",  # the main ones alone
        "某站预算9.00万元，主要包括甲类开支6.00万元、乙类开支2.00万元。",
        "某站专项共有3项，合计金额9.00万元，包括甲类开支6.00万元、乙类开支3.00万元。",
        "某站预算9.00万元。收入包括：甲类来源5.00万元、乙类来源4.00万元；支出包括：甲类开支6.00万元、乙类开支3.00万元。",
    ],
)
def test_what_need_not_be_all_is_not_told(text: str) -> None:
    assert told(text) == []


def test_numbered_items_of_which_one_has_no_amount_are_not_all() -> None:
    assert not told(
        "某站专项开支9.00万元，具体包括：",
        "1.防汛业务，与上年持平。",
        "2.水质业务3.00万元。",
        "3.巡查业务4.00万元。",
    )


def test_parts_by_another_classification_are_not_added_to_the_first() -> None:
    assert not told(
        "某站支出预算9.00万元。",
        "1.按开支对象，包括甲类开支6.00万元、乙类开支3.00万元。",
        "2.按开支方式，包括自行开支4.00万元；委托开支5.00万元。",
    )


def test_the_part_that_is_told_otherwise_elsewhere_is_the_first_suspect() -> None:
    (finding,) = told(
        "某站预算9.00万元，包括在编人员开支5.00万元、杂项开支7.00万元、专项开支3.00万元。",
        "（二）杂项开支1.00万元，主要包括办公费。",
    )
    assert (finding.severity, str(finding.difference)) == ("error", "-6.00")
    first = finding.suspects[0]
    assert (first.figure.row.row, str(first.suggestion)) == ("杂项开支", "1.00")


def test_the_part_of_which_one_digit_differs_is_the_first_suspect() -> None:
    (finding,) = told(
        "某站专项开支91.46万元，具体包括：",
        "1.防汛业务52.46万元，主要用于值守。",
        "2.水质业务78.00万元，主要用于检测。",
        "3.巡查业务21.00万元，主要用于巡查。",
    )
    first = finding.suspects[0]
    assert (first.figure.row.row, str(first.suggestion)) == ("水质业务", "18.00")


def test_of_two_amounts_that_differ_the_sum_tells_the_wrong_one() -> None:
    found = check(
        budget(
            f"{_HEADING}\n某站预算9.00万元，包括在编人员开支5.00万元、公用经费1.00万元、专项开支3.00万元。\n"
            "（一）在编人员开支5.00万元，主要是工资。\n（二）公用经费4.00万元，主要包括办公费。\n"
            "（三）专项开支3.00万元，主要用于值守。\n"
        )
    ).causes
    wrong = [f for f in found if f.verdict is Verdict.VIOLATED and f.law == "add-up"]
    (finding,) = wrong
    assert finding.suspects[0].figure.value == Decimal("4.00")


_AMOUNTS = st.lists(st.integers(1, 9999), min_size=2, max_size=6)


@given(
    amounts=_AMOUNTS,
    off=st.integers(-300, 300),
    word=st.sampled_from(["包括", "具体包括", "分别为"]),
)
def test_a_list_of_all_parts_is_held_to_its_whole(amounts: list[int], off: int, word: str) -> None:
    total = sum(amounts) + off
    if total < 0:
        return
    names = "甲乙丙丁戊己"
    parts = "、".join(
        f"{name}类开支{amount / 100:.2f}万元" for name, amount in zip(names, amounts, strict=False)
    )
    found = told(f"某站预算{total / 100:.2f}万元，{word}{parts}。")
    assert bool(found) is (abs(off) > len(amounts) // 2 + (len(amounts) % 2 == 0))


@given(st.text("1.2、（一）()包括其中：；，万元5.00", max_size=60))
def test_any_text_is_read(text: str) -> None:
    narrative(_HEADING, text)


_SOURCES = (
    "收入预算{}万元。",
    "（一）本年财政拨款收入{}万元",
    "1.一般公共预算拨款收入{}万元。",
    "2.政府性基金预算拨款收入0万元。",
    "3.国有资本经营预算拨款收入0万元。",
    "（二）本年其他资金收入{}万元",
    "（三）上年结转结余{}万元",
)


def sources(*amounts: int) -> list[Finding]:
    """What does not add up of income by its sources."""
    values = iter(f"{amount}.00" for amount in amounts)
    lines = [line.format(next(values)) if "{" in line else line for line in _SOURCES]
    text = "\n".join(("第三部分 部门预算情况说明", "一、收入预算情况说明", *lines, ""))
    return [
        f
        for f in check(read_text("2026年某市某某局部门预算\n" + text)).findings
        if f.law == "add-up" and f.verdict is Verdict.VIOLATED
    ]


@given(st.tuples(*(st.integers(1, 900) for _ in range(3))), st.integers(0, 4), st.integers(1, 90))
def test_parts_that_are_all_of_a_whole_by_what_they_are_make_it_up(
    parts: tuple[int, int, int], place: int, more: int
) -> None:
    own, other, carried = parts
    amounts = [sum(parts), own, own, other, carried]
    assert sources(*amounts) == []
    amounts[place] += more
    assert sources(*amounts)


def test_parts_of_which_one_is_lacking_are_held_to_nothing() -> None:
    assert not told(
        "一般公共预算支出100.00万元。", "（一）基本支出80.00万元。", "（二）其他事项5.00万元。"
    )


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_part_that_is_told_again_is_the_same(first: int, again: int) -> None:
    lines = (
        f"某站预算19.00万元，包括在编人员开支{first}.00万元、项目支出10.00万元等。",
        f"（一）在编人员开支{again}.00万元，主要是工资。",
        "（二）项目支出10.00万元，主要是设备。",
    )
    found = check(budget("\n".join((_HEADING, *lines)) + "\n")).findings
    agree = [f for f in found if f.law == "agree" and f.verdict is Verdict.VIOLATED]
    assert bool([f for f in agree if f.place.line == _line(lines, 1)]) == (first != again)


def _line(lines: tuple[str, ...], place: int) -> int | None:
    """The line of a sentence."""
    return next(
        p.place.line
        for p in budget("\n".join((_HEADING, *lines)) + "\n").passages
        if lines[place] in p.text
    )


def test_a_zero_without_decimals_among_amounts_with_them_is_no_half_of_a_unit() -> None:
    (wrong,) = told("某站预算7.49万元，包括甲类开支0万元、乙类开支0万元、丙类开支8.49万元。")
    assert wrong.difference is not None
    assert not told("某站预算7万元，包括甲类开支0万元、乙类开支0万元、丙类开支8万元。")
