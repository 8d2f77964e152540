"""Expressions that are compiled when they are first used."""

import ast
import copy
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import cnbudget
from cnbudget.expressions import expression


def test_it_is_compiled_at_its_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    original, asked = re.compile, []

    def compiled(source: str, flags: int) -> re.Pattern[str]:
        asked.append((source, flags))
        return original(source, flags)

    monkeypatch.setattr(re, "compile", compiled)
    year = expression("(?P<year>20[0-9]{2})年", re.ASCII)
    assert year.pattern == "(?P<year>20[0-9]{2})年"
    assert repr(year) == "expression('(?P<year>20[0-9]{2})年')"
    assert not asked
    assert year.sub("今年", "2026年和2025年") == "今年和今年"
    match = year.search("到2026年")
    assert match is not None
    assert match["year"] == "2026"
    assert asked == [(year.pattern, re.ASCII)]


def test_what_most_texts_do_not_need_is_not_compiled_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original, asked = re.compile, []

    def compiled(source: str, flags: int) -> re.Pattern[str]:
        asked.append(source)
        return original(source, flags)

    monkeypatch.setattr(re, "compile", compiled)
    year = expression("20[0-9]{2}年", needs="年")
    assert (year.search("今天"), list(year.finditer("今天"))) == (None, [])
    assert asked == ["年"]
    assert [each[0] for each in year.finditer("到2026年")] == ["2026年"]
    assert asked == ["年", "20[0-9]{2}年"]
    assert year.sub("今年", "2026年") == "今年"
    assert year.search("今天") is None
    assert expression("20[0-9]{2}年", needs="年").groups == 0


def test_it_does_what_a_compiled_one_does() -> None:
    ours, theirs, text = expression("[0-9]"), re.compile("[0-9]"), "a1b2"
    for name in ("match", "fullmatch", "search"):
        one, other = getattr(ours, name)(text, 1, 2), getattr(theirs, name)(text, 1, 2)
        assert one.span() == other.span() == (1, 2)
    assert ours.findall(text) == ["1", "2"]
    assert ours.split(text) == ["a", "b", ""]
    assert [each.span() for each in ours.finditer(text)] == [(1, 2), (3, 4)]
    assert ours.subn("", text) == ("ab", 2)
    assert (ours.flags, ours.groups, ours.groupindex) == (theirs.flags, 0, {})
    assert expression(b"[0-9]").findall(b"a1b2") == [b"1", b"2"]


def test_it_is_copied_and_pickled_before_it_is_used_and_knows_nothing_else() -> None:
    number = expression("[0-9]+")
    assert copy.copy(number).pattern == number.pattern
    assert pickle.loads(pickle.dumps(number)).fullmatch("12")  # noqa: S301
    with pytest.raises(AttributeError):
        number.fulmatch  # type: ignore[attr-defined]  # noqa: B018


def test_no_module_compiles_what_it_declares() -> None:
    compiled = []
    for path in sorted(Path(cnbudget.__file__).parent.rglob("*.py")):
        compiled += [
            f"{path.name}:{line}" for line in _compiled(ast.parse(path.read_text("utf-8")))
        ]
    assert not compiled, "expression(…) compiles at its first use"
    assert list(_compiled(ast.parse('YEAR = re.compile("")\ndef f(): return re.compile("")'))) == [
        1
    ]


def _compiled(node: ast.AST) -> Iterator[int]:
    """The lines where something is compiled as the module is imported."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from _compiled(child)
