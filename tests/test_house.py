"""How the source is built: no circle of imports, no identity as a key, no function that runs on and on."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
_LONGEST = 60


def modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(SOURCE.glob("cnbudget/**/*.py")):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = ast.parse(path.read_text(encoding="utf-8"))
    return found


TREES = modules()


def imported(tree: ast.Module, known: set[str]) -> set[str]:
    """The modules that a module imports anywhere: at its head, in functions, for types alone."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                found.add(inner if inner in known else node.module)
    return found & known


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The sets of modules that reach one another, each sorted."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        left = [start]
        while left:
            for each in edges.get(left.pop(), set()) - seen:
                seen.add(each)
                left.append(each)
        return seen

    reach = {name: reached(name) for name in edges}
    found = {
        tuple(sorted({name} | {each for each in reach[name] if name in reach[each]}))
        for name in edges
        if name in reach[name]
    }
    return [list(each) for each in sorted(found)]


def long_functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > _LONGEST:
                yield node.name, lines


def identities(tree: ast.AST) -> list[int]:
    """The lines in which ``id(...)`` is called: what it gives is nobody's name, and is given anew to others."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    ]


def test_a_circle_is_found_wherever_the_import_stands() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]
    assert circles({"a": {"a"}}) == [["a"]]
    source = "def f():\n    from x.y import z\nif TYPE_CHECKING:\n    import x.w\n"
    assert imported(ast.parse(source), {"x.y", "x.y.z", "x.w"}) == {"x.y.z", "x.w"}


def test_a_key_and_a_length_are_seen() -> None:
    long = "async def f():\n" + "    pass\n" * _LONGEST
    assert list(long_functions(ast.parse(long))) == [("f", _LONGEST + 1)]
    assert identities(ast.parse("a = {id(b): b}\nc.id(d)\n")) == [1]


def test_the_name_of_a_class_means_one_thing() -> None:
    homes: dict[str, list[str]] = {}
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(name)
    assert {name: here for name, here in homes.items() if len(here) > 1} == {}


def test_no_modules_import_one_another() -> None:
    known = set(TREES)
    edges = {name: imported(tree, known) - {name, "cnbudget"} for name, tree in TREES.items()}
    assert circles(edges) == []


def test_no_function_runs_on() -> None:
    found = {
        name: {function for function, _ in long_functions(tree)} for name, tree in TREES.items()
    }
    assert {name: each for name, each in found.items() if each} == {}


def test_nothing_is_known_by_its_identity() -> None:
    assert {name: lines for name, tree in TREES.items() if (lines := identities(tree))} == {}


def test_the_floors_that_are_told_are_those_of_the_contract() -> None:
    root = SOURCE.parent
    with (root / "pyproject.toml").open("rb") as file:
        contract = tomllib.load(file)["tool"]["importlinter"]["contracts"][0]["layers"]
    table = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("| modules |")[2]
    rows = [line.split("|")[1] for line in table.partition("\n\n")[0].splitlines()[2:]]
    assert [re.findall("`(.+?)`", row) for row in rows] == [
        [name.strip() for name in layer.split("|")] for layer in contract
    ]


def test_names_are_listed_where_they_are_shown_or_handed_on() -> None:
    """An inner module's names for others are those without an underscore: a second list of them goes stale."""
    pages = "".join(
        page.read_text(encoding="utf-8") for page in (SOURCE.parent / "docs").rglob("*.md")
    )
    found = []
    for name, tree in TREES.items():
        listed = {
            each.value
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
            for each in ast.walk(node.value)
            if isinstance(each, ast.Constant)
        }
        brought = {
            each.asname or each.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
            for each in node.names
        }
        package = any(each.startswith(f"{name}.") for each in TREES)
        if listed and not package and not listed & brought and name not in pages:
            found.append(name)
    assert found == []
