"""What balances: as much comes in (opening balances, income, surplus used) as goes out (spent, distributed, kept).

`Flow.IN` and `Flow.OUT` say which flows are which, `FundingSource.flows` which a source has at all. What balances is
asked of three things, and each question has a function here:

* of a form: which money has to balance in it, and whether at each function (`balances_of`); a ledger is looked for that
  keeps these;
* of printed figures: which of them are all that comes in, and all that goes out, of the same (`printed_balances`); that
  is a law;
* of a ledger: which of its sums do balance (`balanced`); what is published must keep these, too, when it is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

import attrs

from cnbudget.arithmetic import exact
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.invariants.kinds import FLOWS, IN, OUT, exact_covers, void
from cnbudget.layouts import Layout
from cnbudget.layouts.standing import BY_FUNCTION
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Balance(Value):
    """Money of which as much comes in as goes out.

    Attributes:
        source: Its sources: they come into the same cells.
        function: Its functional code; "" for all.
    """

    source: FundingSource
    function: str


class Moved(NamedTuple):
    """A sum of money that comes in or goes out.

    Attributes:
        source: Its source.
        function: Its functional code; "" if it has none.
        flow: Which way it goes.
        amount: The sum, in 元.
    """

    source: FundingSource
    function: str
    flow: Flow
    amount: Decimal


def never(source: FundingSource, nature: Nature | None, flow: Flow) -> bool:
    """Whether there is no such money: no appropriation is spent on business operations, or distributed.

    >>> never(FundingSource.GENERAL_OWN, None, Flow.DISTRIBUTION)
    True
    """
    return flow not in source.flows or (nature is not None and nature not in source.natures)


def balances_of(layout: Layout) -> dict[FundingSource, tuple[FundingSource, bool]]:
    """Of each source that must balance: the sources that it stands with, and whether it does so at each function.

    Empty for plain forms, in which income is what is spent.
    """
    flows = flows_of(layout)
    if not any(flow in Flow.IN for flow in flows) or not any(flow in Flow.OUT for flow in flows):
        return {}
    scopes = [
        scope
        for table in layout.tables
        for side in table.sides
        for scope in (
            side.base,
            side.coded,
            *(c.scope for c in side.columns if c.of_ledger),
            *(r.scope for r in side.listed),
        )
    ]
    told: dict[FundingSource, set[Flow]] = {}
    for table in layout.tables:
        for side in table.sides:
            if side.rows in BY_FUNCTION:
                for column in side.columns:
                    met = side.coded.meet(column.scope) if column.of_ledger else None
                    if met is not None:
                        for source in met.source:
                            told.setdefault(source, set()).update(met.flow)
    alike: dict[tuple[bool, ...], list[FundingSource]] = {}
    for source in layout.sources:
        alike.setdefault(tuple(source in scope.source for scope in scopes), []).append(source)
    found = {}
    for group in alike.values():
        whole = FundingSource(0)
        for source in group:
            whole |= source
        first = group[0]
        there = {flow for flow in flows if not never(first, None, flow)}
        found[first] = (whole, there <= told.get(first, set()))
    return found


def flows_of(layout: Layout) -> list[Flow]:
    """The flows that a form tells."""
    whole = Flow(0)
    for table in layout.tables:
        for side in table.sides:
            whole |= side.base.flow
    return list(whole)


def printed_balances(
    kinds: Iterable[int], flows: int
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """What comes in and what goes out, for each source whose flows are told apart.

    Args:
        kinds: The kinds of one place.
        flows: The flows that the document tells apart at all, as bits: a form that knows no distribution of
            surplus has none.

    Returns:
        Pairs of kinds that come in and kinds that go out: the coarsest that are all there is of both.
    """
    by_rest: dict[int, list[int]] = {}
    for kind in sorted(set(kinds), reverse=True):
        by_rest.setdefault(kind & ~FLOWS, []).append(kind)
    found = []
    for rest, same in by_rest.items():
        sides = []
        for way in (IN & flows, OUT & flows):
            wanted = way & ~void(rest)
            inside = [kind for kind in same if not kind & FLOWS & ~way and kind & wanted]
            covers: list[tuple[int, ...]] = []
            if wanted:
                exact_covers(
                    wanted, [kind & (wanted | ~FLOWS) for kind in inside], FLOWS, (), covers
                )
            if covers:
                best = min(covers, key=len)
                sides.append(
                    tuple(next(k for k in inside if k & (wanted | ~FLOWS) == part) for part in best)
                )
        if len(sides) == 2:
            found.append((sides[0], sides[1]))
    return found


def balanced(money: Sequence[Moved | None]) -> list[tuple[list[int], list[int]]]:
    """Sums of a ledger that balance, by their places: groups as small as can be told, what comes in and what goes out.

    By source and function first; then what is left by source, by function, and as a whole. What does not balance, as
    what is None, is in no group.
    """
    known = {index: each for index, each in enumerate(money) if each is not None}
    keys: tuple[Callable[[Moved], object], ...] = (
        lambda each: (each.source, each.function),
        lambda each: each.source,
        lambda each: each.function,
        lambda _: None,
    )
    found: list[tuple[list[int], list[int]]] = []
    for key in keys:
        groups: dict[object, tuple[list[int], list[int]]] = {}
        for index, each in known.items():
            come, go = groups.setdefault(key(each), ([], []))
            (come if each.flow in Flow.IN else go).append(index)
        for come, go in groups.values():
            if not come or not go:
                continue
            totals = [_total(known[index].amount for index in side) for side in (come, go)]
            if totals[0] == totals[1]:
                found.append((come, go))
                for index in (*come, *go):
                    del known[index]
    return found


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return reduce(exact.add, amounts, Decimal(0))
