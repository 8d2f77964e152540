"""Names in the text that the lists have in other years only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import check, classification, read_text
from cnbudget.classification import Kind

TABLE = """2026年某区某局部门预算

支出预算总表

编制部门：某区某局 单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t300.00\t300.00\t
210\t卫生健康支出\t300.00\t300.00\t
21011\t行政事业单位医疗\t300.00\t300.00\t
2101101\t行政单位医疗\t300.00\t300.00\t

2026年部门预算编制说明

"""


def old_names(sentence: str) -> list[str]:
    report = check(read_text(TABLE + sentence + "\n"))
    return [f.zh for f in report.findings if f.key == "checks.in_text"]


def test_a_name_of_another_year_is_an_old_name() -> None:
    (said,) = old_names(
        "11.“医疗卫生与计划生育支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）”300.00万元，主要用于医疗缴费。"
    )
    assert "210 在2026年科目表中的名称是“卫生健康支出”" in said
    assert "第15行" in said


@pytest.mark.parametrize(
    "sentence",
    [
        "卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）300.00万元。",
        "医疗卫生与计划生育支出300.00万元。",  # without its level it may be said of any year
        "某种医疗卫生支出（类）300.00万元。",  # in no list of any year
        "（类）（款）（项）300.00万元。",
    ],
)
def test_other_wording_is_left_alone(sentence: str) -> None:
    assert old_names(sentence) == []


def test_a_name_is_told_once() -> None:
    assert len(old_names("医疗卫生与计划生育支出（类）3.00万元。\n" * 5)) == 1


@given(st.data())
def test_old_names_are_those_that_the_year_does_not_have(data: st.DataObject) -> None:
    lists = classification.default()
    code = data.draw(st.sampled_from([c for c in lists.codes(Kind.FUNCTIONAL) if len(c) <= 5]))
    subject = data.draw(st.sampled_from(lists.history(code)))
    held = [s for s in lists.named(subject.name, kind=Kind.FUNCTIONAL) if s.until is None]
    said = old_names(f"其中：{subject.name}（类）300.00万元。")
    assert bool(said) == (not held and len(subject.name) >= 3)
