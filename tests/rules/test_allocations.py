"""What is allocated to the sections of a category: beside which column, and where that cannot be told."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest

from cnbudget import Figure, Scope, Unit
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.performance import DescribedProject
from cnbudget.performance.projects import Allocation
from cnbudget.rules.allocations import allocated, allocations_beside
from cnbudget.tables import Row

YEAR = 2026
#: 办公设备购置 stands under 309 and under 310, 办公费 under 302 alone.
OFFICE, EQUIPMENT = "办公费", "办公设备购置"


def wan(amount: str) -> Figure:
    return Figure.of(amount, Unit.WAN, places=2)


def row(**columns: str) -> Row:
    """A row of economic columns, each named by its codes: ``_302``, and ``_302_303`` of both."""
    addresses = tuple(
        ColumnAddress(name, scope=Scope(economic=tuple(name[1:].split("_")))) for name in columns
    )
    figures = tuple(map(wan, columns.values()))
    return Row(RowAddress(None, ""), figures, columns=addresses)


def project(**parts: str) -> DescribedProject:
    made = tuple(Allocation(name, wan(amount)) for name, amount in parts.items())
    return DescribedProject(
        "甲", sizes=(wan("5.00"),), allocations=made, address=RowAddress(None, "")
    )


def texts(figures: Iterable[Figure | None]) -> list[str]:
    return [each.text for each in figures if each is not None]


def told(parts: dict[str, str], columns: dict[str, str], year: int | None = YEAR) -> Any:
    """What a project allocates by category, and the categories of its row; None if that cannot be told."""
    found = allocated(project(**parts), row(**columns), None, year)
    if found is None:
        return None
    by_category = {code: texts(some) for code, some in found.by_category.items()}
    return by_category, sorted(found.columns)


@pytest.mark.parametrize(
    ("columns", "category"),
    [
        ({"_309": "0.00", "_310": "5.00"}, "310"),
        ({"_309": "5.00", "_310": "0.00"}, "309"),
        ({"_310": "5.00"}, "310"),
        ({"_302": "5.00"}, "309"),
    ],
)
def test_of_categories_with_a_section_of_one_name_the_one_with_money_is_meant(
    columns: dict[str, str], category: str
) -> None:
    found = told({EQUIPMENT: "3.00", OFFICE: "2.00"}, columns)
    assert found == ({category: ["3.00"], "302": ["2.00"]}, [code[1:] for code in columns])


def test_what_cannot_be_told_is_not() -> None:
    mine = {"_302": "5.00"}
    assert told({}, mine) is None
    assert told({OFFICE: "3.00", "购置三台": "2.00"}, mine) is None
    assert told({OFFICE: "3.00"}, mine, None) is None
    assert told({OFFICE: "3.00"}, mine, 1990) is None
    assert told({OFFICE: "3.00"}, mine) == ({"302": ["3.00"]}, ["302"])
    # columns of several categories, of sections and of everything are none of a category
    other = {"_302_303": "5.00", "_30201": "3.00", "_": "5.00"}
    assert told({OFFICE: "3.00"}, other) == ({"302": ["3.00"]}, [])


def test_it_stands_beside_the_one_row_of_this_year() -> None:
    def beside(*rows: Any) -> list[tuple[list[str], list[str]]]:
        book: Any = SimpleNamespace(
            sides=SimpleNamespace(described=[project(**{OFFICE: "3.00"}), project()]),
            projects=SimpleNamespace(of=lambda _, size: rows if size.text == "5.00" else ()),
            disclosure=SimpleNamespace(year=YEAR),
            lists=None,
        )
        return [
            (texts(some["printed"]), texts(some["allocated"])) for some in allocations_beside(book)
        ]

    mine = SimpleNamespace(carried=False, row=row(_302="5.00", _303="1.00"))
    over = SimpleNamespace(carried=True, row=row(_302="9.00"))
    held = [(["5.00"], ["3.00"]), (["1.00"], [])]
    assert beside(mine) == beside(over, mine) == held
    assert beside() == beside(over) == beside(mine, mine) == []
