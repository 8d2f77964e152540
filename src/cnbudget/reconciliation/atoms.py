"""The entries that a document leaves possible, and the cells that each of them would be printed in.

An entry is possible if every cell that publishing would put it in is there and is not blank. Entries that no
table tells apart are one atom: a plain code, source and nature stand for them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from cnbudget.classification import for_year, standard, years
from cnbudget.consistency.clock import Clock
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.layouts import Layout, SideForm
from cnbudget.scope import Scope
from cnbudget.tables import Row, Side
from cnbudget.words import plain

__all__ = ["Atom", "Cells", "atoms_of", "sides_of"]

Key = tuple[Any, ...]
Prefixes = tuple[str, ...]
ANY_USE: Prefixes = ("",)
TOTAL: Key = ("total",)


@attrs.frozen
class Atom:
    """Entries that nothing printed tells apart.

    Attributes:
        function: The functional code.
        economic: The economic code.
        source: The funding source.
        nature: The nature.
        project: The project's printed name, or None.
        agency: The agency, where the document lists several.
        cells: The cells it is printed in, by their places in `Cells.figures`.
    """

    function: str
    economic: str
    source: FundingSource
    nature: Nature
    project: str | None
    agency: str
    cells: tuple[int, ...]


@attrs.define(eq=False)
class _Sheet:
    """A side of a table: its form, and which cells the document has."""

    form: SideForm
    side: Side[Any]
    #: for each row the place of the cell in each of the form's columns: -1 blank, -2 not known
    rows: dict[Key, tuple[int, ...]]
    leaves: frozenset[str]
    codes: frozenset[str]


BLANK, UNKNOWN = -1, -2
#: The kinds of rows that tell functions apart; and a plain one where no table does.
FUNCTIONS = ("function", "function-project")
ANY_FUNCTION = ["2010101"]


class Cells:
    """The cells of a document that say something of its ledger.

    Attributes:
        figures: For each cell the figures printed in it; several where a row stands twice.
        sheets: The sides of its tables.
    """

    def __init__(self, disclosure: Disclosure, layout: Layout) -> None:
        self.figures: list[list[Figure]] = []
        self.sheets: list[_Sheet] = []
        self.projects: dict[str, str] = {}
        self.agencies: dict[str, None] = {}
        for form, side in sides_of(disclosure, layout):
            self.sheets.append(self._sheet(form, side))

    def _sheet(self, form: SideForm, side: Side[Any]) -> _Sheet:
        place = {column.key: n for n, column in enumerate(side.columns)}
        rows: dict[Key, tuple[int, ...]] = {}
        codes: set[str] = set()
        for row in side.rows:
            key = self._key(row)
            if key is None:
                continue
            if row.code is not None:
                codes.add(row.code.digits)
            old = rows.get(key)
            cells = []
            for n, column in enumerate(form.columns):
                at = place.get(column.key)
                figure = None if at is None else row.figures[at]
                cells.append(self._cell(figure, UNKNOWN if old is None else old[n]))
            rows[key] = tuple(cells)
        if form.rows == "list":  # a row of the form that the document lacks says nothing
            for listed in form.listed:
                rows.setdefault(_listed(form, listed.scope), (UNKNOWN,) * len(form.columns))
        rows.setdefault(TOTAL, (UNKNOWN,) * len(form.columns))
        leaves = {c for c in codes if not any(o != c and o.startswith(c) for o in codes)}
        return _Sheet(form, side, rows, frozenset(leaves), frozenset(codes))

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
            return ("list", scope)
        if row.project_name is not None:
            name = scope.project[0] if scope.project else plain(row.project_name)
            self.projects.setdefault(name, row.project_name)
            return ("project", row.code.digits if row.code else "", name, agency)
        return None if row.code is None else ("code", row.code.digits, agency)

    def _cell(self, figure: Figure | None, old: int) -> int:
        if figure is None or figure.state in (State.MISSING, State.INFERRED):
            return old
        if figure.state is State.BLANK:
            return BLANK
        if old >= 0:
            self.figures[old].append(figure)
        if old != UNKNOWN:
            return old
        self.figures.append([figure])
        return len(self.figures) - 1


def _listed(form: SideForm, scope: Scope) -> Key:
    met = form.base.meet(scope)
    return ("list", met)


def sides_of(disclosure: Disclosure, layout: Layout) -> Iterator[tuple[SideForm, Side[Any]]]:
    """The sides of the tables that the document has, each with its form."""
    for table in disclosure.tables:
        if table.status in ("present", "empty") and table.key in layout:
            forms = {form.side: form for form in layout[table.key].sides}
            for side in table.sides:
                if side.side in forms:
                    yield forms[side.side], side


@attrs.frozen(eq=False)
class _Kind:
    """A use, source and nature with the cells that they are printed in, whatever the function and project.

    Attributes:
        stands: For each side that it stands in: the sheet, the columns.
    """

    economic: str
    source: FundingSource
    nature: Nature
    cells: tuple[int, ...]
    stands: tuple[tuple[_Sheet, tuple[int, ...]], ...]


def atoms_of(cells: Cells, disclosure: Disclosure, layout: Layout, clock: Clock) -> list[Atom]:
    """All atoms that the document leaves possible."""
    functions = sorted(
        _leaves(
            code for sheet in cells.sheets if sheet.form.rows in FUNCTIONS for code in sheet.codes
        )
    )
    found: list[Atom] = []
    known: dict[tuple[int, tuple[int, ...], str], list[int] | None] = {}
    for kind in _kinds(cells, disclosure, layout):
        clock.check()
        asks = [
            (sheet, columns)
            for sheet, columns in kind.stands
            if sheet.form.rows in ("project", "function-project")
        ]
        told = any(sheet.form.rows in FUNCTIONS for sheet, _ in kind.stands)
        for function in functions if told else functions[:1] or ANY_FUNCTION:
            at = _function_cells(kind, function, known)
            if at is None:
                continue
            for agency in cells.agencies or ("",):
                for name in cells.projects if asks else ("",):
                    more = _project_cells(asks, function, name, agency)
                    if more is not None:
                        shown = cells.projects.get(name)
                        found.append(
                            Atom(
                                function,
                                kind.economic,
                                kind.source,
                                kind.nature,
                                None if name in NO_PROJECTS[kind.nature] else shown,
                                agency,
                                tuple(dict.fromkeys((*kind.cells, *at, *more))),
                            )
                        )
    return found


def _leaves(codes: Iterable[str]) -> set[str]:
    unique = set(codes)
    return {c for c in unique if not any(o != c and o.startswith(c) for o in unique)}


def _kinds(cells: Cells, disclosure: Disclosure, layout: Layout) -> Iterator[_Kind]:
    """The uses, sources and natures that no table rules out, one for all that look alike."""
    known = years()
    year = (
        disclosure.year if disclosure.year is not None and disclosure.year in known else known[-1]
    )
    uses = _uses(cells, for_year(year).economic)
    seen: set[tuple[Any, ...]] = set()
    ordered = {
        nature: sorted(uses, key=lambda use, nature=nature: _plainness(use, nature))  # type: ignore[misc]
        for nature in layout.nature
    }
    for source in FundingSource.ALL:
        for nature in layout.nature:
            open_to = _open_to(cells, source, nature)
            if open_to is None:
                continue
            for economic in ordered[nature]:
                kind = _kind(open_to, economic, source, nature)
                if kind is None:
                    continue
                alike = (kind.cells, tuple((id(s), c) for s, c in kind.stands))
                if alike not in seen:
                    seen.add(alike)
                    yield kind


@attrs.frozen(eq=False)
class _Open:
    """What a source and nature find in a sheet: columns and listed rows, with the uses they ask for."""

    sheet: _Sheet
    columns: tuple[tuple[int, Prefixes], ...]
    listed: tuple[tuple[Key, Prefixes], ...]


def _open_to(cells: Cells, source: FundingSource, nature: Nature) -> list[_Open] | None:
    """The sheets that a source and nature stand in; None if a blank rules them out whatever the use."""
    found = []
    s, n, flow = source.value, nature.value, Flow.EXPENDITURE.value

    def holds(scope: Scope) -> bool:
        return bool(
            scope.source._value_ & s and scope.nature._value_ & n and scope.flow._value_ & flow
        )

    for sheet in cells.sheets:
        form = sheet.form
        if not holds(form.base):
            continue
        columns = tuple((k, c.scope.economic) for k, c in enumerate(form.columns) if holds(c.scope))
        listed = tuple(
            (_listed(form, row.scope), row.scope.economic)
            for row in form.listed
            if holds(row.scope)
        )
        if not columns:
            continue
        if form.base.economic == ANY_USE:
            plain_columns = tuple(k for k, economic in columns if economic == ANY_USE)
            rows = [TOTAL, *(key for key, economic in listed if economic == ANY_USE)]
            if _cells_at(sheet, rows, plain_columns) is None:
                return None
        found.append(_Open(sheet, columns, listed))
    return found


def _uses(cells: Cells, catalogue: Any) -> list[str]:
    """An economic code for every set of uses that the document tells apart."""
    listed: set[str] = set()  # codes that stand on rows
    named: set[str] = set()
    for sheet in cells.sheets:
        form = sheet.form
        named.update(form.base.economic)
        for column in form.columns:
            named.update(column.scope.economic)
        for row in form.listed:
            named.update(row.scope.economic)
        if form.rows == "economic":
            listed |= sheet.codes
    named = (named | listed) - {""}
    categories = {code[:3] for code in named} | {str(c) for c in catalogue if len(str(c)) == 3}
    found = {code for code in named if len(code) == 5}
    for category in categories:
        below = {code for code in found if code.startswith(category)}
        if category in listed and not below:
            found.add(category)  # the document tells no more
            continue
        rest = [category + "99"]
        rest += [str(c) for c in catalogue if len(str(c)) == 5 and str(c).startswith(category)]
        spare = next((c for c in rest if c in catalogue and c not in named), None)
        if spare is not None:
            found.add(spare)
        elif not below:
            found.add(category)
    return sorted(found)


def _plainness(economic: str, nature: Nature) -> tuple[bool, bool, str]:
    """The order in which uses are tried: the usual ones first, what is left of a category before its parts."""
    usual = standard.PERSONNEL[:1] if nature is Nature.PERSONNEL else standard.OPERATING[:1]
    return not economic.startswith(usual), not economic.endswith("99"), economic


def _kind(
    open_to: Iterable[_Open], economic: str, source: FundingSource, nature: Nature
) -> _Kind | None:
    at: list[int] = []
    stands = []
    for each in open_to:
        sheet, form = each.sheet, each.sheet.form
        if not economic.startswith(form.base.economic):
            continue
        columns = tuple(k for k, uses in each.columns if economic.startswith(uses))
        if not columns:
            continue
        keys: list[Key] = [TOTAL]
        if form.rows == "list":
            here = [key for key, uses in each.listed if economic.startswith(uses)]
            if not here and not form.totals:
                continue
            keys += here
        elif form.rows == "economic":
            chain = _chain(sheet, economic, (3, 5))
            if chain is None:
                return None
            keys += [("code", code, "") for code in chain]
        more = _cells_at(sheet, keys, columns)
        if more is None:
            return None
        at += more
        if form.rows not in ("list", "economic"):
            stands.append((sheet, columns))
    return _Kind(economic, source, nature, tuple(at), tuple(stands))


def _chain(sheet: _Sheet, code: str, lengths: tuple[int, ...]) -> list[str] | None:
    """The rows of a code and of those above it; None if the document rules it out."""
    chain = [code[:length] for length in lengths if length <= len(code)]
    here = [each for each in chain if each in sheet.codes]
    if code in sheet.codes or (here and here[-1] in sheet.leaves):
        return here
    return None if sheet.side.complete else here


def _cells_at(sheet: _Sheet, keys: Iterable[Key], columns: tuple[int, ...]) -> list[int] | None:
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


def _function_cells(
    kind: _Kind, function: str, known: dict[tuple[int, tuple[int, ...], str], list[int] | None]
) -> list[int] | None:
    found: list[int] = []
    for sheet, columns in kind.stands:
        if sheet.form.rows == "project" or not function.startswith(sheet.form.base.function):
            continue
        where = id(sheet), columns, function
        if where not in known:
            known[where] = _on_sheet(sheet, columns, function)
        more = known[where]
        if more is None:
            return None
        found += more
    return found


def _on_sheet(sheet: _Sheet, columns: tuple[int, ...], function: str) -> list[int] | None:
    """The cells of a function in columns of a sheet; None if the document rules it out."""
    if sheet.form.rows == "function-project":
        chain: list[str] | None = [
            c for c in (function[:3], function[:5]) if ("code", c, "") in sheet.rows
        ]
    elif sheet.form.side is not None:
        chain = _chain(sheet, function[:3], (3,))
    else:
        chain = _chain(sheet, function, (3, 5, 7))
    if chain is None:
        return None
    return _cells_at(sheet, [("code", code, "") for code in chain], columns)


def _project_cells(
    asks: list[tuple[_Sheet, tuple[int, ...]]], function: str, name: str, agency: str
) -> list[int] | None:
    found: list[int] = []
    for sheet, columns in asks:
        code = "" if sheet.form.rows == "project" else function
        where = agency if ("project", code, name, agency) in sheet.rows else ""
        keys: list[Key] = [("project", code, name, where)]
        if where:
            keys += [
                key
                for key in (
                    (*TOTAL, where),
                    ("code", function[:3], where),
                    ("code", function[:5], where),
                )
                if key in sheet.rows
            ]
        more = _cells_at(sheet, keys, columns)
        if more is None:
            return None
        found += more
    return found


NO_PROJECTS: dict[Nature, frozenset[str]] = {
    Nature.PERSONNEL: frozenset({"基本支出"}),
    Nature.OPERATING: frozenset({"基本支出"}),
    Nature.PROJECT: frozenset({"其他项目支出"}),
    Nature.BUSINESS: frozenset({Nature.BUSINESS.zh}),
    Nature.REMITTANCE: frozenset({Nature.REMITTANCE.zh}),
    Nature.SUBSIDY: frozenset({Nature.SUBSIDY.zh}),
}
