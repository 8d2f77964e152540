"""What the cells of a row are, before it is told which row of the form it is: names, amounts, pieces of either."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from cnbudget.amounts import Unit
from cnbudget.codes import Code
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.layouts import RowForm
from cnbudget.reading.blocks import Grid, GridRow
from cnbudget.reading.differences import Beside
from cnbudget.reading.headings import SideColumns, heading_key
from cnbudget.reading.numbers import (
    BLANK,
    LOST,
    MALFORMED,
    TEXT,
    Parsed,
    broken,
    parse,
    with_unit,
)
from cnbudget.values import Visible

#: Budgets print the levels of a code apart, too: 208 05 05, 208.05.05, 208-05-05.
_DIGITS = expression(r"[0-9]+(?:[ .\-][0-9]+)*")
#: What a name is made of: a cell of amounts that holds more than this is no name that has slipped into it.
_NAME = expression(r"[\u4e00-\u9fff（）()“”、，,：:·《》\s]{2,}")
#: Where the cells of the levels are joined to one over the total alone, its label begins with their names.
_LEVELS_OVER = expression("^类款项?目?(?=[合总]计$)")
#: A code whose levels stand apart by a point reads as an amount of two places.
_POINTED = expression(r"[0-9]{3}\.[0-9]{2}")
_FULL = "０１２３４５６７８９"
_HALF = str.maketrans("０１２３４５６７８９．", "0123456789.")
_LONGEST_CODE = 7  # digits; a longer whole number behind a name is an amount in 元
_MANY = 3  # amounts that show how many decimals all have


@attrs.define(eq=False, repr=False)
class CellNumber(Visible):
    """A cell's number, or why it has none.

    Attributes:
        parsed: What `parse` made of it.
        place: Where it stands.
        text: Its text.
    """

    parsed: Parsed
    place: Place
    text: str = ""


@attrs.define(eq=False, repr=False)
class RawRow(Visible):
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
        beside: What it has in columns of differences.
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
    loose: list[CellNumber] | None = None
    bad_code: str = ""
    apart: tuple[str, ...] = ()
    beside: Beside = attrs.field(factory=list)


def with_half_digits(grid: Grid) -> Grid:
    """A table with the digits that some programs type as broad as words, 2０1, as all that look for codes know them."""
    printed = "".join("".join(row.cells) for row in grid.rows)
    if not any(digit in printed for digit in _FULL):
        return grid
    return Grid(
        [
            attrs.evolve(row, cells=[cell.translate(_HALF) for cell in row.cells])
            for row in grid.rows
        ]
    )


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


def without_levels(label: str) -> str:
    """A total's label without the names of the levels of codes that stand before it in one cell.

    >>> without_levels("类款项合计"), without_levels("类款合计数")
    ('合计', '类款合计数')
    """
    return _LEVELS_OVER.sub("", label)


def is_name(cell: str) -> bool:
    """Whether a cell is made of nothing but what names are made of."""
    return cell != "" and _NAME.fullmatch(cell) is not None


def is_printed(cell: str) -> bool:
    """Whether a cell holds an amount, or a mark that there is none.

    >>> is_printed("1,234.50"), is_printed("-"), is_printed(""), is_printed("合计")
    (True, True, False, False)
    """
    return bool(cell) and (parse(cell)[1] >= 0 or parse(cell) is BLANK)


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


def settle(raw: RawRow, cells: list[CellNumber]) -> None:
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


#: How many rows above one tell how many decimals its amounts have.
ROWS_ABOVE = 200


def _places_printed(rows: Iterable[Sequence[Parsed]]) -> tuple[int, bool]:
    """The decimals that most amounts of these rows have, and whether all of a good many have them."""
    counts: dict[int, int] = {}
    for cells in rows:
        for _, places in cells:
            if places >= 0:
                counts[places] = counts.get(places, 0) + 1
    usual = max(counts, key=lambda places: (counts[places], places), default=0)
    return usual, len(counts) == 1 and usual > 0 and counts[usual] >= _MANY


def rejoined(
    above: Sequence[str], below: Sequence[str], rows: Iterable[Sequence[Parsed]]
) -> list[Parsed | None] | None:
    """The numbers whose rest stands in the row below them; None if that is a row of its own.

    Two pieces that are no row's amounts, nor one number, are `MALFORMED`: where all other amounts have the same
    decimals, "2938" over "10000.0" is what is left of something, and nobody can say of what.

    Args:
        above: The texts of a row's amounts, "" for blanks.
        below: Those of the row below, which has no label.
        rows: The amounts of the rows above both.

    Returns:
        The number of each column, or None where nothing stands below.

    >>> rejoined(["2", "1.00"], ["93.00", ""], [[(None, 2)]])
    [(Decimal('293.00'), 2), None]
    """
    beside = [parse(text) for text, rest in zip(above, below, strict=True) if not rest]
    places, sure = _places_printed([*rows, beside])
    found: list[Parsed | None] = []
    for first, rest in zip(above, below, strict=True):
        if not rest:
            found.append(None)
            continue
        pieces = parse(first), parse(rest)
        whole = broken(first, rest, places) if first else None
        if whole is None:
            rests = sure and first and pieces[0] not in (TEXT, LOST)
            if not rests or all(piece[1] == places for piece in pieces):
                return None
            whole = MALFORMED
        found.append(whole)
    return found


def mends(raw: RawRow, last: RawRow, rows: list[RawRow]) -> bool:
    """Whether a row holds the rest of numbers that were broken over two lines; if so, make them one, or none.

    Word processors break "293810000.00" in a narrow column after the 2, and converters make rows of lines.
    """
    if last.loose is not None or raw.loose is not None or not rows:
        return False
    above, below = _printed(last), _printed(raw)
    if not len(above) == len(below) == len(last.cells):  # one of them was placed by the laws
        return False
    whole = rejoined(above, below, [row.cells for row in rows[-1 - ROWS_ABOVE : -1] or rows])
    if whole is None or (raw.label and MALFORMED in whole):
        return False
    last.cells = [old if new is None else new for old, new in zip(last.cells, whole, strict=True)]
    texts = [
        f"{first} {rest}" if new is MALFORMED else first + rest
        for first, rest, new in zip(above, below, whole, strict=True)
    ]
    last.printed = texts
    if last.texts is not None or MALFORMED in whole:
        last.texts = texts
    return True
