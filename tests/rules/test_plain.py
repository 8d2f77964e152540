"""Laws on anybody's numbers: what is printed of true amounts holds, and what no amounts print as does not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Amount, Figure, Flow, FundingSource, Nature, Scope, Verdict, holds, laws_of
from cnbudget.amounts import round_half_away
from cnbudget.arithmetic import exact
from cnbudget.errors import MoneyError, UsageError
from cnbudget.rules import RELATIONS, verdict
from cnbudget.strategies import disclosures

CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents).scaleb(-2))
PLACES = st.integers(0, 3)


def printed(yuan: Decimal, places: int) -> str:
    """An amount as it is printed in 万元."""
    return f"{round_half_away(yuan.scaleb(-4), places):f}"


@given(st.lists(CENTS, min_size=1, max_size=6), PLACES)
def test_what_is_rounded_of_a_sum_holds(parts: list[Decimal], places: int) -> None:
    whole = sum(parts, Decimal(0))
    told = [printed(each, places) for each in parts]
    assert holds("add-up", [printed(whole, places), *told], unit="万元")
    assert holds("contain", [printed(whole, places), *told], unit="万元")
    assert holds("contain", [printed(whole, places), *told[1:], "0.00"], unit="万元")
    assert holds("balance", [told, [printed(whole, places)]], unit="万元")
    assert holds("balance", [told, reversed(told)], unit="万元")


@given(CENTS, PLACES, PLACES)
def test_two_roundings_of_one_amount_agree(yuan: Decimal, one: int, other: int) -> None:
    assert holds("agree", [printed(yuan, one), printed(yuan, other)], unit="万元")
    assert holds("agree", [Amount(yuan), Figure.of(printed(yuan, one), "万元")])


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(1, 50))
def test_what_is_off_by_more_than_rounding_allows_does_not_hold(
    parts: list[int], more: int
) -> None:
    """Each number is up to half a last place off: n parts and their whole (n + 1) / 2 last places."""
    off = (len(parts) + 1) // 2 + more
    assert not holds("add-up", [sum(parts) + off, *parts], places=0)
    assert not holds("contain", [sum(parts) - off, *parts], places=0)
    assert holds("contain", [sum(parts) + off, *parts], places=0)
    assert not holds("balance", [[sum(parts) + off], parts], places=0)
    assert not holds("agree", [sum(parts), sum(parts) + 1 + more], places=0)


@given(CENTS, CENTS.filter(bool), st.integers(0, 2))
def test_a_share_is_that_of_its_amounts(part: Decimal, whole: Decimal, places: int) -> None:
    share = Amount(part).share_of(Amount(whole)).percent(places)
    assert holds("ratio", [f"{share:f}", Amount(part), Amount(whole)])
    wrong = exact.add(share, Decimal(2))
    assert not holds("ratio", [f"{wrong:f}", Amount(part), Amount(whole)])


def test_places_are_those_printed() -> None:
    assert holds("add-up", ["2", "0.5", "1.0"]) is True  # 1.5 prints as 2
    assert holds("add-up", ["2.0", "0.5", "1.0"]) is False
    assert holds("add-up", [2, "0.5", "1.0"], places=1) is False
    assert holds("agree", ["1.2", "12000.00"], unit="元") is False
    assert holds("agree", [Figure.of("1.20", "万元"), Figure.of("12000.00", "元")])


def test_what_is_not_known_does_not_hold() -> None:
    for numbers in (["1", None], ["5", "1", None]):
        assert verdict("add-up", numbers) is Verdict.UNDECIDED
        assert not holds("add-up", numbers)
    assert verdict("count", [None, []]) is verdict("ratio", [None, 1, 2]) is Verdict.UNDECIDED


def test_things_are_counted() -> None:
    assert holds("count", [3, ["甲", "乙", "丙"]])
    assert holds("count", ["3", 3])
    assert not holds("count", [2, ("甲",)])


@pytest.mark.parametrize("relation", RELATIONS)
def test_other_numbers_than_a_relation_takes_are_refused(relation: Any) -> None:
    for numbers in (
        [],
        ["1"],
        [["1"], ["1"], ["1"]],
        [["1"], ["1"], "1"],
        ["1", ["1"], "1"],
        ["1", ["1"], "1", "1"],
    ):
        with pytest.raises(UsageError, match="other numbers"):
            holds(relation, numbers)


def test_what_is_no_number_is_refused() -> None:
    wrong: Any = 1.5
    with pytest.raises(TypeError):
        holds("agree", [wrong, 1])
    with pytest.raises(MoneyError):
        holds("agree", ["一万", 1])
    nothing: Any = "equal"
    with pytest.raises(UsageError, match="no such value"):
        holds(nothing, [1, 1])


# Laws ---------------------------------------------------------------------------------------------


@given(disclosures())
def test_the_laws_between_published_figures_hold(budget: cnbudget.Disclosure) -> None:
    figures = [figure for figure in budget.figures if figure.scope is not None]
    for law in laws_of(figures, complete=False):
        assert holds(law), law


def test_laws_follow_from_scopes_alone() -> None:
    whole = Figure.of("30.00", "万元", Scope("208"))
    basic = Figure.of("18.00", "万元", Scope("208", nature=Nature.BASIC))
    rest = Figure.of("12.01", "万元", Scope("208", nature=Nature.PROJECT))
    (law,) = laws_of([whole, basic, rest])
    assert (law.kind, law.whole, {*law.parts}, holds(law)) == ("add-up", whole, {basic, rest}, True)
    (law,) = laws_of([whole, basic, rest.evolve(value=Decimal("12.10"))])
    assert not holds(law)
    below = Figure.of("30.00", "万元", Scope("20805"))
    assert [law.kind for law in laws_of([whole, below])] == ["add-up"]
    assert [law.kind for law in laws_of([whole, below], complete=False)] == ["contain"]
    assert laws_of([whole, Figure.of("1.00")]) == ()


def test_a_nature_that_a_figure_tells_is_one_of_the_whole_s() -> None:
    whole = Figure.of("30.00", "万元", Scope("208"))
    natures = (("18.00", Nature.BASIC), ("7.00", Nature.PROJECT), ("5.00", Nature.BUSINESS))
    parts = [Figure.of(each, "万元", Scope("208", nature=nature)) for each, nature in natures]
    (law,) = laws_of([whole, *parts])
    assert (law.kind, {*law.parts}, holds(law)) == ("add-up", {*parts}, True)
    (law,) = laws_of([whole, *parts[:2]])
    assert not holds(law)


def test_what_is_told_by_function_and_by_use_makes_up_the_whole_twice() -> None:
    whole = Figure.of("30.00", "万元", Scope())
    by_function = [
        Figure.of(each, "万元", Scope(code)) for each, code in (("20.00", "208"), ("10.00", "210"))
    ]
    by_use = [
        Figure.of(each, "万元", Scope(economic=code))
        for each, code in (("25.00", "301"), ("5.00", "302"))
    ]
    laws = laws_of([whole, *by_function, *by_use])
    assert [(law.kind, law.whole, len(law.parts)) for law in laws] == [("add-up", whole, 2)] * 2
    assert all(map(holds, laws))
    both = Figure.of("4.00", "万元", Scope(economic=("30212", "30217")))
    assert all(map(holds, laws_of([whole, *by_function, *by_use, both])))
    # what is of uses of two categories is none of the rows
    across = Figure.of("9.00", "万元", Scope(economic=("30112", "30217")))
    assert len(laws_of([whole, *by_function, *by_use, across])) == 2


def test_a_figure_of_what_comes_in_has_its_scope() -> None:
    scope = Scope("208", flow=Flow.INCOME)
    assert Figure.of("1.00", "万元", scope).scope == scope


def test_what_comes_in_balances_what_goes_out() -> None:
    source = FundingSource.ALL
    come = Figure.of("10.00", "万元", Scope(flow=Flow.IN, source=source))
    go = Figure.of("10.00", "万元", Scope(flow=Flow.OUT, source=source))
    (law,) = laws_of([come, go])
    assert (law.kind, holds(law)) == ("balance", True)
    (law,) = laws_of([come, go.evolve(value=Decimal("11.00"))])
    assert not holds(law)
