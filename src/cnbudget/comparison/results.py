"""What a comparison found: its rows, and what was not compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import attrs

from cnbudget.comparison.kinds import Relationship
from cnbudget.comparison.rows import ComparedRow, InnerTransfer, NotCompared, UnitsWithin
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError
from cnbudget.likeness import Valued
from cnbudget.messages import say
from cnbudget.scope import Scope


@attrs.frozen(eq=False, repr=False)
class ComparedBudgets(Valued):
    """Budgets side by side; `Comparison` puts them into words.

    Attributes:
        kind: As what they are compared: "years", "stages", "units" (a department and its units), "peers" or "sum".
        budgets: The budgets: the earlier first, the department before its units.
        rows: A row for each scope of each table, in the order of the last budget.
        not_compared: What some budget lacks or says otherwise, and why.
        units: Of a sum, the budgets that were not added, since others hold them.
        transfers: Of a sum, what may have been counted twice.
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "kind",
        "names",
    )

    kind: Relationship
    budgets: tuple[Disclosure, ...]
    rows: tuple[ComparedRow, ...] = attrs.field(kw_only=True)
    not_compared: tuple[NotCompared, ...] = attrs.field(kw_only=True)
    units: tuple[UnitsWithin, ...] = attrs.field(default=(), kw_only=True)
    transfers: tuple[InnerTransfer, ...] = attrs.field(default=(), kw_only=True)

    @property
    def names(self) -> tuple[str, ...]:
        """What tells the budgets apart: years, stages, or agencies."""
        if self.kind in ("years", "stages"):
            return tuple(f"{each.year}年{each.stage}" for each in self.budgets)
        return tuple(each.agency for each in self.budgets)

    def table(self, key: str) -> tuple[ComparedRow, ...]:
        """The rows of a table."""
        return tuple(row for row in self.rows if row.table == key)

    def row(self, table: str, row: str | Scope, column: str = "") -> ComparedRow:
        """A row of a table.

        Args:
            table: The package's name of the table ("expenditure").
            row: The code's digits or the row's label, as the last budget that has it prints them; or the scope.
            column: A part of the column's heading; the first column if not given.

        Raises:
            NotInBudgetError: There is none.
        """
        for each in self.table(table):
            if each.scope == row:
                return each
            name, _, heading = each.label.partition("·")
            if isinstance(row, str) and row in (name, *name.split(" ", 1)) and column in heading:
                return each
        raise NotInBudgetError(say("comparison.no_such_row"), value=row)

    def __repr__(self) -> str:
        apart = sum(len(each.labels) for each in self.not_compared)
        return (
            f"<Comparison {self.kind} {', '.join(self.names)}: {len(self.rows)} rows, "
            f"{apart} not compared>"
        )

    def __iter__(self) -> Iterator[ComparedRow]:
        return iter(self.rows)
