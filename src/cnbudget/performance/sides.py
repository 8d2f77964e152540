"""All side matters of a disclosure: goals, procurement, assets, running costs, described projects, staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from cnbudget.amounts import Unit
from cnbudget.figures import HALF_UP, Figure
from cnbudget.narrative.sections import Section, opened, sections_of
from cnbudget.narrative.unread import Unread
from cnbudget.passages import Passage
from cnbudget.performance.matters import Matter, Spoken, matters
from cnbudget.performance.staff import Staff, read_staff
from cnbudget.performance.summary import Counted, PerformanceSummary, read_summary
from cnbudget.tables import Printing
from cnbudget.values import Value

if TYPE_CHECKING:
    from cnbudget.performance.asset_tables import AssetTable
    from cnbudget.performance.assets import Assets
    from cnbudget.performance.goals import Goals
    from cnbudget.performance.plans import Plan
    from cnbudget.performance.procurement import ProcurementPlan
    from cnbudget.performance.projects import DescribedProject
    from cnbudget.performance.running import RunningCosts

__all__ = ["Performance", "Sides", "Unread", "figures_of", "read_sides"]


@attrs.frozen(eq=False, repr=False)
class Performance(Value):
    """The performance goals that a disclosure publishes.

    Attributes:
        overall: The tables of the whole agency's goals (部门整体绩效目标表), one as a rule.
        projects: The tables of the projects' goals (项目支出绩效目标表).
        summary: What the text counts of goals and projects.

    >>> from cnbudget.performance.goals import Goals
    >>> from cnbudget.figures import RowAddress
    >>> found = Performance(projects=(Goals(False, "某项目", address=RowAddress(None, "goals")),))
    >>> [goals.name for goals in found.goals]
    ['某项目']
    """

    overall: tuple[Goals, ...] = ()
    projects: tuple[Goals, ...] = ()
    summary: PerformanceSummary = attrs.field(
        default=PerformanceSummary(()),
        kw_only=True,
    )

    @property
    def goals(self) -> tuple[Goals, ...]:
        """All tables."""
        return self.overall + self.projects

    def __bool__(self) -> bool:
        return bool(self.goals or self.summary.counted)

    def __repr__(self) -> str:
        return (
            f"<Performance: {len(self.overall)} overall, {len(self.projects)} projects, "
            f"{sum(len(goals.indicators) for goals in self.goals)} indicators>"
        )


@attrs.frozen(eq=False, repr=False)
class Sides(Value):
    """What a disclosure says beside its tables and its claims about them.

    Attributes:
        performance: The performance goals.
        procurement: Government procurement; None if the text does not speak of it.
        assets: State assets, likewise.
        running_costs: Agency running costs, likewise.
        described: The projects that the text describes.
        staff: The staff.
        plans: The meetings and the trainings that are planned, as tables of the text list them.
        asset_tables: The tables of the state assets that are used.
        grids: The grids that were read.
        paragraphs: The paragraphs that were read.
        unread: What states numbers and was not understood.
    """

    performance: Performance
    procurement: ProcurementPlan | None = attrs.field(default=None, kw_only=True)
    assets: Assets | None = attrs.field(default=None, kw_only=True)
    running_costs: RunningCosts | None = attrs.field(default=None, kw_only=True)
    described: tuple[DescribedProject, ...] = attrs.field(default=(), kw_only=True)
    staff: tuple[Staff, ...] = attrs.field(default=(), kw_only=True)
    plans: tuple[Plan, ...] = attrs.field(default=(), kw_only=True)
    asset_tables: tuple[AssetTable, ...] = attrs.field(default=(), kw_only=True)
    grids: tuple[Passage, ...] = attrs.field(default=(), kw_only=True, eq=False, repr=False)
    paragraphs: tuple[Passage, ...] = attrs.field(default=(), kw_only=True, eq=False, repr=False)
    unread: tuple[Unread, ...] = attrs.field(default=(), kw_only=True)


def figures_of(sides: Sides) -> Iterator[Figure]:
    """The figures that the side matters state, but for the targets and weights of indicators."""
    for goals in sides.performance.goals:
        yield from (figure for _, figure in goals.money)
        yield from (figure for task in goals.tasks for _, figure in task.money)
    for counted in sides.performance.summary.counted:
        yield from filter(None, (counted.number, counted.money))
    if sides.procurement is not None:
        yield from (figure for _, figure in sides.procurement.lines)
    if sides.running_costs is not None and sides.running_costs.amount is not None:
        yield sides.running_costs.amount
    if sides.assets is not None:
        yield from _owned(sides.assets)
    for project in sides.described:
        yield from project.sizes
        yield from (part.amount for part in project.allocations)
        yield from project.sums
        yield from filter(None, (project.heads, project.standard))
    for plan in sides.plans:
        yield from (figure for _, figure in plan.items)
        if plan.total is not None:
            yield plan.total
    for table in sides.asset_tables:
        yield from table.figures
    for staff in sides.staff:
        yield from (figure for _, figure in staff.counts)


def _owned(assets: Assets) -> Iterator[Figure]:
    """The figures of what there is and of what is to be bought."""
    named = (assets.vehicles, *assets.vehicle_kinds, *assets.others)
    for asset in (*named, assets.planned_vehicles, *assets.planned_kinds):
        if asset is not None:
            yield from filter(None, (asset.number, asset.value))
    for equipment in (*assets.equipment, *assets.planned_equipment):
        yield from (equipment.number, equipment.threshold)
    if assets.vehicle_money is not None:
        yield assets.vehicle_money


def read_sides(
    passages: Sequence[Passage],
    *,
    sections: Iterable[Section] | None = None,
    unit: Unit = Unit.WAN,
    places: int = 2,
    rounding: str = HALF_UP,
) -> Sides:
    """The side matters among the passages of a document.

    Args:
        passages: What the document has outside its tables.
        sections: Their sections, where they are known.
        unit: The unit of money of the document's tables.
        places: The decimals that they print.
        rounding: How they round amounts: one of `cnbudget.figures.ROUNDINGS`.
    """
    if sections is None:
        sections = sections_of(tuple(opened(passages)))
    least = Printing(unit, places, rounding)
    listed = _GridsBeside(passages, least)
    told = _ToldMatters(least)
    for matter in matters(sections):
        told.take(matter)
    staff, rest = read_staff(passages)
    return Sides(
        Performance(
            tuple(each for each in listed.goals if each.overall),
            tuple(each for each in listed.goals if not each.overall),
            summary=PerformanceSummary(tuple(told.counted)),
        ),
        procurement=told.procurement,
        assets=told.assets,
        running_costs=told.running,
        described=tuple(told.described),
        staff=staff,
        plans=tuple(listed.plans),
        asset_tables=tuple(listed.assets),
        grids=tuple(listed.grids),
        paragraphs=tuple(told.paragraphs),
        unread=(*listed.unread, *told.unread, *map(_unread_staff, rest)),
    )


class _GridsBeside:
    """What the grids beside the form's tables list; the readers of a document that has none are not loaded."""

    def __init__(self, passages: Sequence[Passage], least: Printing) -> None:
        self.goals: Sequence[Goals] = ()
        self.plans: Sequence[Plan] = ()
        self.assets: Sequence[AssetTable] = ()
        self.grids: Sequence[Passage] = ()
        self.unread: Sequence[Unread] = ()
        if any(passage.grid for passage in passages):
            self._read(passages, least)

    def _read(self, passages: Sequence[Passage], least: Printing) -> None:
        from cnbudget.performance.asset_tables import read_asset_tables
        from cnbudget.performance.goal_reader import read_goals
        from cnbudget.performance.plans import read_plans

        goals = read_goals(passages, unit=least.unit, places=least.places, rounding=least.rounding)
        self.goals = goals.goals
        self.plans, planned, broken = read_plans(passages, least)
        self.assets, owned, lost = read_asset_tables(passages, least)
        self.grids = *goals.grids, *planned, *owned
        self.unread = *goals.unread, *broken, *lost


class _ToldMatters:
    """What the matters of a text have told so far; where two tell of one thing, the first that says something."""

    def __init__(self, least: Printing) -> None:
        self.least = least
        self.procurement: ProcurementPlan | None = None
        self.assets: Assets | None = None
        self.running: RunningCosts | None = None
        self.described: list[DescribedProject] = []
        self.counted: list[Counted] = []
        self.paragraphs: list[Passage] = []
        self.unread: list[Unread] = []

    def take(self, matter: Matter) -> None:
        """Take a matter."""
        if matter.key == "procurement":
            from cnbudget.performance.procurement import read_procurement

            bought, rest = read_procurement(matter, self.least)
            if self.procurement is None and bought.lines:
                self.procurement = bought
        elif matter.key == "assets":
            from cnbudget.performance.assets import read_assets

            owned, rest = read_assets(matter, self.least)
            self.assets = self.assets or owned
        elif matter.key == "running":
            from cnbudget.performance.running import read_running

            costs, rest = read_running(matter, self.least)
            if self.running is None or costs.amount is not None:
                self.running = costs
        elif matter.key in ("projects", "project_notes"):
            from cnbudget.performance.projects import read_projects

            projects, rest = read_projects(matter, self.least)
            self.described += projects
        else:
            summary, rest = read_summary(matter, self.least)
            self.counted += summary.counted
        self.unread += [_unread(matter, said) for said in (*rest, *matter.unread())]
        self.paragraphs += matter.paragraphs


def _unread_staff(said: Spoken) -> Unread:
    return Unread(
        said.clause + _printed(said), said.quantity.why, place=said.place, heading="人员情况"
    )


def _printed(said: Spoken) -> str:
    return f"{said.quantity.text}{said.quantity.unit}"


def _unread(matter: Matter, said: Spoken) -> Unread:
    return Unread(
        said.lead[-24:] + _printed(said) + said.tail[:8],
        said.quantity.why,
        place=said.place,
        heading=matter.heading,
    )
