"""What was carried over: a balance at the opening where the tables print it so, else a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Entry, Flow, FundingSource, Ledger, Nature, Scope, publish
from cnbudget.narrative import Context, Narrative
from cnbudget.passages import Passage

S = FundingSource
LEDGER = Ledger(
    [
        Entry("2101501", "30101", source=S.GENERAL_OWN, nature=Nature.PERSONNEL, amount="10000"),
        Entry("2101501", "30201", source=S.GENERAL_OWN, nature=Nature.PROJECT, amount="3000"),
        Entry("2101501", None, source=S.GENERAL_OWN, nature=None, amount="10000", flow=Flow.INCOME),
        Entry("2101501", None, source=S.GENERAL_OWN, nature=None, amount="3000", flow=Flow.OPENING),
    ],
    "某局",
    year=2026,
)


def scopes(layout: str, *lines: str) -> list[Scope | None]:
    budget = publish(LEDGER, layout) if layout == "central" else cnbudget.example("artux")
    context = Context(budget.tables, agency="某局", year=2026)
    claims = Narrative([Passage(line) for line in lines], context).claims
    return [claim.scope for claim in claims if claim.kind in ("amount", "share")]


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("上年结转", Scope(flow=Flow.OPENING)),
        ("使用非财政拨款结余", Scope(flow=Flow.SURPLUS_USED)),
        ("上年结转结余的一般公共预算收入", Scope(source=S.CARRIED_GENERAL, flow=Flow.INCOME)),
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
