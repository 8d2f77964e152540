"""In which row of a table each of its rows lies, by what they total.

Found by looking up the few places that can be around one, so that a table of any length is gone through once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from operator import attrgetter
from typing import Any

import attrs

from cnbudget.dimensions import DIMENSIONS, Algebra, Codes, Flags, Times
from cnbudget.scope import EVERYTHING, PART, SOME, Scope
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Apart(Value):
    """Of a row by itself: what it is about is not sure, so that it is in no other row's place.

    Attributes:
        start: The number of its first figure.
    """

    start: int


#: What else tells places apart, by the other dimensions that are no kinds (see `REST`); empty if nothing does; or of a
#: row by itself.
Rest = tuple[Any, ...] | Apart
#: Where figures are: agency, function, economic use, project, and the rest.
Where = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], Rest]
_ALL = ("",)
_OWN = ("agency", "function", "economic", "project")
#: The dimensions of the rest: the government economic codes, the year and the stage, and whatever else is declared.
REST = tuple(
    each for each in DIMENSIONS if each.name not in _OWN and not isinstance(each.sets, Flags)
)
_rest = attrgetter(*(each.name for each in REST))
#: What a scope's rest is that says nothing of it.
USUAL = _rest(EVERYTHING)
_SETS: tuple[Algebra, ...] = tuple(each.sets for each in REST)
_LENGTHS = (0, 3, 5, 7)


def where_of(scope: Scope) -> Where:
    """Where the figures of a scope are.

    >>> where_of(Scope("208")) == ((), ("208",), ("",), (), ())
    True
    """
    rest = _rest(scope)
    return (
        scope.agency,
        scope.function,
        scope.economic,
        scope.project,
        () if rest == USUAL else rest,
    )


#: Of everything, in the document's year.
EVERYWHERE = where_of(EVERYTHING)


def time_of(rest: Rest) -> Any:
    """Which year and stage a place is of, if not those of the document.

    >>> time_of(where_of(Scope(year=2025))[4]), time_of(where_of(Scope(government_economic="501"))[4])
    ((2025, None), (None, None))
    """
    if isinstance(rest, Apart):
        return rest
    return tuple(
        mine for mine, sets in zip(rest or USUAL, _SETS, strict=True) if isinstance(sets, Times)
    )


def narrowed(where: Where, other: Where | None) -> bool:
    """Whether a place is told from another by its rest alone, as by government economic codes."""
    return other is not None and where[4] != other[4] and where[:4] == other[:4]


class Nesting:
    """The rows of one kind of a side, by where they are.

    Args:
        positions: The first row of each place, in the side's order.

    >>> total, category, item = [((), (code,), ("",), (), ()) for code in ("", "208", "2080505")]
    >>> nesting = Nesting({total: 0, category: 1, item: 2})
    >>> nesting.parent(item), nesting.parent(category), nesting.parent(total)
    (1, 0, None)
    """

    def __init__(self, positions: dict[Where, int]) -> None:
        self.positions = positions
        #: rows of several codes, as names have them ("工资福利支出和对个人和家庭的补助"), or of several projects
        self.wide = [
            where
            for where in positions
            if len(where[1]) > 1
            or len(where[2]) > 1
            or len(where[3]) > 1
            or (where[4] and _is_wide(where[4]))
        ]
        self._by_digits: dict[str, int] | None = None

    def parent(self, where: Where) -> int | None:
        """The row whose scope is the smallest around that of a row, if the side has such a row."""
        agency, function, economic, project, when = where
        positions = self.positions
        told = bool(when) and len(rests_around(when)) > 1
        several = bool(project) and bool(self.wide)
        if not told and not several and len(function) == 1 and len(economic) == 1:
            code, use = function[0], economic[0]
            if project:
                found = positions.get((agency, function, economic, (), when))
                if found is None and not (agency and agency[0].startswith(PART)):
                    found = self._of_project(where)
                if found is not None:
                    return found
            for length in (5, 3, 0):
                if length < len(code):
                    found = positions.get((agency, (code[:length],), economic, (), when))
                    if found is not None:
                        return found
            for length in (5, 3, 0):
                if length < len(use):
                    found = positions.get((agency, function, (use[:length],), (), when))
                    if found is not None:
                        return found
            if agency and agency[0].startswith(PART):
                if project and not agency[0].startswith(SOME):  # what is bought for a project
                    found = positions.get(((), function, economic, project, when))
                    if found is not None:
                        return found
                # a part of a row of its code, or of one above it
                return self._whole_of(function, economic, when)
            if agency:
                return positions.get(((), _ALL, _ALL, (), when))
        if not (self.wide or told or _is_crossed(where)):
            return None
        around = self._around(where)
        for other in around:
            if all(inside(other, further) for further in around):
                return positions[other]
        return None

    def _of_project(self, where: Where) -> int | None:
        """The row of all of a project around one of its codes and agencies, where the side lists them below it."""
        agency, _, _, project, when = where
        for of in dict.fromkeys((agency, ())):
            whole = (of, _ALL, _ALL, project, when)
            if whole != where and whole in self.positions:
                return self.positions[whole]
        return None

    def _whole_of(
        self, function: tuple[str, ...], economic: tuple[str, ...], when: Rest
    ) -> int | None:
        """The row around a part, of the whole of its code or of one above it."""
        for code, of_function in ((economic[0], False), (function[0], True)):
            for length in (7, 5, 3, 0):
                if length <= len(code):
                    at = (
                        ((code[:length],), economic)
                        if of_function
                        else (function, (code[:length],))
                    )
                    found = self.positions.get(((), *at, (), when))
                    if found is not None:
                        return found
        return None

    def _around(self, where: Where) -> list[Where]:
        """The places that a place is within, in the side's order."""
        agency, function, economic, project, rest = where
        narrow = product(
            dict.fromkeys((agency, ())), _prefixes(function), _prefixes(economic),
            dict.fromkeys((project, ())), rests_around(rest),
        )  # fmt: skip
        found = {other for other in narrow if other in self.positions}
        found.update(other for other in self.wide if inside(where, other))
        found.discard(where)
        return sorted(found, key=self.positions.__getitem__)

    def chain(self, where: Where | None, wheres: list[Where | None]) -> Iterator[int]:
        """The rows above a place, from the closest."""
        while where is not None and (above := self.parent(where)) is not None:
            yield above
            where = wheres[above]

    def above(self, digits: str) -> int | None:
        """The row that would be the parent of a row of a code whose own scope is not known."""
        found = self._by_digits
        if found is None:
            found = self._by_digits = self._digits()
        for length in (7, 5, 3, 0):
            if length < len(digits) and digits[:length] in found:
                return found[digits[:length]]
        return None

    def _digits(self) -> dict[str, int]:
        """The first row of each code, of either classification; of none, that of everything."""
        found: dict[str, int] = {}
        for (_, function, economic, project, rest), position in self.positions.items():
            if project:
                continue
            told = codes_of(rest)
            if not told and function == economic == _ALL:
                found.setdefault("", position)
            for digits in told or (function[0], economic[0]):
                if digits:
                    found.setdefault(digits, position)
        return found


def _is_crossed(where: Where) -> bool:
    """Whether a place is of more than one: a function, a use and a project."""
    return (where[1] != _ALL) + (where[2] != _ALL) + bool(where[3]) > 1


def _prefixes(codes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """What all of some codes begin with."""
    first, last = min(codes), max(codes)
    same = next((i for i, digit in enumerate(first) if digit != last[i : i + 1]), len(first))
    return [(first[:length],) for length in _LENGTHS if length <= same]


def inside(where: Where, other: Where) -> bool:
    """Whether a place is within another."""
    return (
        all(code.startswith(other[1]) for code in where[1])
        and all(code.startswith(other[2]) for code in where[2])
        and (not other[0] or where[0] == other[0])
        and (not other[3] or (where[3] != () and set(where[3]) <= set(other[3])))
        and (where[4] == other[4] or _within(where[4], other[4]))
    )


def _within(rest: Rest, other: Rest) -> bool:
    """Whether the rest of a place is within that of another; what says no year and stage has the document's."""
    if isinstance(rest, Apart) or isinstance(other, Apart):
        return False
    return all(
        mine == theirs or (not isinstance(sets, Times) and sets.within(mine, theirs))
        for mine, theirs, sets in zip(rest or USUAL, other or USUAL, _SETS, strict=True)
    )


@lru_cache(maxsize=1024)
def rests_around(rest: Rest) -> tuple[Rest, ...]:
    """What a rest can lie within: itself, and the codes above its codes."""
    if isinstance(rest, Apart) or not rest:
        return (rest,)
    wider = product(
        *(
            _prefixes(mine)
            if isinstance(sets, Codes)
            else (mine,)
            if isinstance(sets, Times)
            else dict.fromkeys((mine, sets.whole))
            for mine, sets in zip(rest, _SETS, strict=True)
        )
    )
    found: dict[Rest, None] = {rest: None}
    found.update((() if each == USUAL else each, None) for each in wider)
    return tuple(found)


def codes_of(rest: Rest) -> tuple[str, ...]:
    """The codes that a rest has, of one classification each."""
    if isinstance(rest, Apart) or not rest:
        return ()
    return tuple(
        mine[0]
        for mine, sets in zip(rest, _SETS, strict=True)
        if isinstance(sets, Codes) and mine != _ALL
    )


@lru_cache(maxsize=1024)
def uncoded(rest: Rest) -> Rest:
    """The rest of a place of whatever codes.

    >>> uncoded(where_of(Scope("208", government_economic="501"))[4])
    ()
    """
    if isinstance(rest, Apart) or not rest:
        return rest
    bare = tuple(
        sets.whole if isinstance(sets, Codes) else mine
        for mine, sets in zip(rest, _SETS, strict=True)
    )
    return () if bare == USUAL else bare


@lru_cache(maxsize=1024)
def _is_wide(rest: Rest) -> bool:
    """Whether a rest has several codes of one classification."""
    if isinstance(rest, Apart):
        return False
    return any(
        isinstance(sets, Codes) and len(mine) > 1 for mine, sets in zip(rest, _SETS, strict=True)
    )
