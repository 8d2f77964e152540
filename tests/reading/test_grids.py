"""From the grids of a table to the table."""

from __future__ import annotations

from cnbudget import check, read_text

_EXPENDITURE = (
    "表3\n\n部门支出总体情况表\n\n"
    "类\t款\t项\t功能分类科目名称\t合计\t基本支出\t项目支出\n"
    "208\t\t\t社会保障和就业支出\t1.00\t1.00\t\n"
    "\t\t\t合计\t1.00\t1.00\t\n"
)


def test_a_table_said_to_be_empty_without_a_grid_is_an_empty_table() -> None:
    """The title, and in place of the table a line that there is none."""
    read = read_text(
        f"{_EXPENDITURE}\n\n表8\n\n政府性基金预算支出情况表\n\n本部门无政府性基金预算，此表为空表。\n"
    )
    assert (read.fund.status, read.fund.number, len(read.fund)) == ("empty", 8, 0)
    assert [side.side for side in read.fund.sides] == [None]
    assert read.expenditure["208"].basic.text == "1.00"
    assert check(read).checked.total > 0
