"""Sums of figures: what is missing adds nothing."""

from __future__ import annotations

from decimal import Decimal

from cnbudget import Figure, Unit
from cnbudget.rules.amounts import money, summed, value

FIGURES = [Figure.of(each, Unit.WAN, places=2) for each in ("1.50", None, "0.25")]


def test_an_amount_is_in_yuan() -> None:
    assert [value(each) for each in (*FIGURES, None)] == [15_000, None, 2_500, None]


def test_sums() -> None:
    assert summed(FIGURES) == Decimal("1.75")
    assert money(FIGURES) == 17_500
    for nothing in ([], FIGURES[1:2]):
        assert summed(nothing) == 0
        assert money(nothing) == 0
