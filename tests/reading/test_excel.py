"""Excel: number formats, addresses, merged and hidden cells, formulas, several tables on a sheet."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cnbudget import State, UnreadableError, read
from cnbudget.figures import Place
from cnbudget.reading.blocks import Block, Grid, Remark, TextLine
from cnbudget.reading.excel import blocks_of_xlsx
from cnbudget.reading.files import contents_of
from cnbudget.reading.number_formats import NumberFormat, shown
from cnbudget.reading.numbers import MALFORMED, parse
from cnbudget.reading.sheets import FilledCell, SheetRow, blocks_of_rows
from tests.catalogue.test_hostile_files import with_part
from tests.documents import corpus
from tests.reading import making


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (67.36, "General", "67.36"),
        (67.3, "0.00", "67.30"),
        (1234567.895, "#,##0.00", "1234567.90"),
        (2.345, "0.00", "2.35"),
        (-5.5, "#,##0.00_);(#,##0.00)", "-5.50"),
        (0, "#,##0.00", "0.00"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "#,###", ""),
        (0, "0.00;-0.00;;@", ""),
        (12.5, "0.##", "12.5"),
        (12.0, "0.##", "12"),
        (0.1234, "0.0%", "12.3%"),
        (673600, "0!.0000", "67.3600"),
        (1234567, "0.00,", "1234.57"),
        (5, "00", "05"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (-0.001, "0.00", "0.00"),
        (12.5, '0.00"万元"', "12.50万元"),
        (datetime(2026, 1, 15), "yyyy-mm-dd", "2026-01-15"),
        (True, "General", "TRUE"),
        ("  收 入\n总计 ", "General", "收 入 总计"),
    ],
)
def test_a_cell_shows_what_its_format_says(value: Any, code: str, text: str) -> None:
    assert shown(value, NumberFormat(code))[0] == text


@given(st.decimals(-(10**9), 10**9, places=2), st.integers(2, 6))
def test_no_amount_changes_through_a_float(amount: Decimal, places: int) -> None:
    text, _ = shown(float(amount), NumberFormat("#,##0." + "0" * places))
    assert Decimal(text) == amount
    assert len(text.partition(".")[2]) == places
    assert Decimal(shown(float(amount))[0]) == amount


def _rows(*rows: list[str]) -> list[Block]:
    made = [
        SheetRow(number, [FilledCell(i, text, loose=True) for i, text in enumerate(row, 1) if text])
        for number, row in enumerate(rows, 1)
        if any(row)
    ]
    return blocks_of_rows(made, lambda row, column: Place(row, cell=f"{column}"))


def test_dropped_zeros_come_back_by_column() -> None:
    grid = _rows(
        ["科目", "金额"], ["201", "67.36"], ["202", "12.5"], ["203", "0"], ["合计", "79.86"]
    )[0]
    assert isinstance(grid, Grid)
    assert [row.cells for row in grid.rows[1:]] == [
        ["201", "67.36"],
        ["202", "12.50"],
        ["203", "0.00"],
        ["合计", "79.86"],
    ]


def test_several_tables_on_a_sheet() -> None:
    blocks = _rows(
        ["收入表"], ["科目", "金额"], ["201", "1.00"], [], ["结转"], ["合计", "1.00"], [],
        ["支出表"], ["科目", "金额"], ["201", "2.00"], [], ["注：略"],
    )  # fmt: skip
    kinds = [block.text if isinstance(block, TextLine) else len(block.rows) for block in blocks]
    # a label without an amount after an empty row is still a row, as data follow it
    assert kinds == ["收入表", 4, "支出表", 2, "注：略"]


def test_the_unit_may_stand_beside_the_number_of_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["表三", None, None, None, "单位：元"])
    page.append(["支出总表"])
    page.append(["科目编码", "科目名称", "合计", "基本支出", "项目支出"])
    page.append(["205", "教育支出", 1025.5, 1025.5])
    budget = read(_saved(book, tmp_path))
    assert [str(each.amount) for each in budget.figures if each.text] == ["1025.5元", "1025.5元"]


def _workbook() -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(making.xlsx(corpus.document("artux"))))
    page = book["附3"]
    assert isinstance(page, Worksheet)
    return book, page


def _saved(book: openpyxl.Workbook, folder: Path) -> Path:
    file = folder / "budget.xlsx"
    book.save(file)
    return file


def test_each_figure_has_the_address_of_its_cell(tmp_path: Path) -> None:
    book, _ = _workbook()
    budget = read(_saved(book, tmp_path))
    for figure in budget.figures:
        if figure.state is State.VALUE:
            assert figure.value is not None
            cell = book[figure.place.sheet or ""][figure.place.cell or ""]
            assert Decimal(repr(cell.value)) == figure.value
            assert "工作表" in figure.place.words()


def test_a_formula_without_a_value_is_missing_and_not_run(tmp_path: Path) -> None:
    book, page = _workbook()
    budget = read(_saved(book, tmp_path))
    place = next(
        f.place for f in budget.figures if f.place.sheet == "附3" and f.state is State.VALUE
    )
    page[place.cell or ""] = "=1+1"
    page["A40"] = "=SUM(A1:A2)"
    again = read(_saved(book, tmp_path))
    figure = next(f for f in again.figures if f.place.cell == place.cell and f.place.sheet == "附3")
    assert figure.state in (State.MISSING, State.INFERRED)
    assert any("公式未计算" in problem.zh for problem in again.problems)
    assert parse("=（公式未计算）") is parse("#REF!") is MALFORMED


def test_what_is_hidden_is_read_and_said(tmp_path: Path) -> None:
    book, page = _workbook()
    page.row_dimensions[8].hidden = True
    page.row_dimensions[9].hidden = True
    page.column_dimensions["E"].hidden = True
    book["附5"].sheet_state = "veryHidden"
    budget = read(_saved(book, tmp_path))
    assert making.facts(budget) == making.facts(corpus.budget("artux"))
    said = [problem.zh for problem in budget.problems if problem.kind == "file"]
    assert said == [
        "工作表“附3”第 8–9 行是隐藏的，照常读入",
        "工作表“附3”第 E 列是隐藏的，照常读入",
        "工作表“附5”是隐藏的，照常读入",
    ]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (["1", 2, "3=4+5", 4, 5], ["1", "2", "3=4+5", "4", "5"]),
        (["**", "**", 1, "**"], ["**", "**", "1", "**"]),
        (["栏次", "1=2+3", 2, 3], ["栏次", "1=2+3", "2", "3"]),
        (["合计", "甲", 1, 2, 3], ["合计", "甲", "1.00", "2.00", "3.00"]),
    ],
)
def test_numbers_of_columns_are_no_amounts_without_their_zeros(
    numbers: list[str | int], shown: list[str]
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["项目", "款", "支出", "其中", "其他"][: len(numbers)])
    page.append(numbers)
    for _ in range(3):
        page.append([10.25] * len(numbers))
    file = io.BytesIO()
    book.save(file)
    (grid,) = blocks_of_xlsx(file.getvalue(), [])
    assert isinstance(grid, Grid)
    assert grid.rows[1].cells == shown


def test_merged_cells_and_what_they_cover() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["项目", "支出", None, None])
    page.append([None, "合计", "基本", "项目"])
    page.append(["一", 1, 2, 3])
    page.merge_cells("B1:D1")
    page.merge_cells("A1:A2")
    file = io.BytesIO()
    book.save(file)
    remarks: list[Remark] = []
    left = b'<c r="C1" s="0"><v>9</v></c>'  # a value that the merged cell covers
    data = with_part(
        file.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb'(?:<c r="[CD]1"[^>]*/>)*</row>', left + b"</row>", part, count=1),
    )
    assert left in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    (grid,) = blocks_of_xlsx(data, remarks)
    assert isinstance(grid, Grid)
    assert [row.cells for row in grid.rows] == [
        ["项目", "支出", "", ""],
        ["", "合计", "基本", "项目"],
        ["一", "1", "2", "3"],
    ]
    assert grid.rows[2].places is not None
    assert [place.cell for place in grid.rows[2].places] == ["A3", "B3", "C3", "D3"]
    assert remarks == []


_OFFICE = shutil.which("soffice")


@pytest.mark.skipif(_OFFICE is None, reason="LibreOffice is not there")
@pytest.mark.parametrize("kind", ["xls", "pdf"])
def test_through_libreoffice(kind: str, tmp_path: Path) -> None:
    made = making.xlsx if kind == "xls" else making.word
    file = tmp_path / f"budget.{'xlsx' if kind == 'xls' else 'docx'}"
    file.write_bytes(made(corpus.document("artux")))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(  # noqa: S603
        [
            str(_OFFICE),
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    budget = read(tmp_path / f"budget.{kind}")
    places = kind != "xls"  # the formats of an .xls are not known
    assert making.facts(budget, places=places) == making.facts(
        corpus.budget("artux"), places=places
    )


@pytest.mark.parametrize(
    ("library", "data", "extra"),
    [
        ("openpyxl", lambda: making.xlsx(corpus.document("artux")), "excel"),
        ("docx", lambda: making.word(corpus.document("artux")), "word"),
        ("pypdfium2", lambda: b"%PDF-1.4\n", "pdf"),
    ],
)
def test_a_missing_extra_is_named(
    library: str, data: Any, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = data()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UnreadableError) as caught:
        contents_of(content)
    assert f'pip install "cnbudget[{extra}]"' in caught.value.text("zh")


def test_a_workbook_of_hidden_rows_without_a_value_is_unreadable(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (1, 2, 3):
        book.worksheets[0].row_dimensions[row].hidden = True
    path = tmp_path / "hidden.xlsx"
    book.save(path)
    with pytest.raises(UnreadableError):
        read(path)
