"""Natures by custom: what is personnel and what is operating expenditure by its economic use."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from cnbudget.amounts import exact
from cnbudget.checks.record import Record
from cnbudget.classification import standard
from cnbudget.dimensions import Nature
from cnbudget.disclosure import Disclosure
from cnbudget.figures import Address, ColumnAddress, Figure, RowAddress, State
from cnbudget.messages import By, Words, few, framed, say
from cnbudget.scope import Scope

_USUAL: dict[Nature, tuple[str, ...]] = {
    Nature.PERSONNEL: standard.PERSONNEL,
    Nature.OPERATING: standard.OPERATING,
}
_VALUE = State.VALUE
_CATEGORY = 3  # digits


def check_custom(
    record: Record,
    disclosure: Disclosure,
    moved: frozenset[RowAddress],
    astray: frozenset[Address],
) -> None:
    """Personnel is 301 and 303, operating is 302 and 310: custom, so a departure is a question.

    Whole provinces depart from it: one counts 30239 as personnel, another some of 30114 as operating.

    Args:
        record: Where it is noted.
        disclosure: The budget.
        moved: The addresses of rows under wrong codes, of which nothing is said.
        astray: The addresses of figures that print another row's amount; nor is anything of these.
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
                if scope is None or (codes := scope.economic) == ("",):
                    continue
                figures = row.figures
                for offset, usual in columns:
                    # of most rows all is as usual: what costs more is asked of the others alone
                    if codes and codes[0].startswith(usual) and len(codes) == 1:
                        continue
                    figure = figures[offset]
                    if figure.state is not _VALUE or not figure.value or figure.scope is None:
                        continue
                    if row.address in moved or figure.address in astray:
                        continue
                    if not all(code.startswith(usual) for code in codes):
                        found.setdefault((figure.scope.nature, codes), []).append(figure)
    told = _by_parent(figure for figures in found.values() for figure in figures)
    for (nature, codes), figures in found.items():
        mine = [figure for figure in figures if not _made_up(figure, told)]
        if mine:
            _unusual(record, nature, codes, mine)


#: A column of a table, what its rows are of beside their uses, and a use.
_Under = tuple[str, ColumnAddress, Scope, str]


def _place_of(figure: Figure) -> tuple[str, ColumnAddress, Scope] | None:
    """The column of a figure and all that its row is of but the use, if it is of one use."""
    scope = figure.scope
    if scope is None or len(scope.economic) != 1:
        return None
    # some cities' tables print the governments' codes beside those of the rows below alone
    rest = scope.evolve(economic=None, government_economic=None)
    return figure.row.key, figure.column, rest


def _by_parent(told: Iterable[Figure]) -> dict[_Under, list[Figure]]:
    """Figures under each use above theirs, in their column and for what their row is of."""
    found: dict[_Under, list[Figure]] = {}
    for figure in told:
        place = _place_of(figure)
        if place is not None:
            for above in _above(figure):
                found.setdefault((*place, above), []).append(figure)
    return found


def _above(figure: Figure) -> list[str]:
    """The codes above the one that a figure is of."""
    code = figure.scope.economic[0] if figure.scope is not None else ""
    return [code[:length] for length in range(_CATEGORY, len(code), 2)]


def _made_up(figure: Figure, told: dict[_Under, list[Figure]]) -> bool:
    """Whether a figure is only the sum of what stands under it in its column and is told."""
    place = _place_of(figure)
    if place is None or figure.scope is None or figure.value is None:
        return False
    code = figure.scope.economic[0]
    below = told.get((*place, code), [])
    codes = {each.scope.economic[0] for each in below if each.scope is not None}
    values = [
        each.value
        for each in below
        if each.value is not None and codes.isdisjoint(set(_above(each)) - {code})
    ]
    return bool(values) and reduce(exact.add, values) == figure.value


def _unusual(record: Record, nature: Nature, codes: tuple[str, ...], figures: list[Figure]) -> None:
    """One use counted as another nature than by custom, in whatever tables."""
    shown, uses = "、".join(codes), "、".join(_USUAL[nature])
    record.count("form", "undecided", len(figures))
    words: Words = say(
        "checks.nature_against_custom", figure=figures[0], shown=shown, nature=nature, uses=uses
    )
    if len(figures) > 1:
        others = tuple(By(Figure.where, each) for each in figures[1:])
        words = framed(words, "checks.and_so_others", count=len(others), names=few(others))
    record.note(
        "form",
        words,
        place=figures[0].place,
        figures=tuple(figures),
    )
