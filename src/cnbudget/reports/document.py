"""The document as it was read, with its marked places: for the page of a report."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import attrs

from cnbudget.checks.findings import KINDS
from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.figures import Address, Figure, Place
from cnbudget.reports.marks import FindingMarks, Mark, standing
from cnbudget.tables import Table
from cnbudget.writing.document import parts
from cnbudget.writing.page import grid
from cnbudget.writing.sheet import Contents, Heading, Part, Sheet, SheetCell

_NUMBER = expression(r"[0-9][0-9,，]*(?:\.[0-9]+)?")
_MOST_LINKS = 3  # beside one figure


@attrs.define
class Drawn:
    """The document as lines of HTML, and where in them things stand.

    Attributes:
        lines: The lines.
        tables: The anchor of each table, by its key.
        cells: The anchor of each figure in a table, by its address.
        places: The anchor of each line, by its place.
        found: The links to the findings about each table, by its key.
    """

    lines: list[str] = attrs.field(factory=list)
    tables: dict[str, str] = attrs.field(factory=dict)
    cells: dict[Address, str] = attrs.field(factory=dict)
    places: dict[tuple[object, ...], str] = attrs.field(factory=dict)
    found: dict[str, list[str]] = attrs.field(factory=dict)

    def of_figure(self, figure: Figure) -> str:
        """The anchor of a figure; "" if it is not shown."""
        return self.cells.get(figure.address) or self.target(figure.place)

    def target(self, place: Place) -> str:
        """The anchor of a place; "" if it is not shown."""
        if not place.words():
            return ""
        keys = standing(place), standing(place, cell=False)
        return next((self.places[key] for key in keys if key in self.places), "")

    def found_in(self, table: Table[Any]) -> list[str]:
        """Links to the findings about a table."""
        return self.found.get(table.key, [])


def drawn(budget: Disclosure, marks: FindingMarks, prefix: str) -> Drawn:
    """The document of a disclosure.

    Args:
        budget: The disclosure.
        marks: What is said of its places.
        prefix: What all anchors begin with.
    """
    made = Drawn()
    pen = _Pen(made, marks, prefix)
    for part in parts(budget):
        made.lines += pen.part(part)
    return made


class _Pen:
    """Draws part after part."""

    def __init__(self, made: Drawn, marks: FindingMarks, prefix: str) -> None:
        self.made = made
        self.marks = marks
        self.prefix = prefix
        self.count = 0

    def part(self, part: Part) -> Iterator[str]:
        """The lines of a part."""
        if isinstance(part, Sheet):
            yield from self._sheet(part)
        elif isinstance(part, Contents):
            yield f"<details><summary>{escape(part.title)}</summary><ul>"
            yield from (f"<li>{escape(entry)}</li>" for entry in part.entries)
            yield "</ul></details>"
        else:
            yield from self._text(part)

    def _anchor(self) -> str:
        self.count += 1
        return f"{self.prefix}p{self.count}"

    def _text(self, part: Any) -> Iterator[str]:
        tag = f"h{min(part.level + 3, 6)}" if isinstance(part, Heading) else "p"
        anchor = self._line(part.place)
        found = self.marks.of_place(part.place)
        text, links = escape(part.text), ""
        if found:
            printed = {each.text for mark in found for each in mark.finding.figures}
            text = _NUMBER.sub(lambda match: _marked(match[0], printed, found), text)
            links = self._links(found)
        name = f' class="{_class(found)}"' if found else ""
        yield f"<{tag}{anchor}{name}>{text}{links}</{tag}>"

    def _line(self, place: Place) -> str:
        """The anchor of a line as an attribute, where its place is known."""
        if not place.words():
            return ""
        anchor = self._anchor()
        self.made.places.setdefault(standing(place), anchor)
        return f' id="{anchor}"'

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        figures = [
            cell.figure for row in sheet.rows for cell in row if cell is not None and cell.figure
        ]
        anchor = self._anchor()
        if sheet.place.words():
            place = sheet.place
            self.made.places.setdefault(standing(place), anchor)
        if figures:
            self.made.tables.setdefault(figures[0].row.key, anchor)
        title = f"{sheet.number} {sheet.title}".strip()
        yield f'<section class="sheet" id="{anchor}">'
        if title:
            yield f"<h3>{escape(title)}</h3>"
        if sheet.unit:
            yield f'<p class="over">{escape(sheet.agency)} {escape(sheet.unit)}</p>'
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title or anchor)}">'
        yield from grid(sheet, self._cell)
        yield "</div>"
        yield from (f'<p class="note">{escape(note)}</p>' for note in sheet.notes)
        yield "</section>"

    def _cell(self, cell: SheetCell, text: str) -> str:
        figure = cell.figure
        if figure is None:
            return text
        anchor = self._anchor()
        self.made.cells[figure.address] = anchor
        place = figure.place
        if place.words():
            for key in (standing(place), standing(place, cell=False)):
                self.made.places.setdefault(key, anchor)
        found = self.marks.of_figure(figure)
        shown = escape(cell.grouped)
        if not found:
            return (
                f'<span id="{anchor}">{shown}</span>' if shown else f'<span id="{anchor}"></span>'
            )
        known = self.made.found.setdefault(figure.row.key, [])
        for mark in found:
            link = self._link(mark)
            if link not in known:
                known.append(link)
        name = _class(found)
        return f'<span id="{anchor}" class="{name}">{shown or "&nbsp;"}</span>{self._links(found)}'

    def _links(self, found: list[Mark]) -> str:
        first = sorted(found, key=lambda mark: (not mark.wrong, KINDS.index(mark.finding.kind)))
        links = dict.fromkeys(map(self._link, first))
        return "".join(list(links)[:_MOST_LINKS])

    def _link(self, mark: Mark) -> str:
        kind = mark.finding.kind
        return f'<a class="ref {kind}" href="#{self.prefix}{mark.finding.id}">{mark.finding.id}</a>'


def _class(found: list[Mark]) -> str:
    """How a marked place looks: by the worst that is said of it."""
    wrong = [mark for mark in found if mark.wrong]
    worst = min((mark.finding.kind for mark in wrong or found), key=KINDS.index)
    return f"{'wrong' if wrong else 'held'} {worst}"


def _marked(number: str, printed: set[str], found: list[Mark]) -> str:
    bare = number.replace(",", "").replace("，", "")
    return f'<mark class="{_class(found)}">{number}</mark>' if bare in printed else number
