"""What could not be read, and which lost figures that concerns."""

from __future__ import annotations

from collections.abc import Iterable

from cnbudget.disclosure import Problem
from cnbudget.figures import Figure
from cnbudget.messages import Message, say

#: Of what a problem is: "row", "column" or "place"; of which table; and which.
Concern = tuple[str, str, object]


def why_unplaced(problem: Problem | None) -> Message:
    """Why a row's scope is not known."""
    if problem is not None and problem.kind == "code":
        return say("unchecked.code_wrong")
    if problem is not None and problem.kind in ("row", "twice") and problem.text.isdigit():
        return say("unchecked.code_twice")
    return say("unchecked.row_unknown")


def by_problem(lost: list[Figure], problems: Iterable[Problem]) -> dict[Concern, list[Figure]]:
    """Lost figures by what problems say of them: their column, their row, their place."""
    index: dict[Concern, list[Figure]] = {}
    asked = {matter(problem)[0] for problem in problems} if lost else set()
    for what in asked - {""}:
        for figure in lost:
            about: object = figure.place
            if what != "place":
                about = figure.column.key if what == "column" else figure.row.row
            if what != "column" or about:
                index.setdefault((what, figure.row.key, about), []).append(figure)
    return index


def matter(problem: Problem) -> Concern:
    """What a problem speaks of, as `by_problem` files it."""
    if problem.kind == "twice":
        return "row", problem.key, problem.text
    if problem.kind in ("column", "row"):
        return problem.kind, problem.key, problem.text
    if problem.kind in ("number", "covered", "placement"):
        return "place", problem.key, problem.place
    return "", "", ""
