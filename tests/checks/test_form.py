"""The form: tables that are missing, rows out of their order, uses against custom."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Report, State, Verdict
from cnbudget.checks.custom import _by_parent, _made_up, _unusual
from cnbudget.checks.form import _ascending, check_form
from cnbudget.checks.record import Record
from cnbudget.dimensions import Nature
from tests.documents import corpus

_TEXT = corpus.text("artux")
_GRID = "甲\t乙\na\t1\nb\t2\n"
_FIFTH = "一般公共预算支出情况表"
_LAST = "221\t02\t01\t住房公积金\t32.43\t32.43\t\n"
_AHEAD = "编制部门：阿图什市医疗保障局\n\n单位：万元\n\n"


def _checked(text: str) -> Report:
    return cnbudget.check(cnbudget.read_text(text))


def _without_fifth(line: str) -> str:
    """The example with a line and a small grid in the place of table 5."""
    start, end = (_TEXT.index(f"表 {number}\n") for number in (5, 6))
    return f"{_TEXT[:start]}{line}\n\n{_GRID}\n{_TEXT[end:]}"


def _of_fifth(report: Report) -> Verdict:
    (told,) = [f.verdict for f in report.findings if f.law == "form" and f"《{_FIFTH}》" in f.zh]
    return told


@pytest.mark.parametrize(
    "line",
    [
        "以上收支情况见附表",
        "数据详见部门收支总体情况表",
        "阿图什市医疗保障局没有此项支出，本表为空表",
        "部门收支对照表\n\n支出按部门预算列示",
        "第三部分 部门预算公开表",
        "部门收支对照的数据与上述口径相同并且已经按照规定经过汇总和审核以后才列入了下面的这一张部门预算收支表",
    ],
)
def test_a_sentence_over_a_grid_is_no_table_of_another_form(line: str) -> None:
    report = _checked(_without_fifth(line))
    assert _of_fifth(report) is Verdict.VIOLATED
    wrong = [each for each in report.findings if each.law == "form"]
    assert report.tallies["form"].violated == sum(f.verdict is Verdict.VIOLATED for f in wrong)


@pytest.mark.parametrize(
    "ahead", ["", "附表\n\n", "公开05表\n\n", _AHEAD, "阿图什市医疗保障局\n\n"]
)
@pytest.mark.parametrize("title", ["部门收支对照表", "“三公”经费及会议费、培训费支出表"])
def test_where_there_is_another_table_nobody_knows_whether_one_is_missing(
    title: str, ahead: str
) -> None:
    assert _of_fifth(_checked(_without_fifth(f"{title}\n\n{ahead}"))) is Verdict.UNDECIDED


# The order of codes --------------------------------------------------------------------------------


def _with_row(row: str) -> Report:
    """The example with a row behind the last one of table 3."""
    start = _TEXT.index("部门支出总体情况表\n", _TEXT.index("表 3\n"))
    end = _TEXT.index(_LAST, start) + len(_LAST)
    return _checked(_TEXT[:end] + row + _TEXT[end:])


@pytest.mark.parametrize("cell", ["0.00", "", "XX"])
def test_a_row_out_of_order_is_told_with_money_or_without(cell: str) -> None:
    report = _with_row(f"210\t11\t03\t公务员医疗补助\t{cell}\t{cell}\t\n")
    assert [f.verdict for f in report.findings if "没有按编码顺序排列：2101103" in f.zh] == [
        Verdict.VIOLATED
    ]


def _own_order() -> Disclosure:
    """The example with a category of table 4 behind the last one."""
    start = _TEXT.index("表 4\n")
    row = "\t\t224 灾害防治及应急管理支出\t\t\t\t\n"
    end = _TEXT.index("\n", _TEXT.index("\t\t234 抗疫", start)) + 1
    assert row in _TEXT[start:end]
    return cnbudget.read_text(_TEXT[:start] + _TEXT[start:end].replace(row, "") + row + _TEXT[end:])


def test_a_form_that_lists_all_categories_has_an_order_of_its_own() -> None:
    told = [f.zh for f in cnbudget.check(_own_order()).findings]
    assert not any("没有按编码顺序排列" in zh for zh in told)


def test_a_category_whose_cells_are_lost_may_have_money() -> None:
    budget = _own_order()
    lost = [
        (figure, figure.evolve(state=State.MISSING, value=None))
        for row in budget[4].rows
        if str(row.code) == "224"
        for figure in row.figures
    ]
    assert lost
    told = [f.zh for f in cnbudget.check(budget.with_figures(lost)).findings]
    assert any("没有按编码顺序排列：224" in zh for zh in told)


@given(st.permutations(range(6)), st.integers(0, 5))
def test_tables_in_another_order_are_one_finding_and_one_is_no_fault(
    order: list[int], first: int
) -> None:
    """The form's own order is silent wherever it begins and ends; of another one all tables that moved are named."""
    budget = cnbudget.example("artux")
    places = [place for place in order if place >= first]
    keys = [budget.order[place] for place in places]
    record = Record(budget.unit)
    check_form(record, attrs.evolve(budget, order=tuple(keys)))
    told = [f for f in record.findings if "顺序" in f.zh]
    ahead = sorted(places) != places
    assert len(told) == ahead
    assert record.counts["form"]["violated"] == ahead
    if first == 0:
        moved = [
            budget.table(key).title for place, key in enumerate(keys) if places[place] != place
        ]
        assert all(f.zh.count("《") == len(moved) for f in told)
        assert all(f"《{title}》" in f.zh for f in told for title in moved)


@given(st.lists(st.sampled_from(["201", "20101", "202", "203"]), max_size=7))
def test_as_few_rows_as_can_be_are_out_of_order(digits: list[str]) -> None:
    kept = [digits[i] for i in sorted(_ascending(digits))]
    assert kept == sorted(kept)
    most = max(
        n
        for n in range(len(digits) + 1)
        if any(list(some) == sorted(some) for some in combinations(digits, n))
    )
    assert len(kept) == most


# Custom --------------------------------------------------------------------------------------------

_GOODS = "302\t\t商品和服务支出\t5.95\t\t5.95\n"
_PARTS = (
    "01\t办公费\t3.30\t\t3.30\n",
    "28\t工会经费\t1.45\t\t1.45\n",
    "31\t公务用车运行维护费\t1.20\t\t1.20\n",
)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.integers(0, 60))
def test_a_use_against_custom_is_told_unless_it_is_the_sum_of_those_told(
    cents: list[int], whole: int
) -> None:
    text = _TEXT.replace(_GOODS, _GOODS.replace("5.95\t\t", f"5.95\t{Decimal(whole) / 100}\t"))
    for part, each in zip(_PARTS, cents, strict=True):
        assert f"302\t{part}" in text
        text = text.replace(part, part.replace("\t\t", f"\t{Decimal(each) / 100}\t"))
    told = [f.zh for f in _checked(text).findings if "惯例为 301、303" in f.zh]
    assert len([zh for zh in told if "经济分类 302 " in zh]) == bool(whole and whole != sum(cents))
    assert len(told) == bool(whole and whole != sum(cents)) + sum(map(bool, cents))


@pytest.mark.parametrize("elsewhere", ["table", "column"])
def test_a_child_elsewhere_does_not_make_up_its_parent(elsewhere: str) -> None:
    rows = {str(row.code): row for row in cnbudget.example("artux")[6].rows}
    whole, part = (rows[code].figures[2].evolve(value=Decimal("0.30")) for code in ("302", "30201"))
    assert _made_up(whole, _by_parent([whole, part]))
    if elsewhere == "table":
        part = part.evolve(row=attrs.evolve(part.row, key="other"))
    else:
        part = part.evolve(column=attrs.evolve(part.column, key="other"))
    assert not _made_up(whole, _by_parent([whole, part]))


def test_of_many_figures_against_custom_the_first_are_named() -> None:
    """One use in table after table is one finding, and no longer than a reader bears."""
    figures = [figure for row in cnbudget.example("artux")[3].rows for figure in row.figures] * 2
    record = Record(cnbudget.example("artux").unit)
    _unusual(record, Nature.PERSONNEL, ("302",), figures)
    (told,) = record.findings
    assert f"同样的还有 {len(figures) - 1} 处" in told.zh
    assert len(told.zh) < 400
    assert told.figures == tuple(figures)
