"""What the crosswalk between the two economic classifications makes contain what.

Whatever governments' code an amount has, its economic code is among those that the official crosswalk has for it:
what is spent as 501 (机关工资福利支出) is part of 301 (工资福利支出). Only to whole categories (类) are others held:
which section (款) corresponds to which depends on the kind of agency, and agencies differ in it.

Source: 《支出经济分类科目改革方案》（财预〔2017〕98号）.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cnbudget.classification import Kind, default
from cnbudget.invariants.nesting import REST, USUAL, Apart, Where

#: The figures of one place on one side of a table: their kinds, their numbers, and whether there are others.
CrossedFigures = tuple[Sequence[int], Sequence[int], bool]
#: The codes that a place is of, of one of the two classifications, and the place.
_Place = tuple[tuple[str, ...], Where]
_ALL = ("",)
_CATEGORY = 3
_AT = [each.name for each in REST].index("government_economic")


@lru_cache(maxsize=512)
def categories_for(code: str) -> frozenset[str]:
    """The categories of the other economic classification that money of a code can be of, in any year.

    Empty if the crosswalk does not know them all.

    >>> sorted(categories_for("501")), sorted(categories_for("301")), sorted(categories_for("505"))
    (['301'], ['501', '505'], [])
    """
    lists, below = _lists(code[:1])
    listed = [each for each in lists if each.startswith(code)]
    if not code or not listed or not all(each in below for each in listed):
        return frozenset()
    return frozenset().union(*(below[each] for each in listed))


@lru_cache(maxsize=2)
def _lists(first: str) -> tuple[tuple[str, ...], dict[str, frozenset[str]]]:
    """The sections of one classification, and the other's categories for each."""
    from cnbudget.classification.crosswalk import shipped_pairs  # few print the government's codes

    kind = Kind.GOVERNMENT_ECONOMIC if first == "5" else Kind.ECONOMIC
    found: dict[str, set[str]] = {}
    for government, department, _, _ in shipped_pairs():
        one, other = (government, department) if first == "5" else (department, government)
        found.setdefault(one, set()).add(other[:_CATEGORY])
    sections = tuple(code for code in default().table(kind).rows if len(code) > _CATEGORY)
    return sections, {code: frozenset(others) for code, others in found.items()}


def crossed(groups: Mapping[Where, Sequence[CrossedFigures]]) -> Iterator[list[int]]:
    """The figures of each containment that the crosswalk gives: the whole, then its parts.

    Args:
        groups: The figures of each place.
    """
    places: dict[tuple[object, ...], tuple[list[_Place], list[_Place]]] = {}
    for where in groups:
        agency, function, economic, project, rest = where
        if isinstance(rest, Apart):
            continue
        government = rest[_AT] if rest else _ALL
        if (government == _ALL) != (economic == _ALL):  # by one of the two, and not by both
            place = (agency, function, project, _without(rest))
            pair = places.setdefault(place, ([], []))
            if government == _ALL:
                pair[0].append((economic, where))
            else:
                pair[1].append((government, where))
    for by_use, by_government in places.values():
        if by_use and by_government:
            yield from _contained(groups, by_use, by_government)
            yield from _contained(groups, by_government, by_use)


def _without(rest: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rest of a place but for its government codes."""
    rest = rest or USUAL
    return (*rest[:_AT], *rest[_AT + 1 :])


def _contained(
    groups: Mapping[Where, Sequence[CrossedFigures]], wholes: list[_Place], parts: list[_Place]
) -> Iterator[list[int]]:
    """What is by one classification within what is by the other."""
    for room, whole in wholes:
        within = [
            (codes[0], part)
            for codes, part in parts
            if len(codes) == 1
            and (others := categories_for(codes[0]))
            and all(code.startswith(room) for code in others)
        ]
        # what lies in another of them is counted with it
        outer = [
            part
            for code, part in within
            if not any(code != other and code.startswith(other) for other, _ in within)
        ]
        known = _kinds(groups[whole]) if outer else {}
        together: dict[tuple[int, int], list[int]] = {}
        for part in outer:
            for kind, index in _kinds(groups[part]).items():
                around = [each for each in known if kind & each == kind]
                if around:
                    least = min(around, key=int.bit_count)
                    together.setdefault((known[least], kind), []).append(index)
        for (index, _), indices in together.items():
            yield [index, *indices]


def _kinds(figures: Sequence[CrossedFigures]) -> dict[int, int]:
    """The first figure of each kind."""
    found: dict[int, int] = {}
    for kinds, indices, _ in figures:
        for kind, index in zip(kinds, indices, strict=True):
            found.setdefault(kind, index)
    return found
