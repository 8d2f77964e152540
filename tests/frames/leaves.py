"""The leaves of documents, held to what they are said to be by scopes alone: nothing here shares code with them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from cnbudget import Disclosure, Figure, Scope, State
from cnbudget.invariants import derived_of
from cnbudget.invariants.leaf_places import SUMMED, Summed, leaf_places
from cnbudget.invariants.leaves import summed_in

__all__ = ["Wrong", "overlapping", "summed_figures", "sums_that_differ"]


class Wrong(NamedTuple):
    """A total that is not the sum of the leaves in it."""

    total: Figure
    leaves: list[Figure]


def summed_figures(budget: Disclosure) -> Iterator[list[tuple[Figure, Summed]]]:
    """The figures of each side of each table, with what they are."""
    sides = [
        leaf_places([row.address.scope for row in side.rows], [each.scope for each in side.columns])
        for table in budget.tables
        for side in table.sides
    ]
    found = iter(SUMMED[each] for each in summed_in(derived_of(budget), sides))
    for table in budget.tables:
        for side in table.sides:
            yield [(figure, next(found)) for figure in side.figures]


def scope_of(figure: Figure) -> Scope:
    assert figure.scope is not None
    return figure.scope


def printed_leaves(side: list[tuple[Figure, Summed]]) -> list[Figure]:
    return [f for f, what in side if what is Summed.LEAF and f.state is not State.BLANK]


def overlapping(budget: Disclosure, most: int = 10**9) -> list[tuple[Figure, Figure]]:
    """Leaves of one side that have an entry in common; of sides with very many, the first ones."""
    found = []
    for side in summed_figures(budget):
        leaves = [(figure, scope_of(figure)) for figure in printed_leaves(side)[:most]]
        for number, (one, scope) in enumerate(leaves):
            found += [(one, other) for other, theirs in leaves[:number] if scope.meet(theirs)]
    return found


def sums_that_differ(budget: Disclosure) -> tuple[int, list[Wrong]]:
    """How many totals were compared with the leaves in them, and those that differ by more than rounding."""
    compared, wrong = 0, []
    for side in summed_figures(budget):
        leaves = [(figure, scope_of(figure)) for figure in printed_leaves(side)]
        for figure, what in side:
            if what is not Summed.TOTAL or figure.state is State.BLANK:
                continue
            scope = scope_of(figure)
            inside = [leaf for leaf, theirs in leaves if theirs < scope]
            if figure.value is None or any(leaf.value is None for leaf in inside):
                continue
            compared += 1
            if not _rounds(figure, inside):
                wrong.append(Wrong(figure, inside))
    return compared, wrong


def _rounds(total: Figure, leaves: list[Figure]) -> bool:
    """Whether true amounts can print as these, half a place each; measured wider than any rule of rounding."""
    if total.column.measure:
        return total.value == sum((leaf.value or Decimal(0) for leaf in leaves), Decimal(0))
    places = [Decimal(1).scaleb(each.unit.exponent - each.places) for each in (total, *leaves)]
    difference = total.amount.yuan - sum((leaf.amount.yuan for leaf in leaves), Decimal(0))
    half = Decimal("0.5") if total.column.rounding == "half-up" else Decimal(1)
    return abs(difference) <= half * sum(places, Decimal(0))
