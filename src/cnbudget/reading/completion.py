"""Filling what was lost, where the laws leave no choice.

A missing figure is filled with the basis *determined* if only one printable value is possible, and
*printed-precision* if only one is on the assumption that the ledger is kept at the printed places (the
other candidates are kept). What the laws leave open stays missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cnbudget.amounts import exact
from cnbudget.figures import Figure, State
from cnbudget.invariants import Compiled
from cnbudget.reading.bounds import STEP, Bounds

__all__ = ["inferred"]

_MOST_CANDIDATES = 50


def inferred(system: Compiled, bounds: Bounds) -> dict[int, Figure]:
    """The missing figures that can be filled, filled, by their indices in the system.

    Args:
        system: The laws.
        bounds: What is possible for what is missing, as far as it was narrowed.
    """
    figures, missing = system.figures, State.MISSING
    lost = [
        i
        for i, value in enumerate(system.values)
        if value is None
        and figures[i].state is missing
        and figures[i].row.scope is not None
        and figures[i].column.scope is not None
    ]
    if not lost:
        return {}
    bounds.narrow(bounds.laws)
    doubtful = _touched(system, bounds.broken)
    precise: Bounds | None = None
    unsettled: set[int] = set()
    filled: dict[int, Figure] = {}
    for i in lost:
        if i in doubtful or not bounds.laws_of.get(i):
            continue
        figure = system.figures[i]
        last = figure.unit.exponent - figure.places - system.exponent
        half = 5 * 10 ** (last - 1)
        low, high = bounds.low[i], bounds.high[i]
        if low is not None and low == high and not low % STEP and low // STEP % (2 * half) == 0:
            filled[i] = _filled(system, figure, low // STEP, "determined", None)
            continue
        values = bounds.printable(i, half, _MOST_CANDIDATES)
        if not values:
            continue
        if len(values) == 1:
            filled[i] = _filled(system, figure, values[0], "determined", values)
            continue
        if precise is None:
            precise = Bounds(system, precise=True)
            unsettled = _touched(system, precise.narrow(precise.laws))
        point = precise.low[i]
        if i in unsettled or point is None or point != precise.high[i] or point % STEP:
            continue
        if point // STEP in values:
            filled[i] = _filled(system, figure, point // STEP, "printed-precision", values)
    return filled


def _touched(system: Compiled, laws: Iterable[int]) -> set[int]:
    return {i for number in laws for i in system.laws[number][1]}


def _filled(
    system: Compiled, figure: Figure, steps: int, basis: str, candidates: list[int] | None
) -> Figure:
    def value(number: int) -> Decimal:
        scaled = Decimal(number).scaleb(system.exponent - figure.unit.exponent, exact)
        return scaled.quantize(Decimal(1).scaleb(-figure.places), context=exact)

    return figure.evolve(
        value=value(steps),
        state=State.INFERRED,
        basis=basis,
        candidates=None if candidates is None else tuple(map(value, candidates)),
    )
