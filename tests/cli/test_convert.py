"""``cnbudget convert``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cnbudget
from cnbudget.cli import main

ARTUX = Path(__file__).parents[2] / "examples" / "artux-2026.md"


@pytest.mark.parametrize("ending", ["md", "html", "json"])
def test_what_is_converted_reads_back(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"甲.{ending}"
    assert main(["convert", str(ARTUX), str(out)]) == 0
    assert cnbudget.read(out) == cnbudget.example("artux")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
def test_the_other_formats(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"甲.{ending}"
    assert main(["convert", str(ARTUX), str(out)]) == 0
    assert out.stat().st_size > 5000


def test_a_file_is_replaced_unless_it_is_the_one_that_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "甲.md"
    shutil.copy(ARTUX, source)
    assert main(["convert", str(source), str(tmp_path / "." / "甲.md")]) == 2
    assert "这就是要读的文件" in capsys.readouterr().err
    assert source.read_bytes() == ARTUX.read_bytes()
    out = tmp_path / "乙.md"
    out.write_text("x", encoding="utf-8")
    assert main(["convert", str(source), str(out)]) == 0
    assert cnbudget.read(out) == cnbudget.example("artux")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["甲.pdf"], "不知道这种扩展名是什么格式"),
        (["没有/甲.md"], "没有这个文件夹"),
        (["甲.pdf", "--lang", "en"], "no format is known by this ending"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["convert", str(ARTUX), *words]) == 2
    assert said in capsys.readouterr().err


def test_what_was_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", str(ARTUX), str(tmp_path / "a.md"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "12 tables, 18 cells inferred, 1 places not wholly read" in out


def test_the_format_can_be_given(tmp_path: Path) -> None:
    out = tmp_path / "甲.txt"
    assert main(["convert", str(ARTUX), str(out), "--format", "json"]) == 0
    assert cnbudget.read(out) == cnbudget.example("artux")


def test_importing_the_package_loads_no_writer() -> None:
    code = (
        "import sys, cnbudget, cnbudget.cli; cnbudget.read; "
        "print([n for n in sys.modules if 'writing' in n or n in ('openpyxl', 'docx', 'json')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
