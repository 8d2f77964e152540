"""``cnbudget compare``: budgets side by side, as text, a page and a workbook."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from jsonschema import Draft202012Validator

import cnbudget
from cnbudget.cli import main
from cnbudget.comparison.record import schema
from tests.comparison.budgets import BY_YEAR, UNITS, published

AGENCY = "某市某某局"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two years of an agency."""
    names = []
    for year in (2018, 2019):
        file = tmp_path / f"{year}.xlsx"
        cnbudget.write(published(BY_YEAR[year], AGENCY, year), file)
        names.append(str(file))
    return names


def test_two_years(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *reversed(files)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{AGENCY}：2018年预算、2019年预算（万元）")
    assert "2082804 拥军优属·支出预算合计\t40.00\t45.10\t+5.10\t+12.75%" in out
    assert main(["compare", *files, "--details", "--lang", "en"]) == 0
    assert "change\trate\tof the whole's change" in capsys.readouterr().out


def test_page_and_workbook(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    assert main(["compare", *files, "--html", str(page), "--xlsx", str(book)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("已写入") == 2
    assert "2082804 拥军优属·支出预算合计" in page.read_text(encoding="utf-8")
    assert len(openpyxl.load_workbook(book).worksheets) > 2


def test_as_data(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema()).validate(found)
    assert found["names"] == ["2018年预算", "2019年预算"]
    row = next(row for row in found["rows"] if row["label"] == "2082804 拥军优属·支出预算合计")
    assert [Decimal(each["amount"]) for each in row["amounts"]] == [400000, 451000]
    (change,) = row["changes"]
    assert (Decimal(change["amount"]), change["rate"]) == (Decimal(51000), "12.75")


def test_added_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = []
    for name, items in UNITS.items():
        file = tmp_path / f"{name}.md"
        cnbudget.write(published(items, name, 2026, "单位"), file)
        names.append(str(file))
    page, book = tmp_path / "a.html", tmp_path / "a.xlsx"
    assert main(["compare", *names, "--sum"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("甲中心、乙中心、丙中心汇总：2026年预算（万元）")
    assert "\t10.10\t20.20\t0.00\t30.30" in out
    assert main(["compare", *names, "--sum", "--html", str(page), "--xlsx", str(book)]) == 0
    assert '<td class="a">30.30</td>' in page.read_text(encoding="utf-8")


def test_units_peers_and_one_agency_of_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = []
    for name, items in UNITS.items():
        file = tmp_path / f"{name}.md"
        cnbudget.write(published(items, name, 2026, "单位"), file)
        names.append(str(file))
    assert main(["compare", *names]) == 2
    assert "没有说明是部门与所属单位" in capsys.readouterr().err
    assert main(["compare", *names, "--peers"]) == 0
    assert "占比" in capsys.readouterr().out
    assert main(["compare", *names, "--units"]) == 0
    assert "单位合计" in capsys.readouterr().out
    assert main(["compare", *names, "--agency", "丁中心"]) == 2
    assert "文件中没有“丁中心”的预算" in capsys.readouterr().err
    assert main(["compare", names[0]]) == 2
    assert "只有一份预算" in capsys.readouterr().err
