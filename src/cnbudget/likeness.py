"""Whether two values say the same: what makes values equal that were pickled, copied, or made twice.

Inside a document many parts are known as themselves: a row stays the row that it is, whatever another row says. What
people get of the package is a value, and equal to what says the same in every field, all the way down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs


class Valued:
    """A value that is equal to one of its class with the same in every field.

    The fields named in ``_TOLD`` make its hash: a few that are cheap, and never changed once it was made.
    """

    __slots__ = ()
    _TOLD: ClassVar[tuple[str, ...]] = ()

    def __eq__(self, other: object) -> bool:
        return alike(self, other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self).__name__, *(getattr(self, name) for name in self._TOLD)))


def alike(one: object, other: object) -> bool:
    """Whether two values say the same, field by field, whatever the classes inside take for equal.

    >>> from cnbudget.figures import Place
    >>> Place(line=3) == Place(line=3), alike(Place(line=3), Place(line=3)), alike([1, 2], [2, 1])
    (False, True, False)
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            alike(each, other[key]) for key, each in one.items()
        )
    if attrs.has(type(one)):
        return all(alike(*each) for each in _fields(one, other))
    return one == other


def _fields(one: Any, other: Any) -> list[tuple[Any, Any]]:
    """What two values of a class are compared by: its fields, or what the class names in ``_COMPARED``."""
    names = getattr(type(one), "_COMPARED", None)
    if names is None:
        names = [each.name for each in attrs.fields(type(one)) if each.eq]
    return [(getattr(one, name), getattr(other, name)) for name in names]
