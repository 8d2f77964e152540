"""The other matters of the text: procurement, assets, running costs, staff, counts of projects, described projects."""

from __future__ import annotations

import re
from decimal import Decimal

from cnbudget.amounts import exact
from cnbudget.arithmetic import half_place
from cnbudget.characters import normalised
from cnbudget.classification import Classification, Kind, default
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.figures import Figure, State
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.narrative.unread import Unread
from cnbudget.performance import (
    Assets,
    DescribedProject,
    Equipment,
    ProcurementPlan,
    Sides,
)
from cnbudget.performance.projects import core, product
from cnbudget.scopes import VEHICLE_PURCHASE
from cnbudget.tables import Row
from cnbudget.ties.amounts import summed, value
from cnbudget.ties.counts import check_counts
from cnbudget.ties.laws import SideRemark, Ties, Wholes

__all__ = ["check_matters"]

_S = FundingSource
_BRACKETS = re.compile(r"\([^()]{0,12}\)")
#: Labels of running costs, the surest first; 其他运行经费 is something else.
_RUNNING = (
    re.compile("机关运行经费"),
    re.compile("单位运行经费"),
    re.compile("^(?:行政)?运行经费(?:支出)?(?:预算数?|决算数?)?$"),
)
_UNIT = re.compile(r"\((?:亿|万|千)?元\)$")
_MOST_EQUIPMENT = 40
_MOST_PAIRS = 200_000  # comparisons of names in all


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
    _staff(ties, sides)
    if sides.procurement is not None:
        _procurement(ties, sides.procurement)
    if sides.assets is not None:
        _assets(ties, sides.assets, wholes, lists)
    _running(ties, sides, wholes)
    for project in sides.described:
        _described(ties, project, lists)
    _sizes(ties, sides)
    check_counts(ties, sides, wholes)


# People ------------------------------------------------------------------------------------------


def _staff(ties: Ties, sides: Sides) -> None:
    """Actual is serving, retired and 离休; the posts by kind make up the posts."""
    for staff in sides.staff:
        here = [staff.figure(kind) for kind in ("serving", "retired", "retired_cadres", "both")]
        parts = [figure for figure in here if figure is not None and figure.value is not None]
        if staff.serving is not None and len(parts) > 1:
            total = summed(parts)
            actual = staff.actual
            alone = actual is not None and actual.value == staff.serving.value
            ties.counted(
                actual,
                total,
                say("sides.staff_by_kind"),
                *parts,
                severity="note" if alone else "error",
            )
        kinds = [
            figure
            for kind in ("administrative", "civil", "institutional", "workers")
            if (figure := staff.figure(kind)) is not None
        ]
        if len(kinds) > 1 and staff.establishment is not None:
            total = summed(kinds)
            more = total > (staff.establishment.value or Decimal(0))
            ties.counted(
                staff.establishment,
                total,
                say("sides.posts_by_kind"),
                *kinds,
                severity="error" if more else "note",
            )


# Procurement, assets, running costs --------------------------------------------------------------


def _procurement(ties: Ties, bought: ProcurementPlan) -> None:
    """Goods, works and services make up procurement; what is reserved is in it."""
    parts = [bought.goods, bought.works, bought.services]
    if None not in parts:
        ties.add_up(bought.total, parts)
    else:
        ties.contain(bought.total, *parts)
    if (
        ties.disclosure.stage != "决算"
    ):  # there, what was reserved is of the budget, and the total is what was bought
        ties.contain(bought.total, bought.reserved or bought.reserved_small)
    ties.contain(bought.reserved, bought.reserved_small)


def _assets(
    ties: Ties, assets: Assets, wholes: Wholes, lists: Classification | None = None
) -> None:
    """Vehicles by kind make up the vehicles; dearer equipment is among the less dear; plans fit the three expenses."""
    for whole, kinds in (
        (assets.vehicles, assets.vehicle_kinds),
        (assets.planned_vehicles, assets.planned_kinds),
    ):
        if whole is None or not kinds:
            continue
        numbers = [kind.number for kind in kinds if kind.number is not None]
        if len(numbers) == len(kinds):
            total = summed(numbers)
            if len(kinds) == 1 and whole.number is not None and total < (whole.number.value or 0):
                ties.seen(whole.number, *numbers)  # 车辆16辆，其中救护车9辆: one kind among others
                continue
            ties.counted(whole.number, total, say("sides.vehicles_by_kind"), *numbers)
        values = [kind.value for kind in kinds]
        if None not in values:
            ties.add_up(whole.value, values)
    for equipment in (assets.equipment, assets.planned_equipment):
        _equipment(ties, equipment)
    _limits(ties, assets)
    _vehicles_to_buy(ties, assets, wholes, lists)


def _equipment(ties: Ties, equipment: tuple[Equipment, ...]) -> None:
    few = equipment[:_MOST_EQUIPMENT]
    for less in few:
        for dear in few:
            if less.name != dear.name or (value(less.threshold) or 0) >= (
                value(dear.threshold) or 0
            ):
                continue
            ties.seen(less.number, dear.number)
            if (less.number.value or 0) >= (dear.number.value or 0):
                ties.exact["count"] += 1
                continue
            ties.remarks.append(
                SideRemark(
                    "count",
                    Verdict.VIOLATED,
                    words=say(
                        "sides.less_than_dearer",
                        number=less.number,
                        text=less.number.text,
                        other_text=dear.number.text,
                    ),
                    severity="error",
                    figures=(less.number, dear.number),
                    place=less.number.place,
                )
            )


def _limits(ties: Ties, assets: Assets) -> None:
    """What is bought is counted from the same unit prices on as what is there: 单价100万元以上的设备."""
    for name in dict.fromkeys(each.name for each in assets.equipment[:_MOST_EQUIPMENT]):
        here, planned = (
            [each.threshold for each in equipment[:_MOST_EQUIPMENT] if each.name == name]
            for equipment in (assets.equipment, assets.planned_equipment)
        )
        if len(here) != len(planned):
            continue
        ties.seen(*here, *planned)
        other = [
            pair for pair in zip(here, planned, strict=True) if value(pair[0]) != value(pair[1])
        ]
        ties.exact["count"] += len(here) - len(other)
        if len(other) == 1:  # of several that all differ, the form has others for what is bought
            one, there = other[0]
            words = say(
                "sides.other_limit", one=one, text=one.text, other=there, other_text=there.text
            )
            ties.slip(words, there.place, there, one)


def _vehicles_to_buy(
    ties: Ties, assets: Assets, wholes: Wholes, lists: Classification | None = None
) -> None:
    """No vehicle is bought without money for it, and no money is there without a vehicle."""
    planned = assets.planned_vehicles.number if assets.planned_vehicles is not None else None
    printed = _purchase(wholes)
    if assets.vehicle_money is not None:
        ties.agree(_purchase(wholes, assets.vehicle_money), assets.vehicle_money)
    if planned is None and not assets.no_vehicles_planned:
        return
    money = printed if printed is not None else _told_purchase(ties, lists)
    if printed is None and money is not None and assets.vehicle_money is not None:
        _same_purchase(ties, money, assets.vehicle_money)
    if money is None or money.value is None:
        return
    ties.seen(planned)
    buys = planned is not None and bool(planned.value)
    if buys == bool(money.value):
        ties.exact["count"] += 1
        return
    plan = say("sides.no_vehicle_is_bought")
    if buys and planned is not None:
        plan = say("sides.vehicles_are_bought", count=planned.text)
    ties.remarks.append(
        SideRemark(
            "count",
            Verdict.VIOLATED,
            words=say(
                "sides.purchase_differs",
                plan=plan,
                money=money,
                printed=money.text or "0",
                unit=money.unit,
            ),
            severity="error" if not buys else "note",
            figures=(*([planned] if planned is not None else ()), money),
            place=assets.plan_place,
        )
    )


def _told_purchase(ties: Ties, lists: Classification | None) -> Figure | None:
    """The money for buying vehicles that the text tells among the three public expenses; None if it tells several."""
    disclosure = ties.disclosure
    found = [
        claim
        for claim in disclosure.narrative_with(lists).claims.of("amount")
        if claim.role == "stated"
        and claim.scope is not None
        and claim.scope.economic == VEHICLE_PURCHASE.economic
        and (claim.year, claim.stage) == (disclosure.year, disclosure.stage)
    ]
    amounts = {value(each.figure) for each in found}
    return found[0].figure if len(amounts) == 1 else None


def _same_purchase(ties: Ties, told: Figure, bought: Figure) -> None:
    """The vehicles that are bought cost what the text gives for buying vehicles."""
    ties.seen(bought)
    if value(told) == value(bought):
        ties.exact["agree"] += 1
        return
    ties.remarks.append(
        SideRemark(
            "agree",
            Verdict.VIOLATED,
            words=say(
                "sides.purchase_otherwise",
                bought=bought, text=bought.text, unit=bought.unit,
                told=told, told_text=told.text, told_unit=told.unit,
            ),
            figures=(bought, told),
            expected=told.value,
            found=bought.value,
            place=bought.place,
        )
    )  # fmt: skip


def _purchase(wholes: Wholes, stated: Figure | None = None) -> Figure | None:
    """The money for buying vehicles in the table of the three public expenses.

    The text does not say out of which budgets: of several columns that with the stated amount is meant.
    """
    found = [
        figure
        for figure in wholes.spent_on(VEHICLE_PURCHASE.economic)
        if (scope := figure.scope) is not None and scope.source & _S.GENERAL_OWN
    ]
    for each in found:
        if stated is not None and each.value is not None and each.amount == stated.amount:
            return each
    return next((each for each in found if each.state is State.VALUE), found[0] if found else None)


def _running(ties: Ties, sides: Sides, wholes: Wholes) -> None:
    """Agency running costs are within the operating expenditure out of appropriations."""
    costs = sides.running_costs
    if costs is None or costs.amount is None:
        return
    # some forms have it in a table of its own
    printed = next(filter(None, map(wholes.headed, _RUNNING)), None)
    if printed:
        ties.agree(printed[0], costs.amount)
        return
    for source in (_S.APPROPRIATION, _S.GENERAL):
        operating = wholes.find(source, Nature.OPERATING)
        if operating is None:
            continue
        others = [wholes.find(each, Nature.OPERATING) for each in (_S.FUND, _S.STATE_CAPITAL)]
        if source is _S.APPROPRIATION or not any(each and each.value for each in others):
            ties.contain(operating, costs.amount)
            return
    if costs.amount.value:
        ties.unread.append(
            Unread(
                f"机关运行经费 {costs.amount.text} {costs.amount.unit.zh}",
                say("unchecked.no_operating"),
                place=costs.amount.place,
            )
        )


# Described projects ------------------------------------------------------------------------------


def _described(ties: Ties, project: DescribedProject, lists: Classification | None) -> None:
    """Allocations add up to the size and to the columns of table 7; standard times heads is the money."""
    size = project.size
    ties.agree(*project.sizes)
    amounts = [part.amount for part in project.allocations]
    for printed in project.sums:
        ties.agree(size, printed)
    if amounts:
        ties.add_up(size if size is not None else next(iter(project.sums), None), amounts)
    found = [each.row for each in ties.projects.of(project.name, size) if not each.carried]
    row = found[0] if len(found) == 1 else None
    if row is not None:
        ties.agree(row.figures[0], size)
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
    """Allocations that name economic sections make up the columns of their categories."""
    if not project.allocations:
        return
    lists = default() if lists is None else lists
    year = ties.disclosure.year
    if year is None or year not in lists.years:
        return
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
            return  # something that is no economic section: the columns cannot be told
        # 办公设备购置 stands under 309 and under 310: the column that has money is meant
        paid = [code for code in found if code in columns and columns[code].value]
        by_category.setdefault((paid or found)[0], []).append(part.amount)
    for code, figure in columns.items():
        parts = by_category.pop(code, [])
        if parts:
            ties.add_up(figure, parts)
        elif figure.value:
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
        ties.remarks.append(
            SideRemark(
                "agree",
                Verdict.VIOLATED,
                words=say(
                    "sides.row_lacks_category",
                    name=project.name,
                    code=code,
                    table=row.address.table or "",
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


def _sizes(ties: Ties, sides: Sides) -> None:
    """A project's goals have no more money than its description, and spend it as that allocates it."""
    projects = [(core(goals.name), goals) for goals in sides.performance.projects if goals.name]
    if len(projects) * len(sides.described) > _MOST_PAIRS:
        return
    for described in sides.described:
        wanted = core(described.name)
        same = [goals for name, goals in projects if name == wanted]
        if len(same) != 1:
            continue
        goals = same[0]
        ties.contain(described.size, goals.appropriation or goals.total)
        allocated = {normalised(part.name): part.amount for part in described.allocations}
        for indicator in goals.indicators:
            amount = allocated.get(_BRACKETS.sub("", normalised(indicator.name)))
            amount = amount or allocated.get(_UNIT.sub("", normalised(indicator.name)))
            if amount is not None and indicator.is_cost and indicator.target.operator in ("=", ""):
                ties.agree(amount, indicator.figure(least=(amount.unit, amount.places)))
