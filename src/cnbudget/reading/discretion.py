"""Between blocks and everything else: what is personal leaves the document here, before anything is made of it."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.errors import CnbudgetError
from cnbudget.persons import left_out, without_persons
from cnbudget.reading.blocks import Block, Grid, TextLine


def discreet(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks without persons' names and numbers, and how many of these there were.

    Paragraphs and rows in which nothing else stood are gone.
    """
    shapes = [
        block.text if isinstance(block, TextLine) else [row.cells for row in block.rows]
        for block in blocks
    ]
    left = without_persons(shapes)
    if not left.count:
        return blocks, 0
    kept: list[Block] = []
    for block, old, new in zip(blocks, shapes, left.blocks, strict=True):
        if new is old:
            kept.append(block)
        elif isinstance(block, TextLine) and isinstance(new, str):
            if new:
                kept.append(TextLine(new, block.place))
        elif isinstance(block, Grid) and not isinstance(new, str):
            rows = [
                row if cells is row.cells else attrs.evolve(row, cells=cells)
                for row, cells in zip(block.rows, new, strict=True)
                if cells is row.cells or any(cells)
            ]
            if rows:
                kept.append(Grid(rows))
    return kept, left.count


def discreet_record(data: Any) -> Any:
    """The package's own JSON without persons: it may have been made elsewhere, or by an earlier version.

    What is not of the schema's shape is left as it is; the reader says what is wrong with it.
    """
    if not isinstance(data, dict):
        return data
    data = dict(data)
    count = 0
    passages = data.get("passages")
    if isinstance(passages, list):
        shapes = [_shape(each) for each in passages]
        left = without_persons(shapes)
        count += left.count
        data["passages"] = [
            each if new is old else {**each, "text": _text(new)}
            for each, old, new in zip(passages, shapes, left.blocks, strict=True)
        ]
    for key, value in data.items():
        data[key], number = _plainly(value)
        count += number
    if count:
        known = data.get("left_out", 0)
        data["left_out"] = count + (known if isinstance(known, int) else 0)
    return data


def _shape(passage: Any) -> str | list[list[str]]:
    text = passage.get("text") if isinstance(passage, dict) else None
    if not isinstance(text, str):
        return ""
    if passage.get("grid") is True:
        return [line.split("\t") for line in text.split("\n")]
    return text


def _text(shape: str | list[list[str]]) -> str:
    return shape if isinstance(shape, str) else "\n".join(map("\t".join, shape))


def _plainly(value: Any) -> tuple[Any, int]:
    """A value of JSON with every text in it looked at by itself; how much was left out."""
    if isinstance(value, str):
        return left_out(value)
    if isinstance(value, list):
        pairs = [_plainly(each) for each in value]
        return [made for made, _ in pairs], sum(number for _, number in pairs)
    if isinstance(value, dict):
        found, count = {}, 0
        for key, each in value.items():
            found[key], number = _plainly(each)
            count += number
        return found, count
    return value, 0


def discreet_error(error: CnbudgetError) -> None:
    """Take persons out of what an error quotes."""
    error.where = left_out(error.where)[0]
    error.message = left_out(error.message)[0]
    error.zh = left_out(error.zh)[0]
    if isinstance(error.value, str):
        error.value = left_out(error.value)[0]


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
