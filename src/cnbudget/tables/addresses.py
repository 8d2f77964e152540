"""Addresses told apart: no two figures of a document stand in one place."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.figures import Address, Figure
from cnbudget.tables.rows import Row
from cnbudget.tables.table import Table


def told_apart(tables: tuple[Table[Any], ...]) -> tuple[Table[Any], ...]:
    """The tables, each figure at an address of its own; the very tables if that is so already.

    Who makes a row out of another, as tests and corrections by hand do, may leave it the other's address.

    >>> import attrs, cnbudget
    >>> table = cnbudget.example("artux").table("fund")
    >>> told_apart((table,))[0] is table
    True
    >>> twice = told_apart((table, attrs.evolve(table, key="again")))
    >>> twice[0].figures[0].address == twice[1].figures[0].address, twice[1].rows == table.rows
    (False, True)
    """
    addresses = [figure.address for table in tables for figure in table.figures]
    if len(set(addresses)) == len(addresses):
        return tables
    seen: set[Address] = set()
    return tuple(
        attrs.evolve(
            table,
            sides=tuple(
                attrs.evolve(side, rows=tuple([_apart(row, seen) for row in side.rows]))
                for side in table.sides
            ),
        )
        for table in tables
    )


def _apart(row: Row, seen: set[Address]) -> Row:
    """A row, at an address of its own if any of its figures stands where another does."""
    mine = [figure.address for figure in row.figures]
    if seen.isdisjoint(mine) and len(set(mine)) == len(mine):
        seen.update(mine)
        return row
    address = attrs.evolve(row.address)
    figures: list[Figure] = []
    for figure in row.figures:
        made = figure.evolve(row=address)
        if made.address in seen:
            made = figure.evolve(row=attrs.evolve(address))
        seen.add(made.address)
        figures.append(made)
    return attrs.evolve(row, address=address, figures=tuple(figures))
