"""What the words of a document leave open, and the columns and rows that leave it open.

Words leave few things open, and they are the document's, not the cell's: whether money by source includes what is
carried over, and whether what comes in and what goes out are one (a plain budget) or flow apart.
"""

from __future__ import annotations

import attrs

from cnbudget.dimensions import FundingSource, Nature
from cnbudget.forms import Meaning
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.drafts import DraftSide, WordedTable
from cnbudget.reading.worded.subtotals import bare_subtotals
from cnbudget.reading.worded.unmarked import otherwise_titled, twins

_S = FundingSource

#: Some provinces print the own level's money and transfers from above in columns beside each other.
TRANSFERS = _S.GENERAL_TRANSFER | _S.FUND_TRANSFER | _S.STATE_CAPITAL_TRANSFER


@attrs.frozen
class LeftOpen:
    """What the words of a document leave open.

    Attributes:
        apart: Whether flows are apart.
        carried: Whether money by source includes what is carried over, where nothing says so.
        own: Whether money by source is that of the own level alone, beside a column of transfers from above.
        level: Whether then that of all appropriations together is, too (县级当年财政拨款安排).
        public: Of which money the three public expenses are, where nothing says so; None: of all.
        subtotal: How many columns after it a 小计 under no heading sums, beside the total, or `OF_YEAR`; 0: it is it.
        nature: The natures that the document knows.
        year: Its fiscal year.
        stage: Its stage.
        unmarked: How columns without a year are taken where they may be of another; see `date_unmarked`.
        initial: Whether it tells the budget of the beginning of the year from the adjusted one.
    """

    apart: bool
    carried: bool
    nature: Nature
    year: int | None
    stage: str
    initial: bool = False
    own: bool = False
    level: bool = False
    public: FundingSource | None = FundingSource.APPROPRIATION
    subtotal: int = 2
    unmarked: str = ""


def left_open(draft: WordedTable, side: DraftSide, choice: LeftOpen) -> tuple[str, ...]:
    """What the words of a side may leave open: "carried", "own", "public", "subtotal", "year", "twins"."""
    title, every = draft.title.meaning, said_on(side)
    columns, titled = side.panel.columns, draft.title.year
    return tuple(
        kind
        for kind, here in (
            ("carried", _may_include_carried(title, side, every)),
            ("own", transfers_of(side)),
            ("public", of_public_expenses(title, every)),
            ("subtotal", bare_subtotals(columns)),
            ("year", otherwise_titled(columns, titled, choice.year)),
            ("twins", choice.year is not None and twins(columns, side.lines)),
        )
        if here
    )


def _may_include_carried(title: Meaning, side: DraftSide, every: list[Meaning]) -> bool:
    """Whether money by source may or may not include what is carried over."""
    if title.vintage == "CARRIED":
        return False
    if is_twofold(title, side.panel.columns):
        return True
    if any(column.meaning.vintage for column in side.panel.columns):
        return False
    by_source = title.source is not None or any(each.source is not None for each in every)
    return by_source or of_public_expenses(title, every)


def said_on(side: DraftSide) -> list[Meaning]:
    """What the columns and rows of a side say."""
    return [column.meaning for column in side.panel.columns] + [line.said for line in side.lines]


def transfers_of(side: DraftSide) -> FundingSource:
    """The sources of columns of transfers from above, as far as others of the side are of the same budgets."""
    said = [column.meaning.source for column in side.panel.columns]
    found = _S(0)
    for source in said:
        if source is not None and not source & ~TRANSFERS:
            found |= source
    return found


def is_twofold(title: Meaning, columns: list[Column]) -> bool:
    """Whether a table is of public expenses and of more: by its title (“三公”经费和机关运行经费), or by its columns.

    A table of “三公”经费 may have columns of 会议费, 培训费 and 机关运行经费 beside those that say that they are of it.
    """
    if not title.economic or title.running:
        return bool(title.economic)
    said = [column.meaning for column in columns]
    others = [each for each in said if each.running or not _within(each, title.economic)]
    own = any(each.economic == title.economic for each in said)
    return own and bool(others) and all(each.running or each.economic for each in said)


def _within(said: Meaning, uses: tuple[str, ...]) -> bool:
    """Whether a column is of nothing else than some uses, as far as its words tell."""
    return all(any(code.startswith(use) for use in uses) for code in said.economic or ())


def of_public_expenses(title: Meaning, every: list[Meaning]) -> bool:
    """Whether a side is of “三公”经费, and neither title nor headings tell of which money.

    By regulation they are what is spent of appropriations.
    """
    three_public = title.economic is not None and "30217" in title.economic
    return three_public and title.source is None and all(each.source is None for each in every)
