"""The money that a table of goals is held to, and what its words count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Figure
from cnbudget.performance import Goals
from cnbudget.ties.goal_words import all_money, most_money

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
