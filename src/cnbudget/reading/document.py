"""From blocks to a disclosure: which layout, which agency and year, which tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import is_

import attrs

from cnbudget.disclosure import Disclosure, Passage, Problem
from cnbudget.errors import UnreadableError
from cnbudget.layouts import Layout
from cnbudget.layouts.outlines import Outline, outline_of
from cnbudget.limits import LIMITS
from cnbudget.messages import say
from cnbudget.reading.alternatives import (
    FileReading,
    better_of,
    read_as_layout,
    read_as_prose,
    read_as_words,
)
from cnbudget.reading.blocks import Block, Grid, GridRow, Remark
from cnbudget.reading.discretion import discreet
from cnbudget.reading.emptiness import empty_unsaid, with_listed_empty
from cnbudget.reading.finding import find_tables
from cnbudget.reading.heads import level_of, stage_of, usual_unit
from cnbudget.reading.refusals import has_titles_of_a_government, refusal_of, seems
from cnbudget.reading.relaid import relaid
from cnbudget.reading.settling import settle
from cnbudget.reading.titles import Found, KnownTitles, parted
from cnbudget.reading.worded.titles import titles_by_words
from cnbudget.values import Visible
from cnbudget.words import plain


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
    by_layout = read_as_layout(blocks, plainly) if plainly else None
    settled = len(outlines) == 1 or (
        by_layout is not None
        and by_layout.explained
        and by_layout.of_form
        and whole.shows_no_more_than(by_layout)
    )
    by_words = None if settled else read_as_words(blocks, titles)
    best = better_of(by_layout, by_words)
    for each in outlines:
        if each.words:
            formed = read_as_words(blocks, titles, each.layout)
            if formed is not None and (best is None or formed.understood >= best.understood):
                best = formed
    if best is None and len(outlines) != 1 and seems(blocks) is None:
        best = read_as_prose(blocks)
    named = best is not None and any(each.agency for each in best.found)
    if len(outlines) != 1 and not named and has_titles_of_a_government(blocks):
        raise UnreadableError(say("reading.budget_of_a_government"), where=source)
    if best is None:
        raise UnreadableError(refusal_of(blocks), where=source)
    return whole.disclosure(best)


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

    def shows_no_more_than(self, read: FileReading) -> bool:
        """Whether a reading has found all tables whose titles are standard by their words."""
        shown = sum([bool(each.parts) for each in read.found])
        grids = [each for each in parted(self.blocks, self.titles) if isinstance(each, Grid)]
        if len(grids) <= shown:  # no grid has two tables
            return True
        found, _ = find_tables(self.blocks, self.titles)
        return sum([bool(each.parts) for each in found]) <= shown

    def disclosure(self, read: FileReading) -> Disclosure:
        """The disclosure that a reading makes of it."""
        found = read.found
        passages = [_passage(block, heading) for block, heading in read.others]
        tables = with_listed_empty(read.tables, passages)
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
        problems.extend(empty_unsaid(tables, found, passages))
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


def _passage(block: Block, heading: str) -> Passage:
    if isinstance(block, Grid):
        return _grid(block.rows, heading)
    return Passage(block.text, block.place)


def _grid(rows: list[GridRow], heading: str) -> Passage:
    """A grid as a passage."""
    return Passage(Grid(rows).text, rows[0].place, grid=True, title=heading, rows=tuple(rows))
