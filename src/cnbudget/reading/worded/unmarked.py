"""Columns of which no word says of which year they are, where something else says that it may be another.

The title of a table may name another year than the document's (a table of last year, or a slip), and headings that
should say 上年 and 本年 over two columns of one name may have been left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cnbudget.reading.worded.columns import Column
from cnbudget.reading.worded.row import WordedRow
from cnbudget.scope import Scope

#: How unmarked columns are taken: of this year, if it is "".
TITLED = "titled"
#: Of two columns of one name neither is known.
UNTOLD_YEARS = "untold"
_FIRST, _SECOND = "first", "second"


def otherwise_titled(columns: Sequence[Column], titled: int | None, year: int | None) -> bool:
    """Whether a table's title names another year than the document's, and no column says which it is of."""
    return bool(titled and year and titled != year) and not any(c.meaning.year for c in columns)


def twins(columns: Sequence[Column], lines: Sequence[WordedRow]) -> list[tuple[int, int]]:
    """Columns with the same headings, two of each, of which none names a year and some amounts differ."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, column in enumerate(columns):
        if column.path:
            places[column.path].append(number)
    pairs = [(each[0], each[1]) for each in places.values() if len(each) == 2]
    if any(len(each) > 2 for each in places.values()) or any(c.meaning.year for c in columns):
        return []
    apart = any(line.cells[one] != line.cells[other] for one, other in pairs for line in lines)
    return pairs if apart else []


def date_unmarked(
    found: list[Scope | None],
    columns: Sequence[Column],
    lines: Sequence[WordedRow],
    *,
    how: str,
    titled: int | None,
    year: int | None,
) -> None:
    """Give unmarked columns their year, in place.

    Args:
        found: The scopes of the columns.
        columns: The columns.
        lines: The rows.
        how: `TITLED`, `UNTOLD_YEARS`, "first" or "second" (of two columns of one name that one is of last year), or "".
        titled: The year that the table's title names.
        year: The document's year.
    """
    if how == TITLED and otherwise_titled(columns, titled, year):
        _date(found, range(len(found)), titled)
        return
    for pair in twins(columns, lines) if year is not None else ():
        if how in (_FIRST, _SECOND):
            _date(found, [pair[how == _SECOND]], (year or 0) - 1)
        else:
            found[pair[0]] = found[pair[1]] = None


def _date(found: list[Scope | None], places: Sequence[int], year: int | None) -> None:
    for place in places:
        scope = found[place]
        if scope is not None and scope.year is None:
            found[place] = scope.evolve(year=year)
