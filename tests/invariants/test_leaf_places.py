"""Where figures lie in one another: by rows, columns and kinds."""

from __future__ import annotations

import pytest

from cnbudget import Scope
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.invariants.kinds import kind_of
from cnbudget.invariants.leaf_places import _above, _nested, _overlap
from cnbudget.invariants.nesting import Where, where_of

ALL, SOCIAL, ITEM, HEALTH = (Scope(code) for code in ("", "208", "2080505", "210"))


def wheres(*scopes: Scope | None) -> list[Where | None]:
    return [None if each is None else where_of(each) for each in scopes]


def test_a_row_lies_in_the_next_around_it_of_its_own_kind() -> None:
    assert _above(wheres(ALL, SOCIAL), [1, 1]) == [None, 0]
    assert _above(wheres(ALL, SOCIAL, None, ITEM, HEALTH), [1] * 5) == [None, 0, None, 1, 0]
    assert _above(wheres(ALL, SOCIAL), [1, 2]) == [None, None]
    assert _above(wheres(ALL, ALL, SOCIAL), [1, 2, 2]) == [None, None, 1]


def test_a_kind_lies_in_those_that_have_all_of_it() -> None:
    assert _nested((1, 3, 3, 4)) == ((0, 1), (0, 2))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (SOCIAL, SOCIAL, True),
        (SOCIAL, ITEM, True),
        (SOCIAL, HEALTH, False),
        (SOCIAL, SOCIAL.evolve(nature=Nature.PROJECT), True),
        (Scope("208", nature=Nature.BASIC), Scope("208", nature=Nature.PROJECT), False),
        (Scope("208", nature=Nature.BASIC), Scope("210", nature=Nature.PROJECT), False),
        (Scope("208", source=FundingSource.FUND), Scope("20805", nature=Nature.BASIC), True),
    ],
)
def test_places_overlap_where_both_the_kinds_and_the_rows_meet(
    one: Scope, other: Scope, *, overlap: bool
) -> None:
    ats = [(where_of(each), kind_of(each)) for each in (one, other)]
    assert _overlap(*ats) == _overlap(*reversed(ats)) == overlap
