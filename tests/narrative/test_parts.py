"""What a claim is about where its sentence alone does not say: a line above it, its whole, an agency."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict, check
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.narrative import Claim
from cnbudget.narrative.slips import slips_of
from cnbudget.scope import Scope
from cnbudget.scopes import RECEPTION, VEHICLE_RUNNING
from cnbudget.ties.claims import ClaimTies
from tests.narrative.documents import budget, narrative

_S = FundingSource


def amounts(*lines: str) -> dict[str, Claim]:
    return {claim.text: claim for claim in narrative(*lines).claims if claim.kind == "amount"}


def test_a_headline_names_what_the_next_sentences_speak_of() -> None:
    found = amounts(
        "九、财政拨款“三公”经费预算情况说明",
        "1.公务接待费。2026年预算数3.50万元，较2025年年初预算减少0.01万元。",
        "2.公务用车运行维护费。2026年预算数3.60万元。",
    )
    assert found["3.50"].scope is not None
    assert found["3.50"].scope.economic == RECEPTION.economic
    assert found["3.60"].scope is not None
    assert found["3.60"].scope.economic == VEHICLE_RUNNING.economic


@given(nature=st.sampled_from((("基本支出", Nature.BASIC), ("项目支出", Nature.PROJECT))))
def test_a_part_has_no_more_than_its_whole(nature: tuple[str, Nature]) -> None:
    words, flag = nature
    found = amounts(
        "二、部门收支情况",
        f"一般公共预算财政拨款支出90.00万元，比2025年增加1.00万元。其中：{words}30.00万元。",
    )
    whole, part = found["90.00"].scope, found["30.00"].scope
    assert whole is not None
    assert part == whole.meet(Scope(nature=flag))


def test_a_part_of_what_is_not_known_is_not_known() -> None:
    found = amounts("二、部门收支情况", "污水处理费总额9.00万元，其中：一般公共预算5.00万元。")
    assert found["9.00"].scope is None
    assert found["5.00"].scope is None


def test_the_words_under_an_agency_s_name_are_about_that_agency() -> None:
    found = amounts(
        "二、某市第二水务中心",
        "某市第二水务中心预算8.00万元，包括公用经费2.00万元。",
        "（二）公用经费2.00万元。",
    )
    assert found["2.00"].scope is not None
    assert found["2.00"].scope.agency == ("某市第二水务中心",)
    own = amounts("二、某市某某局", "（二）公用经费2.00万元。")
    assert own["2.00"].scope is not None
    assert own["2.00"].scope.agency == ()


@given(times=st.integers(2, 9))
def test_one_habit_is_one_slip(times: int) -> None:
    lines = [f"第{n}项，主要原因是。" for n in "甲乙丙丁戊己庚辛壬"[:times]]
    (slip,) = slips_of(narrative("十三、其他重要事项的情况说明", *lines))
    assert slip.kind == "reason"
    assert f"共 {times} 处" in slip.zh
    assert f"{times} times" in slip.en


def test_the_note_under_each_table_is_no_repetition() -> None:
    note = "注：本表金额单位转换时可能存在尾数误差，请以原数为准。"
    assert slips_of(narrative("十三、其他重要事项的情况说明", note, "无。", note)) == ()


_OTHER = (
    "二、支出情况\n（一）{}\n支出预算130.00万元，其中：基本支出99.00万元，项目支出20.00万元。\n"
)


def test_a_heading_left_over_from_another_agency_unties_nothing() -> None:
    made = budget(_OTHER.format("某市民政救助局"))
    assert [claim.scope.agency for claim in made.narrative.claims if claim.scope] == [()] * 3
    (slip,) = (each for each in slips_of(made.narrative) if each.kind == "agency")
    assert "某市民政救助局" in slip.zh
    wrong = [f for f in check(made).findings if f.verdict is Verdict.VIOLATED and f.law == "agree"]
    assert len(wrong) == 2


def test_a_heading_of_an_agency_that_the_text_knows_opens_its_part() -> None:
    prose = "一、部门概况\n下属单位包括某市民政救助局。\n" + _OTHER.format("某市民政救助局")
    made = budget(prose)
    assert {claim.scope.agency for claim in made.narrative.claims if claim.scope} == {
        ("某市民政救助局",)
    }
    assert [each for each in slips_of(made.narrative) if each.kind == "agency"] == []
    beside = ClaimTies(made, made.narrative)
    assert all("某市民政救助局" in why.text("zh") for _, why in beside.loose(set()))
    assert all("某市民政救助局" in why.text("en") for _, why in beside.loose(set()))


@given(names=st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=2, unique=True))
def test_several_headings_of_agencies_open_their_parts(names: list[str]) -> None:
    lines = [line for name in names for line in (f"（一）某市{name}救助中心", "公用经费2.00万元。")]
    made = narrative("二、支出情况", *lines)
    assert [each.scope.agency for each in made.claims if each.scope] == [
        (f"某市{name}救助中心",) for name in names
    ]
    assert slips_of(made) == ()


def test_a_heading_of_a_kind_of_bodies_is_no_slip() -> None:
    assert slips_of(narrative("二、支出情况", "（一）某市所属事业单位", "公用经费2.00万元。")) == ()
