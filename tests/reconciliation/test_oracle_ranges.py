"""Lost cells of whole documents against z3 and scipy's HiGHS: every one that is determined is restored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from cnbudget import State, deduce, example
from cnbudget.consistency import Interval, printable
from cnbudget.deduction import Deduction, FigureSystem, figure_system, filling
from cnbudget.deduction.bounds import Bounds
from cnbudget.examples import names
from cnbudget.invariants import Derived, compiled, derive, derived_of
from cnbudget.strategies import disclosures, ledgers
from tests.deduction.losing import Lost, cells_lost, lose
from tests.profiles import tries
from tests.reconciliation import oracle

Ends = dict[str, tuple[oracle.End, oracle.End]]

SMALL = disclosures(ledgers(max_entries=3))


def lost_of(framed: FigureSystem) -> dict[int, str]:
    """The cells of the lost figures that some law ties, by the figures' places."""
    return {
        i: name
        for i, figure in enumerate(framed.derived.figures)
        if figure.state is State.MISSING and (name := framed.cell(i)) is not None
    }


def assert_tightest(found: Deduction, ends: tuple[oracle.End, oracle.End]) -> None:
    (low, low_closed), (high, high_closed) = ends
    assert found.complete
    assert not found.contradicted
    within = found.interval
    assert within.low == low
    assert within.high == high
    assert (within.low_closed, within.high_closed) == (low_closed, high_closed)


def singles(framed: FigureSystem, ends: Ends) -> set[int]:
    """The lost figures that could have been printed in one way only, as z3 has it."""
    found = set()
    for i, name in lost_of(framed).items():
        (low, low_closed), (high, high_closed) = ends[name]
        within = Interval(low, high, low_closed=low_closed, high_closed=high_closed)
        cell = framed.system[name]
        if cell.decimals is not None and printable(within, cell.decimals, cell.rounding)[0] == 1:
            found.add(i)
    return found


@given(cells_lost(SMALL))
@settings(max_examples=5)
def test_what_is_deduced_is_the_tightest_there_is_as_by_z3_and_highs(given_: Lost) -> None:
    budget = given_.disclosure
    framed = figure_system(derived_of(budget))
    lost = lost_of(framed)
    ends = oracle.extremes(framed.system, lost.values())
    floats = oracle.Floats(framed.system) if lost else None
    place = {id(figure): i for i, figure in enumerate(framed.derived.figures)}
    single = singles(framed, ends)
    for n, found in enumerate(deduce(budget)):
        i = place[id(found.figure)]
        if i not in lost:
            continue
        assert_tightest(found, ends[lost[i]])
        assert (found.value is not None) == (i in single)
        assert found.value in (None, given_.was[i])
        if floats is not None and n < 5:
            for exactly, roughly in zip(ends[lost[i]], floats.extremes(lost[i]), strict=True):
                assert (exactly[0] is None) == (roughly is None)
                assert exactly[0] is None or abs(float(exactly[0]) - (roughly or 0)) < 0.01


def assert_restored(given_: Lost) -> None:
    """Every lost cell that is uniquely determined is filled when a document is read, and none wrongly."""
    system = compiled(derive(given_.disclosure.tables))
    framed = figure_system(Derived(system.figures, system.laws, ()))
    lost = lost_of(framed)
    single = singles(framed, oracle.extremes(framed.system, lost.values()))
    filled = filling.inferred(system, Bounds(system))
    assert single <= filled.keys()
    for i, figure in filled.items():
        if i in single:
            assert figure.value == given_.was[i]
        # where nothing stays missing the quick laws do, and may call what is certain conditional
        if figure.basis == "determined":
            assert i in single
        elif figure.candidates is not None:
            assert given_.was[i] in figure.candidates


@given(cells_lost(SMALL))
@settings(max_examples=tries(4))
def test_every_cell_that_is_determined_is_restored(given_: Lost) -> None:
    assert_restored(given_)


@pytest.mark.parametrize(
    ("name", "share"), [("akto", 0.05), ("artux", 0.05), ("akto", 0.2), ("artux", 0.5)]
)
def test_in_the_examples_too(name: str, share: float) -> None:
    assert_restored(lose(example(name), 11, share))


@pytest.mark.parametrize("name", names())
def test_the_ranges_of_some_lost_cells_of_the_examples(name: str) -> None:
    given_ = lose(example(name), 2, 0.05)
    framed = figure_system(derived_of(given_.disclosure))
    lost = lost_of(framed)
    ends = oracle.extremes(framed.system, lost.values())
    place = {id(figure): i for i, figure in enumerate(framed.derived.figures)}
    for found in deduce(given_.disclosure):
        i = place[id(found.figure)]
        if i in lost:
            assert_tightest(found, ends[lost[i]])
