"""Words of the forms in the prose, headings on the line of their text, and what stands in brackets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import FundingSource
from cnbudget.figures import Place
from cnbudget.forms import using, vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.forms.vocabulary import extended
from cnbudget.narrative.pieces import bare
from cnbudget.narrative.sections import opened, sections_of
from cnbudget.narrative.subjects import Context
from cnbudget.narrative.text import clauses
from cnbudget.passages import Passage
from cnbudget.scope import EVERYTHING, Scope
from tests.narrative.documents import claims

SHARED = sorted(
    word
    for word, entries in vocabulary().entries["row"].items()
    if word in vocabulary().entries["column"] and bare(word) not in vocabulary().entries["subject"]
    if {each.dimension for each in entries} in ({"source"}, {"nature"}, {"use"})
)
TITLES = ("机关运行经费", "政府采购情况", "国有资产占有使用情况", "预算绩效情况说明")


@given(st.sampled_from(SHARED), st.sampled_from(("", "预算", "合计", "安排的")))
def test_a_word_of_the_forms_means_in_the_prose_what_it_means_in_a_row(
    word: str, more: str
) -> None:
    said = meaning_of(word, "row")
    scope = Context((), year=2026).subject(bare(word) + more, EVERYTHING).scope
    assert scope is not None
    assert said.source in (None, scope.source)
    assert said.nature in (None, scope.nature)
    assert said.economic in (None, scope.economic)


def test_a_word_can_be_added_for_subjects_alone() -> None:
    def said() -> object:
        return Context((), year=2026).subject("机关统筹款支出", EVERYTHING).scope

    assert said() is None
    with using(extended(["subject.source UNIT: 机关统筹款"])):
        assert said() == Scope(source=FundingSource.UNIT)
        assert vocabulary().says("机关统筹款", "row") == ()


def test_a_word_that_only_rows_have_is_no_piece() -> None:
    """部门预算 heads a row of this year's money in one form; in the prose it is any budget."""
    subject = Context((), year=2026).subject("部门预算收入", EVERYTHING)
    assert subject.scope == EVERYTHING


@given(st.sampled_from(TITLES), st.sampled_from("：:。"), st.text("预算安排5万元，。", min_size=1))
def test_a_heading_on_the_line_of_its_text_is_parted_from_it_and_nothing_is_lost(
    title: str, mark: str, text: str
) -> None:
    whole = Passage(f"（三）{title}{mark}{text}", Place(7))
    found = list(opened([whole]))
    assert [each.text for each in found] == [f"（三）{title}", text]
    assert {each.place for each in found} == {whole.place}


@pytest.mark.parametrize(
    "text", ["（一）基本支出：2026年5万元。", "（四）政府采购情况：", "政府采购情况：5万元"]
)
def test_what_is_no_such_heading_stays(text: str) -> None:
    whole = Passage(text)
    assert list(opened([whole])) == [whole]


LINES = (
    "目录", "第一部分 单位概况......3", "第二部分 预算情况说明", "一、收支预算情况", "（一）收入预算",
    "第四部分 名词解释......40", "收入预算5万元。", "第二部分 预算情况说明......5",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=10))
def test_no_passage_is_lost_between_contents_and_text(lines: list[str]) -> None:
    found = sections_of([Passage(line) for line in lines])
    assert sum(len(each.passages) + bool(each.title) for each in found) == len(lines)


def test_headings_behind_the_tables_are_not_of_the_contents_before_them() -> None:
    lines = ("目录", "表一", "第二部分 预算情况说明", "一、收支预算情况", "收入预算5万元。")
    found = sections_of([Passage(line) for line in lines])
    assert [each.title for each in found] == ["目录", "预算情况说明", "收支预算情况"]
    assert found[-1].passages[0].text == lines[-1]


@given(
    st.lists(
        st.sampled_from(("甲5万元", "乙", "（其中丙3万元，丁2万元）", "，", "；")), max_size=12
    )
)
def test_clauses_and_what_stands_in_brackets_come_in_the_order_of_the_text(
    pieces: list[str],
) -> None:
    text = "".join(pieces)
    found = clauses(text.replace("（", "(").replace("）", ")"), 0)
    for before, after in pairwise(found):
        assert before.first <= after.first


def test_the_budget_of_what_was_counted_is_not_that_of_the_last_subject() -> None:
    found = claims("“三公”经费预算30万元。为急救中心购置公务用车5辆，预算20万元，支出决算20万元。")
    assert [each.scope is None for each in found.of("amount")] == [False, True, True]


def test_parts_in_brackets_are_stated_and_are_of_the_amount_before_them() -> None:
    found = claims(
        "公务用车购置及运行维护费30万元（其中：公务用车购置费20万元，公务用车运行维护费10万元），比上年增加3万元。"
    )
    amounts = found.of("amount")
    assert [(each.subject, each.role) for each in amounts] == [
        ("公务用车购置及运行维护费", "stated"),
        ("公务用车购置费", "stated"),
        ("公务用车运行维护费", "stated"),
    ]
    assert [each.whole for each in amounts[1:]] == [amounts[0], amounts[0]]
    (change,) = found.of("change")
    assert change.of is amounts[0]
