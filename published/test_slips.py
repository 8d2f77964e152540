"""Signs, wrong codes, dropped rows, transposed digits and slips of the prose, planted: each is told first, and once."""

from __future__ import annotations

import pytest

from published.slips import LEAST, TIMES, plants, told


@pytest.mark.parametrize("kind", TIMES)
def test_what_was_changed_is_told_first_and_once(kind: str) -> None:
    missed = []
    tried = 0
    for planted in plants(kind):
        tried += 1
        found = told(planted)
        if not found.right:
            missed.append((planted.name, planted.what, [each.zh for each in found.new]))
    assert tried == TIMES[kind]
    assert len(missed) <= (1 - LEAST) * TIMES[kind], missed
