"""How the tables of a document print their amounts: what is said of the same money elsewhere is printed so, too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.figures import HALF_UP, Figure
from cnbudget.tables.table import Table
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Printing(Value):
    """A unit, how many decimals of it are printed, and what becomes of the rest.

    Attributes:
        unit: The unit of money.
        places: The decimals.
        rounding: How amounts are rounded: one of `cnbudget.figures.ROUNDINGS`.

    >>> import cnbudget
    >>> cnbudget.example("artux").printing
    Printing(unit=Unit.WAN, places=2, rounding='half-up')
    """

    unit: Unit = Unit.WAN
    places: int = 2
    rounding: str = HALF_UP

    @classmethod
    def of(cls, figure: Figure) -> Printing:
        """How a figure is printed.

        >>> from cnbudget import Figure
        >>> Printing.of(Figure.of("498.73", "万元")).places
        2
        """
        return cls(figure.unit, figure.places, figure.column.rounding)

    def rounding_of(self, unit: Unit, places: int) -> str:
        """How an amount outside the tables is rounded: with their last place it is as they print it.

        With another last place it is nobody's copy, and rounded half away from zero (四舍五入).

        Args:
            unit: The amount's unit.
            places: Its printed places.

        >>> from cnbudget.figures import TRUNCATION
        >>> cut = Printing(Unit.WAN, 2, TRUNCATION)
        >>> cut.rounding_of(Unit.WAN, 2), cut.rounding_of(Unit.WAN, 0)
        ('truncation', 'half-up')
        """
        same = places - unit.exponent == self.places - self.unit.exponent
        return self.rounding if same else HALF_UP


#: How most documents print.
USUAL_PRINTING = Printing()


def printing_of(tables: Iterable[Table[Any]], unit: Unit) -> Printing:
    """How the tables of a document print: cut off only where all columns of money are.

    Args:
        tables: The tables.
        unit: Their usual unit.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> printing_of(budget.tables, budget.unit).places
    2
    """
    kinds = {
        column.rounding
        for table in tables
        for side in table.sides
        for column in side.columns
        if not column.measure
    }
    rounding = kinds.pop() if len(kinds) == 1 else HALF_UP
    return Printing(unit, 2 if unit is Unit.WAN else 0, rounding)
