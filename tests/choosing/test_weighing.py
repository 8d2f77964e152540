"""What one way to take a document costs beside another, in numbers that would have to be wrong."""

from __future__ import annotations

from decimal import Decimal

from cnbudget import Disclosure, Figure, example
from cnbudget.choosing.weighing import Taken, cells_to_change


def _more(budget: Disclosure, *figures: Figure) -> Taken:
    """A document in which some numbers are larger."""
    wrong = [(f, f.evolve(value=(f.value or Decimal(0)) + 5)) for f in figures]
    return Taken(budget.with_figures(wrong).tables)


def test_a_number_that_is_wrong_either_way_costs_nothing() -> None:
    """A wrong total breaks its row and its column; with a wrong part beside it, its column and that of the part."""
    budget = example("akto")
    row = budget.expenditure.total
    assert row is not None
    right, total, both = (
        _more(budget),
        _more(budget, row.total),
        _more(budget, row.total, row.basic),
    )
    assert not right.broken
    assert cells_to_change(total, right) == 1
    assert cells_to_change(both, right) == 2
    assert cells_to_change(right, total) == cells_to_change(total, total) == 0
    assert (
        cells_to_change(total, both) == 0
    )  # the total is wrong there, too, and breaks the row besides
    elsewhere = _more(budget, row.total, budget.expenditure["2101101"].basic)
    assert cells_to_change(elsewhere, both) == 1  # but for that one number more is wrong
