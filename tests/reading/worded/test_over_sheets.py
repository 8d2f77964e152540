"""A table that goes on on the next sheet, whose empty columns are not there, and other ways to print the same."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import cnbudget
from cnbudget.reading.numbers import parse
from tests.reading.worded.test_forms import by_words


@pytest.mark.parametrize("total", ["合计数", "总计数"])
def test_rows_on_the_next_sheet_stand_under_the_head_of_the_sheet_before(
    total: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["支出总表"])
    page.append(["单位：万元"])
    page.append(["科目编码", "科目名称", "合计", "基本支出", "项目支出", "结转下年"])
    page.append([None, total, 12.5, 10.25, 2.25])
    page.append(["205", "教育支出", 10.25, 10.25])
    further = book.create_sheet()
    further.append(["210", "卫生健康支出", 2.25, None, 2.25])
    book.save(tmp_path / "a.xlsx")
    read = cnbudget.read(tmp_path / "a.xlsx")
    assert [(str(f.scope), f.text) for f in read.figures if f.text] == [
        ("全部收支", "12.50"),
        ("基本支出", "10.25"),
        ("项目支出", "2.25"),
        ("功能 205", "10.25"),
        ("功能 205，基本支出", "10.25"),
        ("功能 210", "2.25"),
        ("功能 210，项目支出", "2.25"),
    ]
    last = [figure.place for figure in read.figures if figure.text][-1]
    assert (last.sheet, last.cell) == (further.title, "E1")


@pytest.mark.parametrize("text", ["- 1154.689900", "－ 1,154.6899", "- 114.6", "- 3"])
def test_a_minus_that_stands_apart(text: str) -> None:
    amount, places = parse(text)
    assert amount == parse(text.replace(" ", ""))[0]
    assert places >= 0


WHOLE = """一般公共预算基本支出表（政府预算经济分类、部门预算经济分类）
单位：元

| 政府预算支出经济分类 | | | 部门预算支出经济分类 | | |
| 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 |
| 501 | 机关工资福利支出 | 9988540 | 301 | 工资福利支出 | 9988540 |
| 50101 | 工资奖金津补贴 | 7137210 | 30101 | 基本工资 | 2689000 |
| 50102 | 社会保障缴费 | 2851330 | 30102 | 津贴补贴 | 7299540 |
"""


def test_amounts_without_places_under_the_heading_of_their_codes_are_amounts() -> None:
    whole = [str(figure.scope) for figure in by_words(WHOLE).figures]
    placed = WHOLE.replace("0 |", "0.00 |")
    assert whole == [str(figure.scope) for figure in by_words(placed).figures]
    assert "经济 30102，一般公共预算，基本支出" in whole
