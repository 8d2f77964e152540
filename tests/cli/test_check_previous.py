"""``cnbudget check --previous``: last year's file, in every kind of report."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

import cnbudget
from cnbudget.checks.contract import schema
from cnbudget.cli import main
from tests.checks.two_years import ROOT, printed_together

FIGURE = "2080505"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """This year's file, one number of whose column of last year's is wrong, and last year's."""
    earlier, later = (
        cnbudget.read_ledger(ROOT / "examples" / f"qingshan-{year}.csv") for year in (2025, 2026)
    )
    this, last = printed_together(earlier, later)
    figure = this.expenditure[FIGURE].figures[-1]
    bad = this.with_figures([(figure, figure.evolve(value=(figure.value or 0) + 5))])
    for budget, name in ((bad, "本年.xlsx"), (last, "上年.xlsx")):
        cnbudget.write(budget, tmp_path / name)
    return tmp_path / "本年.xlsx", tmp_path / "上年.xlsx"


def test_every_report_names_both_files(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    this, last = map(str, files)
    assert main(["check", this]) == 1
    alone = capsys.readouterr().out
    assert "2025年公开文件" not in alone
    page, sheet = tmp_path / "r.html", tmp_path / "r.xlsx"
    words = ["check", this, "--previous", last, "--html", str(page), "--xlsx", str(sheet)]
    assert main([*words, "--annotate", str(tmp_path / "a.xlsx")]) == 1
    told = capsys.readouterr().out
    assert f"上年文件：{files[1].name}（青山县农业农村局2025年预算）" in told
    assert f"「{FIGURE} 机关事业单位基本养老保险缴费支出·2025年预算数」印 42.16，应为 37.16" in told
    assert main(["check", this, "--previous", last, "--details"]) == 1
    assert "2025年公开文件" in capsys.readouterr().out
    for text in (page.read_text(encoding="utf-8"),):
        assert "2025年公开文件" in text
        assert files[1].name in text
    assert openpyxl.load_workbook(sheet).active is not None
    marked = [
        cell.coordinate
        for page_ in openpyxl.load_workbook(tmp_path / "a.xlsx")
        for row in page_.iter_rows()
        for cell in row
        if cell.comment is not None and "37.16" in cell.comment.text
    ]
    assert len(marked) == 1  # the wrong cell of this year's file, and none of last year's


def test_json_tells_the_documents_apart(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    this, last = map(str, files)
    assert main(["check", this, "--previous", last, "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema()).validate(report)
    assert report["previous"]["file"]["name"] == files[1].name
    assert report["previous"]["disclosure"]["year"] == 2025
    (found,) = [
        each
        for each in report["findings"]
        if any(figure["document_year"] for figure in each["figures"])
    ]
    here, there = found["figures"]
    assert (here["value"], here["document_year"]) == ("42.16", None)
    assert (there["value"], there["document_year"], there["file"]) == ("37.16", 2025, files[1].name)
    assert here["cell"]
    assert there["cell"]


def test_files_that_do_not_belong_together_are_2(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    this = str(files[0])
    for other, says in ((this, "不是本年与上年"), (str(tmp_path / "没有.xlsx"), "没有这个文件")):
        assert main(["check", this, "--previous", other]) == 2
        assert says in capsys.readouterr().err
    empty = tmp_path / "空"
    empty.mkdir()
    assert main(["check", this, "--previous", str(empty)]) == 2
    assert "没有可读的上年文件" in capsys.readouterr().err


def test_of_many_files_each_finds_its_own(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    this, last = files
    years = tmp_path / "上年"
    years.mkdir()
    last.rename(years / last.name)
    other = tmp_path / "b.md"
    cnbudget.write(cnbudget.example("akto"), other)
    words = ["check", str(this), str(other), "--previous", str(years), "--jobs", "2"]
    assert main([*words, "--format", "json"]) == 1
    one, two = json.loads(capsys.readouterr().out)
    assert one["previous"]["disclosure"]["agency"] == "青山县农业农村局"
    assert "previous" not in two
    assert "years.none_of_it" in {each["key"] for each in two["not_checked"]}


def test_a_file_of_last_year_that_cannot_be_read_is_named(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    this, last = files
    years = tmp_path / "上年"
    years.mkdir()
    (years / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    def reasons() -> dict[str, str]:
        words = ["check", str(this), str(this), "--previous", str(years), "--format", "json"]
        assert main([*words, "--jobs", "1"]) in (0, 1)
        reports = json.loads(capsys.readouterr().out)
        return {each["key"]: each["why"] for each in reports[0]["not_checked"]}

    assert "坏.xlsx" in reasons()["years.none_readable"]
    cnbudget.write(cnbudget.example("akto"), years / "别的部门.xlsx")
    told = reasons()
    assert "坏.xlsx" in told["years.none_of_what_is_readable"]
    assert "years.none_of_it" not in told
    (years / "坏.xlsx").unlink()
    assert "years.none_of_it" in reasons()
    cnbudget.write(cnbudget.read(last), years / "自己的.xlsx")
    (years / "坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert not {each for each in reasons() if each.startswith("years.no")}
