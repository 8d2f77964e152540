"""Tables printed in panels: the same columns several times side by side, the rows going on in the next.

In the final accounts' table of economic uses, personnel stands in the left half and operating costs in the right.
Read as one panel after the other it is a plain table.
"""

from __future__ import annotations

from itertools import pairwise

import attrs

from cnbudget.layouts import SideForm, TableForm
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.headings import split_header
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.words import plain, spaceless


def panel_width(rows: list[GridRow], side: SideForm) -> int:
    """How many columns a panel has, by a heading of labels that comes again; 0 if none does."""
    for row in rows[:4]:
        starts = [i for i, cell in enumerate(row.cells) if cell and plain(cell) in side.labels]
        for start in starts[1:]:
            if plain(row.cells[start]) == plain(row.cells[starts[0]]):
                return start - starts[0]
    return 0


def in_panels(
    parts: list[list[GridRow]], form: TableForm
) -> tuple[list[tuple[int, list[GridRow]]], list[str]]:
    """The parts of a table panel after panel, each with its panel's number; and what is printed over each panel.

    A panel goes on where it stood on the page before, so all parts of the first come before those of the next.
    """
    side = form.sides[0]
    turns: list[tuple[int, list[GridRow]]] = []
    headings: list[str] = []
    width = 0
    for part in parts:
        width = panel_width(part, side) or width
        if not width:
            turns.append((0, part))
            continue
        here, _ = split_header(part, form)
        head = len(here) if here and here[0] is part[0] else 0
        panels, over = unfolded(part, width, head, side)
        turns.extend((number, rows) for number, rows in enumerate(panels) if rows)
        headings = headings or over
    return sorted(turns, key=lambda turn: turn[0]), headings


def unfolded(
    rows: list[GridRow], width: int, head: int, side: SideForm
) -> tuple[list[list[GridRow]], list[str]]:
    """The rows of each panel, and what is printed over it; parts of rows with nothing in them are left out.

    The header goes with the first panel alone, and an amount that stands under a merged label goes to its label.
    """
    count = -(-max(len(row.cells) for row in rows) // width)
    panels: list[list[GridRow]] = [[] for _ in range(count)]
    over = [""] * count
    for position, row in enumerate(rows):
        lacking = count * width - len(row.cells)
        cells = row.cells + [""] * lacking
        places = None if row.places is None else [*row.places, *[row.place] * lacking]
        spans = [slice(i * width, (i + 1) * width) for i in range(count)]
        parts = [cells[span] for span in spans]
        if position >= head:
            _under_label(parts)
        for number, (part, span) in enumerate(zip(parts, spans, strict=True)):
            if position < head:
                named = next((cell for cell in part if cell and plain(cell) in side.groups), "")
                over[number] = over[number] or spaceless(named)
                if number:
                    continue
            if any(part):
                here = None if places is None else places[span]
                covered = frozenset(
                    i - span.start for i in row.covered if span.start <= i < span.stop
                )
                panels[number].append(attrs.evolve(row, cells=part, places=here, covered=covered))
    for number in range(2, count):  # a heading over the last panels stands in the first of them
        over[number] = over[number] or over[number - 1]
    return panels, over


def _under_label(parts: list[list[str]]) -> None:
    """Give an amount that stands alone in a panel to the label before it that has none."""
    # final accounts print one label over the panels of operating costs, and its amount in the last of them
    for left, right in pairwise(parts):
        words = [cell for cell in left if cell and parse(cell) is TEXT]
        if not words or any(parse(cell)[1] >= 0 for cell in left if cell):
            continue
        alone = [i for i, cell in enumerate(right) if cell]
        if len(alone) == 1 and parse(right[alone[0]])[1] >= 0 and left[alone[0]] == "":
            left[alone[0]], right[alone[0]] = right[alone[0]], ""
