"""Systems that are large, contradictory everywhere, or both; and time limits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from importlib import import_module
from operator import or_

import pytest

from cnbudget.clock import Clock
from cnbudget.consistency import (
    Cell,
    Consistent,
    Equality,
    Inconsistent,
    Range,
    Slip,
    System,
    decide,
    propagate,
    range_of,
    ranges,
    repair,
    solve,
)
from cnbudget.consistency.checker import check_repair
from cnbudget.consistency.problem import problem_of
from tests.consistency.tables import linked, planted, tree
from tests.counting import grows_no_faster


def test_two_linked_tables_are_decided() -> None:
    assert isinstance(decide(linked(30, 5)), Consistent)


@pytest.mark.parametrize("errors", [1, 3, 5, 8])
def test_planted_errors_are_found(errors: int) -> None:
    system, cells = planted(linked(12, 5), errors, seed=errors)
    found = repair(system)
    assert found.complete
    assert found.weight is not None
    assert found.weight <= errors
    if found.weight == errors:
        assert cells in [sorted(s) for s in found.sets]


def test_the_least_weight_does_not_lean_on_a_lucky_first_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def everything(conflicts: Sequence[int], weights: Sequence[int], _: Clock) -> int:
        return reduce(or_, conflicts, 0) if weights else 0

    system, _ = planted(linked(12, 5), 5)
    honest = repair(system)
    # By its module: the package has a function of the same name.
    module = import_module("cnbudget.consistency.repair")
    monkeypatch.setattr(module, "quick", everything)
    monkeypatch.setattr("cnbudget.consistency.hitting.quick", everything)
    assert repair(system).sets == honest.sets


def test_a_hundred_errors() -> None:
    system, _ = planted(tree(2000), 100)
    found = repair(system, limit=2, clock=Clock(steps=4_000_000))
    assert found.weight is not None
    assert 40 < found.lower <= found.weight


def test_contradictory_everywhere() -> None:
    system = linked(20, 5)
    wild = {c.id: Decimal(i * 7919 % 1000) for i, c in enumerate(system.cells)}
    clock = Clock(steps=3_000_000)
    found = repair(system.with_figures(wild), clock=clock)
    assert clock.used <= 3_000_000
    assert found.partial or found.lower == found.weight
    assert found.lower > 20
    assert found.weight is None or found.lower <= found.weight


def test_ten_thousand_missing_cells() -> None:
    system = tree(20_000)
    lost = {cell.id: None for cell in system.cells[::2]}
    gone = system.with_figures(lost)
    assert isinstance(decide(gone), Consistent)
    assert not propagate(gone).intervals["c0"].is_empty
    clock = Clock(steps=5_000_000)
    found = ranges(gone, clock=clock)
    assert clock.used <= 5_000_000
    assert isinstance(found, dict)
    assert len(found) == 10_000


def test_thirty_digits() -> None:
    big = "123456789012345678901234567.89"
    system = System(
        [Cell("T", big, decimals=2), Cell("A", decimals=2), Cell("B", "0.01", decimals=2)],
        [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])],
    )
    found = range_of(system, "A")
    assert isinstance(found, Range)
    assert found.count == 3
    assert found.candidates[1] == "123456789012345678901234567.88"


def test_steps_too_coarse_are_refined() -> None:
    # The sum is just below what is allowed, by less than any fixed step would tell.
    scale = 10**12
    system = System(
        [Cell("T", f"{55 * scale // 100 - 1}"), Cell("A", "0.5", decimals=1)],
        [Equality("e", [("T", 1), ("A", -scale)])],
    )
    assert isinstance(decide(system), Consistent)
    at_end = system.with_figures({"T": Decimal(55 * scale // 100)})
    assert isinstance(decide(at_end), Inconsistent)
    twice = System(
        [*system.cells, Cell("B", "0.5", decimals=1)],
        [
            Equality("e", [("T", 1), ("A", -scale)]),
            Equality("f", [("A", 1), ("B", -1)]),
            Equality("g", [("T", 1), ("B", -scale)]),
        ],
    )
    assert isinstance(decide(twice), Consistent)
    assert isinstance(decide(twice.with_figures({"T": Decimal(55 * scale // 100)})), Inconsistent)


def test_no_time_at_all_is_partial() -> None:
    system, _ = planted(linked(12, 5), 5)
    found = repair(system, time_limit=0)
    assert found.partial
    check_repair(system, found)


def test_a_time_limit_marks_the_result() -> None:
    problem = {
        "cells": [{"id": f"c{i}", "value": str(i), "decimals": 0} for i in range(12)],
        "equalities": [
            {"id": f"e{i}", "terms": [[f"c{i}", 1], [f"c{(i * 5 + 1) % 12}", -1]]}
            for i in range(12)
        ],
    }
    assert "partial" in solve(problem, time_limit=0)
    assert "partial" not in solve(problem)


@pytest.mark.parametrize("seconds", [0, 0.002, 0.01, 0.03, 0.1, 0.3])
@pytest.mark.parametrize("errors", [0, 12])
def test_whatever_the_time_is_enough_for_is_given(seconds: float, errors: int) -> None:
    system, _ = planted(linked(12, 5), errors) if errors else (linked(12, 5), [])
    lost = dict.fromkeys([cell.id for cell in system.cells][::9])
    problem = problem_of(system if errors else system.with_figures(lost))
    problem["suggest_kinds"] = [str(kind) for kind in Slip if kind is not Slip.SHIFT_ROW]
    result = solve(problem, time_limit=seconds)
    assert result["globally_consistent"] in (not errors, None)
    assert set(result.get("partial", ())) <= result.keys()
    if not result.get("partial"):
        assert result == solve(problem)


def test_trees_are_linear() -> None:
    systems = {cells: tree(cells) for cells in (10, 1_000, 4_000)}
    assert grows_no_faster(lambda cells: propagate(systems[cells]), 1_000, 4)
