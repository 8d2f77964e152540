"""One sheet of an .xlsx file as a stream of rows, in one pass over its XML.

Only what is there costs anything: no row or cell is made for what a sheet leaves out, whatever size it claims, and no
tree of it is kept. openpyxl's own rows are as wide as their last cell is far.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import IO

import attrs

from cnbudget.expressions import expression
from cnbudget.packages import by_library, damaged
from cnbudget.words import superscript

__all__ = ["Area", "RawCell", "Worksheet"]

_CHUNK = 1 << 16
_ADDRESS = expression(r"([A-Z]{1,3})([0-9]{1,7})")
_YES = ("1", "true")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14

Area = tuple[int, int, int, int]


@attrs.frozen(eq=False)
class RawCell:
    """A cell with something in it, as the file has it.

    Attributes:
        column: Its column, from 1.
        kind: The type of its value: "n" a number, "s" the number of a shared string, "inlineStr" a text …
        style: The number of its style.
        text: Its value; empty if it has a formula alone, which was never calculated.
    """

    column: int
    kind: str
    style: int
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
        self._rows: list[tuple[int, list[RawCell]]] = []
        self._row = self._column = 0
        self._cells: list[RawCell] = []
        self._kind, self._style = "n", 0
        self._formula = False
        self._words: list[str] | None = None  # of the cell that is open
        self._wanted = False  # whether text belongs to them
        self._raised = False  # whether the run of text that is open is a superscript
        self._aside = 0  # depth in what says how a text is read aloud

    def rows(self) -> Iterator[tuple[int, list[RawCell]]]:
        """The rows that have something in them, with their numbers.

        Raises:
            UnreadableError: It is no XML, rows or cells do not come in order, or an address or number is none.
        """
        parser = ET.XMLParser(target=self)  # noqa: S314  (declares nothing: it was checked)
        while chunk := self._read():
            self._parse(parser, chunk)
            yield from self._taken()
        self._parse(parser, b"")
        yield from self._taken()

    def _read(self) -> bytes:
        with by_library():  # parts without .xml in their names were not looked at before
            return self._source.read(_CHUNK)

    def _parse(self, parser: ET.XMLParser, chunk: bytes) -> None:
        try:
            if chunk:
                parser.feed(chunk)
            else:
                parser.close()
        except ET.ParseError as error:
            raise damaged() from error

    def _taken(self) -> list[tuple[int, list[RawCell]]]:
        rows, self._rows = self._rows, []
        return rows

    # What the parser calls --------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        if name == "c":
            self._open_cell(attributes)
        elif name == "v" or (name == "t" and self._kind == "inlineStr"):
            self._wanted = self._words is not None and not self._aside
        elif name == "r":
            self._raised = False
        elif name == "vertAlign":
            self._raised = attributes.get("val") == "superscript"
        elif name == "rPh":
            self._aside += 1
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._open_row(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if last:
                self.merged.append((*_address(first), *_address(last)))
        elif name == "col" and attributes.get("hidden") in _YES:
            self.hidden_columns.append(
                (_integer(attributes.get("min")), _integer(attributes.get("max")))
            )

    def data(self, text: str) -> None:
        """Text, or a part of it."""
        if self._wanted and self._words is not None:
            self._words.append(superscript(text) if self._raised else text)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        if name in ("v", "t"):
            self._wanted = False
        elif name == "rPh":
            self._aside -= 1
        elif name == "c" and self._words is not None:
            text = "".join(self._words)
            if text or self._formula:
                self._cells.append(RawCell(self._column, self._kind, self._style, text))
            self._words = None
        elif name == "row" and self._cells:
            self._rows.append((self._row, self._cells))
            self._cells = []

    def close(self) -> None:
        """The document ends."""

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        before = self._row
        self._row = before + 1 if number is None else _integer(number)
        if not before < self._row <= _LAST_ROW:
            raise damaged()
        self._column = 0
        if attributes.get("hidden") in _YES:
            self.hidden_rows.append(self._row)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        before = self._column
        row, self._column = (self._row, before + 1) if address is None else _address(address)
        if row != self._row or not before < self._column <= _LAST_COLUMN:
            raise damaged()
        self._kind = attributes.get("t", "n")
        self._style = _integer(attributes.get("s", "0"))
        self._formula = self._raised = False
        self._words = []


def _integer(text: str | None) -> int:
    """A number that an attribute holds."""
    try:
        return int(text or "")
    except ValueError as error:
        raise damaged() from error


def _address(text: str) -> tuple[int, int]:
    """The row and column of an address."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise damaged()
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
