"""Whether a ledger publishes as the tables of a document, cell for cell.

Cells are compared by table, side and scope, so that the order of rows and their wording do not matter. A cell with
a number must be published with the same value and places; a blank cell must be blank, or its row absent; and
nothing may be published that the document does not print, but for what it does not tell: cells that are missing,
rows of totals and agencies that it leaves out, rows below one that it does not break down, and rows between two
levels that it lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout
from cnbudget.ledger import Ledger
from cnbudget.publishing import publish
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side, Table

__all__ = ["Difference", "differences"]


@attrs.frozen(eq=False)
class Difference:
    """A cell that a document and what was published from a ledger do not have alike.

    Attributes:
        printed: The document's figure, or None.
        published: The published figure, or None.
    """

    printed: Figure | None
    published: Figure | None


def differences(
    disclosure: Disclosure, ledger: Ledger, layout: Layout | None = None
) -> Iterator[Difference]:
    """The cells in which a document and what is published from a ledger differ; none if it is a witness.

    Args:
        disclosure: The document.
        ledger: The ledger.
        layout: The form to publish by; that of the document's name if not given.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> len(list(differences(budget, cnbudget.Ledger([]))))
    217
    """
    made: dict[tuple[Unit, int], dict[str, Table[Any]]] = {}
    for table in disclosure.tables:
        if table.status not in ("present", "empty"):
            continue
        form = _printed_as(table)
        if form not in made:
            unit, places = form
            published = publish(ledger, layout or disclosure.layout, unit=unit, places=places)
            made[form] = {each.key: each for each in published.tables}
        if table.key in made[form]:
            others = {side.side: side for side in made[form][table.key].sides}
            for side in table.sides:
                if side.side in others:
                    yield from _compared(side, others[side.side])


def _printed_as(table: Table[Any]) -> tuple[Unit, int]:
    """The unit of a table and the places that most of its figures have."""
    counts: dict[int, int] = {}
    for figure in table.figures:
        if figure.state is State.VALUE:
            counts[figure.places] = counts.get(figure.places, 0) + 1
    return table.unit, max(counts, key=lambda n: counts[n]) if counts else 2


def _compared(side: Side[Any], other: Side[Any]) -> Iterator[Difference]:
    there: dict[tuple[Scope | None, str], Figure] = {}
    for row in other.rows:
        for figure in row.figures:
            if figure.state is not State.BLANK:
                there.setdefault((row.address.scope, figure.column.key), figure)
    here: set[tuple[Scope | None, str]] = set()
    for row in side.rows:
        scope = row.address.scope
        if scope is None:
            continue
        for figure in row.figures:
            if figure.column.scope is None:
                continue
            key = scope, figure.column.key
            here.add(key)
            if figure.state in (State.MISSING, State.INFERRED):
                continue
            published = there.get(key)
            if figure.state is State.BLANK:
                if published is not None:
                    yield Difference(figure, published)
            elif published is None or published.value != figure.value:
                yield Difference(figure, published)
    columns = {column.key for column in side.columns}
    untold = _untold(side)
    for row in other.rows:
        if row.kind in ("total", "agency") or not side.complete or untold(row):
            continue
        for figure in row.figures:
            key = row.address.scope, figure.column.key
            if figure.state is not State.BLANK and figure.column.key in columns and key not in here:
                yield Difference(None, figure)


def _untold(side: Side[Any]) -> Any:
    """Whether a row is one that the document does not tell: below a row not broken down, or between two levels."""
    codes = {row.code.digits for row in side.rows if row.code is not None}
    leaves = {c for c in codes if not any(o != c and o.startswith(c) for o in codes)}

    def asked(row: Row) -> bool:
        if row.code is None or row.code.digits in codes:
            return False
        digits = row.code.digits
        return any(digits.startswith(c) for c in leaves) or any(c.startswith(digits) for c in codes)

    return asked
