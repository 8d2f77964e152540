"""To what agency running costs are held: the operating expenditure of appropriations, or what stands for it."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, FundingSource, Nature, Unit, example
from cnbudget.invariants import AGREE, CONTAIN
from cnbudget.performance import Performance, RunningCosts
from cnbudget.performance.sides import Sides
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
