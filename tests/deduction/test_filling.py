"""Filling lost cells: law by law first, then by all laws together."""

from __future__ import annotations

import random
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

import cnbudget
from cnbudget import Disclosure, Figure, State
from cnbudget.deduction import filling
from cnbudget.deduction.bounds import Bounds
from cnbudget.figures import TRUNCATION, ColumnAddress
from cnbudget.invariants import ADD_UP, AGREE, Compiled, Derived, compiled, derive
from cnbudget.invariants.derivation import Raw
from tests.checks.test_once import TABLES


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


def _one_lost(table: int, row: str, column: int, *others: tuple[int, str, int]) -> list[Figure]:
    """What is filled where some cells of the tables are lost."""
    budget = cnbudget.read_text(TABLES)

    def cell(number: int, name: str, at: int) -> Figure:
        found: list[Figure] = [
            figures[at]
            for table in budget.tables
            if table.number == number
            for figures in (each.figures for each in table.rows if each.address.row == name)
        ]
        return found[0]

    cells = [cell(*each) for each in ((table, row, column), *others)]
    worn = budget.with_figures([(f, f.evolve(value=None, state=State.MISSING)) for f in cells])
    system = compiled(derive(worn.tables))
    return list(filling.inferred(system, Bounds(system)).values())


@pytest.mark.parametrize("engine", [True, False])
@pytest.mark.parametrize(
    ("cell", "value", "basis", "candidates"),
    [
        ((2, "20805", 0), "120.00", "determined", 1),
        ((2, "2080506", 0), "40.00", "printed-precision", 2),
        ((3, "2010402", 0), "300.00", "printed-precision", 2),
        ((5, "20104", 1), "440.00", "determined", 1),
    ],
)
def test_what_is_known_of_one_lost_cell_is_known_law_by_law(
    cell: tuple[int, str, int],
    value: str,
    basis: str,
    candidates: int,
    engine: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not engine:
        monkeypatch.setattr(filling, "_together", lambda *_: {})
    (found,) = _one_lost(*cell)
    assert (str(found.value), found.basis) == (value, basis)
    assert found.candidates is not None
    assert len(found.candidates) == candidates


@pytest.mark.parametrize("engine", [True, False])
def test_of_two_lost_parts_of_the_same_sums_nothing_is_said(
    engine: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not engine:
        monkeypatch.setattr(filling, "_together", lambda *_: {})
    pair = [(6, "30201", at) for at in (0, 2)] + [(6, "30211", at) for at in (0, 2)]
    assert _one_lost(*pair[0], *pair[1:]) == []


@pytest.mark.parametrize(("part", "value"), [("3.00", None), ("0.40", "0.60")])
def test_what_a_law_that_fails_is_about_stays_missing(part: str, value: str | None) -> None:
    figures = [Figure.of(each, "万元", places=2) for each in ("1.00", None, part, "0.60", None)]
    laws: list[Raw] = [(ADD_UP, (0, 1, 2), "rows"), (AGREE, (1, 3), "scopes")]
    system = Compiled(Derived(figures, laws, ()))
    found = filling.inferred(system, Bounds(system))
    # what no law is about stays missing, too
    assert {i: str(each.value) for i, each in found.items()} == (
        {} if value is None else {1: value}
    )


@pytest.mark.parametrize(("known", "candidates"), [("", None), ("5.00", (Decimal("5.00"),))])
def test_what_is_exact_has_no_other_candidates(
    known: str, candidates: tuple[Decimal, ...] | None
) -> None:
    figures = [Figure.of(each, "万元", places=2) for each in (known, None, "7.00")]
    system = Compiled(Derived(figures, [(AGREE, (0, 1), "scopes")], ()))
    found = filling.inferred(system, Bounds(system))[1]
    assert (found.basis, found.value, found.candidates) == (
        "determined",
        Decimal(known or 0),
        candidates,
    )


@pytest.mark.parametrize(
    ("texts", "laws"),
    [
        (("1.006", None), [(AGREE, (0, 1), "scopes")]),
        # by all laws together: two lost parts that are as much as one another
        (("2.012", None, None), [(ADD_UP, (0, 1, 2), "rows"), (AGREE, (1, 2), "scopes")]),
    ],
)
def test_what_a_form_cuts_off_is_cut_off_in_what_is_filled(
    texts: tuple[str | None, ...], laws: list[Raw]
) -> None:
    column = ColumnAddress("", rounding=TRUNCATION)
    figures = [Figure.of(each, places=3 if each else 2).evolve(column=column) for each in texts]
    tables: Any = (SimpleNamespace(sides=[SimpleNamespace(columns=[column])]),)
    system = Compiled(Derived(figures, laws, tables))
    found = filling.inferred(system, Bounds(system))
    assert {i: str(each.value) for i, each in found.items()} == dict.fromkeys(
        range(1, len(texts)), "1.00"
    )
