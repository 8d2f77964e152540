"""Laws and remarks as they are gathered: what is held, how severe it is, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Figure, Verdict, example
from cnbudget.figures import ColumnAddress
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN
from cnbudget.messages import say
from cnbudget.performance import Staff
from cnbudget.ties.laws import Ties

AKTO = example("akto")


def people(number: int | None) -> Figure:
    return Figure.of(number).evolve(column=ColumnAddress("", measure="人"))


def remarks(**kinds: int) -> list[tuple[str, str, Decimal | None]]:
    """What is said of staff: the law, how severe it is, and what was expected."""
    ties = Ties(AKTO)
    ties.hold("staff", Staff(tuple((kind, people(n)) for kind, n in kinds.items())))
    assert all(each.verdict is Verdict.VIOLATED for each in ties.remarks)
    return [(each.law, each.severity, each.expected) for each in ties.remarks]


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ({"establishment": 9, "administrative": 5, "workers": 4}, None),
        # posts that no kind names are noted, more than there are are not
        ({"establishment": 9, "administrative": 5, "workers": 3}, ("note", 8)),
        ({"establishment": 9, "administrative": 5, "workers": 5}, ("error", 10)),
        ({"establishment": 9, "administrative": 5}, None),
        ({"actual": 9, "serving": 5, "retired": 4}, None),
        # those who serve alone are called all that there are
        ({"actual": 9, "serving": 9, "retired": 4}, ("note", 13)),
        ({"actual": 9, "serving": 5, "retired": 3}, ("error", 8)),
        ({"actual": 9, "serving": 0, "retired": 9}, None),
        ({"actual": 9, "serving": 4, "retired": 9}, ("error", 13)),
        ({"actual": 9, "serving": 5}, None),
    ],
)
def test_counts_that_differ_are_faults_or_noted(
    kinds: dict[str, int], told: tuple[str, int] | None
) -> None:
    found = remarks(**kinds)
    assert found == ([] if told is None else [("count", told[0], Decimal(told[1]))])


def test_what_was_counted_is_held_however_it_came_out() -> None:
    for whole in (3, 4):
        ties = Ties(AKTO)
        said, a, b, other = map(people, (whole, 1, 2, 3))
        ties.counted(said, 3, say("sides.posts_by_kind"), a, b)
        assert ties.alone([said, a, b, other]) == [other]


def test_a_count_that_is_not_known_is_held_to_nothing() -> None:
    for whole, expected in ((people(None), 3), (people(3), None), (None, 3)):
        ties = Ties(AKTO)
        ties.counted(whole, expected, say("sides.posts_by_kind"))
        assert (ties.remarks, ties.exact["count"]) == ([], 0)


def test_laws_are_of_what_is_there() -> None:
    a, b, c, alone = map(people, (1, 2, 3, 4))
    ties = Ties(AKTO)
    ties.agree(a)
    ties.agree(a, None)
    ties.add_up(None, [a, b])
    ties.add_up(a, [None])
    ties.contain(None, a)
    ties.contain(a, None)
    assert ties.laws == []
    ties.agree(None, a, b)
    ties.add_up(c, [a, None, b])
    ties.add_up(c, [None, b])
    ties.contain(c, a, None)
    assert ties.laws == [(AGREE, (a, b)), (ADD_UP, (c, a, b)), (AGREE, (c, b)), (CONTAIN, (c, a))]
    assert ties.alone([a, b, c, alone]) == [alone]
