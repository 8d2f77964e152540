"""Categories (类) told by their official names alone, as "八、社会保障和就业支出" in a two-sided table."""

from __future__ import annotations

from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.codes import FunctionCode
from cnbudget.words import stem

__all__ = ["category_named"]


def category_named(label: str) -> FunctionCode | None:
    """The functional category of a name, in whatever year it had it, numbering aside.

    >>> category_named("八、社会保障和就业支出"), category_named("三、医疗卫生与计划生育支出")
    (FunctionCode('208'), FunctionCode('210'))
    >>> category_named("本年支出合计") is None
    True
    """
    return _names().get(normalised(stem(label)))


@lru_cache(maxsize=1)
def _names() -> dict[str, FunctionCode]:
    """The categories by all names that they have in any year; a name of two of them is none's."""
    found: dict[str, set[str]] = {}
    for code, rows in default().table(Kind.FUNCTIONAL).rows.items():
        if len(code) == 3:
            for row in rows:
                found.setdefault(normalised(row[2]), set()).add(code)
    return {name: FunctionCode(*codes) for name, codes in found.items() if len(codes) == 1}
