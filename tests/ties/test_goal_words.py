"""The money that a table of goals is held to, and what its words count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Figure, example
from cnbudget.figures import NOWHERE
from cnbudget.performance import Goals, Indicator, Target
from cnbudget.rules.costs import all_money, most_money
from cnbudget.ties.goal_words import check_words
from cnbudget.ties.laws import Ties

ROW = Figure.of("1").row


def goals(**kinds: str | None) -> Goals:
    money = tuple((kind, Figure.of(text, "万元", places=2)) for kind, text in kinds.items())
    return Goals(False, money=money, address=ROW)


@pytest.mark.parametrize(
    ("kinds", "every", "most"),
    [
        ({"total": "50.00"}, "50.00", "50.00"),
        ({"total": "50.00", "initial": "60.00"}, "50.00", "60.00"),
        ({"total": "50.00", "initial": "40.00"}, "50.00", "50.00"),
        ({"total": "50.00", "initial": None}, "50.00", None),
        ({"total": None, "initial": "60.00"}, None, None),
        ({"appropriation": "30.00", "initial": "60.00"}, "30.00", "60.00"),
        ({"appropriation": "30.00", "other": "20.00"}, "", ""),
        ({}, "", ""),
    ],
)
def test_targets_are_within_what_there_was_at_first_or_is_now(
    kinds: dict[str, str | None], every: str | None, most: str | None
) -> None:
    """A self-evaluation prints the budget as it was and as it became; "" is no figure, None a missing one."""
    found = [all_money(goals(**kinds)), most_money(goals(**kinds))]
    told = ["" if each is None else each.value for each in found]
    assert told == [each and Decimal(each) for each in (every, most)]


# Words --------------------------------------------------------------------------------------------


def said(goal: str, *targets: tuple[str, str], total: str | None = "50.00") -> list[str]:
    """How the numbers of a goal's words are held: the laws and remarks, what agrees, and what is held to nothing."""
    indicators = tuple(
        Indicator(name, target=Target.of(text), last=Target.of(""), place=NOWHERE, address=ROW)
        for name, text in targets
    )
    money = () if total is None else (("total", Figure.of(total, "万元", places=2)),)
    ties = Ties(example("akto"))
    made = Goals(False, goal=goal, indicators=indicators, money=money, address=ROW)
    check_words(ties, made)
    laws = [kind for kind, _ in ties.laws]
    told = [each.severity for each in ties.remarks]
    assert all(each.law == "agree" for each in ties.remarks)
    return [*laws, *told, *["exact"] * ties.exact["agree"], *["unread"] * len(ties.unread)]


@pytest.mark.parametrize(
    ("goal", "held"),
    [
        ("安排资金50万元", ["agree"]),
        ("安排补助40万元", ["contain"]),
        ("安排补助60万元", ["contain"]),  # which is then violated
        ("每人补助40万元/人", ["unread"]),
        ("完成投资90万元", ["unread"]),
        ("改善条件", []),
        ("安排补助40万元，其中设备10万元；另有20万元", ["contain"] * 3),
    ],
)
def test_money_in_the_words_of_a_goal_is_all_of_it_or_within(goal: str, held: list[str]) -> None:
    assert said(goal) == held


def test_money_in_words_is_held_to_nothing_where_none_is_printed() -> None:
    assert said("安排补助40万元", total=None) == ["unread"]


@pytest.mark.parametrize(
    ("goal", "held"),
    [
        ("监督检查12次", ["exact"]),
        ("监督检查13次", ["error"]),  # by all of its name
        ("监督检13次", ["note"]),  # by two thirds
        ("监督13次", ["unread"]),  # by a third
        ("监督检查13人", ["unread"]),
        ("监督检查0.0012万次", ["exact"]),
        ("床位13张", ["note"]),  # a short name
        ("床位12张", ["exact"]),
        ("救护车6辆", ["note"]),
        ("讲师13人", ["unread"]),
        ("设备费8万元", ["exact"]),
        ("设备费9万元", ["note"]),
        ("维修8万元", ["note"]),  # by half
        ("巡查6户", ["note"]),
        ("人数6台", ["note"]),  # a name that is a general word alone
        ("设备费用9万元", ["error"]),
        ("监督检查12次，覆盖率90%，监督检查14次", ["error", "exact", "exact"]),
        ("前文没有数；监督检查：12次", ["unread"]),
        ("完成12次监督检查，", ["exact"]),
        ("完成12次，监督检查", ["unread"]),
    ],
)
def test_numbers_in_the_words_of_a_goal_are_those_of_the_indicators_they_name(
    goal: str, held: list[str]
) -> None:
    targets = (
        ("监督检查", "≥12次"), ("床位", "=12张"), ("覆盖率", "≥90%"), ("设备费用", "≤8万元"),
        ("维修费", "≤7万元"), ("巡查量", "≥5户"), ("人数", "≥5台"),
        ("救护车", "=5辆"),
    )  # fmt: skip
    assert said(goal, *targets) == held


def test_of_indicators_of_like_names_one_that_has_the_number_will_do() -> None:
    targets = (("监督检查", "≥12次"), ("监督检查合计数", "≥20次"))
    assert said("监督检查20次", *targets) == ["exact"]
    assert said("监督检查21次", *targets) == ["error"]


def test_no_more_numbers_of_a_goal_are_held_than_a_bound() -> None:
    words = "监督检查12次；"
    for count, rest in ((400, []), (401, ["unread"]), (500, ["unread"])):
        assert said(words * count, ("监督检查", "≥12次")) == ["exact"] * 400 + rest
