"""What the text says of side matters, as figures under names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cnbudget import Figure
from cnbudget.performance import Asset, Assets
from cnbudget.rules.matters import MATTERS, vehicles_of


def asset(number: int | None, value: int | None = None) -> Asset:
    return Asset(
        "车辆",
        None if number is None else Figure.of(number),
        value=None if value is None else Figure.of(value),
    )


def told(whole: Asset, kinds: list[Asset], name: str = "numbers") -> list[int | None]:
    found = MATTERS["vehicles"].figures((whole, tuple(kinds)), name)
    assert not isinstance(found, int)
    return [None if each is None or each.value is None else int(each.value) for each in found]


def test_vehicles_are_told_with_their_kinds() -> None:
    three, kinds = asset(3, 90), [asset(1, 40), asset(2, 50)]
    assert told(three, kinds) == [1, 2]
    assert told(three, kinds, "values") == [40, 50]
    assert (told(three, kinds, "number"), told(three, kinds, "value")) == ([3], [90])
    assert told(three, [asset(1), asset(None)]) == []


@pytest.mark.parametrize(
    ("whole", "lone", "sums"),
    [(16, 9, []), (16, 0, []), (1, 0, []), (9, 9, [9]), (9, 16, [16]), (0, 0, [0]), (None, 9, [9]), (9, None, [])],
)  # fmt: skip
def test_one_kind_that_is_fewer_is_one_among_others(
    whole: int | None, lone: int | None, sums: list[int]
) -> None:
    assert told(asset(whole), [asset(lone)]) == sums


def test_vehicles_without_kinds_are_no_thing_of_rules() -> None:
    plan = Assets(vehicles=asset(3), vehicle_kinds=(asset(3),), planned_vehicles=asset(1))
    assert vehicles_of(plan) == [(asset(3), (asset(3),))]
    assert vehicles_of(Assets(vehicle_kinds=(asset(3),))) == []
    for assets, count in ((plan, 1), (None, 0)):
        book: Any = SimpleNamespace(sides=SimpleNamespace(assets=assets))
        assert len(list(MATTERS["vehicles"].things(book))) == count


def test_the_size_of_a_project_is_its_first_sum_where_no_size_is_told() -> None:
    size, first, second = (Figure.of(each) for each in (1, 2, 3))
    named = MATTERS["described"].figures
    with_size: Any = SimpleNamespace(size=size, sums=(first, second), sizes=(size, second))
    without: Any = SimpleNamespace(size=None, sums=(first, second), sizes=())
    nothing: Any = SimpleNamespace(size=None, sums=(), sizes=())
    assert [named(each, "money") for each in (with_size, without, nothing)] == [
        [size],
        [first],
        [None],
    ]
    assert (named(without, "size"), named(with_size, "size")) == ([None], [size])
    assert named(with_size, "again") == (second,)
