"""From drafts and the scopes of their rows and columns to plain tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.expressions import expression
from cnbudget.figures import ColumnAddress, Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.forms import Meaning
from cnbudget.messages import say
from cnbudget.reading.differences import differences_of
from cnbudget.reading.heads import units_in_question
from cnbudget.reading.numbers import BLANK, COVERED, LOST, TEXT, parse, unit_in, why_unreadable
from cnbudget.reading.titles import Found
from cnbudget.reading.worded.columns import ColumnPanel
from cnbudget.reading.worded.drafts import DraftSide, WordedTable
from cnbudget.reading.worded.labels import label_columns
from cnbudget.reading.worded.parts import tell_parts
from cnbudget.reading.worded.row import WordedRow
from cnbudget.reading.worded.silent import Scopes
from cnbudget.scope import Scope
from cnbudget.tables import ROWS, Row, Side, Table
from cnbudget.words import plain

#: Forms of some counties print the unit in the headings of columns.
_UNIT = expression(r"\(?(?:单位)?(?:人民币)?(亿元|千元|万元|元)\)?$")


def table_of(
    found: Found,
    draft: WordedTable,
    key: str,
    scopes: list[Scopes],
    usual: Unit,
    problems: list[Problem],
    places: int = 2,
) -> Table[Row]:
    """A table from its draft.

    Args:
        found: The table as it was found.
        draft: Its draft.
        key: The package's name of it.
        scopes: The scopes of the rows and columns of each side.
        usual: Its unit if it prints none.
        problems: Where to put what could not be read.
        places: The decimals of its amounts if it prints none.
    """
    said = [
        Problem("part", say("reading.part_not_read", title=found.title), place=place)
        for place in draft.unread
    ]
    own = _unit(found, draft)
    unit = own or usual
    sides = tuple(
        _side(found, draft, side, key, unit, each, said, places)
        for side, each in zip(draft.sides, scopes, strict=True)
    )
    problems.extend(attrs.evolve(each, table=found.number, key=key) for each in said)
    printed = any(
        f.state is State.VALUE for side in sides for row in side.rows for f in row.figures
    )
    headings = (unit_in(each.path) for side in draft.sides for each in side.panel.columns)
    problems.extend(
        units_in_question(
            found, key, unit, printed=own is not None, headings=headings, amounts=printed
        )
    )
    return Table(
        key,
        found.number,
        found.title,
        sides=sides or (Side(None, (), rows=()),),
        unit=unit,
        status="present" if printed or found.has_amounts else "empty",
        line=found.line,
    )


def _unit(found: Found, draft: WordedTable) -> Unit | None:
    """The unit of money that a table prints, over it or in its headings."""
    if found.unit:
        return Unit.of(found.unit)
    columns = [column for side in draft.sides for column in side.panel.columns]
    printed = Counter(unit for column in columns if (unit := unit_in(column.path)) is not None)
    if printed:
        return max(printed, key=lambda unit: printed[unit])
    texts = (text for column in columns for text in column.path)
    bare = next((said for text in texts if (said := _UNIT.search(plain(text)))), None)
    return None if bare is None else Unit.of(bare[1])


def usual_unit_of(found: list[Found], drafts: list[WordedTable]) -> Unit:
    """The unit of the tables that print none: that of all others, or 万元."""
    printed = set(map(_unit, found, drafts)) - {None}
    return printed.pop() or Unit.WAN if len(printed) == 1 else Unit.WAN


def _side(
    found: Found,
    draft: WordedTable,
    side: DraftSide,
    key: str,
    unit: Unit,
    scopes: Scopes,
    problems: list[Problem],
    places: int,
) -> Side[Row]:
    rows, columns = list(scopes[0]), scopes[1]
    tell_parts(draft.title.text, side.lines, rows, draft.agency, draft.words)
    addresses = _addresses(side.panel, columns)
    live = [
        any(line.cells[n][1] >= 0 and line.cells[n][0] for line in side.lines)
        for n in range(len(columns))
    ]
    unknown = [c for n, c in enumerate(side.panel.columns) if columns[n] is None and live[n]]
    _say(side, unknown, rows, found.place, problems)
    usual = _usual_places(side.lines, places)
    labelled, labels = label_columns(side.panel, side.lines, _before(draft, side))
    made = []
    units = [unit_in(column.path) or unit for column in side.panel.columns]
    for row, line, printed in zip(
        _rows_of(found, side, key, rows), side.lines, labels, strict=True
    ):
        address, kind = row
        figures = _figures(line, address, addresses, units, usual, problems)
        made.append(
            ROWS.get(key, Row)(
                address,
                figures,
                columns=tuple(addresses),
                code=line.code,
                kind=kind,
                labels=printed,
            )
        )
    return Side(
        side.name,
        tuple(addresses),
        rows=tuple(made),
        complete=not (unknown or any(_without_scope(side.lines, rows))),
        totalled=False,
        differences=differences_of(
            [column.path for column in side.panel.differences],
            ((row.address, line.beside) for row, line in zip(made, side.lines, strict=True)),
            unit,
        )
        + tuple(_compared(found, side, key, addresses, units)),
        label_columns=labelled,
    )


def _compared(
    found: Found, side: DraftSide, key: str, columns: list[ColumnAddress], units: list[Unit]
) -> Iterator[Figure]:
    """What rows of differences print, each number in the column of those that it is the difference of."""
    for above, line in side.compared:
        address = RowAddress(
            found.number, key, title=found.title, row=line.label, path=(line.label,), index=above, side=side.name
        )  # fmt: skip
        for column, unit, (value, mark), place in zip(
            columns, units, line.cells, line.places, strict=True
        ):
            if mark >= 0:
                yield figure_in_cell(value, unit, mark, State.VALUE, address, column, place)


def _before(draft: WordedTable, side: DraftSide) -> int:
    """The place of the last column of amounts before those of a side; -1 if it is the first."""
    first = min((column.index for column in side.panel.columns), default=0)
    ends = (column.index for other in draft.sides for column in other.panel.columns)
    return max((each for each in ends if each < first), default=-1)


def _rows_of(
    found: Found, side: DraftSide, key: str, rows: list[Scope | None]
) -> Iterator[tuple[RowAddress, str]]:
    """The address and the kind of each row."""
    for index, (line, scope) in enumerate(zip(side.lines, rows, strict=True), 1):
        code = line.code
        label = line.label or "合计"
        address = RowAddress(
            found.number,
            key,
            title=found.title,
            row=code.digits if code is not None else label,
            path=(*line.path, label),
            index=index,
            side=side.name,
            project=line.project or None,
            scope=scope,
            name=line.label if code is not None else "",
        )
        yield address, line.kind if line.kind != "open" else "unknown"


def _addresses(panel: ColumnPanel, scopes: list[Scope | None]) -> list[ColumnAddress]:
    """The columns of a side, each under a name of its own."""
    used: Counter[str] = Counter()
    addresses = []
    for column, scope in zip(panel.columns, scopes, strict=True):
        name = _column_key(column.meaning, scope)
        used[name] += 1
        addresses.append(
            ColumnAddress(
                name if used[name] == 1 else f"{name}_{used[name]}",
                column.path[-1] if column.path else "",
                path=column.path,
                scope=scope,
            )
        )
    return addresses


def _say(
    side: DraftSide,
    unknown: list[Any],
    rows: list[Scope | None],
    place: Place,
    problems: list[Problem],
) -> None:
    if unknown:
        names = "、".join("/".join(column.path) or "（无标题）" for column in unknown[:12])
        problems.append(
            Problem(
                "column",
                say("reading.headings_not_understood", names=names),
                place=place,
            )
        )
    for line in _without_scope(side.lines, rows):
        words = say("reading.row_without_label")
        if line.label:
            words = say("reading.row_scope_unknown", label=line.label[:40])
        problems.append(Problem("row", words, place=line.place, text=line.label[:200]))


def _without_scope(lines: list[WordedRow], rows: list[Scope | None]) -> Iterator[WordedRow]:
    """The rows with amounts whose scopes are not known."""
    for line, scope in zip(lines, rows, strict=True):
        if scope is None and any(mark >= 0 and value for value, mark in line.cells):
            yield line


def _column_key(said: Meaning, scope: Scope | None) -> str:
    if scope is None:
        return "unknown"
    if scope.year is not None or scope.stage is not None:
        return "other_year"
    parts = []
    if said.vintage == "CARRIED":
        parts.append("carried")
    if said.source is not None and said.source.name:
        parts.append(said.source.name.lower())
    if said.nature is not None and said.nature.name:
        parts.append(said.nature.name.lower())
    return "_".join(parts) or ("total" if not said.economic else "use")


def _usual_places(lines: list[WordedRow], default: int) -> int:
    counts = Counter(mark for line in lines for _, mark in line.cells if mark >= 0)
    return max(counts, key=lambda places: (counts[places], places), default=default)


def _figures(
    line: WordedRow,
    address: Any,
    columns: list[ColumnAddress],
    units: list[Unit],
    usual: int,
    problems: list[Problem],
) -> tuple[Figure, ...]:
    figures = []
    for column, unit, (value, mark), text, place in zip(
        columns, units, line.cells, line.texts, line.places, strict=True
    ):
        if mark >= 0:
            shown = mark if value else max(mark, usual)  # 0 among 683.15 is 0.00
            figures.append(figure_in_cell(value, unit, shown, State.VALUE, address, column, place))
        elif (value, mark) == BLANK:
            figures.append(
                figure_in_cell(BLANK[0], unit, usual, State.BLANK, address, column, place)
            )
        else:
            figures.append(figure_in_cell(None, unit, usual, State.MISSING, address, column, place))
            if (value, mark) == COVERED:
                words = say("reading.cell_covered", row=address.row, column=column.column)
                problems.append(Problem("covered", words, place=place))
                continue
            if (value, mark) == LOST:
                continue  # the file itself says that it is missing
            if column.scope is None and parse(text) is TEXT:
                continue  # no lost amount: what the column holds is not known
            label = address.row
            problems.append(
                Problem(
                    "number",
                    say(
                        "reading.cell_no_number",
                        row=label,
                        column=column.column,
                        text=text[:40],
                        why=why_unreadable(text),
                    ),
                    place=place,
                    text=text[:200],
                )
            )
    return tuple(figures)
