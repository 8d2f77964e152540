"""Tables read by words: found by their titles, drafted, given scopes, and made plain tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.choosing import Chosen, Taken, cells_to_change, choose
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Problem
from cnbudget.figures import ColumnAddress, Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.forms import Meaning, Title, Vocabulary, title_of, vocabulary
from cnbudget.invariants import Choice
from cnbudget.messages import say
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.differences import differences_of
from cnbudget.reading.heads import units_in_question
from cnbudget.reading.numbers import BLANK, COVERED, TEXT, parse, why_unreadable
from cnbudget.reading.titles import Found
from cnbudget.reading.worded.columns import (
    ColumnPanel,
    is_numbering,
    panels_of,
    split_rows,
)
from cnbudget.reading.worded.lines import LineReader, WordedRow
from cnbudget.reading.worded.parts import tell_parts
from cnbudget.reading.worded.scoping import (
    DraftSide,
    LeftOpen,
    WordedTable,
    flows_apart,
    natures_of,
    tells_initial,
)
from cnbudget.reading.worded.silent import Scopes, Silence, settled, silence_of, undecided
from cnbudget.scope import Scope
from cnbudget.tables import ROWS, Row, Side, Table
from cnbudget.words import plain

__all__ = ["Worded", "read_by_words"]

_UNIT = re.compile(r"\(?(?:单位)?(?:人民币)?(亿元|千元|万元|元)\)?$")


@attrs.define(eq=False)
class Worded:
    """The tables of a document as words read them.

    Attributes:
        tables: The tables.
        problems: What could not be read.
        keys: The key of each table found.
        nature: The natures that the document knows.
        notes: Rows that are no rows of the tables.
        choices: What was chosen where the words leave something open.
    """

    tables: list[Table[Any]]
    problems: list[Problem]
    keys: list[str]
    nature: Nature
    notes: list[GridRow]
    choices: tuple[Choice, ...]


def read_by_words(
    found: list[Found],
    agency: str,
    year: int | None,
    stage: str,
    words: Vocabulary | None = None,
    *,
    prose: Iterable[str] = (),
) -> Worded:
    """What was found of a document, read by words, those of its prose among them."""
    words = words or vocabulary()
    drafts: list[WordedTable] = []
    notes: list[GridRow] = []
    for each in found:
        title = title_of(each.matched, words)
        if title is not None:
            drafts.append(_draft(each, title, agency, words, notes))
    keys = _keys(drafts)
    usual = _usual_unit(found, drafts)
    choice = LeftOpen(
        flows_apart(drafts), False, natures_of(drafts), year, stage, tells_initial(drafts)
    )
    said = {(each.dimension, each.value) for text in prose for each in words.told(plain(text))}
    made, chosen = _chosen(found, drafts, keys, usual, choice, said)
    if (
        not choice.apart
        and flows_apart(drafts, printed=False)
        and (taken := Taken(made.tables)).broken
    ):
        # 结转下年 is printed and left empty: what comes in is what goes out, unless amounts say otherwise
        apart = attrs.evolve(choice, apart=True)
        other, otherwise = _chosen(found, drafts, keys, usual, apart, said)
        if cells_to_change(taken, Taken(other.tables)):
            made, chosen = other, otherwise
    return Worded(
        list(made.tables),
        [*made.problems, *undecided(chosen, made.tables)],
        keys,
        choice.nature,
        notes,
        settled(chosen, made.tables),
    )


def _chosen(
    found: list[Found],
    drafts: list[WordedTable],
    keys: list[str],
    usual: Unit,
    choice: LeftOpen,
    said: Collection[tuple[str, str]],
) -> tuple[_Made, list[Chosen]]:
    """The tables of a document, with what was chosen where its words are silent."""
    making = _Making(found, drafts, keys, usual, silence_of(drafts, choice, said))
    chosen = choose(making.silence.blocks, making.tables)
    return making.made([each.way for each in chosen]), chosen


@attrs.frozen(eq=False)
class _Made:
    """Tables, and what could not be read of them."""

    tables: tuple[Table[Any], ...]
    problems: list[Problem]


@attrs.define(eq=False)
class _Making:
    """The tables of a document, made once for each way to take what its words leave open."""

    found: list[Found]
    drafts: list[WordedTable]
    keys: list[str]
    usual: Unit
    silence: Silence
    _each: dict[tuple[int, tuple[int | None, ...]], tuple[Table[Any], list[Problem]]] = attrs.field(
        factory=dict, init=False
    )

    def tables(self, ways: Sequence[int | None]) -> tuple[Table[Any], ...]:
        """The tables as some ways take them."""
        return self.made(ways).tables

    def made(self, ways: Sequence[int | None]) -> _Made:
        """The same with what could not be read."""
        scopes = self.silence.taken(ways)
        tables: list[Table[Any]] = []
        problems: list[Problem] = []
        for number, (each, draft, key) in enumerate(
            zip(self.found, self.drafts, self.keys, strict=True)
        ):
            own = [w for b, w in zip(self.silence.blocks, ways, strict=True) if b.table == number]
            known = self._each.get((number, tuple(own)))
            if known is None:
                said: list[Problem] = []
                sides = [scopes[number, place] for place in range(len(draft.sides))]
                known = _table(each, draft, key, sides, self.usual, said), said
                self._each[number, tuple(own)] = known
            tables.append(known[0])
            problems.extend(known[1])
        return _Made(tuple(tables), problems)


# Drafting --------------------------------------------------------------------------------------------


def _draft(
    found: Found, title: Title, agency: str, words: Vocabulary, notes: list[GridRow]
) -> WordedTable:
    """A table's grids, page after page, as sides with rows."""
    panels: list[ColumnPanel] = []
    readers: list[LineReader] = []
    unread: list[Place] = []
    split = [split_rows(part, words) for part in found.parts]
    rest = [row for _, data in split for row in data]
    for part, (header, body) in zip(found.parts, split, strict=True):
        width = max(len(row.cells) for row in part)
        data = [row for row in body if not is_numbering(row)]
        if header:
            fresh = panels_of(header, rest, width, title, words)
            if panels and [len(p.columns) for p in fresh] != [len(p.columns) for p in panels]:
                notes.extend(part)
                unread.append(part[0].place)
                continue
            panels = fresh
        elif not panels:
            notes.extend(part)
            unread.append(part[0].place)
            continue
        while len(readers) < len(panels):
            readers.append(LineReader(title, agency, words))
        for panel, reader in zip(panels, readers, strict=True):
            comes = title.meaning.flow in (Flow.INCOME, Flow.IN) and not title.meaning.balance
            flow = panel.flow or (Flow.INCOME if comes else None)
            reader.read(panel, data, flow)
    sides = []
    for panel, reader in zip(panels, readers, strict=False):
        notes.extend(reader.notes)
        name = None
        if len(panels) > 1:
            name = "income" if panel.flow is Flow.INCOME else "expenditure"
        sides.append(DraftSide(panel, reader.lines, panel.flow, name))
    return WordedTable(title, sides, agency, words, unread)


_NAMES: tuple[tuple[str, Callable[[Meaning, bool], bool]], ...] = (
    ("procurement", lambda m, _: m.subject == "PROCUREMENT"),
    ("running", lambda m, _: m.running),
    ("carry_over", lambda m, _: m.vintage == "CARRIED"),
    ("three_public", lambda m, _: bool(m.economic) and "30217" in (m.economic or ())),
    ("commissioned", lambda m, _: m.economic == ("30227",)),
    ("summary", lambda m, _: m.balance and m.source is None),
    ("appropriation", lambda m, _: m.balance and m.source == FundingSource.APPROPRIATION),
    ("fund", lambda m, _: m.source == FundingSource.FUND),
    ("state_capital", lambda m, _: m.source == FundingSource.STATE_CAPITAL),
    (
        "basic",
        lambda m, economic: (
            m.source == FundingSource.GENERAL and m.nature == Nature.BASIC and economic
        ),
    ),
    ("projects", lambda m, _: m.source == FundingSource.GENERAL and m.nature == Nature.PROJECT),
    (
        "general",
        lambda m, economic: m.source == FundingSource.GENERAL and m.nature is None and not economic,
    ),
    ("income", lambda m, _: m.source is None and m.flow in (Flow.INCOME, Flow.IN)),
    (
        "expenditure",
        lambda m, _: (
            m.source is None and m.nature is None and m.flow in (Flow.EXPENDITURE, Flow.OUT)
        ),
    ),
)


def _keys(drafts: list[WordedTable]) -> list[str]:
    """The package's names of tables; those that the package has no name for are numbered."""
    taken: Counter[str] = Counter()
    keys = []
    for draft in drafts:
        said = draft.title.meaning
        lines = [line for side in draft.sides for line in side.lines]
        economic = any("ECONOMIC" in line.codes and "FUNCTION" not in line.codes for line in lines)
        key = next((name for name, fits in _NAMES if fits(said, economic)), "other")
        taken[key] += 1
        keys.append(key if taken[key] == 1 and key != "other" else f"{key}_{taken[key]}")
    return keys


# Tables ----------------------------------------------------------------------------------------------


def _table(
    found: Found,
    draft: WordedTable,
    key: str,
    scopes: list[Scopes],
    usual: Unit,
    problems: list[Problem],
) -> Table[Row]:
    """A table from its draft."""
    said = [
        Problem("part", say("reading.part_not_read", title=found.title), place=place)
        for place in draft.unread
    ]
    own = _unit(found, draft)
    unit = own or usual
    sides = tuple(
        _side(found, draft, side, key, unit, each, said)
        for side, each in zip(draft.sides, scopes, strict=True)
    )
    problems.extend(attrs.evolve(each, table=found.number, key=key) for each in said)
    printed = any(
        f.state is State.VALUE for side in sides for row in side.rows for f in row.figures
    )
    problems.extend(units_in_question(found, key, unit, printed=own is not None, amounts=printed))
    return Table(
        key,
        found.number,
        found.title,
        sides=sides or (Side(None, (), rows=()),),
        unit=unit,
        status="present" if printed else "empty",
        line=found.line,
    )


def _unit(found: Found, draft: WordedTable) -> Unit | None:
    """The unit of money that a table prints, over it or in its headings."""
    if found.unit:
        return Unit.of(found.unit)
    for side in draft.sides:
        for column in side.panel.columns:
            for text in column.path:
                unit = _UNIT.search(plain(text))
                if unit is not None:
                    return Unit.of(unit[1])
    return None


def _usual_unit(found: list[Found], drafts: list[WordedTable]) -> Unit:
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
    places = _usual_places(side.lines)
    made = []
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
        figures = _figures(line, address, addresses, unit, places, problems)
        kind = line.kind if line.kind != "open" else "unknown"
        row = ROWS.get(key, Row)
        made.append(row(address, figures, columns=tuple(addresses), code=code, kind=kind))
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
        ),
    )


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


def _usual_places(lines: list[WordedRow]) -> int:
    counts = Counter(mark for line in lines for _, mark in line.cells if mark >= 0)
    return max(counts, key=lambda places: (counts[places], places), default=2)


def _figures(
    line: WordedRow,
    address: Any,
    columns: list[ColumnAddress],
    unit: Unit,
    usual: int,
    problems: list[Problem],
) -> tuple[Figure, ...]:
    figures = []
    for column, (value, mark), text, place in zip(
        columns, line.cells, line.texts, line.places, strict=True
    ):
        if mark >= 0:
            figures.append(figure_in_cell(value, unit, mark, State.VALUE, address, column, place))
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
