"""Figures that text and goals state, with their addresses."""

from __future__ import annotations

from decimal import Decimal

from cnbudget.amounts import Unit
from cnbudget.figures import HALF_UP, NOWHERE, ColumnAddress, Figure, Place, RowAddress
from cnbudget.performance.quantities import Quantity
from cnbudget.scope import Scope
from cnbudget.tables import Printing


def stated(
    number: Quantity | tuple[Decimal, int],
    *,
    row: RowAddress,
    column: str,
    unit: Unit = Unit.WAN,
    measure: str = "",
    place: Place = NOWHERE,
    scope: Scope | None = None,
    least: Printing | None = None,
    key: str = "",
) -> Figure:
    """A figure for a stated number.

    Args:
        number: The quantity, or a value and its places.
        row: What it is said of.
        column: What is said: the label of the number.
        unit: The unit of money, if the number is not a quantity that has one.
        measure: What is counted; "" for money.
        place: Where it stands.
        scope: What it totals, if that is known.
        least: How the document's tables print: a number of their unit which is printed with fewer places has dropped
            its zeros (3万元 beside 3.00), and where they cut amounts off, so do those who copy them.
        key: The package's name of what is said, the label if not given.
    """
    if isinstance(number, Quantity):
        value, places = number.value, number.places
        unit = number.money or unit
        measure = measure or number.counter
    else:
        value, places = number
    rounding = HALF_UP
    if not measure and least is not None:
        if least.unit is unit:
            places = max(places, least.places)
        rounding = least.rounding_of(unit, places)
    return Figure(
        value,
        unit if not measure else Unit.YUAN,
        places=places,
        row=row,
        column=ColumnAddress(
            key or column, column, path=(column,), scope=scope, rounding=rounding, measure=measure
        ),
        place=place,
    )
