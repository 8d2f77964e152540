"""Small files that went wrong once: each gives what its fault asks for, and nothing else is accused."""

from __future__ import annotations

from functools import cache

import pytest

from cnbudget import Finding, Report, State, Unit, check, read
from cnbudget.annotating.notes import notes_of
from published.documents import SHARED

FAULTS = SHARED / "faults"


@cache
def report(name: str) -> Report:
    return check(read(FAULTS / name))


def errors(name: str) -> list[Finding]:
    return [each for each in report(name).causes if each.severity == "error"]


def test_a_unit_under_a_title_that_stands_alone_is_read() -> None:
    budget = report("published-in-yuan.xlsx").disclosure
    assert {t.unit for t in budget.tables if t.status == "present"} == {Unit.YUAN}
    assert errors("published-in-yuan.xlsx") == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("unit-wan-in-yuan-table.xlsx", "该表的单位印作“万元”，应为“元”"),
        ("row-dropped.xlsx", "“302 商品和服务支出”之下缺一行，应有 50,000.00 元"),
        ("letter-O-in-cell.xlsx", "“1,554,22O”不是数（有字母“O”，似应为数字 0）"),
    ],
)
def test_one_fault_is_one_error_and_says_what_it_is(name: str, words: str) -> None:
    (error,) = errors(name)
    assert words in error.zh


def test_what_was_meant_by_a_letter_is_worked_out() -> None:
    (lost,) = [
        f
        for f in report("letter-O-in-cell.xlsx").disclosure.figures
        if f.state is not State.VALUE and f.place.cell == "E13"
    ]
    assert (lost.state, lost.text) == (State.INFERRED, "1554220.00")


def test_an_unreadable_cell_is_missing_and_no_blank() -> None:
    assert any("“13.58。”不是数" in error.zh for error in errors("panel-stop.md"))
    budget = report("panel-stop.md").disclosure
    assert not any("13.58。" in figure.row.name for figure in budget.figures)


@pytest.mark.parametrize(
    ("name", "amount"), [("notecell.md", "6543.21"), ("footrow.md", "12345.67")]
)
def test_amounts_beside_the_cells_are_listed(name: str, amount: str) -> None:
    found = report(name)
    listed = [each.zh for each in found.findings] + [each.what for each in found.not_checked]
    assert any(amount in words for words in listed)
    assert not any(amount in error.zh for error in errors(name))


def test_a_number_broken_over_two_rows_is_one() -> None:
    budget = report("wrap1.md").disclosure
    assert errors("wrap1.md") == []
    assert "293810000.00" in {f.text for f in budget.figures if f.state is State.VALUE}


def test_raised_marks_are_no_digits() -> None:
    printed = {f.text for f in report("sup.docx").disclosure.figures}
    assert "79.17" in printed
    assert not any(text.startswith("79.17") and text != "79.17" for text in printed)


#: What is planted in ``planted.xlsx``: by its README a cell, by the report the sheet, the cells and the words of the
#: error. A row is pointed at by its first figure, and a row that is gone by the one that it is a part of.
PLANTED = [
    ("“三公”经费和机关运行", {"D6"}, "25.80", "28.50"),
    ("支出预算总表", {"E15"}, "的编码印 2080505，应为 2080506", None),
    ("收入预算总表", {"E8", "F8"}, "41,640,000.00", "46140000.00"),
    ("财政拨款收支预算总表", {"B5"}, "该表的单位印作“万元”，应为“元”", None),
    ("基本支出", {"D15"}, "“302 商品和服务支出”之下缺一行，应有 50,000.00 元", None),
    ("说明", {"A35"}, "9,011.68 万元", "9101.68"),
]


@pytest.mark.parametrize(("sheet", "cells", "words", "right"), PLANTED)
def test_each_planted_fault_is_one_error_at_its_cell(
    sheet: str, cells: set[str], words: str, right: str | None
) -> None:
    fits = [
        error
        for error in errors("planted.xlsx")
        if sheet in (error.place.sheet or "") and error.place.cell in cells and words in error.zh
    ]
    (error,) = fits
    if right is not None:
        first = error.suspects[0]
        assert first.figure.place.cell in cells
        assert str(first.suggestion) == right


def test_nothing_else_is_accused_where_six_faults_are_planted() -> None:
    assert len(errors("planted.xlsx")) == len(PLANTED)


def test_both_cells_of_an_amount_that_is_wrong_twice_are_named() -> None:
    found = report("planted.xlsx")
    first = {each.suspects[0].figure.place.cell for each in found.wrong if each.suspects}
    assert first >= {"E8", "F8"}


def test_the_wrong_cells_are_coloured_and_no_right_one() -> None:
    red = {
        (note.place.sheet, note.place.cell)
        for note in notes_of(report("planted.xlsx"))
        if note.severity == "error" and note.place.cell is not None
    }
    cells = [cell for _, cells, *_ in PLANTED for cell in sorted(cells)]
    assert sorted(cell for _, cell in red if cell) == sorted(cells)
