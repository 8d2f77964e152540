"""Word files (.docx) into blocks, through python-docx: paragraphs and tables in the document's order."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import attrs

from cnbudget.errors import UnreadableError
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits
from cnbudget.messages import say
from cnbudget.packages import by_library, checked, needs
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine
from cnbudget.reading.sheets import column_name
from cnbudget.words import superscript

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WIDEST = 512
_SKIPPED = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_MC}Fallback", f"{_W}instrText")
)
_MARKS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def blocks_of_docx(data: bytes, limits: Limits = LIMITS) -> list[Block]:
    """The blocks of a .docx file: paragraphs with their numbers, cells with their table and address.

    Raises:
        UnreadableError: python-docx is not installed, or the file is locked, damaged or too large.
    """
    try:
        import docx
    except ImportError as error:
        raise needs("Word", "word") from error
    checked(data, limits.unpacked_word)
    with by_library():
        body = docx.Document(BytesIO(data)).element.body
    walk = _Walk(limits)
    walk.body(body)
    return walk.blocks


def positions(body: Any) -> dict[str | int, Any]:
    """The paragraph element at each place that blocks name: by its number, or the address of its cell."""
    walk = _Walk(LIMITS)
    walk.body(body)
    return walk.elements


@attrs.define(eq=False)
class _Walk:
    """A walk through the document's XML; nothing visible is left out."""

    limits: Limits
    blocks: list[Block] = attrs.field(factory=list)
    elements: dict[str | int, Any] = attrs.field(factory=dict)
    paragraphs: int = 0
    tables: int = 0
    cells: int = 0

    def body(self, parent: Any, depth: int = 0) -> None:
        """The blocks of whatever holds paragraphs and tables."""
        for child in parent:
            tag = child.tag
            if tag == f"{_W}p":
                self.paragraphs += 1
                self._paragraph(child, depth)
            elif tag == f"{_W}tbl":
                self._table(child, depth)
            elif tag not in _SKIPPED and isinstance(tag, str):
                self.body(child, depth)  # content controls, insertions, custom XML

    def _paragraph(self, element: Any, depth: int) -> None:
        self.elements[self.paragraphs] = element
        text, boxes = _text(element)
        for line in text.split("\n"):
            words = " ".join(line.split())
            if words:
                self.blocks.append(TextLine(words, Place(self.paragraphs)))
        if depth < self.limits.depth:
            for box in boxes:
                self.body(box, depth + 1)

    def _table(self, element: Any, depth: int) -> None:
        if depth >= self.limits.depth:
            raise UnreadableError(say("reading.tables_nested"))
        self.tables += 1
        number = self.tables
        rows: list[GridRow] = []
        nested: list[Any] = []
        open_above: set[int] = set()  # columns in which a cell with something in it may reach down
        for position, row in enumerate(_rows(element), 1):
            cells: list[str] = [""] * _before(row)
            covered: set[int] = set()
            reaching: set[int] = set()
            for cell in _cells(row):
                continued = _continued(cell)
                text = "" if continued else self._cell(cell, nested)
                here = range(len(cells), len(cells) + min(_span(cell), _WIDEST))
                if text or (continued and here[0] in open_above):
                    covered.update(here if continued else here[1:])
                    reaching.update(here)
                inner = next(cell.iter(f"{_W}p"), None)
                self.elements[f"表格{number}!{column_name(len(cells) + 1)}{position}"] = inner
                cells.append(text)
                cells.extend([""] * (min(_span(cell), _WIDEST) - 1))
            open_above = reaching
            self.cells += len(cells)
            most = self.limits.cells
            if self.cells > most:
                raise UnreadableError(say("reading.too_many_cells", most_cells=most))
            if any(cells):
                places = [_place(number, position, i) for i in range(len(cells))]
                first = next(i for i, cell in enumerate(cells) if cell)
                rows.append(
                    GridRow(
                        cells,
                        places[first],
                        padded=True,
                        places=places,
                        covered=frozenset(covered),
                    )
                )
        if max((len(row.cells) for row in rows), default=0) > 1:
            self.blocks.append(Grid(rows))
        else:  # a frame around text
            self.blocks.extend(TextLine(row.cells[0], row.place) for row in rows)
        for table in nested:
            self._table(table, depth + 1)

    def _cell(self, cell: Any, nested: list[Any]) -> str:
        """The text of a cell; tables in it wait until the table is through."""
        lines: list[str] = []
        waiting = list(reversed(list(cell)))
        while waiting:
            child = waiting.pop()
            if child.tag == f"{_W}p":
                self.paragraphs += 1
                text, boxes = _text(child)
                lines.append(text)
                for box in boxes:
                    waiting.extend(reversed(list(box)))
            elif child.tag == f"{_W}tbl":
                nested.append(child)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                waiting.extend(reversed(list(child)))
        return _joined("\n".join(lines))


def _place(table: int, row: int, column: int) -> Place:
    return Place(cell=f"表格{table}!{column_name(column + 1)}{row}")


def _text(element: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the text boxes in it."""
    parts: list[str] = []
    boxes: list[Any] = []
    waiting = [element]
    while waiting:
        child = waiting.pop()
        tag = child.tag
        if tag == f"{_W}t":
            text = child.text or ""
            parts.append(superscript(text) if text and _raised(child) else text)
        elif tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag not in _SKIPPED and isinstance(tag, str):
            waiting.extend(reversed(list(child)))
    return "".join(parts), boxes


def _raised(text: Any) -> bool:
    """Whether a text of a run is raised."""
    found = text.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return found is not None and found.get(f"{_W}val") == "superscript"


def _joined(text: str) -> str:
    """The lines of a cell made one: a space only between words of letters, and between numbers."""
    joined = ""
    for line in text.split("\n"):
        words = " ".join(line.split())
        if joined and words and joined[-1].isascii() and words[0].isascii():
            joined += " "
        joined += words
    return joined


def _within(element: Any, wanted: str) -> Iterator[Any]:
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _within(child, wanted)


def _rows(table: Any) -> Iterator[Any]:
    return _within(table, f"{_W}tr")


def _cells(row: Any) -> Iterator[Any]:
    return _within(row, f"{_W}tc")


def _value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{_W}val")


def _span(cell: Any) -> int:
    value = _value(cell, f"{_W}tcPr/{_W}gridSpan")
    return int(value) if value and value.isdecimal() and int(value) else 1


def _continued(cell: Any) -> bool:
    """Whether a cell only continues the one above it."""
    found = cell.find(f"{_W}tcPr/{_W}vMerge")
    return found is not None and found.get(f"{_W}val") != "restart"


def _before(row: Any) -> int:
    value = _value(row, f"{_W}trPr/{_W}gridBefore")
    return min(int(value), _WIDEST) if value and value.isdecimal() else 0
