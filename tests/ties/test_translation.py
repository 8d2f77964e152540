"""Scopes of one year in another year's codes: nothing is lost on the way, and what cannot be followed is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import FundingSource, Scope
from cnbudget.classification import Kind, default
from cnbudget.classification.history import successor
from cnbudget.ties.translation import Translation

YEARS = st.sampled_from(default().years)


def _codes(year: int) -> list[str]:
    return list(default().catalogue(Kind.FUNCTIONAL, year))


def _leaves(year: int) -> set[str]:
    codes = sorted(_codes(year))
    return {
        code
        for code, after in zip(codes, [*codes[1:], ""], strict=True)
        if not after.startswith(code)
    }


@given(YEARS, YEARS, st.data())
def test_the_money_of_a_scope_is_all_accounted_for(
    one: int, other: int, data: st.DataObject
) -> None:
    """What lies in a scope is, in the other year, what lies there, with what was added and without what was taken."""
    code = data.draw(st.sampled_from(_codes(one)))
    moved = Translation(one, other).of(Scope(code))
    table = default().table(Kind.FUNCTIONAL)
    inside = {leaf for leaf in _leaves(one) if leaf.startswith(code)}
    images = {leaf: successor(table, leaf, one, other) for leaf in inside}
    if moved.scope is None:
        assert moved.why is not None
        assert successor(table, code, one, other) == ""
        return
    (there,) = moved.scope.function
    assert there == successor(table, code, one, other)
    leaves = {leaf for leaf in _leaves(other) if leaf.startswith(there)}
    ways = [
        {each.function[0] for each in scopes} for scopes in (moved.added, moved.taken, moved.ended)
    ]
    added, taken, ended = ways
    assert not added & leaves
    assert taken | ended <= leaves
    expected = {image for image in images.values() if image in _leaves(other)}
    assert expected <= (leaves | added) - taken - ended
    begun = {each.function[0] for each in moved.begun}
    assert begun == (
        {leaf for leaf, image in images.items() if not image} if one != other else set()
    )


@given(YEARS, YEARS, st.data())
def test_the_way_back_is_the_same_way(one: int, other: int, data: st.DataObject) -> None:
    scope = Scope(data.draw(st.sampled_from(_codes(one))), source=FundingSource.GENERAL)
    there = Translation(one, other).of(scope).scope
    assert there is None or Translation(other, one).of(there).scope == scope


def test_a_code_without_a_trace_and_a_year_without_lists_are_said() -> None:
    assert Translation(2019, 2018).of(Scope("20828")).scope is None
    beyond = Translation(2031, 2030)
    why = beyond.of(Scope("208")).why
    assert why is not None
    assert "2018–2026" in why.text("zh")
    assert beyond.of(Scope()).scope == Scope()


@pytest.mark.parametrize(("before", "same"), [("退休费补助", True), ("其他", False)])
def test_a_code_of_no_list_is_itself_where_both_documents_name_it_alike(
    before: str, same: bool
) -> None:
    names = [{(Kind.FUNCTIONAL, "2080577"): frozenset([name])} for name in ("退休费补助", before)]
    moved = Translation(2026, 2025, names=(names[0], names[1])).of(Scope("2080577"))
    assert (moved.scope == Scope("2080577")) is same
