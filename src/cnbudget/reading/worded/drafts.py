"""A document's tables as their words read them, and what they tell together."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cnbudget.dimensions import STAGES, Flow, Nature
from cnbudget.figures import Place
from cnbudget.forms import Title, Vocabulary
from cnbudget.reading.worded.columns import ColumnPanel
from cnbudget.reading.worded.row import WordedRow

#: The flows that only some documents tell from income and expenditure.
OTHER_FLOWS = (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION)
#: The natures that documents know, where not all.
_USUAL = (Nature.PLAIN, Nature.PLAIN | Nature.RESERVE)


@attrs.define(eq=False)
class DraftSide:
    """A side of a table as words read it.

    Attributes:
        panel: Its label columns and columns of amounts.
        lines: Its rows.
        flow: `Flow.INCOME` or `Flow.EXPENDITURE` if it is about one of them, else None.
        name: "income", "expenditure" or None.
        compared: Its rows of differences, each with the number of rows before it.
    """

    panel: ColumnPanel
    lines: list[WordedRow]
    flow: Flow | None
    name: str | None
    compared: list[tuple[int, WordedRow]] = attrs.field(factory=list)


@attrs.define(eq=False)
class WordedTable:
    """A table as words read it.

    Attributes:
        title: Its title.
        sides: Its sides.
        agency: The agency that publishes.
        words: The vocabulary.
        unread: Where parts of it begin that have other columns, and were not read.
        noted: "CARRIED" or "CURRENT" if its title or notes to it say of which money its amounts are.
    """

    title: Title
    sides: list[DraftSide]
    agency: str
    words: Vocabulary
    unread: list[Place] = attrs.field(factory=list)
    noted: str | None = None


def goes_on(side: DraftSide, other: DraftSide) -> bool:
    """Whether a side is the rest of the one beside it, under the same headings: 302 there, and its 30239 here.

    Final accounts print what does not fit into one column in another, wherever a category ends.
    """
    mine, theirs = ([each.meaning for each in one.panel.columns] for one in (side, other))
    codes = [line.codes.get("ECONOMIC") for line in other.lines]
    first = next((code for code in codes if code is not None), None)
    if mine != theirs or side.compared or other.compared or first is None or first.parent is None:
        return False
    above = first.parent
    return above not in codes and above in [line.codes.get("ECONOMIC") for line in side.lines]


def natures_of(drafts: Iterable[WordedTable]) -> Nature:
    """The natures that a document knows."""
    found = Nature.PLAIN
    for draft in drafts:
        for side in draft.sides:
            for said in [column.meaning for column in side.panel.columns] + [
                line.said for line in side.lines
            ]:
                if said.nature is not None:
                    found |= said.nature
    return found if found in _USUAL else Nature.ALL


def tells_initial(drafts: Iterable[WordedTable]) -> bool:
    """Whether some column is of the budget of the beginning of the year (年初预算数), and not only of 预算数."""
    return any(
        column.meaning.stage == STAGES[0] and side.lines
        for draft in drafts
        for side in draft.sides
        for column in side.panel.columns
    )


def flows_apart(drafts: Iterable[WordedTable], *, printed: bool = True) -> bool:
    """Whether a document tells closing balances, or other flows than income and expenditure.

    Args:
        drafts: Its tables.
        printed: Whether amounts must be printed of them; else a place for them is enough.
    """
    for draft in drafts:
        for side in draft.sides:
            columns = side.panel.columns
            at = [n for n, column in enumerate(columns) if column.meaning.flow in OTHER_FLOWS]
            for line in side.lines:
                own = line.said.flow in OTHER_FLOWS
                cells = line.cells if own else [line.cells[n] for n in at]
                if cells and (not printed or any(value and mark >= 0 for value, mark in cells)):
                    return True
    return False
