"""Tables in panels: two or three tables side by side are one."""

from __future__ import annotations

import cnbudget
from cnbudget.figures import Place
from cnbudget.layouts import load
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.panels import panel_width, unfolded

SIDE = load("final-accounts")["basic"].sides[0]


def rows(*lines: str) -> list[GridRow]:
    return [GridRow(line.split("\t"), Place(n)) for n, line in enumerate(lines, 1)]


THREE = rows(
    "人员经费\t\t\t公用经费\t\t\t\t\t",
    "科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数",
    "301\t工资福利支出\t3.00\t302\t商品和服务支出\t2.00\t310\t资本性支出\t1.00",
    "30101\t基本工资\t3.00\t30201\t办公费\t2.00\t31002\t办公设备购置\t1.00",
    "人员经费合计\t\t3.00\t公用经费合计\t\t\t\t\t3.00",
)


def test_the_rows_go_on_in_the_next_panel() -> None:
    assert panel_width(THREE, SIDE) == 3
    panels, over = unfolded(THREE, 3, 2, SIDE)
    assert [["".join(row.cells[:2]) for row in panel] for panel in panels] == [
        ["人员经费", "科目编码科目名称", "301工资福利支出", "30101基本工资", "人员经费合计"],
        ["302商品和服务支出", "30201办公费", "公用经费合计"],
        ["310资本性支出", "31002办公设备购置"],
    ]
    assert over == ["人员经费", "公用经费", "公用经费"]


def test_an_amount_goes_to_the_label_that_is_merged_over_it() -> None:
    panels, _ = unfolded(THREE, 3, 2, SIDE)
    cells = {row.cells[0]: row.cells for panel in panels for row in panel}
    assert cells["公用经费合计"] == ["公用经费合计", "", "3.00"]


def test_a_plain_table_has_no_panels() -> None:
    assert panel_width(rows("科目编码\t科目名称\t决算数"), SIDE) == 0


def test_three_panels_are_read() -> None:
    text = "一般公共预算财政拨款基本支出决算表\n单位：万元\n" + "\n".join(
        "|" + "|".join(row.cells) + "|" for row in THREE
    )
    budget = cnbudget.read_text(f"某局2024年度部门决算\n\n{text}\n", layout="final-accounts")
    basic = budget.basic
    assert [row.address.row for row in basic.rows if row.code] == [
        "301", "30101", "302", "30201", "310", "31002",
    ]  # fmt: skip
    report = cnbudget.check(budget)
    assert report.tallies["add-up"].violated == report.tallies["add-up"].undecided == 0
    assert basic["公用经费合计"]["total"].text == "3.00"
