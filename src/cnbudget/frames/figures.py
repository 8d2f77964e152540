"""Records of figures: one row for each printed number of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.dimensions import DIMENSIONS, Flags, Times
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, RowAddress, State
from cnbudget.frames.columns import RecordBlock, RecordPart, columns_of
from cnbudget.frames.told import (
    PLACE_COLUMNS,
    SORT_COLUMNS,
    cells_of_places,
    place_cells,
    places_of,
    sort_cells,
)
from cnbudget.invariants import Compiled, Verdict, compiled, derived_of
from cnbudget.invariants.kinds import disjoint, flags_of, kind_of, kinds_of
from cnbudget.invariants.leaves import Summed, summed
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Side, Table

__all__ = [
    "DOCUMENT_COLUMNS",
    "FIGURE_COLUMNS",
    "document_cells",
    "figure_block",
    "in_yuan",
    "of_year",
]

DOCUMENT_COLUMNS = columns_of("""
file | text | 文件名 | name of the file
set | integer | 文件中的第几套表，只有一套为空 | which set of tables of its file; null where it is the only one
agency | text | 编制部门（单位） | agency that publishes | administrator:generic:name
year | integer | 文件的年度 | fiscal year of the document
stage | text | 阶段：预算、决算 | stage: budget or final account
""")  # fmt: skip
_TABLE = columns_of("""
table | text | 表的代号 | key of the table
title | text | 表的标题 | title of the table
side | text | 两栏表的一侧：收入、支出 | side of a table with two
""")
_ROW = columns_of("""
row | text | 行：编码或名称 | row: its code or label
row_name | text | 编码旁的名称 | name printed beside the code
row_index | integer | 第几行 | place of the row, from 1
project | text | 所在行的项目 | project of the row | activity:generic:project:label
""")
_COLUMN = columns_of("""
column | text | 栏的代号 | key of the column
heading | text | 栏目，由上到下 | headings, from the top
measure | text | 计量：money 为金额 | what it counts; money is money
""")  # fmt: skip
_NUMBER = columns_of("""
amount | decimal | 金额，元，精确；空格为零，缺失为空 | amount in yuan, exact; 0 if blank, null if missing | value
value | decimal | 印出的数，以 unit 为单位 | number as printed, in unit
unit | text | 单位 | unit
places | integer | 小数位数 | decimals
state | text | value、blank（空格）、missing（缺失）、inferred（推出） | value, blank, missing or inferred
""")
_SPOT = columns_of("""
page | integer | 页 | page
sheet | text | 工作表 | worksheet
cell | text | 单元格 | cell
line | integer | 行号 | line
""")
_TIED = columns_of("""
leaf | flag | 是否末端的数：各末端的数相加，不重不漏 | whether it is a leaf: leaves sum up without counting twice
summed | text | leaf、total（合计）、repeated（重复）、within（其中）、across（另一种分法）、unknown（口径不明） | leaf, total, repeated, within, across or unknown
laws | integer | 有几条勾稽关系 | number of laws that tie it
verdict | text | 最差的结果：exact、rounding、undecided、violated | worst outcome: exact, rounding, undecided or violated
""")  # fmt: skip # noqa: E501
#: The parts of the columns, each with what often is the same for several figures.
_PARTS = (
    (*DOCUMENT_COLUMNS, *_TABLE),
    _ROW,
    PLACE_COLUMNS,
    (*_COLUMN, *SORT_COLUMNS),
    _NUMBER,
    _SPOT,
    _TIED,
)
FIGURE_COLUMNS = tuple(each for part in _PARTS for each in part)

_LEAF = Summed.LEAF
_WORST = (Verdict.EXACT, Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.VIOLATED)
_FACTORS = {unit.exponent: unit.factor for unit in Unit}
_EVERY_PLACE = places_of(EVERYTHING)
_ANY_TIME = (None, None)
_EXACT: str | None = Verdict.EXACT.value
_GRAVITY = {verdict: place for place, verdict in enumerate(_WORST)}
#: The kinds of a scope, its year and its stage.
_Sort = tuple[int, int | None, str | None]
_OF_SORTS = tuple(
    dimension.name for dimension in DIMENSIONS if isinstance(dimension.sets, Flags | Times)
)


def document_cells(disclosure: Disclosure) -> tuple[Any, ...]:
    """The cells of a document in `DOCUMENT_COLUMNS`."""
    return (
        disclosure.source or None,
        disclosure.set or None,
        disclosure.agency,
        disclosure.year,
        disclosure.stage,
    )


def figure_block(disclosure: Disclosure, lang: str) -> RecordBlock:
    """The records of a disclosure's figures, in its order."""
    making = _FigureRecords(disclosure, lang)
    for table in disclosure.tables:
        for side in table.sides:
            making.add(table, side)
    return making.block()


class _FigureRecords:
    """The records of a disclosure's figures, in the making.

    Args:
        disclosure: The budget.
        lang: The language of words.
    """

    def __init__(self, disclosure: Disclosure, lang: str) -> None:
        self.time = disclosure.year, disclosure.stage, lang
        self.document = document_cells(disclosure)
        self.derived = derived_of(disclosure)
        self.sides: list[tuple[Any, ...]] = []
        self.side_of: list[int] = []
        self.rows: list[RowAddress] = []
        self.row_of: list[int] = []
        self.places: list[tuple[Any, ...]] = [place_cells(None, None)]
        self.place_at: dict[object, int] = {}
        self.place_of: list[int] = []
        self.columns: list[tuple[Any, ...]] = []
        self.column_of: list[int] = []

    def add(self, table: Table[Any], side: Side[Any]) -> None:
        """Add the figures of a side."""
        scopes = [address.scope for address in side.columns]
        apart = any(scope is not None and _tells_place(scope) for scope in scopes)
        heads = [(a.key, "/".join(a.path) or a.column, a.measure or "money") for a in side.columns]
        sorts = [None if scope is None else _sort(scope) for scope in scopes]
        columns_of_sort: dict[_Sort | None, list[int]] = {}
        places_of_row: dict[object, list[int]] = {}
        width = len(scopes)
        of_rows = [row.address.scope for row in side.rows]
        for row, mine, sort in zip(side.rows, of_rows, _sorts(of_rows), strict=True):
            self.row_of += [len(self.rows)] * width
            self.rows.append(row.address)
            if mine is None:
                self.place_of += [0] * width
            elif apart:
                key = places_of(mine), sort
                places = places_of_row.get(key)
                if places is None:
                    places = places_of_row[key] = self._met(mine, sort, scopes, sorts)
                self.place_of += places
            else:
                self.place_of += [self._place(mine)] * width
            columns = columns_of_sort.get(sort)
            if columns is None:
                columns = columns_of_sort[sort] = self._sorted(sort, sorts, heads)
            self.column_of += columns
        self.side_of += [len(self.sides)] * (len(side.rows) * width)
        self.sides.append((*self.document, table.key, table.title, side.side))

    def _place(self, scope: Scope | None) -> int:
        """The number of what a scope tells of where money is."""
        if scope is None:
            return 0
        return self._at(places_of(scope), of_year(scope, self.time[0]))

    def _at(self, places: tuple[Any, ...], year: int | None) -> int:
        found = self.place_at.get((places, year))
        if found is None:
            found = self.place_at[places, year] = len(self.places)
            self.places.append(cells_of_places(places, year))
        return found

    def _met(
        self,
        row: Scope,
        row_sort: _Sort | None,
        columns: Sequence[Scope | None],
        sorts: Sequence[_Sort | None],
    ) -> list[int]:
        """The numbers of what a row and each column tell together of where money is."""
        found = []
        mine = places_of(row)
        for scope, sort in zip(columns, sorts, strict=True):
            if scope is None or row_sort is None or sort is None:
                found.append(0)
                continue
            theirs = places_of(scope)
            both = [
                b if a == usual else a if b == usual else None
                for a, b, usual in zip(mine, theirs, _EVERY_PLACE, strict=True)
            ]
            if None in both or scope.project or row_sort[1:] != _ANY_TIME or sort[1:] != _ANY_TIME:
                found.append(self._place(row.meet(scope)))
            elif disjoint(row_sort[0], sort[0]):
                found.append(0)
            else:
                found.append(self._at(tuple(both), self.time[0]))
        return found

    def _sorted(
        self, row: _Sort | None, sorts: list[_Sort | None], heads: list[tuple[str, str, str]]
    ) -> list[int]:
        """The columns as they are for a row of a sort, by their numbers."""
        found = []
        for head, column in zip(heads, sorts, strict=True):
            found.append(len(self.columns))
            self.columns.append((*head, *_met(row, column, *self.time)))
        return found

    def block(self) -> RecordBlock:
        """All of them."""
        rows = [(row.row, row.name or None, row.index, row.project) for row in self.rows]
        cells = (self.sides, rows, self.places, self.columns)
        which = (self.side_of, self.row_of, self.place_of, self.column_of)
        parts = [
            RecordPart.of(each, places, len(columns))
            for each, places, columns in zip(cells, which, _PARTS[:4], strict=True)
        ]
        figures = self.derived.figures
        found = summed(self.derived)
        tied = (
            [each is _LEAF for each in found],
            [each._value_ for each in found],
            *_tied(compiled(self.derived)),
        )
        return RecordBlock((*parts, _numbers(figures), _spots(figures), RecordPart(tied)))


def _numbers(figures: Sequence[Figure]) -> RecordPart:
    """What figures say, in `_NUMBER`; blank ones of a unit say the same."""
    cells: list[tuple[Any, ...]] = []
    which: list[int] = []
    unit, places, at = None, -1, 0
    blank = State.BLANK
    for figure in figures:
        if (
            figure.state is blank
            and figure.unit is unit
            and figure.places == places
            and not figure.column.measure
        ):
            which.append(at)
        else:
            which.append(len(cells))
            measure = figure.column.measure
            if figure.state is blank and not measure:
                unit, places, at = figure.unit, figure.places, len(cells)
            cells.append(_number(figure, measure))
    return RecordPart.of(cells, which, len(_NUMBER))


def _spots(figures: Sequence[Figure]) -> RecordPart:
    """Where figures stand, in `_SPOT`; those of a line often stand in one place."""
    cells: list[tuple[Any, ...]] = []
    which: list[int] = []
    place = None
    for figure in figures:
        if figure.place is not place:
            place = figure.place
            cells.append((place.page, place.sheet, place.cell, place.line))
        which.append(len(cells) - 1)
    return RecordPart.of(cells, which, len(_SPOT))


def _sort(scope: Scope) -> _Sort:
    """What kind of money a scope is of, and of when: its kinds as one number, its year and its stage."""
    return kind_of(scope), scope.year, scope.stage


def _sorts(scopes: Sequence[Scope | None]) -> list[_Sort | None]:
    """The same of several rows."""
    return [
        None if scope is None else (kind, scope.year, scope.stage)
        for scope, kind in zip(scopes, kinds_of(scopes), strict=True)
    ]


@lru_cache(maxsize=16384)
def _met(
    row: _Sort | None, column: _Sort | None, year: int | None, stage: str, lang: str
) -> tuple[Any, ...]:
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


@lru_cache(maxsize=4096)
def _tells_place(scope: Scope) -> bool:
    """Whether a column is of some codes, agencies or projects, so that its rows are not all alike."""
    return scope != EVERYTHING and bool(scope.told.difference(_OF_SORTS))


def of_year(scope: Scope | None, year: int | None) -> int | None:
    """The year that a scope is of, in a document of a year."""
    return year if scope is None or scope.year is None else scope.year


def _number(figure: Figure, measure: str) -> tuple[Any, ...]:
    value, unit = figure.value, figure.unit
    amount = None if value is None or measure else in_yuan(value, unit.exponent)
    return amount, value, measure or unit.zh, figure.places, figure.state._value_


def in_yuan(value: Decimal, exponent: int) -> Decimal:
    """A printed number in 元.

    >>> in_yuan(Decimal("67.36"), 4)
    Decimal('673600.00')
    """
    return exact.multiply(value, _FACTORS[exponent]) if exponent else value


def _tied(system: Compiled) -> tuple[list[int], list[str | None]]:
    """For each figure by how many laws it is tied, and the worst of their outcomes."""
    tied = Counter(chain.from_iterable([law[1] for law in system.laws]))
    counts = [tied.get(i, 0) for i in range(len(system.figures))]
    worst: dict[int, int] = {}
    for (_, indices, _), verdict in zip(system.laws, system.verdicts(), strict=True):
        if verdict is not Verdict.EXACT:
            gravity = _GRAVITY[verdict]
            for i in indices:
                worst[i] = max(gravity, worst.get(i, 0))
    outcomes = [_EXACT if count else None for count in counts]
    for i, gravity in worst.items():
        outcomes[i] = _WORST[gravity].value
    return counts, outcomes
