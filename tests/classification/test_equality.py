"""Lists that say the same are equal, wherever they were read from."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import classification
from cnbudget.classification import Kind


def pickled(lists: object) -> object:
    return pickle.loads(pickle.dumps(lists))  # noqa: S301


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize(
    "pick", [lambda x: x, lambda x: x.for_year(2025), lambda x: x.for_year(2025).functional]
)
def test_a_copy_of_lists_is_equal(again, pick) -> None:  # type: ignore[no-untyped-def]
    classification.for_year(2025).functional.search("养老")  # what was looked up is kept
    lists = pick(classification.default())
    assert again(lists) == lists
    assert hash(again(lists)) == hash(lists)


class OwnLists(classification.Classification):
    """Lists of a user's own kind."""

    said: str = ""


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_of_a_kind_of_one_s_own_is_of_that_kind(again) -> None:  # type: ignore[no-untyped-def]
    lists = OwnLists()
    lists.said = "都市"
    other = again(lists)
    assert (type(other), other.said, other.years) == (OwnLists, "都市", lists.years)


@given(st.sampled_from(Kind), st.integers(2018, 2026), st.integers(2018, 2026))
def test_lists_of_two_years_are_equal_only_where_they_say_the_same(
    kind: Kind, one: int, other: int
) -> None:
    lists = classification.default()
    a, b = lists.catalogue(kind, one), lists.catalogue(kind, other)
    assert (a == b) == (dict(a) == dict(b))
    if a == b:
        assert hash(a) == hash(b)


def test_lists_of_a_directory_are_equal_to_those_of_another_that_says_the_same(
    tmp_path: Path,
) -> None:
    changed = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
        changed.append(classification.load(tmp_path / name))
    assert changed[0] == changed[1]
    assert hash(changed[0]) == hash(changed[1])
    assert changed[0] != classification.default()
    assert changed[0].for_year(2025) != classification.for_year(2025)


def test_lists_that_ship_are_those_of_the_other_side_and_others_come_once(tmp_path: Path) -> None:
    shipped = classification.default()
    shipped.for_year(2025).functional.search("养老")
    assert pickled(shipped) is shipped
    (tmp_path / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
    laid = classification.load(tmp_path)
    size = len(pickle.dumps(laid))
    laid.for_year(2025).functional.search("养老")
    assert len(pickle.dumps(laid)) == size  # what was looked up stays here
    one, other = pickled(laid), pickled(laid)
    assert one is other
    assert one == laid
    assert repr(one) == repr(laid)
    assert one.pairs == laid.pairs  # type: ignore[attr-defined]
