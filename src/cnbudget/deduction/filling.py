"""Filling what was lost, where the laws leave no choice.

A missing figure is filled with the basis *determined* if only one printable value is possible, and
*printed-precision* if only one is on the assumption that the ledger is kept at the printed places (the
other candidates are kept). What the laws leave open stays missing.

Laws are first taken one by one, in integers, which settles nearly all that can be settled. If something is left
without a value, the exact engine is asked, which takes all laws together, as far as a bounded amount of work goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from cnbudget.amounts import exact
from cnbudget.arithmetic import last_place
from cnbudget.deduction.bounds import STEP, Bounds
from cnbudget.figures import Figure, State
from cnbudget.invariants import Compiled, Derived
from cnbudget.rounding import rule_named

if TYPE_CHECKING:
    from cnbudget.consistency import Range

_MOST_CANDIDATES = 50
_MOST_FIGURES = 5000  # of a document that the engine is asked about
_STEPS = 2000  # of its work, for each figure of the document


def inferred(system: Compiled, bounds: Bounds) -> dict[int, Figure]:
    """The missing figures that can be filled, filled, by their indices in the system.

    Args:
        system: The laws.
        bounds: What is possible for what is missing, as far as it was narrowed.
    """
    lost = [i for i, each in enumerate(system.values) if each is None and bounds.laws_of.get(i)]
    if not lost:
        return {}
    bounds.narrow(bounds.laws)
    doubtful = _touched(system, bounds.broken)
    precise: Bounds | None = None
    unsettled: set[int] = set()
    filled: dict[int, Figure] = {}
    for i in lost:
        if i in doubtful:
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
    # reading is to be quick: the engine is asked where something would else stay missing
    if not bounds.broken and any(i not in filled for i in lost):
        open_ = [i for i in lost if i not in filled or filled[i].basis != "determined"]
        filled |= _together(system, open_, filled)
    return filled


def _together(system: Compiled, lost: list[int], known: dict[int, Figure]) -> dict[int, Figure]:
    """The figures that all laws together leave one value, as far as a bounded amount of work shows."""
    from cnbudget.clock import Clock
    from cnbudget.consistency import ranges
    from cnbudget.deduction.systems import figure_system

    if len(system.figures) > _MOST_FIGURES:
        return {}
    derived = Derived(system.figures, system.laws, ())
    found = ranges(
        figure_system(derived).system,
        [f"f{i}" for i in lost],
        clock=Clock(steps=_STEPS * len(system.figures)),
        tight=False,
    )
    if not isinstance(found, dict):
        return {}
    values = {i: _printable(found[f"f{i}"], system.figures[i]) for i in lost}
    exactly: Mapping[str, Range] = {}
    filled: dict[int, Figure] = {}
    several = [i for i in lost if len(values[i]) > 1 and i not in known]
    if several:
        precise = figure_system(derived, precise=True).system
        points = ranges(
            precise,
            [f"f{i}" for i in several],
            clock=Clock(steps=_STEPS * len(system.figures)),
            tight=False,
        )
        exactly = points if isinstance(points, dict) else {}
    for i in lost:
        figure = system.figures[i]
        if len(values[i]) == 1:
            filled[i] = _inferred(figure, values[i][0], "determined", values[i])
        elif f"f{i}" in exactly:
            point = exactly[f"f{i}"].interval
            at = [value for value in values[i] if _yuan(value, figure) == point.low == point.high]
            if at:
                filled[i] = _inferred(figure, at[0], "printed-precision", values[i])
        elif i in known and known[i].value in values[i]:
            filled[i] = known[i].evolve(candidates=values[i])
    return filled


def _printable(found: Range, figure: Figure) -> tuple[Decimal, ...]:
    """The values that could have been printed, if they are few."""
    from cnbudget.consistency import printable

    decimals, rule = figure.places - figure.unit.exponent, rule_named(figure.column.rounding)
    _, texts = printable(found.interval, decimals, rule, most=_MOST_CANDIDATES)
    return tuple(_value(text, figure) for text in texts)


def _value(yuan: str, figure: Figure) -> Decimal:
    scaled = Decimal(yuan).scaleb(-figure.unit.exponent, exact)
    return scaled.quantize(last_place(figure.places), context=exact)


def _yuan(value: Decimal, figure: Figure) -> Fraction:
    return Fraction(value.scaleb(figure.unit.exponent, exact))


def _inferred(figure: Figure, value: Decimal, basis: str, values: tuple[Decimal, ...]) -> Figure:
    return figure.evolve(value=value, state=State.INFERRED, basis=basis, candidates=values)


def _touched(system: Compiled, laws: Iterable[int]) -> set[int]:
    return {i for number in laws for i in system.laws[number][1]}


def _filled(
    system: Compiled, figure: Figure, steps: int, basis: str, candidates: list[int] | None
) -> Figure:
    def value(number: int) -> Decimal:
        scaled = Decimal(number).scaleb(system.exponent - figure.unit.exponent, exact)
        return scaled.quantize(last_place(figure.places), context=exact)

    return figure.evolve(
        value=value(steps),
        state=State.INFERRED,
        basis=basis,
        candidates=None if candidates is None else tuple(map(value, candidates)),
    )
