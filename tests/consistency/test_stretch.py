"""How far off the figures are: exactly, or between two factors where that takes too long."""

from __future__ import annotations

from fractions import Fraction
from importlib import import_module

import attrs
import pytest
from hypothesis import assume, given, settings

from cnbudget.clock import Clock
from cnbudget.consistency import (
    Cell,
    Equality,
    EvidenceError,
    Proportion,
    Rounding,
    Stretch,
    System,
    Undecided,
    solve,
    stretch,
)
from cnbudget.consistency.checker import check_stretch
from tests.consistency.systems import systems
from tests.consistency.tables import overlapping, planted
from tests.profiles import tries

#: The function hides its module.
MODULE = import_module("cnbudget.consistency.stretch")


@given(systems(ratios=False, most_cells=5, most_equalities=3))
@settings(max_examples=tries(1))
def test_without_the_time_for_it_the_factor_is_between_two_others(system: System) -> None:
    exact = stretch(system)
    assume(isinstance(exact, Stretch))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MODULE, "MOST_EXACT", 0)
        found = stretch(system)
    assert isinstance(exact, Stretch)
    assert exact.proven
    if not isinstance(found, Stretch):
        assert isinstance(found, Undecided)
    elif found.factor is None or exact.factor is None:
        assert exact.factor is None
        assert found.factor is None or not found.proven
    elif found.proven:
        assert found.factor == exact.factor
    else:
        assert found.lower is not None
        assert found.lower <= exact.factor <= found.factor


def test_overlapping_sums_are_told_between_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong figure in sums that overlap: a ledger is found at less than four times what one sum needs."""
    system, _ = planted(overlapping(60), 1, 1)
    monkeypatch.setattr(MODULE, "MOST_EXACT", 1_000)
    found = stretch(system, clock=Clock(steps=3_000_000))
    assert isinstance(found, Stretch)
    assert found.factor is not None
    assert found.lower is not None
    assert not found.proven
    assert found.lower < found.factor < 4 * found.lower
    for lower in (found.lower * 2, found.lower / 2, found.factor + 1, None):
        with pytest.raises(EvidenceError):
            check_stretch(system, attrs.evolve(found, lower=lower))
    assert isinstance(stretch(system, clock=Clock(steps=1_000)), Undecided)


def test_a_result_says_what_is_proven_of_the_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = {"T": "3", "S": "1", "U": "1", "a": "0", "b": "0", "c": "0", "d": "0"}
    sums = {"T": "SU", "S": "ab", "U": "cd"}
    problem = {
        "cells": [{"id": name, "value": value, "decimals": 0} for name, value in figures.items()],
        "equalities": [
            {"id": f"sum {whole}", "terms": [[whole, 1], *[[part, -1] for part in parts]]}
            for whole, parts in sums.items()
        ],
    }
    known = solve(problem)
    assert known["stretch"] == "6/5"
    assert "stretch_bounds" not in known
    monkeypatch.setattr(MODULE, "MOST_EXACT", 0)
    result = solve(problem)
    low, high = result["stretch_bounds"]
    assert high == result["stretch"]
    assert Fraction(low) <= Fraction(6, 5) <= Fraction(high)
    assert "stretch" in result["partial"]


def test_a_factor_is_proven_where_a_ledger_is_found_at_what_one_sum_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MODULE, "MOST_EXACT", 0)
    cells = [Cell("T", "7", decimals=0), Cell("A", "1", decimals=0)]
    found = stretch(System(cells, [Equality("sum", [("T", 1), ("A", -1)])]))
    assert isinstance(found, Stretch)
    assert (found.factor, found.proven) == (Fraction(6), True)


@pytest.mark.parametrize(
    ("cell", "share", "there"),
    [
        (Cell("A", "1", decimals=0), False, True),
        (Cell("A", "1", decimals=0), True, False),
        (Cell("A", "1", decimals=0, rounding=Rounding.TRUNCATE), False, False),
        (Cell("A", "1", decimals=0, rounding=Rounding.TRUNCATE), True, False),
        (Cell("A", "1", rounding=Rounding.TRUNCATE), False, True),  # exact
        (Cell("A", None, decimals=0, rounding=Rounding.TRUNCATE), False, True),  # lost
    ],
)
def test_there_is_no_factor_of_ratios_and_what_is_cut_off(
    cell: Cell, share: bool, there: bool
) -> None:
    cells = [cell, Cell("T", "2", decimals=0), Cell("P", "50", decimals=0)]
    ratios = [Proportion("share", "share", num="A", den="T", pct="P")] if share else []
    assert (stretch(System(cells, ratios=ratios)) is not None) is there
