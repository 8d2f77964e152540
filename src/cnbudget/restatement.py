"""Numbers of the text replaced where they stand, if no other number is read otherwise then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from cnbudget.errors import NotInBudgetError
from cnbudget.figures import Figure
from cnbudget.messages import say
from cnbudget.narrative import Claims
from cnbudget.narrative.replacement import replacements
from cnbudget.passages import Passage
from cnbudget.performance import Sides, figures_of


class _TellsItself(Protocol):
    """What is read again: a disclosure."""

    @property
    def passages(self) -> tuple[Passage, ...]: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def sides(self) -> Sides: ...


def restated(
    disclosure: _TellsItself,
    changes: Iterable[tuple[Figure, Figure]],
    again: Callable[[tuple[Passage, ...]], _TellsItself],
) -> tuple[Passage, ...]:
    """The passages with some numbers replaced, each such that no other number is read otherwise.

    Args:
        disclosure: The disclosure.
        changes: Pairs of a number outside the tables, as it was read, and what is to stand in its place.
        again: Makes the disclosure that has other passages.

    Raises:
        NotInBudgetError: A number cannot be replaced by itself, as where a word would have to change with it.
    """
    now, numbers = disclosure, _numbers(disclosure)
    for old, new in changes:
        index = next((i for i, figure in enumerate(numbers) if figure is old), None)
        known = _numbers(now)
        found = None
        if index is not None:
            for passages in replacements(now.passages, known[index], new):
                made = again(passages)
                if _only_changed(known, _numbers(made), index, new):
                    found = made
                    break
        if found is None:
            raise NotInBudgetError(
                say("documents.number_of_text"),
                value=old.text,
                where=old.where("en"),
            )
        now = found
    return now.passages


def _numbers(disclosure: _TellsItself) -> list[Figure]:
    """The numbers outside the tables as they were read."""
    return [*(claim.figure for claim in disclosure.claims), *figures_of(disclosure.sides)]


def _only_changed(old: list[Figure], new: list[Figure], index: int, wanted: Figure) -> bool:
    """Whether one number is the wanted one now, and all others are as before (but for that number read twice)."""

    def key(figure: Figure) -> tuple[object, ...]:
        return figure.value, figure.unit_text, figure.row.row, figure.column.key

    if len(old) != len(new) or new[index].value != wanted.value:
        return False
    target = old[index]
    return all(
        key(one) == key(other)
        or (
            one.place is target.place
            and (one.value, one.unit_text) == (target.value, target.unit_text)
            and other.value == wanted.value
        )
        for one, other in zip(old, new, strict=True)
    )
