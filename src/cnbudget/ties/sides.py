"""The side matters of a disclosure, and what they are held to."""

from __future__ import annotations

from cnbudget.classification import Classification
from cnbudget.disclosure import Disclosure
from cnbudget.ties.laws import Ties


def side_ties(disclosure: Disclosure, lists: Classification | None = None) -> Ties:
    """What the side matters of a disclosure are held to.

    Args:
        disclosure: The budget.
        lists: The classifications that name the economic sections; those that ship if not given.
    """
    ties = Ties(disclosure, lists)
    sides = disclosure.sides
    if sides.performance or sides.described or sides.staff or _told(disclosure):
        from cnbudget.ties.goals import check_goals  # tables alone do not need them
        from cnbudget.ties.matters import check_matters

        ties.hold_rows()
        wholes = ties.book.wholes
        check_goals(ties, sides)
        check_matters(ties, sides, wholes, lists)
    elif _says_of_amounts(disclosure, lists):
        ties.hold_rows(("told",))
    return ties


def _says_of_amounts(disclosure: Disclosure, lists: Classification | None) -> bool:
    """Whether the text says something of an amount with another one that a row of rules is about."""
    if all(passage.grid for passage in disclosure.passages):
        return False
    from cnbudget.narrative.vocabulary import PREDICATE_NAMES  # tables alone do not need it

    claims = disclosure.narrative_with(lists).claims
    return any(claim.kind in PREDICATE_NAMES for claim in claims)


def _told(disclosure: Disclosure) -> bool:
    sides = disclosure.sides
    return any(
        each is not None for each in (sides.procurement, sides.assets, sides.running_costs)
    ) or bool(sides.plans)
