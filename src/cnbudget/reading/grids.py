"""From the grids of a table to a typed table: columns, rows, figures with their scopes."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.figures import ColumnAddress, Figure, Place, RowAddress, State
from cnbudget.layouts import ColumnForm, Layout, SideForm, TableForm
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import (
    LEVELS,
    Heading,
    SideColumns,
    match_columns,
    split_header,
)
from cnbudget.reading.numbers import BLANK, LOST, TEXT, parse
from cnbudget.reading.panels import panel_width, unfolded
from cnbudget.reading.rows import Cell, RawRow, RowReader
from cnbudget.reading.titles import Found
from cnbudget.scope import Scope
from cnbudget.tables import ROWS, Row, Side, Table
from cnbudget.words import plain

__all__ = ["LooseRow", "TableReader"]

_set = object.__setattr__


@attrs.define(eq=False)
class LooseRow:
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
    amounts: list[Cell]


class TableReader:
    """Makes tables of a layout from what was found of them.

    Args:
        layout: The layout.
        agency: The agency that publishes.
        problems: Where to put what could not be read.
        loose: Where to put rows that need placing.
        year: The fiscal year of the document.
    """

    def __init__(
        self,
        layout: Layout,
        agency: str,
        problems: list[Problem],
        loose: list[LooseRow],
        *,
        year: int | None = None,
    ) -> None:
        self.layout = layout
        self.agency = agency
        self.year = year
        self.problems = problems
        self.loose = loose
        self.notes: list[GridRow] = []

    def table(self, found: Found, form: TableForm) -> Table[Row]:
        """The table, with every cell of its grids accounted for."""
        unit = Unit.of(found.unit) if found.unit else form.unit
        complain = self._complainer(found, form)
        readers = [RowReader(self.agency, complain) for _ in form.sides]
        columns: list[SideColumns] = []
        header: list[GridRow] = []
        texts: list[list[str]] = []
        panel = 0
        for printed_part in found.parts:
            part = printed_part
            if form.sides[0].panels:
                panel = panel_width(part, form.sides[0]) or panel
                part = unfolded(part, panel) if panel else part
            here, data = split_header(part, form)
            width = max(len(row.cells) for row in part)
            if here or not columns:
                if not any(reader.rows for reader in readers):
                    here = header + here  # a header that was parted
                header = here
                if columns and texts == [row.cells for row in here]:
                    fresh = columns  # the header of the first page again
                else:
                    fresh, texts = match_columns(here, form, width), [row.cells for row in here]
                    self._extras(fresh, data)
                if any(reader.rows for reader in readers):
                    known = {h.form for side in columns for h in side.values}
                    if any(h.form not in known for side in fresh for h in side.values):
                        self._unlike(part, complain)
                        continue
                    fresh = [
                        _same_extras(new, old) for new, old in zip(fresh, columns, strict=True)
                    ]
                columns = fresh
            if not any(side.values or side.extra for side in columns):
                complain(
                    Problem(
                        "form",
                        f"认不出各列的标题，{len(part)} 行没有读入",
                        en=f"the columns' headings are not recognised; {len(part)} rows were not read",
                        place=part[0].place,
                        text=part[0].cells[0][:60],
                    )
                )
                self.notes.extend(part)
                continue
            for reader, side in zip(readers, columns, strict=True):
                reader.read(side, data, header)
        sides = tuple(
            self._side(found, form, number, side, reader, unit, complain)
            for number, (side, reader) in enumerate(zip(columns, readers, strict=bool(columns)))
        ) or tuple(
            Side(side.side, (), rows=(), complete=side.complete, totalled=bool(side.totals))
            for side in form.sides
        )
        for reader in readers:
            reader.finish()
            self.notes.extend(reader.notes)
        for row in dict.fromkeys(row for reader in readers for row in reader.unread):
            shown = " ".join(cell for cell in row.cells if cell)
            complain(
                Problem(
                    "row",
                    f"“{shown[:60]}”没有全部读入",
                    en=f"not all of “{shown[:60]}” was read",
                    place=row.place,
                    text="\t".join(row.cells),
                )
            )
        printed = any(
            figure.state is State.VALUE for side in sides for row in side.rows for figure in row
        )
        waiting = any(each.table == form.key for each in self.loose)
        return Table(
            form.key,
            found.number,
            found.title,
            sides=sides,
            form_number=form.number,
            unit=unit,
            status="present" if printed or waiting else "empty",
            line=found.line,
        )

    def _unlike(self, part: list[GridRow], complain: Callable[[Problem], None]) -> None:
        """Say that a page has columns that the pages before it do not have; keep its rows as notes."""
        complain(
            Problem(
                "form",
                f"续页的列与前页不同，{len(part)} 行没有读入",
                en=f"a further page has other columns than the first; {len(part)} rows were not read",
                place=part[0].place,
                text=part[0].cells[0][:60],
            )
        )
        self.notes.extend(part)

    def _complainer(self, found: Found, form: TableForm) -> Callable[[Problem], None]:
        def complain(problem: Problem) -> None:
            self.problems.append(attrs.evolve(problem, table=found.number, key=form.key))

        return complain

    def _extras(self, columns: list[SideColumns], data: list[GridRow]) -> None:
        """Columns that no heading of the form names: of amounts, or of remarks; they are no labels."""
        for side in columns:
            self.notes.extend(
                GridRow([heading, row.cells[index]], row.place)
                for index, heading in side.derived
                for row in data
                if index < len(row.cells) and row.cells[index]
            )
            first = min((heading.index for heading in side.values), default=-1)
            for index, heading in list(side.labels):
                if heading in side.form.labels or heading in LEVELS:
                    continue
                cells = [row.cells[index] for row in data if index < len(row.cells)]
                parsed = [parse(cell) for cell in cells if cell]
                words = any(each is TEXT for each in parsed)
                amounts = [cell for cell in cells if cell and not _CODE.fullmatch(cell)]
                if any(parse(cell)[1] > 0 for cell in amounts) and not words:
                    side.labels.remove((index, heading))
                    side.extra.append(Heading(index, heading, (heading,)))
                elif words and heading and 0 <= first < index and not _labelling(heading):
                    side.labels.remove((index, heading))
                    side.remarks.append((index, heading))
                    self.notes.extend(
                        GridRow([heading, row.cells[index]], row.place)
                        for row in data
                        if index < len(row.cells) and row.cells[index]
                    )

    # A side --------------------------------------------------------------------------------------

    def _side(
        self,
        found: Found,
        form: TableForm,
        number: int,
        side: SideColumns,
        reader: RowReader,
        unit: Unit,
        complain: Callable[[Problem], None],
    ) -> Side[Row]:
        place = found.place
        at = {heading.form.key: i for i, heading in enumerate(side.values) if heading.form}
        known = [form for form in side.form.columns if form.key in at or not form.optional]
        columns = [self._column(each, side, form.rounding) for each in known]
        extra = [ColumnAddress("", h.text, path=h.path, scope=None) for h in side.extra]
        if reader.rows or side.values:
            self._column_problems(side, place, complain)
        where = [at.get(column.key) for column in known]
        where += [len(side.values) + i for i in range(len(extra))]
        addresses = tuple(columns + extra)
        places = _usual_places(reader.rows, form.places)
        scopes = self._scopes(side.form, reader.rows, complain)
        row_class = ROWS.get(form.key, Row)
        rows: list[Row] = []
        label_path: list[str] = []
        for position, (raw, scope) in enumerate(zip(reader.rows, scopes, strict=True)):
            address = RowAddress(
                found.number,
                form.key,
                title=found.title,
                row=_row_label(raw),
                path=_path(raw, label_path),
                index=position + 1,
                side=side.form.side,
                project=raw.project or None,
                scope=scope,
                name=raw.label if raw.code is not None else "",
            )
            figures = self._figures(raw, address, addresses, where, unit, places, complain)
            rows.append(
                row_class(address, figures, columns=addresses, code=raw.code, kind=raw.kind)
            )
            if raw.loose is not None:
                order = sorted(
                    (i for i, target in enumerate(where) if target is not None),
                    key=lambda i: where[i] or 0,
                )
                self.loose.append(LooseRow(form.key, number, position, order, raw.loose))
        told = any(row.kind == "listed" for row in rows) or any(
            figure.state is State.VALUE for row in rows for figure in row
        )
        if side.form.listed and told:
            rows.extend(
                self._lacking_rows(found, form, side, rows, addresses, unit, places, complain)
            )
        if not rows and found.parts and not found.said_empty and number == 0:
            complain(
                Problem(
                    "form",
                    "只有表头，没有数据行（表在中途断开，或是空表）",
                    en="a header alone and no rows (the table breaks off, or is empty)",
                    place=place,
                )
            )
        closing = ("total", "agency") if side.form.rows == "agency" else ("total",)
        if rows and side.form.totals and not any(row.kind in closing for row in rows):
            complain(
                Problem(
                    "form",
                    "没有合计行（表在中途断开，或漏了合计）",
                    en="no total row (the table breaks off, or the total was left out)",
                    place=rows[-1].figures[0].place if rows[-1].figures else place,
                )
            )
        return Side(
            side.form.side,
            addresses,
            rows=tuple(rows),
            complete=side.form.complete,
            totalled=bool(side.form.totals) and side.form.rows != "agency",
        )

    def _column(self, form: ColumnForm, side: SideColumns, rounding: str) -> ColumnAddress:
        """A column's address; the year that it is about, where that is not the document's, is in its scope."""
        path = form.path
        for heading in side.values:
            if heading.form is form:
                path = (*heading.path[:-1], form.heading) if heading.path else form.path
        scope: Scope | None = form.scope
        if form.year:
            year = None if self.year is None else self.year + form.year
            scope = None if year is None else attrs.evolve(form.scope, year=year)
        return ColumnAddress(form.key, form.heading, path=path, scope=scope, rounding=rounding)

    @staticmethod
    def _column_problems(
        side: SideColumns, place: Place, complain: Callable[[Problem], None]
    ) -> None:
        for column in side.lacking:
            complain(
                Problem(
                    "column",
                    f"缺少“{column.heading}”一列，其中各格按缺失处理",
                    en=f"the column “{column.heading}” is lacking; its cells count as missing",
                    place=place,
                    text=column.key,
                )
            )
        if side.remarks:
            names = "、".join(heading for _, heading in side.remarks)
            complain(
                Problem(
                    "column",
                    f"表式中没有的文字列：{names}，不作核对",
                    en=f"columns of words that the form does not have, not checked: {names}",
                    place=place,
                )
            )
        if side.derived:
            names = "、".join(heading for _, heading in side.derived)
            complain(
                Problem(
                    "column",
                    f"由其他列算出的列，不作核对：{names}",
                    en=f"columns worked out of others, not checked: {names}",
                    place=place,
                )
            )
        if side.extra:
            names = "、".join(heading.text or "（无标题）" for heading in side.extra[:12])
            more = f" …（共 {len(side.extra)} 列）" if len(side.extra) > 12 else ""
            complain(
                Problem(
                    "column",
                    f"表式中没有的列：{names}{more}，其中各数口径不明",
                    en=f"columns that the form does not have: {names}{more}; their scope is unknown",
                    place=place,
                )
            )

    def _scopes(
        self, form: SideForm, rows: list[RawRow], complain: Callable[[Problem], None]
    ) -> list[Scope | None]:
        """What each row adds to the scope of its figures; None where that is not known."""
        base = form.base
        agencies = {plain(row.label) for row in rows if row.kind == "agency"}
        single = len(agencies) <= 1
        agency: str | None = None
        scopes: list[Scope | None] = []
        seen: dict[tuple[object, ...], int] = {}
        for row in rows:
            scope: Scope | None = None
            project: str | None = None
            if row.kind == "total":
                scope, agency = base, None
            elif row.kind == "agency":
                whole = single or plain(row.label) == plain(self.agency)
                agency = None if whole else row.label
                scope = base.at(agency=agency)
            elif row.kind == "listed" and row.form is not None:
                scope = base.meet(row.form.scope)
            elif row.kind in ("code", "project"):
                project = plain(row.project) or None
                scope = form.of_code(row.code, agency=agency, project=project)
            if scope is None:
                scopes.append(None)
                if not row.bad_code:
                    self._unknown(row, complain)
                continue
            where = (scope.agency, scope.function, scope.economic, scope.project)
            if where in seen and row.kind in ("code", "project"):
                first = seen[where]
                if form.rows in ("project", "function-project"):
                    # rows of one name or none are still projects of their own
                    name = f"{project or '未列项目名称'}#{len(scopes) + 1}"
                    scope = form.of_code(row.code, agency=agency, project=name)
                else:
                    scopes[first] = scope = None
                    complain(
                        Problem(
                            "row",
                            f"同一科目 {row.code} 出现不止一行，不能确定各行的口径",
                            en=f"code {row.code} stands on more than one row; their scopes are unknown",
                            place=row.place,
                            text=str(row.code),
                        )
                    )
            elif row.kind in ("code", "project"):
                seen[where] = len(scopes)
            scopes.append(scope)
        return scopes

    @staticmethod
    def _unknown(row: RawRow, complain: Callable[[Problem], None]) -> None:
        label = row.label or row.project
        complain(
            Problem(
                "row",
                f"不认识的行“{label[:40]}”，其中各数口径不明",
                en=f"a row that is not known, “{label[:40]}”; the scope of its figures is unknown",
                place=row.place,
                text=label[:200],
            )
        )

    def _figures(
        self,
        raw: RawRow,
        address: RowAddress,
        columns: tuple[ColumnAddress, ...],
        where: list[int | None],
        unit: Unit,
        places: int,
        complain: Callable[[Problem], None],
    ) -> tuple[Figure, ...]:
        figures = []
        place, loose = raw.place, raw.loose
        if loose is not None:
            places = max([places, *(cell.parsed[1] for cell in loose)])
            for cell in loose:
                if cell.parsed[0] is None:
                    complain(_bad_number(cell.text, cell.place, address))
        for column, target in zip(columns, where, strict=True):
            if target is None or loose is not None:
                figures.append(_figure(None, unit, places, State.MISSING, address, column, place))
                continue
            if raw.places is not None:
                place = raw.places[target]
            value, mark = parsed = raw.cells[target]
            if mark >= 0:
                figures.append(_figure(value, unit, mark, State.VALUE, address, column, place))
            elif parsed is BLANK:
                figures.append(_figure(_ZERO, unit, places, State.BLANK, address, column, place))
            elif parsed is LOST:
                figures.append(_figure(None, unit, places, State.MISSING, address, column, place))
            else:
                text = raw.texts[target] if raw.texts is not None else ""
                complain(_bad_number(text, place, address, column))
                figures.append(_figure(None, unit, places, State.MISSING, address, column, place))
        return tuple(figures)

    def _lacking_rows(
        self,
        found: Found,
        form: TableForm,
        side: SideColumns,
        rows: list[Row],
        columns: tuple[ColumnAddress, ...],
        unit: Unit,
        places: int,
        complain: Callable[[Problem], None],
    ) -> list[Row]:
        """The form's fixed rows that the document lacks, with missing figures."""
        have = {row.address.scope for row in rows if row.kind == "listed"}
        lacking: list[Row] = []
        for listed in side.form.listed:
            scope = side.form.base.meet(listed.scope)
            if scope is None or scope in have or listed.optional:
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
                _figure(None, unit, places, State.MISSING, address, column, place)
                for column in columns
            )
            lacking.append(
                ROWS.get(form.key, Row)(address, figures, columns=columns, kind="listed")
            )
            complain(
                Problem(
                    "row",
                    f"缺少“{listed.label}”一行，其中各格按缺失处理",
                    en=f"the row “{listed.label}” is lacking; its cells count as missing",
                    place=place,
                    text=listed.label,
                )
            )
        return lacking


_ZERO = Decimal(0)
_CODE = re.compile(r"[23][0-9]{2}(?:[ .-]?[0-9]{2}){0,2}")


def _labelling(heading: str) -> bool:
    """Whether an unknown heading is still one of labels."""
    return any(word in heading for word in ("项目", "科目", "编码", "代码", "名称", "类", "款"))


def _figure(
    value: Decimal | None,
    unit: Unit,
    places: int,
    state: State,
    row: RowAddress,
    column: ColumnAddress,
    place: Place,
) -> Figure:
    """A figure from parts that are known to be well-formed; much faster than the constructor."""
    made = Figure.__new__(Figure)
    _set(made, "value", value)
    _set(made, "unit", unit)
    _set(made, "places", places)
    _set(made, "state", state)
    _set(made, "row", row)
    _set(made, "column", column)
    _set(made, "place", place)
    _set(made, "basis", None)
    _set(made, "candidates", None)
    _set(made, "placed", "")
    return made


def _same_extras(new: SideColumns, old: SideColumns) -> SideColumns:
    """The columns of a later page, with those of the first page that it lacks left blank."""
    keys = [h.form.key for h in old.values if h.form is not None]
    by_key = {h.form.key: h for h in new.values if h.form is not None}
    if [h.form.key for h in new.values if h.form is not None] == keys and len(new.extra) == len(
        old.extra
    ):
        return new
    new.values = [by_key.get(key, _absent(old, key)) for key in keys]
    new.extra = old.extra
    return new


def _absent(old: SideColumns, key: str) -> Heading:
    heading = next(h for h in old.values if h.form is not None and h.form.key == key)
    return Heading(10**9, heading.text, heading.path, heading.form)


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
    zh_column = f"“{column.column}”列" if column is not None else ""
    en_column = f", column “{column.column}”" if column is not None else ""
    return Problem(
        "number",
        f"“{address.row}”行{zh_column}的“{shown}”不是数，按缺失处理",
        en=f"row “{address.row}”{en_column}: “{shown}” is not a number; the cell counts as missing",
        place=place,
        text=shown,
    )
