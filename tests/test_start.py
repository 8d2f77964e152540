"""What a fresh process loads and compiles for one clean check: what start-up costs, counted and not timed."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "akto-2024.md"
#: The work; then the modules that are loaded, and the regular expressions of ours that were compiled.
WATCHED = """
import contextlib, io, json, re, sys
compiled = []
original = re._compiler.compile
def compile(pattern, flags=0):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"].split(".")[0] == "re":
        frame = frame.f_back
    if frame.f_globals["__name__"].startswith("cnbudget"):
        compiled.append(str(pattern))
    return original(pattern, flags)
re._compiler.compile = compile
with contextlib.redirect_stdout(io.StringIO()):
    {code}
json.dump([sorted(sys.modules), compiled], sys.stdout)
"""
WORK = {
    "tables": f"import cnbudget; cnbudget.check(cnbudget.read({str(EXAMPLE)!r}), prose=False)",
    "command": f"from cnbudget.cli import main; main(['check', {str(EXAMPLE)!r}])",
}
#: What neither needs: each would cost a millisecond and more.
NEITHER = [
    "cnbudget.classification.crosswalk",
    "cnbudget.comparison",
    "cnbudget.composing",
    "cnbudget.consistency",
    "cnbudget.deduction",
    "cnbudget.layouts.written",
    "cnbudget.performance.asset_tables",
    "cnbudget.performance.assets",
    "cnbudget.performance.goals",
    "cnbudget.performance.plans",
    "cnbudget.performance.projects",
    "cnbudget.publishing",
    "cnbudget.reading.excel",
    "cnbudget.reading.pdf",
    "cnbudget.reading.word",
    "cnbudget.reconciliation",
    "cnbudget.writing",
    "concurrent.futures",
    "logging",
    "multiprocessing",
    "shutil",
    "tomllib",
]
#: What tables alone do not need: prose, side matters and the rules about them, and what asks for many files.
BESIDE_TABLES = [
    "argparse",
    "cnbudget.batch",
    "cnbudget.narrative.claims",
    "cnbudget.narrative.ratios",
    "cnbudget.narrative.sections",
    "cnbudget.narrative.text",
    "cnbudget.outputs",
    "cnbudget.performance",
    "cnbudget.rules",
    "cnbudget.ties.sides",
    "hashlib",
]


@cache
def started(work: str) -> tuple[list[str], list[str]]:
    """The modules loaded by a fresh process, and the expressions compiled in it."""
    code = WATCHED.format(code=WORK[work])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603
    modules, compiled = json.loads(done.stdout)
    return modules, compiled


@pytest.mark.parametrize(
    ("work", "unneeded"), [("tables", [*NEITHER, *BESIDE_TABLES]), ("command", NEITHER)]
)
def test_what_a_clean_check_does_not_need_is_not_loaded(work: str, unneeded: list[str]) -> None:
    modules, _ = started(work)
    loaded = [
        name for name in modules for each in unneeded if name == each or name.startswith(f"{each}.")
    ]
    assert not loaded


@pytest.mark.parametrize(
    ("work", "ours", "expressions"), [("tables", 156, 85), ("command", 225, 139)]
)
def test_few_modules_are_loaded_and_few_expressions_compiled(
    work: str, ours: int, expressions: int
) -> None:
    modules, compiled = started(work)
    assert "cnbudget.checks.check" in modules
    assert len([name for name in modules if name.partition(".")[0] == "cnbudget"]) <= ours
    assert 0 < len(compiled) <= expressions
