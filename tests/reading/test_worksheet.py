"""Sheets as streams: what is there is read as openpyxl reads it, and what is not there costs nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import UnreadableError
from cnbudget.figures import Place
from cnbudget.limits import Limits
from cnbudget.reading import excel
from cnbudget.reading.blocks import Grid
from cnbudget.reading.excel import blocks_of_xlsx
from cnbudget.reading.number_formats import shown
from cnbudget.reading.sheets import FilledCell, SheetRow, blocks_of_rows, column_name
from cnbudget.reading.worksheet import Worksheet
from tests.catalogue.test_hostile_files import with_part

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAST = 1 << 20
Cells = dict[tuple[int, int], str]


def xml(cells: Cells, *, dimension: str = "A1:XFD1048576", empty: int = 0) -> bytes:
    """A sheet with these cells, each an element as it stands in a file; and empty rows and cells."""
    rows: dict[int, list[str]] = {row: [] for row in range(1, empty + 1)}
    for row, column in sorted(cells):
        rows.setdefault(row, []).append(cells[row, column])
    lines = "".join(
        f'<row r="{row}">{"".join(inside) or "<c/>"}</row>' for row, inside in sorted(rows.items())
    )
    return (
        f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{lines}</sheetData></worksheet>'
    ).encode()


def cell(row: int, column: int, value: str = "1", kind: str = "n") -> str:
    address = f"{column_name(column)}{row}"
    if kind == "inlineStr":
        return f'<c r="{address}" t="{kind}"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}" t="{kind}"><v>{escape(value)}</v></c>'


def book(sheet: bytes) -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return with_part(file.getvalue(), "xl/worksheets/sheet1.xml", lambda _: sheet)


VALUES = st.one_of(
    st.tuples(st.integers(-(10**6), 10**6).map(str), st.just("n")),
    st.tuples(st.decimals(-1000, 1000, places=2).map(str), st.just("n")),
    st.tuples(st.sampled_from(["0", "1"]), st.just("b")),
    st.tuples(st.sampled_from(["项目", " 收 入 ", "a<b", "1.00"]), st.sampled_from(["str", "inlineStr"])),
    st.tuples(st.just("#REF!"), st.just("e")),
)  # fmt: skip
PLACES = st.tuples(st.integers(1, 40), st.integers(1, 30))


@given(st.dictionaries(PLACES, VALUES, min_size=1, max_size=30))
def test_what_is_there_is_read_as_openpyxl_reads_it(values: dict[Any, tuple[str, str]]) -> None:
    data = book(xml({place: cell(place[0], place[1], *value) for place, value in values.items()}))
    page: Any = openpyxl.load_workbook(io.BytesIO(data)).active
    expected = {
        (each.row, each.column): text
        for row in page.iter_rows()
        for each in row
        if each.value is not None and (text := shown(each.value)[0])
    }
    read: dict[tuple[int, int], str] = {}

    def keep(rows: list[SheetRow], place: Callable[[int, int], Place], _: Limits) -> list[Any]:
        read.update({(row.number, each.column): each.text for row in rows for each in row.entries})
        return blocks_of_rows(rows, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel, "blocks_of_rows", keep)
        blocks_of_xlsx(data, [])
    assert read == expected


def test_what_is_not_there_costs_nothing() -> None:
    far = 1 << 14
    cells = {(row, far): cell(row, far) for row in (1, 2, LAST)}
    source = io.BytesIO(xml(cells, empty=1000))
    rows = list(Worksheet(source).rows())
    assert [(number, len(inside)) for number, inside in rows] == [(1, 1), (2, 1), (LAST, 1)]
    (grid,) = blocks_of_xlsx(book(xml(cells, empty=1000)), [])
    assert isinstance(grid, Grid)
    assert [row.cells for row in grid.rows] == [["1"]] * 3
    assert grid.rows[2].place.cell == f"XFD{LAST}"


def test_no_place_is_made_for_a_cell_that_no_one_asks_for() -> None:
    asked: list[tuple[int, int]] = []

    def place(row: int, column: int) -> Place:
        asked.append((row, column))
        return Place(cell=f"{column_name(column)}{row}")

    rows = [SheetRow(row, [FilledCell(row % 200 + 1, "1.00")]) for row in range(1, 501)]
    (grid,) = blocks_of_rows(rows, place)
    assert isinstance(grid, Grid)
    assert len(asked) == 500
    places = grid.rows[0].places
    assert places is not None
    assert (len(places), places[0].cell, places[-1].cell) == (200, "A1", "GR1")
    assert [each.cell for each in places[1:3]] == ["B1", "C1"]


def test_a_sheet_is_read_no_further_than_its_limit() -> None:
    few = Limits(cells=10, rows=5)
    with pytest.raises(UnreadableError) as caught:
        blocks_of_xlsx(book(xml({(row, 1): cell(row, 1) for row in range(1, 7)})), [], few)
    assert caught.value.zh == "工作簿的有内容的行过多"
    assert caught.value.where == "工作表“Sheet”"
    assert "请只保留有预算公开表的工作表" in (caught.value.hint_zh or "")
    with pytest.raises(UnreadableError, match="too many cells"):
        blocks_of_xlsx(
            book(xml({(1, column): cell(1, column) for column in range(1, 12)})), [], few
        )


def test_no_part_is_read_twice() -> None:
    pages = openpyxl.Workbook()
    pages.create_sheet("二")
    file = io.BytesIO()
    pages.save(file)
    data = with_part(
        file.getvalue(),
        "xl/_rels/workbook.xml.rels",
        lambda part: part.replace(b"sheet2.xml", b"sheet1.xml"),
    )
    with pytest.raises(UnreadableError, match="damaged"):
        blocks_of_xlsx(data, [])


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
    ],
)
def test_a_sheet_out_of_order_is_damaged(rows: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    with pytest.raises(UnreadableError, match="damaged"):
        blocks_of_xlsx(book(sheet), [])
