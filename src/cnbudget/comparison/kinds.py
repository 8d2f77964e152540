"""What budgets can be compared as: years, stages, a department and its units, peers, a sum; else they are refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from cnbudget.checks.kinship import units_among
from cnbudget.dimensions import STAGES
from cnbudget.disclosure import Disclosure
from cnbudget.errors import ComparisonError
from cnbudget.messages import say
from cnbudget.words import plain

Relationship: TypeAlias = Literal["years", "stages", "units", "peers", "sum"]
Relation: TypeAlias = Literal["units", "peers", "sum"]


def in_order(
    budgets: Sequence[Disclosure], relation: Relation | None
) -> tuple[Relationship, tuple[Disclosure, ...]]:
    """As what budgets are compared, and in which order: the earlier first, a department before its units.

    Raises:
        ComparisonError: They cannot be compared; it says why.
    """
    if len(budgets) < 2:
        raise ComparisonError(say("comparison.one_alone"))
    if relation is not None:
        _one_time(budgets)
        return relation, tuple(budgets)
    first = budgets[0]
    names = {plain(each.agency) for each in budgets if each.agency}
    if len(names) > 1:
        return "units", _department_first(budgets)
    years, stages = {each.year for each in budgets}, {each.stage for each in budgets}
    if len({each.level for each in budgets if each.level}) > 1:
        if len(years) == len(stages) == 1:
            return "units", _department_first(budgets)
        levels = [each.level for each in budgets if each.level]
        raise ComparisonError(
            say("comparison.two_levels", agency=first.agency, level=levels[0], other=levels[-1])
        )
    if len(stages) == 1 and None not in years and len(years) == len(budgets):
        return "years", tuple(sorted(budgets, key=lambda each: each.year or 0))
    if len(years) == 1 and len(stages) == len(budgets):
        return "stages", tuple(sorted(budgets, key=lambda each: STAGES.index(each.stage)))
    if None in years:
        raise ComparisonError(say("comparison.no_year", agency=first.agency))
    if len(years) == len(stages) == 1:
        raise ComparisonError(
            say("comparison.twice", agency=first.agency, year=first.year, stage=first.stage)
        )
    raise ComparisonError(say("comparison.years_and_stages", agency=first.agency))


def _one_time(budgets: Sequence[Disclosure]) -> None:
    """Refuse budgets of several agencies that are not of one year and stage."""
    first = budgets[0]
    for each in budgets:
        if (each.year, each.stage) != (first.year, first.stage):
            raise ComparisonError(
                say(
                    "comparison.agencies_and_years",
                    agency=first.agency,
                    year=first.year,
                    stage=first.stage,
                    other=each.agency,
                    other_year=each.year,
                    other_stage=each.stage,
                )
            )


def _department_first(budgets: Sequence[Disclosure]) -> tuple[Disclosure, ...]:
    """A department and its units, as the department's own text says."""
    _one_time(budgets)
    for number, units in units_among(budgets).items():
        if len(units) == len(budgets) - 1:
            return (budgets[number], *(budgets[each] for each in units))
    one, other = budgets[0], budgets[1]
    raise ComparisonError(say("comparison.no_relation", agency=one.agency, other=other.agency))


def only_of(budgets: Sequence[Disclosure], agency: str, *, where: str = "") -> list[Disclosure]:
    """Of the budgets of a file those of one agency.

    Raises:
        ComparisonError: There is none.
    """
    found = [each for each in budgets if plain(each.agency) == plain(agency)]
    if not found:
        raise ComparisonError(say("comparison.no_such_agency", agency=agency), where=where)
    return found
