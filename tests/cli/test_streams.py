"""Whatever is wrong with the standard streams: a message and status 2, never a traceback and 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cnbudget

EXAMPLES = Path(__file__).parents[2] / "examples"
ARTUX = str(EXAMPLES / "artux-2026.md")
LEDGER = str(EXAMPLES / "qingshan-2026.csv")
COMMANDS = [
    ["check", ARTUX],
    ["check", ARTUX, "--format", "json"],
    ["check", ARTUX, "--checklist"],
    ["codes", "208"],
    ["codes", "208", "--format", "json"],
    ["codes", "--changes", "2019", "2020"],
    ["convert", ARTUX, "OUT"],
    ["publish", LEDGER],
    ["publish", LEDGER, "-o", "OUT"],
    ["reconcile", ARTUX, "--no-prose"],
    ["reconcile", ARTUX, "--no-prose", "--format", "json"],
    ["show", ARTUX],
    ["show", ARTUX, "--claims"],
    ["solve", "PROBLEM"],
    ["--help"],
    ["--version"],
    ["check", "--help"],
]


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("问题") / "p.json"
    cells = [{"id": name, "value": "1.00", "decimals": 2} for name in "甲乙"]
    equal = [{"id": "相等", "terms": [["甲", 1], ["乙", -1]]}]
    text = json.dumps({"cells": cells, "equalities": equal}, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return str(file)


def _run(
    words: list[str], before: str = "", *, env: dict[str, str] | None = None, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """A command as a shell runs it, after what the shell does to its streams."""
    line = f'{before}\nexec "$@"' if before else 'exec "$@"'
    return subprocess.run(  # noqa: S603
        ["bash", "-c", line, "bash", sys.executable, "-m", "cnbudget", *words],  # noqa: S607
        capture_output=True, check=False, input=given, env=env,
    )  # fmt: skip


def _filled(words: list[str], tmp_path: Path, problem: str) -> list[str]:
    known = {"OUT": str(tmp_path / "out.md"), "PROBLEM": problem}
    return [known.get(word, word) for word in words]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_output_that_takes_nothing(words: list[str], tmp_path: Path, problem: str) -> None:
    for fault, before in (("closed", "exec >&-"), ("full", "exec >/dev/full")):
        done = _run(_filled(words, tmp_path, problem), before)
        said = done.stderr.decode()
        assert done.returncode == 2, (fault, said)
        assert "Traceback" not in said
        assert "Exception ignored" not in said
        assert said.splitlines()[-1].startswith("cnbudget: 标准输出写不出去："), (fault, said)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_reader_that_has_gone_away(words: list[str], tmp_path: Path, problem: str) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as target:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "cnbudget", *_filled(words, tmp_path, problem)],
            stdout=target, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    said = done.stderr.decode()
    assert (done.returncode, "Traceback" in said) == (2, False), said
    assert said.strip().endswith("读取的一方已关闭")


@pytest.mark.parametrize("words", [["check", "没有.md"], ["codes", "9999999"], ["check"]])
def test_messages_that_nobody_can_read_change_no_status(words: list[str]) -> None:
    for before in ("exec 2>&-", "exec 2>/dev/full", "exec >/dev/full 2>/dev/full", "exec >&- 2>&-"):
        done = _run(words, before)
        assert (done.returncode, done.stdout) == (2, b""), before


def test_a_standard_input_that_is_closed_or_no_text() -> None:
    for before, given in (
        ("exec <&-", b""),
        ("", b"\xff\xfe\x00"),
        ("", b"[" * 100_000),
    ):
        done = _run(["solve", "-"], before, given=given)
        said = done.stderr.decode()
        assert (done.returncode, "Traceback" in said, done.stdout) == (2, False, b""), said
        assert said.startswith("cnbudget: -：")


ENCODINGS = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "gbk"},
    {"PYTHONIOENCODING": "latin-1:strict"},
    {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_any_console_can_show_something(words: list[str], tmp_path: Path, problem: str) -> None:
    """Each command where nothing but ASCII is shown; a report, a record and a list of codes in the other ways, too."""
    filled = _filled(words, tmp_path, problem)
    kept = "json" in words or words[0] == "solve" or words == ["publish", LEDGER]
    plain = _run(filled).stdout if kept else b""
    for setting in ENCODINGS if words in COMMANDS[:4] else ENCODINGS[:1]:
        done = _run(filled, env={**os.environ, **setting})
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
        if kept:
            assert done.stdout == plain  # JSON and documents are UTF-8 whatever the console
            assert "\ufffd" not in done.stdout.decode("utf-8")


def test_a_problem_is_utf_8_whatever_the_console(problem: str) -> None:
    given = Path(problem).read_bytes()
    for setting in ENCODINGS:
        done = _run(["solve", "-"], env={**os.environ, **setting}, given=given)
        assert done.stdout == _run(["solve", problem]).stdout
        assert "相等" in done.stdout.decode("utf-8")


def test_a_name_that_is_no_utf_8_stays_json(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff.md"
    Path(os.fsdecode(name)).write_bytes(Path(ARTUX).read_bytes())
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "cnbudget", "check", name, "--format", "json"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["file"]["name"] == "\udcff.md"


def test_a_document_can_go_to_the_standard_output_by_name(tmp_path: Path) -> None:
    for words in (["convert", ARTUX, "/dev/stdout"], ["publish", LEDGER, "-o", "/dev/stdout"]):
        done = _run([*words, "--format", "json"])
        assert done.returncode == 0
        assert json.loads(done.stdout)["schema"] == "cnbudget-disclosure/1"
        assert "已写入" in done.stderr.decode()  # the message stays out of the document
        with (tmp_path / "o.json").open("wb") as target:
            subprocess.run(  # noqa: S603
                [sys.executable, "-m", "cnbudget", *words, "--format", "json"],
                stdout=target, stderr=subprocess.PIPE, check=True,
            )  # fmt: skip
        assert (tmp_path / "o.json").read_bytes() == done.stdout
    assert cnbudget.read(tmp_path / "o.json").agency
