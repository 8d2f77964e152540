"""CSV for analysis: one line for each cell of each table (a tidy table), with what it says and what it covers.

Text that a spreadsheet could run as a formula is written with an apostrophe before it, as is text that begins
with an apostrophe; `unguarded` takes it off again. It holds the cells alone: JSON is the format that loses nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from cnbudget.disclosure import Disclosure
from cnbudget.figures import State
from cnbudget.formulas import guarded as _guarded
from cnbudget.formulas import unguarded
from cnbudget.writing.sheet import printable

__all__ = ["COLUMNS", "csv_text", "guarded", "unguarded"]

#: The columns, in their order; the documentation says what is in each.
COLUMNS = (
    "agency", "year", "stage", "level", "layout",
    "table", "key", "title", "side",
    "row_index", "kind", "code", "label", "project",
    "column_key", "column", "column_path",
    "value", "unit", "places", "state", "basis", "candidates", "scope",
)  # fmt: skip


def csv_text(budget: Disclosure) -> str:
    """The cells of a disclosure as CSV.

    >>> import cnbudget
    >>> lines = csv_text(cnbudget.example("artux")).splitlines()
    >>> lines[0][:23], len(lines) - 1 == len(cnbudget.example("artux").figures)
    ('agency,year,stage,level', True)
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_lines(budget))
    return buffer.getvalue()


def guarded(text: str) -> str:
    """A text in one line that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("'a"), guarded("合计")
    ("'=1+1", "''a", '合计')
    """
    return _guarded(printable(text))


def _lines(budget: Disclosure) -> Iterator[list[str | int | None]]:
    document = [
        guarded(budget.agency), budget.year, budget.stage, budget.level, guarded(budget.layout)
    ]  # fmt: skip
    for table in budget.tables:
        place = [table.number, guarded(table.key), guarded(table.title)]
        for side in table.sides:
            heads = [
                [guarded(c.key), guarded(c.column), guarded("/".join(c.path))] for c in side.columns
            ]
            for row in side.rows:
                address = row.address
                labels = [
                    side.side,
                    address.index,
                    row.kind,
                    None if row.code is None else row.code.digits,
                    guarded(address.name if row.code is not None else address.row),
                    guarded(address.project or ""),
                ]
                for head, figure in zip(heads, row.figures, strict=True):
                    many = figure.candidates or ()
                    yield [
                        *document,
                        *place,
                        *labels,
                        *head,
                        None if figure.state is State.BLANK else figure.text,
                        figure.unit.zh,
                        figure.places,
                        figure.state.value,
                        figure.basis,
                        ";".join(f"{value:.{figure.places}f}" for value in many),
                        "" if figure.scope is None else guarded(figure.scope.words()),
                    ]
