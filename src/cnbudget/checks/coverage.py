"""What a check does not cover: figures that no law ties, and what was not looked at; each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnbudget.checks.codes import Judged, first_place
from cnbudget.checks.findings import Explained, NotChecked
from cnbudget.checks.sides import side_unread
from cnbudget.checks.unread import why_unplaced
from cnbudget.disclosure import Disclosure
from cnbudget.expressions import expression
from cnbudget.figures import Place, State
from cnbudget.invariants import Compiled
from cnbudget.messages import few, say
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.passages import Passage
from cnbudget.tables import Row
from cnbudget.ties.laws import Ties
from cnbudget.ties.untied import Untied

if TYPE_CHECKING:
    from cnbudget.checks.prose import ProseCheck

_VALUE = State.VALUE
#: Numbers that say nothing of a budget: of a note, a table or a page, a year.
_NO_MATTER = expression(
    rf"{YEAR_DIGITS}[-.年][0-9]{{1,2}}(?:[-.月][0-9]{{1,2}}日?)?|{YEAR_DIGITS}年|"
    r"^\D{0,4}[0-9]{1,2}[.、:：]|(?:附?表|附件)\s*[0-9]{1,3}(?:[-—][0-9]{1,2})?|"
    r"[第共]\s*[0-9]{1,4}\s*页"
)
_DIGIT = expression("[0-9]")


def untied(
    disclosure: Disclosure, system: Compiled, ties: Ties, prose: ProseCheck | None
) -> list[Untied]:
    """Printed figures that no law ties, with the reason.

    Args:
        disclosure: The budget.
        system: The laws over its figures.
        ties: What its side matters are held to.
        prose: The check of its prose; None if it was not made.
    """
    loose = system.untied
    causes = (
        {}
        if not loose
        else {
            (
                problem.key,
                problem.place.line,
                problem.text if problem.kind in ("row", "twice") else "",
            ): problem
            for problem in disclosure.problems
            if problem.kind in ("code", "row", "twice")
        }
    )
    found = []
    for i in loose:
        figure = system.figures[i]
        if figure.state is not _VALUE:
            continue
        if figure.column.scope is None:
            why = say("unchecked.column_unknown")
        elif figure.row.scope is None:
            at = (figure.row.key, figure.place.line)
            why = why_unplaced(causes.get((*at, "")) or causes.get((*at, figure.row.row)))
        else:
            why = say("unchecked.alone")
        found.append(Untied(figure, why))
    if prose is not None:
        mine = _side_places(disclosure)
        found.extend(
            Untied(claim.figure, why)
            for claim, why in prose.untied
            if claim.figure.place not in mine
        )
        found.extend(ties.untied())
    return found


def unexplained(explained: Explained, steps: int) -> list[NotChecked]:
    """What is said where the question which figures are wrong was not finished.

    Args:
        explained: How far it came.
        steps: How many steps it was allowed.
    """
    if explained.complete:
        return []
    return [
        NotChecked(say("unchecked.suspects"), reason=say("unchecked.suspects_why", steps=steps))
    ]


def not_checked(
    disclosure: Disclosure, judged: Judged, ties: Ties, prose: ProseCheck | None, *, asked: bool
) -> list[NotChecked]:
    """What in a disclosure was not checked, and why.

    Args:
        disclosure: The budget.
        judged: What the lists say to its codes.
        ties: What its side matters are held to.
        prose: The check of its prose; None if it was not made.
        asked: Whether what is said outside the tables was to be checked.
    """
    found = []
    if judged.unchecked is not None:
        found.append(NotChecked(say("unchecked.codes"), reason=judged.unchecked))
    found += _labels(judged)
    passages = disclosure.passages
    paragraphs = [passage for passage in passages if not passage.grid]
    if prose is not None:
        found.extend(prose.not_checked(_side_places(disclosure)))
    elif paragraphs:
        what, first = say("unchecked.prose", count=len(paragraphs)), paragraphs[0].place
        found.append(NotChecked(what, first, reason=say("unchecked.not_asked")))
    read: set[Passage] = set()
    if asked:
        found += side_unread(disclosure, ties, prose)
        read = set(disclosure.sides.grids)
    return found + [
        unread
        for passage in passages
        if passage.grid and passage not in read
        for unread in _grid(passage)
    ]


def _grid(passage: Passage) -> Iterator[NotChecked]:
    """A grid that is no table of the form; a note below a table, where it says a number."""
    alone = [cell for row in passage.rows for cell in row.cells if cell]
    if len(alone) != 1:
        title = passage.title.strip("#* ")[:60] or say("unchecked.untitled")
        what = say("unchecked.grid", title=title)
        yield NotChecked(what, passage.place, reason=say("unchecked.grid_why"))
    elif _DIGIT.search(_NO_MATTER.sub("", alone[0])) is not None:
        what = say("unchecked.text", text=alone[0][:60])
        yield NotChecked(what, passage.place, reason=say("unchecked.number_not_understood"))


def _labels(judged: Judged) -> list[NotChecked]:
    """The labels of tables that are taken for no names of codes: agencies, what is bought."""
    tables: dict[str, list[Row]] = {}
    for row in judged.unnamed:
        tables.setdefault(row.address.title, []).append(row)
    found = []
    for title, rows in tables.items():
        names = tuple(dict.fromkeys(f"{row.code} {row.address.name}" for row in rows))
        what = say("checks.labels_of_no_code", title=title, count=len(rows), names=few(names))
        why = say("checks.why_labels_of_no_code")
        found.append(NotChecked(what, first_place(tuple(rows)), reason=why))
    return found


def _side_places(disclosure: Disclosure) -> set[Place]:
    """The paragraphs whose numbers are side matters: they are accounted for there."""
    return {passage.place for passage in disclosure.sides.paragraphs}
