"""Tables of PDF files that are printed without rulings, with some, or open at their sides; and watermarks on them."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget import Disclosure, State
from cnbudget.reading.pdf.printed import Frame, Paths, PrintedPage
from tests.reading.drawing import Canvas, Drawing

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY = [
    ["", "合计", "1012.00", "105.00", "907.00"],
    ["208", "社会保障和就业支出", "4.00", "2.00", "2.00"],
    ["20805", "行政事业单位养老支出", "4.00", "2.00", "2.00"],
    ["210", "卫生健康支出", "3.00", "3.00", ""],
    ["213", "农林水支出", "1005.00", "100.00", "905.00"],
]
EDGES = [40.0, 110, 260, 350, 440, 530]
HIGH = 18.0


def width(text: str, size: float = 9) -> float:
    return sum(size if ord(mark) > 255 else size / 2 for mark in text)


def cell(page: Canvas, text: str, box: tuple[float, float, float], how: str) -> None:
    left, right, y = box
    x = {
        "left": left + 3,
        "right": right - 3 - width(text),
        "middle": (left + right - width(text)) / 2,
    }
    page.text(text, x[how], y)


def titled(page: Canvas, title: str, y: float = 60) -> float:
    page.text(title, 240, y, 14)
    page.text("单位：万元", 480, y + 18)
    return y + 26


def rows(page: Canvas, body: list[list[str]], y: float, how: str = "right") -> float:
    for row in body:
        for n, text in enumerate(row):
            amount = n > 1
            cell(page, text, (EDGES[n], EDGES[n + 1], y + 13), how if amount else "left")
        y += HIGH
    return y


def head(page: Canvas, y: float) -> float:
    for n, text in enumerate(HEAD):
        cell(page, text, (EDGES[n], EDGES[n + 1], y + 13), "middle")
    return y + HIGH


def begun(draw: Drawing, title: str = "支出总表") -> tuple[Canvas, float]:
    page = draw.page(595, 842)
    page.text("2026年青山市审计局部门预算公开", 60, 30)
    return page, titled(page, title)


def made(draw: Drawing, folder: Path) -> Disclosure:
    file = folder / "a.pdf"
    file.write_bytes(draw.data())
    return cnbudget.read(file, layouts=())


def amounts(read: Disclosure, key: str = "expenditure") -> list[str]:
    table = next(each for each in read.tables if each.key == key)
    return [figure.text for figure in table.figures if figure.state is State.VALUE]


WANTED = [text for row in BODY for text in row[2:] if text]


@pytest.mark.parametrize("rules", ["none", "rows", "head and foot", "open sides"])
@pytest.mark.parametrize("how", ["right", "middle", "left"])
def test_a_table_is_read_whatever_rulings_it_lacks(rules: str, how: str, tmp_path: Path) -> None:
    draw = Drawing()
    page, top = begun(draw)
    end = rows(page, BODY, head(page, top), how)
    heights = [top + HIGH * n for n in range(len(BODY) + 2)]
    if rules == "head and foot":
        heights = [top, top + HIGH, end]
    for y in heights if rules != "none" else []:
        page.line(EDGES[0], y, EDGES[-1], y)
    if rules == "open sides":
        for x in EDGES[1:-1]:
            page.line(x, top, x, end)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert all(figure.scope is not None for figure in read.figures)
    assert not [each for each in cnbudget.check(read).findings if each.severity == "error"]


def test_headings_stand_over_several_and_names_go_on_below(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    for n in (0, 1):
        cell(page, HEAD[n], (EDGES[n], EDGES[n + 1], y + 20), "middle")
    cell(page, "本年支出", (EDGES[2], EDGES[5], y + 13), "middle")
    for n in (2, 3, 4):
        cell(page, HEAD[n], (EDGES[n], EDGES[n + 1], y + 29), "middle")
    y = rows(page, BODY[:2], y + 2 * HIGH)
    page.text("行政事业单位", EDGES[1] + 3, y + 12)
    rows(page, [["20805", "", "4.00", "2.00", "2.00"]], y + 6)
    page.text("养老支出", EDGES[1] + 3, y + 26)
    rows(page, BODY[3:], y + 32)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    table = next(each for each in read.tables if each.key == "expenditure")
    assert [figure.row.row for figure in table.figures][::3][2] == "20805"
    assert all(figure.scope is not None for figure in read.figures)


@pytest.mark.parametrize("again", [False, True])
def test_it_goes_on_over_pages(again: bool, tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    rows(page, BODY[:3], head(page, y))
    page = draw.page(595, 842)
    rows(page, BODY[3:], head(page, 40) if again else 40)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert all(figure.scope is not None for figure in read.figures)


def test_what_has_no_heading_of_its_own_is_not_guessed(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    for n in (0, 1, 4):
        cell(page, HEAD[n], (EDGES[n], EDGES[n + 1], y + 13), "middle")
    rows(page, BODY, y + HIGH)
    page, y = draw.page(595, 842), 40
    rows(page, BODY, head(page, titled(page, "一般公共预算支出表", y)))
    read = made(draw, tmp_path)
    assert amounts(read, "general") == WANTED
    assert not any(each.key == "expenditure" and each.figures for each in read.tables)
    assert any("不能确定" in problem.zh for problem in read.problems)


def test_a_page_may_end_within_a_row_that_is_open_below(tmp_path: Path) -> None:
    draw = Drawing()
    page, top = begun(draw)
    end = rows(page, BODY[:3], head(page, top))
    for n in range(4):
        page.line(EDGES[0], top + HIGH * n, EDGES[-1], top + HIGH * n)
    for x in EDGES:
        page.line(x, top, x, end)
    page = draw.page(595, 842)
    page.table(BODY[3:], 40, 40)
    assert amounts(made(draw, tmp_path)) == WANTED


def test_large_words_over_the_cells_of_several_pages_are_no_part_of_them(tmp_path: Path) -> None:
    draw = Drawing()
    for title in ("支出总表", "一般公共预算支出表"):
        page, y = begun(draw, title)
        page.table([HEAD, *BODY], 50, y)
        page.text("内部资料", 100, y + 70, 60)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert amounts(read, "general") == WANTED
    assert not [each for each in cnbudget.check(read).findings if each.severity == "error"]


def test_amounts_between_spaces_in_prose_are_no_table(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    page.table([HEAD, *BODY], 50, y)
    for n in range(3):
        words = "我校收支总预算 490,808.40 万元，其中本年收入预算 390,140.45 万元，比上年增加"
        page.text(words, 60, 300 + 20 * n)
    assert made(draw, tmp_path).problems == ()


def test_many_dots_are_few_rulings() -> None:
    paths = Paths()
    for y in range(80):
        for x in range(300):
            paths.take((2 * x, 8 * y, 2 * x + 1, 8 * y + 1), None, line=False)
    page = PrintedPage(1, 600, 800)
    paths.into(page, Frame((0, 800, 600, 0), 0))
    assert not page.crowded
    assert len(page.across) == 80
