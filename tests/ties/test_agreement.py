"""An amount of the text beside a finer one of a table: rounded or cut off, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import attrs
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Unit, Verdict, example
from cnbudget.amounts import round_half_away
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.ties.agreement import agreement, rounds_to


@cache
def _claim() -> Claim:
    return attrs.evolve(example("artux").narrative.claims[0], kind="amount")


def _verdict(stated: Decimal, places: int, printed: Decimal, finer: int) -> Verdict:
    """How an amount of the text comes out beside one of a table, both in 万元."""
    claim = attrs.evolve(_claim(), value=stated, unit=Unit.WAN, places=places)
    figure = Figure.of(printed, Unit.WAN, places=finer)
    mine, there = number_of(claim), number_of(figure)
    assert mine is not None
    assert there is not None
    return agreement(claim, figure, mine, there).verdict


@given(st.integers(0, 2), st.integers(0, 3), st.integers(1, 3) | st.integers(1, 5000))
def test_a_coarser_amount_is_rounded_or_cut_off_from_the_table_s(
    places: int, more: int, stated: int
) -> None:
    """Of all amounts of the table that are about that of the text, those that are told and those that are not."""
    step = 10**more
    mine = Decimal(stated).scaleb(-places)
    ends = {end * step // 2 + by for end in (-2, -1, 0, 1, 2) for by in (-1, 0, 1)}
    for off in sorted(ends):
        there = Decimal(stated * step + off).scaleb(-places - more)
        if round_half_away(there, places) == mine:
            wanted = Verdict.EXACT
        else:
            wanted = Verdict.ROUNDING if 0 <= off < step else Verdict.VIOLATED
        assert _verdict(mine, places, there, places + more) is wanted, (mine, there)


def test_what_is_less_than_the_last_place_of_the_text_is_nothing_cut_off() -> None:
    assert _verdict(Decimal(0), 0, Decimal("0.9"), 1) is Verdict.ROUNDING
    assert _verdict(Decimal(0), 0, Decimal("1.0"), 1) is Verdict.VIOLATED
    assert _verdict(Decimal(0), 0, Decimal("-0.9"), 1) is Verdict.VIOLATED


@given(st.integers(1, 5000), st.integers(-3000, 3000))
def test_a_finer_amount_of_the_text_rounds_to_the_table_s(stated: int, off: int) -> None:
    mine, there = Decimal(stated).scaleb(-3), Decimal(stated + off).scaleb(-3)
    printed = round_half_away(there, 1)
    rounded = round_half_away(mine, 1) == printed
    assert (_verdict(mine, 3, printed, 1) is Verdict.EXACT) == rounded


@given(st.integers(0, 3), st.integers(-9999, 9999), st.integers(-2, 2))
def test_an_amount_of_the_table_rounds_to_that_of_the_text_or_not(
    places: int, printed: int, off: int
) -> None:
    amount = Decimal(printed).scaleb(-2)
    stated = round_half_away(amount, places) + Decimal(off).scaleb(-places)
    claim = attrs.evolve(_claim(), value=stated, unit=Unit.WAN, places=places)
    assert rounds_to(Figure.of(amount, Unit.WAN, places=2), claim) == (not off)
    assert rounds_to(Figure.of(amount * 10_000, places=2), claim) == (not off)
    assert not rounds_to(Figure.of(None, Unit.WAN, places=2), claim)
    assert not rounds_to(Figure.of(amount, Unit.WAN, places=2), attrs.evolve(claim, unit=None))
