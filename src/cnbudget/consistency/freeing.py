"""A connected part with some of its figures freed: amounts that obey all that is left, or why there are none.

A tableau decides, and is kept from one set of freed figures to the next. Where it is long in deciding, as its rows fill
up where sums that are no table overlap, amounts that are merely shared out are looked for, and contradictions among
the few rows of the freed figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency.core import Core, StepTooCoarseError, finer, named, refining
from cnbudget.consistency.evidence import Refutation
from cnbudget.consistency.grid import Bound, IntegerSystem
from cnbudget.consistency.settling import all_hold, settled

CellSums = dict[int, Fraction]

AT_ONCE = 20
"""Steps for each cell and term that a tableau may take before settled amounts are looked for."""


TRYING = 0.1
"""The share of a budget for looking for settled amounts, and for contradictions near the freed figures."""

IN_VAIN = 2
"""How often that is tried without finding anything, before the tableau alone is asked."""


class Freeing:
    """What becomes of a part when figures are freed.

    Args:
        grid: The system as integers.
        cells: The cells, by their place in the grid.
        rows: The rows, by their place in the grid.
        clock: The budget.

    Attributes:
        clock: The budget; it may be exchanged.

    >>> from cnbudget.consistency.system import Cell, Equality, System
    >>> cells = [Cell("T", "3"), Cell("A", "1"), Cell("B", "1")]
    >>> grid = IntegerSystem(System(cells, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])]))
    >>> part = Freeing(grid, [0, 1, 2], [0], Clock())
    >>> part.refuted(frozenset()).cells, part.refuted(frozenset("A")), part.ledger()[1]
    (('T', 'A', 'B'), None, Fraction(2, 1))
    """

    def __init__(
        self, grid: IntegerSystem, cells: Sequence[int], rows: Sequence[int], clock: Clock
    ) -> None:
        self.grid, self.cells, self.rows, self.clock = grid, cells, rows, clock
        self._core: Core | None = None
        self._amounts: dict[int, int] | None = None
        self._steps = 0
        self._tangled, self._vain = False, 0
        self._last: dict[int, tuple[int, Fraction]] = {}
        self._size = len(cells) + sum([len(grid.rows[r].cols) for r in rows])
        self._ratios = [r for r in rows if grid.rows[r].pct is not None]

    def refuted(self, freed: frozenset[str]) -> Refutation | None:
        """Why the part without some figures is inconsistent; ``None`` if it is not: the amounts are then kept."""
        self._amounts = None
        self.clock.check(len(self.cells))
        if not self._tangled:
            try:
                return self._decided(freed, self.clock.part(most=AT_ONCE * self._size))
            except OutOfTimeError:
                self._tangled = True
        if self._vain < IN_VAIN:
            with suppress(OutOfTimeError):
                if self._settled(freed, self.clock.part(TRYING)):
                    return None
            with suppress(OutOfTimeError):
                found = self._near(freed, self.clock.part(TRYING))
                if found is not None:
                    return found
            self._vain += 1
        return self._decided(freed, self.clock)

    def _decided(self, freed: frozenset[str], clock: Clock) -> Refutation | None:
        """What the tableau says."""
        while True:
            self.core.simplex.clock = clock
            try:
                self.core.free(freed)
                return self.core.decide()
            except StepTooCoarseError:
                self._core = self._tableau(finer(self.core.steps))

    def _near(self, freed: frozenset[str], clock: Clock) -> Refutation | None:
        """Why the rows of some freed figure contradict each other, or those of some that share rows."""
        of: dict[int, list[int]] = {}
        places = {c for name in freed if (c := self.grid.index.get(name)) is not None}
        for r in self.rows:
            for c in self.grid.rows[r].cols:
                if c in places:
                    of.setdefault(c, []).append(r)
        groups: list[set[int]] = []
        for rows in of.values():
            apart = [group for group in groups if group.isdisjoint(rows)]
            groups = [*apart, set(rows).union(*(g for g in groups if not g.isdisjoint(rows)))]
        for some in (*of.values(), *groups):
            if len(some) > 1:
                found = self._contradiction(sorted(some), freed, clock)
                if found is not None:
                    return found
        return None

    def _contradiction(
        self, rows: Sequence[int], freed: frozenset[str], clock: Clock
    ) -> Refutation | None:
        cells = sorted({c for r in rows for c in self.grid.rows[r].cols})

        def tried(steps: int) -> Refutation | None:
            core = Core(self.grid, cells, rows, steps, clock)
            core.free(freed.intersection(self.grid.cells[c].id for c in cells))
            return core.decide()

        return refining(len(cells), tried)

    def _settled(self, freed: frozenset[str], clock: Clock) -> bool:
        """Whether amounts are found by sharing out."""
        grid = self.grid
        bounds: list[Bound] = list(grid.tight)
        for name in freed:
            c = grid.index.get(name)
            if c is not None:
                bounds[c] = grid.free[c]
        rows = [r for r in self.rows if not _is_freed(grid, r, freed)]

        def tried(steps: int) -> dict[int, int] | None:
            self._steps = steps
            found = settled(grid, self.cells, rows, steps, clock, bounds)
            amounts = None if found is None else dict(zip(self.cells, found, strict=True))
            return amounts if amounts and all_hold(grid, rows, amounts, steps) else None

        self._amounts = refining(len(self.cells), tried)
        return self._amounts is not None

    @property
    def core(self) -> Core:
        """The tableau, made when first needed."""
        if self._core is None:
            self._core = refining(len(self.cells), self._tableau)
        return self._core

    def _tableau(self, steps: int) -> Core:
        return Core(self.grid, self.cells, self.rows, steps, self.clock)

    def ledger(self) -> CellSums:
        """The amounts that were found last."""
        self.clock.check(2 * len(self.cells))
        if self._amounts is None:
            return self.core.ledger()
        size, last = self._steps * self.grid.scale, self._last
        for c, x in self._amounts.items():
            # what is as it was is the same object, which makes it quick to compare and to verify
            if c not in last or last[c][0] != x:
                last[c] = x, Fraction(x, size)
        return {c: last[c][1] for c in self.cells}

    def changed(self, names: Sequence[str], ledger: CellSums) -> tuple[str, ...]:
        """Those of some figures that amounts do not print as."""
        grid = self.grid
        shown = named(grid, self._ratios, ledger) if self._ratios else {}
        found = []
        for name in names:
            c = grid.index.get(name)
            if (
                shown[name] not in grid.system[name].interval
                if c is None
                else self._leaves(c, ledger[c])
            ):
                found.append(name)
        return tuple(found)

    def _leaves(self, cell: int, amount: Fraction) -> bool:
        """Whether an amount is outside the interval of its cell."""
        lo, lo_open, hi, hi_open = self.grid.tight[cell]
        x, under = amount.numerator * self.grid.scale, amount.denominator
        return (lo is not None and (x < lo * under or (lo_open and x == lo * under))) or (
            hi is not None and (x > hi * under or (hi_open and x == hi * under))
        )


def _is_freed(grid: IntegerSystem, r: int, freed: frozenset[str]) -> bool:
    """Whether a row says no more than the figure of a freed percentage."""
    row = grid.rows[r]
    return row.pct in freed and row.part != "sign"
