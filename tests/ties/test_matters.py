"""Described projects beside their row, their subsidies and their months; running costs beside nothing."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from cnbudget import Disclosure, Figure, Scope, Unit, example
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.performance import DescribedProject, Performance, RunningCosts, Sides
from cnbudget.performance.projects import Allocation
from cnbudget.rules.totals import Wholes
from cnbudget.short_names import short_table
from cnbudget.tables import Row
from cnbudget.ties.laws import Ties
from cnbudget.ties.matters import check_matters

AKTO = example("akto")
OFFICE, PRINTING, GRANT = "办公费", "印刷费", "助学金"  # of 302, 302 and 303


def wan(amount: str) -> Figure:
    return Figure.of(amount, Unit.WAN, places=2)


def counted(number: str, measure: str) -> Figure:
    return Figure.of(number).evolve(column=ColumnAddress("", measure=measure))


def row(*, table: int | None = 7, **columns: str) -> Row:
    addresses = tuple(ColumnAddress(name, scope=Scope(economic=name[1:])) for name in columns)
    made = tuple(map(wan, columns.values()))
    return Row(RowAddress(table, "projects"), made, columns=addresses)


def told(
    project: DescribedProject,
    rows: Sequence[tuple[Row, bool]] = (),
    budget: Disclosure = AKTO,
    *,
    listed: bool = True,
) -> list[tuple[str, list[str]]]:
    """What is said of a project, each with the texts of its figures."""
    ties = Ties(budget)
    found = [SimpleNamespace(row=each, carried=carried) for each, carried in rows]
    projects: Any = SimpleNamespace(of=lambda *_: found, rows=found or [None] * listed)
    ties.book.projects = projects
    check_matters(ties, Sides(Performance(), described=(project,)), Wholes(budget))
    return [
        (getattr(each.words, "key", ""), [one.text for one in each.figures])
        for each in ties.remarks
    ]


def project(size: str | None = "5.00", **parts: str) -> DescribedProject:
    made = tuple(Allocation(name, wan(amount)) for name, amount in parts.items())
    sizes = () if size is None else (wan(size),)
    return DescribedProject("甲", sizes=sizes, allocations=made, address=RowAddress(None, ""))


LACKS, MORE, UNTIED = (
    f"sides.{key}"
    for key in ("allocation_lacks_category", "row_lacks_category", "described_project_untied")
)


@pytest.mark.parametrize(
    ("parts", "columns", "found"),
    [
        ({OFFICE: "5.00"}, {"_302": "5.00"}, []),
        ({OFFICE: "3.00", PRINTING: "2.00"}, {"_302": "5.00", "_303": "0.00"}, []),
        ({OFFICE: "3.00"}, {"_302": "3.00", "_303": "2.00"}, [(LACKS, ["2.00", "3.00"])]),
        ({OFFICE: "3.00", GRANT: "2.00"}, {"_302": "5.00"}, [(MORE, ["2.00"])]),
        ({GRANT: "2.00"}, {"_302": "5.00"}, [(LACKS, ["5.00", "2.00"]), (MORE, ["2.00"])]),
        ({"购置三台": "2.00"}, {"_302": "5.00"}, []),
    ],
)
@pytest.mark.parametrize("table", [7, None])
def test_what_is_allocated_and_what_the_row_has_are_of_the_same_categories(
    parts: dict[str, str], columns: dict[str, str], found: list[Any], table: int | None
) -> None:
    mine = row(table=table, **columns)
    assert told(project(**parts), [(mine, False)]) == found
    # a row of what is carried over is another one
    assert told(project(**parts), [(row(_303="9.00"), True), (mine, False)]) == found
    assert told(project(**parts), [(mine, False), (mine, False)]) == [(UNTIED, ["5.00"])]
    assert told(project(**parts), [(mine, True)]) == [(UNTIED, ["5.00"])]


@pytest.mark.parametrize(("table", "named"), [(7, "表7 "), (None, "")])
def test_the_table_that_has_no_column_of_a_category_is_named(table: int | None, named: str) -> None:
    ties = Ties(AKTO)
    found = SimpleNamespace(row=row(table=table, _302="5.00"), carried=False)
    projects: Any = SimpleNamespace(of=lambda *_: [found], rows=[found])
    ties.book.projects = projects
    made = project(**{OFFICE: "3.00", GRANT: "2.00"})
    check_matters(ties, Sides(Performance(), described=(made,)), Wholes(AKTO))
    (remark,) = ties.remarks
    name = short_table("projects", "", None).text("zh")
    assert f"而{named}{name}中该项目没有这一列" in remark.words.text("zh")


def test_a_project_of_no_row_is_said_to_be_where_there_are_rows() -> None:
    assert told(project()) == [(UNTIED, ["5.00"])]
    assert told(project(None)) == told(project(), listed=False) == []


@pytest.mark.parametrize(
    ("standard", "heads", "size", "severity"),
    [
        ("500", "100", "5.00", None),
        ("500", "100", "9.00", None),  # one of its parts is what it comes to
        ("500.50", "100", "5.00", None),  # half a last place off
        ("501", "100", "5.00", "error"),
        ("400", "100", "5.00", "note"),
    ],
)
def test_the_standard_for_each_head_comes_to_the_money(
    standard: str, heads: str, size: str, severity: str | None
) -> None:
    made = attrs.evolve(
        project(size, **{OFFICE: "5.00"}),
        standard=Figure.of(standard, Unit.YUAN),
        heads=counted(heads, "人"),
        standard_per="人",
    )
    ties = Ties(AKTO)
    check_matters(ties, Sides(Performance(), described=(made,)), Wholes(AKTO))
    found = [(each.severity) for each in ties.remarks if each.words.key == "sides.subsidy_differs"]  # type: ignore[attr-defined]
    assert found == [severity] * (severity is not None)
    assert ties.exact["agree"] == (severity is None)
    other = attrs.evolve(made, standard_per="户")
    ties = Ties(AKTO)
    check_matters(ties, Sides(Performance(), described=(other,)), Wholes(AKTO))
    assert ties.exact["agree"] == 0


@pytest.mark.parametrize(
    ("periods", "slip"),
    [
        ((), False),
        (((2026, 1), (2026, 12)), False),
        (((2026, 5),), False),
        (((2025, 1), (2027, 12)), False),
        (((2026, 1), (2026, 6), (2026, 5)), False),
        (((2026, 12), (2026, 1)), True),
        (((2026, 1), (2026, 13)), True),
        (((2026, 0), (2026, 12)), True),
        (((2025, 1), (2025, 12)), True),
        (((2027, 1), (2027, 12)), True),
        (((2027, 1), (2026, 1), (2027, 5)), True),
    ],
)
def test_months_come_in_order_and_in_the_budgets_year(
    periods: tuple[tuple[int, int], ...], *, slip: bool
) -> None:
    made = attrs.evolve(project(None), periods=periods)
    budget = attrs.evolve(AKTO, year=2026)
    assert told(made, budget=budget) == [("sides.project_period", [])] * slip
    assert told(made, budget=attrs.evolve(AKTO, year=None)) == []


@pytest.mark.parametrize(("amount", "unread"), [("9.00", 1), ("0.00", 0), (None, 0)])
def test_running_costs_beside_nothing_are_listed(amount: str | None, unread: int) -> None:
    costs = RunningCosts(None if amount is None else wan(amount))
    ties = Ties(AKTO)
    sides = Sides(Performance(), running_costs=costs)
    check_matters(ties, sides, Wholes(AKTO))
    assert len(ties.unread) == unread
    ties = Ties(AKTO)
    ties.seen(costs.amount)
    check_matters(ties, sides, Wholes(AKTO))
    assert ties.unread == []
