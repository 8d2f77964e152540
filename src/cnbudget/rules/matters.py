"""The side matters of a text (procurement, staff, goals, …) as things with named figures, which rules are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from cnbudget.figures import Figure
from cnbudget.performance import Assets, DescribedProject, Goals, ProcurementPlan, Staff
from cnbudget.rules.allocations import allocations_beside
from cnbudget.rules.beside import BESIDE, Beside
from cnbudget.rules.book import Book
from cnbudget.rules.costs import costs_beside
from cnbudget.rules.counts import Counts
from cnbudget.rules.sources import sources_beside
from cnbudget.values import Value

_Figures = Iterable[Figure | None]


@attrs.frozen(eq=False, repr=False)
class Matters(Value):
    """A kind of side matters.

    Attributes:
        things: Those that there are in a text.
        figures: The figures of one under a name, as far as they are there; or how many things there are.
    """

    things: Callable[[Book], Iterable[Any]]
    figures: Callable[[Any, str], _Figures | int]


def _of_beside(beside: Beside, name: str) -> _Figures:
    return beside.get(name, ())


def _of_procurement(plan: ProcurementPlan, name: str) -> _Figures:
    if (
        name == "set_aside"
    ):  # what is reserved at all; some texts tell that for the smallest firms alone
        return [plan.figure("reserved") or plan.figure("reserved_small")]
    return [plan.figure(name)]


def _of_staff(staff: Staff, name: str) -> _Figures:
    if name != "by_kind":
        return [staff.figure(name)]
    if staff.serving is None:  # those who left alone are not all
        return []
    kinds = (staff.figure(kind) for kind in ("serving", "retired", "retired_cadres", "both"))
    return [each for each in kinds if each is not None and each.value is not None]


def _of_goals(goals: Goals, name: str) -> _Figures:
    if name == "budgeted":  # 上级安排 and 本级安排 are of 财政拨款 where that is printed over them
        whole = goals.appropriation
        return [whole] if whole is not None else [goals.figure("upper"), goals.figure("own")]
    if name == "others":
        return [goals.other, goals.figure("carried")]
    kind = {"tasks": "total", "tasks_paid": "appropriation", "tasks_other": "other"}.get(name)
    if kind is not None:
        return [each.figure(kind) for each in goals.tasks]
    return [goals.figure(name)]


def _of_described(project: DescribedProject, name: str) -> _Figures:
    if name == "again":
        return project.sizes[1:]
    if name == "sums":
        return project.sums
    if name == "parts":
        return [part.amount for part in project.allocations]
    if name == "money":
        return [project.size if project.size is not None else next(iter(project.sums), None)]
    return [project.size]


def vehicles_of(assets: Assets) -> list[tuple[Any, Any]]:
    """The vehicles that there are, and those to be bought, each with their kinds."""
    pairs = (
        (assets.vehicles, assets.vehicle_kinds),
        (assets.planned_vehicles, assets.planned_kinds),
    )
    return [(whole, kinds) for whole, kinds in pairs if whole is not None and kinds]


def _of_vehicles(vehicles: tuple[Any, Any], name: str) -> _Figures:
    whole, kinds = vehicles
    if name in ("number", "value"):
        return [getattr(whole, name)]
    lone = kinds[0].number if len(kinds) == 1 else None
    among = (  # 车辆16辆，其中救护车9辆: one kind among others
        lone is not None
        and whole.number is not None
        and (lone.value or 0) < (whole.number.value or 0)
    )
    told = [kind.value if name == "values" else kind.number for kind in kinds]
    return [] if among or None in told else told


_BESIDE = {
    **BESIDE,
    "costs": costs_beside,
    "sourced": sources_beside,
    "allocated": allocations_beside,
}
#: The side matters, by the names that rules give them.
MATTERS: dict[str, Matters] = {
    "procurement": Matters(lambda book: filter(None, [book.sides.procurement]), _of_procurement),
    "staff": Matters(lambda book: book.sides.staff, _of_staff),
    "goals": Matters(lambda book: book.sides.performance.goals, _of_goals),
    "tasks": Matters(
        lambda book: [task for goals in book.sides.performance.goals for task in goals.tasks],
        lambda task, name: [task.figure(name)],
    ),
    "described": Matters(lambda book: book.sides.described, _of_described),
    "vehicles": Matters(
        lambda book: [] if book.sides.assets is None else vehicles_of(book.sides.assets),
        _of_vehicles,
    ),
    "counted": Matters(lambda book: [Counts(book)], Counts.named),
    **{name: Matters(things, _of_beside) for name, things in _BESIDE.items()},
}
