"""How many examples a costly property tries: a part of what the profile does, so that `heavy` tries more of all."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["tries"]


def tries(of: int, least: int = 5) -> int:
    """One part of so many of the examples that the profile tries, and so many at the least.

    >>> tries(1) == settings().max_examples, tries(10**6, least=7)
    (True, 7)
    """
    return max(least, settings().max_examples // of)
