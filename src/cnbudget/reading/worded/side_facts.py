"""What holds for the whole of a side of a table: what its title says, and what stands on it beside what."""

from __future__ import annotations

import attrs

from cnbudget.dimensions import Flow, FundingSource
from cnbudget.forms import Meaning
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.drafts import DraftSide, WordedTable
from cnbudget.reading.worded.open_words import is_twofold, of_public_expenses, said_on, transfers_of
from cnbudget.reading.worded.running import of_running


@attrs.frozen
class SideFacts:
    """What holds for the whole of a side."""

    title: Meaning
    flow: Flow | None
    columns_dated: bool  # some column says carried over or this year's
    rows_dated: bool
    closing: bool  # something of it is carried on into the next year
    opening: bool
    moving: bool  # its columns are opening balance, income, expenditure and closing balance
    twosided: bool
    usual: FundingSource | None  # the money that a table is of by regulation, where it tells none
    balanced: bool  # the table's income side tells what is carried over
    transfers: FundingSource  # of which columns are transfers from above
    twofold: bool  # it is of public expenses and of more, and each column of one of them
    by_rows: bool  # it is of the running of an agency, and its rows say of what each is


def facts_of(draft: WordedTable, side: DraftSide) -> SideFacts:
    """What holds for the whole of a side, where public expenses are of appropriations."""
    lines, columns = side.lines, side.panel.columns
    twofold = is_twofold(draft.title.meaning, columns)
    title = _of_all(draft.title.meaning) if twofold else draft.title.meaning
    every = said_on(side)
    return SideFacts(
        title,
        side.flow or _direction(title),
        any(column.meaning.vintage for column in columns),
        any(line.said.vintage for line in lines),
        any(each.flow == Flow.CLOSING for each in every),
        any(
            each.vintage == "CARRIED" or each.flow in (Flow.OPENING, Flow.SURPLUS_USED)
            for each in every
        ),
        _is_moving(columns),
        len(draft.sides) > 1,
        FundingSource.APPROPRIATION
        if of_public_expenses(title, every) or title.subject == "RUNNING"
        else None,
        any(line.said.vintage == "CARRIED" for other in draft.sides for line in other.lines),
        transfers_of(side),
        twofold,
        of_running(draft.title.meaning) and any(tells_of_running(line.said) for line in lines),
    )


def _of_all(title: Meaning) -> Meaning:
    """What a title says of all columns where each is of one of several things."""
    return attrs.evolve(title, running=False, economic=None)


def _is_moving(columns: list[Column]) -> bool:
    """Whether columns tell flows: 年初结转和结余, 本年收入, 本年支出, 年末结转和结余."""
    # so final accounts print government funds
    return any(comes_in(column.meaning) for column in columns) and any(
        column.meaning.flow in (Flow.EXPENDITURE, Flow.CLOSING) for column in columns
    )


def comes_in(said: Meaning) -> bool:
    """Whether a column is of what comes in: 本年收入 (that is no expenditure of this year's money)."""
    this = said.vintage == "CURRENT" and said.source is None and said.nature is None
    return this or said.flow in (Flow.IN, Flow.INCOME, Flow.OPENING)


def _direction(title: Meaning) -> Flow | None:
    if title.balance:
        return None
    if title.flow is not None and title.flow in Flow.IN:
        return Flow.INCOME
    return Flow.EXPENDITURE


def tells_of_running(said: Meaning) -> bool:
    """Whether a row of a table of the running of an agency says, or the one over it, of what it is."""
    return bool(said.economic or said.running or said.procurement)
