"""Records of figures: one row for each printed number of the tables."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.dimensions import DIMENSIONS, Flags, Times
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure
from cnbudget.frames.columns import RecordBlock, columns_of
from cnbudget.frames.told import PLACE_COLUMNS, SORT_COLUMNS, place_cells, sort_cells
from cnbudget.invariants import Compiled, Verdict, compiled, derived_of
from cnbudget.invariants.kinds import disjoint, flags_of, kind_of
from cnbudget.invariants.leaves import Summed, summed
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.tables import Row, Side, Table

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
_ROW = columns_of("""
table | text | 表的代号 | key of the table
title | text | 表的标题 | title of the table
side | text | 两栏表的一侧：收入、支出 | side of a table with two
row | text | 行：编码或名称 | row: its code or label
row_name | text | 编码旁的名称 | name printed beside the code
row_index | integer | 第几行 | place of the row, from 1
project | text | 所在行的项目 | project of the row | activity:generic:project:label
""")  # fmt: skip
_COLUMN = columns_of("""
column | text | 栏的代号 | key of the column
heading | text | 栏目，由上到下 | headings, from the top
measure | text | 计量：money 为金额 | what it counts; money is money
""")  # fmt: skip
_FIGURE = columns_of("""
amount | decimal | 金额，元，精确；空格为零，缺失为空 | amount in yuan, exact; 0 if blank, null if missing | value
value | decimal | 印出的数，以 unit 为单位 | number as printed, in unit
unit | text | 单位 | unit
places | integer | 小数位数 | decimals
state | text | value、blank（空格）、missing（缺失）、inferred（推出） | value, blank, missing or inferred
page | integer | 页 | page
sheet | text | 工作表 | worksheet
cell | text | 单元格 | cell
line | integer | 行号 | line
leaf | flag | 是否末端的数：各末端的数相加，不重不漏 | whether it is a leaf: leaves sum up without counting twice
summed | text | leaf、total（合计）、repeated（重复）、within（其中）、across（另一种分法）、unknown（口径不明） | leaf, total, repeated, within, across or unknown
laws | integer | 有几条勾稽关系 | number of laws that tie it
verdict | text | 最差的结果：exact、rounding、undecided、violated | worst outcome: exact, rounding, undecided or violated
""")  # fmt: skip # noqa: E501
FIGURE_COLUMNS = (*DOCUMENT_COLUMNS, *_ROW, *PLACE_COLUMNS, *_COLUMN, *SORT_COLUMNS, *_FIGURE)

_LEAF = Summed.LEAF
_WORST = (Verdict.EXACT, Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.VIOLATED)
_FACTORS = {unit.exponent: unit.factor for unit in Unit}
_GRAVITY = {verdict: place for place, verdict in enumerate(_WORST)}
#: The kinds of a scope, its year and its stage.
_Sort = tuple[int, int | None, str | None]
_SORTS = tuple(
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
        self.rows: list[tuple[Any, ...]] = []
        self.row_of: list[int] = []
        self.columns: list[tuple[Any, ...]] = []
        self.column_of: list[int] = []

    def add(self, table: Table[Any], side: Side[Any]) -> None:
        """Add the figures of a side."""
        scopes = [address.scope for address in side.columns]
        apart = any(scope is not None and _tells_place(scope) for scope in scopes)
        heads = [(a.key, "/".join(a.path) or a.column, a.measure or "money") for a in side.columns]
        sorts = [None if scope is None else _sort(scope) for scope in scopes]
        known: dict[_Sort | None, list[int]] = {}
        year, width = self.time[0], len(scopes)
        for row in side.rows:
            mine = row.address.scope
            begin = (*self.document, *_row_cells(table, row, side.side))
            if apart:
                for scope in scopes:
                    met = None if mine is None or scope is None else mine.meet(scope)
                    self.row_of.append(len(self.rows))
                    self.rows.append((*begin, *place_cells(met, of_year(met, year))))
            else:
                self.row_of += [len(self.rows)] * width
                self.rows.append((*begin, *place_cells(mine, of_year(mine, year))))
            sort = None if mine is None else _sort(mine)
            columns = known.get(sort)
            if columns is None:
                columns = known[sort] = self._sorted(sort, sorts, heads)
            self.column_of += columns

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
        cells = [
            (*_figure_cells(figure), part is _LEAF, part._value_, *tie)
            for figure, part, tie in zip(
                self.derived.figures,
                summed(self.derived),
                _tied(compiled(self.derived)),
                strict=True,
            )
        ]
        return RecordBlock(
            ((self.rows, self.row_of), (self.columns, self.column_of), (cells, None))
        )


def _sort(scope: Scope) -> _Sort:
    """What kind of money a scope is of, and of when: its kinds as one number, its year and its stage."""
    return kind_of(scope), scope.year, scope.stage


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


def _tells_place(scope: Scope) -> bool:
    """Whether a column is of some codes, agencies or projects, so that its rows are not all alike."""
    return scope != EVERYTHING and bool(scope.told.difference(_SORTS))


def of_year(scope: Scope | None, year: int | None) -> int | None:
    """The year that a scope is of, in a document of a year."""
    return year if scope is None or scope.year is None else scope.year


def _row_cells(table: Table[Any], row: Row, side: str | None) -> tuple[Any, ...]:
    address = row.address
    return (
        table.key,
        table.title,
        side,
        address.row,
        address.name or None,
        address.index,
        address.project,
    )


def _figure_cells(figure: Figure) -> tuple[Any, ...]:
    place, value, unit, measure = figure.place, figure.value, figure.unit, figure.column.measure
    amount = None if value is None or measure else in_yuan(value, unit.exponent)
    return (
        amount, value, measure or unit.zh, figure.places, figure.state._value_,
        place.page, place.sheet, place.cell, place.line,
    )  # fmt: skip


def in_yuan(value: Decimal, exponent: int) -> Decimal:
    """A printed number in 元.

    >>> in_yuan(Decimal("67.36"), 4)
    Decimal('673600.00')
    """
    return exact.multiply(value, _FACTORS[exponent]) if exponent else value


def _tied(system: Compiled) -> list[tuple[int, str | None]]:
    """For each figure by how many laws it is tied, and the worst of their outcomes."""
    counts = [0] * len(system.figures)
    worst = [-1] * len(system.figures)
    for (_, indices, _), verdict in zip(system.laws, system.verdicts(), strict=True):
        gravity = _GRAVITY[verdict]
        for i in indices:
            counts[i] += 1
            if gravity > worst[i]:
                worst[i] = gravity
    return [
        (count, None if at < 0 else _WORST[at].value)
        for count, at in zip(counts, worst, strict=True)
    ]
