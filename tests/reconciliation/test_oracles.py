"""Whole documents against z3 (exact, MaxSAT), against trying everything and against scipy's HiGHS."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Amount, Disclosure, Entry, Figure, Ledger, State, example, reconcile
from cnbudget.amounts import exact
from cnbudget.clock import Clock
from cnbudget.consistency import System
from cnbudget.examples import names
from cnbudget.invariants import derived_of
from cnbudget.reconciliation import Localisation, localise
from cnbudget.strategies import disclosures, entries
from tests.deduction.losing import lose
from tests.profiles import tries
from tests.reconciliation import oracle

MOST_SETS = 40
MOST_TRIED = 200


def crowded(given_: list[Entry], seed: int) -> Ledger:
    """A ledger with several entries, of other amounts, for each function."""
    rng = random.Random(seed)
    functions = [entry.function for entry in given_[:3]]
    return Ledger(
        [
            attrs.evolve(
                entry,
                function=rng.choice(functions),
                amount=Amount(Decimal(rng.randrange(1, 10**8)).scaleb(-2)),
            )
            for entry in given_
        ],
        "甲局",
        year=2026,
    )


DOCUMENTS = disclosures(
    st.builds(crowded, st.lists(entries(), min_size=5, max_size=9), st.integers(0, 10**6))
)


def ties(budget: Disclosure) -> list[list[Figure]]:
    """The printed figures of each law that ties at least two."""
    derived = derived_of(budget)
    printed = [
        [f for i in dict.fromkeys(indices) if (f := derived.figures[i]).state is State.VALUE]
        for _, indices, _ in derived.laws
    ]
    return [figures for figures in printed if len(figures) > 1]


@attrs.frozen(eq=False)
class Changed:
    """A document with figures changed, and how many."""

    disclosure: Disclosure
    count: int

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        keys = ", ".join(table.key for table in self.disclosure.tables)
        printer.text(f"<{keys} with {self.count} changes>")


@st.composite
def changed(draw: st.DrawFn, most: int = 4) -> Changed:
    """A published document with up to so many figures changed.

    Some tables and cells are lost first, so that the tables repeat one another less. The changes stand close
    together, and many are about what rounding can just hide. So the lightest sets are often other figures than
    those changed, or fewer, or several are as light.
    """
    budget, rng = draw(DOCUMENTS), random.Random(draw(st.integers(0, 2**32)))
    kept = rng.sample(budget.tables, rng.choice([1, 2, 3, 4, len(budget.tables)]))
    few = tuple(table for table in budget.tables if table in kept)
    budget = lose(
        attrs.evolve(budget, tables=few), rng.random(), rng.choice([0, 0.2, 0.4, 0.6])
    ).disclosure
    return planted(budget, rng.randint(0, most), rng)


def planted(budget: Disclosure, count: int, rng: random.Random) -> Changed:
    """A document with so many figures changed, of a few laws, if they tie so many."""
    laws = ties(budget)
    near = [f for law in rng.sample(laws, min(rng.choice([1, 3]), len(laws))) for f in law]
    near = list({id(figure): figure for figure in near}.values())
    steps, pairs = rng.choice([[1, -1], [2], [-2, 3], [5, -90, 12345]]), []
    for figure in rng.sample(near, min(count, len(near))):
        by = exact.scaleb(Decimal(rng.choice(steps)), -figure.places)
        pairs.append((figure, figure.evolve(value=(figure.value or Decimal(0)) + by)))
    return Changed(budget.with_figures(pairs), len(pairs))


def reconciled(budget: Disclosure) -> tuple[System, Localisation | None]:
    """The system that a document was decided by, and what is wrong in it; None if it is consistent."""
    found = reconcile(budget, witness=False, time_limit=None, limit=MOST_SETS)
    assert found.framed is not None
    if found.consistent:
        return found.framed.system, None
    if found.localisation is not None:
        return found.framed.system, found.localisation
    # a whole table in another unit is told instead; what would be located is asked for by itself
    return found.framed.system, localise(found.framed, Clock(None), limit=MOST_SETS)


def assert_as_decided(system: System, *, consistent: bool) -> None:
    """z3 decides so, and HiGHS does unless it is too close for floats."""
    assert oracle.feasible(system) is consistent
    if system.cells and not system.ratios:
        assert oracle.Floats(system).feasible() in (consistent, None)
    if consistent:
        assert oracle.least_weight(system) == 0


def assert_lightest(system: System, found: Localisation) -> None:
    """The weight is the least, and the sets are all those of it, as z3 has them."""
    assert not found.partial
    assert found.weight == found.lower == oracle.least_weight(system)
    assert found.weight is not None
    sets = {frozenset(each.cells) for each in found.sets}
    theirs = oracle.sets_of_weight(system, found.weight, MOST_SETS + 1)
    if found.complete:
        assert sets == theirs
    else:
        assert len(theirs) > MOST_SETS
        assert all(oracle.mends(system, chosen) for chosen in sets)


def assert_highs_finds_nothing_lighter(
    system: System, found: Localisation, *, surely: bool = True
) -> None:
    """Big-M in floats names no set that mends and is lighter."""
    if system.ratios:
        return
    claimed, chosen = oracle.Floats(system).repair()
    if oracle.mends(system, chosen):  # exactly: it takes open ends for closed ones
        cost = sum(system[cell].weight for cell in chosen)
        assert cost >= (found.weight or 0)
        assert not surely or cost == found.weight == round(claimed)


@given(changed())
@settings(max_examples=tries(2))
def test_documents_are_decided_and_located_as_by_z3_and_highs(given_: Changed) -> None:
    system, found = reconciled(given_.disclosure)
    assert_as_decided(system, consistent=found is None)
    if found is not None:
        assert_lightest(system, found)
        assert all(len(each.figures) <= given_.count for each in found.sets)
        assert_highs_finds_nothing_lighter(system, found)


@given(changed(most=2))
@settings(max_examples=tries(6))
def test_no_set_as_light_is_left_out_when_all_are_tried(given_: Changed) -> None:
    system, found = reconciled(given_.disclosure)
    if found is None or found.weight is None:
        assert oracle.feasible(system)
        return
    weight = {cell.id: cell.weight for cell in system.cells if cell.suspect}
    chosen = [frozenset(c) for k in (1, 2) for c in combinations(weight, k)]
    random.Random(0).shuffle(chosen)
    tried = [c for c in chosen if sum(weight[cell] for cell in c) <= found.weight][:MOST_TRIED]
    sets = {frozenset(each.cells) for each in found.sets}
    mending = oracle.mending(system, [*tried, *sets])
    assert sets <= mending
    assert all(sum(weight[cell] for cell in each) == found.weight for each in mending)
    assert mending == sets or not found.complete


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("count", [0, 4])
def test_the_examples_are_decided_and_located_as_by_z3_and_highs(name: str, count: int) -> None:
    given_ = planted(example(name), count, random.Random(count))
    system, found = reconciled(given_.disclosure)
    assert (found is None) is (count == 0)
    assert_as_decided(system, consistent=found is None)
    if found is not None:
        assert_lightest(system, found)
        assert all(len(each.figures) <= count for each in found.sets)
        # big-M is too coarse here to find all that is to be changed
        assert_highs_finds_nothing_lighter(system, found, surely=False)
