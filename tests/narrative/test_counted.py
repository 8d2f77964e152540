"""Units, offices and parts that are counted, and listed: as many as that, or told."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cnbudget.narrative import Context, Narrative
from cnbudget.narrative.slips import slips_of
from cnbudget.passages import Passage

_NAMES = ("办公室", "人事科", "财务科", "法规科", "监督科", "审批科", "规划科", "信访科")
#: Sentences that count and list, with what stands between the names.
_WAYS = (
    ("本部门内设机构{}个，各机构规范简称依次为：{}。", "、"),
    ("本部门下设{}个职能科室，分别是{}。", "、"),
    ("本局设{}个内设机构：{}。", "、"),
    ("下属{}家二级预算单位，包括：{}，均为全额拨款事业单位。", "、"),
    ("下属{}个二级预算单位，分别是：{}，属全额拨款事业单位。", "，属全额拨款行政单位；"),
    ("平台由{}大模块构成，分别为{}。", "、"),
    ("今年实施{}个重点项目，具体包括：{}。", "、"),
)


def told(*lines: str) -> list[str]:
    """What is said of counts."""
    passages = [Passage(each) for each in ("第一部分 部门概况", "二、机构设置情况", *lines)]
    narrative = Narrative(passages, Context((), agency="青山市水利局", year=2026))
    return [each.zh for each in slips_of(narrative) if each.kind == "count"]


@example(_WAYS[3], 3, 2)
@given(st.sampled_from(_WAYS), st.integers(2, 8), st.integers(2, 8))
def test_a_list_is_as_long_as_is_said(way: tuple[str, str], said: int, listed: int) -> None:
    sentence, between = way
    found = told(sentence.format(said, between.join(_NAMES[:listed])))
    assert len(found) == (said != listed)
    if found:
        assert str(said) in found[0]
        assert str(listed) in found[0]


@given(st.integers(2, 6), st.integers(2, 6))
def test_units_below_one_another_are_as_many_as_is_said(said: int, listed: int) -> None:
    lines = [f"{number}.青山市{name[:2]}管理站" for number, name in enumerate(_NAMES[:listed], 1)]
    found = told(f"纳入预算编制范围的二级预算单位共有{said}个，包括：", *lines, "三、人员情况")
    assert len(found) == (said != listed)


@pytest.mark.parametrize(
    "line",
    [
        "下设3个科室，包括办公室、人事科等。",  # not all of them
        "下设3个科室，主要包括办公室、人事科。",
        "行政单位1家，参公单位1家，事业单位2家，具体包括：甲局、乙局、丙站、丁站。",
        "下设3个科室，分别为办公室、民政和社会保障科。",  # two, or three
        "下设2个科室：办公室，负责文电，会务；人事科，负责人事，培训。",
        "下设2个科室，分别为办公室，负责日常工作，人事科，负责人事工作。",
        "第3个项目为巡查、养护。",
        "本局有3个科室，机关编制10人，包括行政编制5人、事业编制5人。",
        "从三个方面推进工作：一是巡查、养护，二是培训。",
    ],
)
def test_other_lists_are_held_to_nothing(line: str) -> None:
    assert told(line) == []
