"""Which figures total all money of a source and a nature."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from cnbudget import (
    Disclosure,
    Figure,
    Flow,
    FundingSource,
    Nature,
    Scope,
    State,
    Unit,
    example,
)
from cnbudget.rules.totals import Wholes
from tests.invariants.documents import budget

AKTO = example("akto")
S, N = FundingSource, Nature


def given(value: str, *wheres: str) -> Disclosure:
    """The example with another number in some cells."""
    cells = {figure.where("zh"): figure for figure in AKTO.figures}
    return AKTO.with_figures(
        [(cells[at], cells[at].evolve(value=Decimal(value), state=State.VALUE)) for at in wheres]
    )


def text_of(figure: Figure | None) -> str:
    assert figure is not None
    return figure.text


FUND = "表8 政府性基金表 第257行「合计·项目支出」"


@pytest.mark.parametrize(
    ("source", "nature", "sources"),
    [
        (S.ALL, N.PROJECT, [S.ALL]),
        (S.APPROPRIATION, N.PROJECT, [S.GENERAL, S.FUND, S.STATE_CAPITAL]),
        (S.CARRIED, N.PROJECT, [S.CARRIED_APPROPRIATION, S.CARRIED_OTHER]),
        (S.CARRIED_APPROPRIATION, None, [S.CARRIED_APPROPRIATION]),
        (S.CURRENT, N.PROJECT, None),  # nothing is printed of what is no appropriation
        (S.UNIT, N.BASIC, None),
        (S.GENERAL_OWN, N.PROJECT, None),
        (S.GENERAL, N.PERSONNEL | N.PROJECT, None),
    ],
)
def test_figures_that_cover_a_source(
    source: FundingSource, nature: Nature | None, sources: list[FundingSource] | None
) -> None:
    wholes = Wholes(AKTO)
    for _ in range(2):
        found = wholes.cover(source, nature)
        told = [each.scope.source for each in found or () if each.scope is not None]
        assert (None if found is None else told) == sources


def test_a_total_is_the_printed_one_of_all_natures() -> None:
    wholes = Wholes(AKTO)
    for source, text in ((S.ALL, "669.59"), (S.GENERAL, "653.47"), (S.UNIT, "3.00")):
        assert text_of(wholes.find(source)) == text
    assert text_of(wholes.find(S.GENERAL, N.OPERATING)) == "17.47"
    assert wholes.whole() is wholes.find(S.ALL)


def test_without_money_carried_over_the_year_s_is_all() -> None:
    income = "合计 | 9.00 | 9.00 | 9.00 | | | | | | | | | "
    assert Wholes(budget(income=[income])).whole() is not None
    nothing = Wholes(budget(basic=["30101 | 9.00 | 9.00 | "]))
    assert nothing.whole() is None
    assert nothing.all_or_fiscal(Figure.of(9, Unit.WAN)) == []
    assert nothing.of_projects() == []


@pytest.mark.parametrize(
    "other",
    [None, Scope(economic="302"), Scope("208"), Scope(year=2025), Scope(flow=Flow.INCOME)],
)
def test_what_is_of_some_money_alone_is_no_total(other: Scope | None) -> None:
    """Wherever it stands in a row: before the total, too."""
    some, total = Figure.of(3, Unit.WAN, other), Figure.of(9, Unit.WAN, Scope())
    rows = [
        SimpleNamespace(address=SimpleNamespace(scope=scope), figures=figures)
        for scope, figures in ((other, [some]), (Scope(), [some, total]))
    ]
    tables = [SimpleNamespace(rows=rows)]
    budget: Any = SimpleNamespace(tables=tables, nature=Scope().nature)
    assert Wholes(budget).find(Scope().source) is total
    assert Wholes(budget).find(FundingSource(0)) is None


@pytest.mark.parametrize("source", [*FundingSource.ALL])
def test_a_source_is_covered_as_far_as_the_form_knows_it(source: FundingSource) -> None:
    figure = Figure.of(9, Unit.WAN, Scope(source=source))
    rows = [SimpleNamespace(address=SimpleNamespace(scope=Scope()), figures=[figure])]
    budget: Any = SimpleNamespace(tables=[SimpleNamespace(rows=rows)], nature=Scope().nature)
    assert Wholes(budget).cover(FundingSource.ALL) == [figure]


def test_money_spent_on_a_code_is_of_the_year_and_stage_of_the_budget() -> None:
    scopes = (Scope(), Scope(year=2025), Scope(stage="决算"), Scope(year=2025, stage="决算"))
    figures = [Figure.of(9, Unit.WAN, scope.evolve(economic="302")) for scope in scopes]
    row = SimpleNamespace(address=SimpleNamespace(scope=Scope(economic="302")), figures=figures)
    side = SimpleNamespace(columns=[SimpleNamespace(scope=None)] * len(figures), rows=[row])
    table = SimpleNamespace(rows=[row], sides=[side])
    budget: Any = SimpleNamespace(tables=[table], nature=Scope().nature)
    assert Wholes(budget).spent_on(("302",)) == figures[:1]


def test_a_printed_total_comes_before_a_blank_one() -> None:
    """表1 has no money of the funds; what 表2 prints of it is their total, and no other blank."""
    assert text_of(Wholes(AKTO).find(S.FUND_OWN)) == ""
    cell = "表2 收入总表 第80行「合计·政府性基金预算」"
    assert text_of(Wholes(given("3.00", cell)).find(S.FUND_OWN)) == "3.00"


def test_projects_are_of_each_appropriation_that_has_some() -> None:
    assert [each.text for each in Wholes(AKTO).of_projects()] == ["8.00"]
    more = Wholes(given("3.00", FUND)).of_projects()
    assert [each.text for each in more] == ["8.00", "3.00"]


@pytest.mark.parametrize(
    ("amount", "held"),
    [
        ("669.59", ["669.59"]),
        ("666.59", ["653.47", "13.12"]),  # the appropriations, with what was carried over
        ("653.47", ["653.47"]),
        ("1.00", ["669.59"]),
    ],
)
def test_money_that_is_everything_or_the_appropriations(amount: str, held: list[str]) -> None:
    found = Wholes(AKTO).all_or_fiscal(Figure.of(amount, Unit.WAN, places=2))
    assert [each.text for each in found] == held


def test_money_that_is_the_general_budget_s_alone() -> None:
    """Where the appropriations are more than that."""
    changed = Wholes(given("700.00", "表2 收入总表 第80行「合计·财政拨款（补助）小计」"))
    for amount, count in (("653.47", 1), ("666.59", 2), ("700.00", 1), ("713.12", 2)):
        found = changed.all_or_fiscal(Figure.of(amount, Unit.WAN, places=2))
        assert sum(each.value or 0 for each in found) == Decimal(amount)
        assert len(found) == count


def test_money_spent_on_a_code_is_that_of_its_row_or_column_of_all_functions() -> None:
    found = Wholes(AKTO).spent_on(("302",))
    assert [(each.row.key, each.column.key, each.text) for each in found] == [
        ("basic", "total", "17.47"),
        ("basic", "personnel", ""),
        ("basic", "operating", "17.47"),
        ("projects", "goods", "2.90"),
    ]


def test_figures_under_a_heading_are_printed_and_those_of_totals_first() -> None:
    found = Wholes(AKTO).headed(re.compile("项目支出合计|^收入总计|内网费"))
    assert [(each.row.row, each.text) for each in found] == [
        ("收入总计", "669.59"),
        ("收入总计", "653.47"),
        ("合计", "8.00"),
        ("201", "2.00"),
        ("20132", "2.00"),
        ("2013299", "2.00"),
        ("210", "6.00"),
        ("21015", "6.00"),
        ("2101504", "0.90"),
        ("2101599", "5.10"),
    ]
    # a project is no heading, whatever it is called
    assert Wholes(AKTO).headed(re.compile("信息化建设|内网费")) == []
