"""What balances: which sources have to, and whether they do so at each function, is a matter of the form."""

from __future__ import annotations

import attrs

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.layouts import Layout
from cnbudget.reconciliation.cells import BY_FUNCTION

__all__ = ["Balance", "balances_of", "flows_of", "never"]

_APPROPRIATED = FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION


@attrs.frozen
class Balance:
    """Money of which as much comes in as goes out.

    Attributes:
        source: Its sources: they come into the same cells.
        function: Its functional code; "" for all.
    """

    source: FundingSource
    function: str


def never(source: FundingSource, nature: Nature | None, flow: Flow) -> bool:
    """Whether there is no such money: no appropriation is spent on business operations, or distributed.

    >>> never(FundingSource.GENERAL_OWN, None, Flow.DISTRIBUTION)
    True
    """
    return source in _APPROPRIATED and (
        flow in (Flow.SURPLUS_USED, Flow.DISTRIBUTION)
        or (nature is not None and nature not in Nature.PLAIN)
    )


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
