"""What the rows and columns of a side say of its figures: where the money is, of what kind, and how the figures nest.

It depends on the form alone. The forms print some tables with the same rows in every document, so that it is kept.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import attrs

from cnbudget.dimensions import DIMENSIONS, Flags, Times
from cnbudget.frames.columns import RecordPart
from cnbudget.frames.told import (
    SORT_COLUMNS,
    cells_of_places,
    of_year,
    place_cells,
    places_of,
    sort_cells,
)
from cnbudget.invariants.kinds import disjoint, flags_of, kind_of
from cnbudget.invariants.leaf_places import LeafPlaces, leaf_places
from cnbudget.scope import EVERYTHING, Scope

#: The key, the heading and the measure of a column.
FormHead = tuple[str, str, str]
#: The year and the stage of a document, and the language of words.
FormTime = tuple[int | None, str, str]
_Scopes = tuple[Scope | None, ...]
#: The kinds of a scope, its year and its stage; None where the scope is not known.
_Sort = tuple[int, int | None, str | None] | None

_MANY = 256  # rows of a side that is too long to be kept
_EVERY_PLACE = places_of(EVERYTHING)
_ANY_TIME = (None, None)
_NOWHERE = place_cells(None, None)
_OF_SORTS = tuple(
    dimension.name for dimension in DIMENSIONS if isinstance(dimension.sets, Flags | Times)
)


@attrs.frozen(eq=False)
class FigureForm:
    """What is the same of all sides whose rows and columns say the same; nobody may change it.

    Attributes:
        leaves: How the figures lie in each other.
        row_of: For each figure its row.
        places: Where the money is, in `PLACE_COLUMNS`.
        columns: What the columns are called, and of what kind the money is, in `SORT_COLUMNS`.
    """

    leaves: LeafPlaces
    row_of: array[int]
    places: RecordPart
    columns: RecordPart


def side_form(
    rows: _Scopes, columns: _Scopes, heads: tuple[FormHead, ...], time: FormTime
) -> FigureForm:
    """The form of a side.

    Args:
        rows: The scopes of its rows.
        columns: The scopes of its columns.
        heads: What its columns are called.
        time: Of when the document is, and the language of words.

    >>> rows, heads = (Scope("208"), Scope("210")), (("total", "合计", "money"),)
    >>> form = side_form(rows, (EVERYTHING,), heads, (2026, "预算", "zh"))
    >>> list(form.places.column(1)), list(form.row_of)
    (['社会保障和就业支出', '卫生健康支出'], [0, 1])
    """
    return (_made if len(rows) > _MANY else _kept)(rows, columns, heads, time)


def _made(
    rows: _Scopes, columns: _Scopes, heads: tuple[FormHead, ...], time: FormTime
) -> FigureForm:
    leaves = leaf_places(rows, columns)
    sorts = [
        None if scope is None else (kind, scope.year, scope.stage)
        for scope, kind in zip(rows, leaves.kinds, strict=True)
    ]
    of_columns, apart = _column_sorts(columns)
    row_of = array("i", [row for row in range(len(rows)) for _ in columns])
    if apart:
        places = _PlacesMet(columns, of_columns, time[0]).part(rows, sorts)
    else:
        cells = [
            _NOWHERE
            if scope is None
            else cells_of_places(places_of(scope), of_year(scope, time[0]))
            for scope in rows
        ]
        places = RecordPart.of(cells, row_of, len(_NOWHERE))
    return FigureForm(leaves, row_of, places, _columns(sorts, of_columns, heads, time))


_kept = lru_cache(maxsize=128)(_made)


class _PlacesMet:
    """Where the money of figures is whose columns tell that, too.

    Args:
        columns: The scopes of the columns.
        sorts: Their sorts.
        year: The year of the document.
    """

    def __init__(
        self, columns: Sequence[Scope | None], sorts: Sequence[_Sort], year: int | None
    ) -> None:
        self.columns = list(zip(columns, sorts, strict=True))
        self.year = year
        self.cells: list[tuple[Any, ...]] = [_NOWHERE]
        self.place_at: dict[object, int] = {}

    def part(self, rows: Sequence[Scope | None], sorts: Sequence[_Sort]) -> RecordPart:
        """All of them, row by row."""
        which = array("i")
        nowhere = array("i", [0]) * len(self.columns)
        known: dict[object, array[int]] = {}
        for row, sort in zip(rows, sorts, strict=True):
            if row is None or sort is None:
                which += nowhere
                continue
            key = places_of(row), sort
            found = known.get(key)
            if found is None:
                found = known[key] = array(
                    "i", [self._met(row, sort, *each) for each in self.columns]
                )
            which += found
        return RecordPart.of(self.cells, which, len(_NOWHERE))

    def _met(
        self,
        row: Scope,
        row_sort: tuple[int, int | None, str | None],
        column: Scope | None,
        sort: _Sort,
    ) -> int:
        """The number of what a row and a column tell together of where money is."""
        if column is None or sort is None:
            return 0
        both = [
            b if a == usual else a if b == usual else None
            for a, b, usual in zip(places_of(row), places_of(column), _EVERY_PLACE, strict=True)
        ]
        if None in both or column.project or row_sort[1:] != _ANY_TIME or sort[1:] != _ANY_TIME:
            scope = row.meet(column)
            return 0 if scope is None else self._at(places_of(scope), of_year(scope, self.year))
        return 0 if disjoint(row_sort[0], sort[0]) else self._at(tuple(both), self.year)

    def _at(self, places: tuple[Any, ...], year: int | None) -> int:
        found = self.place_at.get((places, year))
        if found is None:
            found = self.place_at[places, year] = len(self.cells)
            self.cells.append(cells_of_places(places, year))
        return found


def _columns(
    sorts: Sequence[_Sort], of_columns: Sequence[_Sort], heads: Sequence[FormHead], time: FormTime
) -> RecordPart:
    """What the columns are called, and of what kind the money of each figure is."""
    cells: list[tuple[Any, ...]] = []
    which = array("i")
    known: dict[_Sort, array[int]] = {}
    for sort in sorts:
        found = known.get(sort)
        if found is None:
            found = known[sort] = array("i", range(len(cells), len(cells) + len(heads)))
            cells += [
                (*head, *_met(sort, column, *time))
                for head, column in zip(heads, of_columns, strict=True)
            ]
        which += found
    return RecordPart.of(cells, which, 3 + len(SORT_COLUMNS))


@lru_cache(maxsize=1024)
def _column_sorts(columns: _Scopes) -> tuple[tuple[_Sort, ...], bool]:
    """The sorts of columns, and whether some are of codes, agencies or projects, so that rows are not all alike."""
    known = [scope for scope in columns if scope is not None and scope != EVERYTHING]
    return (
        tuple(
            [None if each is None else (kind_of(each), each.year, each.stage) for each in columns]
        ),
        any(scope.told.difference(_OF_SORTS) for scope in known),
    )


@lru_cache(maxsize=16384)
def _met(row: _Sort, column: _Sort, year: int | None, stage: str, lang: str) -> tuple[Any, ...]:
    """The cells in `SORT_COLUMNS` of what a row and a column have in common."""
    if row is None or column is None:
        return sort_cells(None, year, stage, lang)
    if row[0] != column[0] and disjoint(row[0], column[0]):
        return sort_cells(None, year, stage, lang)
    both = flags_of(row[0] & column[0])
    years, stages = {row[1], column[1]} - {None}, {row[2], column[2]} - {None}
    if len(years) > 1 or len(stages) > 1:
        return sort_cells(None, year, stage, lang)
    scope = Scope(**both, year=next(iter(years), None), stage=next(iter(stages), None))
    return sort_cells(scope, year, stage, lang)
