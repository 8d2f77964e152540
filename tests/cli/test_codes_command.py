"""``cnbudget codes``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from cnbudget.cli import codes
from cnbudget.errors import CodeError, UnknownCodeError, UnknownNameError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    codes.add_arguments(parser)
    return codes.run(parser.parse_args(words))


def test_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("20805") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "20805  款  行政事业单位养老支出  2020–  已核",
        "  社会保障和就业支出/行政事业单位养老支出",
        "  2018–2019  行政事业单位离退休",
    ]
    assert "  2080501  项  行政单位离退休  2020–  已核" in lines


def test_a_word_in_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("养老", "--year", "2019", "--limit", "3") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("养老" in line for line in lines)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("公务接待费", "--format", "json", "--kind", "economic") == 0
    (found,) = json.loads(capsys.readouterr().out)
    expected = {
        "code": "30217",
        "name": "公务接待费",
        "level": "section",
        "since": 2018,
        "until": None,
        "confidence": "confirmed",
    }
    assert expected.items() <= found.items()


def test_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--changes", "2019", "2020", "--kind", "functional") == 0
    out = capsys.readouterr().out
    assert "  20805 行政事业单位离退休 → 20805 行政事业单位养老支出" in out
    assert "新增：" in out
    assert run("--changes", "2019", "2020", "--format", "json") == 0
    written = json.loads(capsys.readouterr().out)
    assert {record["change"] for record in written} <= {"added", "abolished", "renamed", "moved"}
    assert "234" in {record["code"] for record in written if record["change"] == "added"}
    renamed = {record["code"]: record for record in written if record["change"] == "renamed"}
    assert renamed["20805"]["before"]["name"] == "行政事业单位离退休"


def test_a_code_of_other_years(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("2010308") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("2010308  项  信访事务  2018–2023  待核")
    assert "2026 年没有 2010308" in printed.err


def test_a_code_of_two_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("11") == 0
    assert "一般公共预算资金" in capsys.readouterr().out


def test_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("zzz", "--format", "json") == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out) == []
    assert "没有“zzz”" in printed.err


def test_own_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
    assert run("2080570", "--lists", str(tmp_path)) == 0
    assert "省级养老补助" in capsys.readouterr().out


def test_what_cannot_be_looked_up() -> None:
    with pytest.raises(UnknownNameError, match="nothing to look up"):
        run()
    with pytest.raises(UnknownNameError, match="2018 to 2026"):
        run("208", "--year", "1990")
    with pytest.raises(CodeError, match="3, 5 or 7 digits"):
        run("2080")
    with pytest.raises(UnknownCodeError):
        run("2089988")
