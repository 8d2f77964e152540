"""Text and Markdown into blocks: tab-separated rows, pipe tables, embedded HTML tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cnbudget.errors import UnreadableError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.limits import LIMITS, Limits, too_many_rows
from cnbudget.messages import say
from cnbudget.reading.blocks import Block, Grid, GridRow, TextLine
from cnbudget.reading.cells import is_name
from cnbudget.words import superscript

__all__ = ["blocks_of_text", "whole"]

_SUP = expression(r"<sup\b[^<>\n]{0,80}>([^<>\n]{0,20})</sup>", re.IGNORECASE)
#: The mark of a footnote in Markdown, [^1], and what is raised, ^1^.
_NOTE_MARK = expression(r"\[\^([0-9A-Za-z]{1,8})\](?!:)|\^([0-9]{1,3})\^")
_TAG = expression(r"</?[A-Za-z][^<>\n]{0,200}>")
_ENTITY = expression(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_AMOUNT = expression(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
#: What is no name of a row: a sentence, a note, the title of a further table, and what stands below it.
_NO_NAME = expression(
    "[。；！]|表$|^(?:注|备注|说明|单位|金额单位|部门|编制(?:部门|单位))[:：]|^.{60}"
)
_MANY = 8  # rows that show how a text treats empty cells
_HALF = expression("[\ud800-\udfff]")
#: The line between the header and the rows of a table in Markdown.
_RULE = expression(r"[\s|:+=]*+-[\s|:+=-]*+")


def whole(text: str, where: str = "") -> str:
    """The text, if each of its characters is a whole one.

    Raises:
        UnreadableError: One is only half of one (a lone surrogate), which nothing can write down.
    """
    half = None if text.isascii() else _HALF.search(text)
    if half is not None:
        line = text.count("\n", 0, half.start()) + 1
        raise UnreadableError(
            say("reading.half_character", line=line, half=ord(half[0])),
            where=where,
        )
    return text


def blocks_of_text(text: str, limits: Limits = LIMITS) -> list[Block]:
    r"""The blocks of a text, with the numbers of their lines.

    >>> blocks = blocks_of_text("标题\n\n项目\t预算数\n收入\t1.00\n")
    >>> [type(block).__name__ for block in blocks], blocks[1].rows[1].cells
    (['TextLine', 'Grid'], ['收入', '1.00'])
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text:
        text = text.replace("\f", "")
    _refuse_more(text, limits)
    blocks: list[Block] = []
    if "<table" in text or "<TABLE" in text:
        from cnbudget.reading.markup import split_tables

        for part, line, html in split_tables(text, limits):
            if html is None:
                _plain_text(part, line, blocks, limits.columns)
            else:
                blocks.extend(html)
    else:
        _plain_text(text, 1, blocks, limits.columns)
    _give_ends(blocks)
    return blocks


def _refuse_more(text: str, limits: Limits) -> None:
    """Refuse a text of more lines, rows or cells than are read, before any of them is made.

    Raises:
        UnreadableError: It has more.
    """
    if text.count("\n") >= limits.lines:
        raise UnreadableError(say("limits.lines", most=limits.lines))
    if text.count("\t") + text.count("|") <= min(limits.rows, limits.table_cells // 2):
        return
    rows = cells = 0
    for line in text.split("\n"):
        marks = max(line.count("\t"), line.count("|"))
        if 0 < marks < limits.columns and not line.isspace():
            rows += 1
            cells += marks + 1
    if rows > limits.rows:
        raise too_many_rows(limits)
    if cells > limits.table_cells:
        raise UnreadableError(say("reading.too_many_cells", most_cells=limits.table_cells))


def _plain_text(text: str, first: int, blocks: list[Block], columns: int) -> None:
    if "<" in text:
        if "<sup" in text or "<SUP" in text:
            text = _SUP.sub(lambda found: superscript(found[1]), text)
        text = _TAG.sub("", text)
    if "[^" in text or "^" in text:
        text = _NOTE_MARK.sub(lambda found: superscript(found[1] or found[2]), text)
    if "**" in text:
        text = text.replace("**", "")
    rows: list[GridRow] = []
    number = first - 1
    for line in text.split("\n"):
        number += 1
        if "\t" in line:
            if line.count("\t") < columns:
                if not line.isspace():
                    rows.append(GridRow(list(map(str.strip, line.split("\t"))), Place(number)))
                continue
        elif line[:1] == "|" or (rows and rows[-1].padded and "|" in line):
            stripped = line.strip()
            if stripped.count("|") < columns:
                if not _RULE.fullmatch(stripped[:2000]):
                    rows.append(GridRow(_pipe_cells(stripped), Place(number), padded=True))
                continue
        if rows:
            blocks.append(Grid(rows))
            rows = []
        stripped = line.strip()
        if stripped:
            if "&" in stripped:
                stripped = _without_entities(stripped)
            blocks.append(TextLine(stripped, Place(number)))
    if rows:
        blocks.append(Grid(rows))


def _give_ends(blocks: list[Block]) -> None:
    """Give rows parted by tabs the empty cells back that stood at their ends, where all of a text's were taken off.

    Some programs strip lines at their ends. It shows where many rows keep an empty cell between others, none has one at
    its end, and many are short: whoever drops empty cells drops those between others as well, and a slip loses a cell
    of few rows.
    """
    grids = [each.rows for each in blocks if isinstance(each, Grid) and not each.rows[0].padded]
    all_rows = [(row, width) for rows, width in _with_widths(grids) for row in rows]
    with_amounts = [each for each in all_rows if _AMOUNT.fullmatch(each[0].cells[-1])]
    between = sum("" in row.cells for row, _ in with_amounts)
    short = sum(len(row.cells) < width for row, width in with_amounts)
    if min(between, short) < _MANY or any(row.cells[-1] == "" for row, _ in all_rows):
        return
    if any(map(_lost_its_start, grids)):
        return  # which end a short row was longer at is not known
    _join_over_names(blocks)
    grids = [each.rows for each in blocks if isinstance(each, Grid) and not each.rows[0].padded]
    for rows, width in _with_widths(grids):
        for row in rows:
            row.cells += [""] * (width - len(row.cells))
            row.padded = True


def _lost_its_start(rows: list[GridRow]) -> bool:
    """Whether a row has amounts where others have codes and names, 总计 100.00: its line was stripped at both ends."""
    coded = [row.cells for row in rows if row.cells[0].isdecimal()]
    if 2 * len(coded) <= len(rows):
        return False
    named = Counter(
        next((i for i, cell in enumerate(cells) if is_name(cell)), 0) for cells in coded
    )
    at = max(named, key=lambda place: named[place])
    return any(
        is_name(row.cells[0]) and any(_AMOUNT.fullmatch(cell) for cell in row.cells[1 : at + 1])
        for row in rows
    )


def _join_over_names(blocks: list[Block]) -> None:
    """Make rows of the names, in lines between those of a table, of which nothing was left but the name.

    The line below has amounts: that of a table that begins has none.
    """
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and _AMOUNT.fullmatch(block.rows[0].cells[-1]):
            start, line = len(found), block.place.line
            while (
                start and isinstance(last := found[start - 1], TextLine) and _is_above(last, line)
            ):
                start, line = start - 1, last.place.line
            before = found[start - 1] if start else None
            names = [each for each in found[start:] if isinstance(each, TextLine)]
            if (
                isinstance(before, Grid)
                and _is_above(before.rows[-1], line)
                and not any(_NO_NAME.search(each.text) for each in names)
            ):
                before.rows.extend([GridRow([each.text], each.place) for each in names])
                before.rows.extend(block.rows)
                del found[start:]
                continue
        found.append(block)
    blocks[:] = found


def _is_above(row: TextLine | GridRow, line: int | None) -> bool:
    """Whether a row stands in the line above one."""
    return line is not None and row.place.line == line - 1


def _with_widths(grids: list[list[GridRow]]) -> Iterator[tuple[list[GridRow], int]]:
    for rows in grids:
        yield rows, max(len(row.cells) for row in rows)


def _pipe_cells(line: str) -> list[str]:
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    if "\\|" in line:
        cells = line.replace("\\|", "\x00").split("|")
        cells = [cell.replace("\x00", "|").strip() for cell in cells]
    else:
        cells = [cell.strip() for cell in line.split("|")]
    return list(map(_without_entities, cells)) if "&" in line else cells


def _without_entities(text: str) -> str:
    """A text with the marks that are written as entities (&lt;, &#42;); few documents need it."""
    if ";" not in text:
        return text
    from html import unescape

    def mark(found: re.Match[str]) -> str:
        return unescape(found[0]).strip() or " "  # no mark ends a line

    return _ENTITY.sub(mark, text)
