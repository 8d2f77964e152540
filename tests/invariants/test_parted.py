"""Parts of a place in rows of their own: they make up the whole, or are within it, or nothing is known of them."""

from __future__ import annotations

from typing import Any

import pytest

from cnbudget.invariants import ADD_UP, CONTAIN
from cnbudget.invariants.nesting import Where, where_of
from cnbudget.invariants.parted import parted
from cnbudget.scope import PART, SOME, Scope

WHOLE = where_of(Scope("208"))
ONE, OTHER = ((f"{PART}{name}",) for name in ("甲", "乙"))
#: Two kinds, and the figures of each place by them.
K, L = 1, 2


def part(agency: tuple[str, ...]) -> Where:
    return (agency, *WHOLE[1:])


Groups = dict[Where, list[tuple[Any, Any, bool]]]


def laws(groups: Groups, partial: tuple[Where, ...] = ()) -> list[tuple[str, list[int]]]:
    return list(parted(groups, set(partial)))


@pytest.mark.parametrize(
    ("unknown", "partial", "law"),
    [
        (False, (), ADD_UP),
        (True, (), CONTAIN),
        (False, (part(OTHER),), CONTAIN),
        (False, (WHOLE,), ADD_UP),
    ],
)
def test_parts_make_up_their_whole_unless_some_may_be_lacking(
    unknown: bool, partial: tuple[Where, ...], law: str
) -> None:
    groups: Groups = {
        WHOLE: [((K, L), (0, 1), False), ((K,), (2,), False)],
        part(ONE): [((K, L), (10, 11), False)],
        part(OTHER): [((K,), (20,), unknown)],
    }
    # of the other kind one part is not told
    assert laws(groups, partial) == [(law, [0, 10, 20])]
    groups[part(ONE)].append(((K,), (30,), False))
    assert laws(groups, partial) == []


def test_some_of_a_place_is_within_it() -> None:
    groups: Groups = {
        WHOLE: [((K, L), (0, 1), False), ((K,), (2,), False)],
        part((f"{SOME}甲",)): [((K,), (10,), False), ((L, 4), (11, 12), False)],
    }
    assert laws(groups) == [(CONTAIN, [0, 10]), (CONTAIN, [1, 11])]


@pytest.mark.parametrize(
    ("other", "parts"),
    [(None, [10, 20]), ("501", [30]), ("505", [10, 20, 30]), ("50103", [10, 20, 30])],
)
def test_rows_of_one_use_and_several_of_the_governments_codes(
    other: str | None, parts: list[int]
) -> None:
    """They make up the use; those that are counted with a row of the government's code above theirs are not counted."""
    use = Scope(economic="30101")
    groups: Groups = {
        where_of(use): [((K,), (0,), False)],
        where_of(use.evolve(government_economic="50101")): [((K,), (10,), False)],
        where_of(use.evolve(government_economic="50102")): [((K,), (20,), False)],
    }
    if other is not None:
        groups[where_of(use.evolve(government_economic=other))] = [((K,), (30,), False)]
    assert laws(groups) == [(ADD_UP, [0, *parts])]
