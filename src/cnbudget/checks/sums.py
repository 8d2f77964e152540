"""The rows of a disclosure that have codes, and the sums that they take part in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from cnbudget.checks.codes import CodedSide
from cnbudget.codes import Code
from cnbudget.dimensions import KINDS
from cnbudget.figures import Address, RowAddress, numbers_of
from cnbudget.invariants import Compiled
from cnbudget.tables import Row, Side, Table

_PLAIN = KINDS | {"function", "economic", "stage"}


class Sums:
    """The rows of a disclosure by code and name, and the sums that its rows take part in."""

    def __init__(
        self,
        sides: Iterable[CodedSide],
        system: Compiled,
        violated: Sequence[int],
        like: Sums | None = None,
    ) -> None:
        """The rows and their sums.

        Args:
            sides: The sides of the budget's tables that have codes.
            system: Its laws.
            violated: The numbers of those that are violated.
            like: The same of the same budget and laws, where others are violated.
        """
        self.system = system
        self.violated = set(violated)
        self.sides = tuple(each for each in sides if each.table.status == "present")
        self._like = like

    @cached_property
    def coded(self) -> list[tuple[Table[Any], Side[Any], Row]]:
        """The rows that have codes and figures, with their tables and sides."""
        if self._like is not None:
            return self._like.coded
        return [
            (each.table, each.side, row) for each in self.sides for row in each.rows if row.figures
        ]

    @cached_property
    def printed(self) -> dict[Code, list[tuple[Row, Table[Any]]]]:
        """Of each code the rows that print amounts and are all that is said of it: no project's, this year's."""
        if self._like is not None:
            return self._like.printed
        found: dict[Code, list[tuple[Row, Table[Any]]]] = {}
        for table, _, row in self.coded:
            scope = row.address.scope
            if row.code is None or scope is None or not any(f.value for f in row.figures):
                continue
            if scope.is_told_by(_PLAIN):
                found.setdefault(row.code, []).append((row, table))
        return found

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
    def off(self) -> set[RowAddress]:
        """The rows that are the whole of a violated sum of rows."""
        laws, figures = self.system.laws, self.system.figures
        return {
            figures[laws[number][1][0]].row for number in self.violated if laws[number][2] == "rows"
        }

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
