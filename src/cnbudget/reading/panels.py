"""Tables printed in panels: the same columns several times side by side, the rows going on in the next.

In the final accounts' table of economic uses, personnel stands in the left half and operating costs in the right.
Read as one panel after the other it is a plain table.
"""

from __future__ import annotations

from itertools import pairwise

import attrs

from cnbudget.layouts import SideForm
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.numbers import TEXT, parse
from cnbudget.words import plain

__all__ = ["panel_width", "unfolded"]


def panel_width(rows: list[GridRow], side: SideForm) -> int:
    """How many columns a panel has, by a heading of labels that comes again; 0 if none does."""
    for row in rows[:4]:
        starts = [i for i, cell in enumerate(row.cells) if cell and plain(cell) in side.labels]
        for start in starts[1:]:
            if plain(row.cells[start]) == plain(row.cells[starts[0]]):
                return start - starts[0]
    return 0


def unfolded(rows: list[GridRow], width: int) -> list[GridRow]:
    """The rows of the first panel, then those of the next; parts of rows with nothing in them are left out.

    Headings over a whole panel go with it, and an amount that stands under a merged label goes to its label.
    """
    count = -(-max(len(row.cells) for row in rows) // width)
    panels: list[list[GridRow]] = [[] for _ in range(count)]
    for row in rows:
        lacking = count * width - len(row.cells)
        cells = row.cells + [""] * lacking
        places = None if row.places is None else [*row.places, *[row.place] * lacking]
        spans = [slice(i * width, (i + 1) * width) for i in range(count)]
        parts = [cells[span] for span in spans]
        _under_label(parts)
        for panel, part, span in zip(panels, parts, spans, strict=True):
            if any(part):
                here = None if places is None else places[span]
                panel.append(attrs.evolve(row, cells=part, places=here))
    first = panels[0]
    repeated = {tuple(row.cells) for row in first[:4]}
    return first + [
        row for panel in panels[1:] for row in panel if tuple(row.cells) not in repeated
    ]


def _under_label(parts: list[list[str]]) -> None:
    """Give an amount that stands alone in a panel to the label before it that has none."""
    for left, right in pairwise(parts):
        words = [cell for cell in left if cell and parse(cell) is TEXT]
        if not words or any(parse(cell)[1] >= 0 for cell in left if cell):
            continue
        alone = [i for i, cell in enumerate(right) if cell]
        if len(alone) == 1 and parse(right[alone[0]])[1] >= 0 and left[alone[0]] == "":
            left[alone[0]], right[alone[0]] = right[alone[0]], ""
