"""The cells of a document that say something of its ledger: what the entries in them come to, and where none may stand.

A column that is of another year or stage, of some of the agencies, or worked out of other columns totals no entries
of the ledger, and is left out.

Where an entry stands in a form is asked of `cnbudget.layouts.standing`, by the search for a ledger and by publishing
alike. What is here is of the document: which of those rows and cells it prints. The comparison of a witness
(`cnbudget.reconciliation.comparison`) goes by the scopes of what is published, apart from this on purpose: a mistake of
this index is found there, and not made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout, SideForm
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Row, Side
from cnbudget.words import plain

Key = tuple[Any, ...]
TOTAL: Key = ("total",)
BLANK, UNKNOWN = -1, -2


@attrs.define(eq=False)
class SideCells:
    """A side of a table: its form, and which cells the document has.

    Attributes:
        form: The form.
        rows: For each row the place of the cell in each of the form's columns: `BLANK`, or `UNKNOWN`.
        listed: The keys of the form's fixed rows.
        codes: The codes that it lists.
        leaves: Those of them that it does not break down.
        closed: Whether nothing stands at a code that it does not list.
        wide: Whether it is, in all its columns and fixed rows, about all functions.
        parted: Columns of all uses, each with the columns of some uses that make it up.
        projects: The projects that have rows, by the code that these have.
    """

    form: SideForm
    rows: dict[Key, tuple[int, ...]]
    listed: tuple[Key, ...]
    codes: frozenset[str]
    leaves: frozenset[str]
    closed: bool
    wide: bool
    parted: tuple[tuple[int, frozenset[int]], ...]
    projects: dict[str, list[str]]


class Cells:
    """The cells of a document that say something of its ledger.

    Attributes:
        figures: For each cell the figures printed in it; several where a row stands twice.
        sheets: The sides of its tables.
        projects: The printed name of each project, by the name that scopes know.
        agencies: The agencies that have rows of their own.
    """

    def __init__(self, disclosure: Disclosure, layout: Layout) -> None:
        self.figures: list[list[Figure]] = []
        self.sheets: list[SideCells] = []
        self.projects: dict[str, str] = {}
        self.agencies: dict[str, None] = {}
        for form, side in sides_of(disclosure, layout):
            self.sheets.append(self._sheet(form, side))

    def _sheet(self, form: SideForm, side: Side[Any]) -> SideCells:
        place = {column.key: n for n, column in enumerate(side.columns) if column.scope is not None}
        at = [place.get(column.key, -1) if column.of_ledger else -1 for column in form.columns]
        unknown = (UNKNOWN,) * len(at)
        rows: dict[Key, tuple[int, ...]] = {}
        codes: set[str] = set()
        for row in side.rows:
            key = self._key(row)
            if key is None:
                continue
            if row.code is not None:
                codes.add(row.code.digits)
            old = rows.get(key, unknown)
            rows[key] = tuple(
                [
                    UNKNOWN if n < 0 else self._cell(row.figures[n], was)
                    for n, was in zip(at, old, strict=True)
                ]
            )
        listed = tuple([listed_key(scope) for scope in form.listed_scopes])
        for key in listed:  # a row of the form that the document lacks says nothing
            rows.setdefault(key, unknown)
        rows.setdefault(TOTAL, unknown)
        pieces = (form.base, *[c.scope for c in form.columns], *[r.scope for r in form.listed])
        wide = all(scope.function == EVERYTHING.function for scope in pieces)
        return SideCells(
            form,
            rows,
            listed,
            frozenset(codes),
            leaves_of(codes),
            closed(side),
            wide,
            _parted(form),
            self._of_codes(rows),
        )

    def _of_codes(self, rows: Iterable[Key]) -> dict[str, list[str]]:
        """The projects of each code, in the order of all projects."""
        found: dict[str, dict[str, None]] = {}
        for key in rows:
            if key[0] == "project":
                _, code, name, _ = key
                found.setdefault(code, {})[name] = None
        order = {name: n for n, name in enumerate(self.projects)}
        return {code: sorted(names, key=order.__getitem__) for code, names in found.items()}

    def _key(self, row: Row) -> Key | None:
        scope = row.address.scope
        if scope is None:
            return None
        agency = scope.agency[0] if scope.agency else ""
        if agency:
            self.agencies.setdefault(agency)
        if row.kind == "total" or row.kind == "agency":
            return (*TOTAL, agency) if agency else TOTAL
        if row.kind == "listed":
            return listed_key(scope)
        if row.project_name is not None:
            name = scope.project[0] if scope.project else plain(row.project_name)
            self.projects.setdefault(name, row.project_name)
            return ("project", row.code.digits if row.code else "", name, agency)
        return None if row.code is None else ("code", row.code.digits, agency)

    def _cell(self, figure: Figure, old: int) -> int:
        if figure.state is State.BLANK:
            return BLANK
        if figure.state is not State.VALUE or old == BLANK:
            return old
        if old >= 0:
            self.figures[old].append(figure)
            return old
        self.figures.append([figure])
        return len(self.figures) - 1


def _parted(form: SideForm) -> tuple[tuple[int, frozenset[int]], ...]:
    """The columns of all uses, each with those of some uses: what has no column of its own has no place there."""
    whole: dict[tuple[Any, ...], list[int]] = {}
    parts: dict[tuple[Any, ...], list[int]] = {}
    for n, column in enumerate(form.columns):
        if column.of_ledger:
            scope = column.scope
            kind = scope.source, scope.nature, scope.flow, scope.function
            found = whole if scope.economic == EVERYTHING.economic else parts
            found.setdefault(kind, []).append(n)
    return tuple(
        (n, frozenset(parts[kind])) for kind, those in whole.items() if kind in parts for n in those
    )


def leaves_of(codes: Iterable[str]) -> frozenset[str]:
    """The codes that no other breaks down.

    >>> sorted(leaves_of(["208", "20805", "210"]))
    ['20805', '210']
    """
    unique = frozenset(codes)
    return unique - {code[:length] for code in unique for length in range(1, len(code))}


def listed_key(scope: Scope | None) -> Key:
    """The key of a fixed row, by its scope."""
    return ("list", scope)


def closed(side: Side[Any]) -> bool:
    """Whether nothing stands at a code that the side does not list: it is complete, and all of it was understood."""
    if not side.complete or (side.rows and side.totalled and side.total is None):
        return False
    extra = [n for n, column in enumerate(side.columns) if column.scope is None]
    for row in side.rows:
        figures = row.figures if row.address.scope is None else [row.figures[n] for n in extra]
        if any(figure.state is not State.BLANK for figure in figures):
            return False
    return True


def sides_of(disclosure: Disclosure, layout: Layout) -> Iterator[tuple[SideForm, Side[Any]]]:
    """The sides of the tables that the document has, each with its form."""
    for table in disclosure.tables:
        if table.status in ("present", "empty") and table.key in layout:
            forms = {form.side: form for form in layout[table.key].sides}
            for side in table.sides:
                if side.side in forms:
                    yield forms[side.side], side
