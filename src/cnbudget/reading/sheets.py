"""Sheets of cells at addresses, into paragraphs and grids; numbers as their formats show them.

Nothing here knows a library for spreadsheets, and nothing of budgets.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import attrs

from cnbudget.arithmetic import context_of, exact, printed, round_half_away
from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say
from cnbudget.reading.blocks import Block, Grid, GridRow, Places, TextLine

__all__ = ["FilledCell", "SheetRow", "blocks_of_rows", "column_name", "shown"]

_LITERAL = expression(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\[\]]*\]')
_PLACEHOLDERS = expression(r"[0#?]")
_TRAILING = expression(r"[0#?](,++)[^0#?]*$")
_SHIFTED = expression(r"[!\\]\.([0#?]+)")  # a point that is only printed: 0!.0, shows 万 of 元
_NUMBER = expression(r"-?[0-9]+(?:\.([0-9]+))?")
_MONEY = expression(r"[亿万千]?元|[亿万]")  # a unit that a format prints behind its number
_GENERAL = ("", "general", "@")
_DIGITS = 15  # that a spreadsheet keeps
_WIDEST = 256  # columns; empty ones are left out of wider tables


@attrs.define(eq=False)
class FilledCell:
    """A cell with something in it.

    Attributes:
        column: Its column, from 1.
        text: What it shows.
        loose: Whether the places are the number's own, so that zeros at its end may have been dropped.
        wide: How many columns it spreads over.
    """

    column: int
    text: str
    loose: bool = False
    wide: int = 1


@attrs.define(eq=False)
class SheetRow:
    """A row with something in it.

    Attributes:
        number: Its number, from 1.
        entries: Its cells, from the left.
        covered: The columns in which a merged cell with something in it reaches over it.
    """

    number: int
    entries: list[FilledCell]
    covered: set[int] = attrs.field(factory=set)


# Numbers as they are shown ---------------------------------------------------------------------------


def shown(value: Any, code: str = "General") -> tuple[str, bool]:
    """What a cell shows, and whether zeros at the end of its number may have been dropped.

    Args:
        value: What is in the cell.
        code: Its number format.

    >>> shown(67.5, "#,##0.00"), shown(67.5), shown(0, '0.00;-0.00;"-"'), shown(0.125, "0.0%")
    (('67.50', False), ('67.5', True), ('-', False), ('12.5%', False))
    """
    if value is None:
        return "", False
    if isinstance(value, bool):
        return str(value).upper(), False
    if isinstance(value, int | float | Decimal):
        text, loose = _number(value, code)
        return text + _unit_printed(text, code), loose
    if isinstance(value, dt.datetime):
        return str(value if value.time() != dt.time() else value.date()), False
    if isinstance(value, str):
        return " ".join(value.split()), False
    return str(value), False


def _unit_printed(text: str, code: str) -> str:
    """The unit of money that a number format prints behind a number, or ""."""
    if "元" not in code and "万" not in code and "亿" not in code:
        return ""
    found = _MONEY.search("".join(_QUOTED.findall(code)) or code)
    return found[0] if found is not None and text[-1:].isdigit() else ""


_QUOTED = expression(r'"([^"]*)"')


def _number(value: float | Decimal, code: str) -> tuple[str, bool]:
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        return str(value), False
    if len(number.as_tuple().digits) > _DIGITS:
        number = context_of(_DIGITS).create_decimal(number)
    if abs(number.adjusted()) > 40:
        return str(value), False
    sections = _sections(code)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section = sections[1]
    elif not number and len(sections) > 2:
        section = sections[2]
    bare = _LITERAL.sub("", section)
    if bare.strip().lower() in _GENERAL[1:] or "/" in bare or "E" in bare.upper():
        return _written(number), True
    if not _PLACEHOLDERS.search(bare) or (not number and "0" not in bare):
        # the section for zero shows a dash or nothing
        return ("-" if "-" in section else "") if not number else _written(number), bool(number)
    if "%" in bare:
        number = number.scaleb(2, exact)
    thousands = _TRAILING.search(bare)
    if thousands is not None:
        number = number.scaleb(-3 * len(thousands[1]), exact)
    shifted = _SHIFTED.search(section)
    if shifted is not None:
        places = len(shifted[1])
        text = _written(round_half_away(number, 0).scaleb(-places, exact), places)
        return text, False
    whole, point, fraction = bare.partition(".")
    fraction = "".join(_PLACEHOLDERS.findall(fraction)) if point else ""
    least = fraction.rfind("0") + 1
    number = round_half_away(number, len(fraction))
    text = _written(number, len(fraction))
    if least < len(fraction):
        kept = text.rstrip("0")
        text = (kept + "0" * max(0, least - len(kept.partition(".")[2]))).rstrip(".")
    zeros = whole.count("0")
    if not fraction and zeros > 1:
        text = text.zfill(zeros + text.startswith("-"))
    if not number:
        text = text.lstrip("-")
    return text + ("%" if "%" in bare else ""), least < len(fraction)


def _written(number: Decimal, places: int | None = None) -> str:
    """A number without an exponent; without zeros at its end unless the places are given."""
    text = f"{number:f}" if places is None else printed(number, places)
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def _sections(code: str) -> list[str]:
    """The sections of a number format: for positive and negative numbers, zero, text."""
    parts = [""]
    quoted = False
    for mark in code or "General":
        if mark == '"':
            quoted = not quoted
        if mark == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


# Rows into blocks ------------------------------------------------------------------------------------


def column_name(number: int) -> str:
    """The letters of a column.

    >>> column_name(1), column_name(28), column_name(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def blocks_of_rows(
    rows: list[SheetRow],
    place: Callable[[int, int], Place],
    limits: Limits = LIMITS,
    *,
    lines: bool = False,
) -> list[Block]:
    """The paragraphs and grids that the rows of a sheet make up.

    A row with one text is a paragraph (a title, a note) where a table can begin: at the top, and, after an
    empty row or over most columns, where a header follows.

    Args:
        rows: The rows that have something in them.
        place: The place of a row and column.
        limits: How much is read at the most.
        lines: Whether all cells of a row stand at the place of the row.
    """
    blocks: list[Block] = []
    table: list[SheetRow] = []
    width = max((row.entries[-1].column for row in rows), default=0)
    before = 0
    for index, row in enumerate(rows):
        gap = row.number > before + 1
        before = row.number
        single = len(row.entries) == 1 and not _numeric(row.entries[0].text)
        if table and not any(_numeric(entry.text) for entry in row.entries):
            wide = single and row.entries[0].wide * 5 > width * 3
            if (gap or wide) and not _data_follows(rows, index + 1):
                blocks.append(_grid(table, place, limits, lines=lines))
                table = []
        if single and not table:
            entry = row.entries[0]
            blocks.append(TextLine(entry.text, place(row.number, entry.column)))
        else:
            table.append(row)
    if table:
        blocks.append(_grid(table, place, limits, lines=lines))
    return blocks


def _numeric(text: str) -> bool:
    bare = text.replace(",", "")
    return _NUMBER.fullmatch(bare.rstrip("亿万千元")) is not None


def _data_follows(rows: list[SheetRow], start: int) -> bool:
    """Whether the next row of more than one cell has a number in it."""
    for row in rows[start : start + 8]:
        if len(row.entries) > 1:
            return any(_numeric(entry.text) for entry in row.entries)
    return False


def _grid(
    rows: list[SheetRow], place: Callable[[int, int], Place], limits: Limits, *, lines: bool
) -> Grid:
    first = min(row.entries[0].column for row in rows)
    last = max(
        row.entries[-1].column + (row.entries[-1].wide - 1 if len(row.entries) > 1 else 0)
        for row in rows
    )
    columns: Sequence[int] = range(first, last + 1)
    if last - first >= _WIDEST:
        columns = sorted({entry.column for row in rows for entry in row.entries})
    order = {column: i for i, column in enumerate(columns)}
    if len(order) * len(rows) > limits.table_cells:
        raise UnreadableError(
            say("reading.table_too_large", most_cells=limits.table_cells),
            where=place(rows[0].number, first).words(),
        )
    _pad(rows)
    grid = []
    for row in rows:
        cells = [""] * len(order)
        for entry in row.entries:
            cells[order[entry.column]] = entry.text
        begin = place(row.number, row.entries[0].column)
        places = None if lines else Places(place, row.number, columns)
        over = frozenset(order[column] for column in row.covered if column in order)
        grid.append(GridRow(cells, begin, padded=True, places=places, covered=over))
    return Grid(grid)


def _pad(rows: list[SheetRow]) -> None:
    """Give numbers whose zeros were dropped the column's most common places."""
    counts: dict[int, Counter[int]] = {}
    loose: list[FilledCell] = []
    for row in rows:
        own: list[FilledCell] = []
        for entry in row.entries:
            match = _NUMBER.fullmatch(entry.text)
            if match is None:
                continue
            if entry.loose:
                own.append(entry)
            if entry.text.strip("-0."):
                counts.setdefault(entry.column, Counter())[len(match[1] or "")] += 1
        if not _numbering(own):
            loose.extend(own)
    for entry in loose:
        count = counts.get(entry.column)
        if count is None:
            continue
        usual = max(count, key=lambda places: (count[places], places))
        whole, _, fraction = entry.text.partition(".")
        if len(fraction) < usual:
            entry.text = f"{whole}.{fraction.ljust(usual, '0')}"


def _numbering(entries: list[FilledCell]) -> bool:
    """Whether a row only numbers its columns."""
    texts = [entry.text for entry in entries]
    return (
        len(texts) > 1
        and texts[0] in ("0", "1", "2")
        and texts == [str(int(texts[0]) + i) for i in range(len(texts))]
    )
