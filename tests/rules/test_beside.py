"""What of the text stands beside what: to which figures each rule holds it, and where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, FundingSource, Nature, Scope, Unit, example
from cnbudget.figures import NOWHERE, ColumnAddress, RowAddress
from cnbudget.invariants import AGREE, CONTAIN
from cnbudget.performance import (
    Asset,
    Assets,
    DescribedProject,
    Equipment,
    Goals,
    GoalTask,
    Indicator,
    Performance,
    RunningCosts,
    Target,
)
from cnbudget.performance.asset_tables import AssetRow, AssetTable
from cnbudget.performance.plans import Plan
from cnbudget.performance.projects import Allocation
from cnbudget.performance.sides import Sides
from cnbudget.rules.beside import BESIDE, purchase
from cnbudget.scopes import MEETINGS, TRAINING
from cnbudget.ties.laws import Ties
from cnbudget.ties.matters import check_matters

_SOURCES = ("APPROPRIATION", "GENERAL", "FUND", "STATE_CAPITAL")


def _held(
    operating: dict[str, int], costs: int, own: int | None = None
) -> tuple[list[tuple[str, str]], int]:
    """What running costs are held to, and how many amounts are said to be held to nothing.

    Args:
        operating: The operating expenditure that the tables print, by its source, in other amounts each.
        costs: The running costs.
        own: What a table of running costs prints.
    """
    figures = {
        (FundingSource[name], Nature.OPERATING): Figure.of(value, Unit.WAN, places=2)
        for name, value in operating.items()
    }
    printed = [] if own is None else [Figure.of(own, Unit.WAN, places=2)]
    wholes: Any = SimpleNamespace(
        find=lambda source, nature=None: figures.get((source, nature)), headed=lambda _: printed
    )
    ties = Ties(example("akto"))
    amount = Figure.of(costs, Unit.WAN, places=2)
    sides = Sides(Performance(), running_costs=RunningCosts(amount))
    book: Any = ties.book
    book.sides, book.wholes = sides, wholes
    for thing in ties.book.things("running"):
        ties.hold("running", thing)
    check_matters(ties, sides, wholes)
    names: dict[object, str] = {value: name for name, value in operating.items()}
    names[own] = "its own table"
    assert all(members[-1] is amount for _, members in ties.laws)
    held = [(kind, names[Decimal(members[0].value or 0)]) for kind, members in ties.laws]
    return held, len(ties.unread)


@given(
    st.lists(st.sampled_from(_SOURCES), unique=True),
    st.permutations(range(4)),
    st.integers(0, 9),
    st.none() | st.integers(10, 19),
)
def test_running_costs_are_held_to_appropriations_or_to_what_is_all_of_them(
    sources: list[str], values: list[int], costs: int, own: int | None
) -> None:
    operating = dict(zip(sources, values, strict=False))
    held, unread = _held(operating, costs, own)
    others = operating.get("FUND") or operating.get("STATE_CAPITAL")
    if own is not None:
        assert (held, unread) == ([(AGREE, "its own table")], 0)
    elif "APPROPRIATION" in operating:
        assert (held, unread) == ([(CONTAIN, "APPROPRIATION")], 0)
    elif "GENERAL" in operating and not others:
        assert (held, unread) == ([(CONTAIN, "GENERAL")], 0)
    else:
        assert (held, unread) == ([], int(costs > 0))


ROW = RowAddress(None, "performance")


def wan(amount: str) -> Figure:
    return Figure.of(amount, Unit.WAN, places=2)


def told(name: str, **book: Any) -> list[dict[str, list[str]]]:
    """What stands beside what, by its texts, of a budget that has some things and no others."""
    made: Any = SimpleNamespace(**book)
    return [
        {key: [one.text for one in figures if one is not None] for key, figures in each.items()}
        for each in BESIDE[name](made)
    ]


@pytest.mark.parametrize(("amount", "count"), [(None, 0), ("5.00", 1)])
def test_running_costs_stand_beside_the_first_of_their_table(
    amount: str | None, count: int
) -> None:
    costs = RunningCosts(None if amount is None else wan(amount))
    wholes = SimpleNamespace(headed=lambda _: [wan("6.00"), wan("7.00")])
    found = told("running", sides=SimpleNamespace(running_costs=costs), wholes=wholes)
    assert found == [{"amount": ["5.00"], "printed": ["6.00"], "operating": []}] * count
    assert told("running", sides=SimpleNamespace(running_costs=None), wholes=wholes) == []


# Plans --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "complete", "paid", "limit"),
    [
        (["0.00", "7.00", "9.00"], True, ["7.00"], []),
        (["0.00", "7.00", "9.00"], False, ["7.00"], []),
        (["6.00", "9.00", "8.00"], True, ["9.00"], []),
        (["6.00", "9.00", "8.00"], False, [], ["9.00"]),
        (["0.00"], True, [], []),
        ([], False, [], []),
    ],
)
@pytest.mark.parametrize("kind", ["meetings", "training"])
def test_a_plan_is_paid_out_of_what_it_comes_to(
    kind: str, spent: list[str], complete: bool, paid: list[str], limit: list[str]
) -> None:
    items = (("甲", wan("3.00")), ("乙", wan("4.00")))
    plan = Plan(kind, items, total=wan("7.00"), complete=complete)
    use = {"meetings": MEETINGS, "training": TRAINING}[kind].economic
    wholes = SimpleNamespace(spent_on=lambda asked: [wan(each) for each in spent if asked == use])
    found = told("plans", sides=SimpleNamespace(plans=[plan]), wholes=wholes)
    assert found == [{"total": ["7.00"], "items": ["3.00", "4.00"], "paid": paid, "limit": limit}]


# Goals and projects of one name -------------------------------------------------------------------


def goals(name: str, *indicators: Indicator, **money: str) -> Goals:
    amounts = tuple((kind, wan(each)) for kind, each in money.items())
    return Goals(False, name, money=amounts, indicators=indicators, address=ROW)


def described(name: str, size: str, **parts: str) -> DescribedProject:
    made = tuple(Allocation(key, wan(each)) for key, each in parts.items())
    return DescribedProject(name, sizes=(wan(size),), allocations=made, address=ROW)


def row(*amounts: str, carried: bool = False) -> Any:
    figures = tuple(map(wan, amounts))
    return SimpleNamespace(carried=carried, total=figures[0], row=SimpleNamespace(figures=figures))


def sides(*projects: Goals, about: Sequence[DescribedProject] = ()) -> Any:
    return SimpleNamespace(performance=Performance(projects=projects), described=about)


def test_a_task_stands_beside_the_one_project_of_its_name() -> None:
    tasks = (GoalTask("环境整治", (("total", wan("5.00")),)), GoalTask("别的", ()))
    overall = (attrs.evolve(goals(""), overall=True, tasks=tasks),)
    mine, other = goals("环境整治项目", total="6.00"), goals("", total="1.00")
    for projects, count in (((mine, other), 1), ((mine, mine), 0), ((other,), 0)):
        performance = Performance(overall=overall, projects=projects)
        found = told("tasked", sides=SimpleNamespace(performance=performance))
        assert found == [{"task": ["5.00"], "project": ["6.00"]}] * count


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ([row("5.00", "1.00")], True),
        ([row("5.00", "1.00"), row("9.00", carried=True)], True),
        ([row("5.00"), row("9.00")], False),
        ([row("9.00", carried=True)], False),
        ([], False),
    ],
)
def test_a_described_project_stands_beside_the_one_row_of_this_year(
    rows: list[Any], *, held: bool
) -> None:
    asked: list[tuple[str, str]] = []

    def of(name: str, size: Figure) -> list[Any]:
        asked.append((name, size.text))
        return rows

    found = told(
        "placed",
        sides=sides(about=[described("环境整治", "4.00")]),
        projects=SimpleNamespace(of=of),
    )
    assert found == [{"size": ["4.00"], "row": ["5.00"]}] * held
    assert asked == [("环境整治", "4.00")]


def test_the_goals_of_a_described_project_are_the_only_ones_of_its_name() -> None:
    about = [described("环境整治", "4.00")]
    one, other = goals("环境整治项目", total="6.00"), goals("", total="1.00")
    paid = goals("环境整治", total="6.00", appropriation="5.00")
    for projects, money in (((one, other), "6.00"), ((paid,), "5.00"), ((one, paid), None)):
        found = told("aimed", sides=sides(*projects, about=about))
        assert found == ([] if money is None else [{"size": ["4.00"], "money": [money]}])


def cost(name: str, text: str, level: str = "成本指标") -> Indicator:
    return Indicator(
        name, level, target=Target.of(text), last=Target.of(""), place=NOWHERE, address=ROW
    )


@pytest.mark.parametrize(
    ("indicator", "held"),
    [
        (cost("设备费", "=2万元"), True),
        (cost("设备费", "2万元"), True),
        (cost("设备费（万元）", "=2万元"), True),
        (cost("设备费（进口）", "=2万元"), True),
        (cost("维修费（大额）（万元）", "=2万元"), True),
        (cost("设备费", "≤2万元"), False),
        (cost("设备费", "=2台"), False),
        (cost("设备费", "=2万元", "产出指标"), False),
        (cost("差旅费", "=2万元"), False),
    ],
)
def test_costs_stand_beside_what_is_allocated_to_the_same(
    indicator: Indicator, *, held: bool
) -> None:
    about = [described("环境整治", "4.00", **{"设备费": "2.00", "维修费(大额)": "2.00"})]
    found = told("spent", sides=sides(goals("环境整治", indicator), about=about))
    assert found == [{"allocated": ["2.00"], "cost": ["2.00"]}] * held


@pytest.mark.parametrize(
    ("money", "rows", "held"),
    [
        ("3.00", [row("5.00")], True),
        ("3.00", [row("5.00"), row("6.00")], False),
        ("3.00", [], False),
        ("0.00", [row("5.00")], False),
    ],
)
def test_the_money_of_goals_stands_beside_their_one_budget(
    money: str, rows: list[Any], *, held: bool
) -> None:
    projects = SimpleNamespace(
        of=lambda name, mine: rows if (name, mine.text) == ("甲", money) else []
    )
    found = told("asked", sides=sides(goals("甲", total=money), goals("乙")), projects=projects)
    assert found == [{"budget": ["5.00"], "money": [money]}] * held


@pytest.mark.parametrize(
    ("cover", "every"),
    [(["5.00"], ["5.00"]), (["5.00", "0.00"], ["5.00"]), (["5.00", "1.00"], []), (None, [])],
)
def test_other_money_of_goals_stands_beside_what_is_no_appropriation(
    cover: list[str] | None, every: list[str]
) -> None:
    asked = FundingSource.UNIT | FundingSource.SPECIAL_ACCOUNT | FundingSource.CARRIED_OTHER
    printed = None if cover is None else [wan(each) for each in cover]
    wholes = SimpleNamespace(cover=lambda source: printed if source is asked else None)
    every_one = (goals("甲", other="2.00"), goals("乙", other="0.00"), goals("丙", total="7.00"))
    found = told("elsewhere", sides=sides(*every_one), wholes=wholes)
    assert found == [{"money": ["2.00"], "all": every}]
    assert told("elsewhere", sides=sides(*every_one[1:]), wholes=wholes) == []


# Assets -------------------------------------------------------------------------------------------


def of_source(amount: str | None, source: FundingSource = FundingSource.GENERAL) -> Figure:
    return Figure.of(amount, Unit.WAN, Scope(source=source), places=2)


def test_vehicles_are_bought_out_of_the_column_that_has_their_amount() -> None:
    four, five = of_source("4.00"), of_source("5.00")
    blank, lost, fund = of_source(""), of_source(None), of_source("9.00", FundingSource.FUND)

    def found(*figures: Figure, wanted: Figure | None = None) -> Figure | None:
        wholes: Any = SimpleNamespace(spent_on=lambda _: figures)
        return purchase(wholes, wanted)

    assert found(four, five) is four
    assert found(four, five, wanted=wan("5.00")) is five
    assert found(four, five, wanted=wan("9.00")) is four
    assert found(fund, four, wanted=wan("9.00")) is four
    assert found(blank, lost, five) is five
    assert found(lost, blank, wanted=wan("9.00")) is lost
    assert found(fund) is None
    wholes = SimpleNamespace(spent_on=lambda _: [four, five])
    for assets, count in ((Assets(vehicle_money=wan("5.00")), 1), (Assets(), 0), (None, 0)):
        bought = told("bought", sides=SimpleNamespace(assets=assets), wholes=wholes)
        assert bought == [{"told": ["5.00"], "printed": ["5.00"]}] * count


def pieces(number: int, measure: str = "台") -> Figure:
    return Figure.of(number).evolve(column=ColumnAddress("", measure=measure))


def asset(
    name: str, number: int | None = None, value: str | None = None, measure: str = "台"
) -> Asset:
    return Asset(
        name,
        None if number is None else pieces(number, measure),
        value=None if value is None else wan(value),
    )


def of_tables(
    name: str, *tables: AssetTable, assets: Assets | None = None
) -> list[dict[str, list[str]]]:
    return told(name, sides=SimpleNamespace(asset_tables=tables, assets=assets))


def test_a_table_of_assets_is_worth_its_rows_where_it_shows_which_are_parts() -> None:
    rows = (AssetRow(asset("车辆", 3, "9.00")), AssetRow(asset("越野车", 1, "2.00"), "车辆"))
    table = AssetTable((*rows, AssetRow(asset("家具"))), total=wan("9.00"))
    assert of_tables("asset_tables", table) == [{"total": ["9.00"], "values": ["9.00"]}]
    assert of_tables("asset_tables", attrs.evolve(table, plain=False)) == []


@pytest.mark.parametrize(
    ("parts", "beside"),
    [
        ([], {"some": []}),
        ([asset("越野车", 1, "2.00")], {"some": ["2.00"]}),
        (
            [asset("越野车", 1, "2.00"), asset("其他用车", 2, "7.00")],
            {"number": ["3"], "numbers": ["1", "2"], "values": ["2.00", "7.00"]},
        ),
        # a rest that is not the last, numbers of other things, and none
        ([asset("其他用车", 2, "7.00"), asset("越野车", 1, "2.00")], {"some": ["7.00", "2.00"]}),
        (
            [asset("越野车", 1, "2.00"), asset("其它", 2, "7.00", "辆")],
            {"values": ["2.00", "7.00"]},
        ),
        ([asset("其他", None, "7.00")], {"values": ["7.00"]}),
    ],
)
def test_a_rest_makes_parts_of_assets_all_of_them(
    parts: list[Asset], beside: dict[str, list[str]]
) -> None:
    rows = [AssetRow(asset("车辆", 3, "9.00")), *[AssetRow(each, "车辆") for each in parts]]
    assert of_tables("asset_rows", AssetTable(tuple(rows))) == [{"value": ["9.00"], **beside}]


TABLE = AssetTable(
    tuple(
        map(
            AssetRow,
            (
                asset("公务用车", 3, "9.00", "辆"),
                asset("房屋", 50, "80.00", "平方米"),
                asset("单价100万元以上的设备", 2, "300.00"),
            ),
        )
    )
)


@pytest.mark.parametrize(
    ("assets", "beside"),
    [
        (Assets(vehicles=asset("车辆", 4, "8.00", "辆")),
         [{"number": ["4"], "table_number": ["3"], "value": ["8.00"], "table_value": ["9.00"]}]),
        (Assets(vehicles=asset("车辆", 4, None, "台")), [{"value": [], "table_value": ["9.00"]}]),
        (Assets(others=(asset("房屋", 40, "8.00", "平方米"),)),
         [{"number": ["40"], "table_number": ["50"], "value": ["8.00"], "table_value": ["80.00"]}]),
        (Assets(others=(asset("土地", 40, "8.00", "平方米"),)), [{"value": ["8.00"], "table_value": []}]),
        (Assets(vehicle_kinds=(asset("公务用车", 2, None, "辆"),)),
         [{"number": ["2"], "table_number": ["3"], "value": [], "table_value": ["9.00"]}]),
        (Assets(equipment=(Equipment(wan("100"), "设备", number=pieces(5)),)),
         [{"number": ["5"], "table_number": ["2"]}]),
        (Assets(equipment=(Equipment(wan("50"), "设备", number=pieces(5)),)), [{}]),
        (Assets(equipment=(Equipment(wan("100"), "专用设备", number=pieces(5)),)), [{}]),
    ],
)  # fmt: skip
def test_what_the_text_says_of_assets_stands_beside_the_one_table(
    assets: Assets, beside: list[dict[str, list[str]]]
) -> None:
    found = of_tables("spoken", TABLE, assets=assets)
    assert found == beside
    assert of_tables("spoken", TABLE, TABLE, assets=assets) == []
    assert of_tables("spoken", TABLE) == []


# Amounts ------------------------------------------------------------------------------------------

PLAN, SPENT = "预算", "决算"


def said(kind: str, amount: str, stage: str = "", **more: Any) -> Any:
    usual = {"role": "stated", "section": "三", "sentence": "甲", "of": None, "whole": None}
    made = {"kind": kind, "figure": wan(amount), "stage": stage, **usual, **more}
    return SimpleNamespace(**made)


def of_saved(
    *, before: Sequence[Any] = (), behind: Sequence[Any] = (), grid: bool = False, **more: Any
) -> list[dict[str, list[str]]]:
    """What stands beside an amount that is said to be saved of a plan, with other amounts around it."""
    plan, spent = said("amount", "9.00", PLAN), said("amount", "7.00", SPENT)
    saved = said("saved", "2.00", of=spent, whole=plan, **more)
    passages = [SimpleNamespace(grid=grid)]
    claims = [*before, plan, spent, saved, *behind]
    return told("told", claims=claims, disclosure=SimpleNamespace(passages=passages))


def test_what_is_saved_stands_beside_the_amount_and_its_plan() -> None:
    held = [{"of": ["7.00"], "planned": ["9.00"], "saved": ["2.00"]}]
    first, rest = said("amount", "8.00", PLAN), said("amount", "1.00", SPENT)
    cases: tuple[dict[str, Any], ...] = (
        {},
        {"before": [rest]},
        {"before": [first, rest]},
        {"behind": [first]},
        {"behind": [first, rest]},
        {"before": [said("share", "8.00", PLAN)], "behind": [said("share", "1.00", SPENT)]},
        *(
            {"before": [said("amount", "8.00", PLAN, **other)],
             "behind": [said("amount", "1.00", SPENT, **other)]}
            for other in ({"role": "aside"}, {"section": "四"}, {"sentence": "乙"})
        ),
    )  # fmt: skip
    for others in cases:
        assert of_saved(**others) == held
    # another plan before its own, or money that was not spent and not saved
    assert of_saved(before=[first]) == of_saved(before=[rest, first]) == []
    assert of_saved(behind=[rest]) == of_saved(behind=[rest, first]) == []
    assert of_saved(role="aside") == of_saved(grid=True) == []
    assert of_saved(sentence="乙", before=[first]) == held
    # alone, it is beside nothing
    lone = {"claims": [said("saved", "2.00")], "disclosure": SimpleNamespace(passages=[])}
    assert told("told", **lone) == []
