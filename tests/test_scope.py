"""Scope: examples and refusals; the laws of its algebra are in properties/test_algebra.py."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.errors import CodeError, ScopeError
from cnbudget.scope import EVERYTHING, Scope

S, N = FundingSource, Nature


def test_codes_are_an_antichain_however_they_are_given() -> None:
    plain = Scope(["20805", "20806"])
    assert Scope(["20806", "2080501", "20805", "20805"]) == plain
    assert Scope((FunctionCode("208.06"), "208 05")) == plain
    assert Scope("208") == Scope(208) == Scope(FunctionCode("208")) == Scope(["208"])
    assert hash(Scope(["20806", "20805"])) == hash(plain)


def test_what_is_left_out_is_the_whole_dimension() -> None:
    assert Scope() == EVERYTHING == Scope("", "", source=S.ALL, nature=N.ALL)
    assert Scope(None, None, agency=None, project=None) == EVERYTHING
    assert Scope(["208", ""]) == EVERYTHING


@pytest.mark.parametrize(
    "empty",
    [
        {"source": S(0)},
        {"nature": N(0)},
        {"flow": Flow(0)},
        {"function": []},
        {"economic": set()},
        {"agency": []},
        {"project": set()},
        {"agency": ""},
        {"project": ["甲", ""]},
    ],
)
def test_an_empty_set_in_a_dimension_is_refused(empty: dict[str, Any]) -> None:
    with pytest.raises(ScopeError):
        Scope(**empty)


@pytest.mark.parametrize(
    ("function", "economic"), [("301", None), (None, "208"), ("20A", None), (["208", "2"], None)]
)
def test_malformed_codes_are_refused(function: Any, economic: Any) -> None:
    with pytest.raises(CodeError):
        Scope(function, economic)


@pytest.mark.parametrize(
    ("mistyped", "says"),
    [
        ({"source": "一般公共预算"}, "write FundingSource.GENERAL)"),
        ({"source": "GENERAL"}, "write FundingSource.GENERAL)"),
        ({"source": "一般"}, "FundingSource.GENERAL_OWN"),
        ({"source": Nature.BASIC}, "not a funding source"),
        ({"source": None}, "not a funding source"),
        ({"source": 1}, "not a funding source"),
        ({"nature": "基本支出"}, "write Nature.BASIC)"),
        ({"nature": FundingSource.GENERAL}, "not a nature"),
        ({"flow": "收入"}, "write Flow.INCOME)"),
        ({"year": "2026"}, "not a year"),
        ({"year": 2026.0}, "not a year"),
        ({"year": True}, "not a year"),
        ({"stage": "草案"}, "not a stage"),
        ({"agency": 5}, "not a name"),
        ({"project": [1]}, "not a name"),
        ({"project": {"甲": 1}}, "not a name"),
        ({"function": EconomicCode("302")}, "not a functional code"),
        ({"function": FundingSource.GENERAL}, "not a functional code"),
        ({"function": 2.5}, "not a functional code"),
        ({"function": [None]}, "not a functional code"),
        ({"economic": FundingSource.GENERAL}, "not an economic code"),
        ({"economic": [FunctionCode("208")]}, "but a functional code"),
        ({"economic": True}, "economic"),
    ],
    ids=repr,
)
def test_a_mistyped_dimension_is_refused_at_once(mistyped: dict[str, Any], says: str) -> None:
    with pytest.raises(ScopeError, match=re.escape(says)) as caught:
        Scope(**mistyped)
    assert any("一" <= mark <= "龥" for mark in caught.value.zh)


@given(
    st.sampled_from(
        ["function", "economic", "source", "nature", "flow", "agency", "year", "stage"]
    ),
    st.one_of(
        st.integers(), st.floats(), st.booleans(), st.text(), st.binary(), st.lists(st.none())
    ),
)
def test_whatever_is_given_is_a_scope_that_can_be_said_or_an_error(name: str, value: Any) -> None:
    try:
        scope = Scope(**{name: value})
    except (ScopeError, CodeError):
        return
    assert repr(scope).startswith("Scope(")
    assert scope.words("zh")
    assert scope.words("en")
    assert scope <= scope
    assert hash(scope) == hash(Scope(**{name: value}))


def test_disjoint_scopes_have_no_meet() -> None:
    left, right = Scope("208"), Scope("210")
    assert left.meet(right) is None
    with pytest.raises(ScopeError, match="disjoint") as caught:
        left & right
    assert pickle.loads(pickle.dumps(caught.value)).text("zh") == caught.value.text("zh")  # noqa: S301


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Scope("208"), Scope("20905")),
        (Scope(economic="301"), Scope(economic="30201")),
        (Scope(source=S.GENERAL), Scope(source=S.FUND)),
        (Scope(nature=N.BASIC), Scope(nature=N.PROJECT)),
        (Scope(flow=Flow.INCOME), Scope()),
        (Scope(agency="甲"), Scope(agency="乙")),
        (Scope(project="甲"), Scope(project=["乙", "丙"])),
        (Scope(year=2025), Scope(year=2026)),
        (Scope(stage="预算"), Scope(stage="决算")),
    ],
)
def test_scopes_apart_in_one_dimension_are_disjoint(left: Scope, right: Scope) -> None:
    assert left.isdisjoint(right)
    assert right.isdisjoint(left)
    assert not left <= right
    assert not right <= left


def test_codes_are_exhausted_only_by_themselves() -> None:
    whole = Scope("20805")
    items = [Scope(f"20805{n:02}") for n in range(100)]
    assert not whole.is_partition(items)
    assert not Scope(project=None).is_partition([Scope(project="甲"), Scope(project="乙")])
    assert Scope(project=["甲", "乙"]).is_partition([Scope(project="甲"), Scope(project="乙")])
    assert not Scope().is_partition([Scope(year=2025), Scope(year=2026)])


def test_a_partition_may_run_over_several_dimensions() -> None:
    assert Scope("208").is_partition(
        [
            Scope("208", nature=N.PROJECT),
            Scope("208", nature=N.ALL & ~N.PROJECT, source=S.GENERAL),
            Scope("208", nature=N.ALL & ~N.PROJECT, source=S.ALL & ~S.GENERAL),
        ]
    )


def test_one_scope_is_partitioned_by_itself_and_not_by_nothing() -> None:
    assert Scope("208").is_partition([Scope("208")])
    assert not Scope("208").is_partition([Scope("208"), Scope("208")])
    assert not Scope("208").is_partition([])
    assert Scope("208").partition(of=[Scope("208")]) is None
    assert Scope("208").partition(of=[]) is None


def test_the_words_leave_out_what_is_whole() -> None:
    assert EVERYTHING.words() == "全部收支"
    assert EVERYTHING.words("en") == "everything"
    scope = Scope("208", ["301", "303"], source=S.GENERAL, nature=N.BASIC, agency="局", year=2026)
    assert scope.words() == "2026年，局，功能 208，经济 301、303，一般公共预算，基本支出"
    assert Scope(project="甲", flow=Flow.CLOSING).words("en") == "project “甲”, closing balance"


@pytest.mark.parametrize(
    "scope",
    [
        EVERYTHING,
        Scope("208", "301", agency="甲", project=["乙", "丙"], year=2026, stage="预算"),
        Scope(["208", "210"], source=S.GENERAL, nature=N.BASIC, flow=Flow.INCOME),
    ],
)
def test_scopes_pickle_and_hash(scope: Scope) -> None:
    again = pickle.loads(pickle.dumps(scope))  # noqa: S301
    assert again == scope
    assert hash(again) == hash(scope)
    met = scope.meet(EVERYTHING)
    assert met is None or hash(met) == hash(scope)


def test_the_repr_evaluates_where_sets_have_names() -> None:
    scope = Scope("208", EconomicCode("30108"), agency="甲", year=2026)
    assert eval(repr(scope), {"Scope": Scope}) == scope  # noqa: S307


def test_a_scope_evolves_by_dimensions_alone() -> None:
    with pytest.raises(TypeError):
        Scope("208").evolve(sourc=S.GENERAL)
    with pytest.raises(ScopeError):
        Scope("208").evolve(source=S(0))
