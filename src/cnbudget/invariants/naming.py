"""Rows whose code and name say different things, so that other tables' rows of that code may not be about the same."""

from __future__ import annotations

from functools import lru_cache

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.words import plain_stem


@lru_cache(maxsize=2048)
def misnamed(code: str, name: str) -> bool:
    """Whether an economic code stands beside a name that is nothing like any it ever had.

    >>> misnamed("30212", "机关事业单位退休人员活动费"), misnamed("30212", "因公出国（境）费")
    (True, False)
    >>> misnamed("30108", "机关事业单位基本养老保险费")
    False
    """
    names = [row[2] for row in default().table(Kind.ECONOMIC).rows.get(code, ())]
    mine = set(normalised(plain_stem(name)))
    if not names or not mine:
        return False
    return all(2 * len(mine & set(normalised(each))) < len(mine) for each in names)
