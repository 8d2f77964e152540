"""What words say of a scope, alone and with the words above them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.forms import Meaning, meant_together, vocabulary
from cnbudget.forms.meaning import OWN, meaning_of
from cnbudget.scopes import VEHICLE_RUNNING, VEHICLES

#: Words of columns each of which says one thing.
WORDS = sorted(
    word
    for place, word, entry in vocabulary().all_entries()
    if place == "column" and entry.dimension in ("source", "nature", "neutral")
)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("一般公共预算财政拨款", "column", {"source": FundingSource.GENERAL}),
        ("非财政拨款", "column", {"source": FundingSource.SPECIAL_ACCOUNT | FundingSource.UNIT}),
        ("日常公用经费", "column", {"nature": Nature.OPERATING}),
        ("2025年预算执行数", "column", {"year": "2025", "stage": "执行"}),
        ("2025年度预算数", "column", {"year": "2025", "stage": OWN}),
        ("上年结转（3）=（1）-（2）", "column", {"vintage": "CARRIED"}),
        ("（2）政府性基金拨款", "row", {"source": FundingSource.FUND}),
        (
            "二、上年财政拨款结转",
            "row",
            {"source": FundingSource.APPROPRIATION, "vintage": "CARRIED"},
        ),
        ("公务用车购置及运维费", "row", {"economic": VEHICLES.economic}),
        ("收入总数", "row", {"flow": Flow.IN}),
        ("公务用车运行维护费", "column", {"economic": VEHICLE_RUNNING.economic}),
        ("对个人和家庭补助", "row", {"economic": ("303",)}),
        ("C服务", "item", {"procurement": Procurement.SERVICES}),
        (
            "其中：2026年政府采购项目中预留给中小企业的项目资金规模",
            "column",
            {
                "procurement": Procurement.PROCURED,
                "reservation": Reservation.RESERVED,
                "year": "2026",
                "part": True,
            },
        ),
        ("单位预留机动经费", "column", {"nature": Nature.RESERVE}),
        ("年终结转结余", "row", {"flow": Flow.CLOSING}),
    ],
)
def test_words_say(text: str, place: str, said: dict[str, object]) -> None:
    assert meaning_of(text, place) == Meaning(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["编制预算", "其中：捐赠收入", "扣除基建项目后预算数"])
def test_what_is_understood_and_no_scope_can_say_is_open(text: str) -> None:
    said = meaning_of(text, "column")
    assert said.open
    assert not said.unknown
    assert not said.understood


@pytest.mark.parametrize("text", ["飞行津贴", "基本支出与青山", "财政拨款事业收入"])
def test_what_is_not_known_or_contradicts_itself_is_unknown(text: str) -> None:
    assert meaning_of(text, "column").unknown


@pytest.mark.parametrize("text", ["增减额", "2026年预算数比2025年执行数", "增减（%）"])
def test_differences_are_told(text: str) -> None:
    assert meaning_of(text, "column").difference


def test_a_path_is_the_meet_of_its_headings() -> None:
    path = [meaning_of(t, "column") for t in ("2026年预算", "财政拨款", "一般公共预算拨款", "小计")]
    said = meant_together(path)
    assert (said.source, said.year, said.understood) == (FundingSource.GENERAL, "2026", True)
    against = meant_together([meaning_of("政府性基金", "column"), meaning_of("事业收入", "column")])
    assert not against.understood


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_the_order_of_headings_changes_nothing(words: list[str]) -> None:
    path = [meaning_of(word, "column") for word in words]
    backwards = meant_together(reversed(path))
    said = meant_together(path)
    assert said.understood == backwards.understood
    if said.understood:
        assert (said.source, said.nature) == (backwards.source, backwards.nature)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.text("甲乙丙丁", min_size=1, max_size=3),
)
def test_one_unknown_heading_makes_a_path_unknown(words: list[str], strange: str) -> None:
    path = [meaning_of(word, "column") for word in words]
    for place in range(len(path) + 1):
        around = [*path[:place], meaning_of(f"{strange}", "column"), *path[place:]]
        assert not meant_together(around).understood


def test_a_use_is_told_with_both_lists_that_have_its_name() -> None:
    both = meaning_of("工资福利支出", "column")
    assert (both.economic, both.government) == (("301",), ("50501",))
    theirs = meaning_of("机关资本性支出（一）", "column")
    assert (theirs.economic, theirs.government) == (None, ("503",))
    assert meaning_of("津贴补贴", "column").economic == ("30102",)
    assert not meaning_of("津贴补贴", "row").understood  # a row's name needs the rows above it


def test_a_short_name_is_told_by_what_it_stands_under() -> None:
    short = meaning_of("购置费", "column")
    assert meant_together([meaning_of("公务用车费", "column"), short]).economic == (
        "30913",
        "31013",
    )
    assert not meant_together([meaning_of("公务接待费", "column"), short]).understood
    assert not meant_together([short]).understood
