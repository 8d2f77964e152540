"""The rows of a disclosure that have codes, and the sums that they take part in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from cnbudget.checks.codes import KINDS
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, numbers_of
from cnbudget.invariants import Compiled
from cnbudget.tables import Row, Side, Table

__all__ = ["Sums", "coded", "sides_with_codes"]


def sides_with_codes(disclosure: Disclosure) -> list[tuple[Table[Any], Side[Any]]]:
    """The sides of tables that have rows with codes."""
    return [
        (table, side)
        for table in disclosure.tables
        if table.status == "present"
        for side in table.sides
        if any(type(row.code) in KINDS for row in side.rows)
    ]


def coded(side: Side[Any]) -> list[Row]:
    """The rows of a side that have codes and figures."""
    return [row for row in side.rows if type(row.code) in KINDS and row.figures]


class Sums:
    """The rows of a disclosure by code and name, and the sums that its rows take part in."""

    def __init__(
        self,
        disclosure: Disclosure,
        system: Compiled,
        violated: Sequence[int],
        like: Sums | None = None,
    ) -> None:
        """The rows and their sums.

        Args:
            disclosure: The budget.
            system: Its laws.
            violated: The numbers of those that are violated.
            like: The same of the same budget and laws, where others are violated.
        """
        self.system = system
        self.violated = set(violated)
        self.sides: list[tuple[Table[Any], Side[Any]]]
        self.sides = sides_with_codes(disclosure) if like is None else like.sides
        self.coded: list[tuple[Table[Any], Side[Any], Row]]
        self.coded = (
            [(table, side, row) for table, side in self.sides for row in coded(side)]
            if like is None
            else like.coded
        )
        self._like = like

    @cached_property
    def index(self) -> dict[Address, int]:
        """The number of each figure."""
        return numbers_of(self.system.figures) if self._like is None else self._like.index

    @cached_property
    def sums(self) -> dict[int, int]:
        """Of each figure the sum of rows that it is the whole of, by their numbers."""
        if self._like is not None:
            return self._like.sums
        found: dict[int, int] = {}
        for number, (_, indices, reason) in enumerate(self.system.laws):
            if reason == "rows":
                found.setdefault(indices[0], number)
        return found

    @cached_property
    def laws_of(self) -> dict[int, list[int]]:
        """Of each figure the violated laws that it is in."""
        found: dict[int, list[int]] = {}
        for number in sorted(self.violated):
            for i in self.system.laws[number][1]:
                found.setdefault(i, []).append(number)
        return found

    def figure(self, row: Row, column: int) -> int:
        """The number of a row's figure."""
        return self.index[row.figures[column].address]

    def value(self, row: Row, column: int) -> int:
        """A row's amount in grid steps; what is missing counts as nothing."""
        return self.system.values[self.figure(row, column)] or 0

    def gap(self, row: Row, column: int) -> tuple[int | None, int, int]:
        """The sum that a row is the whole of: its number, what the whole has too much, and what rounding explains."""
        number = self.sums.get(self.figure(row, column))
        if number is None:
            return None, 0, 0
        values, indices = self.system.values, self.system.laws[number][1]
        if any(values[i] is None for i in indices):
            return None, 0, 0
        amounts = [values[i] or 0 for i in indices]
        slack = sum(self.system.halves[i] for i in indices)
        return number, amounts[0] - sum(amounts[1:]), slack

    def broken(self, row: Row) -> list[int]:
        """The violated laws that a row's figures are in."""
        found = (n for f in row.figures for n in self.laws_of.get(self.index[f.address], ()))
        return list(dict.fromkeys(found))
