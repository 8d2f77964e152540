"""First amounts: within their intervals, and with no sum broken where there is room."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget.clock import Clock
from cnbudget.consistency import (
    Cell,
    Consistent,
    Equality,
    Inconsistent,
    System,
    decide,
    repair,
)
from cnbudget.consistency.checker import check_conflict, check_ledger
from cnbudget.consistency.freeing import Freeing
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.settling import all_hold, settled
from tests.consistency.systems import systems
from tests.consistency.tables import consolidated, linked, overlapping, planted
from tests.profiles import tries

STEPS = 5000


def start(grid: IntegerSystem) -> dict[int, int] | None:
    """The first amounts of all parts; None if some part has none."""
    found: dict[int, int] = {}
    for cells, rows in grid.components:
        amounts = settled(grid, cells, rows, STEPS, Clock(None))
        if amounts is None:
            return None
        found.update(zip(cells, amounts, strict=True))
    return found


def broken(grid: IntegerSystem, amounts: dict[int, int]) -> int:
    """How many equalities the amounts do not satisfy."""
    return sum(
        row.const * STEPS + sum(a * amounts[c] for c, a in zip(row.cols, row.coefs, strict=True))
        != 0
        for row in grid.rows
        if row.is_equality
    )


@given(systems())
def test_first_amounts_are_within_their_intervals(system: System) -> None:
    grid = IntegerSystem(system)
    for c, x in (start(grid) or {}).items():
        lo, lo_open, hi, hi_open = grid.tight[c]
        assert lo is None or x >= lo * STEPS + lo_open
        assert hi is None or x <= hi * STEPS - hi_open


@given(systems(ratios=False))
def test_none_only_where_none_exist_or_sums_are_tangled(system: System) -> None:
    grid = IntegerSystem(system)
    found = start(grid)
    if found is not None and not broken(grid, found):
        assert isinstance(decide(system), Consistent)


@given(st.integers(1, 24))
def test_tables_and_their_sums_are_settled_whole(agencies: int) -> None:
    grid = IntegerSystem(consolidated(agencies))
    amounts = start(grid)
    assert amounts is not None
    assert not broken(grid, amounts)


@settings(max_examples=tries(10, least=5))
@given(st.integers(10, 30), st.integers(4, 30), st.integers(0, 10**6))
def test_linked_tables_are_settled_whole(rows: int, columns: int, seed: int) -> None:
    # each total is a sum by rows and by columns, and one of both tables: constraints that no sum is put in for
    grid = IntegerSystem(linked(rows, columns, seed))
    amounts = start(grid)
    assert amounts is not None
    assert all_hold(grid, range(len(grid.rows)), amounts, STEPS)


@settings(max_examples=tries(5, least=3))
@given(st.integers(12, 60), st.integers(0, 10**6))
def test_overlapping_sums_are_settled_with_a_freed_figure(sums: int, seed: int) -> None:
    whole = overlapping(sums, 12, seed)
    wrong = f"c{seed % sums}"
    system = whole.with_figures({wrong: Decimal(10**6)})
    grid = IntegerSystem(system)
    part = Freeing(grid, range(len(grid.cells)), range(len(grid.rows)), Clock())
    if grid.rows and any(wrong == cell for e in system.equalities for cell, _ in e.terms):
        refuted = part.refuted(frozenset())
        assert refuted is not None
        check_conflict(system, refuted)
    assert part.refuted(frozenset([wrong])) is None
    ledger = {grid.cells[c].id: x for c, x in part.ledger().items()}
    check_ledger(system, ledger, freed=[wrong])


def test_one_of_overlapping_sums_that_are_no_table_is_told_with_proof() -> None:
    whole = overlapping(100)
    system = whole.with_figures({"c7": (whole["c7"].value or Decimal(0)) + 500})
    found = repair(system, clock=Clock(steps=1_000_000))
    assert (found.sets, found.complete, found.lower) == ((("c7",),), True, 1)


@given(st.integers(0, 10**6))
def test_a_sum_that_cannot_hold_is_left_to_the_proof(seed: int) -> None:
    system, _ = planted(consolidated(3), 2, seed)
    assert start(IntegerSystem(system)) is None
    assert isinstance(decide(system), Inconsistent)


@pytest.mark.parametrize("length", [3, 2000])
def test_sums_of_one_another_are_no_obstacle(length: int) -> None:
    # each amount is that before it and a loose one: a chain longer than the stack is deep, closed to a ring
    cells = [Cell(f"a{n}", str(n), decimals=0) for n in range(length)]
    cells += [Cell(f"d{n}", "1", decimals=0) for n in range(length)]
    laws = [
        Equality(f"e{n}", [(f"a{n}", 1), (f"a{n - 1}", -1), (f"d{n}", -1)])
        for n in range(1, length)
    ]
    laws.append(Equality("ring", [("a0", 1), (f"a{length - 1}", -1), ("d0", -1)]))
    system = System(cells, laws)
    found = start(IntegerSystem(system))
    assert found is None or broken(IntegerSystem(system), found)
    assert isinstance(decide(system), Inconsistent)
