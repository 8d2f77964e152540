"""From the grids of a table to the table."""

from __future__ import annotations

import pytest

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


_TOTALS = ("合计", "总计")
_LEVELS = (("类", "款", "项"), ("类款项",), ("类 款", "项"), ("类", "款", "项", "目"))


@pytest.mark.parametrize("total", _TOTALS)
@pytest.mark.parametrize("levels", _LEVELS, ids="|".join)
def test_a_total_row_with_the_names_of_levels_in_it_is_a_total_row(
    total: str, levels: tuple[str, ...]
) -> None:
    """The cells 类, 款, 项 of the header reach down into the first row of data."""
    empty = [""] * (4 - len(levels))
    header = ["科目编码", "", "", "", "科目名称", "合计", "基本支出", "项目支出"]
    rows = [
        header,
        [*levels, *empty, total, "30.00", "20.00", "10.00"],
        ["208", "", "", "", "社会保障和就业支出", "20.00", "15.00", "5.00"],
        ["210", "", "", "", "卫生健康支出", "10.00", "5.00", "5.00"],
    ]
    body = "\n".join("\t".join(row) for row in rows)
    text = f"部门支出总体情况表\n\n单位：万元\n\n{body}\n"
    budget = read_text(text)
    row = next(row for side in budget.expenditure.sides for row in side.rows if row.kind == "total")
    assert [figure.text for figure in row.figures] == ["30.00", "20.00", "10.00"]
    law = check(budget).tallies["add-up"]
    assert (law.exact, law.violated) == (6, 0)
    assert not budget.problems


@pytest.mark.parametrize("total", ["类款项合计", "类款合计", "类 款 项 总计"])
@pytest.mark.parametrize("by_words", [False, True])
def test_a_total_with_the_names_of_levels_in_its_own_cell_is_the_total(
    total: str, by_words: bool
) -> None:
    """Converters join the cells 类, 款, 项 of the header, which reach down, with the total's."""
    text = "部门支出总体情况表\n\n单位：万元\n\n" + _EXPENDITURE.split("\n\n")[2].replace(
        "合计\t1.00\t1.00", f"{total}\t1.00\t1.00"
    )
    budget = read_text(text, layouts=()) if by_words else read_text(text)
    assert [row.kind for row in budget.expenditure.rows] == ["code", "total"]
    assert not budget.problems
