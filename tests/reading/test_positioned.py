"""Web pages made from PDF files: texts at positions, read as rows and tables."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.reading.blocks import Grid, TextLine
from cnbudget.reading.positioned import blocks_of_positions, is_positioned
from tests.counting import grows_no_faster

NAMES = st.sampled_from(["一、财政拨款收入", "行政运行", "审计业务", "人员经费", "合计"])
AMOUNTS = st.integers(0, 10**9).map(lambda cents: f"{cents / 100:,.2f}")


def placed(top: float, left: float, text: str) -> str:
    style = f"position:absolute;top:{top:.1f}pt;left:{left:.1f}pt;font-size:10pt"
    return f'<div style="{style}">{text}</div>'


def page(*rows: list[tuple[float, str]]) -> str:
    texts = [placed(20 * n, left, text) for n, row in enumerate(rows, 1) for left, text in row]
    return f"<html><body>{''.join(texts)}</body></html>"


@given(st.lists(st.tuples(NAMES, AMOUNTS, AMOUNTS), min_size=4, max_size=12))
def test_rows_at_positions_are_a_table(rows: list[tuple[str, str, str]]) -> None:
    """Amounts end at one place, and begin where their length says."""
    lines = [
        [(40.0, name), (300 - 5.0 * len(one), one), (480 - 5.0 * len(two), two)]
        for name, one, two in rows
    ]
    source = page([(200.0, "支出总表")], *lines)
    assert is_positioned(source)
    title, grid = blocks_of_positions(source)
    assert isinstance(title, TextLine)
    assert isinstance(grid, Grid)
    assert title.text == "支出总表"
    assert [tuple(row.cells) for row in grid.rows] == rows


def test_a_budget_at_positions_is_read(tmp_path: Path) -> None:
    rows = [
        [(200.0, "青山市审计局2026年部门预算")],
        [(220.0, "收支总表")],
        [(40.0, "部门：青山市审计局"), (480.0, "单位：万元")],
        [(150.0, "收入"), (420.0, "支出")],
        [(100.0, "项目"), (230.0, "预算数"), (360.0, "项目"), (480.0, "预算数")],
        [(45.0, "一、一般公共预算拨款收入"), (250.0, "100.00"), (300.0, "一、一般公共服务支出"), (500.0, "90.00")],
        [(45.0, "二、事业收入"), (250.0, "10.00"), (300.0, "二、住房保障支出"), (500.0, "20.00")],
        [(45.0, "本年收入合计"), (250.0, "110.00"), (300.0, "本年支出合计"), (500.0, "110.00")],
        [(45.0, "收入总计"), (250.0, "110.00"), (300.0, "支出总计"), (500.0, "110.00")],
    ]  # fmt: skip
    (tmp_path / "a.html").write_text(page(*rows), encoding="utf-8")
    read = cnbudget.read(tmp_path / "a.html", layouts=())
    assert (read.agency, read.year) == ("青山市审计局", 2026)
    assert [f"{f.value} {f.scope}" for f in read.figures][:2] == [
        "100.00 一般公共预算",
        "10.00 事业收入",
    ]
    assert len(read.figures) == 8
    assert cnbudget.check(read).wrong == ()


def test_a_page_with_a_table_is_no_page_of_positions() -> None:
    source = page(*[[(40.0, "甲")]] * 20)
    assert is_positioned(source)
    assert not is_positioned(source.replace("</body>", "<table><tr><td>1</table></body>"))
    assert not is_positioned("<html><p>甲</p></html>" * 20)


def test_time_grows_with_the_length_of_the_page() -> None:
    def read(length: int) -> object:
        return blocks_of_positions(page(*[[(40.0, "甲"), (300.0, "1.00")]] * length))

    assert grows_no_faster(read, 20)
    wide = page([(8.0 * n, "1") for n in range(300)], [(8.0 * n, "2") for n in range(300)])
    assert all(isinstance(block, TextLine) for block in blocks_of_positions(wide))
