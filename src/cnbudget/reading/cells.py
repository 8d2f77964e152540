"""What the cells of a row are, before it is told which row of the form it is: names, amounts, pieces of either."""

from __future__ import annotations

import re

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code
from cnbudget.figures import Place
from cnbudget.layouts import RowForm
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import SideColumns, heading_key
from cnbudget.reading.numbers import BLANK, TEXT, Parsed, broken, parse, with_unit

__all__ = [
    "Cell",
    "RawRow",
    "headings_of",
    "is_amount",
    "is_name",
    "keeps_blanks",
    "mends",
    "own_units",
    "project_column",
    "settle",
    "slipped",
]

_DIGITS = re.compile(r"[0-9]+(?:[ .\-][0-9]+)*")
#: What a name is made of: a cell of amounts that holds more than this is no name that has slipped into it.
_NAME = re.compile(r"[\u4e00-\u9fff（）()“”、，,：:·《》\s]{2,}")
_POINTED = re.compile(r"[0-9]{3}\.[0-9]{2}")
_LONGEST_CODE = 7


@attrs.define(eq=False)
class Cell:
    """A cell's number, or why it has none.

    Attributes:
        parsed: What `parse` made of it.
        place: Where it stands.
        text: Its text.
    """

    parsed: Parsed
    place: Place
    text: str = ""


@attrs.define(eq=False)
class RawRow:
    """A row of the form, before its figures are made.

    Attributes:
        kind: "code", "total", "project", "agency", "listed" or "unknown".
        place: Where it begins.
        code: Its code.
        label: Its label or name.
        project: Its project's name.
        form: The fixed row of the form that it is.
        cells: What each value column has, in the grid's order, then each extra column.
        texts: The texts of these cells, if one of them is no number.
        places: Where each of these cells stands, if not all where the row begins.
        units: The units that cells print themselves, by their places.
        printed: The texts of these cells.
        loose: Amounts in their order, of a row that no longer shows its columns; else None.
        bad_code: Its code, if that is malformed.
        apart: What it has in columns of words that the form does not have, and in those of agencies.
    """

    kind: str
    place: Place
    code: Code | None = None
    label: str = ""
    project: str = ""
    form: RowForm | None = None
    cells: list[Parsed] = attrs.field(factory=list)
    texts: list[str] | None = None
    places: list[Place] | None = None
    units: dict[int, Unit] | None = None
    printed: list[str] | None = None
    loose: list[Cell] | None = None
    bad_code: str = ""
    apart: tuple[str, ...] = ()


def headings_of(side: SideColumns, header: list[GridRow]) -> set[str]:
    """What stands in the header of a side, as headings are compared."""
    found = {heading_key(cell) for row in header for cell in row.cells if cell}
    return found | set(side.form.headings)


def own_units(
    parsed: list[Parsed], cells: list[str], values: list[int], columns: dict[int, Unit] | None
) -> dict[int, Unit] | None:
    """Read the amounts that print their own unit, and give these units by their places, beside the columns'."""
    units = dict(columns or {})
    for position, index in enumerate(values):
        if parsed[position] is TEXT:
            found = with_unit(cells[index])
            if found is not None:
                parsed[position], units[position] = found
    return units or None


def is_amount(text: str, digits: list[str], words: list[str]) -> bool:
    """Whether a text among the labels is an amount: it has decimals, or stands behind the name.

    The first text of a row may be a code with points in it (208.05).
    """
    places = parse(text)[1]
    if places > 0:
        return bool(digits or words) or _POINTED.fullmatch(text) is None
    return places == 0 and bool(words) and len(text) > _LONGEST_CODE


def is_name(cell: str) -> bool:
    """Whether a cell is made of nothing but what names are made of."""
    return cell != "" and _NAME.fullmatch(cell) is not None


def slipped(
    row: GridRow, side: SideColumns, marks: list[int], texts: list[tuple[int, str]], moved: bool
) -> bool:
    """Whether the first words among the amounts are a name that has moved there, with no amount before it.

    It has if the row has no name of its own, or more cells than the table has columns. In formats that say which
    cells are empty, names move only all together.
    """
    at = marks.index(TEXT[1])
    index = (*side.values, *side.extra)[at].index
    if max(marks[:at], default=-1) >= 0 or not is_name(row.cells[index]):
        return False
    project = project_column(side)
    named = any(i != project and not _DIGITS.fullmatch(text) for i, text in texts)
    if row.padded:
        return moved and not named
    return not named or project is not None or any(row.cells[side.width :])


def project_column(side: SideColumns) -> int | None:
    """The place of the column of projects' names, in tables of both functions and projects."""
    if side.form.rows != "function-project":
        return None
    for index, heading in side.labels:
        if "项目名称" in heading:
            return index
    return None


def settle(raw: RawRow, cells: list[Cell]) -> None:
    """Give a row one cell for each column, in their order."""
    raw.loose = None
    raw.cells = [cell.parsed for cell in cells]
    raw.texts = [cell.text for cell in cells]
    raw.places = [cell.place for cell in cells]


def keeps_blanks(rows: list[GridRow], values: list[int]) -> bool:
    """Whether the text shows empty cells between amounts, so that a short row ends in empty ones."""
    for row in rows:
        blank = False
        for i in values:
            if i >= len(row.cells):
                break
            parsed = parse(row.cells[i])
            if parsed is TEXT:
                break
            if blank and parsed[1] >= 0:
                return True
            blank = blank or parsed is BLANK
    return False


def _printed(row: RawRow) -> list[str]:
    """The texts of a row's amounts, "" for blanks."""
    return [
        "" if parsed is BLANK else text
        for parsed, text in zip(row.cells, row.printed or (), strict=False)
    ]


def _places_printed(rows: list[RawRow]) -> int:
    """The decimals that most amounts of these rows have."""
    counts: dict[int, int] = {}
    for row in rows:
        for _, places in row.cells:
            if places >= 0:
                counts[places] = counts.get(places, 0) + 1
    return max(counts, key=lambda places: (counts[places], places), default=0)


def mends(raw: RawRow, last: RawRow, rows: list[RawRow]) -> bool:
    """Whether a row holds the rest of numbers that were broken over two lines; if so, make them one.

    Word processors break "293810000.00" in a narrow column after the 2, and converters make rows of lines.
    """
    if last.loose is not None or raw.loose is not None or not rows:
        return False
    places = _places_printed(rows[:-1] or rows)
    above, below = _printed(last), _printed(raw)
    if not len(above) == len(below) == len(last.cells):  # one of them was placed by the laws
        return False
    mended = list(last.cells)
    for i, (first, rest) in enumerate(zip(above, below, strict=True)):
        if rest:
            whole = broken(first, rest, places) if first else None
            if whole is None:
                return False
            mended[i] = whole
    texts = [first + rest for first, rest in zip(above, below, strict=True)]
    last.cells, last.printed = mended, texts
    if last.texts is not None:
        last.texts = texts
    return True
