"""Tables as PDF files print them: over pages, under and in titles, by three codes, with numbers of all spellings."""

from __future__ import annotations

from pathlib import Path

import pytest

import cnbudget
from cnbudget import Disclosure, State
from tests.reading.drawing import Canvas, Drawing

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY = [
    ["208", "社会保障和就业支出", "4.00", "2.00", "2.00"],
    ["210", "卫生健康支出", "3.00", "2.00", "1.00"],
    ["213", "农林水支出", "5.00", "1.00", "4.00"],
    ["", "合计", "12.00", "5.00", "7.00"],
]
WANTED = [cell for row in BODY for cell in row[2:]]


def titled(page: Canvas, title: str, y: float = 60) -> float:
    page.text(title, 60, y)
    page.text("部门：青山市审计局", 60, y + 16)
    page.text("单位：万元", 480, y + 16)
    return y + 24


def made(draw: Drawing, folder: Path) -> Disclosure:
    file = folder / "a.pdf"
    file.write_bytes(draw.data())
    return cnbudget.read(file, layouts=())


def first(draw: Drawing) -> tuple[Canvas, float]:
    page = draw.page(595, 842)
    page.text("2026年青山市审计局部门预算公开", 60, 30)
    return page, titled(page, "支出总表")


def amounts(read: Disclosure, key: str = "expenditure") -> list[str]:
    table = next(each for each in read.tables if each.key == key)
    return [figure.text for figure in table.figures]


@pytest.mark.parametrize("again", ["nothing", "header", "title and header"])
@pytest.mark.parametrize("between", [0, 1, 2])
def test_a_table_goes_on_over_pages_and_empty_ones(
    again: str, between: int, tmp_path: Path
) -> None:
    draw = Drawing()
    page, y = first(draw)
    page.table([HEAD, *BODY[:2]], 50, y)
    for _ in range(between):
        draw.page(595, 842)
    page = draw.page(595, 842)
    y = titled(page, "支出总表", 40) if "title" in again else 40
    page.table([*([HEAD] if "header" in again else []), *BODY[2:]], 50, y)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert all(figure.scope is not None for figure in read.figures)


@pytest.mark.parametrize("number", ["", "公开05表"])
def test_a_new_title_ends_the_table_before_whatever_its_columns(
    number: str, tmp_path: Path
) -> None:
    draw = Drawing()
    page, y = first(draw)
    page.table([HEAD, *BODY], 50, y)
    page = draw.page(595, 842)
    if number:
        page.text(number, 60, 30)
    page.table([HEAD, *BODY], 50, titled(page, "一般公共预算支出表", 50))
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert amounts(read, "general") == WANTED


def test_a_title_inside_the_frame_is_its_tables(tmp_path: Path) -> None:
    draw = Drawing()
    page = draw.page(595, 842)
    page.text("2026年青山市审计局部门预算公开", 60, 30)
    y, wide, high = 60.0, 90.0, 20.0
    right = 50 + 5 * wide
    for k in range(2):  # title, agency and unit in cells over all columns
        for edge in (y + k * high, y + (k + 1) * high):
            page.line(50, edge, right, edge)
        for side in (50, right):
            page.line(side, y + k * high, side, y + (k + 1) * high)
    page.text("支出总表", 240, y + 14)
    page.text("部门：青山市审计局　单位：万元", 60, y + high + 14)
    page.table([HEAD, *BODY], 50, y + 2 * high)
    read = made(draw, tmp_path)
    assert amounts(read) == WANTED
    assert [table.title for table in read.tables] == ["支出总表"]


def test_three_codes_stand_in_one_row_with_six_decimals(tmp_path: Path) -> None:
    rows = [
        [
            "支出功能分类科目",
            "政府支出经济分类科目",
            "部门支出经济分类科目",
            "合计",
            "基本支出",
            "项目支出",
        ],
        [
            "2010801-行政运行",
            "50101-工资奖金津补贴",
            "30101-基本工资",
            "300.000001",
            "300.000001",
            "",
        ],
        ["2010801-行政运行", "50201-办公经费", "30211-差旅费", "44.080000", "44.080000", ""],
        [
            "2010804-审计业务",
            "50205-委托业务费",
            "30227-委托业务费",
            "155.919999",
            "",
            "155.919999",
        ],
        ["合计", "", "", "500.000000", "344.080001", "155.919999"],
    ]
    draw = Drawing()
    page = draw.page(842, 595)
    page.text("2026年青山市审计局部门预算公开", 60, 30)
    page.table(rows, 30, titled(page, "支出总表"), wide=130)
    read = made(draw, tmp_path)
    found = {
        figure.text: f"{figure.scope}" for figure in read.figures if figure.state is State.VALUE
    }
    assert found["44.080000"].startswith("功能 2010801，经济 30211")
    assert "50201" in found["44.080000"]
    assert all(scope != "None" for scope in found.values())


@pytest.mark.parametrize(
    ("printed", "value"),
    [("3，518.85", "3518.85"), ("128138,600", None), ("305.79", "305.79"), ("1 234.50", "1234.50")],
)
def test_a_number_of_any_spelling_is_that_number_or_said_to_be_none(
    printed: str, value: str | None, tmp_path: Path
) -> None:
    draw = Drawing()
    page, y = first(draw)
    page.table(
        [
            HEAD,
            ["208", "社会保障和就业支出", printed, printed, ""],
            ["", "合计", printed, printed, ""],
        ],
        50,
        y,
    )
    read = made(draw, tmp_path)
    figures = [figure for figure in read.figures if figure.column.column != "项目支出"]
    assert {figure.text for figure in figures} == {value or ""}
    assert {figure.row.row for figure in figures} == {"208", "合计"}
    said = [each.zh for each in read.problems if each.kind == "number"]
    assert bool(said) == (value is None)
    assert all(printed in each for each in said)
