"""One connected part of a system as a simplex tableau, and its answers in the system's terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import ne
from typing import TypeVar

from cnbudget.clock import Clock
from cnbudget.consistency.errors import EvidenceError
from cnbudget.consistency.evidence import End, Refutation
from cnbudget.consistency.grid import Bound, IntegerSystem
from cnbudget.consistency.simplex import GOAL, Exact, Simplex, divide
from cnbudget.messages import say

FIRST_STEP = 5000
"""Steps per grid unit to begin with: with two decimals of 万元 a step is one 分."""

FINEST_STEP = 10**4000
"""Finer steps than this no system of a size that fits a computer has asked for."""

BUILDING = 4
"""Steps for each cell and term of a tableau that is set up."""

DERIVING = 4
"""Steps for each term that a derived equality is made up of."""

Asked = TypeVar("Asked")


class StepTooCoarseError(Exception):
    """An answer leant on the steps that stand for open ends; finer ones are needed."""


def finer(steps: int) -> int:
    """The next finer steps.

    Raises:
        EvidenceError: They are so fine that something else must be wrong.

    >>> finer(5000)
    50000000
    """
    if steps > FINEST_STEP:
        raise EvidenceError(say("consistency.no_evidence"))
    return steps * 10**4


def refining(cells: int, ask: Callable[[int], Asked]) -> Asked:
    """Ask with finer and finer steps until the answer does not lean on them.

    >>> refining(10, lambda steps: steps)
    5000
    """
    steps = FIRST_STEP
    while steps < 2 * cells:
        steps *= 100
    while True:
        try:
            return ask(steps)
        except StepTooCoarseError:
            steps = finer(steps)


class Core:
    """The tableau of some cells and rows of a grid.

    Args:
        grid: The system as integers.
        cells: The cells, by their place in the grid.
        rows: The rows, by their place in the grid; they have no other cells.
        steps: Into how many steps a grid unit is cut; an open end is one step inside.
        clock: The budget.
        start: First amounts of the cells, within their intervals; the figures if not given.
    """

    def __init__(
        self,
        grid: IntegerSystem,
        cells: Sequence[int],
        rows: Sequence[int],
        steps: int,
        clock: Clock,
        *,
        start: Sequence[int] | None = None,
    ) -> None:
        clock.check(BUILDING * (len(cells) + sum([len(grid.rows[r].cols) for r in rows])))
        self.grid, self.steps = grid, steps
        self.bounds: list[Bound] = grid.tight
        self.freed: frozenset[str] = frozenset()
        self._last: list[tuple[Exact, Fraction]] = []
        self._base: tuple[list[Exact], Mapping[str, Fraction]] | None = None
        self.cells, self.rows = list(cells), list(rows)
        self.slack = {r: len(self.cells) + k for k, r in enumerate(self.rows)}
        self.ratio_rows = [r for r in self.rows if grid.rows[r].pct is not None]
        self.place = {c: i for i, c in enumerate(self.cells)}
        place = self.place
        bounds = [self.shut(grid.tight[c]) for c in self.cells]
        self.simplex = Simplex(
            bounds,
            start
            or [self._start(c, lo, hi) for c, (lo, hi) in zip(self.cells, bounds, strict=True)],
            [([place[c] for c in grid.rows[r].cols], grid.rows[r].coefs) for r in self.rows],
            [self.target(r) for r in self.rows],
            clock,
        )

    def shut(self, bound: Bound) -> tuple[int | None, int | None]:
        """The closed bounds, in steps, that stand for an interval."""
        lo, lo_open, hi, hi_open = bound
        return (
            None if lo is None else lo * self.steps + lo_open,
            None if hi is None else hi * self.steps - hi_open,
        )

    def target(self, r: int) -> tuple[int | None, int | None]:
        """The closed bounds of a row's sum."""
        row = self.grid.rows[r]
        low = -row.const * self.steps + row.strict
        return low, low if row.is_equality else None

    def _start(self, c: int, lo: int | None, hi: int | None) -> int:
        value = self.grid.figures[c] * self.steps
        if lo is not None and value < lo:
            return lo
        if hi is not None and value > hi:
            return hi
        return value

    def free(self, names: frozenset[str]) -> None:
        """Forget the figures of these cells, and of no others; sign rules stay."""
        grid, simplex = self.grid, self.simplex
        if not self.freed and names:
            self.bounds = list(grid.tight)
        changed = names ^ self.freed
        for name in changed:
            c = grid.index.get(name)
            if c is not None:
                self.bounds[c] = grid.free[c] if name in names else grid.tight[c]
                simplex.rebound(self.place[c], *self.shut(self.bounds[c]))
        for r in self.ratio_rows:
            pct = grid.rows[r].pct
            if pct in changed and grid.rows[r].part != "sign":
                ends = (None, None) if pct in names else self.target(r)
                simplex.rebound(self.slack[r], *ends)
        self.freed = names

    def decide(self) -> Refutation | None:
        """``None`` when amounts exist (they are then in the tableau), else why not."""
        basic = self.simplex.check(eager=True)
        return None if basic is None else self.refutation(basic)

    def refutation(self, basic: int) -> Refutation:
        """What the row of a basic variable that cannot reach its bound proves."""
        simplex = self.simplex
        lo = simplex.lo[basic]
        below = lo is not None and simplex.value[basic] < lo
        times = self._times(basic, 1 if below else -1)
        simplex.clock.check(DERIVING * sum([len(self.grid.rows[r].cols) for r in times]))
        found = self.grid.refutation(times, self.bounds)
        if found is None:
            raise StepTooCoarseError
        return found

    def _times(self, basic: int, sign: int) -> dict[int, int]:
        row, marks, den = self.simplex.identity(basic)
        n = self.simplex.n
        times = {self.rows[r]: -sign * t for r, t in marks.items()}
        for j, a in row.items():
            if j >= n:
                times[self.rows[j - n]] = -sign * a
        if basic >= n:
            r = self.rows[basic - n]
            times[r] = times.get(r, 0) + sign * den
        return times

    def ledger(self) -> dict[int, Fraction]:
        """The amounts in the tableau, by cell."""
        size = self.steps * self.grid.scale
        found: list[tuple[Exact, Fraction]] = []
        for i, x in enumerate(self.simplex.value[: len(self.cells)]):
            # what is as it was is the same object, which makes it quick to compare and to verify
            known = self._last[i] if self._last else None
            found.append(known if known and known[0] == x else (x, Fraction(x, size)))
        self._last = found
        return {c: amount for c, (_, amount) in zip(self.cells, found, strict=True)}

    def end(self, cell: int, *, high: bool, tight: bool = True) -> End:
        """The highest or lowest amount of a cell, from feasible amounts in the tableau.

        Args:
            cell: The cell.
            high: Whether the highest is wanted.
            tight: Whether to give amounts that reach the end, too; they prove that no tighter end would do.
        """
        simplex, grid = self.simplex, self.grid
        sign = 1 if high else -1
        entering = simplex.maximise({self.place[cell]: sign})
        try:
            if entering is not None:
                limit_ = self._direction(entering) if tight else {}
                return End(None, False, limit=limit_, scale=Fraction(0))
            row, marks, den = simplex.identity(GOAL)
            times = {self.rows[r]: Fraction(-t, den) for r, t in marks.items()}
            for j, a in row.items():
                if j >= simplex.n:
                    times[self.rows[j - simplex.n]] = Fraction(-a, den)
            terms, const = grid.combine(times)
            terms[cell] = terms.get(cell, Fraction(0)) + sign
            most, closed = grid.highest({c: a for c, a in terms.items() if a}, const, times)
            if most is None:
                raise StepTooCoarseError
            if not tight:
                return End(sign * most / grid.scale, closed, multipliers=grid.multipliers(times))
            base, limit = self._limit(closed=closed)
            name = grid.cells[cell].id
            if sign * limit.get(name, base[name]) * grid.scale != most:
                raise StepTooCoarseError
            return End(
                sign * most / grid.scale,
                closed,
                multipliers=grid.multipliers(times),
                limit=limit,
                base=base,
            )
        finally:
            simplex.forget()

    def _direction(self, entering: int) -> dict[str, Fraction]:
        simplex = self.simplex
        goal = simplex.rows[GOAL][entering]
        sign = 1 if goal > 0 else -1
        rates = simplex.rates(entering)
        rates[entering] = Fraction(1)
        return {
            self.grid.cells[c].id: sign * rates.get(i, Fraction(0))
            for i, c in enumerate(self.cells)
        }

    def _limit(self, *, closed: bool) -> tuple[Mapping[str, Fraction], dict[str, Fraction]]:
        """Amounts that obey everything, and what is different where the end is reached.

        An end that is open is reached when the ends that were moved inwards are moved back.
        """
        simplex, steps, grid = self.simplex, self.steps, self.grid
        n = simplex.n
        value = simplex.value[:n]
        if self._base is None or self._far(value):
            self._base = value, named(self.grid, self.ratio_rows, self.ledger())
        base, shown = self._base
        if not closed:
            value = value.copy()
            for j, back in self._moved():
                if j < n:
                    value[j] += back
                for b in simplex.cols[j]:
                    if 0 <= b < n:
                        value[b] += divide(simplex.rows[b][j] * back, simplex.den[b])
        size = steps * grid.scale
        return shown, {
            grid.cells[c].id: Fraction(x) / size
            for c, x, y in zip(self.cells, value, base, strict=True)
            if x != y
        }

    def _far(self, value: list[Exact]) -> bool:
        """Whether amounts are so different from the base that another one is better."""
        base = self._base[0] if self._base is not None else []
        apart: int = sum(map(ne, value, base))
        return 8 * apart > len(value) + 100

    def _moved(self) -> Iterator[tuple[int, int]]:
        """The non-basic variables that stand a step inside an open end, and the step back."""
        simplex, grid = self.simplex, self.grid
        for i, c in enumerate(self.cells):
            if i not in simplex.rows:
                _, lo_open, _, hi_open = grid.tight[c]
                if hi_open and simplex.value[i] == simplex.hi[i]:
                    yield i, 1
                elif lo_open and simplex.value[i] == simplex.lo[i]:
                    yield i, -1
        for k, r in enumerate(self.rows):
            j = simplex.n + k
            if grid.rows[r].strict and j not in simplex.rows and simplex.value[j] == 1:
                yield j, -1


def named(
    grid: IntegerSystem, ratio_rows: Iterable[int], amounts: Mapping[int, Fraction]
) -> dict[str, Fraction]:
    """Amounts by the names of the cells, the percentages of some rows added.

    >>> from cnbudget.consistency.system import Cell, System
    >>> named(IntegerSystem(System([Cell("A")])), [], {0: Fraction(1)})
    {'A': Fraction(1, 1)}
    """
    system = grid.system
    found = {grid.cells[c].id: x for c, x in amounts.items()}
    for pct in {grid.rows[r].pct for r in ratio_rows}:
        if pct is not None:
            ratio = system.ratio_of[pct]
            if found[ratio.den]:
                found[pct] = 100 * found[ratio.num] / found[ratio.den] - ratio.offset
    return found
