"""Controlled rounding of atoms that balance: they balance as rounded, and nothing becomes negative."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Entry, Flow, FundingSource, Ledger, Nature, publish
from cnbudget.clock import Clock
from cnbudget.examples import example_ledger
from cnbudget.layouts import load
from cnbudget.publishing.additive import _settle, controlled
from cnbudget.publishing.tally import tally

_parts = st.lists(st.integers(1, 250), min_size=1, max_size=6)


@st.composite
def _group(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """What comes in and goes out, in hundredths of a last place; both come to the same."""
    come, go = draw(_parts), draw(_parts)
    apart = sum(come) - sum(go)
    (go if apart > 0 else come).append(abs(apart))
    return come, go


@given(st.lists(_group(), min_size=1, max_size=4), st.data())
def test_what_balances_in_truth_balances_as_rounded(
    groups: list[tuple[list[int], list[int]]], data: st.DataObject
) -> None:
    amounts: list[Decimal] = []
    balances = []
    for group in groups:
        sides = []
        for side in group:
            sides.append(list(range(len(amounts), len(amounts) + len(side))))
            amounts += [Decimal(part) / 100 for part in side]
        balances.append((sides[0], sides[1]))
    cells = data.draw(
        st.lists(
            st.lists(st.sampled_from(range(len(amounts))), min_size=1, max_size=8, unique=True),
            max_size=10,
        )
    )
    found = controlled(amounts, Decimal(1), cells, Clock(steps=500_000), balances)
    for come, go in balances:
        assert sum(found.amounts[atom] for atom in come) == sum(found.amounts[atom] for atom in go)
    assert min(found.amounts) >= 0
    assert found.bound <= found.largest


@given(_group())
def test_a_group_can_be_settled_with_each_atom_next_to_the_truth(
    group: tuple[list[int], list[int]],
) -> None:
    come, go = range(len(group[0])), range(len(group[0]), len(group[0]) + len(group[1]))
    wholes = [*group[0], *group[1]]
    found = [0] * len(wholes)
    _settle(found, wholes, 100, (list(come), list(go)))
    assert sum(found[atom] for atom in come) == sum(found[atom] for atom in go)
    for rounded, whole in zip(found, wholes, strict=True):
        assert rounded in (whole // 100, -(-whole // 100))


def _flow(function: str, source: FundingSource, flow: Flow, amount: int) -> Entry:
    spent = flow is Flow.EXPENDITURE
    return Entry(
        function,
        "30201" if spent else None,
        source=source,
        nature=Nature.OPERATING if spent else None,
        flow=flow,
        amount=amount,
    )


def test_groups_that_balance_are_as_small_as_can_be() -> None:
    business, general = FundingSource.BUSINESS, FundingSource.GENERAL_OWN
    ledger = Ledger(
        [
            _flow("2080501", general, Flow.INCOME, 30),
            _flow("2080501", general, Flow.EXPENDITURE, 20),
            _flow("2080501", general, Flow.CLOSING, 10),
            # income at one function is spent at another
            _flow("2080501", business, Flow.INCOME, 5),
            _flow("2101101", business, Flow.EXPENDITURE, 5),
            # and what does not balance at all is in no group
            _flow("2210201", FundingSource.OTHER, Flow.INCOME, 7),
        ]
    )
    sums = tally(ledger, load("final-accounts"))
    atoms = sums.atoms
    groups = [
        (sorted(atoms[i].amount for i in come), sorted(atoms[i].amount for i in go))
        for come, go in sums.balances
    ]
    assert groups == [([Decimal(30)], [Decimal(10), Decimal(20)]), ([Decimal(5)], [Decimal(5)])]


def test_a_plain_budget_has_no_groups() -> None:
    ledger = Ledger([_flow("2080501", FundingSource.GENERAL_OWN, Flow.EXPENDITURE, 20)])
    assert tally(ledger, load("xinjiang-2026")).balances == []


def test_the_same_is_published_whatever_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """However fast the clock runs, steps alone decide where no seconds are asked for."""
    slow = publish(example_ledger("akto"), rounding="additive", steps=200_000)
    ticks = itertools.count()
    monkeypatch.setattr("cnbudget.clock.time.monotonic", lambda: 3600.0 * next(ticks))
    assert publish(example_ledger("akto"), rounding="additive", steps=200_000) == slow
    hurried = publish(example_ledger("akto"), rounding="additive", time_limit=1)
    assert hurried.deviation is not None
    assert slow.deviation is not None
    assert hurried.deviation.largest >= slow.deviation.largest
