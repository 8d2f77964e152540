"""What is told of a block that no law ties, and in what its alternatives differ."""

from __future__ import annotations

import pytest

from cnbudget import FundingSource
from cnbudget.choosing.blocks import Alternative, Block, Chosen
from cnbudget.choosing.search import _alike, _differ_otherwise, _disjoint
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
