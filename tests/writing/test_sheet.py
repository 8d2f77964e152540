"""Tables as sheets: the header of the form, labels, states; a layout of a user's too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import cnbudget
from cnbudget import Disclosure
from cnbudget.layouts import load
from cnbudget.writing.document import lacking
from cnbudget.writing.forms import sheet_of_table
from cnbudget.writing.sheet import Sheet, SheetCell
from tests.properties.test_laws import Draft, drafts, read


def shown(sheet: Sheet) -> list[list[str]]:
    return [["" if cell is None else cell.text for cell in row] for row in sheet.rows]


def spans(sheet: Sheet) -> list[list[str]]:
    """The header's cells with their spans: "text down×across"."""
    return [
        [f"{c.text} {c.down}×{c.across}" for c in row if c is not None]
        for row in sheet.rows[: sheet.head]
    ]


def example(key: str, name: str = "artux") -> Sheet:
    budget = cnbudget.example(name)
    table = budget.table(key)
    form = load(budget.layout)[key]
    return sheet_of_table(table, form, agency=budget.agency, lacking=lacking(budget, table))


def test_the_header_of_the_carry_over_table() -> None:
    assert spans(example("carry_over")) == [
        ["项目 3×1", "合计 3×1", "财政拨款 1×4", "非财政拨款 1×4"],
        ["小计 2×1", "基本支出 1×2", "项目支出 2×1", "小计 2×1", "基本支出 1×2", "项目支出 2×1"],
        ["人员经费 1×1", "公用经费 1×1", "人员经费 1×1", "公用经费 1×1"],
    ]


def test_two_sides_stand_beside_each_other_with_their_totals_on_the_last_line() -> None:
    sheet = example("summary")
    lines = shown(sheet)
    assert spans(sheet)[0] == ["收入 1×2", "支出 1×2"]
    assert lines[2][:2] == ["一、本年收入", "498.73"]
    assert lines[4][0] == "其中：一般财力"
    assert lines[5][0] == "上级一般公共预算安排转移支付"
    assert lines[6][0] == "2.政府性基金预算拨款"
    assert lines[-1] == ["收入总计", "498.73", "支出总计", "498.73"]
    assert lines[-2][:2] == ["", ""]


def test_codes_stand_in_three_columns_and_are_text() -> None:
    sheet = example("expenditure")
    assert spans(sheet) == [
        ["科目编码 1×3", "科目名称 2×1", "支出预算 1×3"],
        ["类 1×1", "款 1×1", "项 1×1", "合计 1×1", "基本支出 1×1", "项目支出 1×1"],
    ]
    row = sheet.rows[6]
    assert [cell.text for cell in row[:4] if cell] == [
        "208",
        "05",
        "05",
        "机关事业单位基本养老保险缴费支出",
    ]
    assert all(cell is not None and cell.value is None for cell in row[:4])


def test_a_column_that_the_document_lacks_is_left_out_and_named() -> None:
    sheet = example("income")
    assert sheet.width == 15
    assert sheet.notes == (
        "注：原文件没有“财政拨款（补助）/上级国有资本经营预算安排的转移支付”一列。",
    )


def test_without_the_form_the_addresses_are_enough() -> None:
    budget = cnbudget.example("artux")
    layout = load(budget.layout)
    for table in budget:
        bare, formed = sheet_of_table(table), sheet_of_table(table, layout[table.key])
        assert bare.head == formed.head
        assert [row[-3:] for row in shown(bare)] == [row[-3:] for row in shown(formed)]


LAYOUT = """
name = "my-form"
title = "甲省部门预算公开表"
years = [2026]
unit = "元"
places = 0
nature = "PLAIN"

[[tables]]
key = "by_use"
number = 1
title = "部门支出经济分类表"

[[tables.sides]]
group = ["本年支出"]
labels = ["部门经济科目编码", "部门经济科目名称"]
rows = "economic"
columns = [
  { key = "total", heading = ["合计"] },
  { key = "own", heading = ["小计"], under = ["本级安排"], source = "CURRENT" },
  { key = "own_basic", heading = ["基本支出"], under = ["本级安排"], source = "CURRENT", nature = "BASIC" },
  { key = "own_project", heading = ["项目支出"], under = ["本级安排"], source = "CURRENT", nature = "PROJECT" },
  { key = "carried", heading = ["小计"], under = ["上年结转"], source = "CARRIED" },
]
"""
DOCUMENT = """2026年甲局部门预算公开

部门支出经济分类表

编制部门：甲局\t单位：元

部门经济科目编码\t部门经济科目名称\t合计\t本级安排\t\t\t上年结转
\t\t\t小计\t基本支出\t项目支出\t小计
301\t工资福利支出\t1,234,567\t1,234,567\t1,234,567\t0\t
30101\t基本工资\t1,234,567\t1,234,567\t1,234,567\t0\t
\t合计\t1,234,567\t1,234,567\t1,234,567\t0\t
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "my.toml"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


def test_a_layout_of_the_users_has_its_own_headings(form: Path) -> None:
    budget = cnbudget.read_text(DOCUMENT, layout=form)
    layout = load(form)
    sheet = sheet_of_table(budget.tables[0], layout["by_use"], agency=budget.agency)
    assert spans(sheet) == [
        ["部门经济科目编码 1×2", "部门经济科目名称 3×1", "本年支出 1×5"],
        ["类 2×1", "款 2×1", "合计 2×1", "本级安排 1×3", "上年结转 1×1"],
        ["小计 1×1", "基本支出 1×1", "项目支出 1×1", "小计 1×1"],
    ]
    assert shown(sheet)[4][:4] == ["301", "01", "基本工资", "1234567"]
    for kind in ("markdown", "html"):
        text = cnbudget.to_text(budget, kind, layout=form)
        assert cnbudget.read_text(text, layout=form) == budget
    assert cnbudget.read_text(cnbudget.to_text(budget, "json")) == budget


@given(drafts)
def test_every_place_of_a_sheet_is_covered_once(draft: Draft) -> None:
    budget: Disclosure = read(draft.publication())
    layout = load(budget.layout)
    for table in budget:
        sheet = sheet_of_table(table, layout[table.key])
        seen: set[tuple[int, int]] = set()
        for i, row in enumerate(sheet.rows):
            assert len(row) == sheet.width
            for j, cell in enumerate(row):
                if cell is None:
                    continue
                covered = {(i + a, j + b) for a in range(cell.down) for b in range(cell.across)}
                assert not covered & seen
                seen |= covered
        assert len(seen) == len(sheet.rows) * sheet.width
        assert len(sheet.widths) == sheet.width


def test_places_are_kept_in_what_is_shown() -> None:
    cell = SheetCell("1234.5", "amount", value=cnbudget.Amount("1234.5").yuan, places=1)
    assert cell.grouped == "1,234.5"
