"""The stretch factor: how far off the figures are, in one exact number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.checker import check_stretch, half_width
from cnbudget.consistency.evidence import Multiplier, Stretch, Undecided
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.rounding import Rounding
from cnbudget.consistency.simplex import Simplex
from cnbudget.consistency.system import System


def applies(system: System) -> bool:
    """Whether the factor is defined: nearest rounding throughout, and no ratios.

    >>> applies(System([]))
    True
    """
    return not system.ratios and not any(
        cell.rounding is Rounding.TRUNCATE and cell.decimals is not None and cell.value is not None
        for cell in system.cells
    )


def stretch(
    system: System, *, time_limit: float | None = None, clock: Clock | None = None
) -> Stretch | Undecided | None:
    """The least factor by which the roundings must be widened for a ledger to exist.

    Below 1 a ledger exists under every nearest rule, at 1 only ties decide, above 1 there is none.
    Sign rules are disregarded.

    Args:
        system: The system.
        time_limit: Seconds after which to give up.
        clock: A budget to go by instead.

    Returns:
        The factor with a ledger and the derived equality that needs it, verified; ``None`` where
        there is no such factor (ratios, truncation).

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B", "1", decimals=0)]
    >>> stretch(System(cells, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])])).factor
    Fraction(2, 3)
    """
    if not applies(system):
        return None
    grid, clock = IntegerSystem(system), clock or Clock(time_limit)
    halves = [int(2 * half_width(system, cell.id) * grid.scale) for cell in grid.cells]
    best: tuple[Fraction | None, tuple[Multiplier, ...]] = Fraction(0), ()
    try:
        for _, rows in grid.components:
            for r in rows:
                best = _larger(grid, halves, best, {r: Fraction(1)})
        ledger: dict[str, Fraction] = {}
        for cells, rows in grid.components:
            while best[0] is not None:
                found, amounts = _at(grid, halves, best[0], cells, rows, clock)
                if not found:
                    ledger.update(amounts)
                    break
                best = _larger(grid, halves, best, found)
    except OutOfTimeError:
        return Undecided()
    result = Stretch(best[0], {} if best[0] is None else ledger, multipliers=best[1])
    check_stretch(system, result)
    return result


def _larger(
    grid: IntegerSystem,
    halves: Sequence[int],
    best: tuple[Fraction | None, tuple[Multiplier, ...]],
    times: dict[int, Fraction],
) -> tuple[Fraction | None, tuple[Multiplier, ...]]:
    terms, const = grid.combine(dict(times))
    if best[0] is None or any(grid.cells[c].value is None for c in terms):
        return best
    off = abs(sum((a * grid.figures[c] for c, a in terms.items()), const))
    room = sum((abs(a) * halves[c] for c, a in terms.items()), Fraction(0)) / 2
    if room and off / room > best[0]:
        return off / room, grid.multipliers(dict(times))
    return (None, grid.multipliers(dict(times))) if off and not room else best


def _at(
    grid: IntegerSystem,
    halves: Sequence[int],
    factor: Fraction,
    cells: Sequence[int],
    rows: Sequence[int],
    clock: Clock,
) -> tuple[dict[int, Fraction], dict[str, Fraction]]:
    """What refutes the factor for a part, or amounts within it."""
    p, q = factor.numerator, factor.denominator * 2
    place = {c: i for i, c in enumerate(cells)}
    bounds: list[tuple[int | None, int | None]] = []
    for c in cells:
        v = grid.figures[c] * q
        lost = grid.cells[c].value is None
        bounds.append((None, None) if lost else (v - p * halves[c], v + p * halves[c]))
    simplex = Simplex(
        bounds,
        [grid.figures[c] * q for c in cells],
        [(tuple(place[c] for c in grid.rows[r].cols), grid.rows[r].coefs) for r in rows],
        [(-grid.rows[r].const * q, -grid.rows[r].const * q) for r in rows],
        clock,
    )
    basic = simplex.check()
    if basic is None:
        size = q * grid.scale
        amounts = (Fraction(simplex.value[i]) / size for i in range(len(cells)))
        return {}, {grid.cells[c].id: x for c, x in zip(cells, amounts, strict=True)}
    _, marks, den = simplex.identity(basic)
    times = {rows[e]: Fraction(-t) for e, t in marks.items()}
    if basic >= simplex.n:
        times[rows[basic - simplex.n]] = Fraction(den)
    return times, {}
