"""Four budgets of Shanghai: nine tables in 元, the three public expenses in 万元, categories by their names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import State, Unit, Verdict
from cnbudget.scope import Scope
from published import documents

FINANCE = "sh-czj-2025-budget-unit"
OFFICE = "sh-putuo-fb-2025-budget-unit"
HOME = "sh-putuo-shfly-2024-budget-unit"
WANLI = "sh-putuo-wanli-2025-budget-dept"
NAMES = (FINANCE, OFFICE, HOME, WANLI)
KEYS = [
    "summary",
    "income",
    "expenditure",
    "appropriation",
    "general",
    "fund",
    "state_capital",
    "basic",
    "three_public",
]


@pytest.mark.parametrize(
    ("name", "agency", "year", "level"),
    [
        (FINANCE, "上海市财政局", 2025, "单位"),
        (OFFICE, "上海市普陀区人民政府办公室", 2025, "单位"),
        (HOME, "上海市普陀区社会福利院", 2024, "单位"),
        (WANLI, "上海市普陀区人民政府万里街道办事处", 2025, "部门"),
    ],
)
def test_whose_it_is(name: str, agency: str, year: int, level: str) -> None:
    budget = documents.budget(name)
    assert (budget.agency, budget.year, budget.level) == (agency, year, level)
    assert (budget.stage, budget.layout, budget.unit) == ("预算", "shanghai-2025", Unit.YUAN)


@pytest.mark.parametrize("name", NAMES)
def test_all_nine_tables_are_there(name: str) -> None:
    budget = documents.budget(name)
    assert [table.key for table in budget.tables] == KEYS
    empty = {table.key for table in budget.tables if table.status == "empty"}
    assert empty == {"fund", "state_capital"}
    assert {table.status for table in budget.tables} == {"present", "empty"}
    assert budget.three_public.unit is Unit.WAN


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_amount_is_placed_with_a_scope(name: str) -> None:
    printed = documents.printed(name)
    assert printed.total() > 150
    assert documents.placed(name) == printed
    assert documents.report(name).untied == ()
    assert not any(figure.state is State.MISSING for figure in documents.budget(name).figures)


@pytest.mark.parametrize("name", [FINANCE, OFFICE, WANLI])
def test_nothing_is_violated_and_nothing_left_open(name: str) -> None:
    report = documents.report(name)
    assert report.ok
    assert documents.budget(name).problems == ()
    assert report.checked.violated == report.checked.undecided == 0
    assert report.checked.exact > 400


def test_a_yuan_is_rounding() -> None:
    """302 is 24,840,779 and its parts one less; 212 and 21201 of the other are off by one each way."""
    rounding = [f for f in documents.report(FINANCE).findings if f.law == "add-up"]
    assert {f.figures[0].row.row for f in rounding} == {"302"}
    assert {(f.found, f.expected) for f in rounding} == {
        (Decimal("24840779.00"), Decimal("24840778.00"))
    }
    rounding = [f for f in documents.report(WANLI).findings if f.law == "add-up"]
    assert {f.figures[0].row.row for f in rounding} == {"212", "21201"}
    assert {abs(f.difference) for f in rounding if f.difference is not None} == {Decimal("1.00")}
    assert all(f.verdict is Verdict.ROUNDING for f in rounding)


def test_agency_running_costs_in_wan_are_inside_operating_costs_in_yuan() -> None:
    """213.28 万元 against 2,132,777.54 元: what rounding explains is that of the coarser unit."""
    (finding,) = documents.report(OFFICE).findings
    assert (finding.law, finding.verdict) == ("contain", Verdict.ROUNDING)
    assert finding.figures[1].column.key == "agency_running"
    assert finding.allowance == Decimal("50.005")
    running = documents.budget(WANLI).three_public.rows[0]["agency_running"]
    assert running.text == "464.64"
    assert running.scope is not None
    assert running.scope.agency  # only some of the units


def test_the_columns_of_the_single_row_make_up_one_another() -> None:
    budget = documents.budget(WANLI)
    (row,) = budget.three_public.rows
    assert row["vehicles"].text == "36.56"
    laws = [law for law in budget_laws(WANLI) if law.figures[0].row.key == "three_public"]
    adding = {tuple(f.column.key for f in law.figures) for law in laws if law.kind == "add-up"}
    assert adding == {
        ("total", "abroad", "reception", "vehicles"),
        ("vehicles", "vehicle_purchase", "vehicle_running"),
    }


def budget_laws(name: str):  # type: ignore[no-untyped-def]
    from cnbudget import laws

    return laws(documents.budget(name))


def test_a_category_is_known_by_any_of_its_names() -> None:
    budget = documents.budget(HOME)
    row = budget.summary.expenditure["210"]
    assert row.label == "医疗卫生与计划生育支出"
    assert row["personnel"].text == "503724"
    assert budget.figure(Scope("210")).text == "503724"


def test_the_faults_of_the_home() -> None:
    """Each was looked up on the rendered page."""
    report = documents.report(HOME)
    said = {
        (f.law, f.severity, f.verdict, f.place.page): f
        for f in report.findings
        if f.verdict is Verdict.VIOLATED
    }
    # real fault, pages 9 and 11: the category of 事业单位医疗 is printed as 7, not 210
    assert ("code", "error", Verdict.VIOLATED, 9) in said
    assert ("code", "error", Verdict.VIOLATED, 11) in said
    # real fault, pages 7 and 10: 210 has the name that it had until 2018
    # real fault, page 14: the sections of 302 and 303 are numbered through, and have not their codes
    names = [f for f in report.findings if f.law == "name"]
    assert {f.place.page for f in names} == {7, 14}
    assert {f.severity for f in names} == {"note"}
    # so that 7,020 元 for retired staff under the code of 因公出国（境）费用 are tied to no other table
    assert {f.law for f in report.wrong} == {"code"}
    assert len(report.wrong) == 2
    assert report.tallies["contain"].violated == 0
    # 30210 is no code of the lists
    (unknown,) = [f for f in report.findings if f.law == "code" and f.severity == "note"]
    assert (unknown.verdict, unknown.place.page) == (Verdict.VIOLATED, 14)
    assert "30210" in unknown.zh
    assert [f for f in report.findings if f.verdict is Verdict.UNDECIDED] == []
