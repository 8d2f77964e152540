"""From what the words of a document's tables say to the scopes of their rows and columns.

Words leave few things open, and they are the document's, not the cell's: whether money by source includes what is
carried over, and whether what comes in and what goes out are one (a plain budget) or flow apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import attrs

from cnbudget.dimensions import STAGES, Flow, FundingSource, Nature, Procurement
from cnbudget.figures import Place
from cnbudget.forms import Meaning, Vocabulary
from cnbudget.forms.meaning import ADJUSTED, CARRIED, PARTIAL, meaning_of
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.drafts import OTHER_FLOWS, DraftSide, WordedTable
from cnbudget.reading.worded.parts import bought
from cnbudget.reading.worded.row import WordedRow
from cnbudget.reading.worded.running import of_running
from cnbudget.reading.worded.subtotals import bare_subtotals, sum_of_next
from cnbudget.reading.worded.unmarked import date_unmarked, otherwise_titled, twins
from cnbudget.scope import SOME, Scope
from cnbudget.words import plain

__all__ = ["LeftOpen", "Scopes", "left_open", "scopes_of"]

_S = FundingSource
_RUNNING = "机关"
#: What the rows of tables are of, of which no dimension speaks: services bought for the public, assets, some projects.
_NOT_OF_SCOPES = ("SERVICES", "ASSETS", PARTIAL)
_TRANSFERS = (_S.GENERAL_TRANSFER, _S.FUND_TRANSFER, _S.STATE_CAPITAL_TRANSFER)


@attrs.frozen
class LeftOpen:
    """What the words of a document leave open.

    Attributes:
        apart: Whether flows are apart.
        carried: Whether money by source includes what is carried over, where nothing says so.
        own: Whether money by source is that of the own level alone, beside a column of transfers from above.
        public: Of which money the three public expenses are, where nothing says so; None: of all.
        subtotal: How many columns after it a 小计 under no heading sums, beside the total; 0: it is the total.
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
    public: FundingSource | None = FundingSource.APPROPRIATION
    subtotal: int = 2
    unmarked: str = ""


def left_open(draft: WordedTable, side: DraftSide, choice: LeftOpen) -> tuple[str, ...]:
    """What the words of a side may leave open: "carried", "own", "public", "subtotal", "year", "twins"."""
    title, every = draft.title.meaning, _said(side)
    columns, titled = side.panel.columns, draft.title.year
    return tuple(
        kind
        for kind, here in (
            ("carried", _may_include_carried(title, side, every)),
            ("own", _transfers(side)),
            ("public", _of_public_expenses(title, every)),
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
    if _is_twofold(title):
        return True
    if any(column.meaning.vintage for column in side.panel.columns):
        return False
    by_source = title.source is not None or any(each.source is not None for each in every)
    return by_source or _of_public_expenses(title, every)


def _said(side: DraftSide) -> list[Meaning]:
    """What the columns and rows of a side say."""
    return [column.meaning for column in side.panel.columns] + [line.said for line in side.lines]


def _transfers(side: DraftSide) -> FundingSource:
    """The sources of columns of transfers from above, as far as others of the side are of the same budgets."""
    said = [column.meaning.source for column in side.panel.columns]
    found = _S(0)
    for source in said:
        if source is not None and source in _TRANSFERS:
            found |= source
    return found


def _money(kind: FundingSource | None, vintage: str | None) -> FundingSource:
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


def _rest(lines: list[WordedRow], rows: list[Scope | None]) -> None:
    """Money carried over beside some of it on a row of its own is the rest, and nothing says the rest of what.

    上年实户资金余额 stands above 上年结转 in a provincial form, and is no part of it.
    """
    apart = FundingSource(0)
    beside = False
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        said = line.said
        if said.vintage != "CARRIED" or scope is None:
            continue
        if said.source is None and not said.part:
            beside = bool(apart)
        if beside and scope.source & apart:
            rows[position] = None
        elif said.source is not None and not said.part and line.printed and not beside:
            apart |= scope.source


def _rest_of_columns(
    columns: list[Column], found: list[Scope | None], lines: list[WordedRow], words: Vocabulary
) -> None:
    """The same of columns: 上年结转 beside 上年实户资金余额, and not over it."""
    for number, (column, scope) in enumerate(zip(columns, found, strict=True)):
        said = column.meaning
        if said.vintage != "CARRIED" or said.source is not None or scope is None:
            continue
        own = meaning_of(column.path[-1], "column", words).vintage is not None
        over = column.path if own else column.path[:-1]
        for place, other in enumerate(columns):
            said = other.meaning
            narrow = said.vintage == "CARRIED" and said.source is not None and not said.part
            beside = narrow and other.path[: len(over)] != over
            if beside and any(line.cells[place][0] for line in lines):
                found[number] = None


def _of_one_scope(found: list[Scope | None], columns: list[Column], lines: list[WordedRow]) -> None:
    """Columns of one scope whose amounts differ in most rows are of different things, which words do not tell.

    Where one of them names its year, the other is the one that is not known.
    """
    places: dict[Scope, list[int]] = {}
    for place, scope in enumerate(found):
        if scope is not None:
            places.setdefault(scope, []).append(place)
    for same in places.values():
        for one, other in pairwise(same):
            rows = [line.cells[one] != line.cells[other] for line in lines if line.cells[one][0]]
            if len(rows) >= _LEAST_ROWS and 2 * sum(rows) > len(rows):
                named = [n for n in (one, other) if columns[n].meaning.year]
                for n in (one, other):
                    if named != [n]:
                        found[n] = None


#: So many rows tell that two columns are not of one scope; one may be an error.
_LEAST_ROWS = 3


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


@attrs.frozen
class _SideScopes:
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
    twofold: (
        bool  # the title is of public expenses and of running costs, and each column of one of them
    )
    by_rows: bool  # it is of the running of an agency, and its rows say of what each is


#: The scopes of the rows and of the columns of a side; None where they are not known.
Scopes = tuple[list[Scope | None], list[Scope | None]]


def scopes_of(draft: WordedTable, side: DraftSide, choices: Iterable[LeftOpen]) -> list[Scopes]:
    """The scopes of a side's rows and columns by each of some choices, which are alike but for what is left open."""
    found: list[Scopes] = []
    facts = _facts(draft, side)
    # which of this year's money and of what is carried over a row is of is all that choices change of it
    rows: dict[tuple[int, FundingSource | None, str | None], Scope | None] = {}
    for choice in choices:
        each = attrs.evolve(facts, usual=choice.public) if facts.usual else facts
        found.append((_rows(draft, side, each, choice, rows), _columns(draft, side, each, choice)))
    return found


def _facts(draft: WordedTable, side: DraftSide) -> _SideScopes:
    """What holds for the whole of a side, where public expenses are of appropriations."""
    title = _of_all(draft.title.meaning)
    lines, columns = side.lines, side.panel.columns
    every = _said(side)
    return _SideScopes(
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
        if _of_public_expenses(title, every) or title.subject == "RUNNING"
        else None,
        any(line.said.vintage == "CARRIED" for other in draft.sides for line in other.lines),
        _transfers(side),
        _is_twofold(draft.title.meaning),
        of_running(draft.title.meaning) and any(_tells_of_running(line.said) for line in lines),
    )


def _rows(
    draft: WordedTable,
    side: DraftSide,
    facts: _SideScopes,
    choice: LeftOpen,
    known: dict[tuple[int, FundingSource | None, str | None], Scope | None],
) -> list[Scope | None]:
    """The scopes of a side's rows; those that are known from another choice are not made again."""
    if facts.title.subject in _NOT_OF_SCOPES:
        whole = _row(WordedRow("total", "", Place()), facts, choice)
        if whole is not None:
            whole = whole.evolve(agency=f"{SOME}{draft.title.text}")
        return bought(side.lines, whole)
    rows: list[Scope | None] = []
    for number, line in enumerate(side.lines):
        key = number, facts.usual, _vintage(line, facts, choice)
        if key not in known:
            known[key] = _row(line, facts, choice)
        rows.append(known[key])
    _rest(side.lines, rows)
    return rows


def _columns(
    draft: WordedTable, side: DraftSide, facts: _SideScopes, choice: LeftOpen
) -> list[Scope | None]:
    lines, columns = side.lines, side.panel.columns
    found = [_column(column, facts, choice) for column in columns]
    _rest_of_columns(columns, found, lines, draft.words)
    when = draft.title.year
    date_unmarked(found, columns, lines, how=choice.unmarked, titled=when, year=choice.year)
    _of_one_scope(found, columns, lines)
    for number in bare_subtotals(columns) if choice.subtotal else ():
        found[number] = sum_of_next(found, number, choice.subtotal) or found[number]
    if len(columns) > 1:
        found = [each if column.path else None for column, each in zip(columns, found, strict=True)]
    return found


def _tells_of_running(said: Meaning) -> bool:
    """Whether a row of a table of the running of an agency says, or the one over it, of what it is."""
    return bool(said.economic or said.running or said.procurement)


def _is_twofold(title: Meaning) -> bool:
    """Whether a title is of public expenses and of running costs (“三公”经费和机关运行经费)."""
    return bool(title.running and title.economic)


def _of_all(title: Meaning) -> Meaning:
    """What a title says of all columns: of two things, each column is of one."""
    if _is_twofold(title):
        return attrs.evolve(title, running=False, economic=None)
    return title


def _is_moving(columns: list[Column]) -> bool:
    """Whether columns tell flows: 年初结转和结余, 本年收入, 本年支出, 年末结转和结余."""
    return any(_comes(column.meaning) for column in columns) and any(
        column.meaning.flow in (Flow.EXPENDITURE, Flow.CLOSING) for column in columns
    )


def _comes(said: Meaning) -> bool:
    """Whether a column is of what comes in: 本年收入 (that is no expenditure of this year's money)."""
    this = said.vintage == "CURRENT" and said.source is None and said.nature is None
    return this or said.flow in (Flow.IN, Flow.INCOME, Flow.OPENING)


def _of_public_expenses(title: Meaning, every: list[Meaning]) -> bool:
    """Whether a side is of “三公”经费, and neither title nor headings tell of which money.

    By regulation they are what is spent of appropriations.
    """
    three_public = title.economic is not None and "30217" in title.economic
    return three_public and title.source is None and all(each.source is None for each in every)


def _direction(title: Meaning) -> Flow | None:
    if title.balance:
        return None
    if title.flow is not None and title.flow in Flow.IN:
        return Flow.INCOME
    return Flow.EXPENDITURE


def _flow_of(
    said: Meaning, facts: _SideScopes, choice: LeftOpen, *, total: bool, row: bool
) -> Flow:
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
        return Flow.INCOME if _comes(said) else Flow.EXPENDITURE
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


def _kind(line: WordedRow, facts: _SideScopes) -> FundingSource | None:
    """The kinds of money that a row is of; None if nothing says it."""
    kind: FundingSource | None = _met(line.said.source, facts.title.source)
    if kind is None and facts.by_rows and not line.said.economic:
        return None
    return kind or facts.usual


def _vintage(line: WordedRow, facts: _SideScopes, choice: LeftOpen) -> str | None:
    """Whether a row is of this year's money, of what is carried over, or (None) of both."""
    said, kind = line.said, _kind(line, facts)
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


def _row(line: WordedRow, facts: _SideScopes, choice: LeftOpen) -> Scope | None:
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
    met = {name: _met(getattr(said, name), getattr(title, name)) for name in _FLAGS}
    if not told or any(each is not None and not each for each in met.values()):
        return None
    if title.subject == "PROCUREMENT":
        met["procurement"] = _met(met["procurement"], Procurement.PROCURED)
    met.pop("source")
    met["nature"] = met["nature"] or choice.nature
    if title.economic and title.open and line.kind == "total":
        return None
    if facts.by_rows and not _tells_of_running(said):
        return None
    source = _money(_kind(line, facts), _vintage(line, facts, choice))
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


def _met(one: Any, other: Any) -> Any:
    """The meet of two sets, of which None is everything."""
    return one if other is None else other if one is None else one & other


def _some(said: Meaning, label: str) -> str | None:
    """The name of what is only a part of what it stands under; None if it is no such part."""
    if said.unknown or not said.open or not said.some:
        return None
    return f"{SOME}{plain(label).removeprefix('其中').lstrip(':')}"


def _nothing_of(said: Meaning, choice: LeftOpen) -> bool:
    """Whether a piece is of a flow of which the document prints nothing."""
    return said.flow in OTHER_FLOWS and not choice.apart


def _column(column: Column, facts: _SideScopes, choice: LeftOpen) -> Scope | None:
    """What a column adds to the scopes of rows; None if it is not known."""
    said, title = column.meaning, facts.title
    some = _some(said, column.path[-1] if column.path else "")
    if (not said.understood and some is None) or _nothing_of(said, choice):
        return None
    met = {name: _met(getattr(said, name), getattr(title, name)) for name in _FLAGS}
    told, year, stage = _time(said, choice)
    if not told or any(each is not None and not each for each in met.values()):
        return None
    if facts.twofold and not (facts.by_rows or said.economic or said.running):
        return None
    source = _money(_own(said.source, facts, choice), _vintage_of_column(said, facts, choice))
    if facts.twofold and said.economic and said.source is None:
        source = _money(choice.public, said.vintage or (None if choice.carried else "CURRENT"))
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


def _own(kind: FundingSource | None, facts: _SideScopes, choice: LeftOpen) -> FundingSource | None:
    """The money of a column, without the transfers that another column has, if it is taken so."""
    if kind is None or not choice.own or kind in _TRANSFERS or kind not in CARRIED:
        return kind
    return kind & ~facts.transfers


def _vintage_of_column(said: Meaning, facts: _SideScopes, choice: LeftOpen) -> str | None:
    """Whether a column is of this year's money, of what is carried over, or (None) of both."""
    if said.vintage is not None or said.source is None:
        return (
            None if said.flow is Flow.CLOSING else said.vintage
        )  # 项目支出结转和结余 under 年末结转和结余
    if facts.columns_dated:
        return "CURRENT"
    if facts.flow is Flow.INCOME and not facts.rows_dated and not facts.twosided:
        return None if choice.carried else "CURRENT"
    return None if facts.rows_dated or facts.balanced or choice.carried else "CURRENT"
