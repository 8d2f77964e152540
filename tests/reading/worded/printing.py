"""Forms as places print them, written down with what each cell totals, and filled from an invented ledger.

A form is a text file in ``forms``. A line is a paragraph, a row of a table (`|`), or says something to the printer:

- ``@year``, ``@stage``, ``@sources``, ``@agencies``, ``@closing``, ``@procures``: of the ledger and the document;
- ``@open``: how many figures stay open, as the first line says why; ``@wrong``: the amount that is changed to be found;
- ``@base``: what the next table is of;
- ``@cols``: what each column adds; ``-`` for a column of labels, ``?`` for one whose figures are no money;
- ``@rows STYLE KIND``: a row for each code of the ledger that the table has.

In a row ``<`` and ``^`` go on with the cell to the left and above, ``*`` is the amount of its row and column, ``=…``
one of its own, ``?…`` a number that is no amount of the ledger. Behind ``||`` stands what a row adds.
What is added are pairs of a dimension and a value: ``f:`` function, ``e:`` economic code, ``g:`` government's, ``s:``
source, ``n:`` nature, ``w:`` flow, ``y:`` year, ``t:`` stage, ``a:`` agency, ``p:`` project, ``q:`` procurement.
``A - B`` is a difference and ``A % B`` the rate of one.
"""

from __future__ import annotations

import html
import os
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import attrs

from cnbudget import FundingSource, Ledger, Nature, Procurement, Scope
from cnbudget.classification import Kind, default
from tests.reading.worded.ledgers import FLOWS, NATURES, SOURCES, ledger_for, opened_ledger

__all__ = ["Amount", "Cell", "Form", "Printer", "form", "form_path", "forms", "scope_of", "worded"]

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "forms")


@attrs.frozen
class Amount:
    """An amount of a form.

    Attributes:
        scope: What it totals.
        text: As it is printed.
    """

    scope: Scope
    text: str


@attrs.frozen
class Cell:
    """A cell of a table."""

    text: str
    amount: Amount | None = None
    across: int = 1
    down: int = 1
    covered: bool = False


@attrs.define
class Form:
    """A form filled in.

    Attributes:
        name: Its name.
        year: The fiscal year.
        ledgers: The ledgers of each year and stage that it prints.
        parts: Its paragraphs and tables.
        open: How many figures words do not tell the scope of.
        wrong: The number of an amount that the rest of the document tells.
    """

    name: str
    year: int
    ledgers: dict[tuple[int | None, str | None], Ledger]
    parts: list[str | list[list[Cell]]]
    open: int = 0
    wrong: int = 0

    @property
    def amounts(self) -> list[Amount]:
        """All amounts that are not zero."""
        return [
            cell.amount
            for part in self.parts
            if not isinstance(part, str)
            for row in part
            for cell in row
            if cell.amount is not None and cell.amount.text.strip("0.-")
        ]

    @property
    def told(self) -> set[str]:
        """The numbers that are no amounts of its ledgers."""
        grids = (part for part in self.parts if not isinstance(part, str))
        return {cell.text for grid in grids for row in grid for cell in row if cell.amount is None}

    def totals(self, scope: Scope) -> set[Decimal | None]:
        """What the ledger has of a scope, whether money carried over is told by its kind or by its flow alone."""
        return {self.total(scope), self.total(scope, opened=True), self.total(scope, opened=None)}

    def total(self, scope: Scope, *, opened: bool | None = False) -> Decimal | None:
        """What the ledger of a scope's year and stage has of it, in 万元; None if it has no such ledger.

        Args:
            scope: The scope.
            opened: Whether money carried over is taken for an opening balance of its kind, and not as a kind.
        """
        ledger = self.ledgers.get((scope.year, scope.stage))
        if ledger is None:
            return None
        if opened is not False:
            ledger = opened_ledger(ledger, opened)
        return ledger.total(attrs.evolve(scope, year=None, stage=None)).yuan / 10_000

    def html(self) -> str:
        """The document as a page."""
        out = ["<html><body>"]
        for part in self.parts:
            if isinstance(part, str):
                out.append(f"<p>{html.escape(part)}</p>")
                continue
            out.append("<table>")
            for row in part:
                cells = []
                for cell in row:
                    if cell.covered:
                        continue
                    spans = f" colspan={cell.across}" * (cell.across > 1)
                    spans += f" rowspan={cell.down}" * (cell.down > 1)
                    cells.append(f"<td{spans}>{html.escape(cell.text)}</td>")
                out.append(f"<tr>{''.join(cells)}</tr>")
            out.append("</table>")
        return "\n".join([*out, "</body></html>"])

    def planted(self, number: int) -> Form:
        """The form with one amount changed."""
        amount, count = self.amounts[number], 0
        parts: list[str | list[list[Cell]]] = []
        for part in self.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            rows = []
            for row in part:
                cells = []
                for cell in row:
                    if cell.amount is not None and cell.amount.text.strip("0.-"):
                        if count == number:
                            wrong = (
                                f"{Decimal(amount.text.replace(',', '')) + Decimal('36.90'):.2f}"
                            )
                            cells.append(attrs.evolve(cell, text=wrong))
                            count += 1
                            continue
                        count += 1
                    cells.append(cell)
                rows.append(cells)
            parts.append(rows)
        return attrs.evolve(self, parts=parts)


def forms() -> list[str]:
    """The names of the forms."""
    return sorted(name[:-4] for name in os.listdir(FOLDER) if name.endswith(".txt"))


def form_path(name: str) -> str:
    """Where a form is written down."""
    return os.path.join(FOLDER, f"{name}.txt")


def form(name: str) -> Form:
    """A form, filled in."""
    return worded(name).form


def worded(name: str, agency: str = "") -> Printer:
    """A form, filled in, by what can tell further amounts of its ledgers.

    Args:
        name: The form's name.
        agency: What to call the agency in place of the form's own name, as "OLD=NEW".
    """
    with open(form_path(name), encoding="utf-8") as file:
        text = file.read()
    old, _, new = agency.partition("=")
    return Printer(name, (text.replace(old, new) if old else text).splitlines())


# Printing ----------------------------------------------------------------------------------------


def _piece(text: str) -> dict[str, object]:
    """What a text adds to a scope."""
    said: dict[str, object] = {}
    for part in text.split():
        key, _, value = part.partition(":")
        several = tuple(value.split(","))
        if key == "s":
            total = FundingSource(0)
            for each in value.split("+"):
                total |= SOURCES[each]
            said["source"] = total
        elif key == "n":
            kinds = Nature(0)
            for each in value.split("+"):
                kinds |= NATURES[each]
            said["nature"] = kinds
        elif key == "w":
            said["flow"] = FLOWS[value]
        elif key == "q":
            said["procurement"] = Procurement[value]
        elif key == "y":
            said["year"] = int(value)
        elif key == "t":
            said["stage"] = value
        else:
            name = {
                "f": "function",
                "e": "economic",
                "g": "government_economic",
                "a": "agency",
                "p": "project",
            }[key]
            said[name] = several
    return said


def scope_of(*texts: str) -> Scope | None:
    """The meet of what some texts add; None if they have nothing in common."""
    said: dict[str, object] = {}
    for text in texts:
        for key, new in _piece(text).items():
            old = said.get(key)
            if old is None or key not in _MEETING:
                said[key] = new
                continue
            met = Scope(**{key: old}).meet(Scope(**{key: new}))  # type: ignore[arg-type]
            if met is None:
                return None
            said[key] = getattr(met, key)
    return Scope(**said)  # type: ignore[arg-type]


#: What a row and a column both may say.
_MEETING = ("source", "nature", "procurement", "function", "economic")


class Printer:
    """Fills in a form."""

    def __init__(self, name: str, lines: list[str]) -> None:
        self.said: dict[str, str] = {}
        self.form = Form(name, 0, {}, [])
        self.base = ""
        self.cols: list[str] = []
        self.rows: list[list[str]] = []
        self.adds: list[str] = []
        for line in [*lines, ""]:
            if line.startswith("#"):
                continue
            if line.startswith("|"):
                self._row(line)
                continue
            if line.startswith("@rows"):
                self._codes(*line.split()[1:])
                continue
            if line.startswith("@"):
                key, _, value = line[1:].partition(" ")
                if key == "base":
                    self._end()
                    self.base, self.cols = value, []
                elif key == "cols":
                    self.cols = [each.strip() for each in value.split("|")]
                else:
                    self.said[key] = value
                continue
            self._end()
            if line.strip():
                self.form.parts.append(line.strip())

        self.form.open = int(self.said.get("open", "0"))
        self.form.wrong = int(self.said.get("wrong", "0"))

    def _row(self, line: str) -> None:
        row, _, adds = line[1:].partition("||")
        cells = [each.strip() for each in row.rstrip().removesuffix("|").split("|")]
        self.rows.append(cells)
        self.adds.append(adds.strip())

    def _ledger(self, scope: Scope) -> Ledger:
        if not self.form.ledgers:
            self.form.year = int(self.said["year"])
        key = (scope.year, scope.stage)
        found = self.form.ledgers.get(key)
        if found is None:
            seed = f"{self.form.name}{scope.year}{scope.stage}"
            found = self.form.ledgers[key] = ledger_for(Random(seed), self.said)
        return found

    def amount(self, scope: Scope) -> Decimal:
        """What the ledger of a scope's year and stage has of it, in 万元."""
        asked = attrs.evolve(scope, year=None, stage=None)
        return self._ledger(scope).total(asked).yuan / 10_000

    def _value(self, *texts: str) -> tuple[Scope | None, Decimal]:
        scope = scope_of(self.base, *texts)
        if scope is None:
            return None, Decimal(0)
        return scope, self.amount(scope)

    def _codes(self, style: str, kind: str, *rest: str) -> None:
        """Rows for codes; of the rest, levels are digits, and what else there is is added to each."""
        unit = [each[2:] for each in rest if each.startswith("u=")]
        rest = tuple(each for each in rest if not each.startswith("u="))
        style, _, where = style.partition(":")
        base = scope_of(self.base, *[each for each in rest if not each.isdigit()])
        assert base is not None
        field = {"f": "function", "e": "economic", "g": "government_economic"}[kind]
        codes = set()
        for entry in self._ledger(base):
            code = getattr(entry, field)
            if code is not None and attrs.evolve(base, year=None, stage=None).contains(entry):
                codes.add(code.digits)
        kinds = {"f": Kind.FUNCTIONAL, "e": Kind.ECONOMIC, "g": Kind.GOVERNMENT_ECONOMIC}
        names = {code: rows[-1][2] for code, rows in default().table(kinds[kind]).rows.items()}
        levels = [int(each) for each in rest if each.isdigit()] or [3, 5, 7]
        every = sorted(
            {code[:length] for code in codes for length in levels if length <= len(code)}
        )
        values = sum(each != "-" for each in self.cols)
        lead = next((n for n, each in enumerate(self.cols) if each != "-"), 0)
        values, spare = len(self.cols) - lead, [""] * lead
        for number, code in enumerate(every):
            parts, name = [code[:3], code[3:5], code[5:7]], names[code]
            own = [*("" if i < len(code) // 2 - 1 else part for i, part in enumerate(parts))]
            ordinal = "一二三四五六七八九"[number % 9]
            labels = {
                "whole": [code, name],
                "cells": [*parts, name],
                "cells2": [*parts[:2], name],
                "own": [*own, name],
                "long": [
                    code[:3],
                    code[:5] if len(code) > 3 else "",
                    code if len(code) > 5 else "",
                    name,
                ],
                "long4": [code, "", "", name],
                "line": [str(number + 2), code, name],
                "indent2": [code, "　" * (len(code) // 2 - 1) + name],
                "agency": [where, code, name],
                "joined": [f"{code} {name}"],
                "brackets": [f"[{code}]{name}"],
                "dashed": [f"{code}-{name}"],
                "names": [name],
                "ordinals": [f"{ordinal}、{name}"],
                "bracketed": [f"（{ordinal}）{name}"],
                "indented": ["　" * (len(code) // 2 - 1) + name],
            }[style]
            labels = [*labels[:-1], *unit, labels[-1]]
            self.rows.append([*(labels + spare)[: max(len(spare), len(labels))], *["*"] * values])
            self.adds.append(
                " ".join([f"{kind}:{code}", *[each for each in rest if not each.isdigit()]])
            )

    def _end(self) -> None:
        if not self.rows:
            return
        width = max(map(len, self.rows))
        grid = [
            [self._cell(row[n] if n < len(row) else "", n, adds) for n in range(width)]
            for row, adds in zip(self.rows, self.adds, strict=True)
        ]
        for down, row in enumerate(self.rows):
            for n, text in enumerate(row):
                if text in ("<", "^"):
                    grid[down][n] = Cell("", covered=True)
                    continue
                across = down_ = 1
                while n + across < len(row) and row[n + across] == "<":
                    across += 1
                while down + down_ < len(self.rows) and self.rows[down + down_][n : n + 1] == ["^"]:
                    down_ += 1
                if across > 1 or down_ > 1:
                    grid[down][n] = attrs.evolve(grid[down][n], across=across, down=down_)
        self.form.parts.append(grid)
        self.rows, self.adds, self.base = [], [], self.base

    def _cell(self, text: str, column: int, adds: str) -> Cell:
        own = ""
        if text == "*":
            own = self.cols[column]
            if own in ("?", "-"):
                return Cell("3" if own == "?" else "")
        elif text.startswith("="):
            own = text[1:]
        elif text.startswith("?"):
            return Cell(text[1:])
        else:
            return Cell(text)
        for sign in (" - ", " % "):
            if sign in f" {own.removeprefix('=')} ":
                one, _, other = f" {own.removeprefix('=')} ".partition(sign)
                return Cell(self._change(sign.strip(), adds, one, other))
        scope, value = self._value(adds, own.removeprefix("="))
        if scope is None or not value:
            return Cell(self.said.get("zero", ""))
        printed = f"{value:,.2f}" if self.said.get("commas", "yes") == "yes" else f"{value:.2f}"
        return Cell(printed, Amount(scope, printed))

    def _change(self, sign: str, adds: str, one: str, other: str) -> str:
        new, old = self._value(adds, one)[1], self._value(adds, other)[1]
        if sign == "-":
            return f"{new - old:,.2f}"
        if not old:
            return ""
        rate = ((new - old) / old * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        return f"{rate}%"
