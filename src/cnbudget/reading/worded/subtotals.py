"""Columns of a 小计 that stands under no heading of its own: nothing says what it sums."""

from __future__ import annotations

from cnbudget.dimensions import Flow, FundingSource
from cnbudget.reading.worded.columns import Column
from cnbudget.scope import Scope
from cnbudget.words import plain

#: Of how many columns a 小计 is that sums all of this year's money.
OF_YEAR = -1

_SUBTOTAL = "小计"


def bare_subtotals(columns: list[Column]) -> list[int]:
    """The columns of a 小计 that stands under no heading, after a total: of what, nothing says."""
    plainly = [
        number
        for number, column in enumerate(columns)
        if column.path and column.meaning.understood and not column.meaning.says
    ]
    return [
        number for number in plainly[1:] if plain(columns[number].path[-1]) == _SUBTOTAL
        and _when(columns[number]) == _when(columns[plainly[0]])
    ]  # fmt: skip


def sum_of_year(found: list[Scope | None], number: int) -> Scope | None:
    """The scope of a column that is all of this year's money; None if what is carried over stands in none after it."""
    whole = found[number]
    if whole is None or not any(
        each is not None and not each.source & FundingSource.CURRENT for each in found[number + 1 :]
    ):
        return None
    flow = Flow.INCOME if whole.flow == Flow.IN else whole.flow
    return whole.evolve(source=whole.source & FundingSource.CURRENT, flow=flow)


def _when(column: Column) -> tuple[str | None, str | None]:
    return column.meaning.year, column.meaning.stage


def sum_of_next(found: list[Scope | None], number: int, count: int) -> Scope | None:
    """The scope of a column that is the sum of those after it; None if these are no parts of one whole."""
    parts = found[number + 1 : number + 1 + count]
    if len(parts) < count:
        return None
    whole: Scope | None = None
    for part in parts:
        if part is None:
            return None
        if whole is None:
            whole = part
            continue
        for name in ("nature", "source"):
            mine, more = getattr(whole, name), getattr(part, name)
            if not mine & more and part.evolve(**{name: mine}) == whole:
                whole = whole.evolve(**{name: mine | more})
                break
        else:
            return None
    return whole
