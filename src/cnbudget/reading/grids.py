"""From the grids of a table, page after page, to a typed table: its headers merged, its rows read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from cnbudget.amounts import Unit
from cnbudget.disclosure import Problem
from cnbudget.expressions import expression
from cnbudget.figures import State
from cnbudget.layouts import Layout, TableForm
from cnbudget.messages import Said, Words, say
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import (
    LEVELS,
    SideColumns,
    ValueColumn,
    match_columns,
    split_header,
)
from cnbudget.reading.heads import units_in_question
from cnbudget.reading.numbers import MALFORMED, TEXT, parse
from cnbudget.reading.panels import in_panels
from cnbudget.reading.relaid import is_torn
from cnbudget.reading.rows import RowReader
from cnbudget.reading.sides import LooseRow, SideReader
from cnbudget.reading.titles import Found
from cnbudget.tables import Panel, Row, Side, Table
from cnbudget.words import without_marks


class TableReader:
    """Makes tables of a layout from what was found of them.

    Args:
        layout: The layout.
        agency: The agency that publishes.
        problems: Where to put what could not be read.
        loose: Where to put rows that need placing.
        year: The fiscal year of the document.
        units: In which unit of money tables print none: by the unit that the layout has for them.
    """

    def __init__(
        self,
        layout: Layout,
        agency: str,
        problems: list[Problem],
        loose: list[LooseRow],
        *,
        year: int | None = None,
        units: Mapping[Unit, Unit] = MappingProxyType({}),
    ) -> None:
        self.layout = layout
        self.agency = agency
        self.year = year
        self.units = units
        self.problems = problems
        self.loose = loose
        self.notes: list[GridRow] = []

    def table(self, found: Found, form: TableForm) -> Table[Row]:
        """The table, with every cell of its grids accounted for."""
        complain = self._complainer(found, form)
        noted = len(self.notes)
        pages = _Pages(form, self.agency, self.notes, complain)
        pages.read([[_unmarked(row) for row in part] for part in found.parts])
        own = Unit.of(found.unit) if found.unit else _unit_of(pages.columns)
        unit = own or self.units.get(form.unit, form.unit)
        maker = SideReader(
            found,
            form,
            unit=unit,
            agency=self.agency,
            complain=complain,
            year=self.year,
        )
        sides = pages.sides(maker)
        self.loose.extend(maker.loose)
        pages.account_for(noted)
        printed = any(
            figure.state is _VALUE for side in sides for row in side.rows for figure in row.figures
        )
        amounts = printed or bool(maker.loose)
        self.problems.extend(
            units_in_question(
                found,
                form.key,
                unit,
                printed=own is not None,
                headings=(each.unit for side in pages.columns for each in side.values),
                amounts=amounts,
            )
        )
        # a cell that is lost or no amount is not an empty one
        lost = not printed and any(
            mark <= MALFORMED[1]
            for reader in pages.readers
            for raw in reader.rows
            for _, mark in raw.cells
        )
        return Table(
            form.key,
            found.number,
            found.title,
            sides=sides,
            form_number=form.number,
            unit=unit,
            status="present" if amounts or lost or found.has_amounts else "empty",
            line=found.line,
        )

    def _complainer(self, found: Found, form: TableForm) -> Callable[[Problem], None]:
        def complain(problem: Problem) -> None:
            self.problems.append(attrs.evolve(problem, table=found.number, key=form.key))

        return complain


class _Pages:
    """The pages of one table, read one after another: what is known of its columns when the next page begins.

    Attributes:
        form: The form of the table.
        readers: What reads the rows, one for each side.
        columns: The columns of each side, as the last header has them.
        header: The rows of that header.
        notes: Rows of words that are no rows of the table.
        complain: Where to say what could not be read.
    """

    def __init__(
        self,
        form: TableForm,
        agency: str,
        notes: list[GridRow],
        complain: Callable[[Problem], None],
    ) -> None:
        self.form = form
        self.readers = [RowReader(agency, complain) for _ in form.sides]
        self.columns: list[SideColumns] = []
        self.header: list[GridRow] = []
        self.notes = notes
        self.complain = complain
        self._texts: list[list[str]] = []  # of the header's cells
        self._starts: dict[int, int] = {}  # the first row of each panel
        self._over: list[str] = []  # what stands over each panel

    def read(self, parts: list[list[GridRow]]) -> None:
        """Read the rows of all pages; a table of several panels beside each other panel by panel."""
        turns = [(0, part) for part in parts]
        if self.form.sides[0].panels:
            turns, self._over = in_panels(parts, self.form)
        for panel, part in turns:
            self._starts.setdefault(panel, len(self.readers[0].rows))
            self._page(part, first=not panel)

    def sides(self, maker: SideReader) -> tuple[Side[Row], ...]:
        """The sides of the table, from the rows that were read."""
        if not self.columns:
            return tuple(
                Side(s.side, (), rows=(), complete=s.complete, totalled=bool(s.totals))
                for s in self.form.sides
            )
        made = tuple(
            maker.side(number, side, reader)
            for number, (side, reader) in enumerate(zip(self.columns, self.readers, strict=True))
        )
        if len(self._starts) < 2:
            return made
        panels = tuple(
            Panel(start, self._over[number] if self._over else "")
            for number, start in self._starts.items()
        )
        return attrs.evolve(made[0], panels=panels), *made[1:]

    def account_for(self, noted: int) -> None:
        """Say what of the grids is in no figure: amounts among words, and rows that were not read whole.

        Args:
            noted: How many of the notes are of tables before.
        """
        for reader in self.readers:
            reader.finish()
            self.notes.extend(reader.notes)
        for row in self.header:
            for cell in row.cells:
                _say_amounts(cell, row, "表头", "a heading", self.complain)
        for row in self.notes[noted:]:
            for cell in row.cells:
                _say_amounts(cell, row, "表内的说明", "a note in the table", self.complain)
        for row in dict.fromkeys(row for reader in self.readers for row in reader.unread):
            shown = " ".join(cell for cell in row.cells if cell)
            self.complain(
                Problem(
                    "row",
                    say("reading.not_all_read", shown=shown[:60]),
                    place=row.place,
                    text="\t".join(row.cells),
                )
            )

    def _page(self, part: list[GridRow], *, first: bool) -> None:
        """Read the rows of a page (or of a panel, whose header is the first one's)."""
        here, data = split_header(part, self.form) if first else ([], part)
        if here and here[0] is not part[0]:  # after a row of data: its words are kept as well
            self.notes.extend(here)
        if (here or not self.columns) and not self._take_header(here, data, part):
            self._set_aside(part, say("reading.page_of_other_columns", part=len(part)))
            return
        torn = is_torn(here, max(len(row.cells) for row in part))
        if torn or not any(side.values or side.extra for side in self.columns):
            self._set_aside(part, say("reading.headings_unknown", part=len(part)))
            return
        for reader, side in zip(self.readers, self.columns, strict=True):
            reader.read(side, data, self.header)

    def _take_header(self, here: list[GridRow], data: list[GridRow], part: list[GridRow]) -> bool:
        """Take a header; False if a page has columns that the pages before it do not have."""
        begun = any(reader.rows for reader in self.readers)
        if not begun:
            here = self.header + here  # a header that was parted
        self.header = here
        if self.columns and self._texts == [row.cells for row in here]:
            fresh = self.columns  # the header of the first page again
        else:
            width = max(len(row.cells) for row in part)
            fresh = match_columns(here, self.form, width)
            self._texts = [row.cells for row in here]
            self._extras(fresh, data)
        if begun:
            known = {h.form for side in self.columns for h in side.values}
            if any(h.form not in known for side in fresh for h in side.values):
                return False
            fresh = [_same_extras(new, old) for new, old in zip(fresh, self.columns, strict=True)]
        self.columns = fresh
        return True

    def _set_aside(self, part: list[GridRow], words: Words) -> None:
        """Say why a page cannot be read; keep its rows as notes."""
        first = part[0]
        self.complain(Problem("form", words, place=first.place, text=first.cells[0][:60]))
        self.notes.extend(part)

    def _extras(self, columns: list[SideColumns], data: list[GridRow]) -> None:
        """Columns that no heading of the form names: of amounts, or of remarks; they are no labels."""
        for side in columns:
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
                    side.extra.append(ValueColumn(index, heading, (heading,)))
                elif words and heading and 0 <= first < index and not _labelling(heading):
                    side.labels.remove((index, heading))
                    side.remarks.append((index, heading))
                    self.notes.extend(
                        GridRow([heading, row.cells[index]], row.place)
                        for row in data
                        if index < len(row.cells) and row.cells[index]
                    )


def _unit_of(columns: list[SideColumns]) -> Unit | None:
    """The unit of a table over which none is printed, if its columns' headings print one."""
    units = {heading.unit for side in columns for heading in side.values}
    return units.pop() if len(units) == 1 else None


def _unmarked(row: GridRow) -> GridRow:
    """A row without the raised marks of footnotes; most rows have none."""
    cells = [without_marks(cell) for cell in row.cells]
    return row if cells == row.cells else attrs.evolve(row, cells=cells)


def _say_amounts(
    text: str, row: GridRow, zh: str, en: str, complain: Callable[[Problem], None]
) -> None:
    """Say that words hold an amount, which is read as none of the table's."""
    if _IN_WORDS.search(text) is not None and parse(text)[1] < 0:
        complain(
            Problem(
                "stray",
                say("reading.amount_not_read", what=Said(zh, en), text=text[:60]),
                place=row.place,
                text=text[:200],
            )
        )


_VALUE = State.VALUE  # slow to look up by name
#: An amount among words: with its unit, or with two decimals.
_IN_WORDS = expression(r"[0-9] ?[亿万千]?元|[0-9]\.[0-9]{2}(?![0-9%])")
_CODE = expression(r"[23][0-9]{2}(?:[ .-]?[0-9]{2}){0,2}")


def _labelling(heading: str) -> bool:
    """Whether an unknown heading is still one of labels."""
    return any(word in heading for word in ("项目", "科目", "编码", "代码", "名称", "类", "款"))


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


def _absent(old: SideColumns, key: str) -> ValueColumn:
    heading = next(h for h in old.values if h.form is not None and h.form.key == key)
    return ValueColumn(10**9, heading.text, heading.path, heading.form)
