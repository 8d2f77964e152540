"""Codes by the names that rows print for them, with the rows above, in the lists of any year."""

from __future__ import annotations

import re
from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.codes import Code, EconomicCode, FunctionCode, GovernmentEconomicCode
from cnbudget.expressions import expression

#: The kinds of codes that rows print, by what a heading says that its column is of.
CODES: dict[str, type[Code]] = {
    "FUNCTION": FunctionCode,
    "ECONOMIC": EconomicCode,
    "GOVERNMENT": GovernmentEconomicCode,
}
_KINDS = {
    "FUNCTION": Kind.FUNCTIONAL,
    "ECONOMIC": Kind.ECONOMIC,
    "GOVERNMENT": Kind.GOVERNMENT_ECONOMIC,
}
#: 208.05.05, 208-05: the levels of a code apart, as some towns print them.
_LEVELS_APART = expression(r"[0-9]{3}(?:[.．\-][0-9]{2}){1,3}")


def joined_code(text: str) -> str:
    """The digits of a code whose levels are printed apart; any other text as it is.

    >>> joined_code("208.05.05"), joined_code("208.5")
    ('2080505', '208.5')
    """
    bare = text.strip()
    return re.sub("[^0-9]", "", bare) if _LEVELS_APART.fullmatch(bare) else bare


@lru_cache(maxsize=4)
def _codes_by_name(axis: str) -> dict[str, frozenset[str]]:
    """The codes of a classification by all names that they have in any year."""
    found: dict[str, set[str]] = {}
    for code, rows in default().table(_KINDS[axis]).rows.items():
        for row in rows:
            found.setdefault(normalised(row[2]), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def code_named(name: str, axis: str, last: str) -> str | None:
    """The code of a name below, beside or above the code of the row before; None if no name says it for sure.

    Args:
        name: The name as printed, without an ordinal.
        axis: "FUNCTION", "ECONOMIC" or "GOVERNMENT".
        last: The code of the row before, or "".

    >>> code_named("行政运行", "FUNCTION", "20108"), code_named("行政运行", "FUNCTION", "")
    ('2010801', None)
    >>> code_named("其他支出", "GOVERNMENT", "")
    '599'
    """
    found = _codes_by_name(axis).get(normalised(name))
    if not found:
        return None
    for length in (7, 5, 3):
        if length > len(last):
            continue
        below = [
            code for code in found if len(code) == length + 2 and code[:length] == last[:length]
        ]
        if below:
            return below[0] if len(below) == 1 else None
    tops = [code for code in found if len(code) == 3]
    return tops[0] if len(tops) == 1 else None


def is_name(name: str, code: Code) -> bool:
    """Whether a code has a name in some year.

    >>> is_name("对个人和家庭的补助", EconomicCode("303")), is_name("对个人和家庭", EconomicCode("303"))
    (True, False)
    """
    axis = next(axis for axis, kind in CODES.items() if kind is type(code))
    return code.digits in _codes_by_name(axis).get(normalised(name), frozenset())


def is_listed(name: str) -> bool:
    """Whether a name is that of a code of some classification, whichever it may be.

    >>> is_listed("档案馆"), is_listed("青山市档案馆")
    (True, False)
    """
    return any(normalised(name) in _codes_by_name(axis) for axis in CODES)
