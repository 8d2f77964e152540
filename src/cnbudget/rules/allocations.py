"""What the description of a project allocates to economic sections, beside the columns of its row."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from cnbudget.classification import Classification, Kind, default
from cnbudget.figures import Figure
from cnbudget.performance import DescribedProject
from cnbudget.rules.beside import Beside
from cnbudget.rules.book import Book
from cnbudget.tables import Row
from cnbudget.values import Visible


@attrs.frozen(eq=False, repr=False)
class Allocated(Visible):
    """A project by economic categories.

    Attributes:
        columns: What its row prints of each category.
        by_category: What its description allocates to sections of each.
    """

    columns: dict[str, Figure]
    by_category: dict[str, list[Figure]]


def allocated(
    project: DescribedProject, row: Row, lists: Classification | None, year: int | None
) -> Allocated | None:
    """A project by economic categories; None where what it allocates to cannot be told.

    Args:
        project: The project, as it is described.
        row: Its row of the tables.
        lists: The lists that name the economic sections; those that ship if not given.
        year: The year of the budget.
    """
    if not project.allocations:
        return None
    lists = default() if lists is None else lists
    if year is None or year not in lists.years:
        return None
    catalogue = lists.catalogue(Kind.ECONOMIC, year)
    columns = {
        scope.economic[0]: figure
        for address, figure in zip(row.columns, row.figures, strict=True)
        if (scope := address.scope) is not None
        and len(scope.economic) == 1
        and len(scope.economic[0]) == 3
    }
    by_category: dict[str, list[Figure]] = {}
    for part in project.allocations:
        found = [each.code[:3] for each in catalogue.named(part.name) if len(each.code) == 5]
        if not found:
            return None  # something that is no economic section: the columns cannot be told
        # 办公设备购置 stands under 309 and under 310: the column that has money is meant
        paid = [code for code in found if code in columns and columns[code].value]
        by_category.setdefault((paid or found)[0], []).append(part.amount)
    return Allocated(columns, by_category)


def allocations_beside(book: Book) -> Iterator[Beside]:
    """What is allocated to the sections of a category beside the column of it."""
    for project in book.sides.described:
        rows = [each for each in book.projects.of(project.name, project.size) if not each.carried]
        year = book.disclosure.year
        found = allocated(project, rows[0].row, book.lists, year) if len(rows) == 1 else None
        if found is not None:
            for code, figure in found.columns.items():
                yield {"printed": [figure], "allocated": found.by_category.get(code, ())}
