"""Whether one ledger explains all figures at once, with a ledger or a refutation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

import attrs

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.checker import check_decision
from cnbudget.consistency.core import Core, refining
from cnbudget.consistency.evidence import (
    Consistent,
    Decision,
    Fit,
    Inconsistent,
    Refutation,
    Standing,
    Undecided,
)
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.propagation import Sweep, Tree
from cnbudget.consistency.rounding import Interval, Rounding
from cnbudget.consistency.settling import all_hold, settled
from cnbudget.consistency.system import Cell, Equality, System

LOOKING = 4
"""Steps for each cell and term of a system that is decided, beside those of what is found hard in it."""


def decide(
    system: System, *, time_limit: float | None = None, clock: Clock | None = None
) -> Decision:
    """Decide whether true amounts exist that obey all constraints and print as all figures.

    Args:
        system: The system.
        time_limit: Seconds after which to give up.
        clock: A budget to go by instead.

    Returns:
        `Consistent` with a ledger, `Inconsistent` with a refutation, or `Undecided` when the time
        or the steps were used up; the evidence has been verified.

    >>> from cnbudget.consistency.system import Cell
    >>> three = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B", "1", decimals=0)]
    >>> decide(System(three, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])]))
    Consistent(ledger=<3 cells>)
    >>> refuted = decide(System(three, [Equality("copy", [("T", 1), ("A", -1)])]))
    >>> refuted.refutation.cells
    ('T', 'A')
    """
    clock = clock or Clock(time_limit)
    try:
        decision = search(IntegerSystem(system), clock)
    except OutOfTimeError:
        return Undecided()
    check_decision(system, decision)
    return decision


def search(grid: IntegerSystem, clock: Clock) -> Consistent | Inconsistent:
    """Decide part by part, not yet verified."""
    clock.check(LOOKING * (len(grid.cells) + sum([len(row.cols) for row in grid.rows])))
    empties = grid.empties()
    if empties:
        return Inconsistent(empties[0])
    sweep = Sweep(grid, clock)
    ledger: dict[str, Fraction] = {}
    for cells, rows in grid.components:
        tree = Tree.of(grid, cells, rows) if cells else None
        found: Refutation | None
        if tree is not None:
            clock.check()
            found = sweep.narrow(tree, rows)
            part = {} if found else sweep.ledger(tree)
        else:
            found, part = refining(len(cells), partial(_core, grid, cells, rows, clock))
        if found is not None:
            return Inconsistent(found)
        ledger.update((grid.cells[c].id, x) for c, x in part.items())
    return Consistent(with_percentages(grid.system, ledger))


def _core(
    grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int], clock: Clock, steps: int
) -> tuple[Refutation | None, dict[int, Fraction]]:
    amounts = settled(grid, cells, rows, steps, clock)
    if amounts is not None:
        known = dict(zip(cells, amounts, strict=True))
        if all_hold(grid, rows, known, steps):
            size = steps * grid.scale
            return None, {c: Fraction(x, size) for c, x in known.items()}
    core = Core(grid, cells, rows, steps, clock, start=amounts)
    found = core.decide()
    return found, {} if found else core.ledger()


def with_percentages(system: System, ledger: dict[str, Fraction]) -> dict[str, Fraction]:
    """Amounts with the percentages that follow; a percentage of no ratio is not missed."""
    for pct, ratio in system.ratio_of.items():
        ledger[pct] = 100 * ledger[ratio.num] / ledger[ratio.den] - ratio.offset
    return ledger


def standing(system: System, constraint: str) -> Standing:
    """How one constraint fares by itself, all others forgotten.

    Args:
        system: The system.
        constraint: The name of the constraint.

    >>> from cnbudget.consistency.system import Cell
    >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B", "1", decimals=0)]
    >>> system = System(cells, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])])
    >>> found = standing(system, "sum")
    >>> found.verdict, found.residual, found.slack
    (<Fit.ROUNDING: 'rounding'>, Fraction(1, 1), Fraction(3, 2))
    """
    equality = system.constraint(constraint)
    if not isinstance(equality, Equality):
        return _ratio_standing(system, constraint)
    total, loose = (
        Interval(equality.const, equality.const),
        Interval(equality.const, equality.const),
    )
    residual, slack = equality.const, Fraction(0)
    lost = empty = False
    for name, k in equality.terms:
        cell = system[name]
        bound = system.intervals[name]
        empty = empty or bound.is_empty
        total = _plus(total, k, bound)
        loose = _plus(loose, k, bound.closure)
        if cell.value is None:
            lost = True
        else:
            shown = cell.printed
            residual += k * Fraction(cell.value)
            slack += abs(k) * ((shown.high or 0) - (shown.low or 0)) / 2
    if 0 not in total or empty:
        verdict = Fit.TIE if 0 in loose and not empty else Fit.BROKEN
    elif lost:
        verdict = Fit.UNDECIDED
    else:
        verdict = Fit.ROUNDING if residual else Fit.EXACT
    if lost:
        return Standing(constraint, verdict)
    return Standing(constraint, verdict, residual=residual, slack=slack)


def _ratio_standing(system: System, constraint: str) -> Standing:
    ratio = system.ratio_of[next(r.pct for r in system.ratios if r.id == constraint)]
    names = dict.fromkeys((ratio.num, ratio.den, ratio.pct))
    alone = System([system[name] for name in names], ratios=[ratio])
    num, den, pct = (system[name].value for name in (ratio.num, ratio.den, ratio.pct))
    if isinstance(decide(alone), Inconsistent):
        closed = [attrs.evolve(system[name], rounding=_closed(system[name])) for name in names]
        tie = isinstance(decide(System(closed, ratios=[ratio])), Consistent)
        return Standing(constraint, Fit.TIE if tie else Fit.BROKEN)
    if num is None or den is None or pct is None:
        return Standing(constraint, Fit.UNDECIDED)
    residual = Fraction(pct) + ratio.offset - 100 * Fraction(num) / Fraction(den) if den else None
    verdict = Fit.EXACT if residual == 0 else Fit.ROUNDING
    return Standing(constraint, verdict, residual=residual)


def _closed(cell: Cell) -> Rounding:
    kept = cell.rounding in (Rounding.TRUNCATE, Rounding.EXACT)
    return cell.rounding if kept else Rounding.CLOSED


def _plus(total: Interval[Fraction], k: Fraction, bound: Interval[Fraction]) -> Interval[Fraction]:
    lo, hi, lo_closed, hi_closed = bound.low, bound.high, bound.low_closed, bound.high_closed
    if k < 0:
        lo, hi, lo_closed, hi_closed = hi, lo, hi_closed, lo_closed
    return Interval(
        None if lo is None or total.low is None else total.low + k * lo,
        None if hi is None or total.high is None else total.high + k * hi,
        low_closed=total.low_closed and lo_closed,
        high_closed=total.high_closed and hi_closed,
    )
