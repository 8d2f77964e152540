"""Kinds and places apart are as good as atoms: what is filled in from them publishes as the document."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import (
    Amount,
    Disclosure,
    Entry,
    Figure,
    FundingSource,
    Ledger,
    Nature,
    State,
    example,
    publish,
    reconcile,
)
from cnbudget.clock import Clock
from cnbudget.figures import TRUNCATION, ColumnAddress
from cnbudget.layouts import load
from cnbudget.reconciliation import Status, unknowns
from cnbudget.reconciliation.allotment import fen
from cnbudget.reconciliation.atoms import groups_of
from cnbudget.reconciliation.cells import Cells, leaves_of
from cnbudget.reconciliation.comparison import differences
from cnbudget.reconciliation.unknowns import NONE, Unknowns
from cnbudget.reconciliation.witness import witness
from cnbudget.strategies import disclosures, ledgers
from tests.profiles import tries
from tests.properties.test_forms import ledgers as balanced


@given(disclosures(ledgers(max_entries=40)))
@settings(max_examples=tries(2))
def test_with_kinds_and_places_apart_there_is_a_witness_too(budget: Disclosure) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unknowns, "MANY", 0)
        found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness)) == []


@given(balanced(True), st.sampled_from(["central", "final-accounts"]))
@settings(max_examples=tries(3))
def test_with_flows_too(ledger: object, name: str) -> None:
    budget = publish(ledger, name)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unknowns, "MANY", 0)
        found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why


@given(disclosures(ledgers(max_entries=10), rounding="independent"), st.integers(0, 10**6))
@settings(max_examples=tries(3))
def test_apart_or_not_the_same_documents_have_none(budget: Disclosure, which: int) -> None:
    """Where a figure is made larger, both ways come to the same answer."""
    printed = [figure for figure in budget.figures if figure.state is State.VALUE]
    figure = printed[which % len(printed)]
    wrong = budget.with_figures([(figure, figure.evolve(value=(figure.value or Decimal(0)) + 3))])
    answers = []
    for many in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(unknowns, "MANY", many)
            answers.append(witness(wrong, Clock(None)))
    one, other = answers
    assert (one.ledger is None) == (other.ledger is None)
    assert (one.proof is None) == (other.proof is None)
    for each in answers:
        assert each.proof is None or each.proof(Clock(None)) is not None


def test_atoms_are_filled_in_from_equal_amounts_first() -> None:
    budget = example("akto")
    form = load(budget.layout)
    cells = Cells(budget, form)
    groups = groups_of(cells, budget, form, Clock(None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unknowns, "MANY", 0)
        work = Unknowns(cells, groups, form)
    g = next(g for g, places in work.keys if NONE in places)
    kinds = [n for n, key in enumerate(work.keys) if key[0] == g and key[1][0] != NONE]
    places = [n for n, key in enumerate(work.keys) if key[0] == g and key[1][1] != NONE]
    amounts = [0] * len(work.keys)
    amounts[places[0]], amounts[places[1]], amounts[places[2]] = 30, 50, 20
    amounts[kinds[0]], amounts[kinds[1]] = 50, 50
    found = work.atoms(amounts)
    k, other = work.keys[kinds[0]][1][0], work.keys[kinds[1]][1][0]
    p = [work.keys[n][1][1] for n in places[:3]]
    assert found == {(g, (k, p[1])): 50, (g, (other, p[0])): 30, (g, (other, p[2])): 20}


def test_projects_that_any_function_may_have_are_apart_from_functions() -> None:
    """A table that lists projects by themselves leaves each to every function: their product is not gone through."""
    functions, projects = ("2080501", "2080502", "2101101", "2210201"), "甲乙丙丁"
    entries = [
        Entry(function, "30227", source=FundingSource.GENERAL_OWN, nature=Nature.OPERATING,
              amount=10_000 * (n + 1) + m, project=f"{name}项目")
        for n, function in enumerate(functions) for m, name in enumerate(projects)
    ]  # fmt: skip
    budget = publish(Ledger(entries, "甲局", year=2026))
    form = load(budget.layout)
    cells = Cells(budget, form)
    groups = groups_of(cells, budget, form, Clock(None))
    (group,) = [each for each in groups if each.projects]
    assert (len(group.slots), len(group.projects)) == (4, 4)
    assert sum(each.size for each in groups) >= 16
    answers = []
    for many in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(unknowns, "MANY", many)
            work = Unknowns(cells, groups, form)
            answers.append(reconcile(budget))
        g = groups.index(group)
        mine = [n for n, (of, _) in enumerate(work.keys) if of == g]
        assert len(mine) == (8 + len(group.kinds) if not many else group.size)
        links = [{len(each) for each in sides} for sides in work.balances if mine[0] in sides[0]]
        assert links == ([] if many else [{4, len(group.kinds)}, {4}])
    for found in answers:
        assert found.status is Status.CONSISTENT, found.why
        assert found.witness is not None
        assert not list(differences(budget, found.witness))


def test_kinds_and_places_stay_together_where_amounts_may_be_negative() -> None:
    """Parts of atoms that have to come to the same are not negative: what a negative cell is of stays in atoms."""
    entries = [
        Entry(function, use, source=source, nature=Nature.OPERATING, amount=10_000 * (n + m + 1))
        for source in (FundingSource.GENERAL_OWN, FundingSource.GENERAL_TRANSFER)
        for n, function in enumerate(("2080501", "2080502", "2101101", "2210201"))
        for m, use in enumerate(("30201", "30202", "30205"))
    ]
    entries.append(attrs.evolve(entries[0], amount=Amount("-90000")))
    budget = publish(Ledger(entries, "甲局", year=2026))
    form = load(budget.layout)
    cells = Cells(budget, form)
    groups = groups_of(cells, budget, form, Clock(None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unknowns, "MANY", 0)
        work = Unknowns(cells, groups, form)
        found = reconcile(budget)
    below = {cell for cell, figures in enumerate(cells.figures) if fen(figures)[2] < 0}
    assert below
    for key, at in zip(work.keys, work.cells, strict=True):
        assert NONE not in key[1] or below.isdisjoint(at)
    assert any(NONE in places for _, places in work.keys)
    assert found.status is Status.CONSISTENT, found.why


@given(
    st.integers(-(10**9), 10**9),
    st.integers(0, 4),
    st.sampled_from(["元", "千元", "万元", "亿元"]),
    st.booleans(),
)
def test_whole_fen_are_those_in_the_interval(value: int, places: int, unit: str, cut: bool) -> None:
    figure = Figure.of(str(value), unit)
    column = ColumnAddress("", rounding=TRUNCATION) if cut else figure.column
    assert figure.value is not None
    figure = figure.evolve(value=figure.value.scaleb(-places), places=places, column=column)
    low, high, centre = fen([figure])
    within = figure.interval()
    assert within.low is not None
    assert within.high is not None

    def inside(n: int) -> bool:
        x = Fraction(n, 100)
        assert within.low is not None
        assert within.high is not None
        above = x > Fraction(within.low) or (within.low_closed and x == Fraction(within.low))
        below = x < Fraction(within.high) or (within.high_closed and x == Fraction(within.high))
        return above and below

    if low > high:  # no whole 分 prints so
        assert not any(map(inside, range(high - 2, low + 3)))
        return
    assert inside(low)
    assert inside(high)
    assert not inside(low - 1)
    assert not inside(high + 1)
    assert low <= centre <= high


def test_codes_that_are_not_broken_down() -> None:
    assert leaves_of([]) == frozenset()
    assert leaves_of(["208", "2080501", "20805", "210", "21011"]) == {"2080501", "21011"}
