"""Last year's numbers: column, text, and last year's own document, held to each other; nothing else is called wrong."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import (
    Amount,
    ComparisonError,
    Disclosure,
    Entry,
    Figure,
    Finding,
    FundingSource,
    Ledger,
    Nature,
    Report,
    State,
    Verdict,
    check,
    compose,
    publish,
)
from cnbudget.checks.last_year import LastYearWords
from cnbudget.checks.units import check_all
from cnbudget.examples import example_ledger
from cnbudget.strategies import ledgers
from tests.checks.two_years import ROOT, column_of_last_year, printed_together
from tests.narrative.documents import TABLES

YEARS = st.integers(2019, 2026)
THIS = cnbudget.example("artux")
LAST = attrs.evolve(THIS, year=2025)


def _about(report: Report) -> list[Finding]:
    """What is said of last year's numbers."""
    return [each for each in report.findings if isinstance(each.words, LastYearWords)]


def _wrong(report: Report) -> list[Finding]:
    return [each for each in _about(report) if each.verdict is Verdict.VIOLATED]


def _ledgers(year: int) -> st.SearchStrategy[tuple[Ledger, Ledger]]:
    return st.tuples(ledgers(year=year - 1), ledgers(year=year))


def _off(figure: Figure, by: str = "5.00") -> Figure:
    return figure.evolve(value=(figure.value or Decimal(0)) + Decimal(by), state=State.VALUE)


def _qingshan() -> tuple[Ledger, Ledger]:
    earlier, later = (
        cnbudget.read_ledger(ROOT / "examples" / f"qingshan-{year}.csv") for year in (2025, 2026)
    )
    return earlier, later


# Nothing false -----------------------------------------------------------------------------------


@given(YEARS.flatmap(_ledgers))
def test_what_two_years_published_and_the_text_says_of_them_agrees(
    both: tuple[Ledger, Ledger],
) -> None:
    last, year = publish(both[0]), both[1]
    this = compose(publish(year), last)
    report = check(this, previous=last)
    assert not _wrong(report)
    # what last year's document bears out may be suspected less, so that suspects may differ
    alone = {(each.law, each.message("zh")) for each in check(this).findings}
    assert [each for each in report.wrong if (each.law, each.message("zh")) not in alone] == []
    assert report.previous is last


@given(YEARS.flatmap(_ledgers))
def test_a_column_of_last_year_in_this_years_codes_agrees(both: tuple[Ledger, Ledger]) -> None:
    this, last = printed_together(*both)
    assert not _wrong(check(this, previous=last))


def test_something_is_compared_in_both() -> None:
    earlier, later = _qingshan()
    last = publish(earlier)
    this = compose(publish(later), last)
    assert len(_about(check(this, previous=last))) == 0
    more = check(this, previous=last).checked.exact - check(this).checked.exact
    assert more == 31
    this, last = printed_together(earlier, later)
    column = [each for each in this.figures if each.scope is not None and each.scope.year]
    assert check(this, previous=last).checked.exact - check(this).checked.exact == len(column)


# What was planted is found ------------------------------------------------------------------------


@given(st.data())
def test_an_amount_that_last_year_published_otherwise_is_found(data: st.DataObject) -> None:
    earlier, later = _qingshan()
    last = attrs.evolve(publish(earlier), source="上年.xlsx")
    this = attrs.evolve(compose(publish(later), last), source="本年.xlsx")
    figure = data.draw(st.sampled_from([each for each in last.basic.figures if each.value]))
    told = this.previous_year.figures
    spoken = [each.scope for each in told]
    of_it = data.draw(st.sampled_from([s for s in spoken if last.find(attrs.evolve(s, year=None))]))
    same = last.find(attrs.evolve(of_it, year=None))
    assert figure is not None
    bad = last.with_figures([(each, _off(each)) for each in same])
    (found,) = [each for each in _wrong(check(this, previous=bad)) if each.caused_by is None]
    assert found.severity == "error"
    assert abs((found.expected or 0) - (found.found or 0)) == 5
    other = found.figures[-1]
    assert (other.place.year, other.place.file) == (2025, "上年.xlsx")
    assert other.scope == same[0].scope
    assert "2025年公开文件" in found.zh
    assert "上年.xlsx" in found.zh
    assert found.figures[0].row.within == "prose"


@given(st.data())
def test_a_wrong_number_of_the_column_is_told_by_last_years_document(data: st.DataObject) -> None:
    this, last = printed_together(*_qingshan())
    tens = [each for each in this.figures if each.scope and each.scope.year and each.value]
    figure = data.draw(st.sampled_from(tens))
    bad = this.with_figures([(figure, _off(figure))])
    report = check(bad, previous=last)
    (found,) = _wrong(report)
    root = found if found.caused_by is None else report.findings[int(found.caused_by[1:]) - 1]
    assert found.figures[0].address == figure.address
    wrong = root.suspects[0] if root.suspects else None
    assert wrong is None or wrong.figure.address == figure.address
    assert found.caused_by is None or root.figures
    assert {each.id for each in report.wrong if each.caused_by is None} == {root.id}


def test_of_three_sources_the_third_is_suspected() -> None:
    earlier, later = _qingshan()
    last = publish(earlier)
    text = compose(publish(later), last).passages
    this, plain = printed_together(earlier, later)
    this = attrs.evolve(this, passages=text)
    (figure,) = [
        each
        for each in this.expenditure.figures
        if each.scope is not None and each.scope.year and each.row.row == "合计"
    ]
    bad = this.with_figures([(figure, _off(figure))])
    found = [
        each for each in _about(check(bad, previous=plain)) if each.verdict is Verdict.VIOLATED
    ]
    assert found


COLUMNS = """2026年某市某某局部门预算公开
表5 一般公共预算支出情况表
编制部门：某市某某局
单位：万元
科目编码\t科目名称\t2025年{stage}\t2026年预算数
208\t社会保障和就业支出\t25.00\t30.00
210\t卫生健康支出\t60.00\t70.00
\t合计\t85.00\t100.00
2026年部门预算情况说明
一般公共预算支出100.00万元，比2025年{against}增加{change}万元。
"""


def _columns(stage: str = "预算数", against: str = "预算", change: str = "15.00") -> Disclosure:
    return cnbudget.read_text(COLUMNS.format(stage=stage, against=against, change=change))


def test_the_text_is_held_to_the_column_without_another_document() -> None:
    assert not _about(check(_columns()))
    (found,) = _wrong(check(_columns(change="14.00")))
    assert found.severity == "error"
    assert [each.row.within for each in found.figures] == ["prose", "prose", "table"]
    assert found.zh.startswith("同是2025年预算，相差 1.00 万元：")


@pytest.mark.parametrize("stage", ["执行数", "调整预算数"])
def test_what_is_of_another_stage_is_not_accused(stage: str) -> None:
    last = cnbudget.read_text(TABLES.replace("2026", "2025"))
    report = check(_columns(stage=stage), previous=last)
    first = [found.figures[0].row.within for found in _wrong(report)]
    assert "table" not in first
    keys = {each.key for each in report.not_checked}
    assert keys & {"years.adjusted", "years.other_stage"}


def test_an_adjusted_budget_that_the_text_speaks_of_is_not_accused() -> None:
    report = check(_columns(against="调整预算", change="14.00"))
    assert not _wrong(report)


def test_last_year_restated_as_a_whole_is_doubted_and_not_accused() -> None:
    this, last = printed_together(*_qingshan())
    other = last.with_figures(
        [(each, _off(each, "9.00")) for each in last.figures if each.state is State.VALUE]
    )
    report = check(this, previous=other)
    assert not _wrong(report)
    assert [each.key for each in report.findings].count("years.restated") == 1


# Codes that moved ---------------------------------------------------------------------------------


def _ledger(year: int, *entries: tuple[str, str]) -> Ledger:
    return Ledger(
        [
            Entry(code, "30201", source=FundingSource.GENERAL_OWN, nature=Nature.PROJECT,
                  amount=Amount(amount, "万元"), project="项目")
            for code, amount in entries
        ],
        "某市某某局",
        year=year,
    )  # fmt: skip


MOVED = (
    _ledger(2018, ("2080204", "40"), ("2080299", "60"), ("2082101", "7")),
    _ledger(2019, ("2082804", "45"), ("2080299", "66"), ("2082101", "8")),
)


def test_a_moved_code_is_followed_and_what_is_around_it_put_right() -> None:
    this, last = printed_together(*MOVED)
    assert this.expenditure["2082804"].figures[-1].text == "40.00"
    assert this.expenditure["20802"].figures[-1].text == "60.00"
    report = check(this, previous=last)
    assert not _wrong(report)
    figure = this.expenditure["2082804"].figures[-1]
    (found,) = _wrong(check(this.with_figures([(figure, _off(figure))]), previous=last))
    assert found.figures[-1].row.row == "2080204"
    around = this.expenditure["20802"].figures[-1]
    report = check(this.with_figures([(around, _off(around))]), previous=last)
    (found,) = _wrong(report)
    assert {each.row.row for each in found.figures if each.place.year} == {"20802", "2080204"}
    assert "60.00" in found.zh


def test_a_code_that_nobody_can_follow_is_said() -> None:
    this, last = printed_together(*MOVED)
    keys = {each.key: each for each in check(this, previous=last).not_checked}
    assert "20828" in keys["years.no_trace"].why


def test_last_year_under_last_years_codes_is_not_accused() -> None:
    this, last = printed_together(*MOVED)
    figure = this.expenditure["20802"].figures[-1]
    report = check(
        this.with_figures([(figure, figure.evolve(value=Decimal("100.00")))]), previous=last
    )
    assert not _wrong(report)
    assert "years.by_old_code" in {each.key for each in report.not_checked}


# What does not belong together ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("this", "last", "says"),
    [
        (LAST, THIS, "2025年与2026年：不是本年与上年"),
        (THIS, THIS, "2026年与2026年：不是本年与上年"),
        (THIS, attrs.evolve(THIS, year=2024), "2026年与2024年：不是本年与上年"),
        (THIS, attrs.evolve(LAST, stage="决算"), "一份是预算，一份是决算"),
        (THIS, attrs.evolve(LAST, agency="乙局"), "不是同一部门"),
    ],
)
def test_the_wrong_order_year_stage_or_agency_is_refused(
    this: Disclosure, last: Disclosure, says: str
) -> None:
    with pytest.raises(ComparisonError) as caught:
        check(this, previous=last)
    assert says in caught.value.zh
    assert caught.value.hint_zh != caught.value.hint
    (report,) = check_all([this], previous=[last])
    assert report.previous is None
    assert "years.none_of_it" in {each.key for each in report.not_checked}


@pytest.mark.parametrize(
    "change", [{"year": None}, {"agency": ""}, {"agency": " 阿图什市 医疗保障局"}]
)
def test_what_a_document_does_not_say_is_not_held_against_it(change: dict[str, Any]) -> None:
    last = attrs.evolve(LAST, **change)
    assert check(THIS, previous=last).previous is last
    assert check_all([THIS], previous=[last])[0].previous is last


def test_of_several_each_has_its_own() -> None:
    akto = attrs.evolve(publish(example_ledger("akto")), year=2026)
    earlier = [attrs.evolve(akto, year=2025), LAST]
    one, other = check_all([THIS, akto], previous=earlier)
    assert (one.previous, other.previous) == (LAST, earlier[0])
    report = check_all([THIS, akto], previous=[LAST])[1]
    assert report.previous is None
    assert "years.none_of_it" in {each.key for each in report.not_checked}


def test_the_column_is_written_for_this_test_alone() -> None:
    """The helper leaves everything but last year's column as it is."""
    earlier, later = _qingshan()
    this, last = printed_together(earlier, later)
    again = column_of_last_year(this, last)
    assert again == this
