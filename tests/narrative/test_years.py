"""Years in the prose: each kind where it is wrong, and never where it is free."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict, check, read_text
from tests.documents import corpus
from tests.narrative.documents import narrative

THIS = 2026  # the year of the little narratives
HEADING = "十三、其他重要事项的情况说明"
#: Sentences of a budget with a year, and the one that is right.
HELD = {
    "支出预算{}年预算数为5.00万元。": THIS,
    "{}年，某市某某局政府采购预算5.00万元。": THIS,
    "{}年单位预算未安排购置车辆经费。": THIS,
    "本部门{}年没有使用政府性基金预算拨款安排的支出。": THIS,
    "机关运行经费5.00万元，比{}年预算增加1.00万元。": THIS - 1,
    "机关运行经费5.00万元，与{}年持平。": THIS - 1,
    "{}年当年预算执行数为5.00万元。": THIS - 1,
    "{}年计划购置车辆0辆、0.00万元。": THIS,
    "{}年某市某某局部门机关运行经费财政拨款预算5.00万元。": THIS,
    "{}年某市某某局（部门）下属1家机关和2家事业单位的机关运行经费预算为5.00万元。": THIS,
}
FREE = [
    "按照《某市水务发展规划（{}—{}年）》开展工作。",
    "根据《关于提前下达{}年中央财政补助资金预算的通知》安排。",
    "项目执行期为{}年至{}年，预算5.00万元。",
    "比上年预算增加1.00万元，主要原因是{}年预算安排的项目已经完成。",
    "依据某财预〔{}〕12号安排预算5.00万元。",
    "用于支付{}年度工程尾款5.00万元。",
    "截至{}年底累计完成工程量。",
    "{}年3月，本部门成立。",
    "{}年、{}年预算分别为1.00万元、2.00万元。",
]
DATES = [
    ("截至2025年12月31日，本部门共有车辆5辆。", True),
    ("截至2025年8月31日，本部门共有车辆5辆。", True),
    ("截至2026年1月31日，本部门固定资产5.00万元。", True),
    ("截至2026年3月，本部门共有车辆5辆。", True),
    ("截至2026年12月31日，本部门共有车辆5辆。", False),
    ("截至2026年4月30日，本部门共有车辆5辆。", False),
    ("截止2026年底，本部门人员编制45人。", False),
    ("截至2024年12月31日，本部门共有车辆5辆。", False),
]


def test_the_last_final_accounts_may_be_told_of_by_themselves() -> None:
    assert wrong("2024年支出决算5.00万元。") == []
    assert wrong("2023年支出决算5.00万元。") == [(2023, 2)]


def wrong(*lines: str) -> list[tuple[int, int | None]]:
    """The years that are accused, with their lines."""
    return [(each.year, each.place.line) for each in narrative(HEADING, *lines).years]


@pytest.mark.parametrize("sentence", HELD)
@given(year=st.integers(THIS - 9, THIS + 3))
def test_a_year_of_the_budget_is_accused_just_where_it_is_wrong(sentence: str, year: int) -> None:
    found = wrong("本行没有问题。", sentence.format(year))
    assert found == ([] if year == HELD[sentence] else [(year, 3)])


@pytest.mark.parametrize("sentence", FREE)
@given(year=st.integers(THIS - 9, THIS - 1), later=st.integers(THIS, THIS + 5))
def test_years_of_other_things_are_never_accused(sentence: str, year: int, later: int) -> None:
    assert wrong(sentence.format(year, later)) == []


@pytest.mark.parametrize(("sentence", "right"), DATES)
def test_a_state_is_told_of_as_it_was_before_publication(sentence: str, right: bool) -> None:
    assert (wrong(sentence) == []) is right


@given(month=st.integers(1, 12), signed=st.integers(1, 12))
def test_a_state_lies_before_the_date_at_the_end(month: int, signed: int) -> None:
    lines = [
        f"截至{THIS}年{month}月1日，本部门共有车辆5辆。",
        "某市某某局",
        f"{THIS}年{signed}月20日",
    ]
    assert wrong(*lines) == ([(THIS, 2)] if month > signed else [])


def test_two_years_that_are_compared_are_last_years_and_this() -> None:
    assert wrong("主要原因是2025年与2026年均未安排公务接待费。") == []
    assert wrong("主要原因是2024年与2026年均未安排公务接待费。") == [(2024, 2)]
    assert wrong("主要原因是2026年与2026年均未安排公务接待费。") == [(2026, 2)]
    assert wrong("主要原因是2019年与2020年均未安排公务接待费。") == []


def test_a_year_beside_itself_is_one_year() -> None:
    assert wrong("2024年、2025年预算分别为1.00万元、2.00万元。") == []
    assert wrong("2025年、2025年预算分别为1.00万元、2.00万元。") == [(2025, 2)]


def test_an_amount_of_last_year_beside_this_years_is_its_own() -> None:
    assert wrong("2025年预算数4.00万元，2026年预算数5.00万元，增加1.00万元。") == []
    assert wrong("2026年支出预算5.00万元。2025年支出预算4.00万元。") == []
    assert wrong("2026年支出预算5.00万元。2025年单位预算未安排购置车辆。") == [(2025, 2)]
    assert wrong("2025年支出预算4.00万元。2026年支出预算5.00万元。") == []
    assert wrong("2025年部门预算收入4.00万元。2026年部门预算支出4.00万元。") == [(2025, 2)]


def _accused(text: str) -> set[tuple[int | None, str, str]]:
    return {
        (each.place.line, each.law, each.zh)
        for each in check(read_text(text)).findings
        if each.verdict is Verdict.VIOLATED and each.caused_by is None
    }


def test_wrong_years_in_an_example_are_found_at_their_lines_and_nothing_else_is_accused() -> None:
    text = corpus.text("akto")
    known = _accused(text)
    places = [
        each.start(1)
        for each in re.finditer(
            r"(2024)年(?:预算数|支出预算|财政拨款收支|一般公共预算(?:拨款|基本)|单位预算未)", text
        )
    ]
    assert len(places) > 15
    for at in random.Random(5).sample(places, 8):
        year = 2023 if at % 2 else 2022
        line = text.count("\n", 0, at) + 1
        new = _accused(f"{text[:at]}{year}{text[at + 4 :]}") - known
        assert [each[:2] for each in new] == [(line, "slip")], text[at - 20 : at + 20]
        assert str(year) in next(iter(new))[2]
