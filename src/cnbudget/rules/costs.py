"""What goals mean to spend, beside the money that they have."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Figure
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.performance import Goals, Indicator
from cnbudget.rules.amounts import value
from cnbudget.rules.beside import Beside
from cnbudget.rules.book import Book
from cnbudget.tables import Printing
from cnbudget.values import Visible

#: What a project costs in all its years, unless the name says of which year it is; 完成项目投资 is what was built,
#: beside the interest on its bonds.
OF_ALL_YEARS = expression("总投资|投资总额|总概算|概算总额|完成(?:项目|工程)?投资")
_OF_THE_YEAR = expression(f"年度|当年|本年|{YEAR_DIGITS}年")


@attrs.frozen(eq=False, repr=False)
class Costs(Visible):
    """What some goals mean to spend.

    Attributes:
        money: The money that it is in; missing where that is not known.
        every: The costs of the indicators.
        fixed: Those of them that are fixed, and are not the money itself.
        capped: Those that are a limit, likewise.
        of_all_years: The indicators of what is invested in all years.
    """

    money: Figure
    every: tuple[Figure, ...] = ()
    fixed: tuple[Figure, ...] = ()
    capped: tuple[Figure, ...] = ()
    of_all_years: tuple[Indicator, ...] = ()


def all_money(goals: Goals) -> Figure | None:
    """The money in all; where the table prints none, and has one part alone, that."""
    if goals.total is not None:
        return goals.total
    now = [figure for kind, figure in goals.money if kind != "initial"]
    return now[0] if len(now) == 1 else None


def most_money(goals: Goals) -> Figure | None:
    """The money that targets and costs are in, missing where that is not known; None where no money is printed.

    Of a self-evaluation, they were set for the budget as it was at first; it may have been cut since.
    """
    total, initial = all_money(goals), goals.figure("initial")
    if total is None or total.value is None or initial is None:
        return total
    return (
        initial if initial.value is None else max(total, initial, key=lambda each: value(each) or 0)
    )


def costs_of(goals: Goals) -> Costs | None:
    """What goals mean to spend; None where they print no money that it could be in.

    Args:
        goals: The goals.
    """
    total = most_money(goals)
    if total is None or total.value is None:
        return None if total is None else Costs(total)
    every: list[Figure] = []
    fixed: list[Figure] = []
    capped: list[Figure] = []
    of_all_years: list[Indicator] = []
    for indicator in goals.indicators:
        if not indicator.is_cost or indicator.target.operator in (">", "≥"):
            continue
        figure = indicator.figure(least=Printing.of(total))
        if figure is None:
            continue
        if OF_ALL_YEARS.search(indicator.name) and not _OF_THE_YEAR.search(indicator.name):
            of_all_years.append(indicator)
            continue
        every.append(figure)
        if value(figure) != value(total):
            (fixed if indicator.target.operator in ("=", "") else capped).append(figure)
    return Costs(total, tuple(every), tuple(fixed), tuple(capped), tuple(of_all_years))


def costs_beside(book: Book) -> Iterator[Beside]:
    """What is to be spent at each indicator of cost, and the sum of what is fixed, beside the money."""
    for goals in book.sides.performance.goals:
        costs = costs_of(goals)
        if costs is not None and costs.every:
            yield {"money": [costs.money], "costs": costs.every, "fixed": costs.fixed}
