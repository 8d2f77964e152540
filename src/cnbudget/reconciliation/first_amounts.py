"""First amounts of the possible entries: each in turn takes as much as all cells that it stands in have left."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cnbudget.clock import Clock

__all__ = ["AllotmentRows", "filled"]


@attrs.define
class AllotmentRows:
    """The rows of the system: what the entries of some cells come to, and what balances.

    Attributes:
        columns: For each row the entries.
        signs: For each row how often each of them counts.
        bounds: For each row the least and the most 分.
        cells: For each row the cells that give these two; none for a balance.
        centres: For each row the 分 that are printed.
    """

    columns: list[tuple[int, ...]]
    signs: list[tuple[int, ...]]
    bounds: list[tuple[int, int]]
    cells: list[tuple[int, int] | None]
    centres: list[int]


def filled(count: int, rows: AllotmentRows, clock: Clock, *, many: bool = False) -> list[int]:
    """First amounts of so many entries, those with the least choice first.

    Args:
        count: How many entries there are.
        rows: The rows that they stand in.
        clock: When to stop.
        many: Whether they are so many that amounts which balance are filled in together, and none is looked for that
            is one by function and by use.
    """
    first = _FirstAmounts(count, rows, clock)
    if not many:
        first.pair()
    return first.fill(balanced=many)


class _FirstAmounts:
    """Amounts that are filled in, and what the cells have left."""

    def __init__(self, count: int, rows: AllotmentRows, clock: Clock) -> None:
        self.rows, self.clock = rows, clock
        self.of: list[list[int]] = [[] for _ in range(count)]
        self.left = list(rows.centres)
        self.amounts = [0] * count
        self.sizes = [len(row) for row in rows.columns]
        self._sets: dict[int, frozenset[int]] = {}
        self._within: dict[tuple[int, int], bool] = {}
        for r, (row, cell) in enumerate(zip(rows.columns, rows.cells, strict=True)):
            if cell is not None:
                for n in row:
                    self.of[n].append(r)

    def fill(self, *, balanced: bool) -> list[int]:
        """Fill in all amounts."""
        count, sizes, amounts = len(self.of), self.sizes, self.amounts
        choice = [(min([sizes[r] for r in mine], default=0), n) for n, mine in enumerate(self.of)]
        self.clock.check(4 * count)
        others = self._others(choice) if balanced else {}
        for _, n in sorted(choice):
            most = self._most(n)
            if most <= 0 or amounts[n]:
                continue
            if n in others:
                self._balance(n, most, others)
            else:
                self._take(n, most)
        return amounts

    def _most(self, n: int) -> int:
        """What all cells of an entry have left."""
        left = self.left
        return min([left[r] for r in self.of[n]], default=0)

    def _take(self, n: int, more: int) -> None:
        self.amounts[n] += more
        for r in self.of[n]:
            self.left[r] -= more

    def pair(self) -> None:
        """Take what is one amount by function and by use, in the cells of the fewest entries: likely one entry."""
        for n, mine in enumerate(self.of):
            self.clock.check(len(mine) ** 2)
            most = self._most(n)
            if most > 0 and len(mine) > 1:
                inner = [r for r in mine if not any(self._holds(r, q) for q in mine)]
                if len(inner) > 1 and all(self.left[r] == most for r in inner):
                    self._take(n, most)

    def _holds(self, r: int, q: int) -> bool:
        """Whether a row has all the entries of another."""
        if self.sizes[q] >= self.sizes[r]:
            return False
        if (r, q) not in self._within:
            for each in (r, q):
                if each not in self._sets:
                    self._sets[each] = frozenset(self.rows.columns[each])
            self._within[r, q] = self._sets[q] <= self._sets[r]
        return self._within[r, q]

    def _others(self, choice: Sequence[tuple[int, int]]) -> dict[int, list[list[int]]]:
        """For each entry that is balanced those on the other side of each balance, the ones of least choice first."""
        found: dict[int, list[list[int]]] = {}
        rows = self.rows
        for columns, signs, cell in zip(rows.columns, rows.signs, rows.cells, strict=True):
            if cell is None:
                self.clock.check(len(columns))
                sides: tuple[list[int], list[int]] = ([], [])
                for n, sign in zip(columns, signs, strict=True):
                    sides[sign > 0].append(n)
                for side in sides:
                    side.sort(key=choice.__getitem__)
                for side, other in (sides, sides[::-1]):
                    for n in side:
                        found.setdefault(n, []).append(other)
        return found

    def _balance(self, n: int, most: int, others: dict[int, list[list[int]]]) -> None:
        """Fill in an entry as far as entries on the other side of its balance can have as much."""
        if len(others[n]) > 1:
            return  # what else is to come to the same is not seen here
        for other in others[n][0]:
            self.clock.check()
            if len(others[other]) == 1:
                more = min(most, self._most(other))
                if more > 0:
                    self._take(n, more)
                    self._take(other, more)
                    most -= more
                    if not most:
                        break
