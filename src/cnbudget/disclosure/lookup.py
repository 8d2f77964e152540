"""Reaching a table, row or figure of a document by the words and numbers that readers use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Figure
from cnbudget.messages import Said, say
from cnbudget.tables import Table
from cnbudget.words import plain


def table_of(tables: Sequence[Table[Any]], key: object, *, where: str) -> Table[Any]:
    """A table by its key or number.

    Raises:
        NotInBudgetError: No such table, or the document lacks it.
    """
    found = [table for table in tables if key in (table.key, table.number)]
    if not found:
        found = [t for t in tables if t.number is None and key == t.form_number]
    if not found or found[0].status == "missing":
        have = [table for table in tables if table.status != "missing"]
        named = [Said(f"表{t.number} {t.title}", f"{t.number} {t.key}") for t in have]
        raise NotInBudgetError(
            say("documents.table_lacking", tables=named)
            if found
            else say("documents.no_such_table", tables=named),
            value=key,
            where=where,
        )
    return found[0]


def part_of(tables: Sequence[Table[Any]], key: Any, *, where: str) -> Any:
    """A table, a row or a figure, by as many keys.

    Raises:
        NotInBudgetError: No such table, row or column.
    """
    if not isinstance(key, tuple):
        return table_of(tables, key, where=where)
    table = table_of(tables, key[0], where=where)
    if len(key) == 1:
        return table
    if len(key) == 2:
        return table[key[1]]
    if len(key) != 3:
        raise NotInBudgetError(say("documents.cell_incomplete"), value=key)
    rows = table.find(key[1])
    if len(rows) > 1:  # the row of a code that stands on one side alone has the column
        rows = tuple(r for r in rows if any(key[2] in (c.key, c.column) for c in r.columns))
    if len(rows) == 1:
        return rows[0][key[2]]
    return table[key[1]][key[2]]


def has_part(tables: Sequence[Table[Any]], key: object) -> bool:
    """Whether a table, row or figure is there; or that very table."""
    if isinstance(key, Table):
        return any(table is key or table == key for table in tables)
    first, *rest = key if isinstance(key, tuple) else (key,)
    try:
        table = table_of(tables, first, where="")
    except NotInBudgetError:
        return False
    rows = table.find(rest[0]) if rest else ()
    return not rest or any(len(rest) == 1 or (len(rest) == 2 and rest[1] in r) for r in rows)


def figures_called(tables: Sequence[Table[Any]], words: str) -> tuple[Figure, ...]:
    """The figures of rows of a name, or else of columns."""
    rows = [row for table in tables for row in table.find(words)]
    if rows or not plain(words):
        return tuple(figure for row in rows for figure in row.figures)
    return tuple(
        figure
        for table in tables
        for figure in table.figures
        if plain(words) in (plain(figure.column.column), plain("/".join(figure.column.path)))
    )
