"""The entries that a document leaves possible, and the cells that each of them would be printed in.

An entry is possible if every cell that publishing would put it in is there and is not blank. Entries that no
table tells apart are one atom: a plain code, source and nature stand for them all. An atom is a kind (use, source,
nature, flow) at a slot (function, project, agency). Where any function may have any project, slots of functions and
slots of projects are apart: a form that lists projects by themselves would have as many slots as the product of both.
Forms that tell flows apart have atoms of every flow, and what comes in of a source balances what goes out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import prod
from typing import Any

import attrs

from cnbudget.classification import for_year, standard, years
from cnbudget.clock import Clock
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.disclosure import Disclosure
from cnbudget.invariants.balances import balances_of, flows_of, never
from cnbudget.layouts import Layout
from cnbudget.layouts.standing import BY_FUNCTION, BY_PROJECT, standing
from cnbudget.ledger.entry import NO_PROJECT
from cnbudget.reconciliation.cells import TOTAL, Cells, leaves_of
from cnbudget.reconciliation.stands import (
    Prefixes,
    SideOpening,
    SideStand,
    cells_at,
    function_cells,
    project_cells,
    stands_of,
)
from cnbudget.scope import EVERYTHING, Scope

ANY: Prefixes = EVERYTHING.economic
#: A plain function where no table tells functions apart.
ANY_FUNCTION = "2010101"
#: What money in no project is listed under, by nature.
NO_PROJECTS: dict[Nature | None, frozenset[str]] = {
    None: frozenset({""}),
    **{nature: frozenset({NO_PROJECT.get(nature) or nature.zh}) for nature in Nature},
}


@attrs.frozen(eq=False)
class DocumentKind:
    """A use, source, nature and flow, with the cells that they are printed in whatever the function and project.

    Attributes:
        economic: The economic code; "" for a flow other than expenditure.
        source: The funding source.
        nature: The nature; None for a flow other than expenditure.
        flow: The flow.
        cells: The cells, by their places in `Cells.figures`.
    """

    economic: str
    source: FundingSource
    nature: Nature | None
    flow: Flow
    cells: tuple[int, ...]

    def project(self, slot: Slot) -> str | None:
        """The printed name of a slot's project, if an entry of this kind is in one there."""
        return None if slot.part in NO_PROJECTS[self.nature] else slot.project


@attrs.frozen(eq=False)
class Slot:
    """A function, project and agency, with the cells that they are printed in.

    Attributes:
        function: The functional code; "" where a flow other than expenditure is told by none.
        agency: The agency, where the document lists several.
        part: The project, as scopes know it; "" where no table asks.
        project: Its printed name, or None.
        cells: The cells, by their places in `Cells.figures`.
    """

    function: str
    agency: str
    part: str
    project: str | None
    cells: tuple[int, ...]


@attrs.frozen(eq=False)
class Group:
    """Kinds that stand in the same slots: any of them with any of these is an atom.

    Attributes:
        kinds: The kinds.
        slots: The slots.
        projects: Slots of projects, where any of them may be of the function of any slot; else none.
    """

    kinds: list[DocumentKind]
    slots: list[Slot]
    projects: list[Slot] = attrs.field(factory=list)

    @property
    def parts(self) -> tuple[Sequence[DocumentKind | Slot], ...]:
        """What an atom has one each of."""
        return (
            (self.kinds, self.slots, self.projects) if self.projects else (self.kinds, self.slots)
        )

    @property
    def size(self) -> int:
        """How many atoms it has."""
        return prod(map(len, self.parts))

    def slot(self, places: Sequence[int]) -> Slot:
        """The slot of an atom, by the place of each of its parts."""
        slot = self.slots[places[1]]
        return _both(slot, self.projects[places[2]]) if self.projects else slot

    def cells(self, places: Sequence[int]) -> Iterator[int]:
        """The cells of an atom, by the place of each of its parts."""
        for part, place in zip(self.parts, places, strict=True):
            yield from part[place].cells


def groups_of(cells: Cells, disclosure: Disclosure, layout: Layout, clock: Clock) -> list[Group]:
    """All atoms that the document leaves possible."""
    functions = sorted(
        leaves_of(
            code for sheet in cells.sheets if sheet.form.rows in BY_FUNCTION for code in sheet.codes
        )
    )
    known: dict[tuple[Any, ...], list[int] | None] = {}
    found: dict[tuple[Any, ...], Group] = {}
    rules = balances_of(layout)
    for kind, stands in _kinds(cells, disclosure, layout, rules):
        clock.check(10)
        spent = kind.flow is Flow.EXPENDITURE
        key: tuple[Any, ...] = (spent, kind.flow in Flow.IN, *(each.key for each in stands))
        if rules and rules[kind.source][1]:
            key = (*key, kind.source)
        group = found.get(key)
        if group is None:
            group = found[key] = Group([], *_slots(cells, stands, functions, known, clock, spent=spent))  # fmt: skip
        if rules or kind.cells or any(slot.cells for slot in (*group.slots, *group.projects)):
            group.kinds.append(kind)
    return [group for group in found.values() if group.size]


def _slots(
    cells: Cells,
    stands: Sequence[SideStand],
    functions: Sequence[str],
    known: dict[tuple[Any, ...], list[int] | None],
    clock: Clock,
    *,
    spent: bool,
) -> tuple[list[Slot], list[Slot]]:
    """The functions, projects and agencies that no table rules out for what stands in these sides; see `Group`."""
    asks = [each for each in stands if each.sheet.form.rows in BY_PROJECT]
    told = [
        (each, each.key)
        for each in stands
        if each.sheet.form.rows != "project" or not each.sheet.wide
    ]
    plain = (functions[0] if functions else ANY_FUNCTION) if spent else ""
    slots: list[Slot] = []
    for function in functions if told else (plain,):
        clock.check(10 * (len(told) + 1))
        at = function_cells(told, function, known)
        if at is not None:
            slots.append(Slot(function, "", "", None, tuple(dict.fromkeys(at))))
    if not asks and not cells.agencies:
        return slots, []
    if not cells.agencies and all(each.sheet.form.rows == "project" for each in asks):
        projects = list(_named(cells, asks, "", clock))
        if len(slots) > 2 and len(projects) > 2:
            return slots, projects
        return [_both(slot, each) for slot in slots for each in projects], []
    return [_both(slot, each) for slot in slots for each in _named(cells, asks, slot.function, clock)], []  # fmt: skip


def _named(cells: Cells, asks: Sequence[SideStand], function: str, clock: Clock) -> Iterator[Slot]:
    """The projects and agencies that no table rules out for a function."""
    names = _projects(asks, function)
    for agency in cells.agencies or ("",):
        clock.check(10 * len(names))
        for name in names:
            more = project_cells(asks, function, name, agency)
            if more is not None:
                yield Slot(function, agency, name, cells.projects.get(name), tuple(more))


def _both(slot: Slot, named: Slot) -> Slot:
    """A function's slot that is of a project and agency, too."""
    here = tuple(dict.fromkeys((*slot.cells, *named.cells)))
    return Slot(slot.function, named.agency, named.part, named.project, here)


def _projects(asks: Iterable[SideStand], function: str) -> Sequence[str]:
    """The projects that have rows where they are asked for, of the function if it is told there."""
    found = [
        stand.sheet.projects.get("" if stand.sheet.form.rows == "project" else function, ())
        for stand in asks
    ]
    return min(found, key=len, default=("",))


def _kinds(
    cells: Cells,
    disclosure: Disclosure,
    layout: Layout,
    balanced: dict[FundingSource, tuple[FundingSource, bool]],
) -> Iterator[tuple[DocumentKind, tuple[SideStand, ...]]]:
    """The uses, sources, natures and flows that no table rules out, one for all that look alike; and how they stand."""
    known = years()
    year = disclosure.year
    if year is None or year not in known:
        year = known[-1]
    uses = _uses(cells, for_year(year).economic)
    ordered: dict[Nature | None, Sequence[str]] = {
        nature: sorted(uses, key=partial(_plainness, nature=nature)) for nature in layout.natures
    }
    ordered[None] = ("",)
    flows = flows_of(layout)
    seen: set[tuple[Any, ...]] = set()
    for source in balanced or FundingSource.ALL:
        for flow in flows:
            for nature in layout.natures if flow is Flow.EXPENDITURE else (None,):
                if never(source, nature, flow):
                    continue
                open_to = _open_to(cells, source, nature, flow)
                if not balanced:  # what finds the same finds nothing new
                    same = tuple([each.key for each in open_to])
                    if same in seen:
                        continue
                    seen.add(same)
                for economic in ordered[nature] if open_to else ():
                    found = stands_of(open_to, economic)
                    if found is None:
                        continue
                    at, stands = found
                    alike: tuple[Any, ...] = at, tuple(each.key for each in stands)
                    if balanced:
                        alike = (*alike, source, flow in Flow.IN)
                    if alike not in seen:
                        seen.add(alike)
                        yield DocumentKind(economic, source, nature, flow, at), stands


def _open_to(
    cells: Cells, source: FundingSource, nature: Nature | None, flow: Flow
) -> list[SideOpening]:
    """The sheets that they stand in; none if a blank rules them out whatever the use."""
    found = []
    s, f = source.value, flow.value
    n = Nature.ALL.value if nature is None else nature.value

    def holds(scope: Scope) -> bool:
        return bool(
            scope.source._value_ & s and scope.nature._value_ & n and scope.flow._value_ & f
        )

    for sheet in cells.sheets:
        form = sheet.form
        at = standing(form, holds)
        if at is None:
            continue
        columns = tuple([(k, form.columns[k].scope.economic) for k in at.columns])
        rows_listed = [(k, form.listed_scopes[k]) for k in at.listed]
        listed = tuple([(k, scope.economic) for k, scope in rows_listed if scope is not None])
        coded = holds(form.coded)
        if sheet.wide and form.base.economic == ANY:
            rows = [TOTAL] if form.totals else []
            rows += [sheet.listed[k] for k, uses in listed if uses == ANY]
            if cells_at(sheet, rows, [k for k, uses in columns if uses == ANY]) is None:
                return []
        natures = tuple(
            (beginnings, nature is None or bool(each._value_ & n))
            for beginnings, each in form.natures
        )
        told = not sheet.wide or (coded and form.rows in BY_FUNCTION)
        found.append(SideOpening(sheet, columns, listed, coded, natures, told))
    return found


def _uses(cells: Cells, catalogue: Any) -> list[str]:
    """An economic code for every set of uses that the document tells apart."""
    listed: set[str] = set()  # codes that stand on rows
    named: set[str] = set()
    for sheet in cells.sheets:
        form = sheet.form
        named.update(form.base.economic)
        for column in form.columns:
            named.update(column.scope.economic)
        for row in form.listed:
            named.update(row.scope.economic)
        for beginnings, _ in form.natures:
            named.update(code for code in beginnings if len(code) > 1)
        if form.rows == "economic":
            listed |= sheet.codes
    named = (named | listed) - {""}
    categories = {code[:3] for code in named} | {str(c) for c in catalogue if len(str(c)) == 3}
    found = {code for code in named if len(code) >= 5}
    found -= {code[:5] for code in found if len(code) > 5}  # told below the section, in some places
    for category in categories:
        below = {code for code in found if code.startswith(category)}
        if category in listed and not below:
            found.add(category)  # the document tells no more
            continue
        rest = [category + "99"]
        rest += [str(c) for c in catalogue if len(str(c)) == 5 and str(c).startswith(category)]
        spare = next((c for c in rest if c in catalogue and c not in named), None)
        if spare is not None:
            found.add(spare)
        elif not below:
            found.add(category)
    return sorted(found)


def _plainness(economic: str, nature: Nature) -> tuple[bool, bool, str]:
    """The order in which uses are tried: the usual ones first, what is left of a category before its parts."""
    usual = standard.PERSONNEL[:1] if nature is Nature.PERSONNEL else standard.OPERATING[:1]
    return not economic.startswith(usual), not economic.endswith("99"), economic
