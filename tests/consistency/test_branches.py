"""Ranges in trees: the same as the simplex method finds, each with its proof."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.clock import Clock
from cnbudget.consistency import Cell, Equality, Inconsistent, System, decide, ranges
from cnbudget.consistency.branches import Branches
from cnbudget.consistency.core import Core, refining
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.propagation import Tree
from tests.consistency.systems import cells, coefficients
from tests.consistency.tables import tree


@st.composite
def trees(draw: st.DrawFn) -> System:
    """Each equality joins a known cell with new ones, so that there is no cycle."""
    made: list[Cell] = [draw(cells("c0"))]
    equalities = []
    for e in range(draw(st.integers(1, 4))):
        old = draw(st.sampled_from(made)).id
        new = [draw(cells(f"c{len(made) + n}")) for n in range(draw(st.integers(1, 3)))]
        made += new
        terms = [(name, draw(coefficients)) for name in (old, *(cell.id for cell in new))]
        equalities.append(Equality(f"e{e}", terms, const=draw(st.sampled_from(["0", "0", "3/2"]))))
    return System(made, equalities)


@given(trees())
def test_ends_are_those_of_the_simplex_method(system: System) -> None:
    grid = IntegerSystem(system)
    if isinstance(decide(system), Inconsistent):
        return
    [(places, rows)] = grid.components
    found = Tree.of(grid, places, rows)
    assert found is not None
    branches = Branches(grid, found, rows, Clock(None))

    def ends(steps: int) -> None:
        core = Core(grid, places, rows, steps, Clock(None))
        assert core.decide() is None
        for c in places:
            for high in (False, True):
                one, other = branches.end(c, high=high), core.end(c, high=high)
                assert (one.value, one.closed) == (other.value, other.closed)

    refining(len(places), ends)
    # these verify themselves
    everything = ranges(system, [cell.id for cell in system.cells])
    assert isinstance(everything, dict)


@pytest.mark.parametrize("share", [0.05, 0.5, 1.0])
def test_thousands_of_lost_cells_of_a_tree_all_have_their_proven_range(share: float) -> None:
    system = tree(3000)
    draw = random.Random(1)
    names = [cell.id for cell in system.cells]
    lost = dict.fromkeys(draw.sample(names, int(share * len(names))))
    found = ranges(system.with_figures(lost))
    assert isinstance(found, dict)
    assert found.keys() == lost.keys()
    assert all(one.complete for one in found.values())


def test_few_amounts_move() -> None:
    system = tree(3000).with_figures(dict.fromkeys(["c7", "c1000", "c2999"]))
    found = ranges(system)
    assert isinstance(found, dict)
    for one in found.values():
        assert len(one.low.limit) + len(one.high.limit) < 150
