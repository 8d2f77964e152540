"""``cnbudget publish``: from a ledger to a document in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget.cli import main

LEDGER = str(Path(__file__).parents[2] / "examples" / "qingshan-2026.csv")


@pytest.mark.parametrize("ending", [".md", ".html", ".json"])
@pytest.mark.parametrize("rounding", ["independent", "additive"])
def test_what_is_written_reads_back(tmp_path: Path, ending: str, rounding: str) -> None:
    out = tmp_path / f"预算{ending}"
    assert main(["publish", LEDGER, "-o", str(out), "--rounding", rounding]) == 0
    budget = cnbudget.read(out)
    assert budget == cnbudget.publish(
        cnbudget.read_ledger(LEDGER),
        rounding=rounding,  # type: ignore[arg-type]
    )
    assert cnbudget.check(budget).ok


@pytest.mark.parametrize("ending", [".xlsx", ".docx", ".csv"])
def test_the_other_formats_are_written(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"预算{ending}"
    assert main(["publish", LEDGER, "-o", str(out), "--layout", "xinjiang-2024"]) == 0
    assert out.stat().st_size > 1000


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", LEDGER]) == 0
    printed = capsys.readouterr().out
    assert cnbudget.read_text(printed).agency == "青山县农业农村局"


def test_bad_rows_are_all_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "明细.csv"
    path.write_text(
        "功能科目,经济科目,资金来源,支出性质,金额\n208,301,其他收入,人员经费,x\n2,301,其他收入,人员经费,1\n",
        encoding="utf-8",
    )
    assert main(["publish", str(path), "-o", str(tmp_path / "out.md")]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert "第2行 “金额”" in told[0]
    assert "第3行 “功能科目”" in told[1]
    assert "有2处读不了，全部没有载入" in told[2]
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "x.pdf"], "不知道这种扩展名"),
        (["--format", "word"], "须写入文件"),
        (["-o", "x.md", "--unit", "美元"], "不是金额单位"),
        (["-o", "x.md", "--layout", "nowhere-1999"], "nowhere-1999"),
        (["-o", "none/x.md"], "没有这个文件夹"),
    ],
)
def test_wrong_usage(
    words: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["publish", LEDGER, *words]) == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "md"])
def test_what_is_published_is_checked_without_a_note(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"budget.{ending}"
    assert main(["publish", LEDGER, "--tables-only", "-o", str(out)]) == 0
    report = cnbudget.check(cnbudget.read(out))
    assert report.checked.violated == 0, report.text("en")
