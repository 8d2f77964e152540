"""Which laws inferring lost figures used up: those that fix a figure, and no others; they check nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure
from cnbudget.figures import State
from cnbudget.invariants import ADD_UP, AGREE, CONTAIN
from cnbudget.invariants.spending import spent
from tests.invariants.test_evaluation import system_of


def _figures(values: Sequence[int], inferred: Sequence[bool]) -> list[Figure]:
    return [
        attrs.evolve(Figure.of(Decimal(value), places=2), state=State.INFERRED)
        if lost
        else Figure.of(Decimal(value), places=2)
        for value, lost in zip(values, inferred, strict=True)
    ]


@pytest.mark.parametrize(("whole", "used"), [(0, {0}), (5, {0, 1})])
def test_a_sum_of_zero_fixes_all_its_parts_and_another_sum_does_not(
    whole: int, used: set[int]
) -> None:
    """Two parts of nothing are nothing, so that the next sum of them checks; two parts of five can be anything."""
    figures = _figures([whole, 0, whole, whole + 1, 1], [False, True, True, False, False])
    laws = [(ADD_UP, (0, 1, 2), "scopes"), (ADD_UP, (3, 1, 2, 4), "scopes")]
    assert spent(system_of(figures, laws)) == used


def test_a_lost_whole_of_nothing_fixes_no_parts() -> None:
    figures = _figures([0, 0, 0], [True, True, True])
    laws = [(ADD_UP, (0, 1, 2), "scopes"), (CONTAIN, (1, 2), "scopes")]
    assert spent(system_of(figures, laws)) == {0, 1}


def test_the_law_of_fewest_figures_fixes_and_the_larger_one_checks() -> None:
    figures = _figures([3, 3, 1, 2], [True, False, False, False])
    laws = [(ADD_UP, (0, 2, 3), "scopes"), (AGREE, (0, 1), "scopes")]
    assert spent(system_of(figures, laws)) == {1}


def test_what_one_law_fixes_is_known_to_the_next() -> None:
    """The smallest law has two lost figures, and waits until a larger one has fixed one of them."""
    figures = _figures([3, 1, 2, 9, 8, 12], [False, True, True, False, False, False])
    small, middle = (ADD_UP, (0, 1, 2), "scopes"), (ADD_UP, (3, 1, 4, 5), "scopes")
    large = (ADD_UP, (5, 1, 2, 3, 4), "scopes")
    assert spent(system_of(figures, [small, middle, large])) == {0, 1}


def test_a_sum_with_one_lost_part_fixes_it() -> None:
    figures = _figures([3, 1, 2, 9, 8], [False, True, False, False, False])
    laws = [(ADD_UP, (0, 1, 2), "scopes"), (ADD_UP, (3, 1, 2, 4), "scopes")]
    assert spent(system_of(figures, laws)) == {0}


@pytest.mark.parametrize(("printed", "used"), [(True, {0}), (False, {0, 1})])
def test_one_figure_of_those_that_agree_fixes_the_others(*, printed: bool, used: set[int]) -> None:
    figures = _figures([3, 3, 3, 9, 3], [not printed, True, True, False, False])
    laws = [(AGREE, (0, 1, 2), "scopes"), (ADD_UP, (3, 0, 1, 2), "scopes")]
    assert spent(system_of(figures, laws)) == used


def test_what_only_contains_fixes_nothing() -> None:
    figures = _figures([3, 2], [False, True])
    assert spent(system_of(figures, [(CONTAIN, (0, 1), "scopes")])) == {0}
    laws = [(CONTAIN, (0, 1), "scopes"), (AGREE, (1, 2), "scopes")]
    figures += _figures([2], [False])
    assert spent(system_of(figures, laws)) == {1}


@st.composite
def _systems(draw: st.DrawFn) -> tuple[list[Figure], list[tuple[str, tuple[int, ...], str]]]:
    count = draw(st.integers(2, 8))
    values = draw(st.lists(st.sampled_from([0, 1, 5]), min_size=count, max_size=count))
    lost = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    places = st.lists(st.integers(0, count - 1), min_size=2, max_size=4, unique=True)
    laws = draw(
        st.lists(
            st.tuples(st.sampled_from([ADD_UP, AGREE, CONTAIN]), places.map(tuple), st.just("x")),
            max_size=6,
        )
    )
    return _figures(values, lost), laws


@given(_systems())
def test_what_is_used_up_is_of_lost_figures_and_enough_is_left(
    drawn: tuple[list[Figure], list[tuple[str, tuple[int, ...], str]]],
) -> None:
    """A law between printed figures is always a check; where something is lost, no more laws than it takes fix it."""
    figures, laws = drawn
    lost = {number for number, figure in enumerate(figures) if figure.state is State.INFERRED}
    found = spent(system_of(figures, laws))
    for number in found:
        assert lost & set(laws[number][1])
    known = set(range(len(figures))) - lost
    fixing = [set(laws[number][1]) - known for number in found]
    left = [number for number in range(len(laws)) if number not in found]
    # what every law that still checks is about is printed, or fixed by those that do not
    assert all(set(laws[number][1]) <= known.union(*fixing) for number in left)
