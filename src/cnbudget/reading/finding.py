"""Finding the form's tables among the blocks: by their titles, across page breaks."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE
from cnbudget.forms.titles import like_title
from cnbudget.numerals import PART
from cnbudget.reading.blocks import Block, Grid, GridRow
from cnbudget.reading.titles import (
    FARTHEST,
    NAMED,
    Found,
    KnownTitles,
    describe,
    over_a_grid,
    parted,
    preamble,
    says_nothing,
    says_on,
    take_unit,
)
from cnbudget.values import Visible
from cnbudget.words import continued, plain


def find_tables(
    blocks: list[Block], titles: KnownTitles
) -> tuple[list[Found], list[tuple[Block, str]]]:
    """The form's tables, and all other blocks with the heading over each.

    A grid belongs to the title before it. A further grid without a title of its own continues the
    table if it repeats its header, or has its width and goes on with data. A title without a grid only
    names the table, as lists of contents do: it is among the other blocks, and `NAMED` stands for its heading.
    """
    finder = _Finder(titles)
    for block in parted(blocks, titles):
        if isinstance(block, Grid):
            finder.grid(block)
        else:
            finder.line(block, block.text)
    others = [each for i, each in enumerate(finder.others) if i not in finder.over_grid]
    return list(finder.tables.values()), others


#: What numbers a page, before or behind what is printed on each.
_PAGES = "0123456789第页共/-—.· \u3000"


@attrs.define(eq=False, repr=False)
class _Finder(Visible):
    """What is known when a block is met: the title that waits for its grid, and the table that may go on.

    Attributes:
        titles: The titles that are known.
        tables: What was found, by key.
        others: All other blocks, with the heading over each.
        over_grid: Of the other blocks, the titles of grids.
        lines: Of the other blocks, those that make up the title that waits.
        pending: A title that waits for its grid.
        current: The table that a further grid could continue.
        number: The number that a line by itself gives (表 3).
        numbered_at: Of the other blocks, that line.
        heading: The last line that may be a heading.
        apart: How much text stands after the title that waits.
        goes_on: Whether a line said that the table goes on (续表).
        met: The lines that are no titles.
    """

    titles: KnownTitles
    tables: dict[str, Found] = attrs.field(factory=dict)
    others: list[tuple[Block, str]] = attrs.field(factory=list)
    over_grid: set[int] = attrs.field(factory=set)
    lines: list[int] = attrs.field(factory=list)
    pending: Found | None = None
    current: Found | None = None
    number: int | None = None
    numbered_at: int = 0
    heading: str = ""
    apart: int = 0
    goes_on: bool = False
    met: set[str] = attrs.field(factory=set)

    # Grids ---------------------------------------------------------------------------------------

    def grid(self, block: Grid) -> None:
        """Give a grid to the title before it, or to the table that it goes on with."""
        over = Found("", "", None, NOWHERE)  # what stands over the rows, in the grid itself
        rows, inner = preamble(block.rows, self.titles, over)
        if inner is not None:
            self._titled_inside(inner)
        current = self.current
        if self.pending is not None:
            self.pending.take(over)
        if self.pending is not None and rows:
            self.over_grid.update(self.lines)
            self._begin(self.pending, block, rows)
        elif (
            current is not None and rows and self._continues(current, rows := _under(current, rows))
        ):
            current.take(over)
            current.parts.append(rows)
        else:
            self.others.append((block, self.heading))
            self.current = None
        self.goes_on = False

    def _titled_inside(self, inner: Found) -> None:
        """A title that stands in the grid itself."""
        if self.pending is None or self.pending.key != inner.key:
            self.lines = []
        if self.number is not None and self.numbered_at == len(self.others) - 1:
            self.lines.append(self.numbered_at)  # a sheet's name: 表1
            inner.number = self.number if inner.number is None else inner.number
            self.number = None
        self.pending, self.current, self.goes_on = inner, None, inner.goes_on

    def _begin(self, pending: Found, block: Grid, rows: list[GridRow]) -> None:
        """The rows under a title: a new table, or the rest of one of that title."""
        self.pending = None
        known = self.tables.setdefault(pending.key, pending)
        if known is not pending and known.parts:
            # a second table of that title: a continued one if the header is the same
            if not self._continues(known, rows):
                self.others.append((block, pending.title))
                self.current = None
                return
            known.take(pending)
        elif known is not pending:
            self.tables[pending.key] = known = pending
        known.parts.append(rows)
        self.current = known

    def _continues(self, table: Found, rows: list[GridRow]) -> bool:
        return self.goes_on or self.titles.goes_on(table, rows)

    # Lines ---------------------------------------------------------------------------------------

    def line(self, block: Block, text: str) -> None:
        """Take a line for what it is: a title, what stands over a table, or other text."""
        if says_on(text):
            self.goes_on = True
            if (self.current or self.pending) is not None and continued(plain(text)) == "":
                return
        found = self.titles.match(text)
        if found is not None:
            self._title(block, text, found)
            return
        waiting = self.pending is not None
        if len(text) <= 120 and describe(self.pending or self.current, text, fresh=waiting):
            return
        self._other(block, text)

    def _title(self, block: Block, text: str, found: tuple[str, int | None, str, str]) -> None:
        """A title, or a line that gives the number of the next (表 3)."""
        self.goes_on = says_on(text)
        key, here, bare, matched = found
        self.others.append((block, NAMED))
        last = len(self.others) - 1
        if not key:
            self.number, self.numbered_at = here, last
            return
        if self.pending is None or self.pending.key != key:
            self.lines = []
        if self.number is not None:
            self.lines.append(self.numbered_at)
        self.lines.append(last)
        number = here if self.number is None else self.number
        self.pending = Found(key, bare, number, block.place, matched=matched)
        take_unit(self.pending, plain(text))
        self.number, self.heading, self.apart = None, text, 0

    def _other(self, block: Block, text: str) -> None:
        """A line that is no title: it may say that the table is empty, or be a heading."""
        self.others.append((block, ""))
        if self.current is not None and self.pending is None:
            self.current.notes.append(text)
        if len(text) < 200 and (self.pending or self.current) and says_nothing(text):
            self._empty()
        self.apart += len(text)
        if self.apart > FARTHEST or PART.match(text.lstrip("# \u3000\t")):
            self.pending = None  # a title that was only named, as in a list of contents
        if len(text) < 80 and ("单位" in text or "部门" in text) and over_a_grid(text):
            return
        if len(text) > 80:
            self.heading = text
        elif len(text) > 1 and not text.isdigit() and (text[0] not in "(（" or not self.heading):
            self.heading = text  # but "(2026年)" under a title is no title
        # 专项债券资金表 is in no form, and what stands under it does not go on with the table before; what is printed
        # on each page was met before, but for the page's number
        bare = text.strip(_PAGES)
        if len(text) > 40 or text[:1] == "#" or (bare not in self.met and like_title(text)):
            self.current = None
        self.met.add(bare)

    def _empty(self) -> None:
        """The text says that there is nothing: of the title that waits, or of the table before it."""
        pending = self.pending
        if pending is not None:
            pending.said_empty = True
            self.tables.setdefault(pending.key, pending)
            self.over_grid.update(self.lines)
            self.pending = None
        elif self.current is not None:
            self.current.said_empty = True


def _under(table: Found, rows: list[GridRow]) -> list[GridRow]:
    """Rows of a further sheet in the columns of the table that they may go on with."""
    if not table.parts:
        return rows
    head = max(table.parts[0], key=lambda row: len(row.cells))
    if all(len(row.cells) == len(head.cells) for row in rows):
        return rows
    placed = [row.under(head) for row in rows]
    return rows if None in placed else [row for row in placed if row is not None]
