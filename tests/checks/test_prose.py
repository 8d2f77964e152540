"""The prose against the tables: planted faults are found where they are, and nothing else is."""

# ruff: noqa: E501  (lines of a narrative are as long as they are printed)

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Scope, Verdict, check
from cnbudget.arithmetic import exact
from cnbudget.checks.prose import ProseCheck
from cnbudget.checks.witnesses import _slip
from tests.narrative.documents import TABLES, budget, claims

GOOD = """三、关于某市某某局2026年支出预算情况说明
某市某某局2026年支出预算100.00万元，其中：
基本支出80.00万元，占80.00%，比上年预算增加10.00万元，增长14.29%，主要原因是人员增加。
项目支出20.00万元，占20.00%，比上年预算减少10.00万元，下降33.33%，主要原因是项目减少。
五、关于某市某某局2026年一般公共预算当年拨款情况说明
（一）一般公共预算当年拨款规模变化情况
某市某某局2026年一般公共预算拨款合计100.00万元，其中：
基本支出80.00万元，比上年预算增加10.00万元，增长14.29%。
项目支出20.00万元，比上年预算减少10.00万元，下降33.33%。
（三）一般公共预算当年拨款具体使用情况
1. 社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）：2026年预算数为30.00万元，比上年预算增加5.00万元，增长20.00%。
2. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：2026年预算数为70.00万元，比上年预算减少5.00万元，下降6.67%。
"""
FIRST = TABLES.count("\n") + 1  # the line of the first heading

FAULTS = [
    ("支出预算100.00", "支出预算110.00", 1, "agree"),
    ("基本支出80.00万元，占80.00%", "基本支出80.00万元，占81.00%", 2, "share"),
    ("增长14.29%，主要", "增长15.29%，主要", 2, "growth"),
    ("下降33.33%，主要", "增长33.33%，主要", 3, "growth"),
    ("30.00万元，比上年", "31.00万元，比上年", 10, "agree"),
    ("（项）：2026年预算数为70.00万元，比上年预算减少5.00万元，下降6.67%",
     "（项）：2026年预算数为70.00万元，比上年预算减少15.00万元，下降17.65%", 11, "add-up"),
]  # fmt: skip


def _wrong(prose: str) -> list[Finding]:
    """What is wrong, the tables aside that the small budget lacks."""
    return [each for each in check(budget(prose)).wrong if each.law != "form"]


def test_a_sound_narrative_has_no_findings() -> None:
    report = check(budget(GOOD))
    tables = {finding.zh for finding in check(budget(GOOD), prose=False).findings}
    assert [finding for finding in report.findings if finding.zh not in tables] == []
    assert report.tallies["share"].exact == 2
    assert report.tallies["growth"].exact == 6
    assert [figure for figure, _ in report.untied if figure.row.within == "prose"] == []


@pytest.mark.parametrize(("old", "new", "line", "law"), FAULTS)
def test_a_planted_fault_is_found(old: str, new: str, line: int, law: str) -> None:
    assert GOOD.count(old) == 1
    report = check(budget(GOOD.replace(old, new)))
    causes = [
        finding
        for finding in report.findings
        if finding.verdict is Verdict.VIOLATED
        and finding.severity != "note"
        and finding.law != "form"
        and not finding.caused_by
    ]
    assert law in {finding.law for finding in causes}
    lines = {
        place.line
        for finding in causes
        for place in (finding.place, *(figure.place for figure in finding.figures))
    }
    assert FIRST + line in lines
    assert all(finding.zh and finding.en for finding in causes)


def test_figures_of_the_prose_say_so() -> None:
    report = check(budget(GOOD.replace("支出预算100.00", "支出预算110.00")))
    found = next(each for each in report.to_dict()["findings"] if each["law"] == "agree")
    prose, table = found["figures"]
    assert (prose["in"], prose["value"], prose["line"]) == ("prose", "110.00", FIRST + 1)
    assert prose["section"] == "关于某市某某局2026年支出预算情况说明"
    assert (table["in"], table["value"]) == ("table", "100.00")
    assert found["suspects"][0]["suggestion"] == "100.00"


def test_an_item_without_a_row_and_a_row_without_an_item() -> None:
    prose = GOOD.replace("2. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：2026年预算数为70.00",
                         "2. 教育支出（类）普通教育（款）小学教育（项）：2026年预算数为70.00")  # fmt: skip
    report = check(budget(prose))
    assert any(each.law == "agree" and "2050202" in each.zh for each in report.findings)
    assert any(each.law == "form" and "2101101" in each.zh for each in report.findings)
    gone = prose.replace(
        "为70.00万元，比上年预算减少5.00万元，下降6.67%",
        "为0.00万元，比上年预算减少5.00万元，下降100.00%",
    )
    assert not any(each.law == "agree" for each in check(budget(gone)).findings)


def test_a_list_names_what_has_money() -> None:
    lists = "一、关于某市某某局2026年收支预算情况的总体说明\n收支总预算100.00万元。\n支出预算包括：{}。\n"
    whole = "社会保障和就业支出、卫生健康支出"
    assert not [f for f in check(budget(lists.format(whole))).findings if f.law == "slip"]
    for wrong, word in (("卫生健康支出", "208"), (whole + "、教育支出", "教育支出")):
        (finding,) = [f for f in check(budget(lists.format(wrong))).findings if f.law == "slip"]
        assert word in finding.zh


def test_whole_ten_thousands_may_be_cut_off_from_finer_tables() -> None:
    prose = GOOD.replace("支出预算100.00万元", "支出预算100万元")
    assert not _wrong(prose)
    assert _wrong(GOOD.replace("支出预算100.00万元", "支出预算101万元"))


def test_the_same_wrong_number_twice_is_one_cause() -> None:
    prose = GOOD.replace("基本支出80.00万元", "基本支出81.00万元")
    causes = [f for f in check(budget(prose)).wrong if f.law == "agree" and f.caused_by is None]
    assert len(causes) == 2  # of two scopes: all money, and the general budget
    shares = [f for f in check(budget(prose)).wrong if f.law == "share"]
    assert all(f.caused_by is not None for f in shares)


def test_the_prose_can_be_left_out() -> None:
    report = check(budget(GOOD.replace("支出预算100.00", "支出预算110.00")), prose=False)
    assert not [each for each in report.wrong if each.law != "form"]
    assert any("文字部分" in each.what for each in report.not_checked)


def test_last_years_own_disclosure() -> None:
    this = budget(GOOD)
    last = attrs.evolve(this, year=2025)  # as if nothing had changed since
    report = check(this, previous=last)
    (note,) = [each for each in report.findings if each.key == "years.restated"]
    assert (
        "不一致的有 6 个口径（共核对 6 个）" in note.zh
    )  # most of them: the document is not last year's
    assert not [each for each in report.wrong if each.key == "years.differ"]


def test_items_of_last_year_alone_may_be_left_out() -> None:
    prose = GOOD.replace(
        "为70.00万元，比上年预算减少5.00万元，下降6.67%",
        "为70.00万元，比上年预算增加5.00万元，增长7.69%",
    )
    (finding,) = [
        f for f in check(budget(prose)).findings if f.law == "add-up" and "100.00 万元" in f.zh
    ]
    assert (finding.verdict, finding.severity) == (Verdict.VIOLATED, "note")


def test_a_share_may_be_that_in_the_outer_whole() -> None:
    prose = GOOD.replace(
        "基本支出80.00万元，占80.00%", "基本支出80.00万元，占80.00%，其中：人员经费60.00万元，占{}%"
    )
    for share, good in (("60.00", True), ("75.00", True), ("70.00", False)):
        assert (not [f for f in _wrong(prose.format(share)) if f.law == "share"]) is good


@given(st.integers(1, 9), st.integers(0, 4), st.integers(0, 10**7), st.integers(0, 6))
def test_what_a_slip_can_be_is_printed_as_the_slip_is(
    first: int, places: int, right: int, finer: int
) -> None:
    """What a number has to be may have more decimals than it prints: parts of its sum do."""
    printed = f"{first}{'0' * places}.{'5' * places}".rstrip(".")
    (claim,) = claims(f"收入预算{printed}万元。").of("amount")
    found = _slip(claim, Decimal(right).scaleb(-finer, exact), 4)
    if found is not None:
        assert -int(found.as_tuple().exponent) == claim.places
        assert claim.value is not None
        same = [a == b for a, b in zip(f"{found:f}", f"{claim.value:f}", strict=True)]
        assert same.count(False) == 1


def test_parts_with_more_decimals_than_their_whole_are_reckoned() -> None:
    text = (
        "二、收入预算情况说明\n收入预算100.0万元，包括：甲类业务30.004万元，乙类业务60.001万元。\n"
    )
    assert [each.law for each in _wrong(text)].count("add-up") == 1


@attrs.frozen(eq=False)
class _Said:
    text: str
    scope: Scope | None
    kind: str
    place: int
    figure: Any


def _said(text: str, *, scope: bool = False, kind: str = "amount", place: int = 1) -> Any:
    figure = SimpleNamespace(unit_text="万元")
    return _Said(text, Scope() if scope else None, kind, place, figure)


def test_numbers_of_no_subject_are_held_where_something_is_held_against_each_of_them() -> None:
    one, other, far, scoped = (
        _said("1.00"), _said("2.00"), _said("1.00", place=2), _said("3.00", scope=True)
    )  # fmt: skip
    share = _said("4.00", kind="share")
    every: list[Any] = [one, other, far, scoped, share]

    def held(*tied: Any, untied: Sequence[Any] = (), claims: Sequence[Any] = every) -> Any:
        made: Any = SimpleNamespace(
            claims=claims, tied=set(tied), untied=[(each, None) for each in untied]
        )
        return ProseCheck._held(made)

    assert held() == {}
    assert held(one, scoped, share) == {1: {"1.00万元"}}
    assert held(one, other, far) == {1: {"1.00万元", "2.00万元"}, 2: {"1.00万元"}}
    assert held(one, other, untied=[other]) == {1: {"1.00万元"}}
    # a number told twice at a place, once of what nothing is held against
    again = _said("1.00")
    assert held(one, claims=[one, again]) == {1: set()}
