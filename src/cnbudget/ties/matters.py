"""The other matters of the text: procurement, assets, running costs, staff, counts of projects, described projects."""

from __future__ import annotations

from decimal import Decimal

from cnbudget.amounts import exact
from cnbudget.arithmetic import half_place
from cnbudget.classification import Classification
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.performance import DescribedProject, Sides
from cnbudget.performance.projects import product
from cnbudget.rules.allocations import allocated
from cnbudget.rules.amounts import value
from cnbudget.rules.totals import Wholes
from cnbudget.short_names import short_table
from cnbudget.tables import Row
from cnbudget.ties.assets import check_assets
from cnbudget.ties.laws import SideRemark, Ties
from cnbudget.ties.procurement import check_awarded


def check_matters(
    ties: Ties, sides: Sides, wholes: Wholes, lists: Classification | None = None
) -> None:
    """Hold the other matters to their laws.

    Args:
        ties: Where the laws and remarks are gathered.
        sides: The side matters of the disclosure.
        wholes: The totals of its tables.
        lists: The classifications that name the economic sections; those that ship if not given.
    """
    if sides.procurement is not None:
        check_awarded(ties, sides.procurement)
    if sides.assets is not None:
        check_assets(ties, sides.assets, wholes, lists)
    for project in sides.described:
        _described(ties, project, lists)
    costs = sides.running_costs
    if costs is not None and costs.amount is not None and costs.amount.value:
        text = f"机关运行经费 {costs.amount.text} {costs.amount.unit.zh}"
        for amount in ties.alone([costs.amount]):
            ties.unread.append(Unread(text, say("unchecked.no_operating"), place=amount.place))


# Described projects ------------------------------------------------------------------------------


def _described(ties: Ties, project: DescribedProject, lists: Classification | None) -> None:
    """Allocations add up to the size and to the columns of table 7; standard times heads is the money."""
    size = project.size
    found = [each.row for each in ties.projects.of(project.name, size) if not each.carried]
    row = found[0] if len(found) == 1 else None
    if row is not None:
        _columns(ties, project, row, lists)
    elif size is not None and ties.projects.rows:
        ties.remarks.append(
            SideRemark(
                "agree",
                Verdict.UNDECIDED,
                words=say(
                    "sides.described_project_untied",
                    name=project.name,
                    money=size.text,
                    unit=size.unit,
                ),
                figures=(size,),
                place=project.place,
            )
        )
    _subsidy(ties, project)
    _period(ties, project)


def _columns(ties: Ties, project: DescribedProject, row: Row, lists: Classification | None) -> None:
    """A category that the row has money of is allocated to, and one that is allocated to is in the row."""
    found = allocated(project, row, lists, ties.disclosure.year)
    if found is None:
        return
    columns, by_category, at = found.columns, found.by_category, row.address
    for code, figure in columns.items():
        if code not in by_category and figure.value:
            ties.remarks.append(
                SideRemark(
                    "agree",
                    Verdict.VIOLATED,
                    words=say(
                        "sides.allocation_lacks_category",
                        figure=figure,
                        text=figure.text,
                        name=project.name,
                    ),
                    severity="error",
                    figures=(figure, *(part.amount for part in project.allocations)),
                    place=project.allocations[0].amount.place,
                )
            )
    for code, amounts in by_category.items():
        if code not in columns:
            ties.remarks.append(
                SideRemark(
                    "agree",
                    Verdict.VIOLATED,
                    words=say(
                        "sides.row_lacks_category",
                        name=project.name,
                        code=code,
                        table=short_table(at.key, at.title, at.table),
                    ),
                    severity="error",
                    figures=tuple(amounts),
                    place=amounts[0].place,
                )
            )


def _subsidy(ties: Ties, project: DescribedProject) -> None:
    """The standard for each head times the heads is the project's money, or one part of it."""
    standard, heads, size = project.standard, project.heads, project.size
    if (
        standard is None
        or heads is None
        or size is None
        or project.standard_per != heads.column.measure
    ):
        return
    comes_to = product(standard, heads)
    sums = [size, *(part.amount for part in project.allocations)]
    half = half_place(size.places, size.unit.exponent)
    ties.seen(standard, heads)
    near = (exact.subtract(value(each) or Decimal(0), comes_to).copy_abs() for each in sums)
    if any(difference <= half for difference in near):
        ties.exact["agree"] += 1
        return
    more = comes_to > (value(size) or Decimal(0))
    shown = exact.divide(comes_to, size.unit.factor).normalize(exact)
    ties.remarks.append(
        SideRemark(
            "agree",
            Verdict.VIOLATED,
            words=say(
                "sides.subsidy_differs",
                name=project.name,
                standard=standard.text,
                unit=standard.unit,
                heads=heads.text,
                counted=heads.unit_text,
                product=shown,
                unit_of_money=size.unit,
                money=size.text,
            ),
            severity="error" if more else "note",
            figures=(size, standard, heads),
            expected=shown,
            found=size.value,
            place=heads.place,
        )
    )


def _period(ties: Ties, project: DescribedProject) -> None:
    """The months in which money is spent come in order, and in the budget's year."""
    periods, year = project.periods, ties.disclosure.year
    if not periods or year is None:
        return
    first, last = periods[0], periods[-1]
    dates = all(1 <= month <= 12 for _, month in periods)
    if not dates or first > last or not first[0] <= year <= last[0]:
        ties.slip(
            say(
                "sides.project_period",
                name=project.name,
                first=first[0],
                other_first=first[1],
                last=last[0],
                other_last=last[1],
                year=year,
            ),
            project.period_place,
        )
