"""A document as one way of reading has it: as a layout, by its words, or by its prose; and which is the better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import WORDS, Problem
from cnbudget.expressions import expression
from cnbudget.figures import State
from cnbudget.forms.meaning import meaning_of
from cnbudget.invariants import Choice, Derived, Verdict, compiled, derive
from cnbudget.layouts import Layout
from cnbudget.layouts.outlines import Outline
from cnbudget.messages import Message, say
from cnbudget.reading.blocks import Block, GridRow, TextLine
from cnbudget.reading.emptiness import LEAST_PROSE
from cnbudget.reading.finding import find_tables
from cnbudget.reading.heads import agency_of, level_of, stage_of, year_of
from cnbudget.reading.laid_out import known_in, ranked, read_as
from cnbudget.reading.otherwise import Otherwise, against_layout
from cnbudget.reading.sides import LooseRow
from cnbudget.reading.titles import NAMED, Found, KnownTitles, titles_of
from cnbudget.tables import Table
from cnbudget.values import Visible
from cnbudget.words import plain

_BROKEN = 5  # laws that hold, for one cell that breaks some
_SLIP = (
    1  # cells more that words take for wrong: one wrong number, which the form may not understand
)
#: Regions that no layout was written for vary titles, so that the likeliest layout may not be the nearest.
_TRIALS = 3  # other layouts that a document is read as, where the likeliest does not know all of it

_HEAD = 8  # paragraphs at the beginning that may name the agency and the year
_STATED = expression(r"[0-9](?:\.[0-9]{1,6})?(?:亿|千|万)?元")


@attrs.define(eq=False, repr=False)
class FileReading(Visible):
    """A document as one way of reading has it.

    Attributes:
        name: The layout's name.
        found: Its tables as they were found.
        others: All other blocks, with the heading over each.
        head: What stands at its head.
        agency: The agency that publishes.
        year: The fiscal year.
        tables: The tables.
        problems: What could not be read.
        notes: Rows that are no rows of the tables.
        loose: Rows that need placing.
        unit: The unit of money where nothing says it.
        nature: The natures that are known.
        sources: The funding sources that are known.
        explained: Whether every table and amount was understood.
        known: How many printed amounts have a scope.
        choices: What was chosen where words leave a scope open.
        derived: The laws over the tables, if they are known already.
    """

    name: str
    found: list[Found]
    others: list[tuple[Block, str]]
    head: list[str]
    agency: str
    year: int | None
    tables: list[Table[Any]]
    problems: list[Problem]
    notes: list[GridRow]
    loose: list[LooseRow]
    unit: Unit
    nature: Nature
    sources: FundingSource
    explained: bool
    known: int
    choices: tuple[Choice, ...] = ()
    derived: Derived | None = None

    @property
    def met(self) -> bool:
        """Whether the words of a form are met: all its tables are there, and no other columns in place of its own.

        A column more does not make another form of it, and neither does one that is left out. Codes that go on from the
        rows above (208, 02, 01) do, where the form's are whole.
        """
        lacking = {problem.table for problem in self.problems if _is_lacking(problem)}
        return (
            all(each.key for each in self.found)
            and self.whole
            and not any(table.number in lacking and _has_others(table) for table in self.tables)
            and self._has_codes
        )

    @property
    def whole(self) -> bool:
        """Whether no table of the form is missing."""
        return not any(table.status == "missing" for table in self.tables)

    @property
    def of_form(self) -> bool:
        """Whether all tables of the form are there, or those that are stand in its order."""
        if self.whole:
            return True
        order = {table.key: place for place, table in enumerate(self.tables)}
        places = [order[each.key] for each in self.found if each.key in order]
        return places == sorted(places)

    def finds_more_than(self, other: FileReading) -> bool:
        """Whether it finds tables that another reading does not."""
        return sum(bool(each.parts) for each in self.found) > sum(
            bool(each.parts) for each in other.found
        )

    @property
    def understood(self) -> int:
        """How many printed amounts have a scope, or one of a few that the words leave open.

        One wrong total can leave a whole table open: that makes its words no worse understood.
        """
        open_blocks = [each for each in self.choices if each.taken is None]
        if not open_blocks:
            return self.known
        figures = [each for table in self.tables for each in table.figures]
        return self.known + sum(
            figure.state is State.VALUE
            and figure.scope is None
            and any(each.of(figure) for each in open_blocks)
            for figure in figures
        )

    @property
    def _has_codes(self) -> bool:
        """Whether what stands for codes in its tables is none of agencies (036001), and no part of one."""
        strange = Counter(each.key for each in self.problems if each.kind == "code")
        return not any(
            2 * strange[table.key]
            > sum(row.code is not None for side in table.sides for row in side.rows)
            for table in self.tables
            if table.key in strange
        )


def _is_lacking(problem: Problem) -> bool:
    """Whether a problem is that a table has not one of the form's columns."""
    return isinstance(problem.words, Message) and problem.words.key == "reading.column_lacking"


def _has_others(table: Table[Any]) -> bool:
    """Whether a table has columns that the form does not, and that could stand for its own: of no other year."""
    return any(
        not column.key and meaning_of(column.column, "column").year in (None, "this")
        for side in table.sides
        for column in side.columns
    )


def _head(others: list[tuple[Block, str]]) -> list[str]:
    first = (
        block.text
        for block, heading in others[:40]
        if isinstance(block, TextLine) and heading != NAMED
    )
    return [plain(text) for text in islice(first, _HEAD)]


def read_as_layout(blocks: list[Block], outlines: Sequence[Outline]) -> FileReading | None:
    """A document read as the layout that fits best; None if it has no table of any."""
    found, others = find_tables(blocks, titles_of(outlines))
    exact = any(
        each.matched in table.titles for each in found for table in outlines[0].tables.values()
    )
    if not any(each.parts for each in found) or (len(outlines) == 1 and not exact):
        return None
    head = _head(others)
    year, agency = year_of(head, others, found), agency_of(head, found)
    best, *rest = ranked(outlines, found, year, stage_of(head, found))
    read = read_as(best, found, agency, year)
    for outline in rest[:_TRIALS]:
        if not read.strange:
            break
        # a form of which some rows or columns are unknown may be another's with titles like these
        trial = read_as(outline, found, agency, year)
        if trial.known > read.known:
            read = trial
    for each, key in zip(found, read.keys, strict=True):
        each.key = key
    layout = read.layout
    made = Otherwise(read.tables) if read.loose else against_layout(layout.name, read.tables)
    return FileReading(
        layout.name,
        found,
        others,
        head,
        agency,
        year,
        made.tables,
        [*read.problems, *made.problems],
        read.notes,
        read.loose,
        layout.unit,
        layout.nature,
        layout.sources,
        not read.strange and all(each.key for each in found),
        read.known,
        made.choices,
        made.derived,
    )


def read_as_words(
    blocks: list[Block], titles: KnownTitles, layout: Layout | None = None
) -> FileReading | None:
    """A document read by its words; None if it has no table of a standard title.

    Args:
        blocks: The document.
        titles: The titles that are standard by their words.
        layout: The form that says what the tables total; then None as well if it has none of them.
    """
    found, others = find_tables(blocks, titles)
    found = [each for each in found if each.parts or each.said_empty]
    if not any(each.parts for each in found):
        return None
    head = _head(others)
    year, agency = year_of(head, others, found), agency_of(head, found)
    prose = [block.text for block, _ in others if isinstance(block, TextLine)]
    # documents with a layout do not need it
    from cnbudget.reading.worded.tables import read_by_words

    read = read_by_words(found, agency, year, stage_of(head, found), prose=prose, layout=layout)
    if layout is not None and not any(key in layout for key in read.keys):
        return None
    for each, key in zip(found, read.keys, strict=True):
        each.key = key
    return FileReading(
        WORDS if layout is None else layout.name,
        found,
        others,
        head,
        agency,
        year,
        read.tables,
        read.problems,
        read.notes,
        [],
        Unit.WAN if layout is None else layout.unit,
        read.nature,
        FundingSource.ALL if layout is None else layout.sources,
        False,
        known_in(side for table in read.tables for side in table.sides),
        read.choices,
    )


def read_as_prose(blocks: list[Block]) -> FileReading | None:
    """A document whose prose alone is published on a page; None if nothing says whose, or it states no amounts."""
    others = [(block, "") for block in blocks]
    head = _head(others)
    year, agency = year_of(head, others), agency_of(head, [])
    if year is None or not agency or level_of([], head) is None:
        return None
    texts = (block.text for block in blocks if isinstance(block, TextLine))
    if sum(_STATED.search(text) is not None for text in texts) < LEAST_PROSE:
        return None
    problems = [Problem("part", say("reading.prose_alone"))]
    return FileReading(
        WORDS, [], others, head, agency, year, [], problems, [], [], Unit.WAN, Nature.ALL,
        FundingSource.ALL, False, 0,
    )  # fmt: skip


def better_of(by_layout: FileReading | None, by_words: FileReading | None) -> FileReading | None:
    """A form where its words are met; else the reading that gives more of the printed amounts a scope.

    Where the form is only the nearest, words are taken if they understand more and the laws do not speak against it.
    """
    if by_layout is None or by_words is None:
        return by_words if by_layout is None else by_layout
    if by_layout.met and not by_words.finds_more_than(by_layout):
        return by_layout
    more = by_words.understood - by_layout.understood
    if more < 0 or (more == 0 and by_layout.whole):
        return by_layout
    words, form = _SpokenFor.of(by_words), _SpokenFor.of(by_layout)
    if more and words.wrong <= form.wrong + _SLIP:
        return by_words
    # budgets of eight tables begin with those of the appropriations; they are no form of nine that lacks one
    if not more and not by_layout.of_form and words.wrong <= form.wrong:
        return by_words
    return by_words if words.sum > form.sum else by_layout


@attrs.frozen(eq=False, repr=False)
class _SpokenFor(Visible):
    """What speaks for a reading and against it.

    Attributes:
        understood: Amounts that are understood.
        held: Laws that hold.
        wrong: Cells that are in all that breaks, and codes that are none.
    """

    understood: int
    held: int
    wrong: int

    @classmethod
    def of(cls, read: FileReading) -> _SpokenFor:
        """What speaks for and against a reading."""
        derived = derive(read.tables) if read.derived is None else read.derived
        verdicts = compiled(derived).verdicts()
        held = sum(each in (Verdict.EXACT, Verdict.ROUNDING) for each in verdicts)
        broken = [
            set(law[1])
            for law, verdict in zip(derived.laws, verdicts, strict=True)
            if verdict is Verdict.VIOLATED
        ]
        strange = sum(each.kind == "code" for each in read.problems)
        return cls(read.understood, held, least_cells(broken) + strange)

    @property
    def sum(self) -> int:
        """How much speaks for it on the whole."""
        return self.understood + self.held - _BROKEN * self.wrong


def least_cells(broken: Sequence[AbstractSet[int]]) -> int:
    """So few cells that each law that breaks has one of them in it, the commonest first: one wrong total is one.

    Each law is taken off the counts of its cells once, so that the work grows with what the laws have in them.
    """
    within: dict[int, list[int]] = {}
    for number, law in enumerate(broken):
        for cell in law:
            within.setdefault(cell, []).append(number)
    counts = {cell: len(laws) for cell, laws in within.items()}
    by_count: list[list[int]] = [[] for _ in range(max(counts.values(), default=0) + 1)]
    for cell, count in counts.items():
        by_count[count].append(cell)
    left, cells = set(range(len(broken))), 0
    for count in range(len(by_count) - 1, 0, -1):
        for cell in by_count[count]:  # grows below alone
            if counts[cell] < count:
                by_count[counts[cell]].append(cell)
                continue
            cells += 1
            for number in left.intersection(within[cell]):
                left.remove(number)
                for other in broken[number]:
                    counts[other] -= 1
    return cells
