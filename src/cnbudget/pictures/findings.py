"""A map of findings over tables: each table as a small grid of its cells, coloured by how their laws came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from cnbudget.checks import Finding, Report
from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Address, Figure
from cnbudget.frames import records
from cnbudget.invariants import derived_of
from cnbudget.language import language
from cnbudget.messages import say, tell
from cnbudget.pictures.drawing import WIDTH
from cnbudget.pictures.elements import Bar, Caption, Content, Shape, lines_of, text_width
from cnbudget.pictures.picture import Picture, framed
from cnbudget.pictures.words import sourced, titled
from cnbudget.tables import Table

#: What a cell can be, the gravest first, and what that is called.
_SAID = {
    "wrong": say("pictures.cell_wrong"),
    "violated": say("pictures.cell_violated"),
    "missing": say("pictures.cell_missing"),
    "undecided": say("pictures.cell_undecided"),
    "rounding": say("pictures.cell_rounding"),
    "exact": say("pictures.cell_exact"),
    "untied": say("pictures.cell_untied"),
    "blank": say("pictures.cell_blank"),
}
_HALVES = {"income": say("pictures.income_side"), "expenditure": say("pictures.expenditure_side")}
_MARGIN = 24
_CELL, _GAP = 11, 22
_HIGH = 300  # the most that a table is high
_LEAST = 118  # for the title of a narrow table
_TOLD = 12
_NUMBERED = 14


@attrs.frozen
class _Sketch:
    """A table in small.

    Attributes:
        marks: Its title and cells, from its own upper left corner.
        width: How wide it is.
        height: How high it is.
    """

    marks: tuple[Bar | Caption, ...]
    width: int
    height: int


def findings(report: Report, *, lang: str | None = None) -> Picture:
    """Where the findings of a check are: each table in small, its cells coloured by how their laws came out.

    The likeliest wrong cells have numbers, which are told below with what should stand there.

    Args:
        report: What `cnbudget.check` gave.
        lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.

    Raises:
        NotInBudgetError: The budget has no figures in tables.

    >>> import cnbudget
    >>> picture = findings(cnbudget.check(cnbudget.example("artux")))
    >>> picture.kind, "669" in picture.subtitle
    ('findings', True)
    """
    lang = language(lang)
    budget = report.disclosure
    if not budget.figures:
        raise NotInBudgetError(say("pictures.nothing"), value=budget.agency)
    numbers, told = _numbered(report)
    states = _states(report, lang, set(numbers))
    sketches = [each for table in budget.tables for each in _sketches(table, states, numbers, lang)]
    counts = {state: list(states.values()).count(state) for state in _SAID}
    content = _laid_out(sketches, counts, lang)
    tally = report.checked
    return framed(
        "findings",
        content,
        title=titled(lang, say("pictures.map"), (budget,)),
        subtitle=tell(
            lang,
            "pictures.map_scope",
            count=len(states),
            laws=tally.total,
            violated=len(told),
            undecided=tally.undecided,
        ),
        notes=_notes(told, report, lang),
        source=sourced(lang, (budget,)),
        lang=lang,
    )


def _numbered(report: Report) -> tuple[dict[Address, int], list[Finding]]:
    """The likeliest wrong cells by their numbers, and the findings that have them, in that order."""
    numbers: dict[Address, int] = {}
    told = []
    for finding in report.wrong:
        if finding.caused_by is None:
            told.append(finding)
            for suspect in finding.suspects[:1]:
                numbers.setdefault(suspect.figure.address, len(told))
    return numbers, told


def _states(report: Report, lang: str, wrong: set[Address]) -> dict[Address, str]:
    """What each cell is."""
    found = {}
    budget = report.disclosure
    rows = records(budget, "figures", lang=lang)
    for row, figure in zip(rows, derived_of(budget).figures, strict=True):
        found[figure.address] = "wrong" if figure.address in wrong else _state(row)
    return found


def _state(row: Mapping[str, Any]) -> str:
    if row["state"] == "missing":
        return "missing"
    if row["verdict"] in ("violated", "undecided"):
        return str(row["verdict"])
    if row["state"] == "blank":
        return "blank"
    return str(row["verdict"] or "untied")


def _sketches(
    table: Table[Any], states: Mapping[Address, str], numbers: Mapping[Address, int], lang: str
) -> Iterator[_Sketch]:
    """A table in small, each of its sides."""
    for side in table.sides:
        if not side.rows or not side.columns:
            continue
        number = "" if table.number is None else tell(lang, "pictures.numbered", n=table.number)
        width = max(_CELL * len(side.columns), _LEAST)
        like = Caption(0, 0, text="", size=11, color="muted")
        half = _HALVES[side.side].text(lang) if side.side else ""
        title = lines_of(f"{number}{table.title}{half}", 0, 7, limit=width + 12, like=like)
        top = int(title[-1].y) + 12
        step = max(2, min(_CELL, _HIGH // len(side.rows)))
        marks: list[Bar | Caption] = list(title)
        for place, row in enumerate(side.rows):
            for offset, figure in enumerate(row.figures):
                x, y = _CELL * offset, top + step * place
                marks += _cell(figure, x, y, step, states.get(figure.address, "untied"), lang)
        for place, row in enumerate(side.rows):
            for offset, figure in enumerate(row.figures):
                if figure.address in numbers:
                    x, y = _CELL * offset + _CELL + 1, top + step * place + step // 2
                    text = str(numbers[figure.address])
                    marks.append(
                        Caption(
                            x, y, text=text, size=_NUMBERED, bold=True, color="wrong", halo=True
                        )
                    )
        yield _Sketch(tuple(marks), width, top + step * len(side.rows))


def _cell(figure: Figure, x: int, y: int, step: int, state: str, lang: str) -> list[Bar | Caption]:
    said = _SAID[state].text(lang)
    bar = Bar(
        x,
        y,
        width=_CELL - 1,
        height=step - 1 if step > 3 else step,
        color=state,
        name=state,
        tip=f"{figure.where(lang)} {figure.grouped} {said}",
        hollow=state == "missing",
    )
    return [bar]


def _laid_out(sketches: list[_Sketch], counts: Mapping[str, int], lang: str) -> Content:
    """The tables in small, in rows from the left, under what the colours are."""
    marks: list[Shape] = list(_legend(counts, lang))
    x, y, tallest = _MARGIN, int(marks[-1].y) + 30 if isinstance(marks[-1], Caption) else 30, 0
    for sketch in sketches:
        if x > _MARGIN and x + sketch.width > WIDTH - _MARGIN:
            x, y, tallest = _MARGIN, y + tallest + _GAP, 0
        marks += [attrs.evolve(each, x=each.x + x, y=each.y + y) for each in sketch.marks]
        x += sketch.width + _GAP
        tallest = max(tallest, sketch.height)
    return Content(tuple(marks), y + tallest)


def _legend(counts: Mapping[str, int], lang: str) -> Iterator[Bar | Caption]:
    x, y = _MARGIN, 6
    for state, name in _SAID.items():
        if not counts[state]:
            continue
        text = f"{name.text(lang)} {counts[state]}"
        width = 20 + int(text_width(text, 12)) + 16
        if x + width > WIDTH - _MARGIN:
            x, y = _MARGIN, y + 22
        hollow = state == "missing"
        yield Bar(x, y - 6, width=12, height=12, color=state, hollow=hollow)
        yield Caption(x + 18, y, text=text, size=12)
        x += width


def _notes(told: list[Finding], report: Report, lang: str) -> Iterator[str]:
    for number, finding in enumerate(told[:_TOLD], 1):
        yield tell(lang, "pictures.told", n=number, message=finding.words)
    if len(told) > _TOLD:
        yield tell(lang, "pictures.more_findings", count=len(told) - _TOLD)
    if report.not_checked:
        yield tell(lang, "pictures.not_checked", count=len(report.not_checked))
