"""The part of a scope that is flags (source, nature, procurement, flow), packed into an integer.

A scope is *where* (agency, function, economic use, project) times *kind* (source, nature, procurement, flow). Which
kinds make up which others depends on nothing else, so it is worked out once for each set of kinds
that occurs, and not for each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from cnbudget.dimensions import DIMENSIONS, Dimension, Flags, Flow, FundingSource, Nature
from cnbudget.scope import Scope

#: The dimensions of few kinds, with the place of their bits: those of one lie beside those of the next.
_PLACED: list[tuple[Dimension, int]] = []
_SHIFT = 0
for _dimension in DIMENSIONS:
    if isinstance(_dimension.sets, Flags):
        _PLACED.append((_dimension, _SHIFT))
        _SHIFT += _dimension.sets.whole.value.bit_length()
_FIELD = {each.name: each.sets.whole.value << shift for each, shift in _PLACED}
_AT = {each.name: shift for each, shift in _PLACED}
SOURCES, NATURES, FLOWS = _FIELD["source"], _FIELD["nature"], _FIELD["flow"]
_FIELDS = tuple(_FIELD.values())
_NATURE_SHIFT, _FLOW_SHIFT = _AT["nature"], _AT["flow"]
_SOURCE_SHIFT = _AT["source"]
#: The dimensions that few scopes say anything of, and what a scope is of which they say nothing.
_SELDOM = [
    (each, shift) for each, shift in _PLACED if each.name not in ("source", "nature", "flow")
]
_seldom = attrgetter(*(each.name for each, _ in _SELDOM))
_flags = attrgetter(*(each.name for each, _ in _PLACED))
_UNSAID = tuple(each.usual for each, _ in _SELDOM)
_ANY: int = sum(_FIELD[each.name] for each, _ in _SELDOM)
IN = Flow.IN.value << _FLOW_SHIFT
OUT = Flow.OUT.value << _FLOW_SHIFT
_APPROPRIATED = FundingSource.APPROPRIATION | FundingSource.CARRIED_APPROPRIATION
#: What no appropriated money is, as bits.
_NEVER_APPROPRIATED = (Nature.ALL & ~_APPROPRIATED.natures).value << _NATURE_SHIFT | (
    Flow.ALL & ~_APPROPRIATED.flows
).value << _FLOW_SHIFT
#: Money in reserve: there is none where the document has no place for it.
RESERVE = Nature.RESERVE.value << _NATURE_SHIFT

Split = tuple[int, tuple[int, ...]]


def kind_of(scope: Scope) -> int:
    """The kind of a scope; the kind of a meet is the ``&`` of the kinds."""
    kind: int = (
        scope.source._value_ << _SOURCE_SHIFT
        | scope.nature._value_ << _NATURE_SHIFT
        | scope.flow._value_ << _FLOW_SHIFT
    )
    seldom = _seldom(scope)
    if seldom == _UNSAID:
        return kind | _ANY
    for flag, (_, shift) in zip(seldom, _SELDOM, strict=True):
        kind |= int(flag.value) << shift
    return kind


def is_some(kind: int) -> bool:
    """Whether a meet of kinds is of anything: 使用非财政拨款结余 beside a row of 项目支出 is nothing that is spent.

    >>> from cnbudget import Flow, Nature
    >>> used, project = kind_of(Scope(flow=Flow.SURPLUS_USED)), kind_of(Scope(nature=Nature.PROJECT))
    >>> is_some(used), is_some(used & project)
    (True, False)
    """
    return bool(kind & FLOWS and kind & SOURCES and kind & NATURES)


def kinds_of(scopes: Iterable[Scope | None]) -> list[int]:
    """The kinds of the rows of a side, most of which are of the same kind as the row before; 0 if one is not known.

    >>> kinds_of([Scope("208"), None]) == [kind_of(Scope("208")), 0]
    True
    """
    found: list[int] = []
    last, kind = None, 0
    for scope in scopes:
        if scope is None:
            found.append(0)
        else:
            flags = _flags(scope)
            if flags != last:
                last, kind = flags, kind_of(scope)
            found.append(kind)
    return found


def flags_of(kind: int) -> dict[str, Any]:
    """The sets of a kind, by the names of their dimensions; the inverse of `kind_of`.

    >>> flags_of(kind_of(Scope(source=FundingSource.GENERAL)))["source"]
    <FundingSource.GENERAL: 3>
    """
    return {
        each.name: each.sets.of(type(each.usual)((kind & _FIELD[each.name]) >> shift))
        for each, shift in _PLACED
    }


def tells_reserve(kinds: Iterable[int]) -> bool:
    """Whether some of these kinds tell money in reserve (单位预留机动经费) from other money."""
    return any(kind & RESERVE and kind & NATURES != NATURES for kind in kinds)


def void(kind: int) -> int:
    """The natures and flows that no entry of these sources has, as bits.

    >>> void(kind_of(Scope())), void(kind_of(Scope(source=FundingSource.GENERAL))) > 0
    (0, True)
    """
    return 0 if kind & SOURCES & ~_APPROPRIATED.value else _NEVER_APPROPRIATED


def disjoint(a: int, b: int) -> bool:
    """Whether two kinds have no entry in common."""
    both = a & b
    return not all(both & field for field in _FIELDS)


def partitions(kinds: Iterable[int], *, reserve: bool = False) -> list[Split]:
    """All the ways in which kinds of a set split up others of it, the coarsest of each only.

    A split runs along one dimension: by source, nature, procurement or flow. It is the coarsest if no two or
    more of its parts are together a kind of the set.
    """
    unique = sorted(set(kinds), reverse=True)
    found: list[Split] = []
    differ = 0
    for kind in unique:
        differ |= kind ^ unique[0]
    fields = [field for field in _FIELDS if field & differ]
    for whole in unique:
        inside = [kind for kind in unique if kind & whole == kind and kind != whole]
        if len(inside) < 2:
            continue
        for field in fields:
            rest = whole & ~field
            along = [kind for kind in inside if kind & ~field == rest]
            if len(along) > 1:
                found.extend(
                    (whole, parts) for parts in _covers(whole, along, field, reserve=reserve)
                )
    return found


def _covers(whole: int, kinds: list[int], field: int, *, reserve: bool) -> list[tuple[int, ...]]:
    """The coarsest exact covers of ``whole`` by ``kinds``, which differ in ``field`` alone."""
    field &= ~void(whole) & ~(0 if reserve else RESERVE)
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
    exact_covers(whole & field, kinds, field, (), covers)
    return [cover for cover in covers if not _coarser(cover, kinds, field)]


def exact_covers(
    left: int,
    kinds: Sequence[int],
    field: int,
    chosen: tuple[int, ...],
    covers: list[tuple[int, ...]],
) -> None:
    """Add to ``covers`` the sets of kinds that make up ``left`` in a dimension, none of it twice."""
    if not left:
        covers.append(chosen)
        return
    lowest = left & -left
    for kind in kinds:
        bits = kind & field
        if bits & lowest and bits & left == bits and len(covers) < 16:
            exact_covers(left & ~bits, kinds, field, (*chosen, kind), covers)


def _coarser(cover: tuple[int, ...], kinds: Sequence[int], field: int) -> bool:
    """Whether some parts of a cover are together one of the kinds."""
    parts = set(cover)
    for kind in kinds:
        if kind in parts:
            continue
        bits = kind & field
        inner = [part & field for part in cover if part & field & bits]
        if len(inner) > 1 and sum(inner) == bits:  # no two parts of a cover have a bit in common
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
