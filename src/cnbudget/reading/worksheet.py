"""One sheet of an .xlsx file as a stream of rows, in one pass over its XML.

Only what is there costs anything: no row or cell is made for what a sheet leaves out, whatever size it claims, and no
tree of it is kept. openpyxl's own rows are as wide as their last cell is far.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import IO
from xml.parsers import expat

import attrs

from cnbudget.expressions import expression
from cnbudget.packages import damaged
from cnbudget.reading.workbook import Texts, integer, parsed

_ADDRESS = expression(r"([A-Z]{1,3})([0-9]{1,7})")
_LETTERS = expression(r"[A-Z]{1,3}")
_YES = ("1", "true")
#: The elements of most cells, as most programs write them.
_FREQUENT = frozenset(("c", "v", "is", "t", "f", "row"))
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14

Area = tuple[int, int, int, int]


@attrs.define(eq=False)
class RawCell:
    """A cell with something in it, as the file has it.

    Attributes:
        column: Its column, from 1.
        kind: The type of its value: "n" a number, "s" the number of a shared string, "inlineStr" a text …
        style: The number of its style, as it is written.
        text: Its value; empty if it has a formula alone, which was never calculated.
    """

    column: int
    kind: str
    style: str
    text: str


class Worksheet:
    """A sheet's rows, and what its XML says of them; that is complete when the rows have been read.

    Attributes:
        merged: Areas of merged cells: top, left, bottom, right.
        hidden_rows: The rows that are hidden.
        hidden_columns: The first and last of each run of columns that are hidden.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self.merged: list[Area] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self._source = source
        self._parser = expat.ParserCreate()
        self._texts = Texts(self._parser)
        self._rows: list[tuple[int, list[RawCell]]] = []
        self._row = self._column = 0
        self._digits = "0"  # the number of the row, as it is written
        self._cells: list[RawCell] = []
        self._open: RawCell | None = None
        self._formula = False

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows that have something in them, with their numbers.

        Raises:
            UnreadableError: It is no XML, rows or cells do not come in order, or an address or number is none.
        """
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        for _ in parsed(self._source, parser):
            rows, self._rows = self._rows, []
            yield from rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if tag in _FREQUENT else tag.rpartition(":")[2]
        if self._open is not None and name != "c":
            if name == "v":
                self._parser.CharacterDataHandler = self._texts.words.append
            elif name == "f":
                self._formula = True
            elif self._open.kind == "inlineStr":
                self._texts.start(name, attributes)
        elif name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if last:
                self.merged.append((*_address(first), *_address(last)))
        elif name == "col" and attributes.get("hidden") in _YES:
            self.hidden_columns.append(
                (integer(attributes.get("min")), integer(attributes.get("max")))
            )

    def _end(self, tag: str) -> None:
        name = tag if tag in _FREQUENT else tag.rpartition(":")[2]
        cell = self._open
        if name == "c":
            self._open = None
            if cell is not None:
                if self._texts.words:
                    cell.text = self._texts.taken()
                if cell.text or self._formula:
                    self._cells.append(cell)
        elif name == "v":
            self._parser.CharacterDataHandler = None
        elif cell is not None:
            self._texts.end(name)
        elif name == "row" and self._cells:
            self._rows.append((self._row, self._cells))
            self._cells = []

    def _open_row(self, attributes: dict[str, str]) -> None:
        before = self._row
        self._digits = attributes.get("r") or str(before + 1)
        self._row = integer(self._digits)
        if not before < self._row <= _LAST_ROW:
            raise damaged()
        self._column = 0
        if attributes.get("hidden") in _YES:
            self.hidden_rows.append(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        column = self._column + 1
        if address is not None:
            letters = address.removesuffix(self._digits)
            if letters.isalpha() and len(letters) < len(address):
                column = _column(letters)
            else:
                row, column = _address(address)
                if row != self._row:
                    raise damaged()
        if not self._column < column <= _LAST_COLUMN:
            raise damaged()
        self._column = column
        self._open = RawCell(column, attributes.get("t", "n"), attributes.get("s", "0"), "")
        self._formula = False


@lru_cache(maxsize=_LAST_COLUMN)
def _column(letters: str) -> int:
    """The number of a column."""
    if not _LETTERS.fullmatch(letters):
        raise damaged()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def _address(text: str) -> tuple[int, int]:
    """The row and column of an address."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise damaged()
    return int(found[2]), _column(found[1])
