"""Empty tables: which a document says are empty, in prose or in its list of tables, and which without a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from cnbudget.disclosure import Passage, Problem
from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE
from cnbudget.layouts.forms import loose_title, title_key
from cnbudget.messages import say
from cnbudget.reading.titles import Found, says_nothing
from cnbudget.tables import Table
from cnbudget.words import numbered, plain

#: Such paragraphs has a document that has a narrative.
LEAST_PROSE = 3
_PROSE = 80  # characters of a paragraph that is no heading
_SENTENCES = expression("[。；;]")
#: What a sentence that says a table is empty leaves out of its title: 本部门没有政府性基金预算拨款安排的支出.
_ASPECTS = expression("预算|支出|情况|明细|(?<=结余)")


def empty_unsaid(
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
            if sum(len(text) > _PROSE for text in prose) < LEAST_PROSE:
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


def with_listed_empty(tables: list[Table[Any]], passages: list[Passage]) -> list[Table[Any]]:
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
