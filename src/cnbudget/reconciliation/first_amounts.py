"""First amounts of the possible entries: each in turn takes as much as all cells that it stands in have left."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cnbudget.clock import Clock


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
        self.others: dict[int, list[tuple[int, list[int]]]] = {}
        self._sets: dict[int, frozenset[int]] = {}
        self._within: dict[tuple[int, int], bool] = {}
        for r, (row, cell) in enumerate(zip(rows.columns, rows.cells, strict=True)):
            if cell is not None:
                for n in row:
                    self.of[n].append(r)

    def fill(self, *, balanced: bool) -> list[int]:
        """Fill in all amounts."""
        sizes = self.sizes
        choice = [(min([sizes[r] for r in mine], default=0), n) for n, mine in enumerate(self.of)]
        self.clock.check(4 * len(self.of))
        if balanced:
            self._find_others(choice)
        for _, n in sorted(choice):
            if self.amounts[n]:
                continue
            if n in self.others:
                self._balance(n)
            elif (most := self._most(n)) > 0:
                self._take(n, most)
        return self.amounts

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

    def _find_others(self, choice: Sequence[tuple[int, int]]) -> None:
        """For each entry that is balanced the balances and those on their other side, the ones of least choice last."""
        rows = self.rows
        for r, cell in enumerate(rows.cells):
            if cell is None:
                columns, signs = rows.columns[r], rows.signs[r]
                self.clock.check(len(columns))
                sides: tuple[list[int], list[int]] = ([], [])
                for n, sign in zip(columns, signs, strict=True):
                    sides[sign > 0].append(n)
                for side in sides:
                    side.sort(key=choice.__getitem__, reverse=True)
                for side, other in (sides, sides[::-1]):
                    for n in side:
                        self.others.setdefault(n, []).append((r, other))

    def _balance(self, n: int) -> None:
        """Fill in an entry as far as entries on the other sides of its balances can have as much."""
        while (more := self._most(n)) > 0:
            team = self._team(n, ())
            if team is None:
                return
            more = min(more, *map(self._most, team))
            for each in (n, *team):
                self._take(each, more)

    def _team(self, n: int, through: tuple[int, ...]) -> list[int] | None:
        """Entries with room that, all with the same amount as one, keep its balances; None if there are none.

        Args:
            n: The entry.
            through: The balances gone through on the way to it.
        """
        team: list[int] = []
        for balance, side in self.others[n]:
            if balance in through:
                continue
            more = None
            while side and more is None:
                self.clock.check()
                if self._most(side[-1]) > 0:
                    more = self._team(side[-1], (*through, balance))
                if more is None:
                    side.pop()  # cells only come to have less left
            if more is None:
                return None
            team += [side[-1], *more]
        return team
