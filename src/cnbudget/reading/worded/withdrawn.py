"""Scopes that words give, and that their neighbours take away again: what is the rest of something, and twins."""

from __future__ import annotations

from itertools import pairwise

from cnbudget.dimensions import FundingSource
from cnbudget.forms import Vocabulary
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.row import WordedRow
from cnbudget.scope import Scope


def withdraw_rest(lines: list[WordedRow], rows: list[Scope | None]) -> None:
    """Money carried over beside some of it on a row of its own is the rest, and nothing says the rest of what.

    上年实户资金余额 stands above 上年结转 in a provincial form, and is no part of it.
    """
    apart = FundingSource(0)
    beside = False
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        said = line.said
        if said.vintage != "CARRIED" or scope is None:
            continue
        if said.source is None and not said.part:
            beside = bool(apart)
        if beside and scope.source & apart:
            rows[position] = None
        elif said.source is not None and not said.part and line.printed and not beside:
            apart |= scope.source


def withdraw_rest_of_columns(
    columns: list[Column], found: list[Scope | None], lines: list[WordedRow], words: Vocabulary
) -> None:
    """The same of columns: 上年结转 beside 上年实户资金余额, and not over it."""
    for number, (column, scope) in enumerate(zip(columns, found, strict=True)):
        said = column.meaning
        if said.vintage != "CARRIED" or said.source is not None or scope is None:
            continue
        own = meaning_of(column.path[-1], "column", words).vintage is not None
        over = column.path if own else column.path[:-1]
        for place, other in enumerate(columns):
            said = other.meaning
            narrow = said.vintage == "CARRIED" and said.source is not None and not said.part
            beside = narrow and other.path[: len(over)] != over
            if beside and any(line.cells[place][0] for line in lines):
                found[number] = None


#: So many rows tell that two columns are not of one scope; one may be an error.
_LEAST_ROWS = 3


def withdraw_equal(
    found: list[Scope | None], columns: list[Column], lines: list[WordedRow]
) -> None:
    """Columns of one scope whose amounts differ in most rows are of different things, which words do not tell.

    Where one of them names its year, the other is the one that is not known.
    """
    places: dict[Scope, list[int]] = {}
    for place, scope in enumerate(found):
        if scope is not None:
            places.setdefault(scope, []).append(place)
    for same in places.values():
        for one, other in pairwise(same):
            rows = [line.cells[one] != line.cells[other] for line in lines if line.cells[one][0]]
            if len(rows) >= _LEAST_ROWS and 2 * sum(rows) > len(rows):
                named = [n for n in (one, other) if columns[n].meaning.year]
                for n in (one, other):
                    if named != [n]:
                        found[n] = None
