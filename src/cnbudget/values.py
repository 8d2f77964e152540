"""What the library's values have in common: they are equal by what they hold, and show it.

attrs writes such methods for each class, and compiles them when the class is made: at least a third of its cost,
and a short command makes some 200. These are written once for all; they do what those of attrs would.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, cast

import attrs


@cache
def _shown(kind: Hashable) -> tuple[str, ...]:
    """The fields that are shown."""
    return tuple(field.name for field in attrs.fields(cast("type", kind)) if field.repr)


@cache
def _compared(kind: Hashable) -> Callable[[object], object]:
    """Takes what two of a kind are compared by."""
    return _taken([field for field in attrs.fields(cast("type", kind)) if field.eq])


@cache
def _hashed(kind: Hashable) -> Callable[[object], object]:
    """Takes what the hash of one is made of: what cannot be hashed is left out by its declaration."""
    fields = attrs.fields(cast("type", kind))
    return _taken([each for each in fields if (each.eq if each.hash is None else each.hash)])


def _taken(fields: Sequence[attrs.Attribute[Any]]) -> Callable[[object], object]:
    taken = [(attrgetter(field.name), getattr(field, "eq_key", None)) for field in fields]
    if all(key is None for _, key in taken):
        return attrgetter(*(field.name for field in fields)) if taken else _nothing
    return lambda value: tuple(of(value) if key is None else key(of(value)) for of, key in taken)


@cache
def _held(kind: Hashable) -> Callable[[object], tuple[object, ...]]:
    """Takes all that one holds."""
    names = [field.name for field in attrs.fields(cast("type", kind))]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _set(kind: Hashable) -> tuple[Callable[[object, object], None], ...]:
    """What sets its fields, past the guard of a frozen class."""
    names = [field.name for field in attrs.fields(cast("type", kind))]
    slots = [getattr(getattr(kind, name, None), "__set__", None) for name in names]
    return tuple(
        partial(_put, name) if slot is None else slot
        for name, slot in zip(names, slots, strict=True)
    )


def _put(name: str, value: object, held: object) -> None:
    object.__setattr__(value, name, held)


def _again(kind: type[Travelling], *held: object) -> Travelling:
    """One that travelled: it was well-formed where it was made."""
    made = object.__new__(kind)
    for put, each in zip(_set(cast("Hashable", kind)), held, strict=True):
        put(made, each)
    return made


def _nothing(_: object) -> None:
    """What a kind without fields holds: two of it are equal."""


class Travelling:
    """Travels as its fields; what was worked out of them is worked out again where it is asked for."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        kind: Any = type(self)
        return _again, (kind, *_held(kind)(self))


class Visible(Travelling):
    """Shows its fields; is made by ``attrs.frozen(eq=False, repr=False)``, and is equal to itself alone.

    >>> @attrs.frozen(eq=False, repr=False)
    ... class Place(Visible):
    ...     name: str
    >>> Place("阿图什"), Place("阿图什") == Place("阿图什")
    (Place(name='阿图什'), False)
    """

    __slots__ = ()

    @recursive_repr("...")
    def __repr__(self) -> str:
        kind: Any = type(self)
        name = kind.__qualname__.rpartition(">.")[2]
        return f"{name}({', '.join(f'{each}={getattr(self, each)!r}' for each in _shown(kind))})"


class Value(Visible):
    """Shows its fields, and is equal to what is of its kind and has the same; is made as `Visible` is.

    >>> @attrs.frozen(eq=False, repr=False)
    ... class Place(Value):
    ...     name: str
    >>> Place("阿图什") == Place("阿图什"), len({Place("阿图什"), Place("阿图什")})
    (True, 1)
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        kind: Any = type(self)
        held = _compared(kind)
        return bool(held(self) == held(other))

    def __hash__(self) -> int:
        kind: Any = type(self)
        return hash((kind, _hashed(kind)(self)))
