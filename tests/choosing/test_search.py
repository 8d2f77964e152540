"""What is told of a block that no law ties, and in what its alternatives differ."""

from __future__ import annotations

from typing import Any

import pytest

from cnbudget import FundingSource
from cnbudget.choosing.blocks import Alternative, Block, Chosen
from cnbudget.choosing.search import (
    _CLEAR,
    _WITNESSES,
    _alike,
    _differ_otherwise,
    _disjoint,
    _WaySearch,
)
from cnbudget.scope import EVERYTHING, Scope

OWN = EVERYTHING.evolve(source=FundingSource.GENERAL_OWN)
OTHER = EVERYTHING.evolve(source=FundingSource.OTHER)
POLICE = EVERYTHING.evolve(function=("204",))


def _block(kind: str, *keys: str) -> Block:
    return Block(kind, 0, 0, "columns", tuple(Alternative(key, (None,)) for key in keys))


CARRIED = _block("carried", "current", "both")
UNTIED = Chosen(CARRIED, None, "untied")


def _told(key: str, how: str = "laws", block: Block = CARRIED) -> Chosen:
    keys = [each.key for each in block.alternatives]
    return Chosen(block, keys.index(key), how)


@pytest.mark.parametrize(
    ("others", "way", "how"),
    [
        ([], 0, "usual"),
        ([_told("both")], 1, "alike"),
        ([_told("both", "prose"), _told("both")], 1, "alike"),
        ([_told("both", "same"), _told("both", "usual")], 0, "usual"),  # tell nothing
        ([_told("both"), _told("current")], None, ""),  # now this and now that
        ([Chosen(CARRIED, None)], None, ""),  # not clearly
        ([_told("both"), Chosen(CARRIED, None)], 1, "alike"),
        ([Chosen(CARRIED, None, "untied"), _told("both", "same")], 0, "usual"),
        ([_told("own", block=_block("level", "all", "own"))], 0, "usual"),  # of something else
    ],
)
def test_a_block_that_no_law_ties_is_taken_as_such_words_are(
    others: list[Chosen], way: int | None, how: str
) -> None:
    found = _alike(UNTIED, others)
    assert (found.way, found.how) == (way, how)


def test_of_two_things_open_each_is_taken_as_it_is_elsewhere() -> None:
    both = _block("carried+level", "current+all", "both+all", "current+own", "both+own")
    level = _block("level", "all", "own")
    untied = Chosen(both, None, "untied")
    assert _alike(untied, [_told("own", block=level)]).way == 2
    assert _alike(untied, [_told("own", block=level), _told("both")]).way == 3
    assert _alike(untied, [_told("own", block=level), _told("all", block=level)]).way is None
    lacking = Chosen(_block("carried+level", "current+all", "both+all"), None, "untied")
    assert _alike(lacking, [_told("own", block=level)]).way is None


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ((OWN,), (OTHER,), False),
        ((OWN,), (POLICE,), True),
        ((OWN, OWN), (OTHER, POLICE), True),
        ((None,), (OTHER,), True),
        ((None, OWN), (OTHER, OWN), True),
        ((None, OWN), (OTHER, OTHER), False),
        ((OWN, None), (OTHER, None), False),
        ((OWN, OWN), (OTHER, None), False),
    ],
)
def test_alternatives_that_differ_in_more_than_money(
    one: tuple[Scope | None, ...], other: tuple[Scope | None, ...], differ: bool
) -> None:
    assert _differ_otherwise(Alternative("a", one), Alternative("b", other)) is differ


def test_laws_that_share_a_cell_count_once() -> None:
    assert _disjoint([]) == 0
    assert _disjoint([(1, 2), (2, 3), (4, 5)]) == 2
    assert _disjoint([(1, 3, 5), (1, 2), (3, 4)]) == 2


GUESS = _told("current", "usual")
LAW = (3, 8)
Broken = dict[tuple[int | None, ...], list[tuple[int, ...]]]


def _opened(found: list[Chosen], broken: Broken, *cells: set[int]) -> list[int | None]:
    """The ways that are left of what was chosen, where some ways of all blocks break some laws."""
    search = object.__new__(_WaySearch)
    search.blocks = [each.block for each in found]
    search.live = [*range(len(found))]
    search.ways = [(0, 1)] * len(found)
    search.cells = [frozenset(each) for each in cells]
    search._broken_by = lambda ways: dict.fromkeys(  # type: ignore[method-assign]
        broken.get(ways, []), 0
    )
    return [each.way for each in search._accusing_nothing(found)]


@pytest.mark.parametrize(
    ("broken", "cells", "ways"),
    [
        ({}, ({3}, {4}), [0, 1]),
        ({(0, 1): [LAW]}, ({3}, {4}), [None, 1]),  # not otherwise: the guess would accuse
        ({(0, 1): [LAW], (1, 1): [LAW]}, ({3}, {4}), [0, 1]),  # so would the other: it is wrong
        ({(0, 1): [LAW], (1, 1): [(3, 9)]}, ({3}, {4}), [None, 1]),
        ({(0, 1): [LAW, (3, 9)], (1, 1): [(3, 9)]}, ({3}, {4}), [None, 1]),
        ({(0, 1): [LAW]}, ({4}, {3}), [0, 1]),  # of no cell of the guess, and of what was proved
        ({(0, 1): [LAW]}, ({8}, {3}), [None, 1]),
        ({(1, 1): [LAW]}, ({3}, {4}), [0, 1]),
    ],
)
def test_a_guess_accuses_nobody(
    broken: Broken, cells: tuple[set[int], set[int]], ways: list[int | None]
) -> None:
    for how in ("usual", "alike"):
        found = [_told("current", how), _told("both")]
        assert _opened(found, broken, *cells) == ways
    proved = [_told("current", "same"), _told("both")]
    assert _opened(proved, broken, *cells) == [0, 1]


def test_guesses_that_accuse_together_are_open_together() -> None:
    alone: Broken = {ways: [LAW] for ways in [(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)]}
    cells = ({3}, {8}, {5})
    level = _told("all", "usual", _block("level", "all", "own"))
    assert _opened([GUESS, GUESS, level], alone, *cells) == [None, None, 0]
    either: Broken = {**alone, (1, 1, 0): [LAW]}
    assert _opened([GUESS, GUESS, level], either, *cells) == [0, 0, 0]
    proved = _told("current")
    assert _opened([GUESS, proved, level], alone, *cells) == [0, 0, 0]
    other = [GUESS, _told("all", "usual", _block("level", "all", "own")), level]
    # the two that are of one kind together, and what is as usual of a kind that is not so elsewhere
    assert _opened(other, alone, *cells) == [None, None, None]
    assert _opened(other, {**alone, (0, 1, 1): [LAW]}, *cells) == [0, 0, 0]


@pytest.mark.parametrize(
    ("taken", "known"),
    [((None, None), False), ((OWN, None), True), ((None, OWN), True), ((OWN, OWN), True)],
)
def test_what_is_taken_to_be_of_nothing_known_stays_open(
    taken: tuple[Scope | None, ...], known: bool
) -> None:
    block = Block(
        "carried", 0, 0, "rows", (Alternative("a", taken), Alternative("b", (OTHER, POLICE)))
    )
    chosen = object.__new__(_WaySearch)._known_or_open(Chosen(block, 0, "laws"))
    assert (chosen.way, chosen.how) == ((0, "laws") if known else (None, ""))


@pytest.mark.parametrize(
    ("need", "theirs", "here", "there", "clear"),
    [
        (0, _CLEAR, 0, 0, True),  # so many numbers would be wrong otherwise
        (0, 1, _WITNESSES, 0, True),
        (0, 1, _WITNESSES - 1, 0, False),
        (1, 1, _WITNESSES, 0, True),
        (1, 1, _WITNESSES, 1, False),  # something speaks against it
        (0, 1, _WITNESSES + 1, _WITNESSES, True),
        (0, 1, _WITNESSES, _WITNESSES, False),  # as much speaks for either
        (1, 0, _WITNESSES, 0, False),
        (_CLEAR, _CLEAR + 1, _WITNESSES, 0, False),  # not understood, either way
    ],
)
def test_one_way_is_clearly_better_by_numbers_or_by_laws(
    need: int, theirs: int, here: int, there: int, clear: bool
) -> None:
    search: Any = object.__new__(_WaySearch)
    search._cost = lambda one, _: need if one == (0,) else theirs
    search._witnesses = lambda _, one, __: here if one == (0,) else there
    assert search._weighed((0,), (1,), 0) is clear
