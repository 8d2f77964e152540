"""What shares, changes, growth and rates are held to, and how they come out."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure, Figure, read_text
from cnbudget.narrative import Claim
from cnbudget.ties.claims import ClaimTies
from tests.narrative.documents import accounts, budget

HEADING = "三、关于某市某某局2026年支出预算情况说明\n"
#: A budget whose tables print none of the amounts that its text tells.
BARE = f"""2026年某市某某局部门预算公开
附表9
国有资本经营预算支出预算表
部门：某市某某局
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t\t\t
第三部分 2026年部门预算情况说明
{HEADING}"""


def printed(each: Claim | Figure | None) -> str:
    return "?" if each is None else each.text


def told(made: Disclosure) -> list[str]:
    """Each relation: the claim, what it is said of and of what, and how that comes out."""
    found = ClaimTies(made, made.narrative)
    return [
        *(
            f"{each.claim.text}: {printed(each.by)} of {printed(each.of)} {each.ruling.verdict.value}"
            + (" minor" if each.ruling.minor else "")
            for each in found.relations
        ),
        *(f"{claim.text}: unknown" for claim, _ in found.unknown if claim.kind == "share"),
    ]


def bare(text: str) -> list[str]:
    return told(read_text(f"{BARE}{text}\n"))


def of_accounts(*lines: str) -> list[str]:
    return told(accounts("一、收入支出决算总体情况说明", *lines))


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        # the part is what the text tells, or what the tables print
        (
            "2026年支出预算100.00万元，其中：基本支出80.00万元，占80.00%。项目支出20.00万元，占21.00%。",
            ["80.00: 80.00 of 100.00 exact", "21.00: 20.00 of 100.00 violated"],
        ),
        (
            "2026年支出预算100.00万元，其中：基本支出占80.00%，项目支出占21.00%。",
            ["80.00: 80.00 of 100.00 exact", "21.00: 20.00 of 100.00 violated"],
        ),
        (
            "2026年支出预算100.00万元。其中基本支出占支出预算的80.00%，项目支出占支出预算的21.00%。",
            ["80.00: 80.00 of 100.00 exact", "21.00: 20.00 of 100.00 violated"],
        ),
        (
            "基本支出占80.00%，项目支出占21.00%。",
            ["80.00: 80.00 of 100.00 exact", "21.00: unknown"],
        ),
        # labels of a chart come in any order: what fits nothing is of another
        (
            "2026年支出预算100.00万元。\n基本支出80.00% 项目支出21.00%",
            ["80.00: 80.00 of 100.00 exact", "21.00: unknown"],
        ),
    ],
)
def test_shares_of_what_tables_print(text: str, relations: list[str]) -> None:
    assert told(budget(f"{HEADING}{text}\n")) == relations


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        # each is right of what both come to, and wrong of the total before them
        (
            "会议费30.00万元，占60.00%；培训费20.00万元，占40.00%。",
            ["60.00: 30.00 of ? exact", "40.00: 20.00 of ? exact"],
        ),
        # one of several that fit their sum is wrong
        (
            "会议费15.00万元，占30.00%；培训费20.00万元，占40.00%；差旅费15.00万元，占31.00%。",
            ["30.00: 15.00 of ? exact", "40.00: 20.00 of ? exact", "31.00: 15.00 of ? violated"],
        ),
        # they are said to be of the total
        (
            "会议费30.00万元，占支出预算的60.00%；培训费20.00万元，占支出预算的40.00%。",
            ["60.00: 30.00 of 100.00 violated", "40.00: 20.00 of 100.00 violated"],
        ),
        # neither of the total nor of their sum
        (
            "会议费30.00万元，占60.00%；培训费20.00万元，占41.00%。",
            ["60.00: 30.00 of 100.00 violated", "41.00: 20.00 of 100.00 violated"],
        ),
    ],
)
def test_shares_of_the_sum_of_what_they_stand_behind(text: str, relations: list[str]) -> None:
    assert told(budget(f"{HEADING}2026年支出预算100.00万元。\n{text}\n")) == relations


SECTION = "二、关于某市某某局2026年情况说明\n"


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        # what a section is about is the whole, as it is stated in it, or printed
        (
            f"{HEADING}2026年支出预算100.00万元。\n基本支出80.00万元，占80.00%。\n项目支出20.00万元，占21.00%。",
            ["80.00: 80.00 of 100.00 exact", "21.00: 20.00 of 100.00 violated"],
        ),
        (
            f"{HEADING}基本支出80.00万元，占80.00%。\n卫生健康支出70.00万元，占71.00%。",
            ["80.00: 80.00 of 100.00 exact", "71.00: 70.00 of 100.00 violated"],
        ),
        # or another amount of all that is stated in it
        (
            f"{HEADING}2026年支出预算100.00万元。\n支出预算70.00万元。\n卫生健康支出35.00万元，占50.00%。",
            ["50.00: 35.00 of 70.00 exact"],
        ),
        (
            f"{HEADING}2025年支出预算100.00万元。\n支出预算70.00万元。\n卫生健康支出35.00万元，占50.00%。",
            ["50.00: 35.00 of 70.00 exact"],
        ),
        (
            f"{HEADING}2026年支出预算100.00万元。\n项目支出35.00万元。\n卫生健康支出35.00万元，占100.00%。",
            ["100.00: 35.00 of 100.00 violated"],
        ),
        # of a section that does not say it: a total that fits, and by its words the whole of others
        (
            f"{SECTION}卫生健康支出70.00万元，占70.00%。\n社会保障和就业支出30.00万元，占31.00%。",
            ["70.00: 70.00 of 100.00 exact", "31.00: unknown"],
        ),
        (
            f"{SECTION}社会保障和就业支出30.00万元，占本年支出的31.00%。\n卫生健康支出70.00万元，占本年支出70.00%。",
            ["70.00: 70.00 of 100.00 exact", "31.00: 30.00 of 100.00 violated"],
        ),
        (
            f"{SECTION}社会保障和就业支出30.00万元，占本年支出的31.00%。\n卫生健康支出70.00万元，占全部支出70.00%。",
            ["70.00: 70.00 of 100.00 exact", "31.00: unknown"],
        ),
        (
            f"{SECTION}社会保障和就业支出30.00万元，占本年支出的31.00%。\n卫生健康支出0.00万元，占本年支出的0.00%。",
            ["0.00: 0.00 of ? exact", "31.00: unknown"],
        ),
        (
            f"{SECTION}（一）甲情况\n社会保障和就业支出30.00万元，占本年支出的31.00%。\n（二）乙情况\n卫生健康支出70.00万元，占本年支出的70.00%。",
            ["70.00: 70.00 of 100.00 exact", "31.00: 30.00 of 100.00 violated"],
        ),
    ],
)
def test_shares_of_what_their_section_is_about(text: str, relations: list[str]) -> None:
    assert told(budget(f"{text}\n")) == relations


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        # of the sum of what a sentence tells, where one may be wrong and two at least are right
        (
            "会议费30.00万元，占60.00%；培训费20.00万元，占40.00%。",
            ["60.00: 30.00 of ? exact", "40.00: 20.00 of ? exact"],
        ),
        (
            "会议费30.00万元，占60.00%；培训费20.00万元，占41.00%。",
            ["60.00: unknown", "41.00: unknown"],
        ),
        (
            "会议费30.00万元，占60.00%；培训费10.00万元，占20.00%；差旅费10.00万元，占21.00%。",
            ["60.00: 30.00 of ? exact", "20.00: 10.00 of ? exact", "21.00: 10.00 of ? violated"],
        ),
        (
            "会议费30.00万元，占60.00%；培训费10.00万元，占22.00%；差旅费10.00万元，占21.00%。",
            ["60.00: unknown", "22.00: unknown", "21.00: unknown"],
        ),
        ("会议费30.00万元，占100.00%。", ["100.00: unknown"]),
        ("会议费0.00万元，占0.00%。", ["0.00: 0.00 of ? exact"]),
        ("会议费0.00万元，占1.00%。", ["1.00: unknown"]),
        # of nested parts it may be that in the outer whole
        (
            "2026年支出预算200.00万元，其中：基本支出100.00万元，占50.00%，其中：人员经费80.00万元，占80.00%。",
            ["50.00: 100.00 of 200.00 exact", "80.00: 80.00 of 200.00 violated"],
        ),
        (
            "2026年支出预算200.00万元，其中：基本支出100.00万元，占50.00%，其中：人员经费80.00万元，占40.00%。",
            ["50.00: 100.00 of 200.00 exact", "40.00: 80.00 of 200.00 exact"],
        ),
    ],
)
def test_shares_of_what_the_text_tells(text: str, relations: list[str]) -> None:
    assert bare(text) == relations


@pytest.mark.parametrize(
    ("shares", "verdicts"),
    [
        (("66.67", "16.67", "16.67"), ["exact"] * 3),
        (("66.66", "16.67", "16.67"), ["violated minor", "exact", "exact"]),
        (("66.66", "16.66", "16.66"), ["rounding"] * 3),
        (("66.66", "16.66", "16.67"), ["violated minor", "violated minor", "exact"]),
        (("66.66", "16.66", "16.68"), ["rounding", "rounding", "violated minor"]),
        (("66.66", "16.66", "16.76"), ["rounding", "rounding", "violated"]),
        (("66.66", "16.66", "16.66", "0.00"), ["rounding"] * 3 + ["exact"]),
    ],
)
def test_who_cuts_percentages_off_cuts_all_of_them_off(
    shares: tuple[str, ...], verdicts: list[str]
) -> None:
    parts = ("基本支出2000.00", "项目支出500.00", "上缴上级支出500.00", "经营支出0.00")
    text = "；".join(f"{part}万元，占{share}%" for part, share in zip(parts, shares, strict=False))
    found = bare(f"2026年支出预算3000.00万元，其中：{text}。")
    assert [each.partition("of 3000.00 ")[2] for each in found] == verdicts


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("2026年预算80.00万元，比上年增长14.29%", ["14.29: 80.00 of 70.00 exact"]),
        ("2026年预算80.00万元，比上年增长15.29%", ["15.29: 80.00 of 70.00 violated"]),
        (
            "2026年预算80.00万元，比上年预算增加10.00万元，增长14.29%",
            ["10.00: 80.00 of 70.00 exact", "14.29: 80.00 of 10.00 exact"],
        ),
        # the change is wrong itself: the rate is held to the amount before
        (
            "2026年预算80.00万元，比上年预算增加12.00万元，增长14.29%",
            ["12.00: 80.00 of 70.00 violated", "14.29: 80.00 of 70.00 exact"],
        ),
        (
            "2026年预算80.00万元，比上年预算增加12.00万元，增长17.65%",
            ["12.00: 80.00 of 70.00 violated", "17.65: 80.00 of 12.00 exact"],
        ),
        (
            "2026年预算80.00万元，比上年预算增加12.00万元，增长19.00%",
            ["12.00: 80.00 of 70.00 violated", "19.00: 80.00 of 70.00 violated"],
        ),
        ("2026年预算80.00万元，与上年预算持平", ["持平: 80.00 of 70.00 violated"]),
        ("2026年预算70.00万元，与上年预算持平", ["持平: 70.00 of 70.00 exact"]),
    ],
)
def test_changes_from_an_amount_that_the_text_tells(text: str, relations: list[str]) -> None:
    assert bare(f"基本支出2025年预算70.00万元，{text}。") == relations


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        ("80.00万元，比上年预算增加8.00万元，增长11.11%", ["11.11: 80.00 of 8.00 exact"]),
        ("80.00万元，比上年预算增加8.00万元，增长10.00%", ["10.00: 80.00 of 8.00 violated"]),
        ("0.00万元，比上年预算减少8.00万元，下降100.00%", ["100.00: 0.00 of 8.00 exact"]),
        ("0.00万元，比上年预算减少8.00万元，下降10.00%", ["10.00: 0.00 of 8.00 violated"]),
        ("80.00万元，比上年预算增长10.00%", []),
    ],
)
def test_growth_by_a_change(text: str, relations: list[str]) -> None:
    assert bare(f"基本支出{text}。") == relations


def test_a_rate_that_is_of_this_year_s_amount_is_said_to_be() -> None:
    for rate, why in (("10.00", "of_now"), ("12.00", "up")):
        made = read_text(f"{BARE}基本支出80.00万元，比上年预算增加8.00万元，增长{rate}%。\n")
        (found,) = ClaimTies(made, made.narrative).relations
        assert (found.ruling.why == "of_now") == (why == "of_now")


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "2023年度支出年初预算100.00万元，支出决算80.00万元，完成年初预算的80.00%，决算数小于预算数的主要原因是节约。",
            ["80.00: 80.00 of 100.00 exact", "决算数小于预算数: 80.00 of 100.00 exact"],
        ),
        (
            "会议费支出年初预算为10.00万元，支出决算为8.00万元，完成年初预算的81.00%，决算数大于预算数的主要原因是节约。",
            ["81.00: 8.00 of 10.00 violated", "决算数大于预算数: 8.00 of 10.00 violated"],
        ),
        # the plan is told in another sentence, or nowhere
        (
            "会议费支出年初预算为10.00万元。\n会议费支出决算为8.00万元，完成年初预算的80.00%，决算数等于年初预算数。",
            ["80.00: 8.00 of 10.00 exact", "决算数等于年初预算数: 8.00 of 10.00 violated"],
        ),
        ("会议费支出决算为8.00万元，完成年初预算的80.00%，决算数等于年初预算数。", []),
        # of nothing, nothing or all was carried out, as one says it
        ("会议费年初预算为0.00万元，支出决算为0.00万元，完成年初预算的0.00%。", ["0.00: 0.00 of 0.00 exact"]),
        ("会议费年初预算为0.00万元，支出决算为0.00万元，完成年初预算的100%。", ["100: 0.00 of 0.00 undecided"]),
        ("会议费年初预算为0.00万元，支出决算为0.00万元，完成年初预算的50%。", ["50: 0.00 of 0.00 violated"]),
        (
            "2023年度支出年初预算100.00万元，支出决算80.00万元，比年初预算减少20.00万元，下降20.00%。",
            ["20.00: 80.00 of 100.00 exact", "20.00: 80.00 of 20.00 exact"],
        ),
        (
            "2023年度支出年初预算100.00万元，支出决算80.00万元，比年初预算减少21.00万元，下降21.00%。",
            ["21.00: 80.00 of 100.00 violated", "21.00: 80.00 of 100.00 violated"],
        ),
    ],
)  # fmt: skip
def test_how_far_a_plan_was_carried_out(text: str, relations: list[str]) -> None:
    assert of_accounts(text) == relations
