"""What SECURITY.md promises: each line names tests that are there, and what no other test holds is held here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "cnbudget"
TREES = {
    path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in SOURCE.rglob("*.py")
}
NETWORK = {
    "socket",
    "ssl",
    "http",
    "ftplib",
    "smtplib",
    "telnetlib",
    "requests",
    "asyncio",
    "aiohttp",
}
#: `urllib.parse` takes addresses apart and fetches nothing.
FETCHING = {
    "urllib",
    "urllib.request",
    "urllib.robotparser",
    "xmlrpc",
    "xmlrpc.client",
    "webbrowser",
}
PICKLES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
LOADING = {"load", "loads", "open", "Unpickler"}
RUNNING = {"eval", "exec", "compile", "__import__"}
TABLE = [
    line
    for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("\n")
    if "`tests/" in line
]


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def using(names: set[str]) -> set[str]:
    """The modules that import one of some modules."""
    return {
        path
        for path, tree in TREES.items()
        if names & ({name.partition(".")[0] for name in imported(tree)} | set(imported(tree)))
    }


def run_by(tree: ast.Module) -> list[int]:
    """The lines in which text is run as code."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in RUNNING
    ]


def unpickled_by(tree: ast.Module) -> list[int]:
    """The lines in which something is unpickled, or a way to do so is taken from where it is."""
    found = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in PICKLES
        and node.attr in LOADING
    ]
    return found + [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in PICKLES
    ]


def test_no_module_knows_the_network() -> None:
    assert using(NETWORK) == set()
    fetching = {
        path
        for path, tree in TREES.items()
        if any(name in FETCHING - {"urllib"} for name in imported(tree))
    }
    assert fetching == set()


def test_no_text_is_run() -> None:
    assert {path for path, tree in TREES.items() if run_by(tree)} == set()


def test_pickles_come_from_our_own_processes_alone() -> None:
    # a report and lists of one's own are packed in what is sent, and unpacked when they are first looked at
    assert {path for path, tree in TREES.items() if unpickled_by(tree)} == {
        "batch/worker.py",
        "batch/examine.py",
        "classification/edition.py",
    }


def test_programs_are_started_by_two_modules_alone() -> None:
    assert using({"subprocess", "multiprocessing"}) == {"batch/workers.py", "reading/converted.py"}


def test_what_is_looked_for_is_seen() -> None:
    tree = ast.parse(
        "import socket\nfrom urllib import request\nfrom os import path\neval('1')\nre.compile('1')\n"
    )
    assert {"socket", "urllib.request"} <= set(imported(tree))
    assert run_by(tree) == [4]
    tree = ast.parse("import pickle\npickle.dumps(1)\npickle.loads(b'')\nfrom pickle import load\n")
    assert unpickled_by(tree) == [3, 4]


@pytest.mark.parametrize("line", TABLE)
def test_each_promise_names_tests_that_are_there(line: str) -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_no_promise_stands_alone() -> None:
    rows = [
        line
        for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("\n")
        if line.startswith("| ") and not line.startswith("| promise")
    ]
    assert len(rows) > 10
    assert [row for row in rows if row not in TABLE] == []
