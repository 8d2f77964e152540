"""The part of a scope that is flags (source, nature, flow), packed into an integer.

A scope is *where* (agency, function, economic use, project) times *kind* (source, nature, flow). Which
kinds make up which others depends on nothing else, so it is worked out once for each set of kinds
that occurs, and not for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.scope import Scope

__all__ = ["balances", "containments", "disjoint", "kind_of", "partitions", "void"]

_NATURE_SHIFT = FundingSource.ALL.value.bit_length()
_FLOW_SHIFT = _NATURE_SHIFT + Nature.ALL.value.bit_length()
SOURCES = (1 << _NATURE_SHIFT) - 1
NATURES = ((1 << _FLOW_SHIFT) - 1) & ~SOURCES
FLOWS = ((1 << len(Flow)) - 1) << _FLOW_SHIFT
_FIELDS = (SOURCES, NATURES, FLOWS)
IN = Flow.IN.value << _FLOW_SHIFT
OUT = Flow.OUT.value << _FLOW_SHIFT
_APPROPRIATED = (FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION).value
#: What no appropriated money is: it is spent as basic or project expenditure, and its balances are carried
#: forward or given back, never distributed or drawn on as 非财政拨款结余.
_NEVER_APPROPRIATED = (Nature.ALL & ~Nature.PLAIN).value << _NATURE_SHIFT | (
    Flow.SURPLUS_USED | Flow.DISTRIBUTION
).value << _FLOW_SHIFT

Split = tuple[int, tuple[int, ...]]


def kind_of(scope: Scope) -> int:
    """The kind of a scope; the kind of a meet is the ``&`` of the kinds."""
    return (
        scope.source._value_
        | scope.nature._value_ << _NATURE_SHIFT
        | scope.flow._value_ << _FLOW_SHIFT
    )


def void(kind: int) -> int:
    """The natures and flows that no entry of these sources has, as bits.

    >>> void(kind_of(Scope())), void(kind_of(Scope(source=FundingSource.GENERAL))) > 0
    (0, True)
    """
    return 0 if kind & SOURCES & ~_APPROPRIATED else _NEVER_APPROPRIATED


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
    field &= ~void(whole)
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


def balances(kinds: Iterable[int], flows: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """What comes in and what goes out, for each source whose flows are told apart.

    Args:
        kinds: The kinds of one place.
        flows: The flows that the document tells apart at all, as bits: a form that knows no distribution of
            surplus has none.

    Returns:
        Pairs of kinds that come in and kinds that go out: the coarsest that are all there is of both.
    """
    by_rest: dict[int, list[int]] = {}
    for kind in sorted(set(kinds), reverse=True):
        by_rest.setdefault(kind & ~FLOWS, []).append(kind)
    found = []
    for rest, same in by_rest.items():
        sides = []
        for way in (IN & flows, OUT & flows):
            wanted = way & ~void(rest)
            inside = [kind for kind in same if not kind & FLOWS & ~way and kind & wanted]
            covers: list[tuple[int, ...]] = []
            if wanted:
                _search(wanted, [kind & (wanted | ~FLOWS) for kind in inside], FLOWS, (), covers)
            if covers:
                best = min(covers, key=len)
                sides.append(
                    tuple(next(k for k in inside if k & (wanted | ~FLOWS) == part) for part in best)
                )
        if len(sides) == 2:
            found.append((sides[0], sides[1]))
    return found


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
