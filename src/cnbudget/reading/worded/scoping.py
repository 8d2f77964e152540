"""From what the words of a document's tables say to the scopes of their rows and columns.

What the words leave open is told in `open_words`, what holds for the whole of a side in `side_facts`, of which money
rows and columns are in `money`, and which scopes their neighbours take away again in `withdrawn`.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cnbudget.dimensions import STAGES, Flow, FundingSource, Procurement
from cnbudget.figures import Place
from cnbudget.forms import Meaning
from cnbudget.forms.meaning import ADJUSTED, PARTIAL
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.drafts import OTHER_FLOWS, DraftSide, WordedTable
from cnbudget.reading.worded.money import (
    kind_of_column,
    kind_of_row,
    meet,
    money_of,
    vintage_of_column,
    vintage_of_row,
)
from cnbudget.reading.worded.open_words import LeftOpen
from cnbudget.reading.worded.parts import bought
from cnbudget.reading.worded.row import WordedRow
from cnbudget.reading.worded.side_facts import SideFacts, comes_in, facts_of, tells_of_running
from cnbudget.reading.worded.subtotals import OF_YEAR, bare_subtotals, sum_of_next, sum_of_year
from cnbudget.reading.worded.unmarked import date_unmarked
from cnbudget.reading.worded.withdrawn import (
    withdraw_equal,
    withdraw_rest,
    withdraw_rest_of_columns,
)
from cnbudget.scope import SOME, Scope
from cnbudget.words import plain

_RUNNING = "机关"
#: What the rows of tables are of, of which no dimension speaks: services bought for the public, assets, some projects.
_NOT_OF_SCOPES = ("SERVICES", "ASSETS", PARTIAL)


def _time(said: Meaning, choice: LeftOpen) -> tuple[bool, int | None, str | None]:
    """Whether year and stage of a piece can be told, and which they are, if not the document's."""
    year: int | None = None
    if said.year == "last":
        if choice.year is None:
            return False, None, None
        year = choice.year - 1
    elif said.year and said.year != "this":
        year = int(said.year)
        if choice.year is None:
            return False, None, None
        if year == choice.year:
            year = None
    # beside 年初预算数 it is another budget of the year
    other = said.stage == ADJUSTED and choice.initial
    stage = STAGES[3] if other else said.stage_in(choice.stage)
    if stage in STAGES[1:] and choice.stage == STAGES[0] and not said.year and choice.year:
        year = choice.year - 1  # a budget prints what was done in the year before
    stage = stage if stage != choice.stage else None
    return True, year, stage


#: The scopes of the rows and of the columns of a side; None where they are not known.
Scopes = tuple[list[Scope | None], list[Scope | None]]


def scopes_of(draft: WordedTable, side: DraftSide, choices: Iterable[LeftOpen]) -> list[Scopes]:
    """The scopes of a side's rows and columns by each of some choices, which are alike but for what is left open."""
    found: list[Scopes] = []
    facts = facts_of(draft, side)
    # which of this year's money and of what is carried over a row is of is all that choices change of it
    rows: dict[tuple[int, FundingSource | None, str | None], Scope | None] = {}
    for choice in choices:
        each = attrs.evolve(facts, usual=choice.public) if facts.usual else facts
        found.append((_rows(draft, side, each, choice, rows), _columns(draft, side, each, choice)))
    return found


def _rows(
    draft: WordedTable,
    side: DraftSide,
    facts: SideFacts,
    choice: LeftOpen,
    known: dict[tuple[int, FundingSource | None, str | None], Scope | None],
) -> list[Scope | None]:
    """The scopes of a side's rows; those that are known from another choice are not made again."""
    title = facts.title
    told = title.economic or title.nature or title.source or title.subject
    if title.subject in _NOT_OF_SCOPES or (title.open and not told):  # 专项资金支出表
        whole = _row(WordedRow("total", "", Place()), facts, choice)
        if whole is not None:
            whole = whole.evolve(agency=f"{SOME}{draft.title.text}")
        return bought(side.lines, whole)
    rows: list[Scope | None] = []
    for number, line in enumerate(side.lines):
        key = number, facts.usual, vintage_of_row(line, facts, choice)
        if key not in known:
            known[key] = _row(line, facts, choice)
        rows.append(known[key])
    withdraw_rest(side.lines, rows)
    return rows


def _columns(
    draft: WordedTable, side: DraftSide, facts: SideFacts, choice: LeftOpen
) -> list[Scope | None]:
    lines, columns = side.lines, side.panel.columns
    found = [_column(column, facts, choice) for column in columns]
    withdraw_rest_of_columns(columns, found, lines, draft.words)
    when = draft.title.year
    date_unmarked(found, columns, lines, how=choice.unmarked, titled=when, year=choice.year)
    for number in bare_subtotals(columns) if choice.subtotal else ():
        made = (
            sum_of_year(found, number)
            if choice.subtotal == OF_YEAR
            else sum_of_next(found, number, choice.subtotal)
        )
        found[number] = made or found[number]
    withdraw_equal(found, columns, lines)
    if len(columns) > 1:
        found = [each if column.path else None for column, each in zip(columns, found, strict=True)]
    return found


def _flow_of(said: Meaning, facts: SideFacts, choice: LeftOpen, *, total: bool, row: bool) -> Flow:
    """The flow of a row or a column."""
    if not choice.apart:
        return Flow.EXPENDITURE
    if said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.OPENING, Flow.DISTRIBUTION):
        return said.flow
    if facts.moving:
        if row:
            return Flow.ALL
        if said.vintage == "CARRIED" and said.flow is not Flow.EXPENDITURE:
            return Flow.OPENING
        return Flow.INCOME if comes_in(said) else Flow.EXPENDITURE
    if not row and (facts.twosided or (facts.flow is not Flow.INCOME and said.nature is None)):
        return Flow.ALL  # the rows say it
    if facts.flow is Flow.INCOME:
        if said.vintage == "CARRIED":
            return Flow.OPENING
        if said.vintage == "CURRENT" or said.source is not None:
            return Flow.INCOME
        if total or not row:
            return Flow.IN if facts.opening or total or said.flow is Flow.IN else Flow.INCOME
        return Flow.IN
    if said.flow is Flow.EXPENDITURE and not total:
        return Flow.EXPENDITURE
    if total or not row:
        return Flow.OUT if facts.closing and said.nature is None else Flow.EXPENDITURE
    if facts.twosided:
        return Flow.EXPENDITURE
    return Flow.OUT if facts.closing else Flow.EXPENDITURE


def _row(line: WordedRow, facts: SideFacts, choice: LeftOpen) -> Scope | None:
    """The scope of a row as if it were of the whole agency; None if it is not known."""
    said, title = line.said, facts.title
    some = _some(said, line.label)
    if (
        line.kind == "unknown"
        or (not said.understood and some is None)
        or _nothing_of(said, choice)
    ):
        return None
    told, year, stage = _time(said, choice)
    met = {name: meet(getattr(said, name), getattr(title, name)) for name in _FLAGS}
    if not told or any(each is not None and not each for each in met.values()):
        return None
    if title.subject == "PROCUREMENT":
        met["procurement"] = meet(met["procurement"], Procurement.PROCURED)
    met.pop("source")
    met["nature"] = met["nature"] or choice.nature
    if title.economic and title.open and line.kind == "total":
        return None
    if facts.by_rows and not tells_of_running(said):
        return None
    source = money_of(kind_of_row(line, facts), vintage_of_row(line, facts, choice))
    if not source:  # its words leave no money
        return None
    economic = line.codes.get("ECONOMIC")
    uses = said.economic or (title.economic if not title.open else None)
    scope = Scope(
        line.codes.get("FUNCTION"),
        uses if economic is None else economic,
        government_economic=line.codes.get("GOVERNMENT"),
        source=source,
        flow=_flow_of(said, facts, choice, total=line.kind == "total", row=True),
        agency=some or (_RUNNING if title.running or said.running else None),
        project=plain(line.project) or None,
        year=year,
        stage=stage,
        **{name: each for name, each in met.items() if each is not None},
    )
    if title.economic and economic is not None:
        around = Scope(economic=title.economic, flow=Flow.ALL)
        return scope if scope.meet(around) else None
    return scope


#: The dimensions of few kinds of which titles, columns and rows speak, flows aside.
_FLAGS = ("source", "nature", "procurement", "reservation")


def _some(said: Meaning, label: str) -> str | None:
    """The name of what is only a part of what it stands under; None if it is no such part."""
    if said.unknown or not said.open or not said.some:
        return None
    return f"{SOME}{plain(label).removeprefix('其中').lstrip(':')}"


def _nothing_of(said: Meaning, choice: LeftOpen) -> bool:
    """Whether a piece is of a flow of which the document prints nothing."""
    return said.flow in OTHER_FLOWS and not choice.apart


def _column(column: Column, facts: SideFacts, choice: LeftOpen) -> Scope | None:
    """What a column adds to the scopes of rows; None if it is not known."""
    said, title = column.meaning, facts.title
    some = _some(said, column.path[-1] if column.path else "")
    if (not said.understood and some is None) or _nothing_of(said, choice):
        return None
    met = {name: meet(getattr(said, name), getattr(title, name)) for name in _FLAGS}
    told, year, stage = _time(said, choice)
    if not told or any(each is not None and not each for each in met.values()):
        return None
    if facts.twofold and not (facts.by_rows or said.economic or said.running):
        return None
    source = money_of(
        kind_of_column(said.source, facts, choice), vintage_of_column(said, facts, choice)
    )
    if facts.twofold and said.economic and said.source is None:
        source = money_of(choice.public, said.vintage or (None if choice.carried else "CURRENT"))
    if not source:  # its words leave no money
        return None
    of_income = said.flow == Flow.INCOME and said.source is None and not said.vintage
    if of_income and not title.balance and facts.flow is Flow.EXPENDITURE:
        return None
    own = {name: getattr(said, name) for name in _FLAGS if name != "source"}
    return Scope(
        economic=said.economic,
        government_economic=said.government,
        source=source,
        flow=_flow_of(said, facts, choice, total=not said.says, row=False),
        agency=some or (_RUNNING if said.running and not title.running else None),
        year=year,
        stage=stage,
        **{name: each for name, each in own.items() if each is not None},
    )
