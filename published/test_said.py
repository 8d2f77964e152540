"""Of the numbers of money and per cent in the prose of all documents, how many are held to something."""

from __future__ import annotations

import pytest

from cnbudget import UnreadableError, check, read
from published.said import Said, files, names, said_in

#: Tied ones in all documents together, at least, and those not understood or not seen, at most.
LEAST_TIED = 0.93
MOST_UNREAD = 0.03


@pytest.fixture(scope="module")
def said() -> dict[str, Said]:
    found = {}
    for name in names():
        try:
            budget = read(files(name))
        except UnreadableError:
            continue
        found[name] = said_in(name, budget, check(budget))
    return found


def test_most_numbers_of_the_prose_are_held_to_another(said: dict[str, Said]) -> None:
    every = sum(each.all for each in said.values())
    assert every > 2400
    assert sum(each.tied for each in said.values()) >= LEAST_TIED * every


def test_hardly_any_is_not_understood(said: dict[str, Said]) -> None:
    every = sum(each.all for each in said.values())
    lost = sum(len(each.unread) + len(each.unseen) for each in said.values())
    assert lost <= MOST_UNREAD * every


def test_every_number_that_is_held_to_nothing_has_a_reason(said: dict[str, Said]) -> None:
    assert all(reason for each in said.values() for *_, reason in each.untied)
