"""A text as persons are looked for in it: simplified, in one width, of the same length as it was."""

from __future__ import annotations

import re
from functools import cache

from cnbudget.characters import simplifying

__all__ = ["folded", "is_odd"]

_BLANKS = "\t\v\f\r \u0085\u00a0\u00ad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff\u200e\u200f"


@cache
def _table() -> dict[int, str]:
    table = dict(simplifying())
    table |= {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    table |= {ord(blank): " " for blank in _BLANKS}
    table |= dict.fromkeys(range(0x2000, 0x2010), " ")
    table |= dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
    table |= dict.fromkeys(map(ord, "•‧∙⋅･・"), "·")
    table |= dict.fromkeys(map(ord, "﹕︰∶"), ":")
    table |= dict.fromkeys(map(ord, "〔［【"), "(")
    table |= dict.fromkeys(map(ord, "〕］】"), ")")
    table[ord("﹫")] = "@"
    table |= {ord(line): "\n" for line in "\u2028\u2029"}
    return table


@cache
def _odd() -> re.Pattern[str]:
    # blanks, dashes, digits and punctuation of full width do not keep a label from being seen
    marks = (chr(point) for point, plain in _table().items() if plain.isalpha())
    return re.compile("[" + "".join(marks) + "\u00ad\u2000-\u200f\u2060\ufeff" + "]")


def is_odd(text: str) -> bool:
    """Whether a text has characters in which a label would not be seen before it is folded.

    >>> is_odd("联 系 人：张三"), is_odd("聯系人：張三"), is_odd("联\u200b系人")
    (False, True, True)
    """
    return not text.isascii() and _odd().search(text) is not None


def folded(text: str) -> str:
    """The text for looking persons up in: each character in its place, white space as spaces or line breaks.

    >>> folded("聯 系人：１３８")
    '联 系人:138'
    """
    return text if text.isascii() and "\t" not in text else text.translate(_table())
