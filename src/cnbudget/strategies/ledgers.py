"""Strategies for entries and ledgers: as agencies have them, sparse and skewed."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from cnbudget.amounts import Amount
from cnbudget.classification import for_year
from cnbudget.codes import EconomicCode, FunctionCode
from cnbudget.dimensions import FundingSource, Nature, Procurement
from cnbudget.ledger import Entry, Ledger
from cnbudget.strategies.values import YEAR, amounts, function_codes, funding_sources, natures

__all__ = ["entries", "ledgers", "projects"]

#: What each nature is spent on, by custom.
_USES = {
    Nature.PERSONNEL: ("301", "303"),
    Nature.OPERATING: ("302", "310"),
    Nature.PROJECT: ("302", "301", "303", "307", "309", "310", "311", "312", "313", "399"),
}
#: The sections that have a table or a row of their own are drawn more often than chance.
_MARKED = {
    Nature.PERSONNEL: ("30101", "30102", "30302"),
    Nature.OPERATING: ("30201", "30212", "30217", "30227", "30231", "31013"),
    Nature.PROJECT: ("30217", "30227", "30231", "30913", "31013"),
}
_TOPICS = ("信息系统运行维护", "乡村振兴补助", "设备购置", "业务培训", "房屋修缮")


@cache
def _sections(year: int, nature: Nature) -> tuple[EconomicCode, ...]:
    listed = for_year(year).economic
    usual = [code for code in listed if len(code) == 5 and code.startswith(_USES[nature])]
    marked = [code for code in _MARKED[nature] if code in listed]
    return tuple(map(EconomicCode, marked * 4 + usual))


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
) -> Entry:
    nature = draw(natures())
    function = draw(
        function_codes(year, level="item") if functions is None else st.sampled_from(functions)
    )
    project = None
    if nature is Nature.PROJECT:
        named = projects() if names is None else st.sampled_from((*names, None))
        project = draw(named)
    economic = draw(st.sampled_from(_sections(year, nature)))
    procured = st.none()
    if str(economic).startswith(("302", "309", "310")):
        procured |= st.sampled_from(Procurement)
    return Entry(
        function,
        economic,
        source=draw(funding_sources() if sources is None else st.sampled_from(sources)),
        nature=nature,
        amount=draw(sums),
        project=project,
        agency=draw(st.sampled_from(agencies)),
        procurement=draw(procured),
    )


def entries(year: int = YEAR) -> st.SearchStrategy[Entry]:
    """Entries of expenditure with the codes of a year.

    Args:
        year: The fiscal year.
    """
    return _entry(year, None, None, None, ("",), amounts(largest=Amount(100, "亿元")))


@st.composite
def _ledgers(
    draw: st.DrawFn,
    year: int,
    max_entries: int,
    secret: bool,
    agency: str,
    subordinates: int,
    sums: st.SearchStrategy[Amount],
) -> Ledger:
    items = draw(st.lists(function_codes(year, level="item"), min_size=1, max_size=4, unique=True))
    functions = tuple(items)
    if secret and draw(st.booleans()):
        stop = draw(st.sampled_from([3, 5]))
        functions += (FunctionCode(str(draw(function_codes(year, level="item")))[:stop]),)
    others = draw(st.lists(funding_sources(), max_size=3, unique=True))
    sources = (FundingSource.GENERAL_OWN, FundingSource.GENERAL_OWN, *others)
    names = tuple(draw(st.lists(projects(), max_size=3, unique=True)))
    count = draw(st.integers(0, subordinates)) if subordinates else 0
    agencies = (agency, *(f"{agency}下属{n}单位" for n in range(1, count + 1)))
    entry = _entry(year, functions, sources, names, agencies, sums)
    return Ledger(draw(st.lists(entry, min_size=1, max_size=max_entries)), agency, year=year)


def ledgers(
    year: int = YEAR,
    *,
    max_entries: int = 14,
    secret: bool = True,
    agency: str = "甲局",
    subordinates: int = 0,
    largest: Amount | None = None,
) -> st.SearchStrategy[Ledger]:
    """Ledgers as agencies have them: a few functions, mostly one source, several uses, some projects.

    Args:
        year: The fiscal year.
        max_entries: How many entries at the most.
        secret: Whether some money may stop at 类 or 款, as secret budgets do.
        agency: The agency that publishes.
        subordinates: How many subordinate agencies at the most.
        largest: The largest amount of an entry; a hundred 万元 if not given.
    """
    sums = amounts(largest=largest or Amount(100, "万元"))
    return _ledgers(year, max_entries, secret, agency, subordinates, sums)
