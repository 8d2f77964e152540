"""The engine against z3 and against trying everything, on random small systems."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from cnbudget.consistency import (
    Consistent,
    Inconsistent,
    Interval,
    Range,
    Slip,
    Stretch,
    System,
    decide,
    min_conflicts,
    propagate,
    ranges,
    repair,
    standing,
    stretch,
    suggest,
)
from cnbudget.consistency.slips import SINGLE, fits, undone
from tests.consistency import oracle
from tests.consistency.systems import systems

NEAR = Fraction(1, 10**9)


@given(systems())
def test_decide_agrees_with_z3(system: System) -> None:
    assert isinstance(decide(system), Consistent) is oracle.feasible(system)


@given(systems())
def test_each_constraint_alone_agrees_with_z3(system: System) -> None:
    for constraint in system.constraints:
        cells = (
            {cell for cell, _ in constraint.terms}
            if hasattr(constraint, "terms")
            else {constraint.num, constraint.den, constraint.pct}
        )
        alone = System(
            [c for c in system.cells if c.id in cells],
            [e for e in system.equalities if e.id == constraint.id],
            ratios=[r for r in system.ratios if r.id == constraint.id],
        )
        assert standing(system, constraint.id).holds is oracle.feasible(alone)


@given(systems())
def test_repairs_are_all_the_cheapest(system: System) -> None:
    found = repair(system)
    weight, sets = oracle.repairs(system)
    assert (found.weight, set(map(frozenset, found.sets))) == (weight, sets)
    assert found.complete
    assert not found.partial


@given(systems(most_cells=5))
def test_conflicts_are_all_the_smallest(system: System) -> None:
    found = min_conflicts(system)
    assert found is not None
    assert set(map(frozenset, found)) == oracle.conflicts(system)


@given(systems())
def test_ranges_are_the_tightest(system: System) -> None:
    found = ranges(system, [cell.id for cell in system.cells])
    assert isinstance(found, Inconsistent) is not oracle.feasible(system)
    for name, claim in found.items() if isinstance(found, dict) else ():
        assert_tightest(system, name, claim)


def assert_tightest(system: System, name: str, claim: Range) -> None:
    for end, beyond, inside, far in ((claim.low, "<", ">", -1), (claim.high, ">", "<", 1)):
        if end.value is None:
            assert oracle.can_be(system, name, f"{beyond}=", Fraction(far * 10**9))
            continue
        assert not oracle.can_be(system, name, beyond, end.value)
        assert oracle.can_be(system, name, f"{beyond}=", end.value) is end.closed
        assert oracle.can_be(system, name, beyond, end.value - far * NEAR)
        assert inside != beyond


@given(systems())
def test_propagation_is_sound_and_tight_on_trees(system: System) -> None:
    found = propagate(system)
    if found.refutation is not None:
        assert not oracle.feasible(system)
        return
    claims = ranges(system, [cell.id for cell in system.cells])
    for name, claim in claims.items() if isinstance(claims, dict) else ():
        outer = found.intervals[name]
        assert (claim.interval & outer) == claim.interval
        if name in found.tight:
            assert outer == _normal(claim.interval)


def _normal(interval: Interval[Fraction]) -> Interval[Fraction]:
    """An end that is not there counts as open in ranges and as either in propagation."""
    return interval & Interval()


@given(systems(ratios=False))
def test_stretch_is_where_ledgers_begin(system: System) -> None:
    found = stretch(system)
    assume(isinstance(found, Stretch))
    assert isinstance(found, Stretch)
    assert oracle.stretch_feasible(system, Fraction(10**12)) is (found.factor is not None)
    if found.factor is not None:
        assert oracle.stretch_feasible(system, found.factor)
        if found.factor:
            assert not oracle.stretch_feasible(system, found.factor * (1 - NEAR))


@given(systems(most_cells=4, most_equalities=3), st.sampled_from(list(Slip)))
def test_suggestions_are_all_that_mend(system: System, kind: Slip) -> None:
    assume(kind is not Slip.SHIFT_ROW)
    found = {tuple(sorted(s.figures)) for s in suggest(system, [kind])}
    expected = set()
    if not oracle.feasible(system):
        suspects = [cell for cell in system.cells if cell.suspect]
        if kind in SINGLE:
            edits = [{cell.id: text} for cell in suspects for text in undone(cell, kind)]
        else:
            edits = [
                {a.id: format(b.value, "f"), b.id: format(a.value, "f")}
                for a, b in combinations(suspects, 2)
                if a.value is not None
                and b.value is not None
                and a.value != b.value
                and fits(a, b.value)
                and fits(b, a.value)
            ]
        for edit in edits:
            figures = {cell: Decimal(text) for cell, text in edit.items()}
            if oracle.feasible(system.with_figures(figures)):
                expected.add(tuple(sorted(edit.items())))
    assert found == expected
