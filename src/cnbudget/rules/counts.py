"""What the text counts of goals and projects, and what there is of them, by the names that rules give it."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from cnbudget.dimensions import FundingSource
from cnbudget.figures import Figure
from cnbudget.performance import Goals
from cnbudget.performance.summary import Counted
from cnbudget.rules.book import Book
from cnbudget.values import Visible

_MONEY = "_money"
_OTHER_BUDGETS = ("fund", "state_capital")
_Named = Iterable[Figure | None] | int | None


@attrs.frozen(eq=False, repr=False)
class Counts(Visible):
    """What is counted of goals and projects.

    Attributes:
        book: The budget.

    >>> import cnbudget
    >>> Counts(Book(cnbudget.example("akto"))).named("projects_carried")
    3
    """

    book: Book

    def named(self, name: str) -> Iterable[Figure | None] | int:
        """The figures of a name, or how many things it is of; none where nothing can be told.

        Args:
            name: What is counted, as ``secret``; with ``_money``, its money; or what it is held to.
        """
        subject = name.removesuffix(_MONEY)
        if name in _HELD_TO:
            found = _HELD_TO[name](self)
            return [] if found is None else found
        said = self.said(subject)
        return [said.money if subject != name else said.number]

    def said(self, subject: str) -> Counted:
        """What the text says of some of the goals or projects."""
        return self.book.sides.performance.summary.of(subject) or Counted(subject)

    def goals(self) -> tuple[Goals, ...]:
        """The tables of goals of projects; a list of them may leave some out."""
        return tuple(each for each in self.book.sides.performance.projects if not each.listed)

    def hidden(self) -> int:
        """How many projects are said to be secret."""
        number = self.said("secret").number
        return 0 if number is None else int(number.value or 0)

    def withheld(self) -> list[Figure | None]:
        """The sizes of the projects that are described as secret."""
        return [each.size for each in self.book.sides.described if each.secret]


def _overall_tables(counts: Counts) -> _Named:
    performance = counts.book.sides.performance
    return len(performance.overall) if any(not each.listed for each in performance.goals) else None


def _all_or_fiscal(counts: Counts) -> _Named:
    """All money, or that of appropriations; none where the whole agency has no goals (整体绩效目标0个，涉及0万元)."""
    said = counts.said("overall")
    if said.money is None or (said.number is not None and not said.number.value):
        return None
    return counts.book.wholes.all_or_fiscal(said.money)


def _projects(counts: Counts) -> _Named:
    """The projects of the tables; what other budgets spend may be counted too, and no table names those projects."""
    there, number = counts.book.projects.count(carried=False), counts.said("appropriation").number
    said = None if number is None else number.value
    more = said is not None and said >= there
    other_budgets = more and any(
        figure.value
        for table in counts.book.disclosure.tables
        if table.key in _OTHER_BUDGETS
        for figure in table.figures
    )
    return None if other_budgets else there or None


def _without(counts: Counts) -> _Named:
    """The tables of goals of projects without appropriations, as far as none of these is secret."""
    shown = [
        goals
        for goals in counts.goals()
        if goals.other is not None
        and goals.other.value
        and not (goals.appropriation is not None and goals.appropriation.value)
    ]
    return len(shown) if counts.goals() and _all_shown(counts) else None


def _all_shown(counts: Counts) -> bool:
    """Whether what is secret is out of appropriations, as far as the text tells."""
    return counts.hidden() <= len(counts.withheld())


def _others(counts: Counts, *, every: bool) -> _Named:
    """The other money of the projects, if that is all of it, or if it is not."""
    shown = [goals.other for goals in counts.goals()]
    return shown if every == _all_shown(counts) else None


def _tables(counts: Counts, *, alone: bool) -> _Named:
    """The tables of goals of projects, where they are alone, or where there are secret projects beside them."""
    return (len(counts.goals()) or None) if alone is not bool(counts.hidden()) else None


def _carried(counts: Counts) -> _Named:
    return [
        each for each in counts.book.wholes.cover(FundingSource.CARRIED) or () if each.value
    ] or None


def _sizes(counts: Counts) -> _Named:
    """The sizes of the secret projects, where that of each is told."""
    sizes = counts.withheld()
    return sizes if sizes and None not in sizes and len(sizes) == counts.hidden() else None


def _not_told(counts: Counts) -> _Named:
    """The money of secret projects, where the size of some is not told."""
    return [counts.said("secret").money] if _sizes(counts) is None else None


def _grades(counts: Counts) -> _Named:
    counted = counts.book.sides.performance.summary.counted
    return [each.number for each in counted if each.subject == "grade"]


#: What is held to what the text counts, by the names that rules give it.
_HELD_TO = {
    "overall_tables": _overall_tables,
    "all_or_fiscal": _all_or_fiscal,
    "projects": _projects,
    "projects_carried": lambda counts: counts.book.projects.count(carried=True) or None,
    "of_projects": lambda counts: counts.book.wholes.of_projects(),
    "carried_over": _carried,
    "without": _without,
    "others": lambda counts: _others(counts, every=True),
    "some_others": lambda counts: _others(counts, every=False),
    "tables": lambda counts: _tables(counts, alone=True),
    "shown_tables": lambda counts: _tables(counts, alone=False),
    "hidden": lambda counts: counts.hidden() or None,
    "withheld": lambda counts: len(counts.withheld()) or None,
    "sizes": _sizes,
    "untold": _not_told,
    "grades": _grades,
}
