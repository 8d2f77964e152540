"""The outputs that the documentation quotes are those that its commands print."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "tools" / "refresh_outputs.py"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the commands need bash")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The tool's run, without what the environment of these tests happens to tell Python."""
    usual = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(  # noqa: S603
        [sys.executable, TOOL, *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=usual,
    )


def test_the_quoted_outputs_are_what_is_printed() -> None:
    done = run("--check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_false_output_is_found_and_mended(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```sh\ncnbudget --version\n```\n\n```text\ncnbudget 0\n```\n", encoding="utf-8"
    )
    assert run("--check", page).returncode == 1
    assert run("--update", page).returncode == 0
    assert re.search(r"^cnbudget \d+\.\d+", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert run("--check", page).returncode == 0


def test_no_command_is_cut_off_by_what_reads_it() -> None:
    """What ``head`` leaves unread may or may not have been printed when it goes: the output would depend on chance."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [
        line
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if re.search(r"^cnbudget .*\| *(?:head\b|grep .*-[a-zA-Z]*[mq]\b)", line)
    ]
    assert found == []
