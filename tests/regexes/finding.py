"""All regular expressions of the package, and how each is used: by its source, and by watching `re` while it runs.

Each call of `re` in the source is a site, and each of `expression`, which compiles when it is first used. Its pattern
is worked out from the module's own names; where it is built from what is known only at run time (a loop's variable, an
argument), the site must have been seen at work.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

import cnbudget
from cnbudget.expressions import _Expression
from tests.regexes.growth import WAYS

__all__ = ["SOURCE", "Pattern", "Site", "patterns", "sites", "watching"]

SOURCE = Path(cnbudget.__file__).parent
#: Where expressions are compiled when they are first used.
_LAZY = "expressions.py"
_OTHERS = ("escape", "purge", "error", "Match", "Pattern")
#: What nothing says how it is used may be used in both of these ways.
_ANY = (("search", False), ("fullmatch", False))
Seen = dict[tuple[str, int], set[tuple[str | bytes, int]]]


@attrs.frozen
class Site:
    """A call of `re` or of `expression` in the source.

    Attributes:
        file: The file, from the package's folder.
        line: Its line, from 1.
        last: The last line of the call.
        uses: The ways in which its pattern is used, and whether at any place of a text.
        known: The pattern and its flags, if the source says them.
    """

    file: str
    line: int
    last: int
    uses: tuple[tuple[str, bool], ...]
    known: tuple[str | bytes, int] | None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@attrs.frozen
class Pattern:
    """A regular expression at a site."""

    site: Site
    pattern: str | bytes
    flags: int


def modules() -> list[str]:
    """The names of all modules of the package."""
    names = []
    for path in sorted(SOURCE.rglob("*.py")):
        parts = ["cnbudget", *path.relative_to(SOURCE).with_suffix("").parts]
        if parts[-1] != "__main__":
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def sites() -> list[Site]:
    """All calls of `re` in the package.

    Raises:
        NotImplementedError: Something of `re` is used in a way that this does not know.
    """
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
    uses = {path: _uses(tree) for path, tree in trees.items()}
    imported = {
        alias.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    found: list[Site] = []
    for path, tree in trees.items():
        file = path.relative_to(SOURCE).as_posix()
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "re":
                raise NotImplementedError(f"{file}:{node.lineno}: names of re are imported")
            if not (isinstance(node, ast.Name) and node.id in ("re", "expression")):
                continue
            if file == _LAZY:
                continue  # what it compiles is seen where it is asked for
            asked = _asked(node, parents, file)
            if asked is None:
                continue
            call, way = asked
            if way == "compile":
                ways = _named(
                    call, parents, uses if _shared(call, parents, imported) else {path: uses[path]}
                )
            elif way in WAYS:
                ways = ((way, False),)
            else:
                raise NotImplementedError(f"{file}:{node.lineno}: re.{way}")
            last = call.end_lineno or call.lineno
            found.append(Site(file, call.lineno, last, ways, _known(call, way, file)))
    return found


def _asked(
    node: ast.Name, parents: dict[ast.AST, ast.AST], file: str
) -> tuple[ast.Call, str] | None:
    """The call that a name is part of, and what it asks for; None if it makes and uses no expression."""
    function = node if node.id == "expression" else parents[node]
    call = parents.get(function)
    if not isinstance(function, ast.Name | ast.Attribute):
        raise NotImplementedError(f"{file}:{node.lineno}: re is handed on")
    way = "compile" if isinstance(function, ast.Name) else function.attr
    if way in _OTHERS or way.isupper():
        return None
    if not (isinstance(call, ast.Call) and call.func is function):
        raise NotImplementedError(f"{file}:{node.lineno}: {node.id} {way} is handed on")
    return call, way


def _known(call: ast.Call, way: str, file: str) -> tuple[str | bytes, int] | None:
    """The pattern and flags of a call, where the module's own names say them."""
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(way, 2)
    flags = [keyword.value for keyword in call.keywords if keyword.arg == "flags"]
    flags += call.args[place : place + 1]
    name = "cnbudget." + file.removesuffix(".py").replace("/", ".")
    module = importlib.import_module(name.removesuffix(".__init__"))
    try:
        values = [
            eval(compile(ast.Expression(each), file, "eval"), dict(vars(module)))  # noqa: S307
            for each in [call.args[0], *flags]
        ]
    except NameError:
        return None
    return values[0], int(values[1]) if flags else 0


Uses = dict[str, set[tuple[str, bool]]]


def _uses(tree: ast.AST) -> Uses:
    """How what has a name is used: its methods, or anything where it is handed on."""
    uses: Uses = defaultdict(set)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load)):
            continue
        name = node.id if isinstance(node, ast.Name) else node.attr
        attribute = parents.get(node)
        call = parents.get(attribute) if attribute is not None else None
        if not isinstance(attribute, ast.Attribute):
            uses[name].update(_ANY)
        elif attribute.attr in WAYS and isinstance(call, ast.Call) and call.func is attribute:
            uses[name].add((attribute.attr, len(call.args) > 1 and "sub" not in attribute.attr))
        elif attribute.attr not in ("pattern", "flags", "groups", "groupindex"):
            uses[name].update(_ANY)  # the method is handed on
    return uses


def _target(call: ast.Call, parents: dict[ast.AST, ast.AST]) -> str | None:
    """The name that is given to what a call makes."""
    parent = parents[call]
    if isinstance(parent, ast.Assign | ast.AnnAssign):
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        if len(targets) == 1 and isinstance(targets[0], ast.Name):
            return targets[0].id
    return None


def _shared(call: ast.Call, parents: dict[ast.AST, ast.AST], imported: set[str]) -> bool:
    """Whether other modules may know a pattern by its name."""
    name = _target(call, parents)
    return name is None or not name.startswith("_") or name in imported


def _named(
    call: ast.Call, parents: dict[ast.AST, ast.AST], uses: dict[Path, Uses]
) -> tuple[tuple[str, bool], ...]:
    """How a compiled pattern is used: as its name is, if it is given one at once."""
    name = _target(call, parents)
    if name is not None:
        return tuple(sorted(set().union(*(each.get(name, ()) for each in uses.values()))) or _ANY)
    parent = parents[call]
    if isinstance(parent, ast.Attribute) and parent.attr in WAYS:
        return ((parent.attr, False),)
    return _ANY


@contextmanager
def watching() -> Iterator[Seen]:
    """What `re` and `expression` are asked for by lines of the package, while this lasts."""
    seen: Seen = defaultdict(set)
    originals: tuple[Callable[..., Any], ...] = (re._compile, _Expression.__init__)  # type: ignore[attr-defined]
    root = str(SOURCE)

    def note(pattern: Any, flags: Any) -> None:
        frame = sys._getframe(3)
        file = frame.f_code.co_filename
        if file.startswith(root) and not isinstance(pattern, re.Pattern):
            place = Path(file).relative_to(SOURCE).as_posix()
            if place != _LAZY:
                seen[place, frame.f_lineno].add((pattern, int(flags)))

    def watched(pattern: Any, flags: Any) -> Any:
        note(pattern, flags)
        return originals[0](pattern, flags)

    def declared(made: Any, pattern: Any, flags: Any, needs: Any) -> None:
        note(pattern, flags)
        if needs is not None:
            note(needs, flags)
        originals[1](made, pattern, flags, needs)

    re._compile, _Expression.__init__ = watched, declared  # type: ignore[assignment, attr-defined, method-assign]
    try:
        yield seen
    finally:
        re._compile, _Expression.__init__ = originals  # type: ignore[attr-defined, method-assign]


def patterns(found: list[Site], seen: Seen) -> tuple[list[Pattern], list[Site], list[str]]:
    """The expressions at the sites; sites whose pattern stays unknown; and what was seen where no site is."""
    known: list[Pattern] = []
    unknown: list[Site] = []
    where = {(site.file, line): site for site in found for line in range(site.line, site.last + 1)}
    at: dict[Site, set[tuple[str | bytes, int]]] = defaultdict(set)
    strange = []
    for (file, line), asked in seen.items():
        site = where.get((file, line))
        if site is None:
            strange.append(f"{file}:{line}")
        else:
            at[site] |= asked
    for site in found:
        each = at[site] | ({site.known} if site.known is not None else set())
        known.extend(Pattern(site, *one) for one in sorted(each, key=repr))
        if not each:
            unknown.append(site)
    return known, unknown, strange
