"""Slips: each kind where it is, and not where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.narrative.slips import KINDS, slips_of
from tests.narrative.documents import budget, narrative

HEADING = "十三、其他重要事项的情况说明"

SLIPS = [
    ("placeholder", "收入预算5.00万元，去掉多余的符号"),
    ("placeholder", "XX局没有安排。"),
    ("placeholder", "比上年下降（增长）5.00%。"),
    ("punctuation", "上年无此项安排。。"),
    ("punctuation", "增长0.00%；；公务接待费减少。"),
    ("repeated", "本年度预算情况情况如下所示。"),
    ("units", "收入预算5.00万元，支出预算50000元。"),
    ("percent", "项目支出5.00万元，比上年增加1.00万元，增长25.00。"),
    ("agency", "某市某某厅局没有，某市某甲局安排。"),
    ("reason", "公务接待费0.00万元，与2025年预算持平，主要原因是。"),
    ("reason", "公务接待费0.00万元，比2025年预算持平，主要原因是公务接待费保持不变。"),
    ("traditional", "衛生健康支出預算數為零。"),
]
FINE = [
    "收入预算5.00万元，占100.00%，比上年预算增加1.00万元，增长25.00%，主要原因是人员增加。",
    "截至2025年底，车辆1辆……单价50万元（含）以上设备0台（套）。",
    "2025年与2026年均未安排因公出国（境）费用。",
    "主要原因一是人员增加；二是标准提高。",
    "其他支出（类）其他支出（款）其他支出（项）调整。",
    "补贴标准：0.5元/人，预算5.00万元。",
]


@pytest.mark.parametrize(("kind", "text"), SLIPS)
def test_a_slip_is_found_at_its_line(kind: str, text: str) -> None:
    other = [f"本行没有问题，编号{number}。" for number in "甲乙丙丁"]
    document = narrative(HEADING, *other, text)
    if kind == "agency":
        document = narrative(HEADING, "某市某某卫生健康局。", "某市某某卫生与健康局安排。")
        object.__setattr__(document.context, "agency", "某市某某卫生健康局")
        assert [slip.kind for slip in slips_of(document)] == ["agency"]
        return
    found = slips_of(document)
    assert [slip.kind for slip in found] == [kind]
    assert found[0].place.line == 6
    assert found[0].zh
    assert found[0].en


@pytest.mark.parametrize("text", FINE)
def test_what_the_forms_print_is_no_slip(text: str) -> None:
    assert slips_of(narrative(HEADING, "（一）机关运行经费情况", text)) == ()


@pytest.mark.parametrize(
    ("text", "level", "count"),
    [
        ("2026年本单位机关运行经费5.00万元。", "部门", 0),
        ("部分单位未制定本单位项目实施的绩效目标。", "部门", 0),
        ("2026年单位预算安排购置车辆0辆。", "部门", 1),
        ("2026年部门预算安排购置车辆0辆。", "单位", 1),
        ("2026年单位预算安排购置车辆0辆。", "单位", 0),
    ],
)
def test_a_department_may_call_itself_a_unit_but_not_its_budget(
    text: str, level: str, count: int
) -> None:
    document = narrative(HEADING, text)
    object.__setattr__(document.context, "level", level)
    assert [slip.kind for slip in slips_of(document)] == ["level"] * count


OPENING = "2026年一般公共预算支出5.00万元，其中："
SAID = "用于保障单位正常运转，按标准安排。"
TOLD = "办公设备购置经费5.00万元，用于更新设备。"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ((OPENING, "工资福利支出5.00万元。", OPENING, "机关工资福利支出5.00万元。"), 0),
        (("公务接待费5.00万元。", SAID, "会议费5.00万元。", SAID), 0),
        (("公务接待费5.00万元。", SAID, SAID), 1),
        ((TOLD, "会议费5.00万元。", TOLD), 1),
    ],
)
def test_a_paragraph_stands_twice_only_where_it_says_one_thing_twice(
    lines: tuple[str, ...], count: int
) -> None:
    document = narrative(HEADING, *lines)
    assert [slip.kind for slip in slips_of(document)] == ["block"] * count


def test_contents_against_headings() -> None:
    document = narrative(
        "目 录", "一、收入预算情况说明", "二、支出预算情况说明", "三、名词解释",
        "一、收入预算情况说明", "收入预算5.00万元。", "二、支出预算总体情况说明", "支出预算5.00万元。",
    )  # fmt: skip
    found = [slip for slip in slips_of(document) if slip.kind == "contents"]
    assert len(found) == 2
    assert "支出预算总体情况说明" in found[0].zh
    assert "名词解释" in found[1].zh


def test_an_agency_without_subordinates_has_none_later() -> None:
    document = narrative(
        "二、机构设置",
        "某市某某局无下属预算单位。",
        HEADING,
        "某市某某局及下属各预算单位占用资产：无。",
    )
    assert [slip.kind for slip in slips_of(document)] == ["subordinates"]


def test_every_kind_has_a_name() -> None:
    assert {kind for kind, _ in SLIPS} <= set(KINDS)


def test_years_that_are_compared_are_no_slip() -> None:
    document = narrative(
        "三、支出预算情况说明", "2025年支出预算5.00万元，2026年支出预算6.00万元，增长20.00%。"
    )
    assert slips_of(document) == ()
    wrong = narrative("三、支出预算情况说明", "2024年支出预算6.00万元。")
    assert [slip.kind for slip in slips_of(wrong)] == ["year"]


def test_sister_schools_are_two() -> None:
    document = narrative("三、支出预算情况说明", "某某区第二中心小学没有支出。")
    object.__setattr__(document.context, "agency", "某某区第一中心小学")
    assert slips_of(document) == ()


SAME = ["与上年持平", "保持不变", "无变化", "没有变化", "无增减"]
#: Reasons: each names something beside the subject.
REASONS = ["公务车保有量", "人员编制", "工作任务", "外事安排人次", "车辆台数"]


@given(level=st.sampled_from(SAME), reason=st.sampled_from(REASONS))
def test_a_reason_that_names_something_is_no_restatement(level: str, reason: str) -> None:
    sentence = "公务接待费5.00万元，与上年预算持平，主要原因是{}{}。"
    assert slips_of(narrative(HEADING, sentence.format(reason, level))) == ()
    for empty in ("", "公务接待费", "公务接待费预算"):
        (slip,) = slips_of(narrative(HEADING, sentence.format(empty, level)))
        assert slip.kind == "reason"


@pytest.mark.parametrize(
    ("reason", "count"),
    [
        ("公务接待费增加1.00万元", 1),
        ("比上年增加1.00万元", 1),
        ("新增一项外事接待，增加1.00万元", 0),
        ("增加1.00万元，系新增一项外事接待", 0),
    ],
)
def test_a_change_that_is_said_again_with_its_reason_is_no_slip(reason: str, count: int) -> None:
    text = f"公务接待费5.00万元，比上年预算增加1.00万元，增长25.00%，主要原因是{reason}。"
    assert [slip.kind for slip in slips_of(narrative(HEADING, text))] == ["reason"] * count


@pytest.mark.parametrize(
    ("text", "doubled"),
    [
        ("财政资金财政资金30.00万元。", True),
        ("项目项目10.00万元。", True),
        ("县医院县医院。", True),
        ("由某某公司公司，承担。", True),
        ("某建设项目项目绩效自评表。", False),
        ("更换工程工程款10.00万元。", False),
        ("某某市儿童医院市儿童医院新院区项目10.00万元。", False),
    ],
)
def test_a_doubled_word_is_none_where_a_name_ends_and_the_next_begins(
    text: str, doubled: bool
) -> None:
    found = [slip.kind for slip in slips_of(narrative(HEADING, text))]
    assert found == ["repeated"] * doubled


@given(tail=st.text("0123", min_size=1, max_size=3))
def test_last_year_is_worked_out_of_what_the_text_prints_more_exactly(tail: str) -> None:
    made = budget(
        f"一、基本情况\n基本支出80.00{tail}万元。\n"
        "三、关于某市某某局2026年支出预算情况说明\n基本支出比2025年预算增加10.00万元。\n"
    )
    assert [each.text for each in made.narrative.previous_year.figures] == ["70.00"]


def test_last_year_is_not_worked_out_of_what_the_text_prints_otherwise() -> None:
    made = budget(
        "一、基本情况\n基本支出80.01万元。\n"
        "三、关于某市某某局2026年支出预算情况说明\n基本支出比2025年预算增加10.00万元。\n"
    )
    assert made.narrative.previous_year.figures == ()
