"""The tests need nothing but the tree and what its extras install, and none is skipped for want of a file.

What tests documents that are not part of the project is in the folder `published`, which the tests' command leaves
out. A test that looked for such documents here would pass, or be skipped, on one machine and fail on the next.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

#: Why a test may be skipped: a program that pip does not install is not on the machine, or the system lacks a device.
PROGRAMS = (
    "LibreOffice is not there",
    "the commands need bash",
    "devices and named pipes by their names",
    "there is no such device here",
    "the pages of reports were NOT opened in a browser",
)

_CLIMB = re.compile(r"__file__\)(?:\.resolve\(\))?((?:\.parents?\b(?:\[[0-9]+\])?)+)")
_STEP = re.compile(r"\.parents\[([0-9]+)\]|\.parent\b")
_BEYOND = re.compile(r"\bROOT\.parents?\b|CNBUDGET_SHARED|\bshared/|[\"']shared[\"']")
_SKIP = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|importorskip|xfail)\b")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in (".py", ".md") and path != Path(__file__).resolve():
                yield path


def beyond(text: str, depth: int) -> list[str]:
    """What leads out of the tree in a file that lies so many folders deep, itself counted."""
    found = [match[0] for match in _BEYOND.finditer(text)]
    for match in _CLIMB.finditer(text):
        steps = _STEP.finditer(match[1])
        if sum(1 + int(step[1] or 0) for step in steps) > depth:
            found.append(match[0])
    return found


def skips(text: str) -> list[str]:
    """The tests that are skipped, or may fail, for another reason than that a program is not there."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    words = [found for call in calls if _SKIP.match(found := ast.unparse(call))]
    return [found for found in words if not any(reason in found for reason in PROGRAMS)]


def test_nothing_leads_out_of_the_tree() -> None:
    found = {
        str(path): led
        for path in sources("tests", "src", "docs", "examples")
        if (led := beyond(path.read_text(encoding="utf-8"), len(path.relative_to(ROOT).parts)))
    }
    assert found == {}


def test_no_test_is_skipped_for_want_of_a_file() -> None:
    found = {
        str(path): skipped
        for path in sources("tests", "src", "published")
        if path.suffix == ".py" and (skipped := skips(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_tests_command_leaves_out_what_is_published() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    options = project["tool"]["pytest"]["ini_options"]
    assert options["testpaths"] == ["tests", "src", "docs", "README.md", "README.zh.md"]
    # a list of files that is empty is no test that passes
    assert options["empty_parameter_set_mark"] == "fail_at_collect"


@pytest.mark.parametrize("mark", ["install", "tests"])
def test_both_readmes_give_the_same_commands(mark: str) -> None:
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n```sh\n")[2]
        for name in ("README.md", "README.zh.md")
    )
    assert english.partition("```")[0] == chinese.partition("```")[0] != ""


def test_the_examples_of_properties_are_the_same_in_every_run() -> None:
    fixed, search, heavy = map(settings.get_profile, ("fixed", "search", "heavy"))
    assert (fixed.derandomize, fixed.database) == (True, None)
    assert not search.derandomize
    assert not heavy.derandomize
    assert search.database is not None
    assert heavy.max_examples > search.max_examples
    assert {each.deadline for each in (fixed, search, heavy)} == {None}
    code = "import conftest, hypothesis; print(hypothesis.settings.get_current_profile_name())"
    for variables in ({}, {"CI": "true"}, {"GITHUB_ACTIONS": "1"}):
        usual = {key: value for key, value in os.environ.items() if key != "HYPOTHESIS_PROFILE"}
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=usual | variables,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout.split() == ["fixed"]


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("Path(__file__).parents[1] / 'docs'", []),
        ("Path(__file__).resolve().parent.parent", []),
        ("Path(__file__).parents[2]", ["__file__).parents[2]"]),
        ("Path(__file__).parents[1].parent / 'x'", ["__file__).parents[1].parent"]),
        ("Path(__file__).parent.parent.parent", ["__file__).parent.parent.parent"]),
        ("ROOT.parent / 'x'", ["ROOT.parent"]),
        ("FILES = glob('../shared/documents/*.txt')", ["shared/"]),
        ("os.environ['CNBUDGET_SHARED']", ["CNBUDGET_SHARED"]),
        ("what two tables share is shared out", []),
    ],
)
def test_what_leads_out_is_seen(text: str, led: list[str]) -> None:
    assert beyond(text, depth=2) == led


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("pytest.skip('the file is not here')", True),
        ("pytestmark = pytest.mark.skipif(not FILES, reason='not here')", True),
        ("pytest.importorskip('docx')", True),
        ("@pytest.mark.skipif(\n    OFFICE is None,\n    reason='LibreOffice is not there')\ndef f(): ...", False),
        ("pytest.raises(KeyError)", False),
    ],
)  # fmt: skip
def test_a_skip_is_seen(text: str, seen: bool) -> None:
    assert bool(skips(text)) is seen
