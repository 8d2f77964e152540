"""From the rows of a side to its figures: what each row adds to their scope, and where each stands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.expressions import expression
from cnbudget.figures import (
    ColumnAddress,
    Figure,
    Place,
    RowAddress,
    State,
    figure_in_cell,
)
from cnbudget.layouts import ColumnForm, SideForm, TableForm
from cnbudget.messages import Said, say
from cnbudget.numerals import YEAR_OF
from cnbudget.reading.cells import CellNumber, RawRow
from cnbudget.reading.differences import differences_of
from cnbudget.reading.headings import SideColumns, ValueColumn
from cnbudget.reading.numbers import BLANK, COVERED, LOST, why_unreadable
from cnbudget.reading.repeats import runs_of, told_apart, unclear
from cnbudget.reading.rows import RowReader
from cnbudget.reading.titles import Found
from cnbudget.scope import PART, Scope
from cnbudget.tables import ROWS, Row, Side
from cnbudget.values import Visible
from cnbudget.words import plain

#: Forms of the three public expenses may have years for rows.
_YEAR_ROW = expression(rf"{YEAR_OF.pattern}(?:预算数?)?")


@attrs.define(eq=False, repr=False)
class LooseRow(Visible):
    """A row whose amounts still need their columns.

    Attributes:
        table: The table's key.
        side: The side's place in the table.
        row: The row's place in the side.
        columns: The columns' places in the row, in the document's order.
        amounts: The amounts in their order.
    """

    table: str
    side: int
    row: int
    columns: list[int]
    amounts: list[CellNumber]


class SideReader:
    """Makes the sides of a table from the rows that were read of it.

    Args:
        found: The table as it was found.
        form: Its form.
        unit: The unit of money it prints.
        agency: The agency that publishes.
        complain: Where to say what could not be read.
        year: The fiscal year of the document.
    """

    def __init__(
        self,
        found: Found,
        form: TableForm,
        *,
        unit: Unit,
        agency: str,
        complain: Callable[[Problem], None],
        year: int | None = None,
    ) -> None:
        self.found = found
        self.form = form
        self.unit = unit
        self.year = year
        self.agency = plain(agency)
        self.complain = complain
        #: rows that need placing
        self.loose: list[LooseRow] = []

    def side(self, number: int, side: SideColumns, reader: RowReader) -> Side[Row]:
        """A side: its columns, and its rows with their figures.

        Args:
            number: The side's place in the table.
            side: Its columns in the grid.
            reader: Its rows.
        """
        form = side.form
        self._settle_kinds(form, reader.rows)
        if reader.rows or side.values:
            self._column_problems(side, self.found.place)
        cells = self._cells(side)
        columns = tuple(column for column, _ in cells)
        places = _usual_places(reader.rows, self.form.places)
        rows = self._rows(number, side, reader.rows, cells, places)
        if form.listed and (
            any(row.kind == "listed" for row in rows)
            or any(figure.state is _VALUE for row in rows for figure in row.figures)
        ):
            rows.extend(self._lacking_rows(side, rows, columns, places))
        self._row_problems(form, rows, first=number == 0)
        return Side(
            form.side,
            columns,
            rows=tuple(rows),
            complete=form.complete,
            totalled=bool(form.totals) and form.rows != "agency",
            differences=differences_of(
                [heading.path for heading in side.derived],
                ((row.address, raw.beside) for row, raw in zip(rows, reader.rows, strict=False)),
                self.unit,
            ),
        )

    def _settle_kinds(self, form: SideForm, rows: list[RawRow]) -> None:
        """What rows are that only the rows beside them tell: years, and which of several totals is the total."""
        for row in rows:
            named = _YEAR_ROW.fullmatch(plain(row.label)) if row.kind == "agency" else None
            if named is not None:  # rows may be years: the document's own is the total
                row.kind = "total" if int(named[1]) == self.year else "unknown"
        totals = [row for row in rows if row.kind == "total"]
        if any(row.label for row in totals):  # the total is one with a name
            for row in totals:
                if not row.label:
                    row.kind = "unknown"
        if form.totals and not totals:
            for row in rows[-1:]:  # below all others that have codes
                if row.kind == "unknown" and plain(row.label) == "小计":
                    row.kind = "total"

    def _cells(self, side: SideColumns) -> list[tuple[ColumnAddress, int | None]]:
        """The columns of a side, and for each where the rows that were read have its cell."""
        headings = {heading.form: heading for heading in side.values}
        known = [c for c in side.form.columns if not c.optional or c in headings]
        at = {heading.form.key: i for i, heading in enumerate(side.values) if heading.form}
        cells = [(self._column(each, headings.get(each)), at.get(each.key)) for each in known]
        for i, extra in enumerate(side.extra, len(side.values)):
            cells.append((ColumnAddress("", extra.text, path=extra.path, scope=None), i))
        return cells

    def _rows(
        self,
        number: int,
        side: SideColumns,
        raw_rows: list[RawRow],
        cells: list[tuple[ColumnAddress, int | None]],
        places: int,
    ) -> list[Row]:
        """The rows with their figures; those whose amounts wait for their columns are noted as loose."""
        found, key = self.found, self.form.key
        columns = tuple(column for column, _ in cells)
        known = [(i, target) for i, (_, target) in enumerate(cells) if target is not None]
        order = [i for i, _ in sorted(known, key=lambda each: each[1])]
        row_class = ROWS.get(key, Row)
        scopes = self._scopes(side.form, raw_rows, known=not side.extra)
        rows: list[Row] = []
        label_path: list[str] = []
        for raw, scope in zip(raw_rows, scopes, strict=True):
            code = raw.code
            address = RowAddress(
                found.number,
                key,
                title=found.title,
                row=_row_label(raw),
                path=_path(raw, label_path),
                index=len(rows) + 1,
                side=side.form.side,
                project=raw.project or None,
                scope=scope,
                name="" if code is None else raw.label,
            )
            if raw.loose is not None:
                self.loose.append(LooseRow(key, number, len(rows), list(order), raw.loose))
            figures = self._figures(raw, address, cells, places)
            rows.append(row_class(address, figures, columns=columns, code=code, kind=raw.kind))
        return rows

    def _row_problems(self, form: SideForm, rows: list[Row], *, first: bool) -> None:
        """Say that a table has no rows, or no total."""
        found = self.found
        if not rows and found.parts and not found.said_empty and first:
            self.complain(Problem("form", say("reading.table_without_rows"), place=found.place))
        closing = ("total", "agency") if form.rows == "agency" else ("total",)
        if rows and form.totals and not any(row.kind in closing for row in rows):
            figures = rows[-1].figures
            place = figures[0].place if figures else found.place
            self.complain(Problem("form", say("reading.table_without_total"), place=place))

    def _column(self, form: ColumnForm, heading: ValueColumn | None) -> ColumnAddress:
        """A column's address; the year that it is about, where that is not the document's, is in its scope."""
        path = form.path
        if heading is not None and heading.path:
            path = (*heading.path[:-1], form.heading)
        scope = form.scope_in(self.year)
        return ColumnAddress(
            form.key, form.heading, path=path, scope=scope, rounding=self.form.rounding
        )

    def _column_problems(self, side: SideColumns, place: Place) -> None:
        complain = self.complain
        for column in side.lacking:
            complain(
                Problem(
                    "column",
                    say("reading.column_lacking", heading=column.heading),
                    place=place,
                    text=column.key,
                )
            )
        if side.remarks:
            names = "、".join(heading for _, heading in side.remarks)
            complain(
                Problem(
                    "column",
                    say("reading.columns_of_words", names=names),
                    place=place,
                )
            )
        if side.extra:
            names = "、".join(heading.text or "（无标题）" for heading in side.extra[:12])
            more = f" …（共 {len(side.extra)} 列）" if len(side.extra) > 12 else ""
            complain(
                Problem(
                    "column",
                    say("reading.columns_unknown", names=names, more=more),
                    place=place,
                )
            )

    def _scopes(self, form: SideForm, rows: list[RawRow], *, known: bool) -> list[Scope | None]:
        """What each row adds to the scope of its figures; None where that is not known.

        Args:
            form: The form of the side.
            rows: Its rows.
            known: Whether all its columns are known, so that what rows of one code are is known too.
        """
        base = form.base
        listed = dict(zip(form.listed, form.listed_scopes, strict=True))
        agencies = {plain(row.label) for row in rows if row.kind == "agency"}
        single = len(agencies) <= 1
        agency: str | None = None
        scopes: list[Scope | None] = []
        named = form.rows in ("project", "function-project")
        runs = None if named or not single else runs_of(rows)
        seen: dict[tuple[object, ...], list[int]] = {}
        for position, row in enumerate(rows):
            scope: Scope | None = None
            project: str | None = None
            if row.kind == "total":
                scope, agency = base, None
            elif row.kind == "agency":
                whole = single or plain(row.label) == self.agency
                agency = None if whole else row.label
                scope = base.at(agency=agency)
            elif row.kind == "listed" and row.form is not None:
                scope = listed[row.form]
            elif row.kind in ("code", "project"):
                project = plain(row.project) or None if row.project else None
                part = agency
                if runs is not None:
                    part = f"{PART}{self.found.title}第{runs[position] + 1}组"
                scope = form.of_code(row.code, agency=part, project=project)
            if scope is None:
                scopes.append(None)
                if not row.bad_code:
                    self._unknown(row)
                continue
            where = (scope.agency, scope.function, scope.economic, scope.project)
            if row.kind in ("code", "project"):
                if where in seen and named:
                    # rows of one name or none are still projects of their own
                    name = f"{project or '未列项目名称'}#{len(scopes) + 1}"
                    scope = form.of_code(row.code, agency=agency, project=name)
                else:
                    seen.setdefault(where, []).append(position)
            scopes.append(scope)
        for places in seen.values():
            if len(places) > 1:
                self._repeated(rows, places, scopes, known)
        return scopes

    def _repeated(
        self, rows: list[RawRow], places: list[int], scopes: list[Scope | None], known: bool
    ) -> None:
        """Rows of one code: told as an error where nothing tells them apart, and where it is known what they are."""
        same = [rows[place] for place in places]
        again = [place for place in places[1:] if _again(rows[places[0]], rows[place])]
        apart = told_apart(same)
        if not apart and len(again) == len(places) - 1:
            for place in again:
                row, scopes[place] = rows[place], None
                self.complain(
                    Problem(
                        "repeated",
                        say(
                            "reading.row_repeated",
                            row=Said(f"{row.code} {row.label}".strip(), str(row.code)),
                        ),
                        place=row.place,
                        text=str(row.code),
                    )
                )
            return
        sure = known and not apart and not unclear(same)
        for place in places:
            scopes[place] = None
        for place in places[1:]:
            row = rows[place]
            if sure:
                self.complain(
                    Problem(
                        "twice",
                        say("reading.code_twice", code=row.code),
                        place=row.place,
                        text=str(row.code),
                    )
                )
            else:
                self.complain(
                    Problem(
                        "row",
                        say("reading.code_on_several_rows", code=row.code),
                        place=row.place,
                        text=str(row.code),
                    )
                )

    def _unknown(self, row: RawRow) -> None:
        label = row.label or row.project
        words = say("reading.row_without_label")
        if label:
            words = say("reading.row_unknown", label=label[:40])
        self.complain(
            Problem(
                "row",
                words,
                place=row.place,
                text=label[:200],
            )
        )

    def _figures(
        self,
        raw: RawRow,
        address: RowAddress,
        cells: list[tuple[ColumnAddress, int | None]],
        places: int,
    ) -> tuple[Figure, ...]:
        """A row's figures; for each column there is where the row has its cell."""
        unit, place, loose, complain = self.unit, raw.place, raw.loose, self.complain
        if loose is not None:
            places = max([places, *(cell.parsed[1] for cell in loose)])
            for cell in loose:
                if cell.parsed[0] is None and cell.parsed is not LOST:
                    complain(_bad_number(cell.text, cell.place, address))
            return tuple(
                [
                    figure_in_cell(None, unit, places, _MISSING, address, column, place)
                    for column, _ in cells
                ]
            )
        own, parsed, units = raw.places, raw.cells, raw.units or {}
        figures = []
        for column, target in cells:
            if target is None:
                figures.append(figure_in_cell(None, unit, places, _MISSING, address, column, place))
                continue
            if own is not None:
                place = own[target]
            value, mark = each = parsed[target]
            if mark >= 0:
                unit = units.get(target, self.unit)
                shown = mark if value else max(mark, places)  # 0 among 683.15 is 0.00
                figures.append(figure_in_cell(value, unit, shown, _VALUE, address, column, place))
                unit = self.unit
            elif each is BLANK:
                figures.append(figure_in_cell(_ZERO, unit, places, _BLANK, address, column, place))
            else:
                if each is COVERED:
                    complain(_covered(place, address, column))
                elif each is not LOST:
                    text = raw.texts[target] if raw.texts is not None else ""
                    complain(_bad_number(text, place, address, column))
                figures.append(figure_in_cell(None, unit, places, _MISSING, address, column, place))
        return tuple(figures)

    def _lacking_rows(
        self,
        side: SideColumns,
        rows: list[Row],
        columns: tuple[ColumnAddress, ...],
        places: int,
    ) -> list[Row]:
        """The form's fixed rows that the document lacks, with missing figures."""
        found, form, unit = self.found, self.form, self.unit
        here = [row.address.scope for row in rows if row.kind == "listed"]
        have = set(here)
        lacking: list[Row] = []
        for listed, scope in zip(side.form.listed, side.form.listed_scopes, strict=True):
            if scope is None or listed.optional or scope in have:
                continue
            address = RowAddress(
                found.number,
                form.key,
                title=found.title,
                row=listed.label,
                path=listed.path,
                index=len(rows) + len(lacking) + 1,
                side=side.form.side,
                scope=scope,
            )
            place = found.place
            figures = tuple(
                figure_in_cell(None, unit, places, _MISSING, address, column, place)
                for column in columns
            )
            lacking.append(
                ROWS.get(form.key, Row)(address, figures, columns=columns, kind="listed")
            )
            self.complain(
                Problem(
                    "row",
                    say("reading.row_lacking", label=listed.label),
                    place=place,
                    text=listed.label,
                )
            )
        return lacking


_ZERO = Decimal(0)
_VALUE, _BLANK, _MISSING = State.VALUE, State.BLANK, State.MISSING  # slow to look up by name


def _again(first: RawRow, row: RawRow) -> bool:
    """Whether a row repeats another: its name and all its amounts, of which there are some."""
    return (
        plain(first.label) == plain(row.label)
        and first.loose is None
        and row.loose is None
        and first.cells == row.cells
        and any(parsed[1] >= 0 for parsed in row.cells)
    )


def _usual_places(rows: list[RawRow], default: int) -> int:
    counts: dict[int, int] = {}
    for row in rows:
        cells = row.cells if row.loose is None else [cell.parsed for cell in row.loose]
        for _, places in cells:
            if places >= 0:
                counts[places] = counts.get(places, 0) + 1
    return max(counts, key=lambda places: counts[places]) if counts else default


def _row_label(raw: RawRow) -> str:
    if raw.code is not None:
        return raw.code.digits
    if raw.form is not None:
        return raw.form.label
    if raw.kind == "total":
        return plain(raw.label) or "合计"
    return raw.label or raw.bad_code


def _path(raw: RawRow, codes: list[str]) -> tuple[str, ...]:
    """The labels from the top: of fixed rows the form's, of codes those of the codes above."""
    if raw.form is not None:
        return raw.form.path
    if raw.code is None:
        return (_row_label(raw),)
    depth = raw.code.depth
    del codes[depth - 1 :]
    while len(codes) < depth - 1:
        codes.append("")
    codes.append(raw.label or raw.code.digits)
    path = [label for label in codes if label]
    return (*path, raw.project) if raw.project else tuple(path)


def _bad_number(
    text: str, place: Place, address: RowAddress, column: ColumnAddress | None = None
) -> Problem:
    shown = text[:60]
    return Problem(
        "number",
        say(
            "reading.cell_not_a_number",
            row=address.row,
            column="" if column is None else say("reading.in_column", column=column.column),
            text=shown,
            why=why_unreadable(text),
        ),
        place=place,
        text=shown,
    )


def _covered(place: Place, address: RowAddress, column: ColumnAddress) -> Problem:
    return Problem(
        "covered",
        say("reading.cell_covered", row=address.row, column=column.column),
        place=place,
    )
