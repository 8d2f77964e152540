"""In which columns and rows of a form an entry stands: asked by publishing, and by the search for a ledger.

What a column and a fixed row total, their scopes say. Which rows a code has is a matter of the kind of rows. (Checkers
ask the scopes alone, so that a mistake made here is not made there as well; a witness is compared by publishing it.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.layouts.forms import SideForm
from cnbudget.scope import Scope

#: The kinds of rows that tell functions apart, and those that tell projects apart.
BY_FUNCTION = ("function", "function-project")
BY_PROJECT = ("project", "function-project")
_CATEGORY = FunctionCode.lengths[0]


class EntryStanding(NamedTuple):
    """Where entries stand in a side of a table, whatever their codes.

    Attributes:
        columns: The columns, by their places in the form.
        listed: The fixed rows, likewise.
    """

    columns: tuple[int, ...]
    listed: tuple[int, ...]


def standing(side: SideForm, belongs: Callable[[Scope], bool]) -> EntryStanding | None:
    """Where in a side stands what belongs to scopes; None if it stands nowhere in it.

    Args:
        side: The side.
        belongs: Whether it can belong to a scope.
    """
    if not belongs(side.base):
        return None
    columns = tuple([k for k, c in enumerate(side.columns) if c.of_ledger and belongs(c.scope)])
    if not columns:
        return None
    return EntryStanding(columns, tuple([k for k, r in enumerate(side.listed) if belongs(r.scope)]))


def rows_of_function(side: SideForm, digits: str) -> tuple[str, ...]:
    """The codes on whose rows stands what has a functional code: its own, and those above it that have rows.

    >>> from cnbudget import layouts
    >>> tables = layouts.load("xinjiang-2026")
    >>> [rows_of_function(tables[key].sides[-1], "2080501") for key in ("summary", "expenditure", "projects")]
    [('208',), ('208', '20805', '2080501'), ('208', '20805')]
    """
    if side.rows not in BY_FUNCTION:
        return ()
    if side.rows == "function-project":
        # an item has the rows of its projects alone; a code that tells less has one of its own too
        lengths = FunctionCode.lengths[:-1]
    else:  # beside what comes in, what goes out is told by category
        lengths = FunctionCode.lengths if side.side is None else (_CATEGORY,)
    return tuple([digits[:length] for length in lengths if length <= len(digits)])


def rows_of_use(side: SideForm, digits: str) -> tuple[str, ...]:
    """The codes on whose rows stands what has an economic code: its own and those above it."""
    if side.rows != "economic":
        return ()
    return tuple([digits[:length] for length in EconomicCode.lengths if length <= len(digits)])
