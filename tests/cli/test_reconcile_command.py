"""``cnbudget reconcile``: the answer, the witness, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnbudget import example, read_ledger
from cnbudget.cli import main
from cnbudget.examples import example_path
from cnbudget.reconciliation.comparison import differences
from tests.checks.test_prose import GOOD
from tests.narrative.documents import TABLES


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["reconcile", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Akto with one row's total mistyped."""
    text = example_path("akto").read_text(encoding="utf-8")
    lines = text.split("\n")
    at = [
        i for i, line in enumerate(lines) if "70.41" in line and "行政事业单位养老支出" not in line
    ]
    row = next(i for i in at if lines[i].count("70.41") == 2)
    lines[row] = lines[row].replace("70.41", "74.01", 1)
    path = tmp_path / "wrong.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_consistent_budget_and_its_witness(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out_file = tmp_path / "ledger.csv"
    status, out, err = run(capsys, str(example_path("akto")), "--witness", str(out_file))
    assert status == 0
    assert err.startswith("已写入")
    assert "一致：找到一本预算明细（以分为单位）" in out
    assert next(differences(example("akto"), read_ledger(out_file)), None) is None


def test_an_inconsistent_budget_is_told_in_both_languages(
    capsys: pytest.CaptureFixture[str], wrong: Path, tmp_path: Path
) -> None:
    out_file = tmp_path / "ledger.csv"
    status, out, _ = run(capsys, str(wrong), "--witness", str(out_file))
    assert status == 1
    assert "不一致" in out
    assert "矛盾 1" in out
    assert "如何改正" in out
    assert not out_file.exists()
    status, out, _ = run(capsys, str(wrong), "--lang", "en")
    assert status == 1
    assert "inconsistent: no ledger rounds to all the printed figures" in out
    assert "What would mend it" in out


def test_json(capsys: pytest.CaptureFixture[str], wrong: Path) -> None:
    status, out, _ = run(capsys, str(wrong), "--format", "json")
    data = json.loads(out)
    assert status == 1
    assert data["file"]["name"] == "wrong.md"
    assert data["consistent"] is False
    assert data["localisation"]["lower"] == data["localisation"]["weight"]


def test_no_time_is_undecided_with_a_status_of_its_own(
    capsys: pytest.CaptureFixture[str], wrong: Path
) -> None:
    status, out, _ = run(capsys, str(wrong), "--time-limit", "0")
    assert status == 3
    assert "在限定的步数或时间内没有算完，不能判定" in out


def test_wrong_usage_and_unreadable_files_end_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(capsys, str(tmp_path / "nothing.md"))[0] == 2
    assert run(capsys, str(example_path("akto")), "--time-limit", "soon")[0] == 2
    assert run(capsys, str(example_path("akto")), "--time-limit", "-1")[0] == 2
    assert run(capsys, str(example_path("akto")), "--layout", "nowhere")[0] == 2


def test_the_witness_is_said_to_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "w.csv"
    status, _, err = run(capsys, str(example_path("artux")), "--witness", str(out))
    assert (status, out.exists()) == (0, True)
    assert err.startswith("已写入")


def test_no_witness_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, wrong: Path
) -> None:
    out = tmp_path / "w.csv"
    status, _, err = run(capsys, str(wrong), "--witness", str(out), "--lang", "en")
    assert (status, out.exists()) == (1, False)
    assert "no ledger was found" in err


def test_a_witness_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for out, said in ((tmp_path / "no" / "w.csv", "没有这个文件夹"), (tmp_path, "这是文件夹")):
        status, text, err = run(capsys, str(example_path("artux")), "--witness", str(out))
        assert status == 2
        assert "一致" in text
        assert said in err


def test_the_text_is_decided_over_unless_it_is_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "told.txt"
    path.write_text(TABLES + GOOD.replace("支出预算100.00", "支出预算110.00"), encoding="utf-8")
    status, out, _ = run(capsys, str(path), "--lang", "en")
    assert status == 1
    assert "110.00" in out
    assert "22 numbers outside the tables were decided over" in out
    status, out, _ = run(capsys, str(path), "--lang", "en", "--no-prose")
    assert status == 0
    assert "were not asked for" in out
