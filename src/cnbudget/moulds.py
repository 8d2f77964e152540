"""Moulds: how frozen values are made where very many of them are.

The constructor of a frozen class has to set each field past its own guard, which takes most of the time of making a
small value. A mould is an open twin of the class: its instance is filled by plain assignment, and is then given
the frozen class, after which it is a value like any other. Only for parts that are known to be well-formed: no
converter and no validator runs.

    >>> import attrs
    >>> @attrs.frozen
    ... class Point:
    ...     x: int
    ...     y: int
    >>> made = mould(Point)()
    >>> made.x, made.y = 1, 2
    >>> made.__class__ = Point
    >>> made == Point(1, 2)
    True
    >>> made.x = 3  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    attr.exceptions.FrozenInstanceError
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["mould"]


@cache
def mould(kind: type) -> Any:
    """The open twin of a frozen class with slots, made without arguments."""
    # both guards have to go, else assignment takes the slow way
    return type(
        f"_{kind.__name__}Mould",
        (kind,),
        {
            "__slots__": (),
            "__init__": object.__init__,
            "__setattr__": object.__setattr__,
            "__delattr__": object.__delattr__,
        },
    )
