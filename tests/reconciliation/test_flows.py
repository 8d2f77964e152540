"""Documents that tell flows apart have witnesses too: ledgers in which what comes in of a source goes out again."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cnbudget import (
    Disclosure,
    Entry,
    Flow,
    FundingSource,
    Ledger,
    Nature,
    State,
    publish,
    reconcile,
)
from cnbudget.clock import Clock
from cnbudget.invariants.balances import balances_of, never
from cnbudget.layouts import load
from cnbudget.layouts.building import build
from cnbudget.reconciliation import Status
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.witness import witness
from tests.profiles import tries
from tests.properties.test_forms import FLOWS, NAMES, ledgers, truncating


@pytest.mark.parametrize("name", NAMES)
@given(st.data())
@settings(max_examples=tries(2))
def test_what_a_ledger_of_flows_publishes_has_a_witness(name: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers(FLOWS[name]))
    budget = publish(ledger, name)
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness)) == []
    assert all((entry.amount.yuan * 100) % 1 == 0 for entry in found.witness)
    event(f"zeros: {found.zeros}")
    if FLOWS[name]:
        sums: Counter[FundingSource] = Counter()
        for entry in found.witness:
            assert not never(entry.source, entry.nature, entry.flow)
            fen = int(entry.amount.yuan * 100)
            sums[entry.source] += fen if entry.flow in Flow.IN else -fen
        # sources that no table tells apart balance together
        whole: Counter[FundingSource] = Counter()
        rules = balances_of(load(name))
        for source, fen in sums.items():
            group = next(group for group, _ in rules.values() if source in group)
            whole[group] += fen
        assert not any(whole.values())


@pytest.mark.parametrize("name", ["central", "final-accounts"])
@given(st.data())
@settings(max_examples=tries(2))
def test_a_witness_of_flows_and_the_scopes_never_disagree(name: str, data: st.DataObject) -> None:
    """One figure off by a last place: a witness is found only if amounts exist for all scopes."""
    budget = publish(data.draw(ledgers(True)), name)
    printed = [figure for figure in budget.figures if figure.state is State.VALUE]
    figure = data.draw(st.sampled_from(printed))
    step = Decimal(data.draw(st.sampled_from([-1, 1]))).scaleb(-figure.places)
    wrong = budget.with_figures([(figure, figure.evolve(value=(figure.value or 0) + step))])
    found = reconcile(wrong)
    event(str(found.status))
    assert found.status is not Status.UNDECIDED
    if found.witness is not None:
        assert reconcile(wrong, witness=False).consistent
    elif found.consistent:
        assert found.obstacle is not None


def test_appropriations_are_never_distributed() -> None:
    assert never(FundingSource.GENERAL_OWN, None, Flow.DISTRIBUTION)
    assert never(FundingSource.FUND_OWN, Nature.BUSINESS, Flow.EXPENDITURE)
    assert not never(FundingSource.BUSINESS, Nature.BUSINESS, Flow.EXPENDITURE)
    assert not never(FundingSource.GENERAL_OWN, None, Flow.CLOSING)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Nature.OPERATING, Nature.PROJECT, Nature.RESERVE]), st.integers(1, 99)
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=tries(2))
def test_appropriations_can_be_kept_in_reserve(drawn: list[tuple[Nature, int]]) -> None:
    """A form that prints 单位预留机动经费 beside 基本支出 and 项目支出: a witness has such money."""
    natures = {"basic": "BASIC", "project": "PROJECT", "reserve": "RESERVE"}
    columns: list[dict[str, object]] = [{"key": "total", "heading": ["合计"]}]
    columns += [{"key": key, "heading": [key], "nature": nature} for key, nature in natures.items()]
    side = {"labels": ["科目编码", "科目名称"], "rows": "function", "columns": columns}
    table = {"key": "expenditure", "number": 1, "title": "部门支出总表", "sides": [side]}
    data = {"name": "try", "nature": "PLAIN | RESERVE", "source": "GENERAL", "tables": [table]}
    layout = build(data, "try.toml", base=lambda _: {})
    entries = [
        Entry("2080501", "30201", source=FundingSource.GENERAL_OWN, nature=nature, amount=amount)
        for nature, amount in drawn
    ]
    found = reconcile(
        publish(entries, layout=layout, year=2026, unit="元", places=0), layout=layout
    )
    assert found.status is Status.CONSISTENT, found.why
    found.verify(layout=layout)


def test_what_must_balance_is_what_the_form_tells() -> None:
    assert balances_of(load("xinjiang-2026")) == {}
    rules = balances_of(load("final-accounts"))
    by_group = dict(rules.values())
    assert by_group[FundingSource.FUND]  # a table has all its flows at each function
    assert not by_group[FundingSource.GENERAL]
    whole = FundingSource(0)
    for group in by_group:
        assert not group & whole
        whole |= group
    assert whole == FundingSource.CURRENT


def _entry(fen: int, flow: Flow, source: FundingSource = FundingSource.GENERAL_OWN) -> Entry:
    spent = flow is Flow.EXPENDITURE
    return Entry(
        "2080501",
        "30101" if spent else None,
        source=source,
        nature=Nature.PERSONNEL if spent else None,
        flow=flow,
        amount=Decimal(fen).scaleb(-2),
    )


def test_money_that_does_not_balance_has_no_witness() -> None:
    """Both totals are right, but general money pays what is left of the funds."""
    general, fund = FundingSource.GENERAL_OWN, FundingSource.FUND_OWN
    ledger = Ledger(
        [
            _entry(500_000_000, Flow.INCOME, general),
            _entry(300_000_000, Flow.EXPENDITURE, general),
            _entry(100_000_000, Flow.INCOME, fund),
            _entry(300_000_000, Flow.EXPENDITURE, fund),
        ],
        "甲局",
        year=2025,
    )
    found = reconcile(publish(ledger, "final-accounts"))
    assert found.status in (Status.INCONSISTENT, Status.UNWITNESSED)
    assert found.witness is None


@given(ledgers(False))
@settings(max_examples=tries(3))
def test_forms_that_cut_amounts_off_have_witnesses(ledger: Ledger) -> None:
    form = truncating()
    budget = publish(ledger, form)
    found = reconcile(budget, layout=form)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness, form)) == []


def test_what_no_ledger_tells_is_not_counted() -> None:
    """A printed figure of the budget in final accounts stands in no ledger of these."""
    ledger = Ledger(
        [_entry(12_340_000, flow) for flow in (Flow.INCOME, Flow.EXPENDITURE)], "甲局", year=2025
    )
    budget = publish(ledger, "final-accounts")
    lost = next(f for f in budget.table("three_public").figures if f.column.key == "total_budget")
    printed = budget.with_figures([(lost, lost.evolve(value=Decimal("2.85"), state=State.VALUE))])
    found = reconcile(printed)
    assert found.status is Status.CONSISTENT
    values = sum(figure.state is State.VALUE for figure in printed.figures)
    assert found.told == values - 1
    assert "另有 1 个公布数" in found.text("zh")
    assert "1 more printed figures" in found.text("en")


def test_a_form_that_gives_codes_a_nature_has_no_others_on_them() -> None:
    """In final accounts 301 is personnel: operating money there would stand on no row, and yet in the sum."""
    general = FundingSource.GENERAL_OWN
    entries = [_entry(20_000_000, Flow.INCOME)]
    for nature in (Nature.PERSONNEL, Nature.OPERATING):
        entries.append(Entry("2080501", "30101", source=general, nature=nature, amount=100_000))
    budget = publish(Ledger(entries, "甲局", year=2025), "final-accounts")
    assert witness(budget, Clock(None)).ledger is None


def _without(budget: Disclosure) -> Disclosure:
    return attrs.evolve(budget, derived=None)


def test_a_printed_zero_in_which_nothing_can_stand_may_be_published_blank() -> None:
    ledger = Ledger(
        [_entry(12_340_000, flow) for flow in (Flow.INCOME, Flow.EXPENDITURE)], "甲局", year=2025
    )
    budget = publish(ledger, "final-accounts")
    blank = next(f for f in budget.table("three_public").figures if f.column.key == "abroad")
    assert blank.state is State.BLANK
    zero = budget.with_figures([(blank, blank.evolve(state=State.VALUE))])
    found = reconcile(_without(zero))
    assert found.status is Status.CONSISTENT
    assert found.zeros == 1
    assert "1 格公布为 0" in found.text("zh")
    assert "1 of them are zeros that it publishes as blanks" in found.text("en")
