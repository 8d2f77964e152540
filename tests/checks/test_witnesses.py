"""Of the numbers that a law of the prose rests on, the likeliest wrong is that with which the fewest others agree."""

from __future__ import annotations

import pytest

from cnbudget import Finding, Verdict, check
from tests.narrative.documents import budget

_TEXT = """一、关于某市某某局2026年支出预算情况说明
某市某某局2026年支出预算100.00万元，比上年预算{total}万元。其中：
基本支出80.00万元，比上年预算{basic}万元；
项目支出20.00万元，比上年预算{project}万元。
二、关于某市某某局2026年支出预算结构情况说明
2026年支出预算100.00万元，比上年预算增加13.00万元。其中：
社会保障和就业支出30.00万元，比上年预算增加6.00万元；
卫生健康支出70.00万元，比上年预算{health}万元。
"""
_RIGHT = {"total": "增加13.00", "basic": "增加10.00", "project": "增加3.00", "health": "增加7.00"}


def told(**changed: str) -> list[Finding]:
    """What is violated by itself in the text with some changes."""
    report = check(budget(_TEXT.format(**(_RIGHT | changed))))
    return [each for each in report.causes if each.verdict is Verdict.VIOLATED]


def test_a_right_text_is_not_accused() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("what", "wrong", "line"),
    [
        ("total", "增加23.00", "支出预算"),
        ("total", "减少13.00", "支出预算"),
        ("basic", "增加20.00", "基本支出"),
        ("basic", "减少10.00", "基本支出"),
        ("project", "减少3.00", "项目支出"),
        ("health", "减少7.00", "卫生健康支出"),
        ("health", "增加2.00", "卫生健康支出"),
    ],
)
def test_a_changed_number_is_the_first_suspect(what: str, wrong: str, line: str) -> None:
    """Two more ways come to last year's total: with these the right numbers agree."""
    (found,) = told(**{what: wrong})
    first = found.suspects[0]
    assert first.figure.column.key == "change"
    assert first.figure.row.row == line
    assert f"{abs(first.figure.value or 0)}" == wrong[2:]
    assert f"{first.suggestion}" == _RIGHT[what][2:]


_LISTS = """一、关于某市某某局2026年支出预算情况说明
某市某某局2026年支出预算100.00万元，包括：甲类业务{one}万元、乙类业务40.00万元。
二、关于某市某某局2026年支出预算结构情况说明
某市某某局2026年支出预算100.00万元，包括：丙类业务{other}万元、丁类业务30.00万元。
"""


def test_two_faults_of_one_size_are_two() -> None:
    """The shared number is that of the table: it is not this that both lists show to be wrong."""

    def wrong(one: str, other: str) -> list[Finding]:
        causes = check(budget(_LISTS.format(one=one, other=other))).causes
        return [each for each in causes if each.law == "add-up"]

    assert wrong("60.00", "70.00") == []
    assert len(wrong("65.00", "70.00")) == 1
    assert len(wrong("65.00", "75.00")) == 2
