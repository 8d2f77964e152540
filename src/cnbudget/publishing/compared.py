"""Columns of differences (增减额, 增减%) of what is published: of the printed amounts of this year and the last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact
from cnbudget.disclosure import Disclosure
from cnbudget.figures import ColumnAddress, Figure, State
from cnbudget.forms.meaning import meaning_of
from cnbudget.layouts import ColumnForm, Layout
from cnbudget.layouts.printed import dated
from cnbudget.tables import Side
from cnbudget.ties.differences import compared_columns

#: The decimals of per cent.
_PLACES = 2
_PRINTED = (State.VALUE, State.BLANK)


def with_differences(budget: Disclosure, form: Layout) -> Disclosure:
    """A disclosure with the numbers of the columns of differences that its form has.

    A column is left out whose headings do not say of which two columns it is, or one of these two.

    Args:
        budget: The disclosure.
        form: The form that it is published in.
    """
    tables = []
    for table in budget.tables:
        if table.key in form and any(c.derived for s in form[table.key].sides for c in s.columns):
            pairs = zip(form[table.key].sides, table.sides, strict=True)
            sides = tuple(_compared(side, own.columns, budget) for own, side in pairs)
            tables.append(attrs.evolve(table, sides=sides))
        else:
            tables.append(table)
    return attrs.evolve(budget, tables=tuple(tables))


def _compared(side: Side[Any], columns: tuple[ColumnForm, ...], budget: Disclosure) -> Side[Any]:
    found: list[Figure] = []
    for column in columns:
        if not column.derived:
            continue
        path = tuple(dated(text, budget.year) for text in column.path)
        pair = compared_columns(side, budget, path)
        if pair is not None:
            rate = any(meaning_of(text, "column").difference == "rate" for text in path)
            head = ColumnAddress(
                "growth" if rate else "change",
                path[-1],
                path=path,
                scope=None,
                measure="%" if rate else "",
            )
            found += _numbers(side, pair, head)
    return attrs.evolve(side, differences=tuple(found)) if found else side


def _numbers(side: Side[Any], pair: tuple[int, int], head: ColumnAddress) -> Iterator[Figure]:
    """What a column of differences prints, where both amounts of its row are known and one is printed."""
    for row in side.rows:
        now, before = (row.figures[n] for n in pair)
        states = {now.state, before.state}
        if not states <= set(_PRINTED) or State.VALUE not in states:
            continue
        a, b = now.value, before.value
        if a is None or b is None:
            continue
        if not head.measure:
            value, places = exact.subtract(a, b), max(now.places, before.places)
        elif b:
            value, places = Amount(a).growth_from(Amount(b)).percent(_PLACES), _PLACES
        else:
            continue  # from nothing there is no rate
        yield Figure(
            value, now.unit, places=places, state=State.VALUE, row=row.address, column=head
        )
