"""What all values have in common: one method for all does what attrs would write for each."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.figures import Place
from cnbudget.passages import Passage
from cnbudget.values import Value, Visible


@attrs.frozen(eq=False, repr=False)
class _Pair(Value):
    one: Any
    other: Any = attrs.field(default=None, repr=False)
    beside: Any = attrs.field(default=None, kw_only=True, eq=False)
    loose: Any = attrs.field(default=None, kw_only=True, hash=False)


@attrs.frozen(eq=False, repr=False)
class _Word(Value):
    text: str = attrs.field(eq=str.lower)
    place: int = 0


@attrs.frozen(eq=False, repr=False)
class _Nothing(Value):
    pass


@attrs.frozen(eq=False, repr=False)
class _Other(Value):
    one: Any
    other: Any = None


@attrs.define(eq=False, repr=False)
class _Seen(Visible):
    one: Any


def _by_attrs() -> type:
    """The same as attrs makes it."""

    @attrs.frozen
    class _Pair:
        one: Any
        other: Any = attrs.field(default=None, repr=False)
        beside: Any = attrs.field(default=None, kw_only=True, eq=False)
        loose: Any = attrs.field(default=None, kw_only=True, hash=False)

    return _Pair


_THEIRS = _by_attrs()
_FIELDS = st.tuples(st.integers(0, 1), st.text("ab", max_size=1), st.integers(0, 1), st.none())


@given(_FIELDS, _FIELDS)
def test_they_are_equal_hashed_and_shown_as_attrs_has_it(
    one: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    def made(kind: Any, held: tuple[Any, ...]) -> Any:
        return kind(*held[:2], beside=held[2], loose=held[3])

    ours, theirs = (
        [made(_Pair, each) for each in (one, other)],
        [made(_THEIRS, each) for each in (one, other)],
    )
    assert (ours[0] == ours[1]) == (theirs[0] == theirs[1])
    assert len(set(ours)) == len(set(theirs))
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]


def test_what_has_no_hash_is_left_out_of_it_and_compared() -> None:
    assert hash(_Pair(1, loose={})) == hash(_Pair(1, loose={"a": 1}))
    assert _Pair(1, loose={}) != _Pair(1, loose={"a": 1})
    with pytest.raises(TypeError):
        hash(_Pair({}))


def test_a_field_is_compared_by_what_its_declaration_takes_of_it() -> None:
    assert _Word("Ab") == _Word("aB")
    assert hash(_Word("Ab")) == hash(_Word("aB"))
    assert _Word("Ab") != _Word("Ab", 1)


def test_another_kind_is_not_equal() -> None:
    assert _Pair(1) != _Other(1)
    assert _Pair(1) != (1, None)
    assert _Nothing() == _Nothing()
    assert len({_Nothing(), _Nothing()}) == 1


def test_what_is_visible_alone_is_equal_to_itself_alone() -> None:
    seen = _Seen(1)
    assert seen == seen != _Seen(1)
    assert repr(seen) == "_Seen(one=1)"


def test_what_holds_itself_is_shown() -> None:
    seen = _Seen(None)
    seen.one = [seen]
    assert repr(seen) == "_Seen(one=[...])"


def test_they_travel_and_are_made_anew() -> None:
    pair = _Pair(1, beside=2)
    assert pickle.loads(pickle.dumps(pair)) == pair  # noqa: S301
    assert attrs.evolve(pair, one=2) == _Pair(2)


def test_they_travel_without_what_was_worked_out_of_them() -> None:
    passage = Passage("一、 收入", Place(line=3))
    size = len(pickle.dumps(passage))
    assert passage.folded == "一、收入"
    assert len(pickle.dumps(passage)) == size
    again = pickle.loads(pickle.dumps(passage))  # noqa: S301
    assert (again.folded, again.place.line, again.rows) == ("一、收入", 3, ())
    for value in (_Nothing(), _Word("a"), _Pair({"a": 1})):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301
        assert copy.copy(value) == copy.deepcopy(value) == value
    pair = _Pair([1])
    assert copy.copy(pair).one is pair.one
    assert copy.deepcopy(pair).one is not pair.one
