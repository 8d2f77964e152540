"""Rows and cells of a table that is to be published."""

from __future__ import annotations

from decimal import Decimal

import attrs

from cnbudget.codes import Code
from cnbudget.layouts import RowForm
from cnbudget.scope import Scope


@attrs.define(eq=False)
class PlannedCell:
    """A cell to be.

    Attributes:
        atoms: What it totals, by their places in the tally; none for a blank.
        value: What it prints, in its table's unit; set when its table is rounded.
    """

    atoms: list[int] = attrs.field(factory=list)
    value: Decimal = Decimal(0)


@attrs.define(eq=False)
class PlannedRow:
    """A row to be: what it says, what it totals, and the atoms in each of its columns.

    Attributes:
        kind: "code", "total", "project", "agency" or "listed".
        label: Its label: the code's digits, or words.
        scope: What it totals.
        cells: Its cells, one for each column.
        code: Its code.
        name: The code's name.
        project: The project's printed name.
        path: The labels from the top.
        printed: Its label as the form prints it.
        form: The form's own row that it is, or None.
        labels: What it prints in each label column, where the form tells these.
        told: Whether a ledger says what it totals.
    """

    kind: str
    label: str
    scope: Scope
    cells: tuple[PlannedCell, ...]
    code: Code | None = None
    name: str = ""
    project: str | None = None
    path: tuple[str, ...] = ()
    printed: str = attrs.field(default="", kw_only=True)
    form: RowForm | None = attrs.field(default=None, kw_only=True)
    labels: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    told: bool = attrs.field(default=True, kw_only=True)
