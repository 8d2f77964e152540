"""Records of figures: one row for each printed number of the tables."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from cnbudget.amounts import Unit
from cnbudget.arithmetic import exact
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, State
from cnbudget.frames.columns import RecordBlock, RecordPart, columns_of
from cnbudget.frames.side_forms import FigureForm, side_form
from cnbudget.frames.told import PLACE_COLUMNS, SORT_COLUMNS
from cnbudget.invariants import Compiled, Verdict, compiled, derived_of
from cnbudget.invariants.leaf_places import SUMMED, Summed
from cnbudget.invariants.leaves import summed_in
from cnbudget.tables import Side, Table

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
FIGURE_COLUMNS = (
    *DOCUMENT_COLUMNS,
    *_TABLE,
    *_ROW,
    *PLACE_COLUMNS,
    *_COLUMN,
    *SORT_COLUMNS,
    *_NUMBER,
    *_SPOT,
    *_TIED,
)

_SUMMED = ([each is Summed.LEAF for each in SUMMED], [each.value for each in SUMMED])
_WORST = (Verdict.EXACT, Verdict.ROUNDING, Verdict.UNDECIDED, Verdict.VIOLATED)
_GRAVITY = {verdict: place for place, verdict in enumerate(_WORST, 1)}
#: No law, and the outcomes of laws.
_OUTCOMES = ([None, *(verdict.value for verdict in _WORST)],)
_FACTORS = {unit.exponent: unit.factor for unit in Unit}


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
        self.tables: list[tuple[Any, ...]] = []
        self.table_of = array("i")
        self.rows: list[RecordPart] = []
        self.forms: list[FigureForm] = []

    def add(self, table: Table[Any], side: Side[Any]) -> None:
        """Add the figures of a side."""
        addresses = [row.address for row in side.rows]
        form = side_form(
            tuple([address.scope for address in addresses]),
            tuple([address.scope for address in side.columns]),
            tuple(
                [(a.key, "/".join(a.path) or a.column, a.measure or "money") for a in side.columns]
            ),
            self.time,
        )
        self.forms.append(form)
        cells = (
            [each.row for each in addresses],
            [each.name or None for each in addresses],
            [each.index for each in addresses],
            [each.project for each in addresses],
        )
        self.rows.append(RecordPart(cells, form.row_of))
        self.table_of += array("i", [len(self.tables)]) * len(form.row_of)
        self.tables.append((*self.document, table.key, table.title, side.side))

    def block(self) -> RecordBlock:
        """All of them."""
        figures = self.derived.figures
        leaves = summed_in(self.derived, [form.leaves for form in self.forms])
        counts, outcomes = _tied(compiled(self.derived))
        return RecordBlock(
            (
                [RecordPart.of(self.tables, self.table_of, len(DOCUMENT_COLUMNS) + len(_TABLE))],
                self.rows,
                [form.places for form in self.forms],
                [form.columns for form in self.forms],
                [_numbers(figures)],
                [_spots(figures)],
                [RecordPart(_SUMMED, leaves)],
                [RecordPart([counts])],
                [RecordPart(_OUTCOMES, outcomes)],
            )
        )


def _numbers(figures: Sequence[Figure]) -> RecordPart:
    """What figures say, in `_NUMBER`; blank ones of a unit say the same."""
    amounts: list[Decimal | None] = []
    values: list[Decimal | None] = []
    units: list[str] = []
    decimals: list[int] = []
    states: list[str] = []
    which: list[int] = []
    unit, places, at = None, -1, 0
    blank = State.BLANK
    for figure in figures:
        measure = figure.column.measure
        empty = figure.state is blank and not measure
        if empty and figure.unit is unit and figure.places == places:
            which.append(at)
            continue
        which.append(len(values))
        if empty:
            unit, places, at = figure.unit, figure.places, len(values)
        value, of_money = figure.value, figure.unit
        amounts.append(None if value is None or measure else in_yuan(value, of_money.exponent))
        values.append(value)
        units.append(measure or of_money.zh)
        decimals.append(figure.places)
        states.append(figure.state._value_)
    return RecordPart((amounts, values, units, decimals, states), array("i", which))


def _spots(figures: Sequence[Figure]) -> RecordPart:
    """Where figures stand, in `_SPOT`; those of a line often stand in one place."""
    cells: list[tuple[Any, ...]] = []
    which = array("i")
    place = None
    for figure in figures:
        if figure.place is not place:
            place = figure.place
            cells.append((place.page, place.sheet, place.cell, place.line))
        which.append(len(cells) - 1)
    return RecordPart.of(cells, which, len(_SPOT))


def in_yuan(value: Decimal, exponent: int) -> Decimal:
    """A printed number in 元.

    >>> in_yuan(Decimal("67.36"), 4)
    Decimal('673600.00')
    """
    return exact.multiply(value, _FACTORS[exponent]) if exponent else value


def _tied(system: Compiled) -> tuple[list[int], bytearray]:
    """For each figure by how many laws it is tied, and the worst of their outcomes, by its place in `_OUTCOMES`."""
    counts = [0] * len(system.figures)
    for _, indices, _ in system.laws:
        for i in indices:
            counts[i] += 1
    outcomes = bytearray(map(bool, counts))  # exact where there is a law
    for (_, indices, _), verdict in zip(system.laws, system.verdicts(), strict=True):
        if verdict is not Verdict.EXACT:
            gravity = _GRAVITY[verdict]
            for i in indices:
                if gravity > outcomes[i]:
                    outcomes[i] = gravity
    return counts, outcomes
