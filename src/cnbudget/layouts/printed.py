"""What a form prints besides amounts: its label columns, rows that a ledger brings, and years in its words.

Layouts that tell of all this, as those do that were written from a document, are published as the document looks.
"""

from __future__ import annotations

from functools import lru_cache

import attrs

from cnbudget.codes import Code, EconomicCode, FunctionCode, GovernmentEconomicCode
from cnbudget.expressions import expression
from cnbudget.values import Value

#: The classifications that rows tell, with the codes of each.
CODED: dict[str, type[Code]] = {
    "function": FunctionCode,
    "economic": EconomicCode,
    "government": GovernmentEconomicCode,
}
#: What rows that a ledger brings can be told by.
LEVELS = ("agency", *CODED, "project")
#: What a label column holds.
HOLDS = ("code", "name", "agency", "project", "line", "other")
#: Levels from the outside in; what stands joined in one tells the same rows.
Levels = tuple[tuple[str, ...], ...]
_THIS, _LAST = "{year}", "{last_year}"
_WITHOUT = expression(r"\{(?:last_)?year\}年?度?")


@attrs.frozen(eq=False, repr=False)
class LabelForm(Value):
    """A column of labels.

    Attributes:
        path: Its headings from the top.
        holds: What it holds: one of `HOLDS`. Of "other" a ledger says nothing.
        of: The classification that its codes or names are of: one of `CODED`, or "".
        piece: Which piece of the code it holds, from 1 (类, 款, 项); 0 for the whole.
        coded: How the code stands before the name in its own cell, as "[{}]" or "{}-"; "" if it does not.
        numbered: Whether the names of categories in it are numbered (一、一般公共服务支出).
        behind: Whether it stands behind the amounts.
        alone: Whether it holds its piece only in rows whose code ends with it, as in 类, 款 and 项 that go on from the
            rows above.

    >>> LabelForm(("科目编码",), "code").path
    ('科目编码',)
    """

    path: tuple[str, ...]
    holds: str
    of: str = attrs.field(default="", kw_only=True)
    piece: int = attrs.field(default=0, kw_only=True)
    coded: str = attrs.field(default="", kw_only=True)
    numbered: bool = attrs.field(default=False, kw_only=True)
    behind: bool = attrs.field(default=False, kw_only=True)
    alone: bool = attrs.field(default=False, kw_only=True)


@lru_cache(maxsize=256)
def levels_of(text: str) -> Levels | None:
    """What rows are told by, level after level; None if the text says something else.

    >>> levels_of("agency-economic+government")
    (('agency',), ('economic', 'government'))
    >>> levels_of("agency-uses") is None
    True
    """
    levels = tuple(tuple(level.split("+")) for level in text.split("-"))
    told = [each for level in levels for each in level]
    return levels if len(set(told)) == len(told) and set(told) <= set(LEVELS) else None


def undated(text: str, year: int | None) -> str:
    """A text with the fiscal year and the one before named as such, so that it is true of any year.

    >>> undated("2025年执行数", 2026), undated("2026年预算数", 2026)
    ('{last_year}年执行数', '{year}年预算数')
    """
    if year is None or "20" not in text:
        return text
    return text.replace(str(year), _THIS).replace(str(year - 1), _LAST)


def dated(text: str, year: int | None) -> str:
    """An `undated` text of a year; where no year is known, without it.

    >>> dated("{year}年预算数", 2027), dated("{year}年预算数", None)
    ('2027年预算数', '预算数')
    """
    if "{" not in text:
        return text
    if year is None:
        return _WITHOUT.sub("", text)
    return text.replace(_THIS, str(year)).replace(_LAST, str(year - 1))
