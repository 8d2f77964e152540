"""A fault of our own is never told as one of the file, whatever library opened it; what a library fails on is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

import cnbudget
from cnbudget import UnreadableError
from cnbudget.ledger import excel as entries
from cnbudget.packages import by_library, from_library
from cnbudget.reading import excel, word
from tests.documents import corpus
from tests.reading import making
from tests.reading.test_worksheet import book, cell, xml

EXAMPLES = Path(__file__).parents[2] / "examples"


def _broken(*_: object, **__: object) -> Any:
    raise ZeroDivisionError


def _ledger(folder: Path) -> Path:
    page = openpyxl.Workbook()
    for line in (EXAMPLES / "qingshan-2026.csv").read_text("utf-8-sig").splitlines():
        page.worksheets[0].append(line.split(","))
    file = folder / "明细.xlsx"
    page.save(file)
    return file


def _budget(folder: Path, made: Callable[[Any], bytes], ending: str) -> Path:
    file = folder / f"预算.{ending}"
    file.write_bytes(made(corpus.document("artux")))
    return file


@pytest.mark.parametrize("name", ["shown", "_merge", "_sheet", "_number", "FilledCell"])
def test_in_a_workbook(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = _budget(tmp_path, making.xlsx, "xlsx")
    monkeypatch.setattr(excel, name, _broken)
    with pytest.raises(ZeroDivisionError):
        cnbudget.read(file)


@pytest.mark.parametrize("name", ["_text", "_joined", "_span", "_place"])
def test_in_a_text_document(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = _budget(tmp_path, making.word, "docx")
    monkeypatch.setattr(word, name, _broken)
    with pytest.raises(ZeroDivisionError):
        cnbudget.read(file)


def test_in_a_ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = _ledger(tmp_path)
    assert cnbudget.read_ledger(file).entries
    monkeypatch.setattr(entries, "_shown", _broken)
    with pytest.raises(ZeroDivisionError):
        cnbudget.read_ledger(file)


def _calamine(sheet: object) -> SimpleNamespace:
    """What stands for python-calamine: a workbook of one sheet."""
    kinds = SimpleNamespace(WorkSheet=1)
    about = SimpleNamespace(name="甲", typ=1, visible=1)
    opened = SimpleNamespace(sheets_metadata=[about], get_sheet_by_name=lambda _: sheet)
    return SimpleNamespace(
        SheetTypeEnum=kinds,
        SheetVisibleEnum=SimpleNamespace(Visible=1),
        CalamineWorkbook=SimpleNamespace(from_filelike=lambda _: opened),
    )


def _sheet(values: Callable[..., object]) -> SimpleNamespace:
    return SimpleNamespace(total_height=1, total_width=1, merged_cell_ranges=None, to_python=values)


@pytest.mark.parametrize("name", ["shown", "_merge", "_sheet", "FilledCell"])
def test_in_an_old_workbook(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = _sheet(lambda **_: [["项目", 1.5]])
    monkeypatch.setitem(sys.modules, "python_calamine", _calamine(sheet))
    assert [block.text for block in excel.blocks_of_xls(b"", [])] == ["甲", "项目\t1.5"]
    monkeypatch.setattr(excel, name, _broken)
    with pytest.raises(ZeroDivisionError):
        excel.blocks_of_xls(b"", [])


def test_what_the_library_for_old_workbooks_fails_on_is_the_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", _calamine(_sheet(_broken)))
    with pytest.raises(UnreadableError, match="damaged"):
        excel.blocks_of_xls(b"", [])


def test_what_a_library_fails_on_is_the_files() -> None:
    with pytest.raises(UnreadableError, match="damaged"), by_library():
        raise KeyError

    def items() -> Any:
        yield 1
        raise KeyError

    with pytest.raises(UnreadableError, match="damaged"):
        list(from_library(items()))
    with pytest.raises(ZeroDivisionError):  # what is done with the items is ours
        list(map(_broken, from_library(items())))


@pytest.mark.parametrize(
    "inside",
    [
        cell(1, 1, "x"),  # a number that is none
        cell(1, 1, "99", "s"),  # a shared text that is not there
        cell(1, 1, "-1", "s"),
        cell(1, 1, "1.5", "s"),
        cell(1, 1, "maybe", "b"),
        cell(1, 1, "yesterday", "d"),
        '<c r="A1" s="99"><v>1</v></c>',
        '<c r="A1" s="x"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        f"{cell(1, 2)}{cell(1, 1)}",
    ],
)
def test_what_is_wrong_in_a_sheet_is_the_files(inside: str) -> None:
    sheet = xml({}).replace(b"<sheetData>", f'<sheetData><row r="1">{inside}</row>'.encode())
    with pytest.raises(UnreadableError, match="damaged"):
        excel.blocks_of_xlsx(book(sheet), [])
