"""Tightest intervals of a part without cycles: two sweeps find them all, and a few amounts prove each end.

Amounts that obey everything are known. Where one is moved to the end of its interval, every equality that it
stands in is put right by others that have room, these by others again, outwards along the tree; few have to move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from cnbudget.clock import Clock
from cnbudget.consistency.evidence import End
from cnbudget.consistency.grid import IntegerSystem
from cnbudget.consistency.propagation import Sweep, Tree
from cnbudget.consistency.simplex import Exact, distance

Share = Callable[[int, int, Exact], Iterator[tuple[int, Exact]]]
"""For a row, the amount in it that moved, and what the row lacks: who makes up for it, and by how much."""


class Branches:
    """A tree whose cells are to be moved to their ends.

    Args:
        grid: The system as integers.
        tree: The tree; its rows are equalities.
        rows: The rows.
        clock: The budget.

    >>> from cnbudget.consistency.system import Cell, Equality, System
    >>> cells = [Cell("T", "3", decimals=0), Cell("A", "1", decimals=0), Cell("B")]
    >>> grid = IntegerSystem(System(cells, [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])]))
    >>> branches = Branches(grid, Tree.of(grid, [0, 1, 2], [0]), [0], Clock(None))
    >>> branches.end(2, high=True).value
    Fraction(3, 1)
    """

    def __init__(self, grid: IntegerSystem, tree: Tree, rows: Sequence[int], clock: Clock) -> None:
        self.grid = grid
        self.sweep = Sweep(grid, clock)
        self.sweep.narrow(tree, rows)  # consistent, or nobody would ask
        self.amounts: Mapping[int, Exact] = {
            c: x * grid.scale for c, x in self.sweep.ledger(tree).items()
        }
        self.base = {grid.cells[c].id: Fraction(x) / grid.scale for c, x in self.amounts.items()}
        self.at: dict[int, list[int]] = {c: [] for c in self.amounts}
        for r in rows:
            for c in grid.rows[r].cols:
                self.at[c].append(r)

    def end(self, cell: int, *, high: bool, tight: bool = True) -> End:
        """The highest or lowest amount of a cell, and what proves it.

        Args:
            cell: The cell.
            high: Whether the highest is wanted.
            tight: Whether to give amounts that reach the end, too.
        """
        side = int(high)
        value, is_open = self.sweep.ends[side][cell], self.sweep.open[side][cell]
        if value is None:
            way = self._moved(cell, 1 if high else -1, self._endless) if tight else {}
            return End(None, False, limit=self._named(way), scale=Fraction(0))
        sign = Fraction(1 if high else -1)
        multipliers = self.grid.multipliers(self.sweep.explain({(cell, side): sign}))
        found = Fraction(value) / self.grid.scale
        if not tight:
            return End(found, not is_open, multipliers=multipliers)
        moves = self._moved(cell, value - self.amounts[cell], self._room)
        limit = self._named({c: self.amounts[c] + by for c, by in moves.items() if by})
        return End(found, not is_open, multipliers=multipliers, limit=limit, base=self.base)

    def _named(self, amounts: Mapping[int, Exact]) -> dict[str, Fraction]:
        scale = self.grid.scale
        return {self.grid.cells[c].id: Fraction(x) / scale for c, x in amounts.items()}

    def _moved(self, cell: int, by: Exact, share: Share) -> dict[int, Exact]:
        """How far each amount moves when one is moved."""
        moves: dict[int, Exact] = {cell: by}
        queue = [(cell, -1)] if by else []
        for c, behind in queue:
            for r in self.at[c]:
                if r == behind:
                    continue
                row = self.grid.rows[r]
                place = row.cols.index(c)
                lack = -row.coefs[place] * moves[c]
                for d, step in share(r, c, lack):
                    moves[d] = step
                    queue.append((d, r))
        return moves

    def _room(self, r: int, mover: int, lack: Exact) -> Iterator[tuple[int, Exact]]:
        """Which amounts of a row make up for what it lacks, and by how much: as few as will do.

        All of their room is taken only where an end is reached that way and no other.
        """
        row = self.grid.rows[r]
        rooms: list[tuple[Exact | None, int, int]] = []
        for c, a in zip(row.cols, row.coefs, strict=True):
            if c != mover:
                side = int((a > 0) == (lack > 0))
                end = self.sweep.ends[side][c]
                rooms.append(
                    (None if end is None else distance(a * end, a * self.amounts[c]), c, a)
                )
        free = next(((c, a) for room, c, a in rooms if room is None), None)
        if free is not None:
            yield free[0], Fraction(lack) / free[1]
            return
        known = [(Fraction(room or 0), c, a) for room, c, a in rooms]
        known.sort(reverse=True)
        total = Fraction(0)
        used = []
        for room, c, a in known:
            used.append((room, c, a))
            total += room
            if total > distance(lack, 0):
                break
        if not total:
            return
        for room, c, a in used:
            if room:
                yield c, Fraction(lack) * room / total / a

    def _endless(self, r: int, mover: int, lack: Exact) -> Iterator[tuple[int, Exact]]:
        """An amount of a row that can move without end."""
        row = self.grid.rows[r]
        for c, a in zip(row.cols, row.coefs, strict=True):
            if c != mover and self.sweep.ends[int((a > 0) == (lack > 0))][c] is None:
                yield c, Fraction(lack) / a
                return
