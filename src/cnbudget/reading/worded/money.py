"""Of which money the rows and columns of a side are: of which sources, of this year or carried over."""

from __future__ import annotations

from typing import Any

from cnbudget.dimensions import Flow, FundingSource
from cnbudget.forms import Meaning
from cnbudget.forms.meaning import CARRIED
from cnbudget.reading.worded.open_words import TRANSFERS, LeftOpen
from cnbudget.reading.worded.row import WordedRow
from cnbudget.reading.worded.side_facts import SideFacts

_S = FundingSource


def money_of(kind: FundingSource | None, vintage: str | None) -> FundingSource:
    """The sources of some kinds of money, of this year, carried over, or (None) both."""
    if kind is None:
        if vintage is None:
            return _S.ALL
        return _S.CARRIED if vintage == "CARRIED" else _S.CURRENT
    now = kind & _S.CURRENT
    if vintage == "CURRENT":
        return now
    over = _S(0)
    for each, carried in CARRIED.items():
        if each in now:
            over |= carried
    if vintage == "CARRIED":
        return over
    return now | over


def kind_of_row(line: WordedRow, facts: SideFacts) -> FundingSource | None:
    """The kinds of money that a row is of; None if nothing says it."""
    kind: FundingSource | None = meet(line.said.source, facts.title.source)
    if kind is None and facts.by_rows and not line.said.economic:
        return None
    return kind or facts.usual


def vintage_of_row(line: WordedRow, facts: SideFacts, choice: LeftOpen) -> str | None:
    """Whether a row is of this year's money, of what is carried over, or (None) of both."""
    said, kind = line.said, kind_of_row(line, facts)
    vintage = said.vintage or facts.title.vintage
    if facts.flow is not Flow.INCOME and vintage == "CURRENT" and said.source is None:
        vintage = facts.title.vintage  # 一、部门预算 over all expenditure
    if vintage is not None or kind is None or facts.columns_dated:
        return vintage
    if facts.rows_dated:
        return "CURRENT" if said.source is not None else None
    if not facts.balanced and not choice.carried:
        return "CURRENT"
    if choice.carried or facts.flow is not Flow.INCOME or said.source is None:
        return None
    return "CURRENT"


def kind_of_column(
    kind: FundingSource | None, facts: SideFacts, choice: LeftOpen
) -> FundingSource | None:
    """The money of a column, without the transfers that another column has, if it is taken so."""
    if kind is None or not choice.own or not kind & ~TRANSFERS:
        return kind
    if kind not in CARRIED and not (choice.level and kind == _S.APPROPRIATION):
        return kind
    return kind & ~facts.transfers


def vintage_of_column(said: Meaning, facts: SideFacts, choice: LeftOpen) -> str | None:
    """Whether a column is of this year's money, of what is carried over, or (None) of both."""
    if said.vintage is not None or said.source is None:
        return (
            None if said.flow is Flow.CLOSING else said.vintage
        )  # 项目支出结转和结余 under 年末结转和结余
    if facts.columns_dated:  # 小计 over 本年 and 上年结转 says that it is of both
        return None if said.source & _S.CARRIED else "CURRENT"
    if facts.flow is Flow.INCOME and not facts.rows_dated and not facts.twosided:
        return None if choice.carried else "CURRENT"
    return None if facts.rows_dated or facts.balanced or choice.carried else "CURRENT"


def meet(one: Any, other: Any) -> Any:
    """The meet of two sets, of which None is everything."""
    return one if other is None else other if one is None else one & other
