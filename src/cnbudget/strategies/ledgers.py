"""Strategies for entries and ledgers: as agencies have them, sparse and skewed."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import attrs
from hypothesis import strategies as st

from cnbudget.amounts import Amount
from cnbudget.arithmetic import exact
from cnbudget.classification import AgencyKind, for_year
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.errors import UnknownCodeError
from cnbudget.layouts import Layout, load
from cnbudget.ledger import Entry, Ledger
from cnbudget.strategies.values import YEAR, amounts, function_codes, funding_sources, natures

__all__ = ["entries", "ledgers", "projects"]

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
_TOPICS = ("信息系统运行维护", "乡村振兴补助", "设备购置", "业务培训", "房屋修缮")


@cache
def _sections(year: int, nature: Nature) -> tuple[EconomicCode, ...]:
    listed = for_year(year).economic
    usual = [code for code in listed if len(code) == 5 and code.startswith(_USES[nature])]
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
    """Names of projects as budgets print them: plain, with a year, or with the number of a document."""
    topic = st.sampled_from(_TOPICS)
    return st.one_of(
        topic.map(lambda name: f"{name}项目"),
        st.builds(lambda name, year: f"{year}年{name}经费", topic, st.integers(2018, 2026)),
        st.builds(lambda name, n: f"克财社（2025）{n}号：{name}资金", topic, st.integers(1, 200)),
    )


@st.composite
def _entry(
    draw: st.DrawFn,
    year: int,
    functions: tuple[FunctionCode, ...] | None,
    sources: tuple[FundingSource, ...] | None,
    names: tuple[str, ...] | None,
    agencies: tuple[str, ...],
    sums: st.SearchStrategy[Amount],
    kinds: tuple[Nature, ...] = (),
    *,
    coded: bool = False,
) -> Entry:
    source = draw(funding_sources() if sources is None else st.sampled_from(sources))
    # institutions' own money is what is remitted, given on, and put into business
    beside = [kind for kind in kinds if kind not in Nature.PLAIN]
    if source not in FundingSource.UNIT:
        beside = [kind for kind in beside if kind is Nature.RESERVE]
    rare = bool(beside) and draw(st.booleans())
    nature = draw(st.sampled_from(beside) if rare else natures())
    function = draw(
        function_codes(year, level="item") if functions is None else st.sampled_from(functions)
    )
    project = None
    if nature is Nature.PROJECT:
        named = projects() if names is None else st.sampled_from((*names, None))
        project = draw(named)
    economic = draw(st.sampled_from(_sections(year, nature)))
    codes = _government(year, str(economic))
    government = draw(st.sampled_from(codes)) if codes and (coded or draw(st.booleans())) else None
    procured, reserved = None, None
    if str(economic).startswith(("302", "309", "310")):
        procured = draw(st.none() | st.sampled_from(list(Procurement)))
    if procured in (Procurement.GOODS, Procurement.WORKS, Procurement.SERVICES):
        reserved = draw(st.none() | st.sampled_from(list(Reservation)))
    return Entry(
        function,
        economic,
        source=source,
        nature=nature,
        amount=draw(sums),
        project=project,
        agency=draw(st.sampled_from(agencies)),
        procurement=procured,
        reservation=reserved,
        government_economic=government,
    )


def entries(year: int = YEAR) -> st.SearchStrategy[Entry]:
    """Entries of expenditure with the codes of a year.

    Args:
        year: The fiscal year.
    """
    return _entry(year, None, None, None, ("",), amounts(largest=Amount(100, "亿元")))


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


def _others(form: _Form) -> st.SearchStrategy[list[FundingSource]]:
    """Some sources beside appropriations of the own level, each that the form knows as likely as the others."""
    known = [source for source in form.sources or FundingSource.ALL if source not in _USUAL]
    return st.lists(st.sampled_from(known), max_size=3, unique=True)


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


@st.composite
def _ledgers(
    draw: st.DrawFn,
    year: int,
    max_entries: int,
    secret: bool,
    agency: str,
    subordinates: int,
    sums: st.SearchStrategy[Amount],
    form: _Form,
) -> Ledger:
    items = draw(st.lists(function_codes(year, level="item"), min_size=1, max_size=4, unique=True))
    functions = tuple(items)
    if secret and draw(st.booleans()):
        stop = draw(st.sampled_from([3, 5]))
        functions += (FunctionCode(str(draw(function_codes(year, level="item")))[:stop]),)
    sources = (_USUAL, _USUAL, *draw(_others(form)))
    names = tuple(draw(st.lists(projects(), max_size=3, unique=True)))
    count = draw(st.integers(0, subordinates)) if subordinates else 0
    agencies = (agency, *(f"{agency}下属{n}单位" for n in range(1, count + 1)))
    entry = _entry(year, functions, sources, names, agencies, sums, form.natures, coded=form.coded)
    spent = draw(st.lists(entry, min_size=1, max_size=max_entries))
    moves = draw(_moves(spent, form.flows, sums)) if form.flows & Flow.IN else []
    return Ledger([*spent, *moves], agency, year=year)


def ledgers(
    year: int = YEAR,
    *,
    max_entries: int = 14,
    secret: bool = True,
    agency: str = "甲局",
    subordinates: int = 0,
    largest: Amount | None = None,
    layout: str | Path | Layout | None = None,
) -> st.SearchStrategy[Ledger]:
    """Ledgers as agencies have them: a few functions, mostly one source, several uses, some projects.

    Args:
        year: The fiscal year.
        max_entries: How many entries of expenditure at the most.
        secret: Whether some money may stop at 类 or 款, as secret budgets do.
        agency: The agency that publishes.
        subordinates: How many subordinate agencies at the most.
        largest: The largest amount of an entry; a hundred 万元 if not given.
        layout: The form that they are to be published in. Their sources and natures are those that it knows; and if it
            tells income from expenditure, what comes in, what was there before and what is left over are entries too,
            and balance.
    """
    sums = amounts(largest=largest or Amount(100, "万元"))
    return _ledgers(year, max_entries, secret, agency, subordinates, sums, _form(layout))
