"""HTML tables embedded in text, into grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from cnbudget.figures import Place
from cnbudget.reading.blocks import Block, Grid, GridRow, Paragraph

__all__ = ["split_tables"]

_EDGE = re.compile(r"<(/?)table\b[^<>]{0,2000}>", re.IGNORECASE)
_SPAN_LIMIT = 512


def split_tables(text: str) -> Iterator[tuple[str, int, list[Block] | None]]:
    """The text in turns: plain parts (with the number of their first line) and tables as blocks."""
    position, depth, start = 0, 0, 0
    line = 1
    for edge in _EDGE.finditer(text):
        if not edge[1]:
            if depth == 0:
                yield text[position : edge.start()], line, None
                line += text.count("\n", position, edge.start())
                start = edge.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield "", line, _tables(text[start : edge.end()], line)
                line += text.count("\n", start, edge.end())
                position = edge.end()
    if depth:  # a table that is cut off is read as far as it goes
        yield "", line, _tables(text[start:], line)
    else:
        yield text[position:], line, None


def _tables(html: str, line: int) -> list[Block]:
    parser = _Parser(line)
    parser.feed(html)
    parser.close()
    return parser.finished()


class _Parser(HTMLParser):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.first = line
        self.blocks: list[Block] = []
        self.rows: list[GridRow] = []
        self.row: list[tuple[str, int, int]] | None = None
        self.line = line
        self.cell: list[str] | None = None
        self.caption: list[str] | None = None
        self.spans = (1, 1)
        self.hanging: dict[int, int] = {}  # columns covered by cells from rows above

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._close_table()
        elif tag == "tr":
            self._close_row()
            self.row, self.line = [], self.first + self.getpos()[0] - 1
        elif tag in ("td", "th"):
            self._close_cell()
            if self.row is None:
                self.row, self.line = [], self.first + self.getpos()[0] - 1
            spans = dict(attrs)
            self.spans = (_span(spans.get("colspan")), _span(spans.get("rowspan")))
            self.cell = []
        elif tag == "caption":
            self.caption = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._close_cell()
        elif tag == "tr":
            self._close_row()
        elif tag == "table":
            self._close_table()
        elif tag == "caption" and self.caption is not None:
            place = Place(self.first + self.getpos()[0] - 1)
            self.blocks.append(Paragraph("".join(self.caption).strip(), place))
            self.caption = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)
        elif self.caption is not None:
            self.caption.append(data)

    def _close_cell(self) -> None:
        if self.cell is not None and self.row is not None:
            text = " ".join("".join(self.cell).split())
            self.row.append((text, *self.spans))
        self.cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self.row is not None:
            cells: list[str] = []
            below: dict[int, int] = {c: n - 1 for c, n in self.hanging.items() if n > 1}
            covered = set(self.hanging)
            for text, across, down in self.row:
                while len(cells) in covered:
                    cells.append("")
                for offset in range(across):
                    if down > 1:
                        below[len(cells)] = down - 1
                    cells.append(text if offset == 0 else "")
            while len(cells) in covered:
                cells.append("")
            self.hanging = below
            if any(cells):
                self.rows.append(GridRow(cells, Place(self.line), padded=True))
        self.row = None

    def _close_table(self) -> None:
        self._close_row()
        self.hanging = {}
        if self.rows:
            self.blocks.append(Grid(self.rows))
        self.rows = []

    def finished(self) -> list[Block]:
        self._close_table()
        return self.blocks


def _span(text: str | None) -> int:
    return (
        min(int(text), _SPAN_LIMIT)
        if text and len(text) < 9 and text.isascii() and text.isdigit() and int(text)
        else 1
    )
