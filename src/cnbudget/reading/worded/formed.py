"""Tables read by words whose form is known: a layout says what rows and columns total, and so nothing is left open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import attrs

from cnbudget.amounts import Unit
from cnbudget.choosing import Block
from cnbudget.dimensions import KINDS, Flow
from cnbudget.disclosure import Problem
from cnbudget.forms import Title
from cnbudget.layouts import ColumnForm, Layout, RowForm, SideForm, TableForm
from cnbudget.layouts.forms import loose_title, title_key
from cnbudget.layouts.printed import dated, undated
from cnbudget.messages import say
from cnbudget.reading.titles import Found
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.drafts import DraftSide, WordedTable, tells_initial
from cnbudget.reading.worded.made import table_of
from cnbudget.reading.worded.open_words import LeftOpen
from cnbudget.reading.worded.row import WordedRow
from cnbudget.reading.worded.silent import Scopes, silence_of
from cnbudget.scope import Scope
from cnbudget.tables import Table, missing_table
from cnbudget.words import plain, stem


def as_formed(
    layout: Layout,
    forms: Sequence[TableForm | None],
    found: Sequence[Found],
    drafts: Sequence[WordedTable],
    usual: Unit,
    *,
    year: int | None,
    stage: str,
) -> tuple[list[Table[Any]], list[Problem], list[str]]:
    """The tables of a document as a layout has them, what could not be read, and the keys of what was found.

    Args:
        layout: The layout.
        forms: The table of the layout that each table found is, if it is one.
        found: The tables as they were found.
        drafts: The same as words read them.
        usual: The unit of those that print none.
        year: The fiscal year.
        stage: "预算" or "决算".
    """
    choice = LeftOpen(
        layout.flow is not Flow.EXPENDITURE,
        False,
        layout.nature,
        year,
        stage,
        tells_initial(drafts),
    )
    silence = silence_of(drafts, choice)
    said = {
        (number, place): formed(side, draft.sides[place], year)
        for number, (form, draft) in enumerate(zip(forms, drafts, strict=True))
        for place, side in enumerate([] if form is None else form.sides[: len(draft.sides)])
    }
    ways = [
        way_of(block, said[at]) if (at := (block.table, block.side)) in said else 0
        for block in silence.blocks
    ]
    taken = silence.taken(ways)
    tables: list[Table[Any]] = []
    problems: list[Problem] = []
    keys = _keys(forms)
    for number, (each, draft, form) in enumerate(zip(found, drafts, forms, strict=True)):
        for place, side in enumerate(draft.sides):
            for line, own_row in zip(side.lines, _own(said.get((number, place))), strict=False):
                if own_row and line.kind in ("unknown", "open"):
                    line.kind = "listed"
        scopes = [taken[number, place] for place in range(len(draft.sides))]
        for place in range(len(draft.sides)):
            own = said.get((number, place))
            if own is not None:
                scopes[place] = own.over(scopes[place])
                problems += (_lacking(heading, each, keys[number]) for heading in own.lacking)
        places = 2 if form is None else form.places
        made: Table[Any] = table_of(each, draft, keys[number], scopes, usual, problems, places)
        if form is None:
            made = attrs.evolve(made, status="extra")
        tables.append(attrs.evolve(made, form_number=form.number if form is not None else None))
    return _in_order(layout, tables), problems, keys


def _own(form: Formed | None) -> list[bool]:
    return [] if form is None else form.own


def _keys(forms: Sequence[TableForm | None]) -> list[str]:
    """The form's names of tables; those that it does not have are numbered."""
    extra = [n for n, form in enumerate(forms) if form is None]
    return [
        f"extra_{extra.index(n) + 1}" if form is None else form.key for n, form in enumerate(forms)
    ]


def _lacking(heading: str, found: Found, key: str) -> Problem:
    words = say("reading.column_not_there", heading=heading)
    return Problem("column", words, place=found.place, table=found.number, key=key)


def _in_order(layout: Layout, tables: Sequence[Table[Any]]) -> list[Table[Any]]:
    """The form's tables in its order, those that the document lacks among them, then all others."""
    here = {table.key: table for table in tables}
    ordered = [
        here.pop(form.key) if form.key in here else missing_table(form) for form in layout.tables
    ]
    return [*ordered, *here.values()]


class Formed(NamedTuple):
    """What a form says of a side.

    Attributes:
        rows: What each row totals as the form has it; of rows that a ledger brings, of which kinds of money they are.
        own: Whether each row is the form's own.
        columns: What each column totals.
        known: Whether the form has each column.
        lacking: The headings of columns that the form has and the side lacks.
    """

    rows: list[Scope | None]
    own: list[bool]
    columns: list[Scope | None]
    known: list[bool]
    lacking: list[str]

    def over(self, scopes: Scopes) -> Scopes:
        """The scopes of rows and columns: as words have them where the form does not say them."""
        rows = [
            said if own else _of_kinds(words, said)
            for words, said, own in zip(scopes[0], self.rows, self.own, strict=True)
        ]
        columns = [
            said if known else words
            for words, said, known in zip(scopes[1], self.columns, self.known, strict=True)
        ]
        return rows, columns


def _of_kinds(words: Scope | None, said: Scope | None) -> Scope | None:
    """A scope with the kinds of money of another, if there is one."""
    if words is None or said is None:
        return words
    return attrs.evolve(words, **{name: getattr(said, name) for name in KINDS})


def forms_of(layout: Layout | None, titles: Sequence[Title]) -> list[TableForm | None]:
    """The table of a form that each title is of; tables of one title in their order."""
    waiting = [] if layout is None else list(layout.tables)
    found: list[TableForm | None] = []
    for each in titles:
        title = title_key(each.text)
        loose = loose_title(title)
        form = next((each for each in waiting if title in each.titles), None) or next(
            (each for each in waiting if loose in map(loose_title, each.titles)), None
        )
        if form is not None:
            waiting.remove(form)
        found.append(form)
    return found


def labels_of(form: TableForm | None, year: int | None) -> frozenset[tuple[str, ...]]:
    """The headings of all columns of labels that a form has, as they are printed in a year."""
    return frozenset(
        _folded([dated(text, year) for text in label.path])
        for side in (() if form is None else form.sides)
        for label in side.label_columns
    )


def formed(form: SideForm, side: DraftSide, year: int | None) -> Formed:
    """What a form says of the rows and columns of a side.

    Args:
        form: The side of the form.
        side: The side as words read it.
        year: The fiscal year of the document.
    """
    rows, own = _rows(form, side.lines, year)
    columns = side.panel.columns
    waiting: dict[tuple[str, ...], list[ColumnForm]] = {}
    for each in form.columns:
        if not each.derived:
            waiting.setdefault(_folded(each.path), []).append(each)
    found: list[Scope | None] = []
    known: list[bool] = []
    for column in columns:
        same = waiting.get(_key_of(column, year), [])
        known.append(bool(same))
        found.append(same.pop(0).scope_in(year) if same else None)
    lacking = ["/".join(each.path) for rest in waiting.values() for each in rest]
    return Formed(rows, own, found, known, lacking)


def _folded(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(plain(text) for text in path)


def _key_of(column: Column, year: int | None) -> tuple[str, ...]:
    return _folded([undated(plain(text), year) for text in column.path])


def _rows(
    form: SideForm, lines: Sequence[WordedRow], year: int | None
) -> tuple[list[Scope | None], list[bool]]:
    """What the form says that each row totals, and whether the row is its own."""
    found: list[Scope | None] = []
    own: list[bool] = []
    brought = next((row for row in form.listed if row.rows), None)
    for line, place in zip(lines, _matched(form.listed, lines, year), strict=True):
        row = None if place is None else form.listed[place]
        if place is not None:
            brought = next((each for each in form.listed[place:] if each.rows), brought)
        elif brought is not None and not _says_kinds(line):
            row = brought
        within = None if row is None or row.open else form.base.meet(row.scope)
        if row is not None and within is not None and place is not None:
            within = attrs.evolve(row, scope=within).scope_in(year)
        found.append(within)
        own.append(place is not None)
    return found, own


def _says_kinds(line: WordedRow) -> bool:
    """Whether the words of a row say of which kinds of money it is."""
    said = line.said
    return said.vintage is not None or any(getattr(said, name) is not None for name in KINDS)


def _matched(
    listed: Sequence[RowForm], lines: Sequence[WordedRow], year: int | None
) -> list[int | None]:
    """The place of the fixed row that each line is: the next of its name, or of its code, going down the form."""
    names = [frozenset(plain(undated(label, year)) for label in row.labels) for row in listed]
    taken: set[int] = set()
    last = -1
    found: list[int | None] = []
    for line in lines:
        wanted = plain(undated(stem(line.label), year))
        own = None
        for place in (*range(last + 1, len(listed)), *range(last + 1)):
            row = listed[place]
            if place in taken or row.rows:
                continue
            if line.kind == "total":
                fits = row.total
            elif line.code is not None:
                fits = row.code == line.code
            else:
                fits = not row.total and wanted in names[place]
            if fits:
                own = last = place
                taken.add(place)
                break
        found.append(own)
    return found


def way_of(block: Block, form: Formed) -> int:
    """How a block that words leave open is to be taken: as it agrees most with what the form says.

    Args:
        block: The block.
        form: What the form says of its side.
    """
    said = form.columns if block.axis == "columns" else form.rows
    scores = [
        sum(_alike(each.scopes[place], said[place]) for place in block.differing)
        for each in block.alternatives
    ]
    return scores.index(max(scores))


def _alike(one: Scope | None, other: Scope | None) -> bool:
    """Whether two scopes are of the same kinds of money."""
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in KINDS)
