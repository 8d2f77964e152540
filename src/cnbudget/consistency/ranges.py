"""The tightest interval of any cell, the figures that fit it, and the proof of both ends."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction

import attrs

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.branches import Branches
from cnbudget.consistency.checker import check_decision
from cnbudget.consistency.core import Core, StepTooCoarseError, refining
from cnbudget.consistency.decision import search
from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.evidence import Decision, End, Inconsistent, Range, Undecided
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.propagation import Sweep, Tree
from cnbudget.consistency.range_checker import RangeChecker, possible
from cnbudget.consistency.rounding import Interval
from cnbudget.consistency.simplex import GOAL, Simplex
from cnbudget.consistency.system import System

VERIFYING = 4
"""Steps for each cell of the amounts that a range is verified with."""

SOLVING = 0.7
"""The share of the time for tightest ranges; in the rest, those still to do are narrowed by propagation."""


def range_of(
    system: System, cell: str, *, freed: bool = False, time_limit: float | None = None
) -> Range | Inconsistent | Undecided:
    """The tightest interval of one cell.

    Args:
        system: The system.
        cell: The cell; lost, or with a figure.
        freed: Whether to disregard the cell's own figure.
        time_limit: Seconds after which to give up.

    Returns:
        The range, or why there is none; verified.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> system = System(
    ...     [Cell("T", "0.03", decimals=2), Cell("A", decimals=2)],
    ...     [Equality("copy", [("T", 1), ("A", -1)])],
    ... )
    >>> found = range_of(system, "A")
    >>> str(found.interval), found.unique
    ('[1/40, 7/200)', '0.03')
    """
    if freed:
        system = system.with_figures({cell: None})
    found = ranges(system, [cell], time_limit=time_limit)
    return found[cell] if isinstance(found, dict) else found


def ranges(
    system: System,
    cells: Iterable[str] | None = None,
    *,
    time_limit: float | None = None,
    clock: Clock | None = None,
    tight: bool = True,
) -> dict[str, Range] | Inconsistent | Undecided:
    """The tightest intervals of several cells; of the lost ones, if none are named.

    When the steps or the time are used up, the ranges still to do are those of propagation and marked incomplete.

    Args:
        system: The system.
        cells: The cells.
        time_limit: Seconds.
        clock: A budget to go by instead.
        tight: Whether to prove that the intervals are the tightest, which takes most of the time. If not, they are
            proven to contain the tightest, and are marked incomplete.

    >>> from cnbudget.consistency.system import Cell, Equality
    >>> cells = [Cell("A", "1", decimals=0), Cell("B")]
    >>> print(ranges(System(cells, [Equality("e", [("A", 2), ("B", -1)])]))["B"].interval)
    [1, 3)
    """
    wanted = [c.id for c in system.cells if c.value is None] if cells is None else list(cells)
    clock = clock or Clock(time_limit)
    grid = IntegerSystem(system)
    decision: Decision
    try:
        decision = search(grid, clock)
    except OutOfTimeError:
        return Undecided()
    check_decision(system, decision)
    if isinstance(decision, Inconsistent):
        return decision
    part_of = {c: k for k, (cells_, _) in enumerate(grid.components) for c in cells_}
    by_part: dict[int, list[str]] = {}
    for name in wanted:
        ratio = system.ratio_of.get(name)
        system[name]
        by_part.setdefault(part_of[grid.index[ratio.den if ratio else name]], []).append(name)
    found: dict[str, Range] = {}
    for k, names in by_part.items():
        found.update(_part(grid, k, names, clock.part(SOLVING), clock, tight=tight))
    return {name: found[name] for name in wanted}


def _part(
    grid: IntegerSystem, k: int, names: list[str], clock: Clock, whole_time: Clock, *, tight: bool
) -> dict[str, Range]:
    cells, rows = grid.components[k]
    found: dict[str, Range] = {}
    checker = RangeChecker(grid.system)

    def work(steps: int) -> None:
        core = Core(grid, cells, rows, steps, clock)
        if core.decide() is not None:
            raise StepTooCoarseError
        for name in names:
            if name in found:
                continue
            clock.check(VERIFYING * len(cells))
            ratio = grid.system.ratio_of.get(name)
            if ratio is None:
                c = grid.index[name]
                low = core.end(c, high=False, tight=tight)
                high = core.end(c, high=True, tight=tight)
            else:
                low = _percentage_end(grid, cells, rows, name, steps, clock, high=False)
                high = _percentage_end(grid, cells, rows, name, steps, clock, high=True)
            claim = _range(grid.system, name, low, high, tight=tight)
            try:
                checker.check(claim)
            except EvidenceError:  # amounts that reach an end only because open ends were moved
                raise StepTooCoarseError from None
            found[name] = claim

    def climb(tree: Tree) -> None:
        branches = Branches(grid, tree, rows, clock)
        for name in names:
            clock.check(VERIFYING * len(cells))
            c = grid.index[name]
            low = branches.end(c, high=False, tight=tight)
            high = branches.end(c, high=True, tight=tight)
            claim = _range(grid.system, name, low, high, tight=tight)
            checker.check(claim)
            found[name] = claim

    sums = all(grid.rows[r].is_equality for r in rows)
    tree = (
        Tree.of(grid, cells, rows)
        if sums and grid.system.ratio_of.keys().isdisjoint(names)
        else None
    )
    try:
        if tree is not None:
            climb(tree)
        else:
            refining(len(cells), work)
    except OutOfTimeError:
        left = [name for name in names if name not in found]
        found.update(_outers(grid, k, left, whole_time, checker))
    return found


def _outers(
    grid: IntegerSystem, k: int, names: list[str], clock: Clock, checker: RangeChecker
) -> dict[str, Range]:
    """What is said of cells of a part when there is no time for more."""
    cells, rows = grid.components[k]
    found = {name: _unknown(name) for name in names}
    with suppress(OutOfTimeError):
        sweep = Sweep(grid, clock)
        sweep.narrow(Tree.of(grid, cells, rows), rows)
        for name in names:
            clock.check(VERIFYING)
            claim = _outer(grid, sweep, name)
            checker.check(claim)
            found[name] = claim
    return found


def _range(system: System, name: str, low: End, high: End, *, tight: bool) -> Range:
    if not tight:
        return Range(name, low, high, complete=False)
    within = Interval(low.value, high.value, low_closed=low.closed, high_closed=high.closed)
    cell = system[name]
    count, candidates = possible(cell.decimals, cell.rounding, within)
    return Range(name, low, high, count=count, candidates=candidates)


def _unknown(name: str) -> Range:
    """Nothing is claimed."""
    return Range(name, End(None, False), End(None, False), complete=False)


def _outer(grid: IntegerSystem, sweep: Sweep, name: str) -> Range:
    """What propagation says of a cell: an interval that contains the tightest."""
    c = grid.index.get(name)
    if c is None:
        return _unknown(name)
    within = sweep.interval(c)
    within = attrs.evolve(
        within,
        low_closed=within.low is not None and within.low_closed,
        high_closed=within.high is not None and within.high_closed,
    )
    low = sweep.explain({(c, 0): Fraction(-1)})
    high = sweep.explain({(c, 1): Fraction(1)})
    return Range(
        name,
        End(within.low, within.low_closed, multipliers=grid.multipliers(low)),
        End(within.high, within.high_closed, multipliers=grid.multipliers(high)),
        complete=False,
    )


def _percentage_end(
    grid: IntegerSystem,
    cells: list[int],
    rows: list[int],
    name: str,
    steps: int,
    clock: Clock,
    *,
    high: bool,
) -> End:
    """The highest or lowest percentage, all amounts divided by the denominator (Charnes, Cooper).

    The variables are the amounts and, last, the scale itself; the denominator is fixed at 1.
    """
    ratio = grid.system.ratio_of[name]
    place = {c: i for i, c in enumerate(cells)}
    den, num = place[grid.index[ratio.den]], place[grid.index[ratio.num]]
    simplex = _scaled(grid, place, rows, den, steps, clock)
    if simplex.check() is not None:
        raise StepTooCoarseError
    sign = 1 if high else -1
    if num == den:
        ended = End(Fraction(100 - ratio.offset), True)
        return _with_limit(grid, cells, simplex, ended, steps)
    entering = simplex.maximise({num: 100 * sign})
    try:
        if entering is not None:
            return _without_end(grid, cells, simplex, entering)
        row_, marks, d = simplex.identity(GOAL)
        times: dict[int, Fraction | int] = {
            rows[e]: Fraction(-t, d) for e, t in marks.items() if e < len(rows)
        }
        for j, a in row_.items():
            if simplex.n <= j < simplex.n + len(rows):
                times[rows[j - simplex.n]] = Fraction(-a, d)
        value = Fraction(row_.get(den, 0), d)
        reached = Fraction(simplex.value[GOAL]) / steps
        ended = End(
            sign * value - ratio.offset, reached == value, multipliers=grid.multipliers(times)
        )
        return _with_limit(grid, cells, simplex, ended, steps)
    finally:
        simplex.forget()


def _scaled(
    grid: IntegerSystem, place: dict[int, int], rows: list[int], den: int, steps: int, clock: Clock
) -> Simplex:
    """The tableau of a part whose amounts are divided by one of them; its last variable is the scale.

    Args:
        grid: The system.
        place: Which variable each cell of the part is.
        rows: The rows of the part.
        den: The variable that is fixed at 1.
        steps: How many steps of the tableau make 1.
        clock: The budget.
    """
    scale = len(place)
    bounds: list[tuple[int | None, int | None]] = [(None, None)] * len(place) + [(1, None)]
    start = [0] * len(place) + [1]
    bounds[den], start[den] = (steps, steps), steps
    table: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    targets: list[tuple[int | None, int | None]] = []
    for r in rows:
        row = grid.rows[r]
        terms = {place[c]: a for c, a in zip(row.cols, row.coefs, strict=True)}
        if row.const:
            terms[scale] = row.const
        table.append((tuple(terms), tuple(terms.values())))
        low = int(row.strict)
        targets.append((low, low if row.is_equality else None))
    for c, i in place.items():
        lo, lo_open, hi, hi_open = grid.tight[c]
        for end, is_open, sign in ((lo, lo_open, 1), (hi, hi_open, -1)):
            if end is not None:
                terms = {i: sign}
                if end:
                    terms[scale] = -sign * end
                table.append((tuple(terms), tuple(terms.values())))
                targets.append((int(is_open), None))
    return Simplex(bounds, start, table, targets, clock)


def _without_end(grid: IntegerSystem, cells: list[int], simplex: Simplex, entering: int) -> End:
    """No end, with the direction in which the percentage goes on and on."""
    rates = simplex.rates(entering)
    rates[entering] = Fraction(1)
    way = 1 if simplex.rows[GOAL][entering] > 0 else -1
    limit = {grid.cells[c].id: way * rates.get(i, Fraction(0)) for i, c in enumerate(cells)}
    scale = way * rates.get(len(cells), Fraction(0)) * grid.scale
    return End(None, False, limit=limit, scale=scale)


def _with_limit(
    grid: IntegerSystem, cells: list[int], simplex: Simplex, end: End, steps: int
) -> End:
    """The end with the amounts that reach it; open ends moved back where the end is open."""
    n = simplex.n
    loose: dict[int, Fraction] = {}
    for j in range(n + simplex.m):
        if j not in simplex.rows:
            value = Fraction(simplex.value[j]) / steps
            strict = simplex.lo[j] == 1 and simplex.value[j] == 1
            loose[j] = Fraction(0) if strict and not end.closed else value
    amounts: list[Fraction] = []
    for i in range(n):
        if i in loose:
            amounts.append(loose[i])
        elif end.closed:
            amounts.append(Fraction(simplex.value[i]) / steps)
        else:
            row, _, d = simplex.identity(i)
            amounts.append(sum((a * loose[j] for j, a in row.items()), Fraction(0)) / d)
    # The scale counts in units of the grid; an amount is its variable over the scale.
    scale = amounts[-1] * grid.scale
    size = scale if end.closed else Fraction(1)
    named = {grid.cells[c].id: amounts[i] / size for i, c in enumerate(cells)}
    return End(
        end.value,
        end.closed,
        multipliers=end.multipliers,
        limit=named,
        scale=Fraction(1) if end.closed else scale,
    )
