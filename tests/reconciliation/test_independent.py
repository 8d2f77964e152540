"""Alternatives taken apart: the parts multiply to the family, and what is no product stays whole."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.figures import Address, ColumnAddress, RowAddress
from cnbudget.reconciliation.independent import independent

_CELLS: list[Address] = [(RowAddress(None, str(n)), ColumnAddress("")) for n in range(12)]


@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.data())
def test_a_product_is_taken_apart_and_multiplies_to_itself(
    sizes: list[int], data: st.DataObject
) -> None:
    cells = iter(_CELLS)
    parts = [[(next(cells),) for _ in range(size)] for size in sizes]
    family = [tuple(each for choice in chosen for each in choice) for chosen in product(*parts)]
    family = data.draw(st.permutations(family))
    found = independent(family)
    assert sorted(map(len, found)) == sorted(sizes)
    assert {frozenset().union(*chosen) for chosen in product(*found)} == set(map(frozenset, family))


def test_what_is_no_product_is_one_part() -> None:
    a, b, c, d = _CELLS[:4]
    sets = [(a, c), (b, d), (a, d)]
    assert independent(sets) == [[frozenset(each) for each in sets]]
    assert independent([(a, b)]) == [[frozenset((a,))], [frozenset((b,))]]


def test_the_order_is_that_of_the_sets() -> None:
    a, b, c = _CELLS[:3]
    assert independent([(c, a), (c, b)]) == [[frozenset((c,))], [frozenset((a,)), frozenset((b,))]]
