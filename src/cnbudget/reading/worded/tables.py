"""Tables read by words: found by their titles, drafted, given scopes, and made plain tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import attrs

from cnbudget.amounts import Unit
from cnbudget.choosing import Chosen, Taken, cells_to_change, choose, common_laws
from cnbudget.dimensions import STAGES, Flow, FundingSource, Nature
from cnbudget.disclosure import Problem
from cnbudget.figures import Place
from cnbudget.forms import Meaning, Title, Vocabulary, title_of, vocabulary
from cnbudget.invariants import Choice
from cnbudget.layouts import Layout
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.relaid import is_torn
from cnbudget.reading.titles import Found
from cnbudget.reading.worded.accounts import hold_special_accounts
from cnbudget.reading.worded.budgets import told_by_budgets
from cnbudget.reading.worded.buyers import agencies_alone
from cnbudget.reading.worded.columns import (
    ColumnPanel,
    is_numbering,
    panels_of,
    split_rows,
)
from cnbudget.reading.worded.drafts import (
    DraftSide,
    WordedTable,
    flows_apart,
    goes_on,
    natures_of,
    tells_initial,
)
from cnbudget.reading.worded.formed import as_formed, forms_of, labels_of
from cnbudget.reading.worded.lines import LineReader
from cnbudget.reading.worded.made import table_of, usual_unit_of
from cnbudget.reading.worded.noted import vintage_noted, without_notes
from cnbudget.reading.worded.open_words import LeftOpen
from cnbudget.reading.worded.refitting import lost_some, refitted, whole_rows, without_meaning
from cnbudget.reading.worded.silent import Silence, nestings, settled, silence_of, undecided
from cnbudget.tables import Table
from cnbudget.words import plain


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
    *,
    prose: Iterable[str] = (),
    layout: Layout | None = None,
) -> Worded:
    """What was found of a document, read by words, those of its prose among them.

    Args:
        found: The tables as they were found.
        agency: The agency that publishes.
        year: The fiscal year.
        stage: "预算" or "决算".
        prose: The document's paragraphs.
        layout: The form that says what rows and columns total, so that nothing is left open; None if there is none.
    """
    words = vocabulary()
    drafts, notes = list[WordedTable](), list[GridRow]()
    titles = [title_of(each.matched, words) for each in found]
    told = [(each, title) for each, title in zip(found, titles, strict=True) if title is not None]
    forms = forms_of(layout, [title for _, title in told])
    for (each, title), form in zip(told, forms, strict=True):
        drafts.append(_draft(each, title, agency, words, notes, labels_of(form, year)))
    usual = usual_unit_of(found, drafts)
    if layout is not None:
        tables, problems, keys = as_formed(
            layout, forms, found, drafts, usual, year=year, stage=stage
        )
        return Worded(tables, problems, keys, layout.nature, notes, ())
    keys = _keys(drafts)
    hold_special_accounts(drafts if stage == STAGES[1] else ())
    choice = LeftOpen(
        flows_apart(drafts), False, natures_of(drafts), year, stage, tells_initial(drafts)
    )
    said = {(each.dimension, each.value) for text in prose for each in words.told(plain(text))}
    making, chosen = _chosen(found, drafts, keys, usual, choice, said)
    if any(each.way is None for each in chosen) and (alike := _in_one_unit(found)):
        # a table whose unit is misprinted bears nothing out: it is asked as though it had that of the others
        same, again = _chosen(alike, drafts, keys, usual, choice, said)
        if _open(again) < _open(chosen) and any(each.how == "laws" for each in again):
            making, chosen = attrs.evolve(same, found=found), again
    made = making.taken(chosen)
    return Worded(
        list(made.tables),
        [*made.problems, *undecided(chosen, made.tables)],
        keys,
        choice.nature,
        notes,
        (*settled(chosen, made.tables), *nestings(drafts, made.tables)),
    )


def _chosen(
    found: list[Found],
    drafts: list[WordedTable],
    keys: list[str],
    usual: Unit,
    choice: LeftOpen,
    said: Collection[tuple[str, str]],
) -> tuple[_Making, list[Chosen]]:
    """What was chosen where the words of a document are silent, and what makes its tables so."""
    making = _Making(found, drafts, keys, usual, silence_of(drafts, choice, said))
    chosen = choose(making.silence.blocks, making.tables)
    if choice.apart or not flows_apart(drafts, printed=False):
        return making, chosen
    taken = Taken(making.taken(chosen).tables)
    if not taken.broken:
        return making, chosen
    # 结转下年 is printed and left empty: what comes in is what goes out, unless amounts say otherwise
    apart = attrs.evolve(choice, apart=True)
    other, otherwise = _chosen(found, drafts, keys, usual, apart, said)
    if cells_to_change(taken, Taken(other.taken(otherwise).tables)) >= _CELLS:
        return other, otherwise
    return making, chosen


def _open(chosen: Iterable[Chosen]) -> int:
    return sum(each.way is None for each in chosen)


def _in_one_unit(found: list[Found]) -> list[Found] | None:
    """The tables as though all had the unit that most print; None where they have it, or where most print none."""
    printed = Counter(each.unit for each in found if each.unit).most_common()
    if len(printed) < 2 or printed[0][1] <= sum(count for _, count in printed[1:]):
        return None
    return [attrs.evolve(each, unit=printed[0][0]) for each in found]


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

    def taken(self, chosen: Sequence[Chosen]) -> _Made:
        """The tables as was chosen, with the laws that they have in common whichever way is taken."""
        made = self.made([each.way for each in chosen])
        common = common_laws(chosen, self.tables)
        tables = tuple(
            attrs.evolve(table, common=common[number]) if number in common else table
            for number, table in enumerate(made.tables)
        )
        return _Made(tables, made.problems)

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
                known = table_of(each, draft, key, sides, self.usual, said), said
                self._each[number, tuple(own)] = known
            tables.append(known[0])
            problems.extend(known[1])
        return _Made(tuple(tables), problems)


# Drafting --------------------------------------------------------------------------------------------


def _draft(
    found: Found,
    title: Title,
    agency: str,
    words: Vocabulary,
    notes: list[GridRow],
    labels: frozenset[tuple[str, ...]],
) -> WordedTable:
    """A table's grids, page after page, as sides with rows."""
    panels: list[ColumnPanel] = []
    readers: list[LineReader] = []
    unread: list[Place] = []
    under = list[GridRow]()
    split = [
        (header, without_notes(data, under))
        for header, data in (split_rows(part, words) for part in found.parts)
    ]
    every = [row for _, data in split for row in data]
    rest = whole_rows(every)
    under_headings: dict[tuple[int, tuple[tuple[str, ...], ...]], list[ColumnPanel]] = {}
    for part, (header, body) in zip(found.parts, split, strict=True):
        width = max(len(row.cells) for row in part)
        data = [row for row in body if not is_numbering(row)]
        if header:
            key = (width, tuple(tuple(row.cells) for row in header))
            if key not in under_headings:  # each page of a long table repeats them
                made = panels_of(header, rest, width, title, words, labels)
                under_headings[key] = without_meaning(made) if is_torn(header, width) else made
            fresh = under_headings[key]
            if panels and [len(p.columns) for p in fresh] != [len(p.columns) for p in panels]:
                notes.extend(part)
                unread.append(part[0].place)
                continue
            panels = fresh
        elif not panels:
            notes.extend(part)
            unread.append(part[0].place)
            continue
        if len(panels) == 1:
            fitted = refitted(data, panels[0], words)
            # what they print is listed where their amounts have no place
            notes.extend(old for old, new in zip(data, fitted, strict=True) if lost_some(old, new))
            data = fitted
        while len(readers) < len(panels):
            heads = agencies_alone(panels[len(readers)], every, plain(agency), words)
            readers.append(LineReader(title, agency, words, heads))
        for panel, reader in zip(panels, readers, strict=True):
            comes = title.meaning.flow in (Flow.INCOME, Flow.IN) and not title.meaning.balance
            flow = panel.flow or (Flow.INCOME if comes else None)
            reader.read(panel, data, flow)
    under += [row for reader in readers for row in reader.notes]
    notes.extend(under)
    sides = _sides(panels, readers, words)
    return WordedTable(title, sides, agency, words, unread, vintage_noted(found, under, words))


def _sides(
    panels: list[ColumnPanel], readers: list[LineReader], words: Vocabulary
) -> list[DraftSide]:
    """The sides of a table, each panel with what was read of it."""
    sides = list[DraftSide]()
    for panel, reader in zip(panels, readers, strict=False):
        told_by_budgets(reader.lines, words)
        name = None
        if len(panels) > 1:
            name = "income" if panel.flow is Flow.INCOME else "expenditure"
        side = DraftSide(panel, reader.lines, panel.flow, name, reader.compared)
        if sides and goes_on(sides[-1], side):
            sides[-1].lines += side.lines
        else:
            sides.append(side)
    return sides


#: So many cells would have to be other than printed where amounts say that flows are apart; one may be an error.
_CELLS = 2
_NAMES: tuple[tuple[str, Callable[[Meaning, bool], bool]], ...] = (
    ("procurement", lambda m, _: m.subject == "PROCUREMENT"),
    ("running", lambda m, _: m.running or m.subject == "RUNNING"),
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
