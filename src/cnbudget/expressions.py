"""Regular expressions that are compiled when they are first used.

A module's expressions are declared where it begins, and a run of the program needs some of them; what is compiled costs
up to 5 ms each where a class spans the Chinese characters, and a third of a second in all.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast

__all__ = ["expression"]

_METHODS = (
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "scanner",
    "search",
    "split",
    "sub",
    "subn",
)


def expression(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression, compiled when it is first used.

    It has the methods and attributes of a compiled one, and is handed to none of the functions of `re`.

    Args:
        source: The expression.
        flags: Flags of `re`.

    Example:
        >>> year = expression("(?:19|20)[0-9]{2}")
        >>> year.fullmatch("2026") is not None
        True
    """
    return cast("re.Pattern[AnyStr]", _Expression(source, flags))


class _Expression:
    """What stands for a compiled expression: its methods are there once one of them was asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what copies and pickles asks for what is not there
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in _METHODS})
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"expression({self.pattern!r})"
