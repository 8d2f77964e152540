"""Outlines of rows by their sums: what is found is right, and what is not sure is not found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.reading.worded.outline import UNTOLD, outline

Tree = list[Any]
TREES: st.SearchStrategy[Tree] = st.recursive(
    st.just([]), lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=12
)


def drawn(tree: Tree, amounts: list[int]) -> tuple[list[int], list[int | None]]:
    """The amounts of a tree's rows, from the top, and what each is a part of; the leaves' are taken from a list."""
    rows: list[int] = []
    parents: list[int | None] = []

    def walk(node: Tree, parent: int | None) -> int:
        number = len(rows)
        rows.append(0)
        parents.append(parent)
        rows[number] = sum(walk(each, number) for each in node) if node else amounts.pop()
        return rows[number]

    walk(tree, None)
    return rows, parents


@given(TREES.filter(bool), st.lists(st.integers(0, 40), min_size=12, max_size=12))
def test_what_is_found_adds_up(tree: Tree, seeds: list[int]) -> None:
    rows, _ = drawn(tree, [100 * seed for seed in seeds])
    found = outline([[row] for row in rows])
    for number, amount in enumerate(rows) if found is not None else ():
        parts = [rows[i] for i, parent in enumerate(found or ()) if parent == number]
        assert not parts or sum(parts) == amount


@given(TREES.filter(bool))
def test_amounts_that_make_up_no_other_by_chance_tell_the_outline(tree: Tree) -> None:
    """Of more rows than thirteen it may take more steps than are made to look for it."""
    rows, parents = drawn(tree, [1000 * 3**i + 7 * i for i in range(12)])
    found = outline([[row] for row in rows])
    assert found == parents or (found is None and len(rows) > 13)


@given(TREES.filter(lambda tree: len(tree) > 1), st.integers(0, 30))
def test_a_changed_amount_is_no_outline(tree: Tree, place: int) -> None:
    rows, _ = drawn(tree, [1000 * 3**i + 7 * i for i in range(12)])
    rows[place % len(rows)] += 500
    assert outline([[row] for row in rows]) is None


@pytest.mark.parametrize(
    ("rows", "parents"),
    [
        ([[8], [8], [8], [3], [5]], [None, 0, 1, 2, 2]),  # 合计, the department, its only agency
        ([[10], [3], [3], [3]], [None, 0, 0, 0]),  # rounded
        ([[9, 0], [0, 0], [4, 0], [5, 0]], [None, UNTOLD, 0, 0]),
        (
            [[100], [50], [50], [50], [50]],
            None,
        ),  # a group of one beside another, or one group of two
        ([[100], [-50], [150]], None),
        ([[100]], None),
        ([], None),
    ],
)
def test_outlines(rows: list[list[int]], parents: list[int | None] | None) -> None:
    assert outline(rows) == parents


def test_a_second_column_can_tell_what_the_first_leaves_open() -> None:
    rows = [[100, 90], [50, 40], [50, 40], [50, 50], [50, 50]]
    assert outline(rows) == [None, 0, 1, 0, 3]


def test_what_would_take_too_long_is_not_told() -> None:
    assert outline([[30], *([[1]] * 200)]) is None


@given(
    TREES.filter(bool),
    st.lists(st.integers(1, 4000), min_size=12, max_size=12),
    st.integers(0, 60),
    st.integers(0, 8),
)
def test_one_wrong_digit_tells_no_other_outline(
    tree: Tree, seeds: list[int], place: int, other: int
) -> None:
    rows, parents = drawn(tree, [10 * seed for seed in seeds])
    wrong = list(rows)
    text = str(rows[place % len(rows)])
    at = place % len(text)
    digit = "123456789"[other]
    wrong[place % len(rows)] = int(text[:at] + digit + text[at + 1 :])
    if wrong == rows or outline([[row] for row in wrong]) is not None:
        return  # it makes up others by chance
    found = outline([[row] for row in wrong], slips=True)
    assert found is None or found == parents or outline([[row] for row in rows]) != parents


@pytest.mark.parametrize("place", range(8))
def test_a_list_with_one_wrong_digit_is_told(place: int) -> None:
    rows = [0, 1317, 2429, 3551, 4673, 5797, 6911, 7033]
    rows[0] = sum(rows)
    rows[place] += 100 if str(rows[place])[-3] != "9" else -100
    assert outline([[row] for row in rows], slips=True) == [None, *[0] * 7]


def test_a_sum_that_two_amounts_make_wrong_tells_nothing() -> None:
    rows = [31711 + 1000, 1317, 2429 + 30, 3551, 4673, 5797, 6911, 7033]
    assert outline([[row] for row in rows], slips=True) is None
