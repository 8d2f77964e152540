"""Kinds: the splits and containments of sets of flags, against brute force."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag
from functools import reduce
from itertools import combinations
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.invariants.kinds import (
    FLOWS,
    NATURES,
    SOURCES,
    containments,
    disjoint,
    kind_of,
    kinds_of,
    partitions,
    void,
)
from cnbudget.scope import Scope

S, N = FundingSource, Nature
_SOURCES = (S.GENERAL_OWN, S.GENERAL_TRANSFER, S.FUND_OWN, S.OTHER)
_NATURES = (N.PERSONNEL, N.OPERATING, N.PROJECT)
_FLOWS = (Flow.INCOME, Flow.EXPENDITURE)


def _union(members: Sequence[Flag]) -> st.SearchStrategy[object]:
    # any union, but singletons and the whole more often: those make up others
    return st.one_of(
        st.sampled_from(members),
        st.just(reduce(or_, members)),
        st.sets(st.sampled_from(members), min_size=1).map(lambda some: reduce(or_, some)),
    )


_scopes = st.builds(
    Scope,
    source=_union(_SOURCES),
    nature=st.one_of(st.just(N.PLAIN), _union(_NATURES)),
    flow=st.one_of(st.just(Flow.EXPENDITURE), _union(_FLOWS)),
)
_by_source = st.builds(Scope, source=_union(_SOURCES))
#: Many of the sets of four sources, so that they overlap and one whole has several splits.
_dense = st.lists(
    st.integers(1, 15).map(lambda bits: Scope(source=S(bits))), min_size=6, max_size=11, unique=True
).map(lambda found: [Scope(source=S(15)), *(scope for scope in found if scope.source != S(15))])
_sets = st.one_of(
    st.lists(_scopes, max_size=8), st.lists(_by_source, max_size=9), _dense, _dense
).map(lambda found: list(dict.fromkeys(found))[:11])

_FIELDS = (SOURCES, NATURES, FLOWS)


def brute_splits(kinds: list[int]) -> set[tuple[int, frozenset[int]]]:
    """Every exact cover of a kind by others that differ from it in one field, the coarsest only."""
    found = set()
    for whole in kinds:
        for field in _FIELDS:
            along = [
                k for k in kinds if k != whole and k & ~field == whole & ~field and k & ~whole == 0
            ]
            for size in range(2, len(along) + 1):
                for parts in combinations(along, size):
                    bits = [part & field for part in parts]
                    if sum(bits) != whole & field or reduce(or_, bits) != whole & field:
                        continue
                    if not any(
                        sum(some) == each & field
                        for each in along
                        for n in range(2, size)
                        for some in combinations(bits, n)
                    ):
                        found.add((whole, frozenset(parts)))
    return found


#: What few scopes say anything of, too.
_procured = st.builds(
    lambda scope, procurement: scope.evolve(procurement=procurement),
    _scopes,
    st.sampled_from([Procurement.ALL, Procurement.GOODS, Procurement.GOODS | Procurement.WORKS]),
)


@given(_procured, _procured)
def test_kinds_meet_by_and_and_are_disjoint_as_scopes_are(a: Scope, b: Scope) -> None:
    left, right = kind_of(a), kind_of(b)
    assert disjoint(left, right) == a.isdisjoint(b)
    assert (left & right == left) == (a <= b)
    assert (left == right) == (a == b)
    met = a.meet(b)
    if met is not None:
        assert kind_of(met) == left & right


@given(_sets)
def test_splits_are_the_coarsest_exact_covers_along_one_dimension(scopes: list[Scope]) -> None:
    kinds = [kind_of(scope) for scope in scopes]
    by_kind = dict(zip(kinds, scopes, strict=True))
    splits = partitions(kinds)
    for whole, parts in splits:
        assert by_kind[whole].is_partition(by_kind[part] for part in parts)
    found = [(whole, frozenset(parts)) for whole, parts in splits]
    assert len(set(found)) == len(found)
    assert set(found) == brute_splits(kinds)


@given(_sets, st.randoms(use_true_random=False))
def test_splits_do_not_depend_on_order_or_repetition(scopes: list[Scope], random: object) -> None:
    kinds = [kind_of(scope) for scope in scopes]
    again = kinds + kinds[:3]
    random.shuffle(again)  # type: ignore[attr-defined]
    assert partitions(again) == partitions(kinds)
    assert containments(again, partitions(again)) == containments(kinds, partitions(kinds))


@given(_sets)
def test_containments_are_what_lies_next_below_and_is_in_no_split(scopes: list[Scope]) -> None:
    kinds = [kind_of(scope) for scope in scopes]
    by_kind = dict(zip(kinds, scopes, strict=True))
    splits = partitions(kinds)
    found = containments(kinds, splits)
    said: dict[int, set[int]] = {}
    for whole, parts in found:
        assert parts
        for part in parts:
            assert by_kind[part] < by_kind[whole]
        for a, b in combinations(parts, 2):
            assert by_kind[a].isdisjoint(by_kind[b])
        said.setdefault(whole, set()).update(parts)
    for whole in kinds:
        known = {part for other, parts in splits if other == whole for part in parts}
        below = [s for s in scopes if s < by_kind[whole]]
        next_below = {kind_of(s) for s in below if not any(s < other for other in below)}
        assert said.get(whole, set()) == next_below - known


@given(_sets)
def test_every_containment_follows_from_the_laws(scopes: list[Scope]) -> None:
    """From splits and containments one can go down from each kind to every kind inside it."""
    kinds = [kind_of(scope) for scope in scopes]
    splits = partitions(kinds)
    down: dict[int, set[int]] = {kind: set() for kind in kinds}
    for whole, parts in [*splits, *containments(kinds, splits)]:
        down[whole].update(parts)
    for whole in kinds:
        reached, waiting = set(), [whole]
        while waiting:
            for part in down[waiting.pop()]:
                if part not in reached:
                    reached.add(part)
                    waiting.append(part)
        assert reached == {k for k in kinds if k & whole == k and k != whole}


@pytest.mark.parametrize("size", [12, 17])
def test_many_overlapping_kinds_are_split_in_bounded_time(size: int) -> None:
    leaves = list(S)[:size]
    whole = reduce(or_, leaves)
    sets = [whole, *leaves, *(a | b for a, b in combinations(leaves, 2))]
    kinds = [kind_of(Scope(source=each)) for each in sets]
    for split_whole, parts in partitions(kinds):
        assert sum(part & SOURCES for part in parts) == split_whole & SOURCES


@pytest.mark.parametrize("flag", [False, True])
def test_natures_without_the_reserve_are_all_only_where_a_form_does_not_tell_it(
    flag: bool,
) -> None:
    whole, basic, project, reserve = (
        kind_of(Scope(nature=each))
        for each in (N.BASIC | N.PROJECT | N.RESERVE, N.BASIC, N.PROJECT, N.RESERVE)
    )
    two = [(each, set(parts)) for each, parts in partitions([whole, basic, project], reserve=flag)]
    assert two == ([] if flag else [(whole, {basic, project})])
    three = partitions([whole, basic, project, reserve], reserve=True)
    assert [(each, set(parts)) for each, parts in three] == [(whole, {basic, project, reserve})]


def test_what_differs_in_natures_that_such_money_never_has_is_all_of_it_by_itself() -> None:
    natures = (
        N.PERSONNEL | N.BUSINESS | N.SUBSIDY,
        N.PERSONNEL | N.BUSINESS,
        N.PERSONNEL | N.SUBSIDY,
    )
    kinds = [kind_of(Scope(source=FundingSource.GENERAL, nature=each)) for each in natures]
    whole, one, other = kinds
    assert sorted(partitions(kinds)) == sorted([(whole, (one,)), (whole, (other,))])


def test_the_kinds_of_rows_are_those_of_their_scopes_and_nothing_where_none_is_known() -> None:
    one, other = Scope("208"), Scope("208", source=FundingSource.GENERAL)
    rows = [None, one, Scope("210"), None, other, one]
    assert kinds_of(rows) == [0 if each is None else kind_of(each) for each in rows]


def test_appropriated_money_has_only_some_natures_and_flows() -> None:
    money = FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION
    for source in (FundingSource.GENERAL, FundingSource.CARRIED_FUND, money):
        never = void(kind_of(Scope(source=source)))
        for nature in Nature:
            bits = kind_of(Scope(nature=nature)) & NATURES
            assert bool(never & bits) == (nature not in money.natures)
        for flow in Flow:
            bits = kind_of(Scope(flow=flow)) & ~kind_of(Scope(flow=Flow.ALL & ~flow))
            assert bool(never & bits) == (flow not in money.flows)
    for source in (FundingSource.UNIT, money | FundingSource.UNIT):
        assert void(kind_of(Scope(source=source))) == 0
