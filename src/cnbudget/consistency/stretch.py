"""The stretch factor: how far off the figures are, in one exact number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.checker import check_stretch, half_width
from cnbudget.consistency.evidence import Multiplier, Stretch, Undecided
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.rounding import Rounding
from cnbudget.consistency.settling import all_hold, settled
from cnbudget.consistency.simplex import Simplex
from cnbudget.consistency.system import System

MOST_EXACT = 20_000_000
"""The most steps for the exact factor; they are long where sums are wide and overlap."""
TRIES = 12
"""How many factors are tried instead, each between two others."""
FINE = 1_000
"""Into how many steps a grid unit is then cut."""


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
        The factor with a ledger and the derived equality that needs it, verified. Where the steps or the time were
        used up first, the best factor that was found, beside what is proven to be needed, or `Undecided` if none was.
        ``None`` where there is no such factor (ratios, truncation).

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
    ledger: dict[str, Fraction] = {}
    given_up = False
    try:
        for _, rows in grid.components:
            for r in rows:
                best = _larger(grid, halves, best, {r: Fraction(1)})
        exact = clock.part(0.7, most=MOST_EXACT)
        for cells, rows in grid.components:
            try:
                while best[0] is not None:
                    found, amounts = _at(grid, halves, best[0], cells, rows, exact)
                    if not found:
                        ledger.update(amounts)
                        break
                    best = _larger(grid, halves, best, found)
            except OutOfTimeError:
                given_up = True
                ledger.update(_from_above(grid, halves, best[0] or Fraction(0), cells, rows, clock))
    except OutOfTimeError:
        return Undecided()
    factor = best[0]
    if given_up and factor is not None:
        needed = (
            _factor(grid, halves, c, ledger[cell.id])
            for c, cell in enumerate(grid.cells)
            if cell.value is not None
        )
        factor = max(factor, *needed)
    lower = None if factor == best[0] else best[0]
    result = Stretch(factor, {} if factor is None else ledger, multipliers=best[1], lower=lower)
    check_stretch(system, result)
    return result


def _from_above(
    grid: IntegerSystem,
    halves: Sequence[int],
    lower: Fraction,
    cells: Sequence[int],
    rows: Sequence[int],
    clock: Clock,
) -> dict[str, Fraction]:
    """Amounts of a part at a factor that is not much larger than need be: the simplex method would take too long.

    Raises:
        OutOfTimeError: None were found.
    """
    found: dict[str, Fraction] | None = None
    factor = low = high = lower
    for _ in range(TRIES):
        amounts = _near(grid, halves, factor, cells, rows, clock)
        if amounts is None:
            low = factor
        else:
            found, high = amounts, factor
            if high == lower:
                break
        factor = 2 * low or Fraction(1, 2) if found is None else (low + high) / 2
    if found is None:
        raise OutOfTimeError
    return found


def _near(
    grid: IntegerSystem,
    halves: Sequence[int],
    factor: Fraction,
    cells: Sequence[int],
    rows: Sequence[int],
    clock: Clock,
) -> dict[str, Fraction] | None:
    """Amounts of a part within a factor, if some are soon found."""
    bounds = list(grid.tight)
    for c in cells:
        room, v = int(factor * halves[c] / 2), grid.figures[c]
        lost = grid.cells[c].value is None
        bounds[c] = (None, False, None, False) if lost else (v - room, False, v + room, False)
    amounts = settled(grid, cells, rows, FINE, clock, bounds)
    if amounts is None or not all_hold(grid, rows, dict(zip(cells, amounts, strict=True)), FINE):
        return None
    size = FINE * grid.scale
    return {grid.cells[c].id: Fraction(x, size) for c, x in zip(cells, amounts, strict=True)}


def _factor(grid: IntegerSystem, halves: Sequence[int], c: int, amount: Fraction) -> Fraction:
    """By what factor a cell's rounding must be widened for an amount."""
    if not halves[c]:
        return Fraction(0)
    return abs(amount * grid.scale - grid.figures[c]) * 2 / halves[c]


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
