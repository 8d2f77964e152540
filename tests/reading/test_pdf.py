"""What can be seen on the pages of PDF files, drawn in the ways of published ones, and nothing else."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import State
from cnbudget.errors import UnreadableError
from cnbudget.reading import pdf as reader
from cnbudget.reading.blocks import Grid, Remark
from cnbudget.reading.pdf import blocks_of_pdf
from tests.documents import corpus
from tests.profiles import tries
from tests.reading import making, second_opinion
from tests.reading.drawing import Canvas, Drawing

ROWS = [
    ["科目", "合计", "基本支出"],
    ["一般公共服务", "1,935.36", "1,517.95"],
    ["支出总计", "1,935.36", "1,517.95"],
]
TITLE = "部门收支总体情况表"


def texts(made: Drawing, **how: bool) -> list[str]:
    """The texts of the blocks, cells parted by bars."""
    remarks: list[Remark] = []
    found = blocks_of_pdf(made.data(**how), remarks)
    assert remarks == []
    return [block.text.replace("\t", "|") for block in found]


def words(draw: Drawing) -> str:
    """All that is read of a document, whose letters stand on one line each."""
    return " ".join(texts(draw))


TABLE = ["科目|合计|基本支出", "一般公共服务|1,935.36|1,517.95", "支出总计|1,935.36|1,517.95"]


# Merged cells ---------------------------------------------------------------------------------

_AMOUNTS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["208", "社会保障和就业支出", "4.00", "2.00", "2.00"],
    ["210", "卫生健康支出", "3.00", "2.00", "1.00"],
    ["", "合计", "7.00", "4.00", "3.00"],
]


@pytest.mark.parametrize("column", [2, 3, 4])
@pytest.mark.parametrize("by_words", [False, True])
def test_an_amount_that_a_merged_cell_covers_is_missing(
    column: int, by_words: bool, tmp_path: Path
) -> None:
    """One cell over two rows: what the second row would have said there nobody knows; it is no blank."""
    draw = Drawing()
    page = draw.page(842, 595)
    page.text("2026年甲局部门预算公开", 60, 30)
    page.text("部门支出总体情况表", 60, 50)
    page.text("单位：元", 500, 70)
    x, y, wide, high = 60, 80, 120, 20
    for i in range(5):
        for j in range(5):
            if (i, j) != (2, column):
                page.line(x + j * wide, y + i * high, x + (j + 1) * wide, y + i * high)
    for j in range(6):
        page.line(x + j * wide, y, x + j * wide, y + 4 * high)
    for i, row in enumerate(_AMOUNTS):
        for j, text in enumerate(row):
            if text and (i, j) != (2, column):
                page.text(text, x + j * wide + 4, y + i * high + 14)
    file = tmp_path / "a.pdf"
    file.write_bytes(draw.data())
    budget = cnbudget.read(file, layouts=()) if by_words else cnbudget.read(file)
    figures = [figure for row in budget.expenditure.rows for figure in row.figures]
    lost = [figure for figure in figures if figure.state is not State.VALUE]
    assert [(figure.row.row, figure.state, figure.text) for figure in lost] == [
        ("210", State.INFERRED, _AMOUNTS[2][column])
    ]
    (problem,) = [each for each in budget.problems if each.kind == "covered"]
    assert "210" in problem.zh


# Boxes and turns ---------------------------------------------------------------------------------


@settings(max_examples=tries(1))
@given(
    turn=st.integers(0, 3),
    corner=st.tuples(st.integers(-300, 300), st.integers(-300, 300)),
    margin=st.integers(0, 200),
    descent=st.integers(-500, -50),
    shift=st.tuples(st.floats(0, 60), st.floats(0, 200)),
    encrypted=st.booleans(),
)
def test_a_table_is_the_same_however_its_page_lies(
    turn: int,
    corner: tuple[int, int],
    margin: int,
    descent: int,
    shift: tuple[float, float],
    encrypted: bool,
) -> None:
    made = Drawing(descent)
    page = made.page(500, 700, turn, corner, margin)
    x, y = shift
    page.text(TITLE, 80 + x, 120 + y, 14)
    page.table(ROWS, 40 + x, 140 + y, 130)
    page.text("外", 505, 300)  # beside the page, as cutting marks are
    page.text("外", 200, -5)
    page.text("外", 200, 720)
    page.text("外", -15, 300)
    assert texts(made, encrypted=encrypted) == [TITLE, "\n".join(TABLE)]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_page_set_sideways_and_not_said_to_be_turned(turn: int) -> None:
    made = Drawing()
    page = made.page(595, 842)
    for i, text in enumerate((TITLE, "单位：万元")):
        place = 300.0 + 20 * i if turn != 3 else 300.0 - 20 * i
        if turn == 2:
            page.text(text, 400, 500 - 20 * i, 12, turn)
        else:
            page.text(text, place, 500, 12, turn)
    assert texts(made) == [TITLE, "单位：万元"]


def test_text_that_is_aslant_is_said_not_to_be_read() -> None:
    made = Drawing()
    page = made.page()
    page.text(TITLE, 100, 100)
    page.text("样张", 300, 300, 20, turn=1)
    page.marks.append("BT /F1 40 Tf .7 .7 -.7 .7 200 200 Tm <8349> Tj ET")
    remarks: list[Remark] = []
    assert [block.text for block in blocks_of_pdf(made.data(), remarks)] == [TITLE]
    (remark,) = remarks
    assert "样张" in remark.zh
    assert "草" in remark.zh
    assert remark.place.page == 1


def test_a_watermark_that_is_aslant_on_all_pages_is_told_once() -> None:
    made = Drawing()
    for _ in range(3):
        page = made.page()
        page.text(TITLE, 100, 100)
        page.marks.append("BT /F1 40 Tf .7 .7 -.7 .7 200 200 Tm <8349> Tj ET")
    remarks: list[Remark] = []
    blocks_of_pdf(made.data(), remarks)
    (remark,) = remarks
    assert "1、2、3" in remark.zh
    assert remark.place.page == 1


# Clips -------------------------------------------------------------------------------------------


def test_what_is_clipped_away_is_no_text() -> None:
    made = Drawing()
    page = made.page()
    with page.clipped(50, 50, 300, 400):
        with page.clipped(60, 60, 100, 100):
            page.text("甲乙丙丁戊己庚辛", 62, 80)  # of the inner clip, which is narrower
        page.text("在内", 200, 200)  # of the outer one alone
        page.text("不在", 310, 200)
    page.text("外面", 310, 300)  # of none again
    assert words(made) == "甲乙丙丁 在内 外面"


def test_a_clip_around_a_form_and_its_own_box_hold_for_its_letters() -> None:
    made = Drawing()
    page = made.page()
    inner, canvas = made.form(200, 100, matrix="1 0 0 1 5 5")
    canvas.text("看得见", 10, 50)
    canvas.text("框外", 10, 120)  # outside the form's box
    canvas.text("裁掉", 150, 50)  # outside the clip around the form
    outer, around = made.form(400, 400)
    around.draw(inner, "2 0 0 2 20 20")
    with page.clipped(0, 0, 250, 842):
        page.draw(outer, "1 0 0 1 50 300")
    assert words(made) == "看得见"


@settings(max_examples=tries(1))
@given(
    clips=st.lists(st.tuples(st.integers(40, 400), st.integers(60, 200)), min_size=1, max_size=4),
    nested=st.booleans(),
)
def test_letters_are_read_that_lie_in_all_clips(clips: list[tuple[int, int]], nested: bool) -> None:
    made = Drawing()
    page = made.page()
    canvas: Canvas = page
    if nested:
        number, canvas = made.form(595, 842)
    for left, wide in clips:
        canvas.marks.append("q")
        canvas.box(left, 0, left + wide, 842, "W n")
    marks = [chr(0x4E00 + i) for i in range(50)]
    for i, mark in enumerate(marks):
        canvas.text(mark, 40 + 10 * i, 300, 10)
    canvas.marks.extend("Q" for _ in clips)
    page.text("尾", 560, 500)
    if nested:
        page.draw(number)
    start = max(left for left, _ in clips)
    end = min(left + wide for left, wide in clips)
    found = {mark for mark in words(made) if not mark.isspace()} - {"尾"}
    middles = {mark: 45 + 10 * i for i, mark in enumerate(marks)}
    assert {m for m, x in middles.items() if start + 1 < x < end - 1} <= found
    # of a letter that the edge of a clip cuts, it depends on the machine's fonts how much is to be seen
    assert found <= {m for m, x in middles.items() if start - 1 < x <= end + 5}


def test_rulings_that_are_clipped_away_make_no_cells() -> None:
    made = Drawing()
    page = made.page()
    with page.clipped(30, 80, 565, 200):
        page.table(ROWS, 40, 100, 130)
        page.line(170, 100, 170, 600)
        page.line(40, 600, 430, 600)
    page.line(40, 500, 430, 500)
    page.text("表外", 60, 400)
    assert texts(made) == ["\n".join(TABLE), "表外"]


# Fonts and sizes ---------------------------------------------------------------------------------


def test_lines_go_by_their_baselines_and_not_by_the_boxes_of_fonts() -> None:
    made = Drawing(descent=-900)
    page = made.page()
    page.text("收入预算", 60, 100, 16)
    page.text("1,935.36", 124, 100, 9)
    page.text("万元，其中：", 160, 100, 16)
    page.text("下一行", 60, 122, 16)
    assert texts(made) == ["收入预算1,935.36万元，其中：", "下一行"]


@given(st.lists(st.sampled_from([9.0, 10.5, 12.0, 16.0]), min_size=2, max_size=5))
@settings(max_examples=tries(2))
def test_a_line_of_several_sizes_keeps_its_figures(sizes: list[float]) -> None:
    made = Drawing()
    page = made.page()
    x, parts = 50.0, []
    for number, size in enumerate(sizes):
        part = "支出" if number % 2 else f"{number}12.5{number}"
        page.text(part, x, 200, size)
        x += sum(size if ord(mark) > 255 else size / 2 for mark in part)
        parts.append(part)
    assert texts(made) == ["".join(parts)]


def test_words_that_are_printed_downwards_stay_in_their_cell() -> None:
    made = Drawing()
    page = made.page()
    x, y = [40.0, 70.0, 100.0, 200.0], [100.0, 160.0, 180.0]
    _strokes(page, x, y)
    page.column("购置费", 55, 105)
    page.column("接待费", 85, 105)
    page.text("合计", 110, 135)
    for i, amount in enumerate(("1.00", "2.00", "3.00")):
        page.text(amount, x[i] + 4, 173)
    assert texts(made) == ["购置费|接待费|合计\n1.00|2.00|3.00"]


def test_bold_that_is_printed_twice_is_read_once_and_equal_digits_stay() -> None:
    made = Drawing()
    page = made.page()
    for shift in (0, 0.3):
        page.text("合计", 60 + shift, 100)
    for i, mark in enumerate("11100.00"):  # each digit by itself
        page.text(mark, 100 + 4.5 * i, 100)
    page.text("-", 60, 130)
    page.text("2.00", 64.5, 130)
    assert texts(made) == ["合计 11100.00", "-2.00"]


# Rulings -----------------------------------------------------------------------------------------


def test_shades_behind_text_are_no_rulings() -> None:
    line = "收入较去年增加54.13万元，上升2.88%。主要是人员经费增加。"
    plain, shaded = Drawing(), Drawing()
    for made in (plain, shaded):
        page = made.page()
        for i in range(6):
            x, y = 60.0, 100.0 + 18 * i
            for part in (
                "收入较去年增加",
                "54.13",
                "万元，上升",
                "2.88%",
                "。主要是人员经费增加。",
            ):
                wide = sum(9 if ord(mark) > 255 else 4.5 for mark in part)
                if made is shaded:
                    page.marks.append("0.9 g")
                    page.box(x, y - 11, x + wide, y + 5)
                    page.marks.append("0 g")
                page.text(part, x, y)
                x += wide
    assert texts(shaded) == texts(plain) == [line * 6]


def _strokes(page: Canvas, x: list[float], y: list[float]) -> None:
    for at in y:
        page.line(x[0], at, x[-1], at)
    for at in x:
        page.line(at, y[0], at, y[-1])


def _one_path(page: Canvas, x: list[float], y: list[float]) -> None:
    marks = [f"{x[0]} {page.height - at} m {x[-1]} {page.height - at} l" for at in y]
    marks += [f"{at} {page.height - y[0]} m {at} {page.height - y[-1]} l" for at in x]
    page.marks.append(" ".join(marks) + " S")


def _thin_fills(page: Canvas, x: list[float], y: list[float]) -> None:
    for at in y:
        page.box(x[0], at - 0.25, x[-1], at + 0.25)
    for at in x:
        page.box(at - 0.25, y[0], at + 0.25, y[-1])


def _thin_fills_at_once(page: Canvas, x: list[float], y: list[float]) -> None:
    start = len(page.marks)
    _thin_fills(page, x, y)
    made = [mark.removesuffix(" f") for mark in page.marks[start:]]
    page.marks[start:] = [" ".join(made) + " f"]


def _stroked_cells(page: Canvas, x: list[float], y: list[float]) -> None:
    for top, bottom in itertools.pairwise(y):
        for left, right in itertools.pairwise(x):
            page.box(left, top, right, bottom, "S")


def _pieces(page: Canvas, x: list[float], y: list[float]) -> None:
    for top, bottom in itertools.pairwise(y):
        for left, right in itertools.pairwise(x):
            for edge in (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ):
                page.line(*edge)


def _dots(page: Canvas, x: list[float], y: list[float]) -> None:
    for at in y:
        for i in range(int(x[-1] - x[0]) // 2):
            page.box(x[0] + 2 * i, at - 0.4, x[0] + 2 * i + 1, at + 0.4)
    for at in x:
        for i in range(int(y[-1] - y[0]) // 2):
            page.box(at - 0.4, y[0] + 2 * i, at + 0.4, y[0] + 2 * i + 1)


WAYS = [_strokes, _one_path, _thin_fills, _thin_fills_at_once, _stroked_cells, _pieces, _dots]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
@pytest.mark.parametrize("shaded", [False, True], ids=["plain", "shaded"])
def test_a_table_is_the_same_however_its_rulings_are_drawn(way: object, shaded: bool) -> None:
    made = Drawing()
    page = made.page()
    x, y = [40.0, 170.0, 300.0, 430.0], [100.0, 120.0, 140.0, 160.0]
    if shaded:
        page.marks.append("0.9 g")
        page.box(40, 100, 430, 120)
        page.box(180, 125, 220, 136)
        page.marks.append("0 g")
    assert callable(way)
    way(page, x, y)
    for i, row in enumerate(ROWS):
        for j, text in enumerate(row):
            page.text(text, x[j] + 4, y[i] + 14)
    assert texts(made) == ["\n".join(TABLE)]


@settings(max_examples=tries(1))
@given(
    columns=st.lists(st.integers(30, 120), min_size=2, max_size=4),
    rows=st.lists(st.integers(15, 40), min_size=2, max_size=6),
    way=st.sampled_from(WAYS),
)
def test_every_cell_is_found_as_the_second_opinion_finds_it(
    columns: list[int], rows: list[int], way: object
) -> None:
    made = Drawing()
    page = made.page()
    x = [40.0 + sum(columns[:i]) for i in range(len(columns) + 1)]
    y = [100.0 + sum(rows[:i]) for i in range(len(rows) + 1)]
    assert callable(way)
    way(page, x, y)
    for i in range(len(rows)):
        for j in range(len(columns)):
            page.text(f"{i}{j}", x[j] + 3, y[i] + 11)
    expected = [[f"{i}{j}" for j in range(len(columns))] for i in range(len(rows))]
    data = made.data()
    for read in (blocks_of_pdf, second_opinion.blocks):
        (grid,) = read(data)
        assert isinstance(grid, Grid)
        assert [row.cells for row in grid.rows] == expected


def test_a_page_of_scribble_is_said_not_to_have_tables() -> None:
    made = Drawing()
    page = made.page()
    page.text(TITLE, 60, 60)
    for i in range(21_000):
        page.line(10, 100 + i / 100, 500, 100 + i / 100)
    remarks: list[Remark] = []
    assert [block.text for block in blocks_of_pdf(made.data(), remarks)] == [TITLE]
    assert [remark.en for remark in remarks] == [
        "page 1 has too many lines; tables on it were not read as tables"
    ]


def test_a_tangle_of_rulings_ends() -> None:
    made = Drawing()
    page = made.page(2000, 2000)
    page.text(TITLE, 60, 30)
    for i in range(480):  # nothing is ruled all round, so that every two rulings are compared
        page.line(50 + 4 * i, 50 + 4 * i, 1990, 50 + 4 * i)
        page.line(50 + 4 * i, 50, 50 + 4 * i, 50 + 4 * i)
    assert blocks_of_pdf(made.data())[0].text == TITLE


# Letters without a meaning -----------------------------------------------------------------------


def _without_meaning(made: Drawing) -> bytes:
    """A file whose first font numbers its letters in a way of its own, and does not say what they are."""
    return (
        made.data()
        .replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
        .replace(b"/Ordering <474231>", b"/Ordering <414243>", 1)
    )


def test_letters_without_a_meaning_are_never_told_as_others() -> None:
    made = Drawing()
    page = made.page()
    page.text(TITLE, 60, 60)
    with pytest.raises(UnreadableError) as caught:
        blocks_of_pdf(_without_meaning(made))
    assert caught.value.text("zh").startswith("扫描件：文字没有编码")


def test_a_few_letters_without_a_meaning_are_said_not_to_be_read() -> None:
    made = Drawing()
    page = made.page()
    page.text("无", 60, 60)
    page.column(TITLE, 200, 100)  # of another font
    remarks: list[Remark] = []
    found = blocks_of_pdf(_without_meaning(made), remarks)
    assert "".join(block.text for block in found) == "\ufffd" + TITLE
    assert [remark.zh for remark in remarks] == ["第 1 页有 1 个字没有编码，读不出是什么字"]


# Files -------------------------------------------------------------------------------------------


def test_a_fault_of_our_own_is_not_told_as_one_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    file = tmp_path / "a.pdf"
    made = Drawing()
    made.page().text(TITLE, 60, 60)
    file.write_bytes(made.data())
    monkeypatch.setattr(reader, "cells_of_tables", broken)
    with pytest.raises(ZeroDivisionError):
        cnbudget.read(file)


def test_a_file_that_must_not_be_printed_is_read() -> None:
    made = Drawing()
    page = made.page()
    page.table(ROWS, 40, 140, 130)
    data = made.data(encrypted=True)
    assert b"Tj" not in data
    assert texts(made, encrypted=True) == ["\n".join(TABLE)]


@given(st.floats(0.02, 0.98))
@settings(max_examples=tries(1))
def test_a_file_cut_short_is_refused(part: float) -> None:
    data = making.pdf(corpus.document("artux"))
    with pytest.raises(UnreadableError) as caught:
        blocks_of_pdf(data[: int(len(data) * part)])
    assert caught.value.text("zh") != ""


def test_a_page_that_draws_without_end_is_left_out_and_said() -> None:
    made = Drawing()
    made.page().text(TITLE, 60, 60)
    page = made.page()
    page.text("图", 60, 60)
    forms = [made.form(100, 100) for _ in range(9)]
    for number, canvas in forms[:-1]:
        canvas.marks.extend([f"/X{number + 1} Do"] * 10)
    forms[-1][1].line(0, 0, 1, 1)
    page.draw(0)
    remarks: list[Remark] = []
    assert [block.text for block in blocks_of_pdf(made.data(), remarks)] == [TITLE]
    assert [remark.place.page for remark in remarks] == [2]


_NUMBERS = st.sampled_from(
    ["0", "1", "-1", "0.001", "50", "300", "-700", "1e9", "99999999999999", "..", "--5"]
)
_DRAWN = st.one_of(
    *(
        st.tuples(*[_NUMBERS] * many, st.just(name)).map(" ".join)
        for many, names in {
            0: ("q", "Q", "W n", "f", "S", "B*", "h", "n", "BT", "ET", "/X0 Do", "<8349> Tj"),
            1: ("w", "Tz", "Ts", "Tc"),
            2: ("m", "l", "Td"),
            4: ("re",),
            6: ("c", "cm", "Tm"),
        }.items()
        for name in names
    ),
    _NUMBERS.map(lambda size: f"/F1 {size} Tf"),
)


@given(st.lists(_DRAWN, max_size=40), st.lists(_DRAWN, max_size=20), st.integers(0, 3))
@settings(max_examples=150)
def test_whatever_is_drawn_is_read_or_refused(
    marks: list[str], inner: list[str], turn: int
) -> None:
    made = Drawing()
    _, form = made.form(100, 100)
    form.marks.extend(mark for mark in inner if "Do" not in mark)
    page = made.page(500, 700, turn)
    page.text(TITLE, 60, 60)
    page.table(ROWS, 40, 100, 120)
    page.marks.extend(marks)
    remarks: list[Remark] = []
    found = blocks_of_pdf(made.data(), remarks)
    assert TITLE in "".join(block.text for block in found) or remarks


def test_files_are_read_in_several_threads() -> None:
    data = making.pdf(corpus.document("artux"))
    expected = [block.text for block in blocks_of_pdf(data)]
    found: list[list[str]] = []

    def work() -> None:
        for _ in range(3):
            found.append([block.text for block in blocks_of_pdf(data)])

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 18
    assert all(each == expected for each in found)
