"""A department's final accounts (决算) of 2024: nine tables in 万元, flows, and two economic tables side by side."""

from __future__ import annotations

from decimal import Decimal

from cnbudget import Flow, FundingSource, Nature, Unit, Verdict, laws
from cnbudget.scope import Scope
from published import documents

NAME = "sh-putuo-ghj-2024-final-dept"


def test_whose_it_is() -> None:
    budget = documents.budget(NAME)
    assert budget.agency == "上海市普陀区规划和自然资源局"
    assert (budget.year, budget.stage, budget.level) == (2024, "决算", "部门")
    assert (budget.layout, budget.unit) == ("final-accounts", Unit.WAN)


def test_all_nine_tables_are_there() -> None:
    budget = documents.budget(NAME)
    assert [table.key for table in budget.tables] == [
        "summary",
        "income",
        "expenditure",
        "appropriation",
        "general",
        "basic",
        "three_public",
        "fund",
        "state_capital",
    ]
    empty = {table.key for table in budget.tables if table.status == "empty"}
    assert empty == {"fund", "state_capital"}


def test_every_printed_amount_is_placed_with_a_scope() -> None:
    printed = documents.printed(NAME)
    assert printed.total() > 250
    assert documents.placed(NAME) == printed
    assert documents.report(NAME).untied == ()


def test_flows_are_told_apart() -> None:
    budget = documents.budget(NAME)
    current = FundingSource.CURRENT

    def text(flow: Flow) -> str:
        return budget.figure(Scope(source=current, flow=flow)).text

    assert text(Flow.OPENING) == "112.88"
    assert text(Flow.INCOME) == "9746.50"
    assert text(Flow.EXPENDITURE) == "9759.38"
    assert text(Flow.CLOSING) == "100.00"
    assert text(Flow.IN) == text(Flow.OUT) == "9859.38"


def test_what_comes_in_goes_out_again() -> None:
    balances = [law for law in laws(documents.budget(NAME)) if law.kind == "balance"]
    whole = {law.whole.scope.source for law in balances if law.whole.scope is not None}
    assert whole == {
        FundingSource.CURRENT,
        FundingSource.APPROPRIATION,
        FundingSource.GENERAL,
    }
    tally = documents.report(NAME).tallies["balance"]
    assert (tally.exact, tally.total) == (3, 3)


def test_two_tables_side_by_side_are_one() -> None:
    basic = documents.budget(NAME).basic
    assert basic["301"]["total"].text == "4816.14"
    assert basic["30299"]["total"].text == "28.86"
    personnel = basic["人员经费合计"]["total"].scope
    assert personnel is not None
    assert personnel.nature is Nature.PERSONNEL
    scope = basic["30299"]["total"].scope
    assert scope is not None
    assert scope.nature is Nature.OPERATING


def test_the_budget_of_the_three_public_expenses_is_no_final_figure() -> None:
    (row,) = documents.budget(NAME).three_public.rows
    assert (row["total_budget"].text, row["total"].text) == ("2.85", "0.39")
    for law in laws(documents.budget(NAME)):
        stages = {figure.scope.stage for figure in law.figures if figure.scope is not None}
        assert len(stages) == 1


def test_what_is_violated_is_in_the_document() -> None:
    """Each was looked up on the rendered page; all of them are 尾差."""
    report = documents.report(NAME)
    found = {
        tuple((f.row.key, f.row.row, f.place.page, f.text) for f in finding.figures)
        for finding in report.wrong
    }
    assert found == {
        # real fault, page 7 (and 11): 城乡社区支出 is 3845.25, and 3845.24
        (("summary", "212", 7, "3845.25"), ("expenditure", "212", 11, "3845.24")),
        # real fault, page 7 (and 10): 卫生健康支出 is 236.63, and 236.64
        (("summary", "210", 7, "236.63"), ("expenditure", "210", 10, "236.64")),
        # real fault, page 12 (and 14): the same
        (("appropriation", "210", 12, "236.63"), ("general", "210", 14, "236.64")),
    }
    assert {finding.severity for finding in report.wrong} == {"minor"}
    assert {finding.difference for finding in report.wrong} <= {Decimal("0.01"), Decimal("-0.01")}


def test_nothing_is_left_open() -> None:
    """The tables of pages 18 and 19 are empty, and the document says so under them."""
    report = documents.report(NAME)
    assert [f.zh for f in report.findings if f.verdict is Verdict.UNDECIDED] == []
