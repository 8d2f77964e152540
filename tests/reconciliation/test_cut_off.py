"""Forms that cut amounts off: what the prose and the goals copy from their tables is cut off as well."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Entry, FundingSource, Ledger, Nature, Unit, Verdict, layouts
from cnbudget.figures import HALF_UP, TRUNCATION
from cnbudget.reconciliation import Reconciliation, Status
from cnbudget.tables import Printing
from cnbudget.writing import to_text
from tests.profiles import tries

CUT = layouts.build(
    {"name": "cut", "extends": "xinjiang-2026", "rounding": TRUNCATION}, "cut", base=layouts._base
)
AGENCY = "青山市审计局"


def said(yuan: int, text: str, goal: str) -> Disclosure:
    """A budget of one amount whose tables cut it off, with what the prose and the goals say of it."""
    entry = Entry(
        "2080501",
        "30101",
        source=FundingSource.GENERAL_OWN,
        nature=Nature.PERSONNEL,
        amount=yuan,
    )
    tables = to_text(cnbudget.publish(Ledger([entry], AGENCY, year=2026), layout=CUT))
    return cnbudget.read_text(
        f"{tables}\n\n第三部分 2026年部门预算情况说明\n\n"
        f"一、关于{AGENCY}2026年收支预算情况的总体说明\n\n收支总预算{text}。\n\n"
        f"部门整体支出绩效目标表\n\n部门名称\t{AGENCY}\t\t\n年度预算总额（万元）\t{goal}\t\t\n"
        "一级指标\t三级指标\t指标值\t权重\n产出指标\t维护次数\t>= 12 次\t100\n",
        layout=CUT,
    )


def cut_off(yuan: int) -> str:
    return str((Decimal(yuan) / 10_000).quantize(Decimal("0.01"), rounding=ROUND_DOWN))


def reconciled(budget: Disclosure) -> Reconciliation:
    found = cnbudget.reconcile(budget, witness=False)
    assert isinstance(found, Reconciliation)
    return found


def violated(budget: Disclosure) -> list[str]:
    return [each.zh for each in cnbudget.check(budget).findings if each.verdict is Verdict.VIOLATED]


def test_an_exact_amount_agrees_with_the_tables_and_the_goals_that_cut_it_off() -> None:
    budget = said(4_987_390, "4987390元", "498.73")
    assert budget.printing == Printing(Unit.WAN, 2, TRUNCATION)
    assert violated(budget) == []
    assert reconciled(budget).status is not Status.INCONSISTENT
    (goals,) = budget.performance.goals
    assert goals.total is not None
    assert str(goals.total.interval()) == "[4987300, 4987400)"


@given(st.integers(10_000, 10**9), st.sampled_from(["yuan", "wan"]))
@settings(max_examples=tries(6, least=5))
def test_what_copies_cut_amounts_is_consistent(yuan: int, unit: str) -> None:
    text = f"{yuan}元" if unit == "yuan" else f"{cut_off(yuan)}万元"
    budget = said(yuan, text, cut_off(yuan))
    assert violated(budget) == []
    assert reconciled(budget).status is not Status.INCONSISTENT


@given(st.integers(1_000_000, 10**9), st.sampled_from([-1, 101]))
@settings(max_examples=tries(6, least=5))
def test_an_amount_that_is_not_cut_off_to_the_printed_one_is_named_by_both(
    yuan: int, off: int
) -> None:
    wrong = yuan // 100 * 100 + off  # just outside what the tables print
    budget = said(yuan, f"{wrong}元", cut_off(yuan))
    assert len(violated(budget)) == 1
    found = reconciled(budget)
    assert found.status is Status.INCONSISTENT
    named = {figure.text for conflict in found.conflicts for figure in conflict.figures}
    assert str(wrong) in named


@pytest.mark.parametrize(("places", "rounding"), [(2, TRUNCATION), (0, HALF_UP), (4, HALF_UP)])
def test_an_amount_with_another_last_place_is_nobodys_copy(places: int, rounding: str) -> None:
    assert Printing(Unit.WAN, 2, TRUNCATION).rounding_of(Unit.WAN, places) == rounding


def test_tables_print_as_most_do_where_not_all_cut_amounts_off() -> None:
    assert cnbudget.example("artux").printing == Printing(Unit.WAN, 2, HALF_UP)
