"""Hitting sets against trying all."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.clock import Clock
from cnbudget.consistency.covers import bits
from cnbudget.consistency.hitting import all_cheapest, cheapest, cost, quick, shares

CONFLICTS = st.lists(st.integers(1, 2**9 - 1), min_size=1, max_size=9)
WEIGHTS = st.lists(st.integers(1, 4), min_size=9, max_size=9)
FOREVER = Clock(None)


@given(CONFLICTS, WEIGHTS)
def test_against_trying_all(conflicts: list[int], weights: list[int]) -> None:
    hitting = [mask for mask in range(2**9) if all(mask & c for c in conflicts)]
    least = min(cost(mask, weights) for mask in hitting)
    expected = sorted(mask for mask in hitting if cost(mask, weights) == least)
    assert cheapest(conflicts, weights, FOREVER) in expected
    assert sorted(all_cheapest(conflicts, weights, FOREVER)) == expected
    assert quick(conflicts, weights, FOREVER) in hitting


@given(CONFLICTS, WEIGHTS)
def test_shares_prove_a_bound(conflicts: list[int], weights: list[int]) -> None:
    found = shares(conflicts, weights, FOREVER)
    assert all(share >= 0 for share in found)
    for i in bits(2**9 - 1):
        of_i = (s for s, c in zip(found, conflicts, strict=True) if c >> i & 1)
        assert sum(of_i, Fraction(0)) <= weights[i]


def test_a_gap_between_the_relaxation_and_the_least_weight() -> None:
    # The lines of the Fano plane: each point a third gives 7/3, but three points are needed.
    lines = [(0, 1, 2), (0, 3, 4), (0, 5, 6), (1, 3, 5), (1, 4, 6), (2, 3, 6), (2, 4, 5)]
    conflicts = [sum(1 << point for point in line) for line in lines]
    assert sum(shares(conflicts, [1] * 7, FOREVER)) == Fraction(7, 3)
    assert cheapest(conflicts, [1] * 7, FOREVER).bit_count() == 3
    assert sorted(all_cheapest(conflicts, [1] * 7, FOREVER)) == sorted(conflicts)
