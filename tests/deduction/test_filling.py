"""Filling lost cells: law by law first, then by all laws together."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

import cnbudget
from cnbudget import Disclosure, Figure, State
from cnbudget.deduction import filling
from cnbudget.deduction.bounds import Bounds
from cnbudget.invariants import compiled, derive


def filled(budget: Disclosure, seed: int, share: float) -> tuple[dict[int, Figure], set[int]]:
    """The cells filled after losing some, and those that were lost."""
    rng, figures = random.Random(seed), budget.figures
    lost = {i for i in range(len(figures)) if rng.random() < share}
    worn = budget.with_figures(
        [(figures[i], figures[i].evolve(value=None, state=State.MISSING)) for i in lost]
    )
    system = compiled(derive(worn.tables))
    return filling.inferred(system, Bounds(system)), lost


@pytest.mark.parametrize("name", ["akto", "artux"])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_what_is_determined_is_right_and_the_engine_finds_more(
    name: str, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = cnbudget.example(name)
    both, lost = filled(budget, 5, share)
    monkeypatch.setattr(filling, "_together", lambda *_: {})
    alone, _ = filled(budget, 5, share)
    assert set(alone) <= set(both) <= lost
    for i, figure in both.items():
        was = budget.figures[i].value or Decimal(0)
        assert figure.state is State.INFERRED
        if figure.basis == "determined":
            assert figure.value == was
        if figure.candidates:
            assert was in figure.candidates
            assert figure.value in figure.candidates
    for i, figure in alone.items():
        if figure.basis == "determined":
            assert both[i].basis == "determined"


def test_one_lost_column_is_filled_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> dict[int, Figure]:
        raise AssertionError("the engine was asked")

    monkeypatch.setattr(filling, "_together", refuse)
    budget = cnbudget.example("artux")
    cells = [row.total for row in budget.expenditure.rows]
    worn = budget.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in cells])
    system = compiled(derive(worn.tables))
    found = filling.inferred(system, Bounds(system))
    assert len(found) == len(cells)
