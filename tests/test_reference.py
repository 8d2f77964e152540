"""The reference: the public names alone, each with what it means, what it takes, raises and gives, and an example.

The examples themselves run with the tests, as all of the docstrings do.
"""

from __future__ import annotations

import ast
import enum
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import attrs
import pytest

import cnbudget

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").glob("reference-*.md"))
CHINESE = ROOT / "docs" / "zh" / "reference.md"
_LISTED = re.compile(
    r"^::: (\S+)\n    options:\n      members:\n((?:      - \w+\n)+)", re.MULTILINE
)
_GLOSSED = re.compile(r"^\| \[`(\w+)`\]\[([\w.]+)\.\w+\] \| (.+) \|$", re.MULTILINE)
_MOST = 60  # names on a page


def listed(text: str) -> list[tuple[str, str]]:
    """The names that a page shows, each with the module that it can be imported from."""
    return [
        (module, name)
        for module, names in _LISTED.findall(text)
        for name in re.findall(r"- (\w+)", names)
    ]


PUBLIC = [each for page in PAGES for each in listed(page.read_text(encoding="utf-8"))]
OBJECTS = {
    f"{module}.{name}": getattr(importlib.import_module(module), name) for module, name in PUBLIC
}
CLASSES = {name: each for name, each in OBJECTS.items() if inspect.isclass(each)}
FUNCTIONS = {name: each for name, each in OBJECTS.items() if inspect.isroutine(each)}


def members(kind: type) -> Iterator[tuple[str, Any, bool]]:
    """The public methods and properties that a class writes itself: name, function, and whether it is called."""
    for name, each in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(each, property | cached_property):
            yield name, each, False
        elif isinstance(each, classmethod | staticmethod):
            yield name, each.__func__, True
        elif inspect.isfunction(each) and each.__module__.startswith("cnbudget"):
            yield name, each, True


METHODS = {
    f"{full}.{name}": (kind, name, function)
    for full, kind in CLASSES.items()
    for name, function, called in members(kind)
    if called
}
PROPERTIES = {
    f"{full}.{name}": function
    for full, kind in CLASSES.items()
    for name, function, called in members(kind)
    if not called
}


@cache
def body(function: Callable[..., Any]) -> ast.FunctionDef:
    (found,) = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function)))).body
    assert isinstance(found, ast.FunctionDef)
    return found


def lacking(function: Callable[..., Any], doc: str) -> list[str]:
    """What applies to a function and its docstring does not say: what it takes, and what it raises itself."""
    given = [
        each
        for each in inspect.signature(function).parameters.values()
        if each.name not in ("self", "cls") and not each.name.startswith("_")
    ]
    # one parameter alone is what the first line speaks of
    takes = [each.name for each in given if len(given) > 1 and not _told(each.name, doc)]
    return takes + [name for name in sorted(set(raised(body(function)))) if name not in doc]


def _told(name: str, doc: str) -> bool:
    return re.search(rf"(^\s*\*{{0,2}}{name}:|`{name}=?`)", doc, re.MULTILINE) is not None


def raised(function: ast.FunctionDef) -> Iterator[str]:
    """The classes of errors that a function raises by itself, for whoever calls it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = ast.unparse(node.exc.func).rpartition(".")[2]
            if name[:1].isupper() and name not in ("AttributeError", "AssertionError"):
                yield name


def shows(doc: str | None, name: str = "") -> bool:
    """Whether a docstring has an example, in which a name is used, if one is given."""
    code = "\n".join(re.findall(r"^\s*(?:>>>|\.\.\.) (.*)$", doc or "", re.MULTILINE))
    return bool(code) and re.search(rf"\b{name}\b" if name else "", code) is not None


def test_what_is_lacking_is_seen() -> None:
    def function(one: int, two: int) -> None:
        raise ValueError(one, two)

    assert lacking(function, "Do it.\n\n    Args:\n        one: A number.\n") == [
        "two",
        "ValueError",
    ]
    assert lacking(function, "Do `one` and `two`, or a ValueError.") == []
    assert shows("It.\n\n>>> a.name()\n1\n", "name")
    assert not shows("It, by name.\n\n>>> a.other()\n", "name")


def test_the_reference_has_every_name_of_the_package() -> None:
    assert len(PUBLIC) == len(set(PUBLIC)) > 200
    shown = {name for _, name in PUBLIC}
    assert set(cnbudget.__all__) - shown == {"__version__"}


def test_the_reference_has_public_names_alone() -> None:
    for module, name in PUBLIC:
        home = importlib.import_module(module)
        assert not name.startswith("_")
        assert name in getattr(home, "__all__", dir(home)), (module, name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_can_be_read(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert 0 < len(listed(text)) <= _MOST
    assert text.count("\n::: ") == len(_LISTED.findall(text))
    assert f"({page.name})" in (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


def test_every_name_has_its_meaning_in_chinese() -> None:
    glossed = _GLOSSED.findall(CHINESE.read_text(encoding="utf-8"))
    assert {(module, name) for name, module, _ in glossed} == set(PUBLIC)
    assert len(glossed) == len(PUBLIC)
    assert all(re.search(r"[一-龥]", meaning) for *_, meaning in glossed)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_applies_and_shows_it(name: str) -> None:
    doc = inspect.getdoc(FUNCTIONS[name]) or ""
    assert doc
    assert lacking(FUNCTIONS[name], doc) == []
    assert shows(doc), f"{name} has no example"


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_says_what_applies_and_shows_it(name: str) -> None:
    kind = CLASSES[name]
    doc = kind.__doc__ or ""
    assert doc
    assert shows(doc), f"{name} has no example"
    if attrs.has(kind) and not issubclass(kind, enum.Enum):
        here = vars(kind).get("__attrs_attrs__", ())
        own = [each.name for each in here if not each.inherited and not each.name.startswith("_")]
        assert [each for each in own if not _told(each, doc)] == []


@pytest.mark.parametrize("name", METHODS)
def test_a_method_says_what_applies_and_is_shown(name: str) -> None:
    kind, short, function = METHODS[name]
    doc = inspect.getdoc(function) or ""
    assert doc
    assert lacking(function, doc) == []
    assert shows(doc) or shows(kind.__doc__, short), f"{name} has no example"


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_says_what_it_means(name: str) -> None:
    assert (PROPERTIES[name].__doc__ or "").strip()
