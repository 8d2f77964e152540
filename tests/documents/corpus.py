"""Two real documents, retyped, and taken apart by means that share nothing with the reader.

Artux's is the example that ships. Akto's is the example with what its published file had lost on the way, and with a
narrative: its figures are those that were published, its words are our own.

A document is split by its lines "表 N" into sheets of rows of cells, so that a test can count what is printed, change a
cell, move a column or break a page, and put the document together again in another dress.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import attrs

from cnbudget import Disclosure, Report, State, check, read_text

ROOT = Path(__file__).parents[2]
NAMES = ("artux", "akto")
_STEMS = {"artux": "artux-2026", "akto": "akto-2024"}
_NARRATIVE = Path(__file__).parent / "akto-2024-narrative.txt"

AMOUNT = re.compile(r"-?[0-9][0-9 ]*\.[0-9 ]*[0-9]")
_NUMBERED = re.compile(r"表\s*([0-9]+)")
_RULE = re.compile(r"[|\s:-]+")
_TAGS = re.compile(r"</?b>|\*\*")
#: Headings that are not those of amounts.
LABELS = {
    "科目", "科目代码", "科目编码", "科目名称", "项目", "项目名称", "功能分类", "功能分类科目编码",
    "功能分类科目名称", "经济分类科目编码类", "经济分类科目编码", "经济分类科目名称", "“三公”经费支出内容",
    "类", "款", "项", "",
}  # fmt: skip


def path(name: str) -> Path:
    """The file of an example."""
    return ROOT / "examples" / f"{_STEMS[name]}.md"


@lru_cache
def text(name: str) -> str:
    """The text of a document, its tables as rows of tabs."""
    parts = taken_apart(path(name).read_text(encoding="utf-8"))
    return put_together(_worn(parts) if name == "akto" else parts)


def _worn(parts: Document) -> Document:
    """With a narrative, table 3 without its empty cells and with its total split, table 5 without names."""
    third, fifth = parts.sheet(3), parts.sheet(5)
    third.header = [
        ["科 目", "", "", "支出预算", "", ""],
        ["功能分类科目编码", "", "", "合 计", "基本支出", "项目支出"],
        ["类", "款", "项", "", "", ""],
    ]
    total = third.rows.pop()
    third.rows = [[*row[:4], *filter(None, row[4:])][:6] for row in third.rows]
    second = parts.sheet(2).rows[-1]
    second[second.index("13.12")] = "13.1 2"
    third.rows += [total[:6], ["", "", "", "", "", total[6]]]
    drop_column(fifth, 3)
    narrative = _NARRATIVE.read_text(encoding="utf-8").split("\n")
    third_part = max(i for i, line in enumerate(narrative) if line.startswith("第三部分"))
    parts.before, parts.after = narrative[:third_part], narrative[third_part:]
    return parts


@lru_cache
def budget(name: str) -> Disclosure:
    """A document as it is read."""
    return read_text(text(name))


def bare(cell: str) -> str:
    """A cell without marks and spaces."""
    return re.sub(r"\s", "", _TAGS.sub("", cell))


def is_amount(cell: str) -> bool:
    """Whether a cell is an amount, as these documents print them."""
    return AMOUNT.fullmatch(_TAGS.sub("", cell).strip()) is not None


def cells_of(line: str) -> list[str] | None:
    """The cells of a line that is a row of a table."""
    if "\t" in line:
        return line.split("\t")
    if line.startswith("|") and not _RULE.fullmatch(line):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return None


@attrs.frozen
class Printed:
    """An amount where it stands in the text: its line (from 1), its place among the cells, and itself."""

    line: int
    index: int
    value: Decimal


def printed(document: str) -> tuple[Printed, ...]:
    """All amounts in the rows between the first line "表 1" and the third part."""
    lines = document.split("\n")
    start = next(i for i, line in enumerate(lines) if _NUMBERED.fullmatch(line.strip()))
    end = _end(lines, start)
    return tuple(
        Printed(i + 1, j, Decimal(bare(cell)))
        for i in range(start, end)
        for j, cell in enumerate(cells_of(lines[i]) or ())
        if is_amount(cell)
    )


def _end(lines: list[str], start: int) -> int:
    """The line on which the tables end."""
    return next((i for i, line in enumerate(lines) if i > start and "第三部分" in line), len(lines))


def with_cell(document: str, place: Printed, new: str) -> str:
    """The text with another amount in one place; what is around it stays."""
    lines = document.split("\n")
    line = lines[place.line - 1]
    mark = "\t" if "\t" in line else "|"
    cells = line.split(mark)
    at = place.index + (mark == "|")
    cells[at] = AMOUNT.sub(lambda _: new, cells[at], count=1)
    lines[place.line - 1] = mark.join(cells)
    return "\n".join(lines)


# Sheets ------------------------------------------------------------------------------------------


@attrs.define
class Sheet:
    """A table: the lines over it, the rows of its header, its data rows, the lines below it.

    ``breaks`` are the places, among the data rows, of page breaks: (before which row, with the header or not).
    """

    number: int
    intro: list[str]
    header: list[list[str]]
    rows: list[list[str]]
    outro: list[str]
    breaks: dict[int, bool] = attrs.field(factory=dict)

    @property
    def width(self) -> int:
        """The number of its columns."""
        return max(len(row) for row in self.header)

    @property
    def aligned(self) -> bool:
        """Whether the cells of its rows stand under their headings (they do not in Akto's table 3)."""
        values = set(self.values)
        return all(
            i in values for row in self.rows for i, cell in enumerate(row) if is_amount(cell)
        ) and all(
            not row[i] or is_amount(row[i]) for row in self.rows for i in values if i < len(row)
        )

    @property
    def values(self) -> list[int]:
        """The places of its value columns."""
        return [i for i in range(self.width) if bare(self.leaf(i)) not in LABELS]

    def leaf(self, column: int) -> str:
        """The lowest heading of a column."""
        for row in reversed(self.header):
            if column < len(row) and row[column]:
                return row[column]
        return ""


@attrs.define
class Document:
    """A document in parts: what stands before the tables, the tables, what stands after them."""

    before: list[str]
    sheets: list[Sheet]
    after: list[str]

    def sheet(self, number: int) -> Sheet:
        """A table by its number."""
        return next(sheet for sheet in self.sheets if sheet.number == number)


def taken_apart(document: str) -> Document:
    """A text in parts. Pages of one table are put together."""
    lines = document.split("\n")
    starts = [i for i, line in enumerate(lines) if _NUMBERED.fullmatch(line.strip())]
    end = _end(lines, starts[0])
    sheets = []
    for start, stop in zip(starts, [*starts[1:], end], strict=True):
        number = _NUMBERED.fullmatch(lines[start].strip())
        assert number is not None
        sheets.append(_sheet(int(number[1]), lines[start:stop]))
    return Document(lines[: starts[0]], sheets, lines[end:])


def _sheet(number: int, lines: list[str]) -> Sheet:
    sheet = Sheet(number, [], [], [], [])
    for line in lines:
        cells = cells_of(line)
        if cells is None:
            if line.strip() and not _RULE.fullmatch(line):
                (sheet.outro if sheet.header else sheet.intro).append(line)
            continue
        cells = [_TAGS.sub("", cell).strip() for cell in cells]
        if not sheet.rows and not _is_data(cells):
            sheet.header.append(cells)
        elif [bare(c) for c in cells] not in [[bare(c) for c in row] for row in sheet.header]:
            sheet.rows.append(cells)
    width = sheet.width
    for row in sheet.header:
        row.extend([""] * (width - len(row)))
    return sheet


def _is_data(cells: list[str]) -> bool:
    words = [bare(cell) for cell in cells if cell]
    if words in (["总计"], ["合计"]) or words[0].startswith(("因公出国", "一、")):
        return True
    return any(is_amount(cell) or re.match(r"[0-9]{3}", cell) for cell in cells)


@lru_cache
def _apart(name: str) -> Document:
    return taken_apart(text(name))


def document(name: str, *, after: bool = False) -> Document:
    """A copy of a document in parts, to be changed; what stands after the tables only if asked for."""
    found = _apart(name)
    sheets = [
        Sheet(s.number, list(s.intro), [*map(list, s.header)], [*map(list, s.rows)], list(s.outro))
        for s in found.sheets
    ]
    return Document(list(found.before), sheets, list(found.after) if after else [])


# Putting together --------------------------------------------------------------------------------

Cell = Callable[[str], str]


def put_together(parts: Document, dress: str = "tabs") -> str:
    """A document as text, its tables as "tabs", "pipes", "html" or "spans" (HTML with merged headings)."""
    lines = list(parts.before)
    for sheet in parts.sheets:
        lines += ["", *(part for line in sheet.intro for part in (line, ""))]
        for number, rows in enumerate(_pages(sheet)):
            if number:
                lines += ["", f"— {number} —", ""]
            lines += _DRESSES[dress](sheet, rows)
        lines += ["", *sheet.outro, ""]
    return "\n".join([*lines, *parts.after])


def _pages(sheet: Sheet) -> Iterator[list[list[str]]]:
    page = [*sheet.header]
    for position, row in enumerate(sheet.rows):
        if position in sheet.breaks and position:
            yield page
            page = [*sheet.header] if sheet.breaks[position] else []
        page.append(row)
    yield page


def _tabs(_: Sheet, rows: list[list[str]]) -> list[str]:
    return ["\t".join(row) for row in rows]


def _pipes(sheet: Sheet, rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * sheet.width, *lines[1:]]


def _html(_: Sheet, rows: list[list[str]]) -> list[str]:
    body = [
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    ]
    return ["<table>", *body, "</table>"]


def _spans(sheet: Sheet, rows: list[list[str]]) -> list[str]:
    body = []
    for position, row in enumerate(rows):
        cells = []
        i = 0
        while i < len(row):
            span = 1
            if position < len(sheet.header) and row is sheet.header[position] and row[i]:
                while (
                    i + span < len(row) and not row[i + span] and _below(sheet, position, i + span)
                ):
                    span += 1
            mark = f' colspan="{span}"' if span > 1 else ""
            cells.append(f"<td{mark}>{html.escape(row[i])}</td>")
            i += span
        body.append(f"<tr>{''.join(cells)}</tr>")
    return ["<table border='1'>", *body, "</table>"]


def _below(sheet: Sheet, level: int, column: int) -> bool:
    return any(row[column] for row in sheet.header[level + 1 :])


_DRESSES = {"tabs": _tabs, "pipes": _pipes, "html": _html, "spans": _spans}
DRESSES = tuple(_DRESSES)


# Columns -----------------------------------------------------------------------------------------


def reorder(sheet: Sheet, shuffled: Callable[[list[Any]], list[Any]]) -> None:
    """Put the value columns of a sheet into another order, their headings with them, groups together."""
    values = set(sheet.values)
    order: list[int] = []
    heads: list[list[str]] = [[] for _ in sheet.header]

    def lay(level: int, columns: list[int]) -> None:
        units: list[list[int]] = []
        for column in columns:
            if not units or sheet.header[level][column] or not _below(sheet, level, column):
                units.append([column])
            else:
                units[-1].append(column)
        movable = [i for i, unit in enumerate(units) if set(unit) <= values]
        if (
            level == 0
            and len([u for u in units if set(u) & values]) == 2
            and sheet.number in (1, 4)
        ):
            movable = []  # the sides stay where they are
        for target, source in zip(movable, shuffled(list(movable)), strict=True):
            moved[level, target] = units[source]
        for i, unit in enumerate(units):
            here = moved.pop((level, i), unit)
            text = sheet.header[level][here[0]]
            heads[level] += [text] + [""] * (len(here) - 1)
            if level + 1 < len(sheet.header) and len(here) > 1:
                lay(level + 1, here)
            else:
                order.extend(here)
                for below in range(level + 1, len(sheet.header)):
                    heads[below] += [sheet.header[below][column] for column in here]

    moved: dict[tuple[int, int], list[int]] = {}
    lay(0, list(range(sheet.width)))
    sheet.header = heads
    sheet.rows = [
        [(row + [""] * (sheet.width - len(row)))[column] for column in order] for row in sheet.rows
    ]


def drop_column(sheet: Sheet, column: int) -> None:
    """Leave a column out; a heading over several columns stays over the rest."""
    for level, row in enumerate(sheet.header):
        covers = row[column] and column + 1 < len(row) and not row[column + 1]
        if covers and _below(sheet, level, column) and _below(sheet, level, column + 1):
            row[column + 1] = row[column]
    for row in (*sheet.header, *sheet.rows):
        if column < len(row):
            del row[column]


def insert_column(sheet: Sheet, before: int, heading: str, cells: Callable[[int], str]) -> None:
    """Put another column in, with its heading in the lowest row of the header."""
    for level, row in enumerate(sheet.header):
        row.insert(before, heading if level == len(sheet.header) - 1 else "")
    for position, row in enumerate(sheet.rows):
        row.extend([""] * (before - len(row)))
        row.insert(before, cells(position))


# What was read -----------------------------------------------------------------------------------

Fact = tuple[State, Decimal | None, int]
Key = tuple[Any, ...]


def facts(disclosure: Disclosure) -> dict[Key, Fact]:
    """Every figure of the form's columns, by table, side, row and column: its state, value and places."""
    found: dict[Key, Fact] = {}
    key: Key
    for table in disclosure.tables:
        for side in table.sides:
            for row in side.rows:
                address = row.address
                if row.kind == "total":
                    name: Any = "total"
                elif row.code is not None:
                    name = row.code.digits
                else:
                    name = address.path
                for figure in row.figures:
                    if figure.column.key:
                        key = (
                            table.key,
                            side.side,
                            row.kind,
                            name,
                            address.project,
                            figure.column.key,
                        )
                        while key in found:
                            key = (*key, "again")
                        found[key] = (figure.state, figure.value, figure.places)
    return found


def assert_same(name: str, document: str) -> Disclosure:
    """Assert that a text gives the very figures of a document, and that nothing in it is violated."""
    read = read_text(document)
    expected, found = facts(budget(name)), facts(read)
    changed = {
        key: (expected.get(key), found.get(key))
        for key in expected.keys() | found.keys()
        if expected.get(key) != found.get(key)
    }
    assert not changed
    assert_nothing_wrong(read)
    return read


def assert_same_or_stated(name: str, document: str) -> Disclosure:
    """Assert that a text gives the figures of a document, or says of what table it lacks them; nothing is violated."""
    read = read_text(document)
    expected, found = facts(budget(name)), facts(read)
    stated = {problem.key for problem in read.problems}
    for key, (_, value, _) in expected.items():
        figure = found.get(key)
        if figure is None:
            assert key[0] in stated, key
        elif figure[1] is None:
            assert figure[0] is State.MISSING
        elif value is not None:
            assert figure[1] == value, key
    for key in found.keys() - expected.keys():
        assert found[key][1] is None or key[0] in stated, key
    assert_nothing_wrong(read)
    return read


def assert_nothing_wrong(read: Disclosure) -> Report:
    """Assert that no finding of severity error or minor is violated."""
    report = check(read)
    assert [finding.zh for finding in report.wrong] == []
    return report
