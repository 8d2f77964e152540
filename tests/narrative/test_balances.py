"""What was carried over: a balance at the opening where the tables print it so, else a source."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Entry, Flow, FundingSource, Ledger, Nature, Scope, publish
from cnbudget.figures import Place
from cnbudget.invariants import Verdict
from cnbudget.narrative import Claim, Context, Narrative
from cnbudget.passages import Passage

S = FundingSource
LEDGER = Ledger(
    [
        Entry("2101501", "30101", source=S.GENERAL_OWN, nature=Nature.PERSONNEL, amount="10000"),
        Entry("2101501", None, source=S.GENERAL_OWN, nature=None, amount="3000", flow=Flow.CLOSING),
        Entry("2101501", None, source=S.GENERAL_OWN, nature=None, amount="10000", flow=Flow.INCOME),
        Entry("2101501", None, source=S.GENERAL_OWN, nature=None, amount="3000", flow=Flow.OPENING),
    ],
    "某局",
    year=2026,
)


def published(layout: str) -> Disclosure:
    return publish(LEDGER, layout) if layout == "central" else cnbudget.example("artux")


def claims(layout: str, *lines: str) -> list[Claim]:
    context = Context(published(layout).tables, agency="某局", year=2026)
    return list(Narrative([Passage(line) for line in lines], context).claims)


def scopes(layout: str, *lines: str) -> list[Scope | None]:
    return [each.scope for each in claims(layout, *lines) if each.kind in ("amount", "share")]


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("上年结转", Scope(flow=Flow.OPENING)),
        ("使用非财政拨款结余", Scope(flow=Flow.SURPLUS_USED)),
        ("上年结转结余的一般公共预算收入", Scope(source=S.GENERAL, flow=Flow.OPENING)),
    ],
)
def test_where_the_tables_print_a_balance(words: str, scope: Scope) -> None:
    told = (
        "二、关于2026年收入预算情况的说明",
        f"收入预算5.00万元，其中：{words}1.00万元，占20.00%。",
    )
    assert scopes("central", *told)[1:] == [scope, scope]


def test_of_some_money() -> None:
    told = ("四、关于2026年财政拨款收支预算情况的总体说明", "收入包括：上年结转0.30万元。")
    assert scopes("central", *told) == [Scope(source=S.APPROPRIATION, flow=Flow.OPENING)]


@given(st.sampled_from(["上年结转", "上年结转结余"]), st.integers(1, 9))
def test_where_they_print_a_source(words: str, amount: int) -> None:
    told = ("二、收入预算情况说明", f"{words}{amount}万元。")
    assert scopes("xinjiang", *told) == [Scope(source=S.CARRIED)]


def test_all_that_goes_out_is_what_is_spent_and_left() -> None:
    """支出预算总计 with 结转下年 in it equals 支出总计 of the table, not 本年支出."""
    told = [Passage("一、收支预算总体情况说明"), Passage("支出预算总计1.30万元。")]
    for text, count in (("1.30", 0), ("1.00", 0), ("1.20", 1)):
        told[1] = Passage(f"支出预算总计{text}万元。", place=Place(line=2))
        report = cnbudget.check(attrs.evolve(published("central"), passages=tuple(told)))
        wrong = [f for f in report.findings if f.verdict is Verdict.VIOLATED and f.place.line == 2]
        assert len(wrong) == count, text


@pytest.mark.parametrize("words", ["与上年预算数相同", "与上年预算数持平"])
def test_the_same_as_last_year(words: str) -> None:
    for mark in "，。":
        told = claims("central", "二、收入预算情况说明", f"事业收入0万元{mark}{words}。")
        assert [(each.kind, each.value) for each in told] == [
            ("amount", Decimal(0)),
            ("level", Decimal(0)),
        ]


def test_a_heading_says_of_which_budget_the_three_public_expenses_are() -> None:
    told = "1．因公出国（境）费预算支出0万元。"
    for heading, source in (
        ("九、一般公共预算“三公”经费支出预算情况说明", S.GENERAL),
        ("九、财政拨款“三公”经费支出预算情况说明", S.APPROPRIATION),
    ):
        assert [scope and scope.source for scope in scopes("central", heading, told)] == [source]
