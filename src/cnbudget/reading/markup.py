"""HTML tables embedded in text, into grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits, too_many_rows
from cnbudget.messages import say
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine
from cnbudget.words import superscript

_EDGE = expression(r"<(/?)table\b[^<>]{0,2000}>", re.IGNORECASE)
_SPAN_LIMIT = 512


def split_tables(
    text: str, limits: Limits = LIMITS
) -> Iterator[tuple[str, int, list[Block] | None]]:
    """The text in turns: plain parts (with the number of their first line) and tables as blocks."""
    position, depth, start = 0, 0, 0
    line = 1
    before: _FragmentParser | None = None

    def parsed(html: str) -> list[Block]:
        nonlocal before
        parser = _FragmentParser(line, limits)
        if before is not None:
            parser.taken, parser.filled = before.taken, before.filled
        before = parser
        parser.feed(html)
        parser.close()
        return parser.finished()

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
                yield "", line, parsed(text[start : edge.end()])
                line += text.count("\n", start, edge.end())
                position = edge.end()
    if depth:  # a table that is cut off is read as far as it goes
        yield "", line, parsed(text[start:])
    else:
        yield text[position:], line, None


class _FragmentParser(HTMLParser):
    def __init__(self, line: int, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.first = line
        self.blocks: list[Block] = []
        self.rows: list[GridRow] = []
        self.row: list[tuple[str, int, int]] | None = None
        self.line = line
        self.cell: list[str] | None = None
        self.caption: list[str] | None = None
        self.spans = (1, 1)
        self.taken = self.filled = 0  # cells, and rows with something in them, so far
        #: columns covered by cells from rows above: for how many rows more, and whether with something in it
        self.hanging: dict[int, tuple[int, bool]] = {}
        self.raised = False  # whether within <sup>

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
        elif tag == "sup":
            self.raised = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self.raised = False
        elif tag in ("td", "th"):
            self._close_cell()
        elif tag == "tr":
            self._close_row()
        elif tag == "table":
            self._close_table()
        elif tag == "caption" and self.caption is not None:
            place = Place(self.first + self.getpos()[0] - 1)
            self.blocks.append(TextLine("".join(self.caption).strip(), place))
            self.caption = None

    def handle_data(self, data: str) -> None:
        if self.raised:
            data = superscript(data)
        if self.cell is not None:
            self.cell.append(data)
        elif self.caption is not None:
            self.caption.append(data)

    def _close_cell(self) -> None:
        self.raised = False
        if self.cell is not None and self.row is not None:
            text = " ".join("".join(self.cell).split())
            self.row.append((text, *self.spans))
        self.cell = None

    def _close_row(self) -> None:
        self._close_cell()
        if self.row is not None:
            cells: list[str] = []
            below = {c: (n - 1, told) for c, (n, told) in self.hanging.items() if n > 1}
            over = {c for c, (_, told) in self.hanging.items() if told}
            widest = self.limits.columns
            for text, across, down in self.row[:widest]:
                while len(cells) in self.hanging:
                    cells.append("")
                for offset in range(min(across, widest - len(cells))):
                    if down > 1:
                        below[len(cells)] = down - 1, bool(text)
                    if offset and text:
                        over.add(len(cells))
                    cells.append(text if offset == 0 else "")
            while len(cells) in self.hanging:
                cells.append("")
            self.hanging = below
            self.taken += len(cells)
            if self.taken > self.limits.table_cells:
                raise UnreadableError(
                    say("reading.too_many_cells", most_cells=self.limits.table_cells),
                    where=Place(self.line).words(),
                )
            if any(cells):
                self.filled += 1
                if self.filled > self.limits.rows:
                    raise too_many_rows(self.limits)
                place = Place(self.line)
                self.rows.append(GridRow(cells, place, padded=True, covered=frozenset(over)))
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


# Whole pages --------------------------------------------------------------------------------------

_HIDDEN = frozenset(("script", "style", "template", "svg"))
_BLOCK = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "title",
        "ul",
        "br",
    )
)
_MARKUP = expression(r"<(?:!--|![^<>]{0,2000}>|(/?)([A-Za-z][A-Za-z0-9:]*+)([^<>]{0,2000})>)")
_ATTRIBUTE = expression(r"""\b(colspan|rowspan)\s*=\s*["']?([0-9]{1,8})""", re.IGNORECASE)
_BREAK = "\f"  # between the lines of a cell


def blocks_of_html(text: str, limits: Limits = LIMITS) -> list[Block]:
    r"""The blocks of a web page, with the numbers of the lines of its source.

    A table that only lays out the page (one that holds other tables) is read for what is in it.

    >>> [block.text for block in blocks_of_html("<html><p>标题<table><tr><td>甲<td>1</table>")]
    ['标题', '甲\t1']
    """
    page = _PageParser(limits)
    page.read(text)
    return page.finished()


class _PageParser(_FragmentParser):
    """A page: paragraphs, and tables that may stand in one another."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(1, limits)
        self.line_now = 1
        self.words: list[str] = []
        self.begin = 1
        #: what was read so far of each table around the present one
        self.kept: list[
            tuple[list[GridRow], list[tuple[str, int, int]] | None, dict[int, tuple[int, bool]]]
        ] = []

    def getpos(self) -> tuple[int, int]:
        return self.line_now, 0

    def read(self, text: str) -> None:
        """Read a page, in time that grows with its length alone (`HTMLParser.feed` can take much more)."""
        position, hidden = 0, ""
        for found in _MARKUP.finditer(text):
            start = found.start()
            if start < position:
                continue
            if not hidden:
                self._words(text[position:start])
            self.line_now += text.count("\n", position, start)
            position = found.end()
            tag = found[2].lower() if found[2] else ""
            if not tag:
                if found[0] == "<!--" and not hidden:
                    end = text.find("-->", position)
                    end = len(text) if end < 0 else end + 3
                    self.line_now += text.count("\n", position, end)
                    position = end
            elif hidden:
                if found[1] and tag == hidden:
                    hidden = ""
            elif tag in _HIDDEN:
                hidden = "" if found[1] else tag
            elif found[1]:
                self.handle_endtag(tag)
            else:
                spans = _ATTRIBUTE.findall(found[3]) if tag in ("td", "th") else []
                self.handle_starttag(tag, [(name.lower(), value) for name, value in spans])
            self.line_now += found[0].count("\n")
        if not hidden:
            self._words(text[position:])

    def _words(self, text: str) -> None:
        if text:
            self.handle_data(unescape(text) if "&" in text else text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table" and len(self.kept) < self.limits.depth:
            self._paragraph()
            if self.kept or self.row is not None:
                self._lay_out()
            self.kept.append((self.rows, self.row, self.hanging))
            self.rows, self.row, self.hanging, self.cell = [], None, {}, None
        elif tag == "sup" or (tag in ("tr", "td", "th", "caption") and self.kept):
            super().handle_starttag(tag, attrs)
        elif tag in _BLOCK:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.kept:
            self._close_table()
            self.rows, self.row, self.hanging = self.kept.pop()
            self.cell = None
        elif tag == "sup" or (tag in ("tr", "td", "th", "caption") and self.kept):
            super().handle_endtag(tag)
        elif tag in _BLOCK:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.cell is not None or self.caption is not None:
            super().handle_data(data)
            return
        if not self.words:
            self.begin = self.getpos()[0]
        self.words.append(superscript(data) if self.raised else data)

    def _break(self) -> None:
        if self.cell is not None:
            self.cell.append(_BREAK)
        else:
            self._paragraph()

    def _paragraph(self) -> None:
        self.raised = False
        text = " ".join("".join(self.words).split())
        if text:
            if len(self.blocks) >= self.limits.lines:
                raise UnreadableError(say("limits.lines", most=self.limits.lines))
            self.blocks.append(TextLine(text, Place(self.begin)))
        self.words = []

    def _close_cell(self) -> None:
        self.raised = False
        if self.cell is not None and self.row is not None:
            lines = (" ".join(line.split()) for line in "".join(self.cell).split(_BREAK))
            self.row.append((_BREAK.join(filter(None, lines)), *self.spans))
        self.cell = None

    def _close_table(self) -> None:
        self._close_row()
        for row in self.rows:
            row.cells = [cell.replace(_BREAK, " ") for cell in row.cells]
        super()._close_table()

    def _lay_out(self) -> None:
        """Take the open table for a layout of the page: what it holds are paragraphs."""
        self._close_cell()
        texts = [(row.place, cell) for row in self.rows for cell in row.cells]
        texts += [(Place(self.line), text) for text, _, _ in self.row or ()]
        for place, text in texts:
            lines = text.split(_BREAK)
            self.blocks.extend(TextLine(line, place) for line in lines if line)
        self.rows, self.row, self.hanging = [], None, {}

    def finished(self) -> list[Block]:
        while self.kept:
            self._close_table()
            self.rows, self.row, self.hanging = self.kept.pop()
        self._paragraph()
        return self.blocks
