"""Regular expressions that are compiled when they are first used.

A module's expressions are declared where it begins, and a run of the program needs some of them; what is compiled costs
up to 5 ms each where a class spans the Chinese characters, and a third of a second in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, AnyStr, cast

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

_OF_WHOLE_TEXTS = ("search", "finditer")


def expression(
    source: AnyStr, flags: int = 0, *, needs: AnyStr | None = None
) -> re.Pattern[AnyStr]:
    """A regular expression, compiled when it is first used.

    It has the methods and attributes of a compiled one, and is handed to none of the functions of `re`.

    Args:
        source: The expression.
        flags: Flags of `re`.
        needs: A simpler expression that is found wherever this one is: most texts are known by it to have nothing,
            and are not searched by this one.

    Example:
        >>> year = expression("(?:19|20)[0-9]{2}")
        >>> year.fullmatch("2026") is not None
        True
    """
    return cast("re.Pattern[AnyStr]", _Expression(source, flags, needs))


class _Expression:
    """What stands for a compiled expression: its methods are there once one of them was asked for."""

    def __init__(self, source: str | bytes, flags: int, needs: str | bytes | None) -> None:
        self.pattern = source
        self.needs = needs
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # what copies and pickles asks for what is not there
            raise AttributeError(name)
        if self.needs is not None and name in _OF_WHOLE_TEXTS:
            whole = _Expression(self.pattern, self._flags, None)
            methods = _where_needed(whole, re.compile(self.needs, self._flags))
        else:
            compiled = re.compile(self.pattern, self._flags)
            methods = {each: getattr(compiled, each) for each in _METHODS}
            if name not in methods:
                return getattr(compiled, name)
            if self.needs is not None:
                methods = {k: each for k, each in methods.items() if k not in _OF_WHOLE_TEXTS}
        vars(self).update(methods)
        return methods[name]

    def __repr__(self) -> str:
        return f"expression({self.pattern!r})"


def _where_needed(whole: Any, needed: re.Pattern[Any]) -> dict[str, object]:
    """The methods that search a whole text, by what is compiled once a text is known to have what it needs."""
    needs = needed.search

    def searched(text: Any, *span: int) -> re.Match[Any] | None:
        return None if needs(text) is None else whole.search(text, *span)

    def found(text: Any, *span: int) -> Iterable[re.Match[Any]]:
        return () if needs(text) is None else whole.finditer(text, *span)

    return {"search": searched, "finditer": found}
