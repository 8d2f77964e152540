"""Lines of texts between the rows of tables, where their ends were stripped."""

from __future__ import annotations

import pytest

from cnbudget.reading.blocks import Grid, TextLine
from cnbudget.reading.text import blocks_of_text

_FULL = [f"20{number}\t\t类别\t{number}.00\t{number}.00" for number in range(1, 10)]
_SHORT = [f"21{number}\t\t类别\t{number}.00" for number in range(1, 10)]
_BELOW = "合计\t\t\t90.00\t45.00"


@pytest.mark.parametrize("name", ["三、其他收入", "一般公共服务支出", "（一）上年结转"])
def test_a_name_alone_is_a_row(name: str) -> None:
    (grid,) = blocks_of_text("\n".join([*_FULL, *_SHORT, name, _BELOW]))
    assert isinstance(grid, Grid)
    assert grid.rows[-2].cells == [name, "", "", "", ""]


@pytest.mark.parametrize(
    "line",
    ["财政拨款收支总表", "注：各数之和有尾差", "单位：万元", "本表无数据。", "编制部门：某市某局"],
)
def test_what_is_no_name_is_no_row(line: str) -> None:
    blocks = blocks_of_text("\n".join([*_FULL, *_SHORT, line, _BELOW]))
    assert [type(each) for each in blocks] == [Grid, TextLine, Grid]
