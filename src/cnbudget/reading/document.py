"""From blocks to a disclosure: which layout, which agency and year, which tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import is_
from typing import TYPE_CHECKING, Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import WORDS, Disclosure, Passage, Problem
from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, State
from cnbudget.forms.meaning import meaning_of
from cnbudget.invariants import Choice, Derived, Verdict, compiled, derive
from cnbudget.layouts import Layout
from cnbudget.layouts.forms import loose_title, title_key
from cnbudget.layouts.outlines import Outline, outline_of
from cnbudget.limits import LIMITS
from cnbudget.messages import Message, say
from cnbudget.reading.blocks import Block, Grid, GridRow, Remark, TextLine
from cnbudget.reading.discretion import discreet
from cnbudget.reading.finding import find_tables
from cnbudget.reading.grids import TableReader
from cnbudget.reading.heads import agency_of, level_of, stage_of, usual_unit, year_of
from cnbudget.reading.otherwise import Otherwise, against_layout
from cnbudget.reading.refusals import has_titles_of_a_government, refusal_of, seems
from cnbudget.reading.relaid import relaid
from cnbudget.reading.settling import settle
from cnbudget.reading.sides import LooseRow
from cnbudget.reading.titles import NAMED, Found, KnownTitles, says_nothing, titles_of
from cnbudget.reading.worded.titles import titles_by_words
from cnbudget.tables import Side, Table, missing_table
from cnbudget.values import Visible
from cnbudget.words import numbered, plain

if TYPE_CHECKING:
    pass

__all__ = ["disclosure_of_blocks"]

_BROKEN = 5  # laws that hold, for one that breaks
_TRIALS = 3  # other layouts that a document is read as, where the likeliest does not know all of it
_LEAST_PROSE = 3  # such paragraphs of a document that has a narrative
_PROSE = 80  # characters of a paragraph that is no heading
_HEAD = 8  # paragraphs at the beginning that may name the agency and the year
_STATED = expression(r"[0-9](?:\.[0-9]{1,6})?(?:亿|千|万)?元")
_SENTENCES = expression("[。；;]")
#: What a sentence that says a table is empty leaves out of its title: 本部门没有政府性基金预算拨款安排的支出.
_ASPECTS = expression("预算|支出|情况|明细|(?<=结余)")


def disclosure_of_blocks(
    blocks: list[Block],
    layouts: Sequence[Layout | Outline],
    *,
    source: str = "",
    content: bytes = b"",
    remarks: Sequence[Remark] = (),
    titles: KnownTitles | None = None,
    steps: int = LIMITS.steps,
) -> Disclosure:
    """The disclosure that the blocks of a document make up.

    Args:
        blocks: The document.
        layouts: The layouts it may follow, or their outlines; the one that fits best is taken.
        source: The name of the file.
        content: Its bytes.
        remarks: What its reader has to say of the file.
        titles: The titles that are standard by their words, if the document was looked through for them already.
        steps: How much work may go into the placing of cells; see `cnbudget.Limits`.

    Raises:
        UnreadableError: No table of a budget is there, or it is a whole government's.
    """
    blocks, left_out = discreet(relaid(blocks))
    outlines = [outline_of(each) if isinstance(each, Layout) else each for each in layouts]
    titles = titles or titles_by_words()
    whole = _Whole(blocks, source, content, remarks, left_out, titles, steps)
    plainly = [each for each in outlines if not each.words]
    by_layout = _by_layout(whole, plainly) if plainly else None
    settled = len(outlines) == 1 or (
        by_layout is not None and by_layout.explained and whole.shows_no_more_than(by_layout)
    )
    by_words = None if settled else _by_words(whole)
    best = _better(by_layout, by_words)
    for each in outlines:
        if each.words:
            formed = _by_words(whole, each.layout)
            if formed is not None and (best is None or formed.known >= best.known):
                best = formed
    if best is None and len(outlines) != 1 and seems(blocks) is None:
        best = _by_prose(whole)
    named = best is not None and any(each.agency for each in best.found)
    if len(outlines) != 1 and not named and has_titles_of_a_government(blocks):
        raise UnreadableError(say("reading.budget_of_a_government"), where=source)
    if best is None:
        raise UnreadableError(refusal_of(blocks), where=source)
    return whole.disclosure(best)


@attrs.define(eq=False, repr=False)
class _FileReading(Visible):
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
            and not any(table.status == "missing" for table in self.tables)
            and not any(table.number in lacking and _has_others(table) for table in self.tables)
            and 2 * sum(each.kind == "code" for each in self.problems) <= self._coded
        )

    @property
    def _coded(self) -> int:
        """How many rows have a code."""
        sides = (side for table in self.tables for side in table.sides)
        return sum(row.code is not None for side in sides for row in side.rows)


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


@attrs.define(eq=False, repr=False)
class _Whole(Visible):
    """What is the same however a document is read."""

    blocks: list[Block]
    source: str
    content: bytes
    remarks: Sequence[Remark]
    left_out: int
    titles: KnownTitles
    steps: int

    def shows_no_more_than(self, read: _FileReading) -> bool:
        """Whether a reading has found all tables whose titles are standard by their words."""
        found, _ = find_tables(self.blocks, self.titles)
        return sum(bool(each.parts) for each in found) <= sum(bool(e.parts) for e in read.found)

    def disclosure(self, read: _FileReading) -> Disclosure:
        """The disclosure that a reading makes of it."""
        found = read.found
        passages = [_passage(block, heading) for block, heading in read.others]
        tables = _with_listed_empty(read.tables, passages)
        problems = [Problem("file", remark.words, place=remark.place) for remark in self.remarks]
        problems += read.problems
        same = read.derived is not None and all(map(is_, tables, read.derived.tables))
        known = read.derived if same else None
        derived = settle(tuple(tables), read.loose, problems, known, self.steps)
        for each in found:  # titles of another form
            if not each.key:
                passages.extend(_grid(part, each.title) for part in each.parts)
        passages.extend(_grid([row], "") for row in read.notes)
        problems.extend(_others_agency(read.agency, found))
        problems.extend(_unsaid(tables, found, passages))
        return Disclosure(
            read.agency,
            read.year,
            stage=stage_of(read.head, found),
            level=level_of(found, read.head),
            unit=usual_unit(tables, read.unit),
            layout=read.name,
            nature=read.nature,
            sources=read.sources,
            tables=tuple(tables) if derived is None else derived.tables,
            derived=derived,
            choices=read.choices,
            order=tuple(each.key for each in found if each.key),
            passages=tuple(passages),
            problems=tuple(problems),
            source=self.source,
            content=self.content,
            left_out=self.left_out,
        )


def _head(others: list[tuple[Block, str]]) -> list[str]:
    first = (
        block.text
        for block, heading in others[:40]
        if isinstance(block, TextLine) and heading != NAMED
    )
    return [plain(text) for text in islice(first, _HEAD)]


def _by_layout(whole: _Whole, outlines: Sequence[Outline]) -> _FileReading | None:
    """A document read as the layout that fits best; None if it has no table of any."""
    found, others = find_tables(whole.blocks, titles_of(outlines))
    exact = any(
        each.matched in table.titles for each in found for table in outlines[0].tables.values()
    )
    if not any(each.parts for each in found) or (len(outlines) == 1 and not exact):
        return None
    head = _head(others)
    year, agency = year_of(head, others), agency_of(head, found)
    best, *rest = _ranked(outlines, found, year, stage_of(head, found))
    read = _read_as(best, found, agency, year)
    for outline in rest[:_TRIALS]:
        if not read.strange:
            break
        # a form of which some rows or columns are unknown may be another's with titles like these
        trial = _read_as(outline, found, agency, year)
        if trial.known > read.known:
            read = trial
    for each, key in zip(found, read.keys, strict=True):
        each.key = key
    layout = read.layout
    made = Otherwise(read.tables) if read.loose else against_layout(layout.name, read.tables)
    return _FileReading(
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


def _by_words(whole: _Whole, layout: Layout | None = None) -> _FileReading | None:
    """A document read by its words; None if it has no table of a standard title.

    Args:
        whole: The document.
        layout: The form that says what the tables total; then None as well if it has none of them.
    """
    found, others = find_tables(whole.blocks, whole.titles)
    found = [each for each in found if each.parts or each.said_empty]
    if not any(each.parts for each in found):
        return None
    head = _head(others)
    year, agency = year_of(head, others), agency_of(head, found)
    prose = [block.text for block, _ in others if isinstance(block, TextLine)]
    # documents with a layout do not need it
    from cnbudget.reading.worded.tables import read_by_words

    read = read_by_words(found, agency, year, stage_of(head, found), prose=prose, layout=layout)
    if layout is not None and not any(key in layout for key in read.keys):
        return None
    for each, key in zip(found, read.keys, strict=True):
        each.key = key
    return _FileReading(
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
        _known(side for table in read.tables for side in table.sides),
        read.choices,
    )


def _by_prose(whole: _Whole) -> _FileReading | None:
    """A document whose prose alone is published on a page; None if nothing says whose, or it states no amounts."""
    others = [(block, "") for block in whole.blocks]
    head = _head(others)
    year, agency = year_of(head, others), agency_of(head, [])
    if year is None or not agency or level_of([], head) is None:
        return None
    texts = (block.text for block in whole.blocks if isinstance(block, TextLine))
    if sum(_STATED.search(text) is not None for text in texts) < _LEAST_PROSE:
        return None
    problems = [Problem("part", say("reading.prose_alone"))]
    return _FileReading(
        WORDS, [], others, head, agency, year, [], problems, [], [], Unit.WAN, Nature.ALL,
        FundingSource.ALL, False, 0,
    )  # fmt: skip


def _better(by_layout: _FileReading | None, by_words: _FileReading | None) -> _FileReading | None:
    """A form where its words are met; else the reading that gives more of the printed amounts a scope.

    Where the form is only the nearest, words are taken if they understand more and the laws do not speak against it.
    """
    if by_layout is None or by_words is None:
        return by_words if by_layout is None else by_layout
    if by_layout.met or by_words.known <= by_layout.known:
        return by_layout
    return by_words if _weight(by_words) > _weight(by_layout) else by_layout


def _weight(read: _FileReading) -> int:
    """How much speaks for a reading: amounts that are understood, laws that hold, and none that break."""
    derived = derive(read.tables) if read.derived is None else read.derived
    counts = Counter(compiled(derived).verdicts())
    held = counts[Verdict.EXACT] + counts[Verdict.ROUNDING]
    return read.known + held - _BROKEN * counts[Verdict.VIOLATED]


def _known(sides: Iterable[Side[Any]]) -> int:
    """How many printed amounts have a scope."""
    return sum(
        figure.state is State.VALUE and figure.column.scope is not None
        for side in sides
        for row in side.rows
        if row.address.scope is not None
        for figure in row.figures
    )


@attrs.define(eq=False, repr=False)
class _Read(Visible):
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
        return _known(self._sides())

    def _sides(self) -> Iterator[Side[Any]]:
        return (side for table in self.tables for side in table.sides)


def _read_as(outline: Outline, found: list[Found], agency: str, year: int | None) -> _Read:
    """What was found of a document, read as the tables of a layout."""
    layout = outline.layout
    read = _Read(layout)
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


def _others_agency(agency: str, found: list[Found]) -> Iterator[Problem]:
    """Tables over which another agency is printed than over the rest."""
    bare = plain(agency)
    for each in found:
        here = plain(each.agency)
        if each.key and here and here not in bare and bare not in here:
            yield Problem(
                "agency",
                say(
                    "reading.table_of_other_agency",
                    title=each.title,
                    agency=each.agency,
                    other_agency=agency,
                ),
                place=each.place,
                table=each.number,
                key=each.key,
            )


def _unsaid(
    tables: list[Table[Any]], found: list[Found], passages: list[Passage]
) -> Iterator[Problem]:
    """Empty tables of which the document nowhere says that they are empty."""
    said = {each.key for each in found if each.said_empty}
    texts: list[str] | None = None
    listed: list[str] = []
    for table in tables:
        if table.status != "empty" or table.key in said:
            continue
        if texts is None:
            prose = [p.text for p in passages if not p.grid]
            if sum(len(text) > _PROSE for text in prose) < _LEAST_PROSE:
                return  # the tables alone: what is said of them may stand elsewhere
            parts = [part for text in prose for part in _SENTENCES.split(text)]
            texts = [title_key(part) for part in parts if says_nothing(part)]
            listed = [each for cells in _listed_empty(passages) for each in cells]
            texts += [title_key(each) for each in listed]
        if f"表{table.number}" in listed:
            continue
        title = loose_title(title_key(table.title))
        topic = _ASPECTS.split(title, maxsplit=1)[0].removeprefix("财政拨款")
        topic = topic if len(topic) > 4 else title.removesuffix("表")
        if not any(topic in text for text in texts):
            yield Problem(
                "empty",
                say("reading.empty_not_said", title=table.title),
                place=next((each.place for each in found if each.key == table.key), NOWHERE),
                table=table.number,
                key=table.key,
            )


def _with_listed_empty(tables: list[Table[Any]], passages: list[Passage]) -> list[Table[Any]]:
    """Tables that the document lacks, and that its list of tables calls empty, are empty and not missing."""
    if not any(table.status == "missing" for table in tables):
        return tables
    listed = {
        loose_title(title_key(numbered(cell)[1])) for row in _listed_empty(passages) for cell in row
    }
    return [
        attrs.evolve(table, status="empty")
        if table.status == "missing" and loose_title(title_key(table.title)) in listed
        else table
        for table in tables
    ]


def _listed_empty(passages: list[Passage]) -> Iterator[tuple[str, ...]]:
    """The tables that a list of the tables calls empty (是否空表：是), as some forms have it: number and title."""
    column: int | None = None  # page breaks cut the list into grids
    for passage in passages:
        column = column if passage.grid else None
        for row in passage.rows if passage.grid else ():
            cells = [plain(cell) for cell in row.cells]
            if "是否空表" in cells:
                column = cells.index("是否空表")
            elif column is not None and column < len(cells) and cells[column] == "是":
                yield tuple(cell for cell in cells if "表" in cell)


def _passage(block: Block, heading: str) -> Passage:
    if isinstance(block, Grid):
        return _grid(block.rows, heading)
    return Passage(block.text, block.place)


def _grid(rows: list[GridRow], heading: str) -> Passage:
    """A grid as a passage."""
    return Passage(Grid(rows).text, rows[0].place, grid=True, title=heading, rows=tuple(rows))


def _ranked(
    outlines: Sequence[Outline], found: list[Found], year: int | None, stage: str
) -> list[Outline]:
    """The layouts by how many of the titles they know, the tables they have, their numbers, the year and the stage."""

    def fit(outline: Outline) -> tuple[int, float, str]:
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
