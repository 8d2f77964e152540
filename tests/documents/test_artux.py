"""Artux 2026: twelve tables, one column of the form lacking, off by rounding in known places only."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from cnbudget import Disclosure, Report, State, Verdict, check, laws
from tests.documents import corpus


@pytest.fixture(scope="module")
def budget() -> Disclosure:
    return corpus.budget("artux")


@pytest.fixture(scope="module")
def text() -> str:
    return corpus.text("artux")


@pytest.fixture(scope="module")
def report(budget: Disclosure) -> Report:
    return check(budget, prose=False)


def test_whose_it_is(budget: Disclosure) -> None:
    assert budget.agency == "阿图什市医疗保障局"
    assert (budget.year, budget.stage, budget.level) == (2026, "预算", "部门")
    assert (budget.layout, budget.unit.zh) == ("xinjiang-2026", "万元")


def test_all_twelve_tables_are_there_in_order(budget: Disclosure) -> None:
    assert [(table.number, table.key) for table in budget.tables] == [
        (1, "summary"),
        (2, "income"),
        (3, "expenditure"),
        (4, "appropriation"),
        (5, "general"),
        (6, "basic"),
        (7, "projects"),
        (8, "fund"),
        (9, "state_capital"),
        (10, "three_public"),
        (11, "commissioned"),
        (12, "carry_over"),
    ]
    empty = {table.key for table in budget.tables if table.status == "empty"}
    assert empty == {"fund", "state_capital", "commissioned", "carry_over"}
    assert all(table.status == "present" for table in budget.tables if table.key not in empty)


def test_every_amount_in_the_tables_is_a_figure_of_its_line(budget: Disclosure, text: str) -> None:
    printed = Counter((each.line, each.value) for each in corpus.printed(text))
    figures = Counter(
        (figure.place.line, figure.value)
        for figure in budget.figures
        if figure.state is State.VALUE
    )
    assert figures == printed
    assert printed.total() > 200


def test_every_figure_has_a_scope(budget: Disclosure) -> None:
    assert [figure.where() for figure in budget.figures if figure.scope is None] == []


def test_every_printed_figure_that_is_not_zero_is_tied_by_a_law(
    budget: Disclosure, report: Report
) -> None:
    tied = {id(figure) for law in laws(budget) for figure in law.figures}
    loose = [
        figure.where()
        for figure in budget.figures
        if figure.state is State.VALUE and figure.value and id(figure) not in tied
    ]
    assert loose == []
    assert report.untied == ()


def test_nothing_is_violated(report: Report) -> None:
    assert report.ok
    assert report.checked.violated == 0
    assert [finding.zh for finding in report.findings if finding.severity != "note"] == []
    assert report.checked.exact > 300


def test_undecided_is_only_what_the_lacking_column_leaves_open(report: Report) -> None:
    undecided = [each for each in report.findings if each.verdict is Verdict.UNDECIDED]
    (cause,) = [each for each in undecided if each.caused_by is None]
    assert "上级国有资本经营预算安排的转移支付" in cause.zh
    assert cause.zh.startswith("表2 收入总表：缺少")
    assert len(undecided) > 1
    for finding in undecided:
        assert finding is cause or finding.caused_by == cause.id
        lost = {
            figure.column.key
            for figure in finding.figures
            if figure.state in (State.MISSING, State.INFERRED)
        }
        assert lost == {"state_capital_transfer"}


def test_the_lacking_column_is_nothing_but_inferred_zeros(budget: Disclosure) -> None:
    for row in budget.income:
        assert row.state_capital_transfer.state is State.INFERRED
        assert row.state_capital_transfer.value == 0


def test_off_by_rounding_are_21011_and_the_grand_totals_and_nothing_else(report: Report) -> None:
    off = {}
    for finding in report.findings:
        if finding.verdict is Verdict.ROUNDING:
            whole = finding.figures[0]
            key = (whole.row.table, whole.row.row, whole.column.key)
            assert key not in off
            off[key] = finding.difference
    more, less = Decimal("0.01"), Decimal("-0.01")
    assert off == {
        (1, "支出总计", "amount"): more,
        (2, "总计", "total"): more,
        (2, "总计", "appropriation"): more,
        (2, "总计", "general"): more,
        (3, "总计", "total"): more,
        (3, "总计", "basic"): more,
        (4, "支出总计", "total"): more,
        (4, "支出总计", "general"): more,
        (5, "总计", "total"): more,
        (5, "总计", "basic"): more,
        (2, "21011", "total"): less,
        (2, "21011", "appropriation"): less,
        (2, "21011", "general"): less,
        (3, "21011", "total"): less,
        (3, "21011", "basic"): less,
        (5, "21011", "total"): less,
        (5, "21011", "basic"): less,
    }


def test_the_projects_are_read_with_their_agency_row(budget: Disclosure) -> None:
    first, *_, total = budget.projects
    assert (first.kind, first.label, first.total.text) == ("agency", "阿图什市医疗保障局", "22.00")
    assert first.total.scope == total.total.scope
    named = {row.project_name: row.total.text for row in budget.projects if row.project_name}
    assert sorted(named.values()) == ["10.00", "12.00"]
    assert any(name.startswith("克财社（2025）110号") for name in named)
