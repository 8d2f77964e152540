"""Columns of differences (增减额, 增减%): what two other columns leave.

They total nothing, and are read to be held to these two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnbudget.amounts import Unit
from cnbudget.figures import ColumnAddress, Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.forms import meant_together
from cnbudget.forms.meaning import meaning_of
from cnbudget.reading.numbers import parse, unit_in
from cnbudget.words import plain

#: The texts that a row has in columns of differences, with their places.
Beside = list[tuple[str, Place]]
_PERCENT = ("%", "％")


def is_difference(path: tuple[str, ...]) -> bool:
    """Whether headings say that their column is the difference of two others.

    >>> is_difference(("2026年预算数比2025年执行数", "增减额")), is_difference(("2026年预算数", "小计"))
    (True, False)
    """
    return bool(meant_together([meaning_of(text, "column") for text in path]).difference)


def differences_of(
    paths: Sequence[tuple[str, ...]], rows: Iterable[tuple[RowAddress, Beside]], unit: Unit
) -> tuple[Figure, ...]:
    """The numbers that columns of differences print.

    Rates count per cent; what is no number in such a column says nothing.

    Args:
        paths: The headings of each column.
        rows: Each row with what it has in these columns.
        unit: The unit of money of the table.
    """
    rows = list(rows)
    columns = []
    for number, path in enumerate(paths):
        said = meant_together([meaning_of(text, "column") for text in path])
        texts = (beside[number][0].strip() for _, beside in rows if number < len(beside))
        headed = plain(path[-1]).rstrip(")").endswith(_PERCENT) if path else False  # 增减（%）
        told = headed or said.difference == "rate" or said.measure
        rate = told or any(t.endswith(_PERCENT) for t in texts)
        columns.append(
            ColumnAddress(
                "growth" if rate else "change",
                path[-1] if path else "",
                path=path,
                scope=None,
                measure="%" if rate else "",
            )
        )
    found = []
    for row, beside in rows:
        for column, (text, place) in zip(columns, beside, strict=False):
            value, places = parse(text.strip().rstrip("%％").strip())
            if places >= 0:
                own = unit_in(column.path) or unit
                made = figure_in_cell(value, own, places, State.VALUE, row, column, place)
                found.append(made)
    return tuple(found)
