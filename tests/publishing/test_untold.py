"""What a ledger does not tell is missing in what is published, and is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
import cnbudget.examples
from cnbudget import Disclosure, Entry, Flow, FundingSource, Ledger, Nature, State, layouts
from cnbudget.cli import main
from cnbudget.strategies import disclosures, ledgers
from cnbudget.strategies.ledger import _form

APART = [name for name in layouts.names() if _form(name).flows & Flow.IN]


def kinds(budget: Disclosure) -> list[str]:
    return [problem.kind for problem in budget.problems]


def comes_in(budget: Disclosure) -> list[cnbudget.Figure]:
    return [f for f in budget.figures if f.scope is not None and f.scope.flow & Flow.IN]


def test_the_forms_that_tell_income_from_expenditure() -> None:
    assert APART == ["central", "final-accounts"]


@pytest.mark.parametrize("name", APART)
@given(ledgers(layout="shanghai-2025"), st.sampled_from(["independent", "additive"]))
def test_income_that_the_ledger_does_not_tell_is_missing_and_said(
    name: str, ledger: Ledger, rounding: str
) -> None:
    budget = cnbudget.publish(ledger, name, rounding=rounding)  # type: ignore[arg-type]
    lost = comes_in(budget)
    assert lost
    assert {figure.state for figure in lost} == {State.MISSING}
    assert kinds(budget) == ["income"]
    (problem,) = budget.problems
    assert f"收入各栏 {len(problem.figures)} 格缺失" in problem.zh
    assert {id(f) for f in problem.figures} <= {id(f) for f in lost}
    report = cnbudget.check(budget)
    assert report.ok
    told = [finding for finding in report.findings if finding.zh == problem.zh]
    assert len(told) == 1
    # the balances that cannot be decided are its consequences
    assert any(f.law == "balance" for f in report.consequences(told[0]))
    again = cnbudget.read_text(cnbudget.to_text(budget, "json"))
    assert again == budget
    assert kinds(again) == ["income"]


@pytest.mark.parametrize("name", layouts.names())
@given(st.data())
def test_a_ledger_of_the_form_tells_everything(name: str, data: st.DataObject) -> None:
    budget = data.draw(disclosures(layouts=[name]))
    assert budget.problems == ()
    assert all(figure.state is not State.MISSING for figure in comes_in(budget))


def test_a_form_without_flows_asks_for_no_income() -> None:
    budget = cnbudget.publish(cnbudget.examples.example_ledger("artux"))
    assert budget.problems == ()


def test_money_that_stands_in_no_table_is_said() -> None:
    def entry(source: FundingSource, nature: Nature, amount: int) -> Entry:
        return Entry("2130101", "30201", source=source, nature=nature, amount=amount)

    ledger = Ledger(
        [
            entry(FundingSource.GENERAL_OWN, Nature.OPERATING, 100),
            entry(FundingSource.CARRIED_GENERAL, Nature.PROJECT, 25),
        ],
        "甲局",
        year=2026,
    )
    budget = cnbudget.publish(ledger, "shanghai-2025")
    assert kinds(budget) == ["outside"]
    assert budget.problems[0].zh == (
        "明细中有 25 元不在本表式的任何一表之内：一般公共预算拨款结转的项目支出"
    )
    assert "25 yuan" in cnbudget.check(budget).text("en")
    assert kinds(cnbudget.publish(ledger, "xinjiang-2026")) == []
    business = Ledger([entry(FundingSource.BUSINESS, Nature.BUSINESS, 7)], "甲局", year=2026)
    assert kinds(cnbudget.publish(business, "xinjiang-2026")) == ["outside"]


def test_another_year_than_the_ledgers_is_refused() -> None:
    ledger = cnbudget.examples.example_ledger("artux")
    assert cnbudget.publish(ledger, year=2026).year == 2026
    with pytest.raises(cnbudget.LedgerError, match="of 2026, and 2025 was asked for"):
        cnbudget.publish(ledger, year=2025)


def test_the_command_says_it_on_the_error_stream(capsys: pytest.CaptureFixture[str]) -> None:
    path = cnbudget.examples.example_path("artux").with_name("artux-2026-ledger.csv")
    assert main(["publish", str(path), "--layout", "central", "--tables-only"]) == 0
    out, err = capsys.readouterr()
    assert "缺失" in out
    assert "明细中没有收入" in err
    assert main(["publish", str(path), "--layout", "central", "--tables-only", "--lang", "en"]) == 0
    assert "the ledger has no income" in capsys.readouterr().err
