"""The catalogue and the places that use it: every key is there, every entry is used, and both say the same values."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cnbudget
from cnbudget.errors import MoneyError
from cnbudget.messages import Message, Said, entry, framed, keys, say, tell
from cnbudget.messages.catalogue import parsed, template
from cnbudget.problems import Problem

_SOURCE = Path(cnbudget.__file__).parent


def _uses() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Where something is said: the place, the key, and the names of the values."""
    for path in sorted(_SOURCE.rglob("*.py")):
        if path.parent.name == "messages":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {
            each.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "cnbudget.messages"
            for each in node.names
        } & {"framed", "say", "tell"}
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id not in known:
                continue
            key = node.args[node.func.id != "say"]
            where = f"{path.relative_to(_SOURCE)}:{node.lineno}"
            assert isinstance(key, ast.Constant), f"{where}: a key is written out"
            names = frozenset(str(each.arg) for each in node.keywords)
            yield where, str(key.value), names | ({"words"} if node.func.id == "framed" else set())


def test_every_key_that_is_used_exists_and_is_given_the_values_that_it_names() -> None:
    known = set(keys())
    for where, key, names in _uses():
        assert key in known, where
        assert names == entry(key).names, (where, key)


def test_every_entry_is_used() -> None:
    assert set(keys()) == {key for _, key, _ in _uses()}


def _named(words: str) -> set[str]:
    return {piece.name for piece in template(words) if piece.name is not None}


@pytest.mark.parametrize("key", keys())
def test_both_languages_say_something_and_name_the_same_values(key: str) -> None:
    found = entry(key)
    assert found.en
    assert bool(found.hint_zh) == bool(found.hint_en)
    same = _named(found.zh) == _named(found.en) and _named(found.hint_zh) == _named(found.hint_en)
    assert same


@pytest.mark.parametrize("key", [key for key in keys() if key.startswith("checks.")])
def test_what_a_check_says_to_a_finance_officer_is_no_line_of_a_program(key: str) -> None:
    found = entry(key)
    for words in (found.zh, found.en, found.hint_zh, found.hint_en):
        assert re.search(r"[a-z_]+\.[a-z_]+|[a-z_]+\(|=", re.sub(r"\{[^}]*\}", "", words)) is None


@pytest.mark.parametrize(
    "text", ["a.b\nzh: 一\nzh: 二", "a.b\nfr: un", "a.b\nzh: 一\nen: a\n\na.b\nzh: 一\nen: a"]
)
def test_an_entry_that_is_not_written_as_it_should_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a\.b"):
        parsed(text)


def test_messages_compare_by_key_and_words_and_survive_pickling() -> None:
    message = say("amounts.ratio_to_zero")
    assert message == say("amounts.ratio_to_zero")
    assert message != say("amounts.weights")
    assert pickle.loads(pickle.dumps(message)) == message  # noqa: S301  (what was just dumped)
    assert tell("zh", "amounts.ratio_to_zero") == message.zh
    assert Message("amounts.ratio_to_zero", {}).both == (message.zh, message.en)


def test_an_error_keeps_the_key_of_its_message() -> None:
    error = MoneyError(say("amounts.ratio_to_zero"), where="table 3")
    assert (error.key, error.message, error.zh) == (
        "amounts.ratio_to_zero",
        "a ratio to zero",
        "除数为零",
    )
    assert pickle.loads(pickle.dumps(error)).text("zh") == "table 3：除数为零"  # noqa: S301  (what was just dumped)
    own = MoneyError("wrong", zh="不对", hint="mend it")
    assert (own.key, own.zh, own.hint_zh) == (None, "不对", "mend it")


def test_a_problem_of_words_still_works_and_says_how_it_is_made_now() -> None:
    with pytest.warns(DeprecationWarning, match="Problem"):
        problem = Problem("number", "不是数", en="not a number")
    assert (problem.zh, problem.en) == ("不是数", "not a number")


def test_a_sentence_that_goes_on_ends_once() -> None:
    words = framed(
        Said("甲不对。", "a is wrong."), "checks.and_so_others", count=2, names=("乙", "丙")
    )
    assert words.text("zh").startswith("甲不对；同样的还有 2 处：")
    assert words.text("en").startswith("a is wrong; the same of 2 more: ")
