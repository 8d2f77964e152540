"""Tables of the state assets that are used, held to their sums and to what the text says of the same assets."""

from __future__ import annotations

import pytest

from cnbudget import Report, Verdict, check
from tests.performance.documents import beside

SPOKEN = """
三、国有资产占用情况说明

截至2025年底，本部门共有车辆5辆，其中：一般公务用车3辆、执法执勤用车2辆；单价50万元以上通用设备2台（套），单价100万元以上专用设备0台（套）。
"""
NUMBERED = """
国有资产占有使用情况表

单位：万元

项目\t数量\t价值
合计\t\t1,000.00
一、房屋（平方米）\t1,200.50\t700.00
其中：办公用房\t1,000.50\t600.00
其他用房\t200.00\t100.00
二、车辆（辆）\t5\t100.00
（一）一般公务用车\t3\t60.00
（二）执法执勤用车\t2\t40.00
三、单价50万元以上通用设备（台、套）\t2\t120.00
四、单价100万元以上专用设备（台、套）\t0\t0.00
五、其他固定资产\t\t80.00
"""
FLAT = """
国有资产占用情况表

资产类别\t计量单位\t数量\t账面原值（万元）
房屋\t平方米\t1,200.50\t700.00
车辆\t辆\t5\t100.00
合计\t\t\t800.00
"""


def wrong(report: Report) -> list[str]:
    return [f.law for f in report.findings if f.verdict is Verdict.VIOLATED and f.law != "weights"]


@pytest.mark.parametrize(
    ("table", "before", "after", "laws"),
    [
        (NUMBERED, "", "", []),
        (NUMBERED, "1,000.00", "1,010.00", ["add-up"]),  # the sum of all
        (NUMBERED, "\t700.00", "\t710.00", ["add-up", "add-up"]),  # of houses, and in the sum
        (NUMBERED, "1,200.50", "1,300.50", ["count"]),  # square metres, where a rest is named
        (NUMBERED, "用车\t3\t", "用车\t4\t", ["count"]),  # 3 in the text
        (NUMBERED, "（辆）\t5", "（辆）\t6", ["count"]),
        (NUMBERED, "（台、套）\t2", "（台、套）\t7", ["count"]),
        (NUMBERED, "\t60.00", "\t61.00", ["contain"]),  # more than all vehicles are worth
        (FLAT, "", "", []),
        (FLAT, "800.00", "900.00", ["add-up"]),
        (FLAT, "辆\t5", "辆\t6", ["count"]),
    ],
)
def test_assets_are_what_they_add_up_to_and_what_the_text_says(
    table: str, before: str, after: str, laws: list[str]
) -> None:
    report = check(beside(SPOKEN + table.replace(before, after, 1)))
    assert wrong(report) == laws


def test_a_table_is_read_with_what_each_row_is_part_of() -> None:
    (table,) = beside(NUMBERED).sides.asset_tables
    assert [each.asset.name for each in table.parts()] == [
        "房屋", "车辆", "单价50万元以上通用设备", "单价100万元以上专用设备", "其他固定资产",
    ]  # fmt: skip
    assert [each.asset.name for each in table.parts("房屋")] == ["办公用房", "其他用房"]
    number = table.rows[0].asset.number
    assert number is not None
    assert (number.text, number.column.measure) == ("1200.50", "平方米")
    assert table.total is not None
    assert table.total.text == "1000.00"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("\t700.00", "\t七百", "七百"),
        ("项目\t数量\t价值", "项目\t数量\t数量\t价值", "数量"),  # of which time?
        ("（辆）\t5\t", "（辆）5\t", "车辆"),
        ("五、其他固定资产\t\t80.00", "\t\t80.00", "80.00"),  # of what?
        ("项目\t数量\t价值", "房屋\t车辆\t设备", "1,000.00"),  # kinds side by side
        (
            "五、其他固定资产\t\t80.00\n",
            "五、其他固定资产\t\t80.00\n" * 200,
            "数量",
        ),  # of more rows than any has
    ],
)
def test_a_table_that_is_not_plain_is_left_unread_and_listed(
    before: str, after: str, why: str
) -> None:
    budget = beside(SPOKEN + NUMBERED.replace(before, after, 1))
    assert budget.sides.asset_tables == ()
    assert any(why in each.text for each in budget.sides.unread)
    assert wrong(check(budget)) == []


def test_what_another_grid_counts_is_no_table_of_assets() -> None:
    other = NUMBERED.replace("国有资产占有使用情况表", "物资发放情况表")
    assert beside(other).sides.asset_tables == ()


def test_rows_without_numbers_below_others_are_held_to_no_sum() -> None:
    # which of them are part of houses, nothing says
    loose = FLAT.replace(
        "车辆\t辆", "其中：办公用房\t平方米\t800.00\t500.00\n宿舍\t平方米\t400.00\t200.00\n车辆\t辆"
    )
    assert wrong(check(beside(loose))) == []


def test_parts_of_a_row_without_an_amount_are_not_those_of_the_row_above() -> None:
    table = NUMBERED.replace(
        "五、其他固定资产\t\t80.00\n",
        "五、其他固定资产\t\t80.00\n六、土地（平方米）\t\t\n（一）划拨用地\t900.00\t95.00\n",
    )
    budget = beside(SPOKEN + table)
    (read,) = budget.sides.asset_tables
    assert [each.asset.name for each in read.parts("土地")] == ["划拨用地"]
    assert read.parts("其他固定资产") == ()
    assert wrong(check(budget)) == []
