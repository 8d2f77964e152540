"""Strategies for entries and ledgers: as agencies have them, sparse and skewed.

What can be drawn is laid out once, in a menu; a draw is then a number, which costs little and shrinks to the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

import attrs
from hypothesis import strategies as st

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact
from cnbudget.classification import AgencyKind, for_year
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.errors import LedgerError, UnknownCodeError
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.messages import say
from cnbudget.strategies.values import (
    FREQUENT_SOURCES,
    YEAR,
    amounts,
    functions_of,
    pick,
)

T = TypeVar("T")
F = TypeVar("F", FundingSource, Nature)
_ITEM = 7
_COIN = st.booleans()
#: The natures of plain budgets.
_NATURES = (Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT)

#: What each nature is spent on, by custom.
_USES = {
    Nature.PERSONNEL: ("301", "303"),
    Nature.OPERATING: ("302", "310"),
    Nature.PROJECT: ("302", "301", "303", "307", "309", "310", "311", "312", "313", "399"),
    Nature.BUSINESS: ("302",),
    Nature.REMITTANCE: ("399",),
    Nature.SUBSIDY: ("399",),
    Nature.RESERVE: ("302", "399"),
}
#: The sections that have a table or a row of their own are drawn more often than chance.
_MARKED = {
    Nature.PERSONNEL: ("30101", "30102", "30302"),
    Nature.OPERATING: ("30201", "30212", "30217", "30227", "30231", "31013"),
    Nature.PROJECT: ("30217", "30227", "30231", "30913", "31013"),
}
#: Where most money of most agencies comes from.
_USUAL = FundingSource.GENERAL_OWN
_CARRIED = tuple(FundingSource.CARRIED)
#: How expenditure may be procured, and for whom that is reserved.
_PROCURED: tuple[tuple[Procurement | None, Reservation | None], ...] = (
    *((None, None),) * 12,
    (Procurement.NONE, None),
    *((Procurement.GOODS, each) for each in (None, *Reservation)),
    *((Procurement.WORKS, each) for each in (None, *Reservation)),
    *((Procurement.SERVICES, each) for each in (None, *Reservation)),
)
_TOPICS = ("信息系统运行维护", "乡村振兴补助", "设备购置", "业务培训", "房屋修缮")


def _chance(draw: st.DrawFn) -> bool:
    return draw(_COIN)


@cache
def _sections(year: int, nature: Nature, within: tuple[str, ...] = ()) -> tuple[EconomicCode, ...]:
    """The sections that a nature is spent on; all that were asked for, if custom has none of them."""
    listed = [
        code
        for code in for_year(year).economic
        if len(code) == 5 and (not within or code.startswith(within))
    ]
    usual = [code for code in listed if code.startswith(_USES[nature])] or listed
    marked = [code for code in _MARKED.get(nature, ()) if code in listed]
    return tuple(map(EconomicCode, marked * 4 + usual))


@cache
def _government(year: int, economic: str) -> tuple[str, ...]:
    """The government codes that an economic code can have, in any kind of agency."""
    crosswalk = for_year(year).crosswalk
    found: dict[str, None] = {}
    for kind in AgencyKind:
        try:
            found.update(dict.fromkeys(crosswalk.to_government(economic, agency=kind).targets))
        except UnknownCodeError:
            continue
    return tuple(found)


def projects() -> st.SearchStrategy[str]:
    """Names of projects as budgets print them: plain, with a year, or with the number of a document.

    >>> from hypothesis import find, settings
    >>> len(find(projects(), lambda name: True, settings=settings(database=None))) > 0
    True
    """
    topic = st.sampled_from(_TOPICS)
    return st.one_of(
        topic.map(lambda name: f"{name}项目"),
        st.builds(lambda name, year: f"{year}年{name}经费", topic, st.integers(2018, 2026)),
        st.builds(lambda name, n: f"克财社（2025）{n}号：{name}资金", topic, st.integers(1, 200)),
    )


@attrs.frozen
class _Form:
    """What a form knows: the sources and natures of its expenditure, and the flows that it tells apart."""

    sources: tuple[FundingSource, ...]
    natures: tuple[Nature, ...]
    flows: Flow
    coded: bool = False


#: A plain budget: any source, the natures of agencies, and income that is what is spent.
_PLAIN = _Form((), (), Flow.EXPENDITURE)


def _form(layout: str | Path | Layout | None) -> _Form:
    if layout is None:
        return _PLAIN
    form = layout if isinstance(layout, Layout) else load(layout)
    flows = Flow.EXPENDITURE
    for table in form.tables:
        for side in table.sides:
            flows |= side.base.flow
    return _Form(tuple(form.sources), form.natures, flows, form.tells("government_economic"))


@attrs.frozen
class _Menu:
    """What the entries of a ledger are drawn from.

    Attributes:
        year: The fiscal year.
        functions: Functions.
        sources: Funding sources, those that are frequent several times.
        natures: Natures of any money; the last of them the project's.
        beside: Natures of institutions' own money, drawn in half of its entries.
        kept: Natures beside those that appropriations may have.
        uses: The economic codes that the uses begin with; none for all.
        projects: Names of projects, and None for one without a name.
        agencies: The agencies.
        amounts: The amounts.
        coded: Whether every entry has a code of the governments' economic classification that can have one.
    """

    year: int
    functions: tuple[FunctionCode, ...]
    sources: tuple[FundingSource, ...]
    natures: tuple[Nature, ...]
    beside: tuple[Nature, ...]
    kept: tuple[Nature, ...]
    uses: tuple[str, ...]
    projects: tuple[str | None, ...]
    agencies: tuple[str, ...]
    amounts: st.SearchStrategy[Amount]
    coded: bool

    def entry(self, draw: st.DrawFn, source: FundingSource | None = None) -> Entry:
        """An entry, of a source if it is given."""
        source = pick(draw, self.sources) if source is None else source
        beside = self.beside if source in FundingSource.UNIT else self.kept
        nature = pick(draw, self.natures)
        if beside and _chance(draw):
            nature = pick(draw, beside)
        economic = pick(draw, _sections(self.year, nature, self.uses))
        codes: tuple[str | None, ...] = _government(self.year, str(economic))
        if codes and not self.coded:
            codes = (None,) * len(codes) + codes
        bought = str(economic).startswith(("302", "309", "310"))
        procurement, reservation = pick(draw, _PROCURED) if bought else (None, None)
        return Entry(
            pick(draw, self.functions),
            economic,
            source=source,
            nature=nature,
            amount=draw(self.amounts),
            project=pick(draw, self.projects) if nature is Nature.PROJECT else None,
            agency=pick(draw, self.agencies) if len(self.agencies) > 1 else self.agencies[0],
            procurement=procurement,
            reservation=reservation,
            government_economic=pick(draw, codes) if codes else None,
        )


@st.composite
def _drawn(draw: st.DrawFn, menu: _Menu) -> Entry:
    return menu.entry(draw)


@cache
def _projects(count: int = 12) -> tuple[str, ...]:
    """Names of projects of every kind, in turn."""
    kinds = ("{}项目", "2025年{}经费", "克财社（2025）7号：{}资金")
    return tuple(kinds[at % 3].format(_TOPICS[at % len(_TOPICS)]) for at in range(count))


def entries(year: int = YEAR) -> st.SearchStrategy[Entry]:
    """Entries of expenditure with the codes of a year.

    Args:
        year: The fiscal year.

    >>> from hypothesis import find, settings
    >>> find(entries(), lambda entry: True, settings=settings(database=None)).amount >= 0
    True
    """
    return st.deferred(
        lambda: _drawn(
            _Menu(
                year,
                functions_of(year, "item", ""),
                FREQUENT_SOURCES,
                _NATURES,
                beside=(),
                kept=(),
                uses=(),
                projects=_projects(),
                agencies=("",),
                amounts=amounts(largest=Amount(100, "亿元")),
                coded=False,
            )
        )
    )


@st.composite
def _moves(
    draw: st.DrawFn, spent: list[Entry], flows: Flow, sums: st.SearchStrategy[Amount]
) -> list[Entry]:
    """What comes in for what is spent, and what is left over: at each function, from each source, they balance."""
    accounts: dict[tuple[FunctionCode | None, FundingSource, str], Amount] = {}
    for entry in spent:
        key = (entry.function, entry.source, entry.agency)
        accounts[key] = accounts.get(key, Amount(0)) + entry.amount
    found: list[Entry] = []
    for (function, source, agency), amount in accounts.items():
        own = source not in FundingSource.APPROPRIATION
        left, moves = amount, []
        for flow in (Flow.CLOSING, Flow.DISTRIBUTION):
            if flow in flows and (own or flow is Flow.CLOSING) and draw(st.booleans()):
                moves.append((flow, draw(sums)))
                left += moves[-1][1]
        for flow in (Flow.OPENING, Flow.SURPLUS_USED):
            if flow in flows and (own or flow is Flow.OPENING) and draw(st.booleans()):
                fen = draw(st.integers(0, int(left.yuan.scaleb(2, exact))))
                moves.append((flow, Amount(Decimal(fen).scaleb(-2, exact))))
                left -= moves[-1][1]
        moves.append((Flow.INCOME, left))
        found.extend(
            Entry(function, None, source=source, nature=None, amount=part, agency=agency, flow=flow)
            for flow, part in moves
            if part
        )
    return found


@attrs.frozen
class _Wish:
    """What a ledger is to be like: what its menu is made from, and its size."""

    years: tuple[int, ...]
    sizes: st.SearchStrategy[int]
    functions: tuple[FunctionCode, ...]
    uses: tuple[str, ...]
    sources: tuple[FundingSource, ...]
    natures: tuple[Nature, ...]
    secret: bool
    agency: str
    agencies: tuple[str, ...]
    subordinates: int
    amounts: st.SearchStrategy[Amount]
    form: _Form


@st.composite
def _ledgers(draw: st.DrawFn, wish: _Wish) -> Ledger:
    year = pick(draw, wish.years)
    listed = wish.functions or functions_of(year, "item", "")
    functions = tuple(pick(draw, listed) for _ in range(draw(st.integers(1, min(4, len(listed))))))
    if wish.secret and _chance(draw):
        functions += (FunctionCode(str(pick(draw, listed))[: pick(draw, (3, 5))]),)
    sources, carried = _sources(draw, wish)
    names = _projects()
    first = draw(st.integers(0, len(names) - 1))
    projects = (None, *names[first : first + 3])
    count = draw(st.integers(0, wish.subordinates)) if wish.subordinates else 0
    below = tuple(f"{wish.agency}下属{n}单位" for n in range(1, count + 1))
    form = wish.form
    beside = tuple(kind for kind in wish.natures or form.natures if kind not in Nature.PLAIN)
    menu = _Menu(
        year,
        functions,
        sources,
        tuple(kind for kind in wish.natures or _NATURES if kind in Nature.PLAIN) or beside,
        # institutions' own money is what is remitted, given on, and put into business
        beside,
        tuple(kind for kind in beside if kind is Nature.RESERVE),
        wish.uses,
        projects,
        (wish.agency, *wish.agencies, *below),
        wish.amounts,
        form.coded,
    )
    entry = _drawn(menu)
    spent = [draw(entry) for _ in range(draw(wish.sizes))]
    if carried is not None and not any(each.source in FundingSource.CARRIED for each in spent):
        spent[-1] = attrs.evolve(spent[-1], source=carried)
    moves = draw(_moves(spent, form.flows, wish.amounts)) if form.flows & Flow.IN else []
    return Ledger([*spent, *moves], wish.agency, year=year)


def _sources(
    draw: st.DrawFn, wish: _Wish
) -> tuple[tuple[FundingSource, ...], FundingSource | None]:
    """Appropriations of the own level and some others, each that there is as likely as the others; often carried over.

    The second is what was carried over, in half of the ledgers in which it can be.
    """
    known = wish.sources or wish.form.sources or tuple(FundingSource.ALL)
    usual = (_USUAL, _USUAL) if _USUAL in known else (known[0],)
    others = [pick(draw, known) for _ in range(draw(st.integers(0, 3)))]
    over = [source for source in _CARRIED if source in known]
    carried = None
    if over and _chance(draw):
        carried = pick(draw, over)
    return (*usual, *others, *(() if carried is None else (carried,))), carried


def ledgers(
    year: int | Iterable[int] = YEAR,
    *,
    min_entries: int = 1,
    max_entries: int = 14,
    functions: Iterable[str | FunctionCode] | None = None,
    uses: Iterable[str | EconomicCode] = (),
    sources: FundingSource | None = None,
    natures: Nature | None = None,
    secret: bool = True,
    agency: str = "甲局",
    agencies: Iterable[str] = (),
    subordinates: int = 0,
    largest: Amount | None = None,
    zeros: bool = False,
    negative: bool = False,
    layout: str | Path | Layout | None = None,
) -> st.SearchStrategy[Ledger]:
    """Ledgers as agencies have them: a few functions, mostly one source, several uses, some projects.

    Half have money carried over, half money that stops at 类 or 款, a sixth the most entries; see also `labels`.

    Args:
        year: The fiscal year, or several of which each ledger has one.
        min_entries: How many entries of expenditure at the least.
        max_entries: How many at the most.
        functions: The functions: codes of items, or what codes begin with; those of the year's list if not given.
        uses: Economic codes, or what they begin with.
        sources: The funding sources.
        natures: The natures; those beside 人员, 公用 and 项目 only in a layout that has them.
        secret: Whether some money may stop at 类 or 款, as secret budgets do.
        agency: The agency that publishes.
        agencies: Agencies below it that have entries too.
        subordinates: How many other agencies below it at the most.
        largest: The largest amount of an entry; 1 亿元 if not given.
        zeros: Whether amounts of 0 are drawn too.
        negative: Whether amounts below zero are.
        layout: The form to publish them in: its sources and natures and, where it tells income apart, other flows.

    Raises:
        LedgerError: No ledger is so: no code of the lists, no source that the form knows.

    >>> from hypothesis import find, settings
    >>> len(find(ledgers(), lambda ledger: ledger.total() > 0, settings=settings(database=None)).entries)
    1
    """
    form = _form(layout)
    years = (year,) if isinstance(year, int) else tuple(year)
    wish = _Wish(
        years,
        _sizes(min_entries, max_entries),
        _asked(years, functions),
        _within(years, uses),
        () if sources is None else _some(form.sources or FundingSource.ALL, sources),
        () if natures is None else _some(form.natures or _NATURES, natures),
        secret and functions is None, agency, tuple(agencies), subordinates,
        amounts(largest=largest or Amount(1, "亿元"), zero=zeros, negative=negative), form,
    )  # fmt: skip
    return _ledgers(wish)


def _some(known: Iterable[F], asked: F) -> tuple[F, ...]:
    return _any(each for each in known if each in asked)


def _any(found: Iterable[T]) -> tuple[T, ...]:
    some = tuple(found)
    if not some:
        raise LedgerError(say("strategies.nothing_asked_for"))
    return some


def _within(years: Sequence[int], uses: Iterable[str | EconomicCode]) -> tuple[str, ...]:
    within = tuple(map(str, uses))
    if within:
        _any(_sections(min(years), Nature.PROJECT, within))
    return within


def _asked(
    years: Sequence[int], functions: Iterable[str | FunctionCode] | None
) -> tuple[FunctionCode, ...]:
    """The codes that were asked for: those given to the item, and the items below the others."""
    if functions is None:
        return ()
    return _any(
        dict.fromkeys(
            code
            for each in functions
            for code in (
                (FunctionCode(str(each)),)
                if len(str(each)) == _ITEM
                else functions_of(min(years), "item", str(each))
            )
        )
    )


@st.composite
def _sizes(draw: st.DrawFn, least: int, most: int) -> int:
    """How many entries: few in half of the ledgers, in a sixth as many as there may be."""
    few = (least, max(least, most // 3))
    return draw(
        st.integers(*pick(draw, (few, few, few, (least, most), (least, most), (most, most))))
    )
