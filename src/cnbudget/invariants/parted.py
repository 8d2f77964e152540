"""Figures that have a scope together: rows of one code in parts of a table, or beside several government codes."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from cnbudget.invariants.crosswalk import CrossedFigures
from cnbudget.invariants.law import ADD_UP, CONTAIN
from cnbudget.invariants.nesting import Where, codes_of, rests_around, uncoded
from cnbudget.scope import PART, SOME


def parted(
    groups: Mapping[Where, Sequence[CrossedFigures]],
    partial: Container[Where],
    agencies: Container[Where] = (),
) -> Iterator[tuple[str, list[int]]]:
    """The laws of figures that together have the scope of another: the kind of law, the whole and its parts.

    Rows of one code in the parts of a table that begins anew have it, and rows of one economic code that differ in the
    government's code beside it.

    Args:
        groups: The figures of each place.
        partial: The places in tables that do not list their codes wholly.
        agencies: Those in columns about some of the agencies, which are held to the whole already.
    """
    together: dict[Where, list[Where]] = {}
    for where in groups:
        if where[0] and where[0][0].startswith(SOME):
            if where not in agencies:
                yield from _some(groups.get(((), *where[1:]), ()), groups[where])
        elif where[0] and where[0][0].startswith(PART):
            together.setdefault(((), *where[1:]), []).append(where)
        elif where[4] and where[2] != ("",) and codes_of(where[4]) and not _counted(where, groups):
            together.setdefault((*where[:4], uncoded(where[4])), []).append(where)
    for whole, places in together.items():
        known: dict[int, int] = {}
        for kinds, indices, _ in groups.get(whole, ()):
            for kind, index in zip(kinds, indices, strict=True):
                known.setdefault(kind, index)
        if any(len(groups[place]) != 1 for place in places):
            continue  # parts of several tables: which belong together is not known
        parts = [groups[place][0] for place in places]
        unknown = any(part[2] for part in parts) or any(place in partial for place in places)
        for kind, index in known.items():
            found = [
                next((i for k, i in zip(kinds, indices, strict=True) if k == kind), None)
                for kinds, indices, _ in parts
            ]
            pieces = [i for i in found if i is not None]
            if len(pieces) == len(parts):
                yield CONTAIN if unknown else ADD_UP, [index, *pieces]


def _some(
    whole: Sequence[CrossedFigures], parts: Sequence[CrossedFigures]
) -> Iterator[tuple[str, list[int]]]:
    """That some of what a figure totals is not more than that."""
    around: dict[int, int] = {}
    for kinds, indices, _ in whole:
        for kind, index in zip(kinds, indices, strict=True):
            around.setdefault(kind, index)
    for kinds, indices, _ in parts:
        for kind, index in zip(kinds, indices, strict=True):
            if kind in around:
                yield CONTAIN, [around[kind], index]


def _counted(where: Where, groups: Mapping[Where, Sequence[CrossedFigures]]) -> bool:
    """Whether what lies in a place is counted with another, of a code above its government code."""
    _, *wider = rests_around(where[4])
    return any((*where[:4], rest) in groups for rest in wider if codes_of(rest))
