"""What last year's document prints of a scope that was moved since: put right by what has moved, or why it is not."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from cnbudget import Nature, Scope
from cnbudget.messages import Message, say
from cnbudget.narrative.printed import Printed
from cnbudget.ties.last_year import amounts_of, codes_of_scope
from cnbudget.ties.translation import Translated
from tests.invariants.documents import budget


@cache
def last_year() -> Printed:
    rows = [
        "208 | 30.00 | 18.00 | 12.00",
        "20805 | 30.00 | 18.00 | 12.00",
        "2080501 | 10.00 | 10.00 | ",
        "2080502 | 20.00 | 8.00 | 12.00",
        "210 | 0.00 | | ",
        "总计 | 30.00 | 18.00 | 12.00",
    ]
    return Printed(budget(expenditure=rows).tables)


def of(code: str) -> Scope:
    return Scope(code, nature=Nature.PLAIN)


ONE, TWO, NONE, UNLISTED = map(of, ("2080501", "2080502", "210", "2130101"))
LOST = Scope("2080501", "30101", nature=Nature.PLAIN)  # by economic use nothing is printed


@pytest.mark.parametrize(
    ("moved", "found"),
    [
        (Translated(ONE), ["10.00 in 1"]),
        (Translated(ONE, added=(TWO,)), ["30.00 in 2"]),
        (Translated(TWO, taken=(ONE,)), ["10.00 in 2"]),
        (Translated(of("208"), taken=(ONE,), added=(TWO,)), ["40.00 in 3"]),
        # what was nothing, or is in no table that lists all others, moves nothing
        (Translated(ONE, added=(NONE, UNLISTED), taken=(NONE,)), ["10.00 in 1"]),
        (Translated(ONE, ended=(NONE, UNLISTED)), ["10.00 in 1"]),
        (Translated(ONE, added=(Scope("2130101", "30101", nature=Nature.PLAIN),)), ["10.00 in 1"]),
        # and else it is said why not
        (Translated(ONE, added=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, taken=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, ended=(LOST,)), "years.moved_unknown"),
        (Translated(ONE, ended=(TWO,)), "years.ended"),
        (Translated(LOST), "years.not_printed"),
        (Translated(None), "years.no_trace_said"),
        (Translated(None, why=say("years.ended", code="1")), "years.ended"),
    ],
)
def test_what_was_moved_is_put_right(moved: Translated, found: list[str] | str) -> None:
    amounts = amounts_of(last_year(), moved)
    if isinstance(amounts, list):
        wan = [(number.value / 10_000, len(figures)) for number, figures in amounts]
        assert [f"{value:.2f} in {count}" for value, count in wan] == found
    else:
        assert isinstance(amounts, Message)
        assert amounts.key == found


def test_what_a_table_does_not_list_is_nothing_where_it_may_be() -> None:
    assert not isinstance(amounts_of(last_year(), Translated(UNLISTED)), list)
    for scope, wanted, count in ((UNLISTED, 0, 0), (ONE, 100_000, 1)):
        amounts = amounts_of(last_year(), Translated(scope), zero=True)
        assert isinstance(amounts, list)
        assert [(n.value, len(figures)) for n, figures in amounts] == [(Decimal(wanted), count)]


def test_the_codes_of_a_scope_are_named_one_after_another() -> None:
    assert codes_of_scope(Scope("20805", "30101")) == "20805、30101"
    assert codes_of_scope(Scope(("20805", "210"))) == "20805、210"
    assert codes_of_scope(Scope()) == ""
