"""Tables that stand abreast are read as they are one by one, and one table is never cut."""

from __future__ import annotations

import io
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import State, check, read
from cnbudget.invariants import Verdict
from cnbudget.reading.abreast import abreast
from cnbudget.reading.sheets import FilledCell, SheetRow

TRAVEL = [
    ["财政拨款“三公”经费支出表", "", ""],
    ["", "", "单位：万元"],
    ["合计", "因公出国（境）费", "公务接待费"],
    ["5.00", "2.00", "3.00"],
]
FUND = [
    ["政府性基金预算支出表", "", "", ""],
    ["", "", "", "单位：万元"],
    ["科目编码", "科目名称", "合计", "项目支出"],
    ["", "合计", "7.00", "7.00"],
    ["229", "其他支出", "7.00", "7.00"],
]
SOURCES = [
    ["收支预算总表", "", ""],
    ["收入", "", "单位：万元"],
    ["一、财政拨款收入", "", "12.00"],
    ["收入总计", "", "12.00"],
]


def rows_of(*placed: tuple[list[list[str]], int, int], wide: bool = False) -> list[SheetRow]:
    """Tables on a sheet, each from a row and a column on; titles over all their columns where asked."""
    found: dict[int, list[FilledCell]] = {}
    for table, top, left in placed:
        for y, row in enumerate(table):
            for x, text in enumerate(row):
                if text:
                    over = len(row) if wide and not y else 1
                    found.setdefault(top + y, []).append(FilledCell(left + x, text, wide=over))
    return [
        SheetRow(number, sorted(found[number], key=lambda each: each.column))
        for number in sorted(found)
    ]


def texts(rows: list[SheetRow]) -> list[tuple[int, int, str]]:
    return [(row.number, each.column, each.text) for row in rows for each in row.entries]


tables = st.sampled_from([TRAVEL, FUND, SOURCES])


@given(tables, tables, st.integers(0, 3), st.integers(0, 2), st.booleans())
def test_two_abreast_are_the_two(
    one: list[list[str]], other: list[list[str]], gap: int, lower: int, wide: bool
) -> None:
    left = len(one[0]) + 1 + gap
    rows = rows_of((one, 1, 1), (other, 1 + lower, left), wide=wide)
    parts = abreast(rows)
    if one is other or not (gap or wide):
        assert parts == [rows]  # twice the same, or nothing says where the second begins
        return
    assert [texts(part) for part in parts] == [
        texts(rows_of((one, 1, 1))),
        texts(rows_of((other, 1 + lower, left))),
    ]


@given(tables, tables, st.integers(0, 2))
def test_what_stands_under_each_other_is_not_cut(
    one: list[list[str]], other: list[list[str]], right: int
) -> None:
    rows = rows_of((one, 1, 1), (other, len(one) + 2, 1 + right), wide=True)
    assert abreast(rows) == [rows]


def test_a_note_below_both_and_three_in_a_row() -> None:
    note = [["注：以上各表单位均为万元，数据四舍五入。"]]
    rows = rows_of((SOURCES, 1, 1), (TRAVEL, 1, 5), (FUND, 1, 9), (note, 8, 1))
    rows[-1].entries[0].wide = 12
    assert [texts(part)[0][2] for part in abreast(rows)] == [
        SOURCES[0][0],
        TRAVEL[0][0],
        FUND[0][0],
    ]


def test_an_amount_over_the_cut_forbids_it() -> None:
    rows = rows_of((SOURCES, 1, 1), (TRAVEL, 1, 5))
    rows[-1].entries[-1:] = [FilledCell(3, "9.00", wide=3), FilledCell(7, "9.00")]
    assert abreast(rows) == [rows]


def test_a_workbook_keeps_every_figure_and_finds_the_slip(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows_of((TRAVEL, 1, 1), (FUND, 1, 5)):
        for each in row.entries:
            value = float(each.text) if each.text[0].isdigit() and "." in each.text else each.text
            page.cell(row.number, each.column, value)
    page["G4"] = 8
    file = io.BytesIO()
    book.save(file)
    path = tmp_path / "表.xlsx"
    path.write_bytes(file.getvalue())
    report = check(read(path))
    printed = [each for each in report.disclosure.figures if each.state is State.VALUE]
    assert len(printed) == 7
    wrong = [each for each in report.findings if each.verdict is Verdict.VIOLATED]
    assert [figure.place.cell for figure in wrong[0].figures[:1]] == ["G4"]


@pytest.mark.parametrize(
    "mark",
    [
        "公开一表",
        "预算公开表",
        "附表",
        "附表三",
        "市级部门预算公开表",
        "（公开表）",
        "公开01表",
        "单位公开表",
        "套表",
        "第二表",
    ],
)
@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("wide", [1, 2])
def test_a_mark_in_the_corner_is_no_title(mark: str, gap: int, wide: int) -> None:
    rows = [
        SheetRow(1, [FilledCell(1, "部门收支预算总表"), FilledCell(3 + gap, mark, wide=wide)]),
        SheetRow(2, [FilledCell(1, "项目"), FilledCell(2, "预算数"), FilledCell(3 + gap, "支出")]),
        SheetRow(3, [FilledCell(1, "收入"), FilledCell(2, "10"), FilledCell(3 + gap, "10")]),
    ]
    assert abreast(rows) == [rows]


def test_many_titles_and_broad_gaps_take_no_time() -> None:
    title = "三公经费支出预算表"
    heads = [FilledCell(2 * n + 1, title if n % 2 else "收支预算总表") for n in range(3000)]
    below = [SheetRow(n, [FilledCell(c, "1") for c in range(1, 6000, 2)]) for n in range(2, 40)]
    far = [SheetRow(1, [FilledCell(1, "收支预算总表"), FilledCell(16000, title)])]
    broad = [
        SheetRow(n, [FilledCell(1, "a", wide=15999 + n), FilledCell(16100, "1")])
        for n in range(2, 2000)
    ]
    began = perf_counter()
    assert len(abreast([SheetRow(1, heads), *below])) == 1
    assert len(abreast([*far, *broad])) == 1
    assert perf_counter() - began < 5
