"""Vehicles against the money to buy them, and the unit prices from which equipment is counted."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Finding, State, Unit, Verdict, check, example
from cnbudget.figures import ColumnAddress
from cnbudget.performance import Asset, Assets, Equipment
from cnbudget.rules.totals import Wholes
from cnbudget.scopes import VEHICLE_PURCHASE
from cnbudget.ties.assets import check_assets
from cnbudget.ties.laws import Ties
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


# What is held, and what is not ---------------------------------------------------------------------

AKTO = example("akto")


def pieces(number: int) -> Figure:
    return Figure.of(number).evolve(column=ColumnAddress("", measure="台"))


def from_price(price: int, number: int, name: str = "设备") -> Equipment:
    return Equipment(Figure.of(price, Unit.WAN), name, number=pieces(number))


def held(assets: Assets) -> tuple[int, list[tuple[Figure, ...]], Ties]:
    """How many counts come out, the figures of those that do not, and what was held."""
    ties = Ties(AKTO)
    check_assets(ties, assets, Wholes(AKTO))
    return ties.exact["count"], [each.figures for each in ties.remarks], ties


def test_dearer_equipment_is_among_the_less_dear() -> None:
    fifty, hundred = from_price(50, 7), from_price(100, 2)
    assert held(Assets(equipment=(fifty, hundred)))[:2] == (1, [])
    assert held(Assets(planned_equipment=(hundred, fifty)))[:2] == (1, [])
    assert held(Assets(equipment=(from_price(50, 2), hundred)))[:2] == (1, [])
    few = from_price(50, 1)
    assert held(Assets(equipment=(few, hundred)))[:2] == (0, [(few.number, hundred.number)])
    other = from_price(100, 9, "专用设备")
    assert held(Assets(equipment=(fifty, other)))[:2] == (0, [])
    assert held(Assets(equipment=(fifty, from_price(50, 9))))[:2] == (0, [])
    # as many are looked at as a bound says
    more = [from_price(50, 7), *[from_price(60, 7, str(n)) for n in range(39)], hundred]
    assert held(Assets(equipment=tuple(more[1:])))[:2] == (0, [])
    assert held(Assets(equipment=tuple(more)))[:2] == (0, [])
    assert held(Assets(equipment=(*more[:39], hundred)))[:2] == (1, [])


@pytest.mark.parametrize(("kinds", "alone"), [(1, 0), (2, 3)])
def test_one_kind_among_others_is_held_to_no_sum_and_said_so_nowhere(
    kinds: int, alone: int
) -> None:
    vehicles = [Asset("车辆", pieces(16)), *[Asset("车", pieces(3 + n)) for n in range(kinds)]]
    numbers = [each.number for each in vehicles if each.number is not None]
    ties = held(Assets(vehicles=vehicles[0], vehicle_kinds=tuple(vehicles[1:])))[2]
    assert len(ties.alone(numbers)) == alone


@pytest.mark.parametrize(("number", "told"), [(0, 1), (2, 0), (None, 1)])
def test_vehicles_are_bought_where_there_is_money(number: int | None, told: int) -> None:
    """The example has money for buying vehicles in none of its tables: what is printed there is changed."""
    planned = None if number is None else Asset("车辆", pieces(number))
    wholes = Wholes(AKTO)
    cell = wholes.spent_on(VEHICLE_PURCHASE.economic)[0]
    money = cell.evolve(value=Decimal(18), state=State.VALUE)
    budget = AKTO.with_figures([(cell, money)])
    ties = Ties(budget)
    assets = Assets(planned_vehicles=planned, no_vehicles_planned=number is None)
    check_assets(ties, assets, Wholes(budget))
    assert (len(ties.remarks), ties.exact["count"]) == (told, 1 - told)
    for each in ties.remarks:
        numbers = [Decimal(18)] if number is None else [Decimal(number), Decimal(18)]
        assert [one.value for one in each.figures] == numbers
        assert "未安排购置车辆" in each.words.text("zh")
