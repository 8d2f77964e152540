"""Of what is changed in the prose of published documents nearly all is found, and first suspected; nothing else is.

Some documents and some changes of each kind; ``python -m published.planted`` takes all of them.
"""

from __future__ import annotations

from collections import Counter

from published.documents import budget
from published.planted import KINDS, planted

_NAMES = (
    "beijing-sfj-2026",
    "chongqing-zfb-2026",
    "sh-putuo-shfly-2024-budget-unit",
    "yantai-sjj-2026",
)
_TIMES = 8
_FOUND, _FIRST = 95, 90  # per cent


def test_what_is_changed_in_the_prose_is_found_and_first_suspected() -> None:
    total: Counter[tuple[str, str]] = Counter()
    for name in _NAMES:
        total.update(planted(budget(name), times=_TIMES))
    for kind in KINDS:
        every = total[kind, "planted"]
        assert every > len(_NAMES), kind
        assert 100 * total[kind, "found"] >= _FOUND * every, kind
        assert 100 * total[kind, "first"] >= _FIRST * every, kind
        assert total[kind, "collateral"] == 0, kind
