"""Final accounts tell no special accounts: what comes in from these is in their 事业收入."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from cnbudget.dimensions import FundingSource
from cnbudget.forms import Meaning
from cnbudget.reading.worded.drafts import DraftSide, WordedTable

_BOTH = FundingSource.BUSINESS | FundingSource.SPECIAL_ACCOUNT


def hold_special_accounts(drafts: Sequence[WordedTable]) -> None:
    """Take 事业收入 for all that agencies earn, in place, where nothing in the tables is of special accounts alone.

    The Ministry's form of final accounts has eight kinds of income, which are all of it; a budget has special accounts
    beside 事业收入.

    Args:
        drafts: The tables of final accounts, as words read them.
    """
    sides = [side for draft in drafts for side in draft.sides]
    if any(said.source == FundingSource.SPECIAL_ACCOUNT for side in sides for said in _said(side)):
        return
    for side in sides:
        side.panel.columns = [
            attrs.evolve(each, meaning=_held(each.meaning)) for each in side.panel.columns
        ]
        for line in side.lines:
            line.said = _held(line.said)


def _said(side: DraftSide) -> Iterator[Meaning]:
    yield from (column.meaning for column in side.panel.columns)
    yield from (line.said for line in side.lines)


def _held(said: Meaning) -> Meaning:
    return attrs.evolve(said, source=_BOTH) if said.source == FundingSource.BUSINESS else said
