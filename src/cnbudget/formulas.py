"""Formulas: text in a CSV file that a spreadsheet would run, and how it is written so that none does."""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARDED = (*_STARTS, "'")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula.

    >>> is_formula("=1+1"), is_formula("@SUM(A1)"), is_formula("合计")
    (True, True, False)
    """
    return text.startswith(_STARTS)


def guarded(text: str) -> str:
    """The text with an apostrophe before it, if a spreadsheet could run it or it begins with one.

    >>> guarded("=1+1"), guarded("'a"), guarded("合计")
    ("'=1+1", "''a", '合计')
    """
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguarded(text: str) -> str:
    """The text before `guarded`; an apostrophe that `guarded` did not put there stays.

    >>> unguarded(guarded("=1+1")), unguarded(guarded("'a")), unguarded("'a")
    ('=1+1', "'a", "'a")
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text
