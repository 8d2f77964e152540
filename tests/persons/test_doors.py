"""Persons at the other doors: ledgers, sheets' names, error messages, properties of written files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

import cnbudget
from cnbudget import LedgerError, UnreadableError, check, read, read_text
from cnbudget.annotating import annotate
from tests.persons.planting import small

_HEADS = "功能科目,经济科目,资金来源,支出性质,项目,金额"


def test_a_project_in_a_ledger(tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    file.write_text(
        f"{_HEADS}\n2080501,30101,GENERAL_OWN,项目支出,渠道清淤（联系人：陈小满 13900001111）,13900001111\n",
        encoding="utf-8",
    )
    ledger = cnbudget.read_ledger(file)
    assert [entry.project for entry in ledger.entries] == ["渠道清淤"]
    assert [int(entry.amount.yuan) for entry in ledger.entries] == [13900001111]


def test_a_bad_row_of_a_ledger(tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    file.write_text(
        f"{_HEADS}\n联系人：陈小满,30101,GENERAL_OWN,项目支出,渠道,电话：13900001111\n",
        encoding="utf-8",
    )
    with pytest.raises(LedgerError) as caught:
        cnbudget.read_ledger(file)
    said = caught.value.text("zh") + caught.value.text("en") + repr(caught.value.rows)
    assert "陈小满" not in said
    assert "13900001111" not in said


def test_a_sheet_named_after_a_person(tmp_path: Path) -> None:
    file, copy = tmp_path / "budget.xlsx", tmp_path / "copy.xlsx"
    cnbudget.write(small(), file)
    book = openpyxl.load_workbook(file)
    page = next(each for each in book.worksheets if "支出总体" in each.title)
    page.title = "制表人 陈小满"
    page.sheet_state = "hidden"
    changed = next(
        cell for row in page.iter_rows() for cell in row if isinstance(cell.value, float)
    )
    changed.value = 987.65
    book.save(file)
    report = check(read(file))
    assert "陈小满" not in report.text("zh") + report.text("en") + report.to_json()
    assert any(f.place.sheet == "制表人" for f in report.disclosure.expenditure.figures)
    assert annotate(report, copy) >= 1
    commented = openpyxl.load_workbook(copy)["制表人 陈小满"]
    assert any(cell.comment for row in commented.iter_rows() for cell in row)


def test_errors_quote_nobody(tmp_path: Path) -> None:
    file = tmp_path / "budget.json"
    text = cnbudget.to_text(small(), "json").replace('"present"', '"联系人：陈小满"', 1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        read(file)
    said = caught.value.text("zh") + caught.value.text("en") + repr(caught.value.value)
    assert "陈小满" not in said


def test_written_files_have_no_author(tmp_path: Path) -> None:
    for name in ("budget.xlsx", "budget.docx"):
        cnbudget.write(small(), tmp_path / name)
        with zipfile.ZipFile(tmp_path / name) as package:
            about = package.read("docProps/core.xml").decode()
        assert "openpyxl" not in about
        assert "python-docx" not in about
    assert openpyxl.load_workbook(tmp_path / "budget.xlsx").properties.lastModifiedBy is None
    properties = docx.Document(str(tmp_path / "budget.docx")).core_properties
    assert properties.author == properties.last_modified_by == properties.comments == ""


def test_the_report_says_how_many_and_not_what() -> None:
    text = cnbudget.to_text(small())
    report = check(read_text(text + "\n\n制表人：陈小满 电话：0900-1234567\n"))
    assert "读入时略去姓名、电话等个人信息 2 处" in report.text("zh")
    assert "2 personal items (names, telephones, …) left out" in report.text("en")
    assert report.to_dict()["disclosure"]["left_out"] == 2
    clean = check(read_text(text))
    assert clean.to_dict()["disclosure"]["left_out"] == 0
    assert "个人信息" not in clean.text("zh")


def test_the_count_is_kept_in_json() -> None:
    text = cnbudget.to_text(small()) + "\n\n制表人：陈小满\n"
    written = cnbudget.to_text(read_text(text), "json")
    assert read_text(written).left_out == 1
