"""Strategies for codes, amounts, scopes and figures."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from decimal import Decimal
from enum import Flag
from functools import cache, reduce
from typing import Literal, TypeVar

import attrs
from hypothesis import strategies as st

from cnbudget.amounts import Amount, Ratio, Unit
from cnbudget.arithmetic import exact
from cnbudget.classification import for_year
from cnbudget.codes import EconomicCode, FunctionCode, GovernmentEconomicCode, RevenueCode
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.figures import Figure, Interval, State
from cnbudget.layouts import Layout, load, names
from cnbudget.limits import Limits
from cnbudget.scope import Scope

F = TypeVar("F", bound=Flag)
T = TypeVar("T")
CodeLevel = Literal["category", "section", "item"]
_LENGTHS = {"category": 3, "section": 5, "item": 7}
YEAR = 2026


#: Single funding sources, appropriations several times.
FREQUENT_SOURCES = (
    *(FundingSource.GENERAL_OWN,) * 8,
    *(FundingSource.GENERAL_TRANSFER,) * 3,
    *FundingSource.ALL,
)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of some values: as `hypothesis.strategies.sampled_from` draws it, without the making of a strategy."""
    return options[draw(st.integers(0, len(options) - 1))]


@cache
def functions_of(year: int, level: str | None, within: str) -> tuple[FunctionCode, ...]:
    """Functional codes of expenditure that the lists have in a year."""
    codes = [
        code
        for code in for_year(year).functional
        if code.startswith("2") and code.startswith(within)
    ]
    return tuple(
        FunctionCode(code) for code in codes if level is None or len(code) == _LENGTHS[level]
    )


@cache
def _economics(year: int, level: str | None, within: str) -> tuple[EconomicCode, ...]:
    codes = [code for code in for_year(year).economic if code.startswith(within)]
    return tuple(
        EconomicCode(code) for code in codes if level is None or len(code) == _LENGTHS[level]
    )


def function_codes(
    year: int = YEAR, *, level: CodeLevel | None = None, within: str = ""
) -> st.SearchStrategy[FunctionCode]:
    """Functional codes of expenditure that the lists have in a year.

    Args:
        year: The fiscal year.
        level: "category", "section" or "item"; all of them if not given.
        within: The digits that they begin with.

    >>> function_codes(2026, level="item", within="20805").example()  # doctest: +SKIP
    FunctionCode('2080505')
    """
    return st.deferred(lambda: st.sampled_from(functions_of(year, level, within)))


def economic_codes(
    year: int = YEAR, *, level: Literal["category", "section"] | None = None, within: str = ""
) -> st.SearchStrategy[EconomicCode]:
    """Departments' economic codes that the lists have in a year; arguments as for `function_codes`.

    Args:
        year: The fiscal year of the lists.
        level: ``"category"`` (类) or ``"section"`` (款); both if not given.
        within: The digits that the codes begin with.

    >>> from hypothesis import find, settings
    >>> find(economic_codes(2026, within="302"), lambda code: True, settings=settings(database=None))
    EconomicCode('302')
    """
    return st.deferred(lambda: st.sampled_from(_economics(year, level, within)))


def government_economic_codes(year: int = YEAR) -> st.SearchStrategy[GovernmentEconomicCode]:
    """Governments' economic codes that the lists have in a year."""
    return st.deferred(
        lambda: st.sampled_from([*map(GovernmentEconomicCode, for_year(year).government_economic)])
    )


def revenue_codes(year: int = YEAR) -> st.SearchStrategy[RevenueCode]:
    """Codes of revenue that the lists have in a year."""
    return st.deferred(lambda: st.sampled_from([*map(RevenueCode, for_year(year).revenue)]))


def funding_sources() -> st.SearchStrategy[FundingSource]:
    """Single funding sources; appropriations are the likeliest.

    >>> from hypothesis import find, settings
    >>> len(find(funding_sources(), lambda source: True, settings=settings(database=None)))
    1
    """
    return st.sampled_from(FREQUENT_SOURCES)


def natures() -> st.SearchStrategy[Nature]:
    """Single natures of plain budgets: personnel, operating, project.

    >>> from hypothesis import find, settings
    >>> len(find(natures(), lambda nature: True, settings=settings(database=None)))
    1
    """
    return st.sampled_from([Nature.PERSONNEL, Nature.OPERATING, Nature.PROJECT])


def amounts(
    *, negative: bool = False, zero: bool = False, largest: Amount | None = None
) -> st.SearchStrategy[Amount]:
    """Amounts in whole 分, of every size; those at the edges of rounding to 0.01 万元 are likelier than chance.

    Args:
        negative: Whether amounts below zero are drawn too.
        zero: Whether 0 is, oftener than chance.
        largest: The largest; a thousand 亿元 if not given.

    >>> from cnbudget import Amount
    >>> from hypothesis import find, settings
    >>> find(amounts(), lambda amount: amount >= Amount(5, "万元"), settings=settings(database=None))
    Amount('50000')
    """
    top = int((largest or Amount(1000, "亿元")).yuan.scaleb(2, exact))
    most = min(top, 100_000_000)

    def edge(wans: int, beside: int) -> int:
        return min(max(wans * 10_000 + 5_000 + beside, 1), top)

    wan = 1_000_000  # 1 万元 shrinks no further: what is less prints as 0.00 or nearly so
    sizes: list[st.SearchStrategy[int]] = [
        *([st.integers(1, min(top // wan, 9_999)).map(lambda n: n * wan)] if top >= wan else []),
        st.integers(1, min(top, 30_000)),
        st.builds(edge, st.integers(0, 9), st.integers(-1, 1)),
        st.integers(1, most),
        st.integers(1, top),
    ]
    if zero:
        sizes.append(st.just(0))
    fen = st.one_of(*sizes)
    if negative:
        fen = st.builds(lambda n, minus: -n if minus else n, fen, st.booleans())
    return fen.map(lambda n: Amount(Decimal(n).scaleb(-2, exact)))


def scopes(year: int = YEAR) -> st.SearchStrategy[Scope]:
    """Scopes over function, economic use, source and nature, the dimensions that plain budgets print.

    >>> from cnbudget import Scope
    >>> from hypothesis import find, settings
    >>> isinstance(find(scopes(), lambda scope: True, settings=settings(database=None)), Scope)
    True
    """
    some_functions = st.none() | st.lists(function_codes(year), min_size=1, max_size=2)
    some_economics = st.none() | st.lists(economic_codes(year), min_size=1, max_size=2)
    sources = st.sets(funding_sources(), min_size=1, max_size=4).map(_joined)
    kinds = st.sets(natures(), min_size=1, max_size=2).map(_joined)
    return st.builds(
        Scope,
        some_functions,
        some_economics,
        source=st.just(FundingSource.ALL) | sources,
        nature=st.just(Nature.ALL) | kinds,
    )


def _sets(kind: type[F]) -> st.SearchStrategy[F]:
    """Sets of a dimension, of one kind at the least: its leaves, the sets that have names, and any others."""
    return st.sampled_from(list(kind.__members__.values())) | st.sets(
        st.sampled_from(list(kind)), min_size=1
    ).map(_joined)


def source_sets() -> st.SearchStrategy[FundingSource]:
    """Sets of funding sources, none of them empty."""
    return _sets(FundingSource)


def nature_sets() -> st.SearchStrategy[Nature]:
    """Sets of natures, none of them empty."""
    return _sets(Nature)


def flow_sets() -> st.SearchStrategy[Flow]:
    """Sets of flows, none of them empty."""
    return _sets(Flow)


def procurement_sets() -> st.SearchStrategy[Procurement]:
    """Sets of kinds of procurement, none of them empty."""
    return _sets(Procurement)


def reservation_sets() -> st.SearchStrategy[Reservation]:
    """Sets of reservations of procurement, none of them empty."""
    return _sets(Reservation)


def _joined(leaves: set[F]) -> F:
    return reduce(operator.or_, leaves)


def ratios() -> st.SearchStrategy[Ratio]:
    """Ratios of either sign."""
    return st.builds(Ratio, st.integers(-(10**9), 10**9), st.integers(1, 10**9))


@st.composite
def intervals(draw: st.DrawFn) -> Interval[Decimal]:
    """Intervals of amounts with something in them, open or closed or without an end on either side."""
    low, high = sorted(draw(st.tuples(amounts(negative=True), amounts(negative=True))))
    some = low == high  # of one amount only if both ends belong to it
    return Interval(
        draw(st.none() | st.just(low.yuan)),
        draw(st.none() | st.just(high.yuan)),
        low_closed=some or draw(st.booleans()),
        high_closed=some or draw(st.booleans()),
    )


def reading_limits() -> st.SearchStrategy[Limits]:
    """Limits of reading, most of them as they are where none are given."""
    which = st.sampled_from(list(attrs.fields_dict(Limits)))
    return st.dictionaries(which, st.integers(1, 1_000_000), max_size=3).map(
        lambda some: Limits(**some)
    )


def shipped_layouts() -> st.SearchStrategy[Layout]:
    """The layouts that ship."""
    return st.sampled_from(names()).map(load)


@st.composite
def _figures(draw: st.DrawFn) -> Figure:
    unit = draw(st.sampled_from([Unit.WAN, Unit.YUAN]))
    places = draw(st.integers(0, 2))
    state = draw(st.sampled_from([State.VALUE, State.VALUE, State.BLANK, State.MISSING]))
    scope = draw(scopes())
    if state is State.MISSING:
        return Figure.of(None, unit, scope, places=places)
    if state is State.BLANK:
        return Figure.of("", unit, scope, places=places)
    digits = draw(st.integers(0, 10**9))
    return Figure.of(Decimal(digits).scaleb(-places, exact), unit, scope, places=places)


def figures() -> st.SearchStrategy[Figure]:
    """Figures apart from any table: printed, blank and missing ones, in 万元 and 元.

    >>> from hypothesis import find, settings
    >>> find(figures(), lambda figure: figure.value is not None, settings=settings(database=None)).state.value
    'value'
    """
    return _figures()
