"""Vehicles against the money to buy them, and the unit prices from which equipment is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Finding, Verdict, check
from tests.narrative.documents import budget

_EXPENSES = """二、“三公”经费支出预算情况说明
公务用车购置费2026年预算数{}.00万元，较2025年年初预算增加0.00万元。
三、国有资产占用情况说明
"""


def found(text: str) -> list[Finding]:
    """What is wrong with assets."""
    findings = check(budget(text)).findings
    return [
        f for f in findings if f.verdict is Verdict.VIOLATED and f.law in ("agree", "count", "slip")
    ]


@given(st.integers(1, 30), st.integers(1, 900), st.integers(1, 99))
def test_vehicles_cost_what_the_text_gives_for_them(count: int, money: int, off: int) -> None:
    assets = "2026年计划购置车辆{}辆、{}.00万元，主要是购置机要通信用车。\n"
    good = _EXPENSES.format(money) + assets.format(count, money)
    assert not found(good)
    (other,) = found(_EXPENSES.format(money) + assets.format(count, money + off))
    assert other.law == "agree"
    assert f"{money + off}.00" in other.zh


@pytest.mark.parametrize(("count", "money", "severity"), [(0, 18, "error"), (2, 0, "note")])
def test_no_vehicle_without_money_and_no_money_without_one(
    count: int, money: int, severity: str
) -> None:
    (one,) = found(_EXPENSES.format(money) + f"2026年部门预算安排购置车辆{count}辆。\n")
    assert (one.law, one.severity) == ("count", severity)
    assert not found(_EXPENSES.format(0) + "2026年部门预算安排购置车辆0辆。\n")


_LIMITS = """三、国有资产占用情况说明
截至2025年底，共有车辆3辆，单价{}万元（含）以上设备7台（套）。2026年部门预算安排购置车辆0辆，单价{}万元（含）以上设备0台（套）。
"""


@given(st.sampled_from([20, 50, 100, 200]), st.sampled_from([20, 50, 100, 200]))
def test_what_is_bought_is_counted_from_the_same_price_on(here: int, planned: int) -> None:
    notes = found(_LIMITS.format(here, planned))
    assert [(f.law, f.severity) for f in notes] == [("slip", "note")] * (here != planned)


@pytest.mark.parametrize(
    "text",
    [
        "截至2025年底，单价50万元以上设备7台，单价100万元以上设备2台。2026年安排购置单价100万元以上设备0台。",
        "截至2025年底，单价50万元以上通用设备7台，单价100万元以上专用设备2台。",
        "截至2025年底，单价50万元以上设备7台，单价100万元以上设备2台。2026年安排购置单价50万元以上设备0台，单价100万元以上设备0台。",
    ],
)
def test_other_limits_are_none_of_a_slip(text: str) -> None:
    assert not found(f"三、国有资产占用情况说明\n{text}\n")
