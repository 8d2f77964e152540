"""A document read as a layout: what was found of it, as the tables that the layout has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.figures import State
from cnbudget.layouts import Layout
from cnbudget.layouts.outlines import Outline
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.grids import TableReader
from cnbudget.reading.sides import LooseRow
from cnbudget.reading.titles import Found
from cnbudget.tables import Side, Table, missing_table
from cnbudget.values import Visible


@attrs.define(eq=False, repr=False)
class FormedTables(Visible):
    """The tables of a document as those of a layout.

    Attributes:
        layout: The layout.
        keys: The key of each table found, "" for one that the layout does not have.
        tables: The layout's tables.
        problems: What could not be read.
        loose: Rows that need placing.
        notes: Rows that are no rows of the tables.
    """

    layout: Layout
    keys: list[str] = attrs.field(factory=list)
    tables: list[Table[Any]] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)
    loose: list[LooseRow] = attrs.field(factory=list)
    notes: list[GridRow] = attrs.field(factory=list)

    @property
    def strange(self) -> bool:
        """Whether some printed amount has no scope, rows without a code aside."""
        for side in self._sides():
            columns = [n for n, column in enumerate(side.columns) if column.scope is None]
            for row in side.rows:
                if row.address.scope is None:
                    if any(figure.state is State.VALUE for figure in row.figures):
                        return True
                elif columns and any(row.figures[n].state is State.VALUE for n in columns):
                    return True
        return False

    @property
    def known(self) -> int:
        """How many printed amounts have a scope."""
        return known_in(self._sides())

    def _sides(self) -> Iterator[Side[Any]]:
        return (side for table in self.tables for side in table.sides)


def read_as(outline: Outline, found: list[Found], agency: str, year: int | None) -> FormedTables:
    """What was found of a document, read as the tables of a layout."""
    layout = outline.layout
    read = FormedTables(layout)
    by_key: dict[str, Found] = {}
    for each in found:
        table = outline.table_of(each.matched)
        key = "" if table is None or table.key in by_key else table.key
        if key:
            by_key[key] = each
        read.keys.append(key)
    units = _units(layout, by_key)
    reader = TableReader(layout, agency, read.problems, read.loose, year=year, units=units)
    for form in layout.tables:
        here = by_key.get(form.key)
        read.tables.append(missing_table(form) if here is None else reader.table(here, form))
    read.notes = reader.notes
    return read


def _units(layout: Layout, by_key: Mapping[str, Found]) -> dict[Unit, Unit]:
    """In which unit the tables are that print none: as all others for which the layout has the same one."""
    printed: dict[Unit, set[Unit]] = {}
    for form in layout.tables:
        if form.key in by_key and by_key[form.key].unit:
            printed.setdefault(form.unit, set()).add(Unit.of(by_key[form.key].unit))
    return {usual: units.pop() for usual, units in printed.items() if len(units) == 1}


def ranked(
    outlines: Sequence[Outline], found: list[Found], year: int | None, stage: str
) -> list[Outline]:
    """The layouts by how many of the titles they know, the tables they have, their numbers, the year and the stage."""

    def fit(outline: Outline) -> tuple[int, float, str]:
        # forms have many titles in common: tables that are not there, numbers, the year and the stage tell them apart
        score = 0.0
        own = 0  # titles that the form knows as they stand, and not only ones like these
        here = set()
        for each in found:
            table = outline.table_of(each.matched)
            if table is None:
                score -= 1
            else:
                here.add(table.key)
                own += each.matched in table.titles
                score += 1
                if each.number is not None:
                    score += 0.5 if table.number == each.number else -0.5
                if each.matched == table.title:
                    score += 0.5
        score -= sum(key not in here for key in outline.tables)
        score += 2 if year in outline.years else 0
        return own, score + (2 if stage == outline.stage else 0), outline.name

    return sorted(outlines, key=fit, reverse=True)


def known_in(sides: Iterable[Side[Any]]) -> int:
    """How many printed amounts have a scope."""
    return sum(
        figure.state is State.VALUE and figure.column.scope is not None
        for side in sides
        for row in side.rows
        if row.address.scope is not None
        for figure in row.figures
    )
