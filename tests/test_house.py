"""How the source is built: no circle of imports, wherever in a module they stand."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"


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


def test_a_circle_is_found_wherever_the_import_stands() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]
    assert circles({"a": {"a"}}) == [["a"]]
    source = "def f():\n    from x.y import z\nif TYPE_CHECKING:\n    import x.w\n"
    assert imported(ast.parse(source), {"x.y", "x.y.z", "x.w"}) == {"x.y.z", "x.w"}


def test_no_modules_import_one_another() -> None:
    known = set(TREES)
    edges = {name: imported(tree, known) - {name, "cnbudget"} for name, tree in TREES.items()}
    assert circles(edges) == []
