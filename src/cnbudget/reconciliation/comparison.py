"""Whether a ledger publishes as the tables of a document, cell for cell.

Cells are compared by table, side and scope, so that the order of rows and their wording do not matter. A cell with
a number must be published with the same value at its places (for a printed zero a blank will do); a blank cell must
be blank, or its row absent; and nothing may be published that the document does not print, but for what it does not
tell: cells that are missing, rows of totals and agencies that it leaves out, rows below one that it does not break
down, and rows between two levels that it lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.clock import Clock
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Ledger
from cnbudget.publishing import publish
from cnbudget.reconciliation.cells import closed, leaves_of
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
    disclosure: Disclosure,
    ledger: Ledger,
    layout: Layout | None = None,
    *,
    clock: Clock | None = None,
) -> Iterator[Difference]:
    """The cells in which a document and what is published from a ledger differ; none if it is a witness.

    Args:
        disclosure: The document.
        ledger: The ledger.
        layout: The form to publish by; that of the document's name if not given.
        clock: When to stop; `OutOfTimeError` then.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> len(list(differences(budget, cnbudget.Ledger([]))))
    217
    """
    form = layout or load(disclosure.layout)
    made: dict[tuple[Unit, int], dict[str, Table[Any]]] = {}
    wanted = [
        (table, _places(table))
        for table in disclosure.tables
        if table.status in ("present", "empty") and table.key in form
    ]
    for table, all_places in wanted:
        for places in all_places:
            printed = table.unit, places
            if printed in made:
                continue
            if clock is not None:
                clock.check(20 * len(ledger))
            keys = {other.key for other, p in wanted if other.unit is table.unit and places in p}
            few = attrs.evolve(form, tables=tuple(t for t in form.tables if t.key in keys))
            published = publish(ledger, few, unit=table.unit, places=places)
            made[printed] = {each.key: each for each in published.tables}
        tables = {places: made[table.unit, places][table.key] for places in all_places}
        for side in table.sides:
            others = {
                places: other
                for places, published_table in tables.items()
                for other in published_table.sides
                if other.side == side.side
            }
            if others:
                yield from _compared(side, others, all_places[0])


def _places(table: Table[Any]) -> list[int]:
    """The places that figures of a table have, the most common first."""
    counts: dict[int, int] = {}
    for figure in table.figures:
        if figure.state is State.VALUE:
            counts[figure.places] = counts.get(figure.places, 0) + 1
    return sorted(counts, key=lambda n: (-counts[n], n)) or [2]


def _compared(side: Side[Any], others: dict[int, Side[Any]], usual: int) -> Iterator[Difference]:
    there: dict[int, dict[tuple[Scope | None, str], Figure]] = {}
    for places, other in others.items():
        found = there[places] = {}
        for row in other.rows:
            for figure in row.figures:
                if figure.state is not State.BLANK:
                    found.setdefault((row.address.scope, figure.column.key), figure)
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
            at = figure.places if figure.state is State.VALUE else usual
            published = there[at].get(key)
            if published is not None and published.state is State.MISSING:
                continue  # of another year or stage, or of a part: no ledger says it
            if figure.state is State.BLANK:
                if published is not None:
                    yield Difference(figure, published)
            elif (published.value if published is not None else 0) != figure.value:
                yield Difference(figure, published)
    columns = {column.key for column in side.columns if column.scope is not None}
    shut = closed(side)
    untold = _untold(side)
    for row in others[usual].rows:
        if row.kind in ("total", "agency") or not shut or untold(row):
            continue
        for figure in row.figures:
            key = row.address.scope, figure.column.key
            told = figure.state is State.VALUE and figure.column.key in columns
            if told and key not in here:
                yield Difference(None, figure)


def _untold(side: Side[Any]) -> Any:
    """Whether a row is one that the document does not tell: below a row not broken down, or between two levels."""
    codes = {row.code.digits for row in side.rows if row.code is not None}
    leaves = leaves_of(codes)
    above = {code[:length] for code in codes for length in range(1, len(code))}

    def asked(row: Row) -> bool:
        if row.code is None or row.code.digits in codes:
            return False
        digits = row.code.digits
        return digits in above or any(digits[:length] in leaves for length in range(1, len(digits)))

    return asked
