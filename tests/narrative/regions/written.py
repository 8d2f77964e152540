"""Prose as places word it, written down with what each number is, and filled from the invented ledger of a form.

A document is a text file in ``documents``: ``@form`` names the form of `tests.reading.worded.forms` whose tables stand
before the prose, ``@merged repeated`` writes what a merged cell covers again in rows of amounts, ``@commas yes``
separates thousands; every other line is a paragraph.
In braces stands what a number is, never what it comes to:

- ``{s:G}``: an amount, by pairs of a dimension and a value as in the forms; ``y:`` and ``t:`` are another time;
- ``{A - B}``: by how much A is more or less than B; ``{A % B}``: its rate; ``{A - B?增加:减少}``: the word for it;
- ``{A / B}``: the share of A in B in per cent; ``{A // B}``: the rate to which B was carried out;
- ``{!12.30}``: a number that nothing else in the document tells, as it is printed.

Names after ``$`` stand for pairs that are often meant (``$three``); of which money, ``@money`` says (of all
appropriations if it does not).
"""

from __future__ import annotations

import os
import re
from decimal import ROUND_HALF_UP, Decimal

import attrs

from cnbudget.scope import Scope
from tests.reading.worded import printing
from tests.reading.worded.printing import Cell, Form, scope_of, worded

__all__ = ["Number", "Written", "documents", "written"]

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "documents")
_BRACES = re.compile(r"\{([^{}]*)\}")
_SIGNS = {" - ": "change", " % ": "growth", " / ": "share", " // ": "completion"}
_NAMES = {
    "$three": "e:30212,30217,30231,30913,31013 s:PK",
    "$abroad": "e:30212 s:PK",
    "$reception": "e:30217 s:PK",
    "$vehicles": "e:30231,30913,31013 s:PK",
    "$purchase": "e:30913,31013 s:PK",
    "$driving": "e:30231 s:PK",
    "$meetings": "e:30215 s:PK",
    "$training": "e:30216 s:PK",
    "$office": "s:PK n:O",
    "$last": "y:last",
}
#: The longest first, so that no name is taken for the beginning of another.
_ORDER = sorted(_NAMES, key=len, reverse=True)


@attrs.frozen
class Number:
    """A number of the prose, and what it was written down to be.

    Attributes:
        line: In which line of the document it stands.
        at: Where it begins in that line.
        text: As it is printed.
        kind: What kind of claim it makes; "" for one that nothing else tells.
        value: Its value, with its sign.
        scope: What it totals, with year and stage where they are not the document's; of a rate or share, of its part.
        other: The scope of the amount that it is compared with, or the share's whole.
    """

    line: int
    at: int
    text: str
    kind: str
    value: Decimal
    scope: Scope | None = None
    other: Scope | None = None


@attrs.frozen
class Written:
    """A document: its tables and prose in Markdown, and the numbers of the prose."""

    name: str
    form: Form
    lines: tuple[str, ...]
    numbers: tuple[Number, ...]
    words: tuple[tuple[int, int, str, str], ...]
    first: int

    @property
    def text(self) -> str:
        """The document."""
        return "\n".join(self.lines)

    @property
    def stage(self) -> str:
        """预算 or 决算, as its tables say."""
        return "决算" if any("决算" in line for line in self.lines[:6]) else "预算"

    def total(self, scope: Scope | None) -> Decimal | None:
        """What the ledgers have of a scope, in 万元."""
        return None if scope is None else self.form.total(scope)

    @property
    def tables(self) -> str:
        """The tables alone."""
        return "\n".join(self.lines[: self.first])

    def changed(self, line: int, at: int, old: str, new: str) -> str:
        """The document with something else in one place of its prose."""
        lines = list(self.lines)
        here = lines[line - 1]
        assert here.startswith(old, at), (here, at, old)
        lines[line - 1] = here[:at] + new + here[at + len(old) :]
        return "\n".join(lines)


def documents() -> list[str]:
    """The names of the documents."""
    return sorted(name[:-4] for name in os.listdir(FOLDER) if name.endswith(".txt"))


def written(name: str) -> Written:
    """A document, filled in."""
    with open(os.path.join(FOLDER, f"{name}.txt"), encoding="utf-8") as file:
        source = [line.strip() for line in file if line.strip() and not line.startswith("#")]
    said = dict(line[1:].split(" ", 1) for line in source if line.startswith("@"))
    prose = [line for line in source if not line.startswith("@")]
    filled = worded(said["form"], said.get("name", ""))
    lines = _markdown(filled.form, again=said.get("merged") == "repeated")
    first, writer = len(lines), _Writer(filled, len(lines), said)
    for line in prose:
        lines += [writer.line(line), ""]
    return Written(
        name, filled.form, tuple(lines), tuple(writer.numbers), tuple(writer.words), first
    )


class _Writer:
    """Fills in the lines of the prose."""

    def __init__(self, filled: printing.Printer, count: int, said: dict[str, str]) -> None:
        self.filled, self.count, self.commas = filled, count, said.get("commas") == "yes"
        self.money = f"s:{said.get('money', 'PK')}"
        self.numbers: list[Number] = []
        self.words: list[tuple[int, int, str, str]] = []

    def line(self, source: str) -> str:
        text, end = "", 0
        for found in _BRACES.finditer(source):
            text += source[end : found.start()]
            text += self._filled(found[1], len(text))
            end = found.end()
        self.count += 2
        return text + source[end:]

    def _filled(self, what: str, at: int) -> str:
        line = self.count + 1
        if what.startswith("!"):
            self.numbers.append(Number(line, at, what[1:], "", Decimal(what[1:].replace(",", ""))))
            return what[1:]
        what, _, words = what.partition("?")
        sign = next((each for each in _SIGNS if each in what), "")
        one, _, other = what.partition(sign) if sign else (what, "", "")
        kind = _SIGNS.get(sign, "amount")
        scope, value = self._amount(one)
        against, base = self._amount(other) if sign else (None, Decimal(0))
        if kind == "change":
            value -= base
        elif kind == "growth":
            value = (value - base) / base * 100
        elif kind in ("share", "completion"):
            value = value / base * 100
        if words:
            more, _, less = words.partition(":")
            self.words.append((line, at, more, less) if value > 0 else (line, at, less, more))
            return more if value > 0 else less
        value = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        text = f"{abs(value):,.2f}" if self.commas else f"{abs(value):.2f}"
        self.numbers.append(Number(line, at, text, kind, value, scope, against))
        return text

    def _amount(self, what: str) -> tuple[Scope, Decimal]:
        for name in _ORDER:
            what = what.replace(name, _NAMES[name].replace("s:PK", self.money))
        what = what.replace("y:last", f"y:{self.filled.form.year - 1}")
        scope = scope_of(*what.replace("=", "").split())
        assert scope is not None, what
        return scope, self.filled.amount(scope)


def _markdown(form: Form, *, again: bool) -> list[str]:
    """The tables of a form; what a merged cell of the headings, or (again) any cell, covers repeats its text."""
    lines: list[str] = []
    for part in form.parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        for number, row in enumerate(_spread(part, again=again)):
            lines.append(f"| {' | '.join(row)} |")
            if not number:
                lines.append("|" + "---|" * len(row))
        lines.append("")
    return lines


def _spread(grid: list[list[Cell]], *, again: bool) -> list[list[str]]:
    width = max(map(len, grid))
    found = [[""] * width for _ in grid]
    amounts = (n for n, row in enumerate(grid) if any(cell.amount is not None for cell in row))
    heading = len(grid) if again else next(amounts, len(grid))
    for down, row in enumerate(grid):
        for across, cell in enumerate(row):
            for i in range(down, min(len(grid), down + cell.down)):
                for j in range(across, min(width, across + cell.across)):
                    if not cell.covered and (i < heading or (i, j) == (down, across)):
                        found[i][j] = cell.text
    return found
