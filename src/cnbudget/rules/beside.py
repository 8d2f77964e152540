"""Things of the text beside what there is of the same elsewhere, each figure under the name that rules give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from cnbudget.arithmetic import exact
from cnbudget.characters import normalised
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.expressions import expression
from cnbudget.figures import Figure, State
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.vocabulary import ADJUSTED, PREDICATE_NAMES
from cnbudget.passages import folded
from cnbudget.performance import Asset, AssetTable, DescribedProject, Goals, Plan
from cnbudget.performance.projects import core
from cnbudget.performance.vocabulary import VEHICLES
from cnbudget.rules.amounts import money, value
from cnbudget.rules.book import Book
from cnbudget.rules.totals import Wholes
from cnbudget.scopes import MEETINGS, TRAINING, VEHICLE_PURCHASE
from cnbudget.tables import Printing

#: Figures that stand beside each other, by the names that rules give them.
Beside: TypeAlias = Mapping[str, Sequence[Figure | None]]

_S = FundingSource
#: Labels of running costs, the surest first; 其他运行经费 is something else.
_RUNNING = (
    expression("机关运行经费"),
    expression("单位运行经费"),
    expression("^(?:行政)?运行经费(?:支出)?(?:预算数?|决算数?)?$"),
)
_BRACKETS = expression(r"\([^()]{0,12}\)")
_UNIT = expression(r"\((?:亿|万|千)?元\)$")
_REST = ("其他", "其它")
_PLANS = ("预算", ADJUSTED)
_NEAR = 8  # claims before and behind one that are looked at
_PRICED = expression(
    r"单(?:价|位价值|台价值)([0-9]{1,4})万元(?:\(含\))?(?:及)?以上(?:的)?(.{0,20})"
)
_SPOKEN = 100  # assets that the text names, at most, that are looked for


def _running(book: Book) -> Iterator[Beside]:
    """Running costs beside a table of their own, or the operating expenditure out of appropriations."""
    costs = book.sides.running_costs
    if costs is None or costs.amount is None:
        return
    printed = next(filter(None, map(book.wholes.headed, _RUNNING)), [])[:1]
    operating = [] if printed else [_operating(book.wholes)]
    yield {"amount": [costs.amount], "printed": printed, "operating": operating}


def _operating(wholes: Wholes) -> Figure | None:
    found = wholes.find(_S.APPROPRIATION, Nature.OPERATING)
    others = [wholes.find(each, Nature.OPERATING) for each in (_S.FUND, _S.STATE_CAPITAL)]
    if found is None and not any(each and each.value for each in others):
        return wholes.find(_S.GENERAL, Nature.OPERATING)
    return found


def _plans(book: Book) -> Iterator[Beside]:
    return (_planned(plan, book.wholes) for plan in book.sides.plans)


def _planned(plan: Plan, wholes: Wholes) -> Beside:
    """The meetings or trainings of a plan beside their sum, and beside what the tables have for them.

    Out of which budgets they are paid, the plan does not say: of several amounts that which they come to is meant. A
    plan that need not have all of them is within the largest.
    """
    parts = [figure for _, figure in plan.items]
    use = MEETINGS if plan.kind == "meetings" else TRAINING
    found = [each for each in wholes.spent_on(use.economic) if each.value]
    most = max(found, key=lambda each: value(each) or Decimal(0), default=None)
    same = next((each for each in found if value(each) == money(parts)), None)
    paid = most if same is None and plan.complete else same
    limit = most if paid is None else None
    return {"total": [plan.total], "items": parts, "paid": [paid], "limit": [limit]}


# Goals and projects of one name --------------------------------------------------------------------


def asked(goals: Goals) -> Figure | None:
    """The money that a project's goals ask of its budget: that of appropriations, where it is told apart.

    Args:
        goals: The goals.
    """
    return goals.appropriation if goals.appropriation is not None else goals.total


def _by_name(projects: Iterable[Goals]) -> dict[str, list[Goals]]:
    named: dict[str, list[Goals]] = {}
    for goals in projects:
        if goals.name:
            named.setdefault(core(goals.name), []).append(goals)
    return named


def _tasked(book: Book) -> Iterator[Beside]:
    """A task of the whole agency beside the project that is called so."""
    performance = book.sides.performance
    named = _by_name(performance.projects)
    for task in (task for goals in performance.overall for task in goals.tasks):
        same = named.get(core(task.name), [])
        if len(same) == 1:
            yield {"task": [task.figure("total")], "project": [same[0].total]}


def _placed(book: Book) -> Iterator[Beside]:
    """A described project beside the only row of the tables that is it."""
    for project in book.sides.described:
        found = [each for each in book.projects.of(project.name, project.size) if not each.carried]
        if len(found) == 1:
            yield {"size": [project.size], "row": found[0].row.figures[:1]}


def _described(book: Book) -> Iterator[tuple[DescribedProject, Goals]]:
    """The described projects, each with the only goals of its name."""
    named = _by_name(book.sides.performance.projects)
    for project in book.sides.described:
        same = named.get(core(project.name), [])
        if len(same) == 1:
            yield project, same[0]


def _aimed(book: Book) -> Iterator[Beside]:
    """The money of a project's goals beside that of its description."""
    for project, goals in _described(book):
        yield {"size": [project.size], "money": [asked(goals)]}


def _spent(book: Book) -> Iterator[Beside]:
    """What a project's goals mean to spend beside what its description allocates to the same."""
    for project, goals in _described(book):
        allocated = {normalised(part.name): part.amount for part in project.allocations}
        for indicator in goals.indicators:
            amount = allocated.get(_BRACKETS.sub("", normalised(indicator.name)))
            amount = amount or allocated.get(_UNIT.sub("", normalised(indicator.name)))
            if amount is not None and indicator.is_cost and indicator.target.operator in ("=", ""):
                cost = indicator.figure(least=Printing.of(amount))
                yield {"allocated": [amount], "cost": [cost]}


def _asked(book: Book) -> Iterator[Beside]:
    """The money of a project's goals beside its budget."""
    for goals in book.sides.performance.projects:
        mine = asked(goals)
        found = book.projects.of(goals.name, mine) if mine is not None and mine.value else []
        if len(found) == 1:
            yield {"budget": [found[0].total], "money": [mine]}


def _elsewhere(book: Book) -> Iterator[Beside]:
    """The money of all goals that is of no appropriation beside what there is of such."""
    others = [goals.other for goals in book.sides.performance.projects]
    paid = [each for each in others if each is not None and each.value]
    if paid:
        cover = book.wholes.cover(_S.UNIT | _S.SPECIAL_ACCOUNT | _S.CARRIED_OTHER)
        printed = [each for each in cover or () if each.value]
        yield {"money": paid, "all": printed if len(printed) == 1 else []}


# Assets --------------------------------------------------------------------------------------------


def purchase(wholes: Wholes, told: Figure | None = None) -> Figure | None:
    """The money for buying vehicles in the table of the three public expenses; None if there is no such.

    The text does not say out of which budgets: of several columns that with its amount is meant.

    Args:
        wholes: The totals of the tables.
        told: The amount that the text tells.
    """
    found = [
        figure
        for figure in wholes.spent_on(VEHICLE_PURCHASE.economic)
        if (scope := figure.scope) is not None and scope.source & _S.GENERAL_OWN
    ]
    for each in found:
        if told is not None and each.value is not None and each.amount == told.amount:
            return each
    return next((each for each in found if each.state is State.VALUE), found[0] if found else None)


def _bought(book: Book) -> Iterator[Beside]:
    """The money for vehicles that are bought beside that of the three public expenses."""
    told = None if book.sides.assets is None else book.sides.assets.vehicle_money
    if told is not None:
        yield {"told": [told], "printed": [purchase(book.wholes, told)]}


def _asset_tables(book: Book) -> Iterator[Beside]:
    """What all of a table of assets is worth, beside its rows."""
    for table in book.sides.asset_tables:
        if table.plain:
            yield {"total": [table.total], "values": [each.asset.value for each in table.parts()]}


def _asset_rows(book: Book) -> Iterator[Beside]:
    """What is said to be in a row (其中) is all of it where a rest is named, and no more where none is."""
    for table in book.sides.asset_tables:
        for row in table.parts():
            whole, parts = row.asset, [each.asset for each in table.parts(row.asset.name)]
            beside: dict[str, Sequence[Figure | None]] = {"value": [whole.value]}
            values = [each.value for each in parts]
            if not parts or not parts[-1].name.startswith(_REST):
                yield {**beside, "some": values}
                continue
            counts = [each.number for each in parts if each.number is not None]
            measures = {each.column.measure for each in counts}
            if whole.number is not None and measures == {whole.number.column.measure}:
                beside.update(number=[whole.number], numbers=counts)
            yield {**beside, "values": values}


def _spoken(book: Book) -> Iterator[Beside]:
    """What the text says of assets that the one table of them has, too."""
    tables, assets = book.sides.asset_tables, book.sides.assets
    if len(tables) != 1 or assets is None:
        return
    printed = {folded(each.asset.name): each.asset for each in tables[0].rows}
    for said in (assets.vehicles, *assets.vehicle_kinds, *assets.others[:_SPOKEN]):
        if said is None:
            continue
        names = VEHICLES if said is assets.vehicles else (folded(said.name),)
        there = next((printed[name] for name in names if name in printed), Asset(""))
        numbers = _counted(said.number, there.number)
        yield {**numbers, "value": [said.value], "table_value": [there.value]}
    priced = dict(_priced(tables[0]))
    for each in assets.equipment[:_SPOKEN]:
        limit = value(each.threshold)
        yield _counted(each.number, priced.get((limit, folded(each.name).strip())))


def _priced(table: AssetTable) -> Iterator[tuple[tuple[Decimal | None, str], Figure | None]]:
    for each in table.rows:
        found = _PRICED.search(folded(each.asset.name))
        if found is not None:
            yield (Decimal(found[1]).scaleb(4, exact), found[2]), each.asset.number


def _counted(said: Figure | None, there: Figure | None) -> Beside:
    """Two counts, if they count the same."""
    if said is None or there is None or there.value is None:
        return {}
    if said.column.measure[:1] != there.column.measure[:1]:
        return {}
    return {"number": [said], "table_number": [there]}


# Amounts -------------------------------------------------------------------------------------------


def _told(book: Book) -> Iterator[Beside]:
    """What is said of an amount with another one, beside that amount and what was planned of it."""
    if all(passage.grid for passage in book.disclosure.passages):
        return
    claims = list(book.claims)
    for at, claim in enumerate(claims):
        if claim.kind in PREDICATE_NAMES and claim.role == "stated" and not _other_told(claims, at):
            beside = {"of": claim.of, "planned": claim.whole, claim.kind: claim}
            yield {name: [each.figure] for name, each in beside.items() if each is not None}


def _other_told(claims: Sequence[Claim], at: int) -> bool:
    """Whether its sentence tells of another plan, or of other money that was not spent.

    Where a budget was adjusted, what was saved may be of it as it was at first; 节约5.00万元，结转15.00万元 says that
    some of what was not spent was not saved.
    """
    claim = claims[at]

    def amounts(some: Iterable[Claim]) -> list[Claim]:
        return [
            each
            for each in some
            if each.kind == "amount"
            and each.role == "stated"
            and (each.section, each.sentence) == (claim.section, claim.sentence)
        ]

    before = amounts(claims[max(0, at - _NEAR) : at])
    behind = amounts(claims[at + 1 : at + _NEAR])
    if behind and behind[0].stage not in _PLANS:
        return True
    return any(mine is claim.whole and plan.stage in _PLANS for plan, mine in pairwise(before))


#: What stands beside what, by the name that rules give it.
BESIDE = {
    "tasked": _tasked,
    "asked": _asked,
    "elsewhere": _elsewhere,
    "asset_tables": _asset_tables,
    "asset_rows": _asset_rows,
    "spoken": _spoken,
    "bought": _bought,
    "running": _running,
    "plans": _plans,
    "placed": _placed,
    "aimed": _aimed,
    "spent": _spent,
    "told": _told,
}
