"""Shares side by side: of what each of several agencies has by function, by source and by nature, and per head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import attrs

from cnbudget.amounts import Amount
from cnbudget.comparison.aligning import Alignment
from cnbudget.comparison.results import ComparedBudgets
from cnbudget.comparison.rows import ComparedAmount, SharesRow
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.errors import UsageError
from cnbudget.messages import Said, say
from cnbudget.scope import EVERYTHING, Scope

SharedBy: TypeAlias = Literal["function", "source", "nature"]
_SOURCES = (
    FundingSource.GENERAL,
    FundingSource.FUND,
    FundingSource.STATE_CAPITAL,
    FundingSource.SPECIAL_ACCOUNT,
    FundingSource.UNIT,
    FundingSource.CARRIED,
)
_NATURES = (
    Nature.BASIC,
    Nature.PERSONNEL,
    Nature.OPERATING,
    Nature.PROJECT,
    Nature.BUSINESS,
    Nature.REMITTANCE,
    Nature.SUBSIDY,
    Nature.RESERVE,
)
_PERSONS = ("serving", "actual")
_TABLES = {"function": "expenditure", "source": "income", "nature": "expenditure"}


def shares_by(comparison: ComparedBudgets, by: SharedBy) -> tuple[SharesRow, ...]:
    """What each budget has by function, source or nature, as shares of all that it has; see `Comparison.shares`."""
    if by not in _TABLES:
        raise UsageError(say("comparison.no_such_shares", known=list(_TABLES)), value=by)
    budgets = comparison.budgets
    alignment = Alignment(budgets, None, 0)
    key = _TABLES[by]
    wholes = [alignment.of_scope(place, EVERYTHING, key) for place in range(len(budgets))]
    persons = [persons_of(each) for each in budgets]
    found = []
    for label, scope in ((Said("全部", "all"), EVERYTHING), *_scopes(alignment, by)):
        amounts = [alignment.of_scope(place, scope, key) for place in range(len(budgets))]
        if any(each.number is not None and each.number.value for each in amounts):
            found.append(
                SharesRow(
                    label,
                    scope=scope,
                    amounts=tuple(map(_shared, amounts, wholes)),
                    per_head=tuple(map(_per_head, amounts, persons)),
                )
            )
    return tuple(found)


def _scopes(alignment: Alignment, by: SharedBy) -> Iterator[tuple[Said, Scope]]:
    if by == "source":
        for source in _SOURCES:
            yield Said(source.zh, source.en), Scope(source=source)
    elif by == "nature":
        for nature in _NATURES:
            yield Said(nature.zh, nature.en), Scope(nature=nature)
    else:
        codes = {
            scope.function[0][:3]
            for printed in alignment.printed
            for scope in printed.figures
            if len(scope.function) == 1 and scope.function[0]
        }
        for code in sorted(codes):
            figures = [printed.first(Scope(code)) for printed in alignment.printed]
            name = next((each.row.name for each in figures if each is not None), "")
            label = f"{code} {name}".strip()
            yield Said(label, label), Scope(code)


def _shared(each: ComparedAmount, whole: ComparedAmount) -> ComparedAmount:
    if each.number is None or whole.number is None or not whole.number.value:
        return each
    share = Amount(each.number.value).share_of(Amount(whole.number.value))
    return attrs.evolve(each, share=share)


def _per_head(each: ComparedAmount, persons: int | None) -> Amount | None:
    """An amount for each person, to the 分 (四舍五入)."""
    if each.number is None or not persons:
        return None
    return Amount(Amount(each.number.value).share_of(Amount(persons)).percent(0)) / 100


def persons_of(budget: Disclosure) -> int | None:
    """How many people an agency says that it has (在职人数, else 实有人数); None if it does not say.

    >>> import cnbudget
    >>> persons_of(cnbudget.example("artux"))
    """
    for kind in _PERSONS:
        for staff in budget.staff:
            count = staff.figure(kind)
            if count is not None and count.value:
                return int(count.value)
    return None
