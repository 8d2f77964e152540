"""A body that a sentence tells the budget of, and that nothing else in the document names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.narrative import Context, Narrative
from cnbudget.narrative.slips import slips_of
from cnbudget.passages import Passage

_OWN = "青山市应急管理局"
_SENTENCES = (
    "{}2026年收入预算5.00万元。",
    "2026年{}政府采购预算总额5.00万元。",
    "截至2025年底，{}共有车辆3辆。",
    "{}2026年政策和项目全面实施绩效目标管理。",
    "{}纳入2026年部门预算的政府采购项目共有5.00万元。",
    "按照综合预算的原则，{}2026年所有收入和支出均纳入部门预算管理。",
    "截至2025年底，{}（部门）共有车辆3辆。",
    "2025年{}（部门）下属1家机关和2家事业单位，预算5.00万元。",
)


def strange(*lines: str) -> list[str]:
    """What is said of names in a text of the own agency."""
    text = ("第三部分 2026年部门预算情况说明", "一、收入预算情况说明", *lines)
    passages = [Passage(each) for each in text]
    narrative = Narrative(passages, Context((), agency=_OWN, year=2026))
    return [each.zh for each in slips_of(narrative) if each.kind == "agency"]


@given(
    st.permutations(range(len(_SENTENCES))),
    st.sampled_from(["青山市水利局", "青山市卫生健康委员会", "青山市人民政府办公室"]),
)
def test_a_name_left_over_is_told_once_and_the_own_name_never(order: list[int], other: str) -> None:
    own = [_SENTENCES[each].format(_OWN) for each in order]
    assert strange(*own) == []
    (told,) = strange(*own[:-1], _SENTENCES[order[-1]].format(other))
    assert other in told
    assert _OWN in told


@pytest.mark.parametrize(
    "line",
    [
        "青山市水文中心共有车辆3辆。",  # a unit
        "青山市财政局印发通知，压减2026年收入预算1.00万元。",
        "主要原因是青山市水利局2026年下达补助1.00万元。",
        "清水县水利局2026年收入预算1.00万元。",
    ],
)
def test_other_bodies_are_no_slip(line: str) -> None:
    assert strange(*(each.format(_OWN) for each in _SENTENCES), line) == []
