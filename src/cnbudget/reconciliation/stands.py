"""In which cells of a side entries stand: those that a use, source, nature and flow find, by function and project.

Where a cell is blank, or a row is not there that a complete table would list, the document rules the entries out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from cnbudget.layouts.standing import BY_FUNCTION, rows_of_function, rows_of_use
from cnbudget.reconciliation.cells import BLANK, TOTAL, Key, SideCells

Prefixes = tuple[str, ...]


@attrs.frozen(eq=False)
class SideStand:
    """How entries stand in a side whose cells depend on their function or project.

    Attributes:
        sheet: The side.
        columns: The columns.
        coded: Whether they stand on rows with codes.
        listed: The fixed rows that they stand on, by their places in the form.
    """

    sheet: SideCells
    columns: tuple[int, ...]
    coded: bool
    listed: tuple[int, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """What entries stand alike by."""
        return self.sheet, self.columns, self.coded, self.listed


@attrs.frozen(eq=False)
class SideOpening:
    """What a source, nature and flow find in a sheet.

    Attributes:
        sheet: The sheet.
        columns: Its columns, with the uses that they ask for.
        listed: Its fixed rows, likewise.
        coded: Whether they stand on rows with codes.
        natures: By the beginnings of codes, whether they stand on those.
        told: Whether it matters which function they have.
    """

    sheet: SideCells
    columns: tuple[tuple[int, Prefixes], ...]
    listed: tuple[tuple[int, Prefixes], ...]
    coded: bool
    natures: tuple[tuple[Prefixes, bool], ...]
    told: bool

    @property
    def key(self) -> tuple[Any, ...]:
        """What openings are the same by."""
        return self.sheet, self.columns, self.listed, self.coded, self.natures

    def on(self, code: str) -> bool:
        """Whether they stand on the row of a code."""
        for beginnings, here in self.natures:
            if code.startswith(beginnings):
                return here
        return True


def stands_of(
    open_to: Iterable[SideOpening], economic: str
) -> tuple[tuple[int, ...], tuple[SideStand, ...]] | None:
    """The cells of a use, and how it stands where these depend on the function or project; None if it is ruled out."""
    at: list[int] = []
    stands = []
    for each in open_to:
        sheet, form = each.sheet, each.sheet.form
        if not economic.startswith(form.base.economic):
            continue
        columns = tuple([k for k, uses in each.columns if economic.startswith(uses)])
        if not columns:
            continue
        if economic and sheet.closed:
            for whole, parts in sheet.parted:
                if whole in columns and parts.isdisjoint(columns):
                    return None
        listed = tuple([k for k, uses in each.listed if economic.startswith(uses)])
        if form.rows == "list" and not listed and not form.totals:
            continue
        if each.told:
            stands.append(SideStand(sheet, columns, each.coded, listed))
            continue
        keys: list[Key] = [TOTAL] if form.totals else []
        keys += [sheet.listed[k] for k in listed]
        if form.rows == "economic" and each.coded:
            chain = _chain(sheet, rows_of_use(form, economic))
            if chain is None or (sheet.closed and not each.on(economic)):
                return None
            keys += [("code", code, "") for code in chain if each.on(code)]
        more = cells_at(sheet, keys, columns)
        if more is None:
            return None
        at += more
        if form.rows == "project":
            stands.append(SideStand(sheet, columns, each.coded, listed))
    return tuple(dict.fromkeys(at)), tuple(stands)


def _chain(sheet: SideCells, codes: tuple[str, ...]) -> list[str] | None:
    """Those of the rows of a code and of the codes above it that are there; None if the document rules it out."""
    here = [each for each in codes if each in sheet.codes]
    if here and (here[-1] == codes[-1] or here[-1] in sheet.leaves):
        return here
    return None if sheet.closed else here


def cells_at(sheet: SideCells, keys: Iterable[Key], columns: Sequence[int]) -> list[int] | None:
    """The cells of rows in columns; None if one is blank or a row is not there."""
    found = []
    for key in keys:
        row = sheet.rows.get(key)
        if row is None:
            return None
        for column in columns:
            cell = row[column]
            if cell == BLANK:
                return None
            if cell >= 0:
                found.append(cell)
    return found


def function_cells(
    told: Iterable[tuple[SideStand, tuple[Any, ...]]],
    function: str,
    known: dict[tuple[Any, ...], list[int] | None],
) -> list[int] | None:
    """The cells of a function in sides; None if the document rules it out. What is worked out stays in ``known``."""
    found: list[int] = []
    for each, key in told:
        where = key, function
        if where not in known:
            known[where] = _on_sheet(each, function)
        more = known[where]
        if more is None:
            return None
        found += more
    return found


def _on_sheet(stand: SideStand, function: str) -> list[int] | None:
    """The cells of a function in a side; None if the document rules it out."""
    sheet, form, columns = stand.sheet, stand.sheet.form, stand.columns
    if not function.startswith(form.base.function):
        return []
    listed: Iterable[int] = stand.listed
    if not sheet.wide:
        columns = tuple([k for k in columns if function.startswith(form.columns[k].scope.function)])
        listed = [k for k in listed if function.startswith(form.listed[k].scope.function)]
    keys: list[Key] = [TOTAL] if form.totals else []
    keys += [sheet.listed[k] for k in listed]
    chain: list[str] | None = []
    if not stand.coded or form.rows not in BY_FUNCTION:
        chain = []
    elif form.rows == "function-project":
        chain = [c for c in rows_of_function(form, function) if ("code", c, "") in sheet.rows]
    else:
        chain = _chain(sheet, rows_of_function(form, function))
    if chain is None:
        return None
    return cells_at(sheet, [*keys, *(("code", code, "") for code in chain)], columns)


def project_cells(
    asks: Iterable[SideStand], function: str, name: str, agency: str
) -> list[int] | None:
    """The cells of a project and agency in sides; None if the document rules them out."""
    found: list[int] = []
    for stand in asks:
        sheet = stand.sheet
        code = "" if sheet.form.rows == "project" else function
        where = agency if ("project", code, name, agency) in sheet.rows else ""
        keys: list[Key] = [("project", code, name, where)]
        if where:
            keys += [
                key
                for key in (
                    (*TOTAL, where),
                    *(("code", code, where) for code in rows_of_function(sheet.form, function)),
                )
                if key in sheet.rows
            ]
        more = cells_at(sheet, keys, stand.columns)
        if more is None:
            return None
        found += more
    return found
