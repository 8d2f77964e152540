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


# What is in doubt is said, and nothing is accused -------------------------------------------------


def errors(read: Disclosure) -> list[str]:
    return [each.message("en") for each in cnbudget.check(read).findings if each.kind == "error"]


def doubted(read: Disclosure) -> bool:
    return any("不能确定" in problem.zh for problem in read.problems)


def with_general(draw: Drawing) -> None:
    """A page with a table that is read for sure, so that the file has something to check."""
    page = draw.page(595, 842)
    page.table([HEAD, *BODY], 50, titled(page, "一般公共预算支出表", 40))


def test_a_wrong_number_is_found_in_a_table_that_is_sure(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    wrong = [row[:] for row in BODY]
    wrong[4][3] = "110.00"
    rows(page, wrong, head(page, y))
    found = errors(made(draw, tmp_path))
    assert "“213 农林水支出·基本支出” is 110.00, should be 100.00" in found[0]


def test_no_row_is_missed_where_the_next_page_is_in_doubt(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    rows(page, BODY[:3], head(page, y))
    page = draw.page(595, 842)
    y = rows(page, BODY[3:4], 40)
    page.text("213", EDGES[0] + 3, y + 13)
    page.text("农林水支出1005.00", EDGES[1] + 3, y + 13)
    page.text("100.00", EDGES[3] + 50, y + 13)
    page.text("905.00", EDGES[4] + 50, y + 13)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert not any(each.key == "expenditure" and each.figures for each in read.tables)
    assert errors(read) == []


@pytest.mark.parametrize("title", [True, False])
def test_a_title_that_stands_again_begins_no_other_table(title: bool, tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    rows(page, BODY[:3], head(page, y))
    page = draw.page(595, 842)
    y = head(page, titled(page, "支出总表" if title else "收入总表", 40))
    page.text("210卫生健康支出3.00", EDGES[0] + 3, y + 13)
    page.text("3.00", EDGES[3] + 50, y + 13)
    rows(page, BODY[4:], y + HIGH)
    with_general(draw)
    read = made(draw, tmp_path)
    kept = any(each.key == "expenditure" and each.figures for each in read.tables)
    assert doubted(read)
    assert kept is not title
    if title:
        assert errors(read) == []


def test_amounts_that_reach_into_the_next_column_are_not_guessed(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    y = head(page, y)
    for row in BODY:
        for n, text in enumerate(row):
            x = EDGES[n] + 3 if n < 2 else EDGES[n + 1] - 3 - width(text)
            page.text(text, x - (70 if text == "905.00" else 0), y + 13)
        y += HIGH
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert errors(read) == []


def test_amounts_of_a_column_stand_under_each_other_on_all_pages(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    rows(page, BODY[:3], head(page, y))
    page = draw.page(595, 842)
    page.text("210", EDGES[0] + 3, 53)
    page.text("3.00", EDGES[3] - 60, 53)
    rows(page, BODY[4:], 58)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert errors(read) == []


def test_a_blank_column_between_others_is_told_by_where_cells_end(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    rows(page, [[*row[:2], row[4], "", row[4]] for row in BODY], head(page, y))
    with_general(draw)
    read = made(draw, tmp_path)
    assert not doubted(read)
    assert amounts(read) == [text for row in BODY for text in (row[4], row[4]) if text]
    table = next(each for each in read.tables if each.key == "expenditure")
    filled = {figure.column.column for figure in table.figures if figure.state is State.VALUE}
    assert filled == {"合计", "项目支出"}


def test_amounts_beside_a_heading_may_be_another_ones_where_no_cell_ends_there(
    tmp_path: Path,
) -> None:
    """Amounts stand between two headings, at no edge of either's cell, and one of these has none."""
    draw = Drawing()
    page, y = begun(draw)
    start = head(page, y)
    rows(page, [[*row[:2], "", "", row[4]] for row in BODY], start)
    for n, row in enumerate(BODY):
        if row[2]:
            page.text(row[2], EDGES[3] + 14 - width(row[2]), start + n * HIGH + 13)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert errors(read) == []


def test_the_number_of_a_page_is_no_row(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    y = rows(page, BODY, head(page, y))
    page.text("- 12 -", 300, y + 22)
    read = made(draw, tmp_path)
    assert not doubted(read)
    assert amounts(read) == WANTED


@pytest.mark.parametrize("gap", [3.0, 1.0])
def test_an_amount_close_to_words_of_the_next_cell_is_parted_from_them(
    gap: float, tmp_path: Path
) -> None:
    """Between the amount and the words there is less than between two cells, but more than between letters."""
    draw = Drawing()
    page, y = begun(draw)
    end = 300.0
    boxes = [(40.0, 220.0), (220.0, end), (end, 460.0), (460.0, 540.0)]
    for box, text in zip(boxes, ["项目", "预算数", "项目", "预算数"], strict=True):
        cell(page, text, (*box, y + 13), "middle")
    body = [
        ["一般公共预算", "1005.00", "社会保障和就业支出", "5.00"],
        ["政府性基金预算", "3.00", "农林水支出", "1003.00"],
        ["收入总计", "1008.00", "支出总计", "1008.00"],
    ]
    for n, row in enumerate(body):
        for box, text, how in zip(boxes, row, ["left", "right"] * 2, strict=True):
            left, right = box
            shift = gap / 2 - 3
            cell(page, text, (left + shift, right - shift, y + HIGH * (n + 1) + 13), how)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read) is (gap < 2)


@pytest.mark.parametrize("row", ["1012.00", "1,012.00"])
def test_a_label_and_an_amount_without_a_gap_are_not_parted(row: str, tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    body = [each[:] for each in BODY]
    y = rows(page, body[1:], head(page, y))
    page.text(f"合计{row}", EDGES[1] + 3, y + 13)
    rows(page, [["", "", "", "105.00", "907.00"]], y)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert errors(read) == []


def test_a_label_that_goes_on_is_no_row_of_its_own(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    y = rows(page, BODY[:3], head(page, y))
    page.text("支出", EDGES[1] + 3, y + 6)
    rows(page, BODY[3:], y + 14)
    with_general(draw)
    read = made(draw, tmp_path)
    assert doubted(read)
    assert errors(read) == []


def test_a_table_without_amounts_is_not_missing(tmp_path: Path) -> None:
    draw = Drawing()
    page, y = begun(draw)
    y = rows(page, BODY, head(page, y))
    head(page, titled(page, "政府性基金预算支出表", y + 40))
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert any("其中没有数" in problem.zh for problem in read.problems)


def test_what_other_tables_would_tell_is_left_open(tmp_path: Path) -> None:
    """Between tables nothing is accused while one is in doubt; within one, all that was."""
    body = [row[:] for row in BODY]
    body[0] = ["", "合计", "1017.00", "105.00", "912.00"]
    body[4] = ["213", "农林水支出", "1010.00", "100.00", "910.00"]
    sure, unsure = Drawing(), Drawing()
    for draw in (sure, unsure):
        page, y = begun(draw)
        rows(page, BODY, head(page, y))
        page = draw.page(595, 842)
        rows(page, body, head(page, titled(page, "一般公共预算支出表", 40)))
    page = unsure.page(595, 842)
    y = head(page, titled(page, "收入总表", 40))
    page.text("合计1012.00", EDGES[1] + 3, y + 13)
    rows(page, BODY[1:], y + HIGH)
    told = errors(made(sure, tmp_path))
    read = made(unsure, tmp_path)
    assert [each for each in told if "1,012.00" in each and "1,017.00" in each]
    assert errors(read) == []
    assert any("不能断定" in each.message("zh") for each in cnbudget.check(read).findings)


def test_headings_side_by_side_in_a_table_in_doubt_are_no_word_written_twice(
    tmp_path: Path,
) -> None:
    for doubtful in (True, False):
        draw = Drawing()
        page, y = begun(draw)
        rows(page, BODY, head(page, y))
        page = draw.page(595, 842)
        page.text("会议费会议费共计5.00万元。", 60, 40)
        if doubtful:
            y = head(page, titled(page, "收入总表", 70))
            page.text("合计1012.00", EDGES[1] + 3, y + 13)
            rows(page, BODY[1:], y + HIGH)
        read = made(draw, tmp_path)
        assert bool(doubted(read)) is doubtful
        slips = [each for each in cnbudget.check(read).findings if each.law == "slip"]
        assert bool(slips) is not doubtful
