"""The text files of the classifications, read into rows.

A file is a hierarchy by indentation::

    years 2018-2026
    207 [-2018]~文化体育与传媒支出
    207 [2019-]=文化旅游体育与传媒支出 @一般公共预算,政府性基金预算
     01 [2019-]=文化和旅游
      10 [2019-]=文化和旅游交流与合作

Each line has the digits that it adds to the code above it; then, in brackets, the years in which
the row holds, if those are not all the years of the list, with a mark of their own where they are known
otherwise than the name (``[2019-~]``); a mark for how well code and name are known
(``=`` confirmed, ``~`` probable, ``?`` doubtful); the name; and, in the functional list, after
``@`` the budgets that it belongs to where they are not 一般公共预算 alone. A code may have several
lines, one for each of its names. A line of digits alone only gives a place to the lines indented
under it. ``#`` begins a comment line.

This is read on the first use of a list, so the loop below does little for each line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeAlias

from cnbudget.classification.kinds import Budget, Kind
from cnbudget.errors import CatalogueError
from cnbudget.messages import Message, Said, say

ListedRow: TypeAlias = tuple[int, int, str, str, str, str]
"""Since, until, name, mark, mark of the years, budgets: plain, because thousands are made before the first lookup."""

FOREVER = 9999
FIRST_YEAR = 2018
GENERAL = Budget.GENERAL.value
MARKS = "?~="

DATA = os.path.join(os.path.dirname(__file__), "data")


class CodeList:
    """The rows of one list, for all years.

    Attributes:
        kind: Which list.
        rows: The rows of each code, by year.
        last: The last year of the list.
        lines: Where each code is written, for messages; empty for a shipped list.
        steps: What each code became in the next year, as far as it was worked out.
    """

    __slots__ = ("kind", "last", "lines", "rows", "steps")

    def __init__(self, kind: Kind, rows: dict[str, list[ListedRow]], last: int) -> None:
        self.kind = kind
        self.rows = rows
        self.last = last
        self.lines: dict[str, str] = {}
        self.steps: dict[int, dict[str, str]] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeList):
            return NotImplemented
        return (self.kind, self.last, self.rows) == (other.kind, other.last, other.rows)

    def __hash__(self) -> int:
        return hash((self.kind, self.last, len(self.rows)))


def shipped(kind: Kind) -> CodeList:
    """The list that comes with cnbudget."""
    return parse(text_of_list(os.path.join(DATA, f"{kind.value}.dat")), kind)


def text_of_list(path: str) -> str:
    """The text of a file of a list.

    Raises:
        CatalogueError: If it cannot be opened, or is not UTF-8 text.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise CatalogueError(
            say("classification.file_not_opened", strerror=error.strerror), where=path
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueError(
            say("classification.not_utf_8"), where=f"{path}, line {line}"
        ) from error


def parse(text: str, kind: Kind, *, path: str = "") -> CodeList:
    r"""The rows of a list's text.

    Args:
        text: The text.
        kind: Which list it is.
        path: The file it comes from, for messages.

    Raises:
        CatalogueError: If a line is not written so; names the file, the line, the remedy.

    >>> parse("301 =工资福利支出\n 01 [2020-]=基本工资\n", Kind.ECONOMIC).rows["30101"]
    [(2020, 9999, '基本工资', '=', '=', '')]
    """
    rows: dict[str, list[ListedRow]] = {}
    default = GENERAL if kind is Kind.FUNCTIONAL else ""
    above = ["", "", "", "", ""]
    table = CodeList(kind, rows, 0)
    number = 0
    line = ""
    try:
        for number, line in enumerate(text.split("\n"), 1):
            digits, _, rest = line.lstrip(" ").rstrip("\r").partition(" ")
            if not digits.isdigit():
                if (not digits and not rest) or digits.startswith("#"):
                    continue
                table.last = _last_year(digits, rest)
                continue
            depth = 0
            while line[depth] == " ":
                depth += 1
            code = above[depth] + digits
            above[depth + 1] = code
            if path:
                _check_code(code, depth, above[depth], kind)
                table.lines.setdefault(code, f"{path}, line {number}")
            if not rest:
                continue
            row = _row(rest, default)
            if path:
                _check_budgets(row[5], kind)
            known = rows.setdefault(code, [])
            if known and row[0] <= known[-1][1]:
                raise ValueError(say("classification.years_overlap", code=code))
            known.append(row)
    except (ValueError, IndexError) as error:
        known_wrong = bool(error.args) and isinstance(error.args[0], Message)
        wrong = error.args[0] if known_wrong else say("classification.not_a_line")
        remedy = say("classification.remedy")
        raise CatalogueError(
            wrong,
            where=f"{path or kind.value + '.dat'}, line {number}",
            hint=remedy.en,
            hint_zh=remedy.zh,
            value=line,
        ) from error
    return table


def _row(text: str, budgets: str) -> ListedRow:
    """What stands behind a code: its years, a mark and its name, and its budgets if they are not the usual ones."""
    since, until, sure = FIRST_YEAR, FOREVER, ""
    if text[0] == "[":
        years, _, text = text[1:].partition("]")
        if years[-1] in MARKS:
            years, sure = years[:-1], years[-1]
        low, _, high = years.partition("-")
        since, until = int(low or FIRST_YEAR), int(high or FOREVER)
        if since > until or "-" not in years:
            raise ValueError(say("classification.years_reversed"))
    mark, name = text[0], text[1:]
    if " " in name:
        name, _, budgets = name.partition(" @")
    if mark not in MARKS or not name or " " in name or "[" in name:
        raise ValueError(say("classification.no_name"))
    return since, until, name, mark, sure or mark, budgets


def _last_year(word: str, rest: str) -> int:
    low, _, high = rest.strip().partition("-")
    if word != "years" or not high or not int(low) <= int(high):
        raise ValueError(say("classification.neither_code_nor_years"))
    return int(high)


def _check_code(code: str, depth: int, above: str, kind: Kind) -> None:
    if depth and not above:
        raise ValueError(say("classification.no_code_above"))
    if len(code) not in kind.lengths or not code.isascii() or code[0] not in kind.first:
        lengths = ", ".join(map(str, kind.lengths))
        raise ValueError(
            say(
                "classification.not_a_code",
                code=code,
                kind=Said(kind.zh, kind.en),
                lengths=lengths,
                first=str(kind.first),
            )
        )


def _check_budgets(budgets: str, kind: Kind) -> None:
    known = [budget.value for budget in Budget]
    if budgets and (
        kind is not Kind.FUNCTIONAL or any(part not in known for part in budgets.split(","))
    ):
        raise ValueError(say("classification.not_a_budget", budgets=budgets, known=tuple(known)))


def parent_of(code: str, kind: Kind) -> str:
    """The code above a code, or an empty text.

    >>> parent_of("2080505", Kind.FUNCTIONAL), parent_of("208", Kind.FUNCTIONAL)
    ('20805', '')
    """
    if kind is Kind.FUNDING:
        return code[:-1]
    return code[:-2] if len(code) > 3 else ""


def lay_over(base: CodeList, over: CodeList) -> CodeList:
    """A list with another laid over it: a code that the other has is described by the other alone.

    Raises:
        CatalogueError: If a code is left without the code above it in one of its years.
    """
    table = CodeList(base.kind, {**base.rows, **over.rows}, max(base.last, over.last))
    table.lines = over.lines
    changed = set(over.rows)
    affected = changed.union(code for code in table.rows if parent_of(code, base.kind) in changed)
    for code in sorted(affected):
        _check_parent(table, code, over.lines)
    table.rows = dict(sorted(table.rows.items()))
    return table


def _check_parent(table: CodeList, code: str, lines: dict[str, str]) -> None:
    above = parent_of(code, table.kind)
    if not above:
        return
    parents = table.rows.get(above, [])
    for since, until, *_ in table.rows[code]:
        year = _uncovered(since, min(until, table.last), parents)
        if year is not None:
            raise CatalogueError(
                say("classification.listed_without_parent", code=code, year=year, above=above),
                where=lines.get(code) or lines.get(above, ""),
            )


def _uncovered(since: int, until: int, parents: Iterable[ListedRow]) -> int | None:
    for year in range(since, until + 1):
        if not any(low <= year <= high for low, high, *_ in parents):
            return year
    return None
