"""The geometry of pages: letters into lines, cells and paragraphs, and none of them lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.reading.blocks import Grid, TextLine
from cnbudget.reading.pages import Letter, Page, Raster, blocks_of_pages, lines_of, text_of_cell


def letters(text: str, left: float, top: float, size: float = 10) -> list[Letter]:
    """A text set from a point on; digits half as wide, and two points lower."""
    found = []
    for mark in text:
        wide = size if ord(mark) > 255 else size / 2
        lower = 0.0 if ord(mark) > 255 else 2.0
        if mark != " ":
            found.append(Letter(top + size / 2 + lower, left, left + wide, size, mark))
        left += wide
    return found


def page(*texts: tuple[str, float, float]) -> Page:
    return Page(
        1, 600, 800, letters=[letter for text, x, y in texts for letter in letters(text, x, y)]
    )


def test_digits_off_the_baseline_stay_in_their_places() -> None:
    assert [line.text for line in lines_of(letters("收入预算18,976.76万元", 50, 100))] == [
        "收入预算18,976.76万元"
    ]


def test_a_paragraph_over_lines_and_a_new_one() -> None:
    full = "本年收入合计九千七百四十六万元其中财政拨款收入九千七百四十六万元占百分之百的全部"
    blocks = blocks_of_pages(
        [page((full, 70, 100), ("数的后一半。", 50, 118), ("二、支出", 70, 136), (full, 70, 154))]
    )
    assert [block.text for block in blocks] == [full + "数的后一半。", "二、支出", full]


def test_page_numbers_are_left_out_and_running_heads_come_once() -> None:
    pages = []
    for number in range(1, 6):
        each = page(
            ("2025年部门预算公开", 200, 20), (f"第{number}段", 70, 300), (f"- {number} -", 290, 770)
        )
        each.number = number
        pages.append(each)
    texts = [block.text for block in blocks_of_pages(pages)]
    assert texts == ["2025年部门预算公开", *(f"第{number}段" for number in range(1, 6))]


def test_merged_cells_have_their_text_first() -> None:
    cells = [(0, 0, 200, 20), (0, 20, 100, 60), (100, 20, 200, 40), (100, 40, 200, 60)]
    table = Raster.of_cells(cells)
    for letter in [
        *letters("支出", 80, 3),
        *letters("科目", 20, 35),
        *letters("合计", 120, 23),
        *letters("1.00", 120, 43),
    ]:
        assert table.take(letter, letter.middle)
    assert table.cells() == [["支出", ""], ["科目", "合计"], ["", "1.00"]]


def test_a_page_with_fewer_rulings_takes_those_of_the_page_before() -> None:
    table = Raster.of_cells([(0, 0, 300, 20), (300, 0, 400, 20)], [0.4, 100, 200, 300.2, 400])
    for letter in [*letters("合计", 100, 3), *letters("9.50", 320, 3)]:
        table.take(letter, letter.middle)
    assert table.cells() == [["合计", "", "", "9.50"]]
    other = Raster.of_cells([(0, 0, 150, 20), (150, 0, 400, 20)], [0, 100, 200, 300, 400])
    assert other.columns == [0, 150, 400]


def test_a_number_broken_by_a_narrow_cell_is_one_and_two_numbers_stay_two() -> None:
    broken = [*letters("91,016,7", 2, 0), *letters("75.35", 2, 12)]
    assert text_of_cell(broken, 46) == "91,016,775.35"
    assert text_of_cell([*letters("12", 2, 0), *letters("13", 2, 12)], 46) == "12 13"
    assert (
        text_of_cell([*letters("事业单位", 2, 0), *letters("经营收入", 2, 12)], 46)
        == "事业单位经营收入"
    )


def _table(number: int, rows: list[list[str]], wide: float = 26) -> Page:
    """A page that is a table with narrow columns, each cell on one line."""
    made = Page(number, 600, 800)
    cells = [
        (40 + wide * j, 100.0 + 20 * i, 40 + wide * (j + 1), 120.0 + 20 * i)
        for i in range(len(rows))
        for j in range(len(rows[0]))
    ]
    table = Raster.of_cells(cells)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            for letter in letters(text, 41 + wide * j, 103 + 20 * i, 9):
                assert table.take(letter, letter.middle)
    made.tables.append(table)
    return made


def test_a_row_that_a_page_break_has_parted_is_made_whole() -> None:
    pages = [
        _table(1, [["208", "保障", "67.36"], ["21", "卫生", "39"]]),
        _table(2, [["0", "健康", "8.93"], ["221", "住房", "32.43"]]),
    ]
    first, second = blocks_of_pages(pages)
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    assert [row.cells for row in first.rows] == [
        ["208", "保障", "67.36"],
        ["210", "卫生健康", "398.93"],
    ]
    assert [row.cells for row in second.rows] == [["221", "住房", "32.43"]]


def test_a_header_left_behind_goes_with_its_table() -> None:
    head = Page(1, 600, 800)
    head.tables.append(Raster.of_cells([(40, 700, 92, 720), (92, 700, 144, 720)]))
    for letter in [*letters("收入", 42, 703, 9), *letters("支出", 94, 703, 9)]:
        assert head.tables[0].take(letter, letter.middle)
    rest = _table(2, [["项目", "金额", "项目", "金额"], ["合计", "1.00", "合计", "1.00"]])
    (grid,) = blocks_of_pages([head, rest])
    assert isinstance(grid, Grid)
    assert [row.cells for row in grid.rows] == [
        ["收入", "", "支出", ""],
        ["项目", "金额", "项目", "金额"],
        ["合计", "1.00", "合计", "1.00"],
    ]
    assert [row.place.page for row in grid.rows] == [1, 2, 2]


def test_two_rows_on_two_pages_stay_two() -> None:
    pages = [
        _table(1, [["208", "保障", "67.36"], ["210", "卫生", "98.93"]]),
        _table(2, [["221", "住房", "32.43"], ["222", "粮油", "1.00"]]),
    ]
    first, second = blocks_of_pages(pages)
    assert isinstance(first, Grid)
    assert isinstance(second, Grid)
    assert len(first.rows) == len(second.rows) == 2


_TEXTS = st.text("预算收入123.,（）", min_size=1, max_size=8)


@given(st.lists(st.tuples(_TEXTS, st.integers(20, 500), st.integers(85, 700)), max_size=12))
def test_no_letter_is_lost_or_doubled(texts: list[tuple[str, int, int]]) -> None:
    whole = page(*texts)
    cells = [(x, y, x + 100.0, y + 30.0) for x in (50, 150) for y in (200, 230)]
    whole.tables.append(Raster.of_cells(cells))
    outside = [
        letter for letter in whole.letters if not whole.tables[0].take(letter, letter.middle)
    ]
    whole.letters = outside
    found: Counter[str] = Counter()
    for block in blocks_of_pages([whole]):
        assert isinstance(block, Grid | TextLine)
        found.update(mark for mark in block.text if not mark.isspace())
    assert found == Counter(mark for text, _, _ in texts for mark in text)


# Rows, headings and paragraphs that a break parts, or only seems to part -------------------------


def _labels(pages: list[Page]) -> list[str]:
    return [
        row.cells[0]
        for grid in blocks_of_pages(pages)
        if isinstance(grid, Grid)
        for row in grid.rows
    ]


def test_numbered_rows_on_both_sides_of_a_page_break_stay_two() -> None:
    pages = [
        _table(1, [["十七、农林水", "1.00"], ["十八、住房保", ""]], 58),
        _table(2, [["十九、粮油物", ""], ["二十、灾害防", "1.00"]], 58),
    ]
    assert _labels(pages) == ["十七、农林水", "十八、住房保", "十九、粮油物", "二十、灾害防"]
    pages = [
        _table(1, [["十七、农林水", "1.00"], ["十八、住房保", ""]], 58),
        _table(2, [["障支出", ""], ["十九、粮油物", "1.00"]], 58),
    ]
    assert _labels(pages) == ["十七、农林水", "十八、住房保障支出", "十九、粮油物"]


_MARKS = [
    *(f"{number}、" for number in ("一", "九", "十", "十九", "二十一")),
    "（三）",
    "(十二)",
    "3.",
    "12、",
]


@given(st.sampled_from(_MARKS), st.sampled_from(_MARKS), st.sampled_from(["住房", "粮油", "节能"]))
def test_a_row_with_a_number_of_its_own_is_never_the_rest_of_another(
    first: str, second: str, name: str
) -> None:
    wide = [
        max(sum(9 if ord(mark) > 255 else 4.5 for mark in number + name), 36.0) + 5
        for number in (first, second)
    ]
    pages = [
        _table(1, [["一般公", "1.00"], [first + name, ""]], wide[0]),
        _table(2, [[second + name, ""], ["灾害防", "1.00"]], wide[1]),
    ]
    assert _labels(pages) == ["一般公", first + name, second + name, "灾害防"]


def test_a_heading_broken_over_two_lines_in_the_middle_is_one() -> None:
    first, second = "青山市级征用城北医院停车场及部分业务用房", "项目绩效自评表"
    lines = [(first, 200.0, 100), (second, 265.0, 116), ("单位：万元", 450.0, 140)]
    assert [block.text for block in blocks_of_pages([page(*lines)])] == [
        first + second,
        "单位：万元",
    ]
    part = [("第一部分", 280.0, 100), ("部门概况", 280.0, 116)]
    assert [block.text for block in blocks_of_pages([page(*part)])] == ["第一部分 部门概况"]


def test_two_headings_in_the_middle_stay_two() -> None:
    for first, second in (
        ("政策和项目预算绩效目标表", "（2026年度）"),
        ("青山市国有资产监督管理委员会办公室", "2022年部门综合预算"),
        ("收支预算总表及其说明", "收入预算总表及其说明"),
        ("青山市国有资产监督管理委员会办公室", "一、部门概况"),
    ):
        lines = [
            (text, 300 - 5.0 * len(text), 100 + 16 * i) for i, text in enumerate((first, second))
        ]
        assert [block.text for block in blocks_of_pages([page(*lines)])] == [first, second]


def test_a_long_number_that_has_gone_to_the_next_line_is_of_its_paragraph() -> None:
    full = "本年收入合计九千七百四十六万元其中财政拨款收入九千七百四十六万元占百分之百的全部"
    short = full[:-4]  # the amount would not have fitted behind it
    lines = [
        (full, 70.0, 100),
        (full, 50.0, 118),
        (short, 50.0, 136),
        ("1,234,567.89万元。", 50.0, 154),
    ]
    assert [block.text for block in blocks_of_pages([page(*lines)])] == [
        full + full + short + "1,234,567.89万元。"
    ]


def test_the_margins_of_contents_are_not_those_of_the_text() -> None:
    full = "本年收入合计九千七百四十六万元其中财政拨款收入九千七百四十六万元"
    contents = page(
        *(
            (f"{n}、收入支出预算情况说明" + "." * 60, 40.0, 100 + 18 * i)
            for i, n in enumerate("一二三四")
        )
    )
    text = page((full, 110.0, 100), (full, 90.0, 118), (full, 90.0, 136), ("为止。", 90.0, 154))
    text.number = 2
    blocks = blocks_of_pages([contents, text])
    assert [block.text for block in blocks if block.place.page == 2] == [full * 3 + "为止。"]


def test_a_list_numbered_in_front_of_years_stays_a_list() -> None:
    rows = [
        f"{number}.2025年预算单位一般公共预算基本支出部门预算经济分类预算情况总表"
        for number in (7, 8, 9)
    ]
    lines = [(row, 50.0, 100 + 18 * i) for i, row in enumerate(rows)]
    assert [block.text for block in blocks_of_pages([page(*lines)])] == rows


@given(
    st.lists(st.sampled_from([8.0, 10.0, 12.0, 16.0]), min_size=2, max_size=6),
    st.floats(-0.15, 0.15),
)
def test_letters_of_all_sizes_on_one_baseline_are_one_line(sizes: list[float], off: float) -> None:
    row = []
    x = 0.0
    for number, size in enumerate(sizes):
        row.append(Letter(100 + off * min(sizes) * (number % 2), x, x + size, size, str(number)))
        x += size
    assert [line.text for line in lines_of(row)] == ["".join(map(str, range(len(sizes))))]


@given(st.sampled_from("123456789"), st.floats(0.5, 0.7), st.floats(0.21, 0.3))
def test_the_mark_of_a_footnote_is_no_digit_of_its_number(
    mark: str, size: float, raised: float
) -> None:
    number = letters("79.17", 0, 100)
    assert lines_of([*number])[0].text == "79.17"
    note = Letter(number[0].baseline - 10 * raised, 25, 25 + 5 * size, 10 * size, mark)
    assert "79.17" + mark not in [line.text for line in lines_of([*number, note])]
    beside = note._replace(baseline=number[0].baseline)
    assert [line.text for line in lines_of([*number, beside])] == ["79.17" + mark]
