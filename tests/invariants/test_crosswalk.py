"""What is by one of the two economic classifications within what is by the other, as the official crosswalk has it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from cnbudget import Scope
from cnbudget.classification.crosswalk import shipped_pairs
from cnbudget.invariants import crosswalk
from cnbudget.invariants.crosswalk import categories_for, crossed
from cnbudget.invariants.nesting import Apart, where_of


def contained(*scopes: Scope | None, kinds: tuple[int, ...] = ()) -> list[list[int]]:
    """The containments between one figure of each scope, by their numbers; None is a row by itself."""
    groups = {
        ((), ("208",), ("301",), (), Apart(n)) if scope is None else where_of(scope): [
            ([kinds[n] if kinds else 1], [n], False)
        ]
        for n, scope in enumerate(scopes)
    }
    return sorted(crossed(groups))


def use(code: str) -> Scope:
    return Scope("208", economic=code)


def government(code: str) -> Scope:
    return Scope("208", government_economic=code)


def test_sections_have_the_categories_of_all_their_pairs() -> None:
    crosswalk._lists.cache_clear()
    categories_for.cache_clear()
    found: dict[str, set[str]] = defaultdict(set)
    for one, other, *_ in shipped_pairs():
        found[one].add(other[:3])
        found[other].add(one[:3])
    assert {code: categories_for(code) for code in found} == found
    assert [sorted(categories_for(code)) for code in ("501", "505")] == [["301"], []]


@pytest.mark.parametrize(
    ("whole", "part", "held"),
    [
        (use("301"), government("501"), True),
        (use("301"), government("50101"), True),
        (use("302"), government("501"), False),
        (use("309"), government("506"), False),  # can be of 310 as well
        (use("301"), government("505"), False),  # pays whole institutions
        (government("509"), use("30302"), True),
        (government("501"), use("30101"), False),  # can be of 505 as well
        (use("301"), Scope("210", government_economic="501"), False),
        (use("301"), Scope("208", economic="301", government_economic="501"), False),
        (use("301"), Scope("208"), False),
        (None, government("501"), False),
    ],
)
def test_what_is_within_what(whole: Scope | None, part: Scope, *, held: bool) -> None:
    assert contained(whole, part) == ([[0, 1]] if held else [])


@pytest.mark.parametrize("rest", [{"year": 2025}, {"stage": "决算"}])
def test_only_what_is_alike_in_all_else_is_within(rest: dict[str, Any]) -> None:
    whole, part = use("301"), government("501")
    assert contained(whole.evolve(**rest), part) == contained(whole, part.evolve(**rest)) == []
    assert contained(whole.evolve(**rest), part.evolve(**rest)) == [[0, 1]]


def test_what_lies_in_another_part_is_counted_with_it() -> None:
    parts = [government(code) for code in ("501", "50101", "50102")]
    assert contained(use("301"), *parts) == [[0, 1]]
    assert contained(use("301"), *parts[1:]) == [[0, 1, 2]]


def test_the_least_kind_that_has_all_of_a_part_holds_it() -> None:
    assert contained(use("301"), government("501"), kinds=(0b11, 0b01)) == [[0, 1]]
    assert contained(use("301"), government("501"), kinds=(0b01, 0b11)) == []
    wide, narrow = [([0b111, 0b011], [0, 1], False)], [([0b001], [2], False)]
    assert [*crossed({where_of(use("301")): wide, where_of(government("501")): narrow})] == [[1, 2]]
