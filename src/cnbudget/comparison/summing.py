"""Budgets of several agencies together (汇总): what is counted once, and what may be counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from cnbudget.checks.kinship import units_among
from cnbudget.comparison.rows import InnerTransfer
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.errors import ComparisonError
from cnbudget.messages import Said, say
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.printed import Printed
from cnbudget.scope import Scope
from cnbudget.units import units_of
from cnbudget.words import plain

_SOURCES = (FundingSource.SUPERIOR_SUBSIDY, FundingSource.AFFILIATE_REMITTANCE)
_NATURES = (Nature.SUBSIDY, Nature.REMITTANCE)
_OF_SORTS = frozenset(("source", "nature", "flow"))
_Mark = TypeVar("_Mark", FundingSource, Nature)


def within(budgets: Sequence[Disclosure]) -> dict[int, int]:
    """Which budgets are those of units of others among them, whose amounts hold theirs already, by their places.

    Raises:
        ComparisonError: One is given twice.
    """
    seen: set[tuple[str, str | None]] = set()
    for each in budgets:
        key = plain(each.agency), each.level
        if each.agency and key in seen:
            raise ComparisonError(
                say("comparison.twice", agency=each.agency, year=each.year, stage=each.stage)
            )
        seen.add(key)
    found = {unit: number for number, units in units_among(budgets).items() for unit in units}
    names = {plain(each.agency): number for number, each in enumerate(budgets)}
    for number, each in enumerate(budgets):
        for part in units_of(each):  # its tables have their rows
            unit = names.get(plain(part.agency), number)
            if unit != number and found.get(number) != unit:
                found.setdefault(unit, number)
    return found


def passing(budget: Disclosure, number: int) -> list[InnerTransfer]:
    """What a budget gets from other agencies, or gives them, which may be some that are added up with it.

    Args:
        budget: The budget.
        number: Its place among the budgets.
    """
    printed = Printed(budget.tables)
    found = []
    for kind in _SOURCES:
        each = _printed(printed, "source", kind, number)
        found += [] if each is None else [each]
    for nature in _NATURES:
        each = _printed(printed, "nature", nature, number)
        found += [] if each is None else [each]
    return found


def _printed(printed: Printed, name: str, mark: _Mark, number: int) -> InnerTransfer | None:
    """What the tables print of a kind of money; else of the smallest part of 单位资金 around it."""
    around: list[tuple[int, Scope]] = []
    for scope in printed.figures:
        mine = getattr(scope, name)
        told = mark in mine and (mine == mark or (name == "source" and mine in FundingSource.UNIT))
        if told and scope.is_told_by(_OF_SORTS):
            around.append((mine.value.bit_count(), scope))
    for size, scope in sorted(around, key=lambda each: each[0]):
        figure = printed.first(scope)
        amount = None if figure is None else number_of(figure)
        if figure is None or amount is None:
            continue
        if not amount.value:
            return None
        mine = getattr(scope, name)
        return InnerTransfer(
            number,
            kind=Said(mark.zh, mark.en),
            of=Said(mine.zh, mine.en),
            amount=amount,
            sure=size == 1,
        )
    return None
