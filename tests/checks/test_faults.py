"""Which fault explains which: what would still not hold with the right number is a fault of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Finding, Verdict, check
from cnbudget.checks.faults import Faults
from cnbudget.narrative.ratios import Number, Ruling
from tests.narrative.documents import budget

_HEADING = "第三部分 部门预算支出具体情况"
#: Last year's 90.00 told three times: in all, and by two lists of parts.
_YEARS = (
    "一、一般公共预算拨款支出明细情况",
    "1、一般公共预算当年拨款规模变化情况",
    "2026年一般公共预算支出100.00万元，较上年增加{all}万元。",
    "2、支出按功能科目分类的明细情况",
    "2026年一般公共预算支出100.00万元，其中：",
    "（1）社会保障和就业支出（208）30.00万元，较上年增加{one}万元；",
    "（2）卫生健康支出（210）70.00万元，较上年增加{two}万元。",
    "3、支出按性质的明细情况",
    "2026年一般公共预算支出100.00万元，其中：",
    "（1）基本支出80.00万元，较上年增加{basic}万元；",
    "（2）项目支出20.00万元，较上年增加{project}万元。",
)
_RIGHT = {"all": 10, "one": 4, "two": 6, "basic": 7, "project": 3}


def causes(*lines: str) -> list[Finding]:
    """What is wrong by itself."""
    report = check(budget("\n".join((_HEADING, *lines)) + "\n"))
    return [each for each in report.causes if each.verdict is Verdict.VIOLATED]


def years(**wrong: int) -> list[Finding]:
    """The same of the text about last year, with some changes that are not right."""
    values = {name: f"{value}.00" for name, value in {**_RIGHT, **wrong}.items()}
    return [
        each for each in causes(*(line.format(**values) for line in _YEARS)) if each.law == "add-up"
    ]


def test_one_wrong_change_is_one_fault() -> None:
    assert years() == []
    assert len(years(all=17)) == 1  # both lists fail by it


@given(st.integers(11, 29), st.integers(1, 19).filter(lambda project: project != 3))
def test_faults_of_different_amounts_in_one_law_are_two(all_: int, project: int) -> None:
    found = years(all=all_, project=project)
    assert len(found) == (1 if all_ == 7 + project else 2)


_CHANGE = "某站2026年支出预算100.00万元，比2025年预算90.00万元增加{}万元，增长{}%。"


@pytest.mark.parametrize(
    ("change", "rate", "laws"),
    [
        ("10.00", "11.11", []),
        ("13.00", "11.11", ["change"]),  # the rate is that of the two amounts
        ("13.00", "14.94", ["change"]),  # and this one that of the wrong change
        ("13.00", "21.11", ["change", "growth"]),
        ("10.00", "21.11", ["growth"]),
    ],
)
def test_a_rate_is_held_to_the_amounts_where_the_change_is_wrong(
    change: str, rate: str, laws: list[str]
) -> None:
    assert sorted(each.law for each in causes(_CHANGE.format(change, rate))) == laws


@given(st.integers(1, 99).filter(lambda rate: rate != 25))
def test_a_rate_is_told_beside_an_amount_that_differs_from_the_tables(rate: int) -> None:
    text = (
        "卫生健康支出{}万元，主要用于人员经费。2025年当年预算执行数为56.00万元，"
        "2026年预算安排{}万元，比2025年预算执行数增加{}.00%。"
    )
    assert causes(text.format("70.00", "70.00", 25)) == []
    wrong = [each.law for each in causes(text.format("84.00", "84.00", rate))]
    assert wrong[0] == "agree"
    assert ("growth" in wrong[1:]) == (rate != 50)


def wan(amount: int) -> Figure:
    return Figure.of(amount, "万元", places=2)


@pytest.mark.parametrize(
    ("wrong", "right", "cause"),
    [
        # which law holds with which number in the place of a wrong one: 3 + 4 = 9
        ([(0, "a", 5)], True, "a"),
        ([(0, "a", 4)], True, None),
        ([(0, "a", None)], True, "a"),
        ([(0, "a", 4), (1, "b", 5)], True, "a"),  # together
        ([(0, "a", 4), (1, "a", 5)], True, None),  # what one finding blames are alternatives
        ([(0, "a", 4), (1, "b", 6)], True, "b"),
        ([(0, "a", 4), (1, "b", 7)], True, None),
        ([(0, "a", 4), (1, "a", 9), (2, "b", 8)], True, "a"),  # the first of a finding counts
        ([(1, "b", None), (0, "a", 4)], True, "b"),
        ([], True, None),
        # where a number is missing nothing is tried
        ([(0, "a", 4)], False, "a"),
        ([], False, None),
    ],
)
def test_a_fault_explains_what_holds_once_it_is_put_right(
    wrong: list[tuple[int, str, int | None]], cause: str | None, *, right: bool
) -> None:
    figures = [wan(3), wan(4), wan(9) if right else Figure.of(None, "万元", places=2)]
    faults = Faults([])
    for place, name, value in wrong:
        faults.of_cell[figures[place].address] = name
        faults._right[figures[place].address] = (
            None if value is None else Number(Decimal(value * 10_000))
        )

    def rule(numbers: Sequence[Number]) -> Ruling:
        one, other, both = (each.value for each in numbers)
        return Ruling(Verdict.EXACT if one + other == both else Verdict.VIOLATED)

    assert faults.explaining(figures, rule) == cause
