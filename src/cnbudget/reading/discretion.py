"""Between blocks and everything else: what is personal leaves the document here, before anything is made of it."""

from __future__ import annotations

import attrs

from cnbudget.persons import left_out, without_persons
from cnbudget.reading.blocks import Block, Grid, Paragraph

__all__ = ["discreet", "sheet_names"]


def discreet(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks without persons' names and numbers, and how many of these there were.

    Paragraphs and rows in which nothing else stood are gone.
    """
    shapes = [
        block.text if isinstance(block, Paragraph) else [row.cells for row in block.rows]
        for block in blocks
    ]
    left = without_persons(shapes)
    if not left.count:
        return blocks, 0
    kept: list[Block] = []
    for block, old, new in zip(blocks, shapes, left.blocks, strict=True):
        if new is old:
            kept.append(block)
        elif isinstance(block, Paragraph) and isinstance(new, str):
            if new:
                kept.append(Paragraph(new, block.place))
        elif isinstance(block, Grid) and not isinstance(new, str):
            rows = [
                row if cells is row.cells else attrs.evolve(row, cells=cells)
                for row, cells in zip(block.rows, new, strict=True)
                if cells is row.cells or any(cells)
            ]
            if rows:
                kept.append(Grid(rows))
    return kept, left.count


def sheet_names(names: list[str]) -> dict[str, str]:
    """Each sheet's name, and how places name it: without persons, and still told apart.

    >>> sheet_names(["收支总表", "负责人 张三", "负责人 李四"])
    {'收支总表': '收支总表', '负责人 张三': '负责人', '负责人 李四': '负责人·2'}
    """
    shown: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        bare = left_out(name)[0] or "工作表"
        found, number = bare, 1
        while found in used or (found != name and found in names):
            number += 1
            found = f"{bare}·{number}"
        used.add(found)
        shown[name] = found
    return shown
