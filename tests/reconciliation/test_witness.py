"""Witnesses are verified by publishing them; what does not publish alike is refused."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from cnbudget import Amount, Disclosure, Entry, Ledger, State, Unit, example, publish, reconcile
from cnbudget.examples import example_ledger, names
from cnbudget.reconciliation import Status
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.witness import NO_LAYOUT


@pytest.mark.parametrize("name", names())
def test_every_entry_of_a_witness_counts(name: str) -> None:
    """An entry more, less, or of another amount, code or source is refused."""
    budget, ledger = example(name), example_ledger(name)
    for number, entry in enumerate(ledger.entries):
        others = [*ledger.entries[:number], *ledger.entries[number + 1 :]]
        assert next(differences(budget, _with(ledger, others)), None) is not None
        more = attrs.evolve(entry, amount=Amount(entry.amount.yuan + 200))
        assert next(differences(budget, _with(ledger, [*others, more])), None) is not None
    twice = [*ledger.entries, ledger.entries[0]]
    assert next(differences(budget, _with(ledger, twice)), None) is not None
    assert next(differences(budget, ledger), None) is None


def _with(ledger: Ledger, entries: list[Entry]) -> Ledger:
    return attrs.evolve(ledger, entries=entries)


def test_a_blank_and_a_printed_zero_are_told_apart() -> None:
    budget = example("akto")
    blank = next(
        f
        for f in budget.table("general").figures
        if f.state is State.BLANK and f.column.key == "project" and f.row.row == "2101501"
    )
    zero = budget.with_figures([(blank, blank.evolve(value=Decimal(0), state=State.VALUE))])
    found = reconcile(zero)
    # nothing rules an entry of nothing out there, but then tables 3 and 7 would show it too
    assert found.consistent
    assert found.status in (Status.CONSISTENT, Status.UNWITNESSED)
    if found.witness is not None:
        assert next(differences(zero, found.witness), None) is None


def test_zeros_printed_everywhere_have_entries_of_nothing() -> None:
    from cnbudget import FundingSource, Nature

    ledger = Ledger(
        [
            Entry(
                "2080501",
                "30101",
                source=FundingSource.GENERAL_OWN,
                nature=Nature.PERSONNEL,
                amount="12.34",
            ),
            Entry(
                "2080502",
                "30201",
                source=FundingSource.OTHER,
                nature=Nature.OPERATING,
                amount="49.99",
            ),
            Entry(
                "2101101",
                "30201",
                source=FundingSource.GENERAL_OWN,
                nature=Nature.OPERATING,
                amount="90000",
            ),
        ],
        "甲局",
        year=2026,
    )
    budget = publish(ledger)
    assert budget.expenditure["2080501"].total.text == "0.00"
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert {str(e.function) for e in found.witness} == {"2080501", "2080502", "2101101"}


def test_without_the_form_there_is_no_witness_and_it_is_said_so() -> None:
    budget = attrs.evolve(example("akto"), layout="nowhere-1999")
    found = reconcile(budget)
    assert found.status is Status.UNWITNESSED
    assert found.consistent
    assert found.why == NO_LAYOUT.both
    assert "不在手边" in found.text("zh")


def test_consistent_scopes_that_no_entries_fill_are_not_called_witnessed() -> None:
    budget = example("akto")
    # no project of table 7 may have money, yet the tables of functions say it has
    table = budget.table("projects")
    lost = [(f, f.evolve(value=None, state=State.MISSING)) for f in table.figures]
    without: Disclosure = budget.with_figures(lost)
    found = reconcile(without)
    assert found.consistent
    if found.witness is not None:
        assert next(differences(without, found.witness), None) is None


def test_documents_of_two_units_are_compared_each_in_its_own() -> None:
    budget = example("akto")
    table = budget.table("basic")
    yuan = budget.with_figures(
        [
            (f, f.evolve(value=(f.value or Decimal(0)) * 10000, unit=Unit.YUAN, places=2))
            for f in table.figures
        ]
    )

    tables = [attrs.evolve(t, unit=Unit.YUAN) if t.key == "basic" else t for t in yuan.tables]
    found = reconcile(attrs.evolve(yuan, tables=tuple(tables)))
    assert found.status is Status.CONSISTENT, found.why


@pytest.mark.parametrize(
    "keys", [("basic",), ("expenditure", "general"), ("summary", "three_public"), ("projects",), ()]
)
def test_documents_of_a_few_tables_have_witnesses(keys: tuple[str, ...]) -> None:
    budget = example("akto")
    few = tuple(table for table in budget.tables if table.key in keys)
    found = reconcile(attrs.evolve(budget, tables=few, derived=None))
    assert found.status is Status.CONSISTENT, found.why
    printed = sum(f.state is State.VALUE for table in few for f in table.figures)
    told = f"{printed} 个公布数逐格相同" if printed else "各表没有一个公布数"
    assert told in found.text("zh")
