"""Errors: one tree, each branch also a builtin, each whole after pickling and copying."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from cnbudget import errors
from cnbudget.errors import CnbudgetError

BRANCHES = [
    each
    for _, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, CnbudgetError) and each is not CnbudgetError
]


def test_there_are_branches() -> None:
    assert len(BRANCHES) >= 7


@pytest.mark.parametrize("kind", BRANCHES)
def test_each_branch_is_also_a_builtin(kind: type[CnbudgetError]) -> None:
    assert issubclass(kind, ValueError | LookupError | ImportError)


@pytest.mark.parametrize("kind", [CnbudgetError, *BRANCHES])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_is_whole_after_pickling(kind: type[CnbudgetError], protocol: int) -> None:
    error = kind(
        "wrong", zh="不对", where="表3 第5行", hint="mend it", hint_zh="改正", value=("1.2.3", 4)
    )
    for again in (pickle.loads(pickle.dumps(error, protocol)), copy.copy(error)):  # noqa: S301
        assert type(again) is kind
        assert again.args == error.args
        assert vars(again) == vars(error)
        assert str(again) == str(error)


def test_the_line_says_place_then_value_then_what_then_remedy() -> None:
    error = errors.MoneyError(
        "not an amount",
        zh="不是金额",
        where="x.txt:5",
        hint="mend it",
        hint_zh="改正",
        value="1.2.3",
    )
    assert str(error) == "x.txt:5: '1.2.3': not an amount (mend it)"
    assert error.text("zh") == "x.txt:5：“1.2.3”：不是金额（改正）"


def test_the_line_is_one_line_however_long_or_broken_the_value() -> None:
    error = errors.UnreadableError("bad\nfile", where="a\r\nb", value="x\n" * 10_000)
    assert "\n" not in str(error)
    assert "\r" not in error.text("zh")
    assert len(str(error)) < 200


def test_chinese_falls_back_to_what_was_given() -> None:
    error = errors.ScopeError("an empty set", hint="give a code")
    assert error.text("zh") == "an empty set（give a code）"


def test_a_zero_or_empty_value_is_shown_since_it_is_a_value() -> None:
    assert str(errors.CodeError("malformed", value="")) == "'': malformed"
    assert str(errors.MoneyError("malformed", value=0)) == "0: malformed"
