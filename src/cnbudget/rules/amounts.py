"""Sums over figures, exact whatever the host program's decimal context is."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from cnbudget.amounts import exact, yuan_of
from cnbudget.figures import Figure


def value(figure: Figure | None) -> Decimal | None:
    """A figure's amount in 元, or None."""
    return None if figure is None or figure.value is None else yuan_of(figure.value, figure.unit)


def summed(figures: Iterable[Figure]) -> Decimal:
    """The sum of what is printed: of counts, or of one unit of money."""
    return reduce(exact.add, (figure.value or Decimal(0) for figure in figures), Decimal(0))


def money(figures: Iterable[Figure]) -> Decimal:
    """The sum of amounts, in 元; what is missing is left out."""
    return reduce(exact.add, (value(figure) or Decimal(0) for figure in figures), Decimal(0))
