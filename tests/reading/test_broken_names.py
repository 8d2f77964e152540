"""Names that broke over two rows of a table: they are one row, and what are two rows stay two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, read_text
from cnbudget.reading.blocks import Grid
from cnbudget.reading.broken_names import with_whole_names
from cnbudget.reading.text import blocks_of_text
from tests.reading.making import facts

_HEAD = """2026年青山市审计局部门预算

收支总表
部门：青山市审计局
单位：万元
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t500.00\t一、社会保障和就业支出\t120.00
二、事业收入\t\t二、农林水支出\t380.00
本年收入合计\t500.00\t本年支出合计\t500.00
收入总计\t500.00\t支出总计\t500.00

支出总表
部门：青山市审计局
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
"""
_ROWS = (
    ("208", "社会保障和就业支出", "120.00", "120.00", ""),
    ("20805", "行政事业单位养老支出", "120.00", "120.00", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "80.00", "80.00", ""),
    ("2080506", "机关事业单位职业年金缴费支出", "40.00", "40.00", ""),
    ("213", "农林水支出", "380.00", "180.00", "200.00"),
    ("21303", "水利", "380.00", "180.00", "200.00"),
    ("2130399", "其他水利支出", "380.00", "180.00", "200.00"),
    ("", "合计", "500.00", "300.00", "200.00"),
)


def read(rows: tuple[tuple[str, ...], ...]) -> Disclosure:
    return read_text(_HEAD + "".join("\t".join(row) + "\n" for row in rows))


@given(
    st.sampled_from([n for n, row in enumerate(_ROWS) if len(row[1]) > 4]),
    st.integers(2, 14),
    st.sampled_from(["amounts first", "amounts second", "code and amounts second"]),
)
def test_a_name_in_two_rows_is_one(which: int, at: int, how: str) -> None:
    code, name, *amounts = _ROWS[which]
    at = min(at, len(name) - 1)
    empty = [""] * len(amounts)
    above, below = [code, name[:at], *amounts], ["", name[at:], *empty]
    if how == "amounts second":
        above, below = [code, name[:at], *empty], ["", name[at:], *amounts]
    elif how == "code and amounts second":
        above, below = ["", name[:at], *empty], [code, name[at:], *amounts]
    broken = read((*_ROWS[:which], tuple(above), tuple(below), *_ROWS[which + 1 :]))
    assert facts(broken) == facts(read(_ROWS))
    assert cnbudget.check(broken).ok


@pytest.mark.parametrize(
    "rows",
    [
        ["六、上年结转\t\t七、结转下年\t", "收入总计\t500.00\t支出总计\t500.00"],
        ["九、其他收入\t\t", "本年收入合计\t500.00\t"],
        ["一、一般公共预算资金\t500.00\t", "本级财力安排\t\t"],
        ["三、国有资本经营预算拨款收入\t\t", "四、财政专户管理资金收入\t20.00\t"],
        ["二、政府性基金预算拨款\t\t", "其中：上年结转\t5.00\t"],
        ["208\t\t社会保障和就业支出", "\t05\t行政事业单位养老支出"],
        ["审计业务经费\t\t", "审计局\t20.00\t"],
        ["社会保障和\t\t", "就业支出\t\t"],  # as headings may be
        ["水利\t380.00\t", "前期工作\t\t"],
        ["社会保障和\t1.00\t", "就业支出\t\t2.00"],  # amounts in both
        ["社会保障和\t1.00\t", "就业支出\t\t其他支出"],  # a name that begins in the second
        # the numbering of the other side goes on
        ["政府性基金预算拨\t\t九、卫生健康支出", "款收入\t5.00\t十、其他支出"],
    ],
)
def test_two_rows_stay_two(rows: list[str]) -> None:
    blocks = blocks_of_text("项目\t预算数\t项目\n" + "\n".join(rows) + "\n")
    assert with_whole_names(blocks) == blocks


def test_halves_that_are_whole_elsewhere_or_over_the_table_are_one() -> None:
    table = "单位\t金额\t备注\n青山市\t\t\n审计局\t9.00\t\n"
    (grid,) = (each for each in with_whole_names(blocks_of_text(table)) if hasattr(each, "rows"))
    assert len(grid.rows) == 3  # a city, and an office of it
    blocks = with_whole_names(blocks_of_text(f"部门：青山市审计局\n\n{table}"))
    assert [row.cells[:2] for row in blocks[-1].rows[1:]] == [["青山市审计局", "9.00"]]  # type: ignore[union-attr]


def test_a_row_that_may_go_on_above_or_below_has_no_amount_for_certain() -> None:
    rows = ["青山市城乡审计\t\t城乡审计中心", "青山市\t9.00\t", "城乡审计\t\t", "中心\t8.00\t"]
    (grid,) = with_whole_names(blocks_of_text("项目\t预算数\t项目\n" + "\n".join(rows) + "\n"))
    assert isinstance(grid, Grid)
    assert [row.cells[:2] for row in grid.rows[2:4]] == [["青山市", "缺失"], ["城乡审计", "缺失"]]


_PARTS = ("事业收入\t20.00", "本年收入合计\t520.00")


@pytest.mark.parametrize(("half", "rest"), [("本年收入", "小计"), ("一般公共预算", "财政拨款")])
@pytest.mark.parametrize("first", [True, False])
def test_rows_that_may_be_one_or_two_have_no_amounts_for_certain(
    half: str, rest: str, first: bool
) -> None:
    """Both halves mean something: which of the rows has the amount is not known, and of neither anything is said."""
    amounts = ("500.00", "") if first else ("", "500.00")
    rows = (f"{half}\t{amounts[0]}", f"{rest}\t{amounts[1]}", *_PARTS)
    text = "2026年青山市审计局部门预算\n\n收入总表\n单位：万元\n项目\t预算数\n" + "\n".join(rows)
    budget = read_text(text, layouts=())
    states = [each.state.value for each in budget.figures]
    assert not {"value", "blank"} & set(states[:2])  # missing, or told by the other rows
    assert states[2:] == ["value", "value"]
    report = cnbudget.check(budget)
    accused = [each for each in report.findings if each.law in ("agree", "add-up", "contain")]
    assert not [each for each in accused if each.severity in ("error", "minor")]


def test_a_total_under_a_row_without_amounts_is_its_own() -> None:
    rows = "基本支出\t500.00\n项目支出\t\n合计\t500.00\n"
    blocks = blocks_of_text("项目\t预算数\n" + rows)
    assert with_whole_names(blocks) == blocks
