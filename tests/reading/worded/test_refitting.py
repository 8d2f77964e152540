"""Texts of tables that keep no empty cells, read by their words: nothing false is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, State, Verdict
from cnbudget.figures import Place
from cnbudget.forms import vocabulary
from cnbudget.forms.meaning import NOTHING
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.worded.columns import Column, ColumnPanel, LabelColumn
from cnbudget.reading.worded.refitting import refitted

HEAD = "青山市水务局2026年部门预算\n\n"
ITEMS = {"201": "一般公共服务支出", "20129": "群众团体事务", "2012902": "一般行政管理事务"}
MORE = {"208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080501": "行政单位离退休"}
LEVELS = ["类", "款", "项", "功能分类科目名称"]
CODED = ["功能分类科目编码", "功能分类科目名称"]


def labels_of(code: str, name: str, *, levels: bool) -> list[str]:
    if not levels:
        return [code, name]
    return [code[:3], code[3:5], code[5:], name]


def table(basic: tuple[int, int], projects: tuple[int, int], *, levels: bool) -> list[list[str]]:
    """Expenditure by function: its rows with all their cells."""
    rows = [[*(LEVELS if levels else CODED), "合计", "基本支出", "项目支出"]]

    def amounts(one: int, other: int) -> list[str]:
        return [f"{each}.00" if each else "" for each in (one + other, one, other)]

    for items, one, other in zip((ITEMS, MORE), basic, projects, strict=True):
        rows += [[*labels_of(*each, levels=levels), *amounts(one, other)] for each in items.items()]
    rows.append([*[""] * (3 if levels else 1), "合计", *amounts(sum(basic), sum(projects))])
    return rows


def read(tables: dict[str, list[list[str]]]) -> Disclosure:
    parts = [
        f"{title}\n编制单位：青山市水务局\t单位：万元\n" + "\n".join("\t".join(row) for row in rows)
        for title, rows in tables.items()
    ]
    return cnbudget.read_text(HEAD + "\n\n".join(parts), layouts=())


def amounts(budget: Disclosure) -> dict[tuple[str, str, str], object]:
    return {
        (figure.row.key, figure.row.row, figure.column.column): figure.value
        for figure in budget.figures
        if figure.state is State.VALUE
    }


def violated(budget: Disclosure) -> list[cnbudget.Finding]:
    found = cnbudget.check(budget).findings
    return [each for each in found if each.verdict is Verdict.VIOLATED]


def without_blanks(rows: list[list[str]]) -> list[list[str]]:
    return [[cell for cell in row if cell] for row in rows]


money = st.tuples(st.integers(1, 99), st.integers(0, 99))


@given(money, money, st.booleans())
def test_lost_cells_make_no_error(
    basic: tuple[int, int], projects: tuple[int, int], levels: bool
) -> None:
    """What is read of a table without its empty cells is what was printed, and nothing is violated."""
    rows = table(basic, projects, levels=levels)
    whole = read({"部门支出总表": rows, "一般公共预算支出表": rows})
    found = read({"部门支出总表": without_blanks(rows), "一般公共预算支出表": rows})
    before = amounts(whole)
    assert all(before.get(place) == value for place, value in amounts(found).items())
    assert not violated(found)


@pytest.mark.parametrize("levels", [True, False])
def test_rows_of_all_amounts_lose_nothing(*, levels: bool) -> None:
    rows = table((30, 20), (10, 5), levels=levels)
    lost = read({"部门支出总表": without_blanks(rows)})
    assert amounts(lost) == amounts(read({"部门支出总表": rows}))


def test_the_total_is_known_where_the_others_are_not() -> None:
    rows = table((30, 20), (0, 5), levels=False)
    lost = read({"部门支出总表": without_blanks(rows)})
    read_of_201 = {place[2]: value for place, value in amounts(lost).items() if place[1] == "201"}
    assert set(read_of_201) == {"合计"}
    assert any("201\t一般公共服务支出\t30.00\t30.00" in each.text for each in lost.passages)


@pytest.mark.parametrize("levels", [True, False])
def test_a_wrong_total_is_found_all_the_same(*, levels: bool) -> None:
    rows = table((30, 20), (0, 5), levels=levels)
    rows[1][-3] = "31.00"
    assert violated(
        read(
            {
                "部门支出总表": without_blanks(rows),
                "一般公共预算支出表": table((30, 20), (0, 5), levels=levels),
            }
        )
    )


def test_rows_that_all_end_alike_stand_where_they_are_printed() -> None:
    rows = [[*row, *[""] * 2] for row in table((30, 20), (10, 5), levels=False)]
    rows[0][-2:] = ["事业单位经营支出", "上缴上级支出"]
    assert amounts(read({"部门支出总表": without_blanks(rows)})) == amounts(
        read({"部门支出总表": rows})
    )


def columns(*labels: tuple[str, str]) -> ColumnPanel:
    """Label columns of these roles, then a total and two more columns of amounts."""
    heads = [LabelColumn(n, (text,), role, "") for n, (role, text) in enumerate(labels)]
    amounts_ = [
        Column(len(heads) + n, (text,), NOTHING) for n, text in enumerate(("合计", "甲", "乙"))
    ]
    return ColumnPanel(heads, amounts_)


@pytest.mark.parametrize(
    ("cells", "fitted"),
    [
        ("201 教育 5 5", "201 教育 5 缺失 缺失"),
        ("合计 5 3 2", "- 合计 5 3 2"),
        ("201 05 教育 5", "201 05 缺失 缺失 缺失"),  # more codes than columns of them
        ("201 教育 甲 5", "201 教育 缺失 缺失 缺失"),  # words where an amount should be
        ("201 教育", "201 教育"),  # nothing is lost where nothing is printed
    ],
)
def test_a_row_is_put_under_its_headings(cells: str, fitted: str) -> None:
    panel = columns(("code", "科目编码"), ("name", "科目名称"))
    whole = GridRow(["202", "外交", "9", "4", "5"], Place(1))
    row = GridRow(cells.split(), Place(2))
    *_, found = refitted([whole, row], panel, vocabulary())
    assert [cell or "-" for cell in found.cells] == fitted.split()


def test_other_labels_leave_it_open_which_was_lost() -> None:
    panel = columns(("agency", "单位"), ("code", "科目编码"), ("name", "科目名称"))
    whole = GridRow(["甲局", "202", "外交", "9", "4", "5"], Place(1))
    *_, found = refitted([whole, GridRow(["201", "教育", "5", "5"], Place(2))], panel, vocabulary())
    assert found.cells[3:] == ["缺失"] * 3
