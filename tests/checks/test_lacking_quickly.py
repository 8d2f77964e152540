"""Sides are passed over quickly that cannot lack a row: none that lacks one is."""

from __future__ import annotations

import attrs
import pytest

import cnbudget
from cnbudget import Disclosure
from cnbudget.checks import lacking
from cnbudget.checks.codes import ListedNames, coded_sides
from cnbudget.checks.sums import Sums
from cnbudget.classification import default
from cnbudget.invariants import Verdict, checking, derived_of
from tests.checks.slipped import slipped


def _without(budget: Disclosure, key: str, place: int) -> Disclosure:
    """A budget whose table lacks a row."""
    table = budget.table(key)
    (side,) = table.sides
    rows = (*side.rows[:place], *side.rows[place + 1 :])
    made = attrs.evolve(table, sides=(attrs.evolve(side, rows=rows),))
    tables = tuple(made if each is table else each for each in budget.tables)
    return attrs.evolve(budget, tables=tables, derived=None)


def _told(budget: Disclosure) -> list[tuple[str, str, str]]:
    """The rows that it lacks, as if all its sums held."""
    sums = Sums(coded_sides(budget, default()), checking(derived_of(budget)), [])
    found = lacking.lacking_rows(sums, names=ListedNames(default(), budget.year or 0))
    return [(each.table.key, each.above.address.row, str(each.code)) for each in found]


@pytest.mark.parametrize("key", ["general", "basic"])
def test_none_is_overlooked(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    budget = cnbudget.example("artux")
    lessened = [_without(budget, key, n) for n in range(len(budget.table(key).rows))]
    quickly = [_told(each) for each in lessened]
    assert any(quickly)
    monkeypatch.setattr(lacking, "_unlike", lambda sides: set(range(len(sides))))
    assert [_told(each) for each in lessened] == quickly


@pytest.mark.parametrize("key", ["expenditure", "general", "basic"])
def test_none_is_overlooked_beside_sums_that_fail(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = cnbudget.example("artux")
    lessened = [_without(budget, key, n) for n in range(len(budget.table(key).rows))]
    slipping = [slipped(each, 3, seed) for seed, each in enumerate(lessened)]

    def told(one: Disclosure) -> list[tuple[str, str, str, tuple[int, ...]]]:
        system = checking(derived_of(one))
        violated = [n for n, each in enumerate(system.verdicts()) if each is Verdict.VIOLATED]
        sums = Sums(coded_sides(one, default()), system, violated)
        found = lacking.lacking_rows(sums, names=ListedNames(default(), one.year or 0))
        return [(a.table.key, a.above.address.row, str(a.code), a.laws) for a in found]

    quickly = [told(each) for each in slipping]
    assert any(quickly)
    monkeypatch.setattr(lacking, "_unlike", lambda sides: set(range(len(sides))))
    assert [told(each) for each in slipping] == quickly
