"""The part of a scope that is flags (source, nature, flow), packed into an integer.

A scope is *where* (agency, function, economic use, project) times *kind* (source, nature, flow). Which
kinds make up which others depends on nothing else, so it is worked out once for each set of kinds
that occurs, and not for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.scope import Scope

__all__ = ["containments", "disjoint", "kind_of", "partitions"]

_NATURE_SHIFT = FundingSource.ALL.value.bit_length()
_FLOW_SHIFT = _NATURE_SHIFT + Nature.ALL.value.bit_length()
SOURCES = (1 << _NATURE_SHIFT) - 1
NATURES = ((1 << _FLOW_SHIFT) - 1) & ~SOURCES
FLOWS = ((1 << len(Flow)) - 1) << _FLOW_SHIFT
_FIELDS = (SOURCES, NATURES, FLOWS)

Split = tuple[int, tuple[int, ...]]


def kind_of(scope: Scope) -> int:
    """The kind of a scope; the kind of a meet is the ``&`` of the kinds."""
    return (
        scope.source._value_
        | scope.nature._value_ << _NATURE_SHIFT
        | scope.flow._value_ << _FLOW_SHIFT
    )


def disjoint(a: int, b: int) -> bool:
    """Whether two kinds have no entry in common."""
    both = a & b
    return not (both & SOURCES and both & NATURES and both & FLOWS)


def partitions(kinds: Iterable[int]) -> list[Split]:
    """All the ways in which kinds of a set split up others of it, the coarsest of each only.

    A split runs along one dimension: by source, by nature or by flow. It is the coarsest if no two or
    more of its parts are together a kind of the set.
    """
    unique = sorted(set(kinds), reverse=True)
    found: list[Split] = []
    for whole in unique:
        inside = [kind for kind in unique if kind & whole == kind and kind != whole]
        if len(inside) < 2:
            continue
        for field in _FIELDS:
            rest = whole & ~field
            along = [kind for kind in inside if kind & ~field == rest]
            if len(along) > 1:
                found.extend((whole, parts) for parts in _covers(whole, along, field))
    return found


def _covers(whole: int, kinds: list[int], field: int) -> list[tuple[int, ...]]:
    """The coarsest exact covers of ``whole`` by ``kinds``, which differ in ``field`` alone."""
    outer = [a for a in kinds if not any(a != b and a & b == a for b in kinds)]
    union = 0
    overlap = False
    for kind in outer:
        overlap = overlap or bool(union & kind & field)
        union |= kind & field
    if union != whole & field:
        return []  # not even all of them together make up the whole
    if not overlap:
        return [tuple(outer)]
    covers: list[tuple[int, ...]] = []
    _search(whole & field, kinds, field, (), covers)
    return [cover for cover in covers if not _coarser(cover, kinds, field)]


def _search(
    left: int,
    kinds: Sequence[int],
    field: int,
    chosen: tuple[int, ...],
    covers: list[tuple[int, ...]],
) -> None:
    if not left:
        covers.append(chosen)
        return
    lowest = left & -left
    for kind in kinds:
        bits = kind & field
        if bits & lowest and bits & left == bits and len(covers) < 16:
            _search(left & ~bits, kinds, field, (*chosen, kind), covers)


def _coarser(cover: tuple[int, ...], kinds: Sequence[int], field: int) -> bool:
    """Whether some parts of a cover are together one of the kinds."""
    parts = set(cover)
    for kind in kinds:
        if kind in parts:
            continue
        bits = kind & field
        inner = [part & field for part in cover if part & field & bits]
        if len(inner) > 1 and all(part & bits == part for part in inner) and sum(inner) == bits:
            return True
    return False


def containments(kinds: Iterable[int], splits: Iterable[Split]) -> list[Split]:
    """What lies next below each kind without being part of a split of it.

    Kinds that are disjoint go together, since their sum is contained as well; others stand alone.
    """
    unique = sorted(set(kinds), reverse=True)
    parts: dict[int, set[int]] = {}
    for whole, split in splits:
        parts.setdefault(whole, set()).update(split)
    found: list[Split] = []
    for whole in unique:
        inside = [kind for kind in unique if kind & whole == kind and kind != whole]
        known = parts.get(whole, set())
        next_below = [
            kind
            for kind in inside
            if kind not in known and not any(kind != o and kind & o == kind for o in inside)
        ]
        if not next_below:
            continue
        together = all(
            disjoint(a, b) for i, a in enumerate(next_below) for b in next_below[i + 1 :]
        )
        if together:
            found.append((whole, tuple(next_below)))
        else:
            found.extend((whole, (kind,)) for kind in next_below)
    return found
