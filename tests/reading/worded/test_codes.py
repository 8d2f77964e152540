"""Codes whole, in cells, relative to the rows above; and codes by names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.classification import Kind, default
from cnbudget.reading.worded.codes import CodeReader, coded_name
from cnbudget.reading.worded.columns import LabelColumn
from cnbudget.reading.worded.names import code_named

LEVELS = [LabelColumn(i, ("科目编码", text), "level", "") for i, text in enumerate("类款项")]
ITEMS = sorted(code for code in default().table(Kind.FUNCTIONAL).rows if len(code) == 7)


@given(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=8, unique=True), st.booleans())
def test_codes_in_cells_are_read_whole_and_relative(
    items: list[str], own_level_alone: bool
) -> None:
    codes, last = CodeReader(), ""
    for item in sorted(items):
        for length in (3, 5, 7):
            code = item[:length]
            if last.startswith(code):
                continue
            parts = [code[:3], code[3:5], code[5:7]]
            cells = parts[: length // 2]
            if own_level_alone:
                cells = [""] * (length // 2 - 1) + cells[-1:]
            labels = [(label, cell) for label, cell in zip(LEVELS, cells, strict=False) if cell]
            assert codes.read(labels) == {"FUNCTION": code}
        last = item


def test_three_codes_stand_in_one_row() -> None:
    columns = [
        LabelColumn(i, (f"{name}科目编码", level), "level", "")
        for i, (name, level) in enumerate(
            [("功能", "类"), ("功能", "款"), ("功能", "项"), ("部门经济", "类"), ("部门经济", "款"),
             ("政府经济", "类"), ("政府经济", "款")]
        )
    ]  # fmt: skip
    cells = ["201", "08", "01", "302", "99", "502", "99"]
    assert CodeReader().read(list(zip(columns, cells, strict=True))) == {
        "FUNCTION": "2010801",
        "ECONOMIC": "30299",
        "GOVERNMENT": "50299",
    }


def test_codes_before_names() -> None:
    assert coded_name("[2010801]行政运行") == ("2010801", "行政运行")
    assert coded_name("30101-基本工资") == ("30101", "基本工资")
    assert coded_name("3021101 差旅费（国内）") == ("3021101", "差旅费（国内）")
    assert coded_name("2026年预算") is None
    assert coded_name("201.5") is None
    assert coded_name("一般公共服务支出") is None


@given(st.sampled_from(ITEMS))
def test_a_name_below_its_own_code_is_that_code_or_open(code: str) -> None:
    name = default().table(Kind.FUNCTIONAL).rows[code][-1][2]
    found = code_named(name, "FUNCTION", code[:5])
    assert found is None or found[:5] == code[:5]


def test_one_name_means_what_its_column_and_the_rows_above_say() -> None:
    assert code_named("其他支出", "FUNCTION", "") == "229"
    assert code_named("其他支出", "ECONOMIC", "") == "399"
    assert code_named("其他支出", "GOVERNMENT", "") == "599"
    assert code_named("行政运行", "FUNCTION", "20108") == "2010801"
    assert code_named("行政运行", "FUNCTION", "") is None
    assert code_named("飞行津贴", "ECONOMIC", "301") is None
