"""Last year, rebuilt from changes: a part of 0 whose own parts changed was not nothing."""

from __future__ import annotations

import pytest

from cnbudget import Verdict
from tests.narrative.documents import budget

PROSE = """八、一般公共预算“三公”经费支出预算情况说明
某市某某局2026年度一般公共预算拨款安排的“三公”经费支出预算15万元，比上年预算减少{whole}万元。\
其中，因公出国（境）费支出0万元；公务用车购置及运行维护费支出0万元；公务接待费支出15万元。具体情况如下：
1．因公出国（境）费预算支出0万元，与上年预算数相同。
2．公务用车购置及运行维护费预算支出0万元。其中：
（1）公务用车购置预算支出0万元，与上年预算数相同。
（2）公务用车运行维护费预算支出0万元{running}。
3．公务接待费预算支出15万元，比上年预算减少5万元。
"""
NOTHING, ONE = "", "，比上年预算减少1万元"


@pytest.mark.parametrize(
    ("whole", "running", "verdicts", "parts"),
    [
        ("6", ONE, [Verdict.EXACT], 4),
        ("5", ONE, [Verdict.ROUNDING], 4),
        ("15", ONE, [Verdict.VIOLATED], 4),
        ("5", NOTHING, [Verdict.EXACT], 3),
        ("15", NOTHING, [Verdict.VIOLATED], 3),
    ],
)
def test_what_was_of_a_part_that_is_0_now_is_told_by_its_own_parts(
    whole: str, running: str, verdicts: list[Verdict], parts: int
) -> None:
    laws = budget(PROSE.format(whole=whole, running=running)).previous_year.laws
    assert [law.ruling.verdict for law in laws] == verdicts
    assert [len(side) for law in laws for side in law.sides] == [1, parts]


def test_a_part_of_a_part_of_which_nothing_is_told_leaves_the_whole_open() -> None:
    prose = PROSE.format(whole="6", running="，比上年预算减少1万元").replace(
        "，与上年预算数相同。\n（2", "。\n（2"
    )
    laws = budget(prose).previous_year.laws
    assert [law.ruling.verdict for law in laws] == [
        Verdict.EXACT
    ]  # 0 of which no change is told was 0
