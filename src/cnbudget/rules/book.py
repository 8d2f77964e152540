"""A disclosure as rules look into it: its tables, the totals of all money, its projects, and what its text says."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cnbudget.disclosure import Disclosure

if TYPE_CHECKING:
    from cnbudget.classification import Classification
    from cnbudget.narrative import Claims
    from cnbudget.performance import Sides
    from cnbudget.rules.project_rows import ProjectRows
    from cnbudget.rules.totals import Wholes


class Book:
    """What rules name figures by; each part is gone through once, when it is first asked for.

    Args:
        disclosure: The budget.
        lists: The lists that name the items of its text; those that ship if not given.
    """

    def __init__(self, disclosure: Disclosure, lists: Classification | None = None) -> None:
        self.disclosure = disclosure
        self.lists = lists

    @cached_property
    def claims(self) -> Claims:
        """What its text says of amounts."""
        return self.disclosure.narrative_with(self.lists).claims

    @cached_property
    def sides(self) -> Sides:
        """The side matters of its text."""
        return self.disclosure.sides

    @cached_property
    def wholes(self) -> Wholes:
        """The figures that total everything of a source and a nature."""
        from cnbudget.rules.totals import Wholes  # tables alone do not need them

        return Wholes(self.disclosure)

    @cached_property
    def projects(self) -> ProjectRows:
        """The projects of its tables."""
        from cnbudget.rules.project_rows import ProjectRows  # tables alone do not need it

        return ProjectRows(self.disclosure)
