"""A department's units (所属单位), where one set of tables has the rows of each: each as a budget of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs

from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, RowAddress
from cnbudget.scope import EVERYTHING, PART, Scope
from cnbudget.tables import Row, Side, Table
from cnbudget.words import plain

__all__ = ["units_of"]


def units_of(disclosure: Disclosure) -> tuple[Disclosure, ...]:
    """The budgets of the units whose rows a department's tables have, one after another (as Shenzhen prints them).

    Each has the tables with rows of the unit, and the figures where they stand; what they total is what the unit has,
    and no longer a part of the department's. The text is about the whole department, and is left out.

    Returns:
        A `Disclosure` for each unit that some table has a total of, in the order of the tables; none where the tables
        are of one agency.

    >>> import cnbudget
    >>> text = '''2026年青山市水务局部门预算
    ...
    ... 部门支出总表
    ...
    ... 单位：万元
    ...
    ... | 单位名称 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
    ... | 合计 | | | 9.00 | 7.00 | 2.00 |
    ... | 青山市水务局(本级) | | | 5.00 | 4.00 | 1.00 |
    ... | | 2130301 | 行政运行 | 5.00 | 4.00 | 1.00 |
    ... | 青山市水文中心 | | | 4.00 | 3.00 | 1.00 |
    ... | | 2130311 | 水资源节约管理与保护 | 4.00 | 3.00 | 1.00 |
    ... '''
    >>> units = units_of(cnbudget.read_text(text))
    >>> [(unit.agency, unit.expenditure.total["基本支出"].text) for unit in units]
    [('青山市水务局(本级)', '4.00'), ('青山市水文中心', '3.00')]
    """
    return tuple(
        _unit(disclosure, name)
        for name in _names(disclosure.tables)
        if plain(name) != plain(disclosure.agency)
    )


def _names(tables: Iterable[Table[Any]]) -> list[str]:
    """The agencies that rows of tables are of, if a row is of all that the agency has."""
    found = {
        scope.agency[0]: None
        for table in tables
        for side in table.sides
        for row in side.rows
        if (scope := row.address.scope) is not None
        and len(scope.agency) == 1
        and not scope.agency[0].startswith(PART)
        and _of_the_whole(scope).is_told_by(("source", "nature", "flow"))
    }
    return list(found)


def _of_the_whole(scope: Scope) -> Scope:
    """A scope of an agency, as the agency itself prints it."""
    return scope.evolve(agency=EVERYTHING.agency)


def _unit(disclosure: Disclosure, name: str) -> Disclosure:
    tables = tuple(made for table in disclosure.tables if (made := _table(table, name)) is not None)
    keys = {table.key for table in tables}
    return attrs.evolve(
        disclosure,
        agency=name,
        level="单位",
        tables=tables,
        order=tuple(key for key in disclosure.order if key in keys),
        passages=(),
        problems=(),
        derived=None,
        choices=(),
        deviation=None,
        left_out=0,
    )


def _table(table: Table[Any], name: str) -> Table[Any] | None:
    """A table with the rows of an agency alone; None if it has none."""
    sides = tuple(_side(side, name) for side in table.sides)
    return attrs.evolve(table, sides=sides, common=()) if any(side.rows for side in sides) else None


def _side(side: Side[Any], name: str) -> Side[Any]:
    rows = tuple(
        _row(row) for row in side.rows if row.address.scope and row.address.scope.agency == (name,)
    )
    return attrs.evolve(side, rows=rows, panels=(), differences=())


def _row(row: Row) -> Row:
    """A row of an agency as one of the agency's own; that of all it has is its total."""
    scope = row.address.scope
    mine = None if scope is None else _of_the_whole(scope)
    address: RowAddress = attrs.evolve(row.address, scope=mine)
    figures: tuple[Figure, ...] = tuple(figure.evolve(row=address) for figure in row.figures)
    kind = "total" if row.kind == "agency" else row.kind
    return attrs.evolve(row, address=address, figures=figures, kind=kind)
