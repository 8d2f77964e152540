"""Ends of intervals: an open end is an infinitesimal off, however many are added up."""

from __future__ import annotations

import pytest

from cnbudget.deduction.bounds import STEP, _clean, _total


@pytest.mark.parametrize("steps", [-7, 0, 7])
def test_an_end_is_one_infinitesimal_off_at_most(steps: int) -> None:
    end = steps * STEP
    for off in range(-5, 6):
        sign = (off > 0) - (off < 0)
        assert _clean(end + off) == end + sign


def test_a_sum_with_an_open_end_is_open() -> None:
    assert _total([1, 2, 3]) == 6
    assert _total([]) == 0
    assert _total([1, None, 3]) is None
    assert _total([None]) is None
