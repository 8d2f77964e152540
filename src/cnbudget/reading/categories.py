"""Codes told by their official names: "八、社会保障和就业支出" in a two-sided table, or beside a misprinted code."""

from __future__ import annotations

from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.words import stem


def category_named(label: str) -> FunctionCode | None:
    """The functional category of a name, in whatever year it had it, numbering aside.

    >>> category_named("八、社会保障和就业支出"), category_named("三、医疗卫生与计划生育支出")
    (FunctionCode('208'), FunctionCode('210'))
    >>> category_named("本年支出合计") is None
    True
    """
    return _names().get(normalised(stem(label)))


def child_named(label: str, last: Code | None) -> Code | None:
    """The one code of an official name right below the code of the row before, or right beside it.

    >>> child_named("事业单位医疗", FunctionCode("21011"))
    FunctionCode('2101102')
    >>> child_named("事业单位医疗", FunctionCode("20805")) is None
    True
    """
    if last is None:
        return None
    kind = Kind.ECONOMIC if isinstance(last, EconomicCode) else Kind.FUNCTIONAL
    rows, wanted = default().table(kind).rows, normalised(label)
    lengths = type(last).lengths
    found: set[str] = set()
    for above in (last, last.parent):
        if above is None or above.depth == len(lengths):
            continue
        length = lengths[above.depth]
        found.update(
            code
            for code, names in rows.items()
            if len(code) == length
            and code.startswith(above.digits)
            and any(normalised(name[2]) == wanted for name in names)
        )
        if found:
            break
    return type(last)(found.pop()) if len(found) == 1 else None


@lru_cache(maxsize=1)
def _names() -> dict[str, FunctionCode]:
    """The categories by all names that they have in any year; a name of two of them is none's."""
    found: dict[str, set[str]] = {}
    for code, rows in default().table(Kind.FUNCTIONAL).rows.items():
        if len(code) == 3:
            for row in rows:
                found.setdefault(normalised(row[2]), set()).add(code)
    return {name: FunctionCode(*codes) for name, codes in found.items() if len(codes) == 1}
