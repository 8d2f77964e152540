"""Natures by custom: what is personnel and what is operating expenditure by its economic use."""

from __future__ import annotations

from cnbudget.checks.record import Record
from cnbudget.classification import standard
from cnbudget.dimensions import Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Figure, RowAddress, State
from cnbudget.invariants import Verdict
from cnbudget.messages import By, Words, few, framed, say

__all__ = ["check_custom"]

_USUAL: dict[Nature, tuple[str, ...]] = {
    Nature.PERSONNEL: standard.PERSONNEL,
    Nature.OPERATING: standard.OPERATING,
}
_VALUE = State.VALUE


def check_custom(record: Record, disclosure: Disclosure, moved: frozenset[RowAddress]) -> None:
    """Personnel is 301 and 303, operating is 302 and 310: custom, so a departure is a note.

    Args:
        record: Where it is noted.
        disclosure: The budget.
        moved: The addresses of rows under wrong codes, of which nothing is said.
    """
    found: dict[tuple[Nature, tuple[str, ...]], list[Figure]] = {}
    for table in disclosure.tables:
        for side in table.sides:
            columns = [
                (offset, usual)
                for offset, column in enumerate(side.columns)
                if column.scope is not None
                and (usual := _USUAL.get(column.scope.nature)) is not None
            ]
            for row in side.rows if columns else ():
                scope = row.address.scope
                if scope is None or scope.economic == ("",) or row.address in moved:
                    continue
                for offset, usual in columns:
                    figure = row.figures[offset]
                    if figure.state is not _VALUE or not figure.value or figure.scope is None:
                        continue
                    if not all(code.startswith(usual) for code in scope.economic):
                        found.setdefault((figure.scope.nature, scope.economic), []).append(figure)
    told = [(nature, figure) for (nature, _), figures in found.items() for figure in figures]
    for (nature, codes), figures in found.items():
        mine = [each for each in figures if not _made_up(each, [f for n, f in told if n is nature])]
        if mine:
            _unusual(record, nature, codes, mine)


def _made_up(figure: Figure, told: list[Figure]) -> bool:
    """Whether a figure is only the sum of what stands under it in its column and is told."""
    below = [each for each in told if _under(each, figure)]
    tops = [each for each in below if not any(_under(each, other) for other in below)]
    values = [each.value for each in tops if each.value is not None]
    return bool(values) and figure.value is not None and sum(values) == figure.value


def _under(figure: Figure, other: Figure) -> bool:
    """Whether a figure stands under another one in one column of a table: its economic codes are below."""
    mine, above = figure.scope, other.scope
    return (
        mine is not None
        and above is not None
        and figure.row.key == other.row.key
        and figure.column == other.column
        and mine.economic != above.economic
        and mine <= above
    )


def _unusual(record: Record, nature: Nature, codes: tuple[str, ...], figures: list[Figure]) -> None:
    """One use counted as another nature than by custom, in whatever tables."""
    shown, uses = "、".join(codes), "、".join(_USUAL[nature])
    record.count("form", "violated", len(figures))
    words: Words = say(
        "checks.nature_against_custom", figure=figures[0], shown=shown, nature=nature, uses=uses
    )
    if len(figures) > 1:
        others = tuple(By(Figure.where, each) for each in figures[1:])
        words = framed(words, "checks.and_so_others", count=len(others), names=few(others))
    record.note(
        "form",
        words,
        verdict=Verdict.VIOLATED,
        place=figures[0].place,
        figures=tuple(figures),
    )
