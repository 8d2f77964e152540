"""Goals by themselves (whose they are, of which year, what they cost) and beside the tables."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from cnbudget import Disclosure, Figure, FundingSource, Scope, Unit, example
from cnbudget.figures import NOWHERE, Place, RowAddress
from cnbudget.messages import Message
from cnbudget.passages import Passage
from cnbudget.performance import Goals, GoalTask, Indicator, Performance, Target
from cnbudget.performance.sides import Sides
from cnbudget.rules.costs import costs_beside
from cnbudget.rules.sources import sources_of
from cnbudget.rules.totals import Wholes
from cnbudget.ties.goals import (
    _agency,
    _budgets,
    _costs,
    _target,
    _year,
    check_goals,
)
from cnbudget.ties.laws import Ties
from tests.invariants.documents import budget

BARE = attrs.evolve(example("akto"), agency="青山县医疗保障局", year=2024, passages=())
ROW: RowAddress = example("akto").figures[0].row


def goals(name: str = "甲", *, agency: str = "", year: int | None = None) -> Goals:
    return Goals(False, name, agency=agency, year=year, title="项目支出绩效目标表", address=ROW)


def slips(budget: Disclosure, *every: Goals) -> list[str]:
    """What is said of the first of some goals."""
    made = attrs.evolve(budget)
    made._known["sides"] = Sides(Performance(projects=every))
    ties = Ties(made)
    _agency(ties, every[0])
    _year(ties, every[0])
    return [each.words.text("zh") for each in ties.remarks]


@pytest.mark.parametrize(
    ("agency", "told"),
    [
        ("", False),
        ("青山县医疗保障局", False),
        ("医疗保障局", False),
        ("青山县医疗保障局本级", False),
        ("水利局", False),  # too short to be told from a word
        ("青山县水利局", True),
        ("县水利局机", True),
    ],
)
def test_goals_are_the_agencys(agency: str, *, told: bool) -> None:
    assert bool(slips(BARE, goals(agency=agency))) is told


def test_an_agency_that_the_document_speaks_of_may_have_goals() -> None:
    passage = Passage("青山县水利局是所属单位。", Place(line=1))
    other = goals(agency="青山县水利局")
    assert slips(attrs.evolve(BARE, passages=(passage,)), other) == []
    assert slips(BARE, other, goals("乙", agency="青山县水利局")) == []
    assert len(slips(BARE, other, goals("乙", agency="青山县医疗保障局"))) == 1


@pytest.mark.parametrize(("year", "told"), [(None, False), (2024, False), (2023, True)])
def test_goals_are_of_the_budgets_year(year: int | None, *, told: bool) -> None:
    assert bool(slips(BARE, goals(year=year))) is told
    assert slips(attrs.evolve(BARE, year=None), goals(year=year)) == []
    for name, words in (("甲", "“甲”"), ("", "“”")):
        assert any(words in each for each in slips(BARE, goals(name, year=year))) is (
            told and bool(name)
        )


@pytest.mark.parametrize(("own", "told"), [("水利局", False), ("县水利局", True)])
def test_names_of_three_letters_tell_no_agency(own: str, *, told: bool) -> None:
    other = goals(agency="青山县医疗保障局")
    assert bool(slips(attrs.evolve(BARE, agency=own), other)) is told


# Costs --------------------------------------------------------------------------------------------


def wan(amount: str | None) -> Figure:
    return Figure.of(amount, Unit.WAN, places=2)


def indicator(name: str, target: str, level1: str = "成本指标", *, last: str = "") -> Indicator:
    return Indicator(
        name, level1, target=Target.of(target), last=Target.of(last), place=NOWHERE, address=ROW
    )


def keys(ties: Ties) -> list[str]:
    """What is remarked."""
    words = [each.words for each in ties.remarks]
    return [each.key for each in words if isinstance(each, Message)]


def costs(total: str | None, *targets: str | Indicator) -> tuple[list[int], list[str], int, int]:
    """What costs are held to: of how many figures each law is, what is remarked, what comes out, what is not held."""
    made = [each if isinstance(each, Indicator) else indicator("甲", each) for each in targets]
    money = (("total", wan(total)),)
    ties = Ties(BARE)
    priced = attrs.evolve(goals(), money=money, indicators=tuple(made))
    book: Any = SimpleNamespace(sides=Sides(Performance(projects=(priced,))))
    for thing in costs_beside(book):
        ties.hold("costs", thing)
    _costs(ties, priced)
    told = keys(ties)
    laws = [len(members) - 1 for kind, members in ties.laws if kind == "contain"]
    assert len(laws) == len(ties.laws)
    return laws, told, ties.exact["contain"], len(ties.unread)


@pytest.mark.parametrize(
    ("total", "targets", "laws"),
    [
        ("9.00", ["=4万元"], [1]),
        ("9.00", ["=4万元", "3万元"], [1, 1, 2]),  # and what is fixed is within the money together
        ("9.00", ["=4万元", "≤3万元"], [1, 1]),
        ("9.00", ["=4万元", "≥3万元", ">3万元"], [1]),
        ("9.00", ["=9万元", "=4万元"], [1, 1]),  # one is the money itself
        ("9.00", ["=4万元", "=90%", "有效", "=4次"], [1]),
    ],
)
def test_costs_are_in_the_money(total: str, targets: list[str], laws: list[int]) -> None:
    assert costs(total, *targets) == (laws, [], 0, 0)


def test_caps_together_may_not_be_more_than_the_money() -> None:
    assert costs("9.00", "≤4万元", "≤5万元") == ([1, 1], [], 1, 0)
    assert costs("9.00", "≤4万元", "≤5.01万元") == ([1, 1], ["sides.caps_exceed_money"], 0, 0)
    assert costs("9.00", "≤4万元") == ([1], [], 0, 0)
    # what is fixed beside them may be a part of them
    assert costs("9.00", "≤8万元", "≤8万元", "=1万元") == ([1, 1, 1], [], 0, 0)


def test_costs_of_money_that_cannot_be_read_are_held_to_nothing() -> None:
    assert costs(None, indicator("甲", "=4次"), "=4万元", "=5万元") == ([], [], 0, 1)
    assert costs(None, "=4次") == ([], [], 0, 0)


def test_the_first_of_costs_that_may_come_to_too_much_is_named() -> None:
    ties = Ties(BARE)
    made = [
        attrs.evolve(indicator("甲", text), place=Place(line))
        for line, text in ((7, "≤4万元"), (8, "≤5.01万元"))
    ]
    money = (("total", wan("9.00")),)
    _costs(ties, attrs.evolve(goals(), money=money, indicators=tuple(made)))
    (told,) = ties.remarks
    assert told.place.line == 7
    assert isinstance(told.words, Message)
    assert told.words.values["first"] is told.figures[1]
    assert [each.text for each in told.figures] == ["9.00", "4.00", "5.01"]


def test_what_is_invested_in_all_years_is_no_cost_of_the_year() -> None:
    every, year = indicator("项目总投资", "=90万元"), indicator("2024年总投资", "=3万元")
    assert costs("9.00", every) == ([], [], 0, 1)
    assert costs("9.00", year) == ([1], [], 0, 0)
    assert costs("9.00", every, "=4万元", "=5万元") == ([1, 1, 2], [], 0, 1)


@pytest.mark.parametrize(
    ("total", "targets", "told"),
    [
        ("59.00", ["=35万元", "=6万元"], True),  # 53
        ("59.00", ["=5.3万元", "=6万元"], True),  # 53
        ("59.00", ["=53万元", "=6万元"], False),
        ("59.00", ["=52万元", "=6万元"], False),
        ("40.00", ["=53万元", "=6万元"], False),  # more than there is: no slip makes it less
        ("41.00", ["=53万元", "=6万元"], False),  # 35
        (None, ["=35万元", "=6万元"], False),
    ],
)
def test_costs_that_a_slip_keeps_from_making_up_the_money(
    total: str | None, targets: list[str], *, told: bool
) -> None:
    found = costs(total, *targets)[1]
    assert found == (["sides.costs_differ_from_money"] if told else [])


# Indicators -----------------------------------------------------------------------------------------


def of_target(made: Indicator) -> tuple[list[str], int]:
    ties = Ties(BARE)
    _target(ties, made)
    return keys(ties), len(ties.unread)


@pytest.mark.parametrize(
    ("target", "last", "told"),
    [
        ("≥95%", "0.95", True),
        ("≥95%", "1", True),
        ("≥95%", "1.01", False),
        ("≥95%", "0", False),
        ("≥95%", "95%", False),
        ("≥95%", "1次", False),
        ("≥95", "0.95", False),
        ("≥95%", "", False),
    ],
)
def test_last_years_value_is_in_per_cent_as_the_target_is(
    target: str, last: str, *, told: bool
) -> None:
    found = of_target(indicator("甲", target, "产出指标", last=last))
    assert found == (["sides.indicator_last_year_no_percentage"] if told else [], 0)


@pytest.mark.parametrize(
    ("name", "target", "last", "told"),
    [
        ("验收合格率", "≥100%", "=100%", 0),
        ("验收合格率", "≥101%", "=100%", 1),
        ("验收合格率", "≥101%", "=102%", 2),
        ("合格率增长", "≥101%", "", 0),
        ("完成量", "≥101%", "", 0),
        ("验收合格率", "≥101人", "", 0),
    ],
)
def test_shares_are_a_hundred_per_cent_at_most(
    name: str, target: str, last: str, told: int
) -> None:
    assert of_target(indicator(name, target, "产出指标", last=last)) == (
        ["sides.indicator_over_100"] * told,
        0,
    )
    pleased = indicator("甲", target, "满意度指标", last=last)
    assert len(of_target(pleased)[0]) == (2 if told == 2 else int("101%" in target))


def test_wording_with_numbers_is_not_held_to_anything() -> None:
    assert of_target(indicator("甲", "5万元以内的部分", "产出指标"))[1] == 1
    assert of_target(indicator("甲", "有效提高", "产出指标")) == ([], 0)
    assert of_target(indicator("甲", "≥95", "产出指标")) == ([], 0)


def test_an_indicator_with_a_weight_has_a_target() -> None:
    empty = indicator("甲", "", "产出指标")
    assert of_target(empty) == ([], 0)
    weighed = attrs.evolve(empty, weight=Figure.of(10))
    assert of_target(weighed) == (["sides.indicator_without_target"], 0)
    assert of_target(attrs.evolve(indicator("甲", "≥1", ""), weight=Figure.of(10))) == ([], 0)


# Beside the tables ----------------------------------------------------------------------------------

_S = FundingSource


def sources(whole: Disclosure, money: dict[str, str], tasks: tuple[str, ...] = ()) -> list[str]:
    """The laws of the whole agency's money: each kind, and the amounts in it."""
    made = attrs.evolve(
        goals(),
        overall=True,
        money=tuple((kind, wan(each)) for kind, each in money.items()),
        tasks=tuple(GoalTask("甲", (("total", wan(each)),)) for each in tasks),
    )
    ties = Ties(BARE)
    for thing in sources_of(made, Wholes(whole)):
        ties.hold("sourced", thing)
    return [f"{kind} {' '.join(each.text for each in members)}" for kind, members in ties.laws]


def of_sources(*totals: tuple[FundingSource, str]) -> Disclosure:
    """A budget whose tables total some sources."""
    figures = [Figure.of(each, Unit.WAN, Scope(source=source)) for source, each in totals]
    row = SimpleNamespace(address=SimpleNamespace(scope=Scope()), figures=figures)
    made: Any = SimpleNamespace(tables=[SimpleNamespace(rows=[row])], nature=Scope().nature)
    printed: Disclosure = made
    return printed


PRINTED = (
    (_S.ALL, "100.00"),
    (_S.GENERAL_OWN | _S.FUND_OWN | _S.STATE_CAPITAL_OWN, "60.00"),
    (_S.GENERAL_TRANSFER | _S.FUND_TRANSFER | _S.STATE_CAPITAL_TRANSFER, "29.00"),
    (_S.CARRIED_APPROPRIATION, "8.00"),
    (_S.CARRIED_OTHER, "0.50"),
    (_S.UNIT, "2.00"),
    (_S.SPECIAL_ACCOUNT, "0.50"),
)


@pytest.mark.parametrize(
    ("money", "laws"),
    [
        ({"total": "100.00"}, ["agree 100.00 100.00"]),
        ({"total": "90.00"}, ["agree 100.00 90.00"]),
        # transfers and what is carried over are from above, or with the own level: as most of it comes out
        (
            {"upper": "29.00", "own": "60.00", "other": "2.50"},
            [
                "add-up 100.00 29.00 60.00 2.50",
                "add-up 29.00 29.00 8.00 0.50",
                "agree 60.00 60.00",
                "add-up 2.50 2.00 0.50",
            ],
        ),
        (
            {"upper": "37.00", "own": "60.00", "other": "3.00"},
            [
                "add-up 100.00 37.00 60.00 3.00",
                "add-up 37.00 29.00 8.00",
                "agree 60.00 60.00",
                "add-up 3.00 2.00 0.50 0.50",
            ],
        ),
        (
            {"upper": "29.00", "own": "68.00", "other": "3.00"},
            [
                "add-up 100.00 29.00 68.00 3.00",
                "agree 29.00 29.00",
                "add-up 68.00 60.00 8.00",
                "add-up 3.00 2.00 0.50 0.50",
            ],
        ),
        (
            {"upper": "29.00", "own": "60.00", "carried": "8.50", "other": "2.50"},
            [
                "add-up 100.00 29.00 60.00 8.50 2.50",
                "agree 29.00 29.00",
                "agree 60.00 60.00",
                "add-up 8.50 8.00 0.50",
                "add-up 2.50 2.00 0.50",
            ],
        ),
        (
            {"upper": "29.00", "own": "62.50", "carried": "8.50"},
            ["agree 29.00 29.00", "add-up 62.50 2.00 60.00 0.50", "add-up 8.50 8.00 0.50"],
        ),
        (
            {"appropriation": "97.00", "other": "3.00"},
            ["add-up 97.00 60.00 29.00 8.00", "add-up 3.00 2.00 0.50 0.50"],
        ),
        (
            {"appropriation": "89.00", "carried": "8.50", "other": "2.50"},
            ["add-up 89.00 60.00 29.00", "add-up 8.50 8.00 0.50", "add-up 2.50 2.00 0.50"],
        ),
        ({"appropriation": "100.00"}, ["agree 100.00 100.00"]),
        (
            {"appropriation": "1.00", "own": "71.00", "upper": "29.00"},
            ["add-up 71.00 2.00 60.00 8.00 0.50 0.50", "agree 29.00 29.00"],
        ),
        ({"appropriation": "1.00", "upper": "37.00"}, ["add-up 37.00 29.00 8.00"]),
        ({"other": "2.50"}, ["add-up 2.50 2.00 0.50"]),
        ({"other": "3.00"}, ["add-up 3.00 2.00 0.50 0.50"]),
        (
            {"total": "100.00", "other": "3.00"},
            ["agree 100.00 100.00", "add-up 3.00 2.00 0.50 0.50"],
        ),
        (
            {"upper": "1.00", "own": "2.00", "other": "3.00"},
            [
                "add-up 100.00 1.00 2.00 3.00",
                "add-up 1.00 29.00 8.00",
                "agree 60.00 2.00",
                "add-up 3.00 2.00 0.50 0.50",
            ],
        ),
    ],
)
def test_the_whole_agencys_money_is_by_its_sources(money: dict[str, str], laws: list[str]) -> None:
    assert sources(of_sources(*PRINTED), money) == laws


def test_of_several_sources_that_are_left_empty_one_is_enough() -> None:
    empty = of_sources((_S.ALL, "100.00"), (_S.UNIT, ""), (_S.SPECIAL_ACCOUNT, ""))
    assert sources(empty, {"total": "100.00", "other": "0.00"})[1:] == ["agree  0.00"]


@pytest.mark.parametrize(
    ("total", "tasks", "laws"),
    [
        # each rounded to a whole cent, and half a cent off at most
        ("100.01", ("50.01", "50.00"), ["add-up 100.00 50.01 50.00"]),
        ("100.02", ("50.01", "50.01"), ["agree 100.00 100.02"]),
        ("100.01", ("50.01", "50.01"), ["agree 100.00 100.01"]),
        ("100.00", ("50.00", "50.00"), ["agree 100.00 100.00"]),
    ],
)
def test_money_that_is_the_sum_of_rounded_tasks(
    total: str, tasks: tuple[str, ...], laws: list[str]
) -> None:
    assert sources(of_sources((_S.ALL, "100.00")), {"total": total}, tasks) == laws


PROJECTS = (
    "2080505 | 村级组织运转补助 | 10.00 | 10.00 | ",
    "2080506 | 村级组织运转补助 | 20.00 | 20.00 | ",
    "2080507 | 城乡社区环境整治 | 20.00 | 20.00 | ",
)


@pytest.mark.parametrize(
    ("name", "amount", "told", "exact"),
    [
        ("村级组织运转补助", "30.00", [], 1),
        ("村级组织运转补助", "30.01", ["sides.goal_project_exceeds_rows"], 0),
        ("村级组织运转补助", "0.00", [], 0),
        ("城乡社区环境整治", "90.00", [], 0),  # one row: held to it elsewhere
        ("别的", "1.00", ["sides.goal_project_untied"], 0),
    ],
)
def test_a_projects_money_is_within_its_rows(
    name: str, amount: str, told: list[str], exact: int
) -> None:
    made = attrs.evolve(goals(name), money=(("total", wan(amount)),))
    ties = Ties(budget(projects=PROJECTS))
    _budgets(ties, (made,))
    assert (keys(ties), ties.exact["contain"]) == (told, exact)
    ties = Ties(budget(basic=["30101 | 9.00 | 9.00 | "]))
    _budgets(ties, (made,))
    assert ties.remarks == []


def test_faults_of_indicators_are_told_of_the_target_and_of_last_year() -> None:
    for target, last, count in (("0=", "", 1), ("≥1", "0=", 1), ("0=", "0=", 2)):
        made = indicator("甲", target, "产出指标", last=last)
        assert of_target(made) == (["sides.indicator_fault"] * count, 0)


def test_goals_are_held_to_all_that_there_is_of_them() -> None:
    """And of the whole agency's, if there are several, the first to the tables."""
    weighed = attrs.evolve(
        indicator("验收合格率", "≥101%", ""), weight=Figure.of(60), weight_text="60"
    )
    made = attrs.evolve(
        goals(agency="青山县水利局", year=2023),
        money=(("total", wan("9.00")),),
        goal="安排补助8.88万元",
        indicators=(weighed, *(indicator("甲", each) for each in ("≤5万元", "≤6万元"))),
    )
    made = attrs.evolve(
        made,
        indicators=tuple(
            attrs.evolve(each, weight=Figure.of(20), weight_text="20") for each in made.indicators
        ),
    )
    first, second = (
        attrs.evolve(goals(""), overall=True, money=(("total", wan(each)),))
        for each in ("7.00", "8.00")
    )
    read = budget(projects=PROJECTS, expenditure=["208 | 9.00 | 9.00 | ", "总计 | 9.00 | 9.00 | "])
    read = attrs.evolve(read, agency="青山县医疗保障局", year=2024)
    sides = Sides(Performance(projects=(made,), overall=(first, second)))
    read._known["sides"] = sides
    ties = Ties(read)
    ties.hold_rows()
    check_goals(ties, sides)
    assert sorted(keys(ties)) == [
        "sides.caps_exceed_money",
        "sides.goal_project_untied",
        "sides.indicator_over_100",
        "sides.other_agency",
        "sides.other_year",
        "sides.weights_sum",
    ]
    assert [members[-1].text for kind, members in ties.laws if kind == "agree"] == ["7.00"]
    assert "8.88" in [members[-1].text for kind, members in ties.laws if kind == "contain"]
