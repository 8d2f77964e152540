"""Many files in one call: folders, archives, the standard input, a table at the end, and how far it is."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import cnbudget
from cnbudget import to_text
from cnbudget.cli import main
from cnbudget.cli.console import JsonArray
from tests.batch.test_check_files import NOTICE, SMALL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "公开"
    (home / "下").mkdir(parents=True)
    fine = SMALL.format(agency="甲市审计局", amount="5.00")
    (home / "1.md").write_text(fine, encoding="utf-8")
    wrong = SMALL.format(agency="乙市审计局", amount="5.50")
    (home / "下" / "2.md").write_text(wrong, encoding="utf-8")
    (home / "3.md").write_text(NOTICE, encoding="utf-8")
    (home / "图.png").touch()
    with zipfile.ZipFile(home / "4.zip", "w") as package:
        package.writestr("局/5.md", fine)
    return home


def table(text: str) -> dict[str, int]:
    """The totals that are printed at the end."""
    return {
        name.strip(): int(n) for name, n in re.findall(r"^(.+) ([0-9]+) 个$", text, re.MULTILINE)
    }


def test_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "公开"]) == 1  # a notice among them is listed, and no failure
    shown = capsys.readouterr()
    totals = {"文件": 4, "没有不符": 2, "有不符": 1, "读不了": 0, "不是部门预算": 1}
    assert table(shown.out) == totals | {"其他种类、未读的文件": 1}
    assert "这是通知" in shown.err or "通知" in shown.err
    assert shown.out.count("结论：") == 3
    assert shown.out.index("公开/1.md") < shown.out.index("公开/4.zip/局/5.md")
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    assert main(["check", "公开", "--lang", "en"]) == 2
    assert "unreadable     1" in capsys.readouterr().out


def test_json_of_a_folder_is_an_array(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--format", "json"]) == 1
    shown = capsys.readouterr()
    objects = json.loads(shown.out)
    assert [Path(each["file"]["name"]).name for each in objects] == ["1.md", "3.md", "5.md", "2.md"]
    assert [bool(each["error"]) for each in objects] == [False, True, False, False]
    assert all(len(each["file"]["sha256"]) == 64 for each in objects)
    assert not table(shown.err)
    for path in folder.glob("*.*"):
        if path.name != "1.md":
            path.unlink()
    (folder / "下" / "2.md").unlink()
    assert main(["check", str(folder), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert main(["check", str(folder / "1.md"), "--format", "json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)


def test_named_a_notice_is_unreadable(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "3.md")]) == 2
    assert main(["check", str(folder / "1.md"), str(folder / "3.md")]) == 2
    assert table(capsys.readouterr().out)["读不了"] == 1


def test_nothing_that_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.png").touch()
    assert main(["check", str(tmp_path)]) == 2
    assert "没有找到可读的文件（另有其他种类的文件 1 个" in capsys.readouterr().err


def test_processes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--jobs", "2"]) == 1
    there = capsys.readouterr()
    assert main(["check", str(folder)]) == 1
    here = capsys.readouterr()
    assert here.out.split("用时")[0] == there.out.split("用时")[0]
    assert here.err == there.err
    assert main(["check", str(folder), "--jobs", "0"]) == 2
    assert main(["check", str(folder), "--time-limit", "0"]) == 2


def test_a_folder_read_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = to_text(cnbudget.example("artux"))
    cut = text.index("表 3\n")
    (tmp_path / "1.md").write_text(text[:cut], encoding="utf-8")
    (tmp_path / "2.md").write_text(text[cut:], encoding="utf-8")
    assert main(["check", "--together", str(tmp_path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [Path(each["name"]).name for each in found["files"]] == ["1.md", "2.md"]


@pytest.mark.parametrize("name", ["公开/1.md", "./公开", "公开", "公开/*.md"])
@pytest.mark.usefixtures("folder")
def test_a_file_alone_is_checked(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name]) in (0, 1)
    assert "甲市审计局" in capsys.readouterr().out


def test_a_mistyped_command_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chek", "公开/1.md"]) == 2
    assert "没有这个选项" in capsys.readouterr().err
    assert main(["没有.md"]) == 2
    assert "没有这个文件" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["-"], ["check", "-"], ["show", "-"], ["reconcile", "-"]])
def test_the_standard_input(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SMALL.format(agency="甲市审计局", amount="5.00")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("gb18030"))))
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "甲市审计局" in shown or words[0] == "reconcile"


def test_no_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["-"]) == 2
    assert main(["show", "-"]) == 2
    assert "cnbudget: -：" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        assert main(["check", str(folder)]) == 1
        seen = stream.getvalue()
        assert ("[1/4] " in seen) == stream.isatty()
        assert ("[4/4] " in seen) == stream.isatty()
        assert main(["check", str(folder), "--format", "json"]) == 1
        assert ("文件 4 个" in stream.getvalue()) == stream.isatty()
        last = seen.rpartition("\n")[2]
        assert last.endswith("\r") or not last  # the line is gone
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["check", str(folder / "1.md")]) == 0
    assert "[1/" not in terminal.getvalue()


@pytest.mark.parametrize("one_alone", [True, False])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_an_array_that_is_printed_as_it_comes(
    count: int, one_alone: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    values: list[Any] = [{"数": number} for number in range(count)]
    array = JsonArray(one_alone=one_alone)
    for value in values:
        array.add(value)
    array.end()
    alone = one_alone and count == 1
    expected = json.dumps(values[0] if alone else values, ensure_ascii=False)
    assert capsys.readouterr().out == expected + "\n"
