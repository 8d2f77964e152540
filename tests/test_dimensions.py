"""Dimensions: flags whose named sets are the field's, and words for any set."""

from __future__ import annotations

import enum
import functools
import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation

DIMENSIONS: list[type[enum.Flag]] = [FundingSource, Nature, Flow]


@st.composite
def flags(draw: st.DrawFn, kind: type[enum.Flag]) -> enum.Flag:
    leaves = draw(st.sets(st.sampled_from(list(kind)), min_size=1))
    value = kind(0)
    for leaf in leaves:
        value |= leaf
    return value


@pytest.mark.parametrize("kind", DIMENSIONS)
def test_leaves_are_single_bits_and_all_together_are_everything(kind: type[enum.Flag]) -> None:
    leaves = list(kind)
    assert all(leaf.value.bit_count() == 1 for leaf in leaves)
    whole = kind(0)
    for leaf in leaves:
        whole |= leaf
    assert whole == ~kind(0)
    if kind is not Flow:
        assert whole == kind["ALL"]


def test_money_is_this_years_or_carried_over_and_of_one_kind() -> None:
    s = FundingSource
    for whole, parts in [
        (s.ALL, [s.CURRENT, s.CARRIED]),
        (s.CURRENT, [s.APPROPRIATION, s.SPECIAL_ACCOUNT, s.UNIT]),
        (s.APPROPRIATION, [s.GENERAL, s.FUND, s.STATE_CAPITAL]),
        (s.CARRIED, [s.CARRIED_APPROPRIATION, s.CARRIED_OTHER]),
        (
            s.CARRIED_APPROPRIATION,
            [s.CARRIED_GENERAL, s.CARRIED_FUND, s.CARRIED_STATE_CAPITAL],
        ),
        (s.CARRIED_OTHER, [s.CARRIED_SPECIAL_ACCOUNT, s.CARRIED_UNIT]),
    ]:
        joined = s(0)
        for part in parts:
            assert not joined & part
            joined |= part
        assert joined == whole


def test_basic_is_personnel_and_operating_and_plain_adds_projects() -> None:
    assert Nature.BASIC | Nature.PROJECT == Nature.PLAIN
    assert Nature.PERSONNEL | Nature.OPERATING == Nature.BASIC
    assert not Nature.BASIC & Nature.PROJECT


@pytest.mark.parametrize("kind", DIMENSIONS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_named_set_has_a_name_of_its_own(kind: type[enum.Flag], lang: str) -> None:
    words = [getattr(member, lang) for member in kind.__members__.values()]
    assert all(words)
    assert len(set(words)) == len(words)


@given(st.data())
def test_the_words_of_two_sets_are_the_same_only_if_the_sets_are(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(DIMENSIONS))
    a, b = data.draw(flags(kind)), data.draw(flags(kind))
    for lang in ("zh", "en"):
        assert (getattr(a, lang) == getattr(b, lang)) == (a == b)


@given(st.data())
def test_the_words_of_a_set_name_it_completely(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(DIMENSIONS))
    flag = data.draw(flags(kind))
    names = {member.zh: member for member in kind.__members__.values()}  # type: ignore[attr-defined]
    words: str = flag.zh  # type: ignore[attr-defined]
    whole = kind(0)
    for word in words.split("、"):
        whole |= names[word]
    assert whole == flag


@given(st.data())
def test_sets_are_met_and_joined_leaf_by_leaf(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(DIMENSIONS))
    a, b = data.draw(flags(kind)), data.draw(flags(kind))
    mine, theirs = set(a), set(b)
    assert set(a & b) == mine & theirs
    assert set(a | b) == mine | theirs
    assert (a in b) == (mine <= theirs)
    assert a & b is b & a
    assert a | b is kind((a | b).value)
    assert (a == b) == (hash(a) == hash(b))


def test_sets_of_different_kinds_have_no_meet() -> None:
    with pytest.raises(TypeError):
        FundingSource.GENERAL & Nature.BASIC  # type: ignore[operator]
    with pytest.raises(TypeError):
        FundingSource.GENERAL | 1  # type: ignore[operator]


def test_the_empty_set_has_no_words() -> None:
    assert FundingSource(0).zh == ""
    assert Nature(0).en == ""


@given(flags(FundingSource))
def test_the_code_of_a_set_is_a_prefix_of_its_leaves_codes(flag: enum.Flag) -> None:
    assert isinstance(flag, FundingSource)
    codes = [leaf.code for leaf in flag]
    if flag.code:
        assert all(code.startswith(flag.code) for code in codes)
    else:
        assert len({code[0] for code in codes}) > 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (FundingSource.GENERAL, "111"),
        (FundingSource.FUND, "121"),
        (FundingSource.STATE_CAPITAL, "13"),
        (FundingSource.APPROPRIATION, "1"),
        (FundingSource.SPECIAL_ACCOUNT, "2"),
        (FundingSource.UNIT, "3"),
        (FundingSource.ALL, ""),
    ],
)
def test_official_codes_of_the_standard_sets(source: FundingSource, code: str) -> None:
    assert source.code == code


# Words and order ------------------------------------------------------------------------------

FLAGS = (FundingSource, Nature, Flow, Procurement, Reservation)


def sets(kind: Any) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(list(kind)), min_size=1).map(
        lambda leaves: functools.reduce(operator.or_, leaves)
    )


@pytest.mark.parametrize("kind", FLAGS)
@given(data=st.data())
def test_every_set_is_found_by_its_own_words(kind: Any, data: st.DataObject) -> None:
    one = data.draw(sets(kind))
    assert kind(one.zh) is one
    assert kind(one.value) is one


@pytest.mark.parametrize("kind", FLAGS)
@given(data=st.data())
def test_sets_are_in_one_order(kind: Any, data: st.DataObject) -> None:
    one, other, third = (data.draw(sets(kind)) for _ in range(3))
    assert (one < other) + (one is other) + (one > other) == 1
    assert (one <= other) == (not one > other) == (one < other or one is other)
    assert (one >= other) == (other <= one)
    assert not (one < other < third) or one < third
    backwards = list(kind)[::-1]
    assert sorted(backwards) == backwards[::-1]


@pytest.mark.parametrize("kind", FLAGS)
def test_other_words_and_other_kinds_are_refused(kind: Any) -> None:
    for text in ("", "没有", "、", "GENERAL", "全部、没有"):
        with pytest.raises(ValueError, match="is not a valid"):
            kind(text)
    other = Nature if kind is not Nature else Flow
    with pytest.raises(TypeError):
        next(iter(kind)) < next(iter(other))  # noqa: B015
