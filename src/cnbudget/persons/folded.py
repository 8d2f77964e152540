"""A text as persons are looked for in it: simplified, in one width, of the same length as it was."""

from __future__ import annotations

from functools import cache

from cnbudget.characters import (
    BLANKS,
    CLOSING,
    DASHES,
    DOTS,
    HALF_WIDTH,
    OPENING,
    simplifying,
)

#: Blanks besides those that are left out of account when a label is looked for.
_UNUSUAL = "".join(sorted(set(BLANKS) - set(" \n\u3000\u00a0")))


@cache
def _table() -> dict[int, str]:
    table = dict(simplifying())
    table |= HALF_WIDTH
    table |= dict.fromkeys(map(ord, BLANKS), " ")
    table |= dict.fromkeys(map(ord, DASHES), "-")
    table |= dict.fromkeys(map(ord, DOTS), "·")
    table |= dict.fromkeys(map(ord, "﹕︰∶"), ":")
    # those of ASCII mark links and records
    table |= {ord(mark): "(" for mark in OPENING if not mark.isascii()}
    table |= {ord(mark): ")" for mark in CLOSING if not mark.isascii()}
    table[ord("﹫")] = "@"
    table |= dict.fromkeys(map(ord, "\n\u2028\u2029"), "\n")
    return table


@cache
def _odd() -> frozenset[str]:
    # blanks, dashes, digits and punctuation of full width do not keep a label from being seen
    return frozenset([chr(point) for point, plain in _table().items() if plain.isalpha()]).union(
        _UNUSUAL
    )


def is_odd(text: str) -> bool:
    """Whether a text has characters in which a label would not be seen before it is folded.

    >>> is_odd("联 系 人：张三"), is_odd("聯系人：張三"), is_odd("联\u200b系人")
    (False, True, True)
    """
    return not text.isascii() and not _odd().isdisjoint(text)


def folded(text: str) -> str:
    """The text for looking persons up in: each character in its place, white space as spaces or line breaks.

    >>> folded("聯 系人：１３８")
    '联 系人:138'
    """
    return text if text.isascii() and "\t" not in text else text.translate(_table())
