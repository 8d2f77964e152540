"""Each row of the rules: silent on a text whose numbers add up, and found where one of them does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any
from unittest.mock import Mock, patch

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Figure, Rule, Verdict
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.invariants import Compiled, Derived
from cnbudget.performance import (
    DescribedProject,
    Goals,
    GoalTask,
    Performance,
    ProcurementPlan,
    Sides,
    Staff,
)
from cnbudget.performance.assets import Asset
from cnbudget.performance.projects import Allocation
from cnbudget.performance.summary import Counted, PerformanceSummary
from cnbudget.rules.beside import Beside
from cnbudget.rules.cells import NamedRows
from cnbudget.rules.counts import Counts
from cnbudget.rules.matters import MATTERS
from cnbudget.rules.rows import ROWS
from cnbudget.ties.laws import Ties, joined

BUDGET = cnbudget.example("akto")
ADDRESS = RowAddress(None, "performance")
HOMELESS = [(rule.name, matter) for matter, rows in ROWS.items() for rule in rows]
AMOUNTS = st.integers(1, 10**6)


def money(steps: int) -> Figure:
    """An amount in 万元 of two places."""
    return Figure.of(Decimal(steps).scaleb(-2), "万元", places=2)


def people(number: int) -> Figure:
    return Figure.of(number).evolve(column=ColumnAddress("", measure="人"))


def goals(**kinds: int) -> Goals:
    return Goals(False, money=tuple((kind, money(n)) for kind, n in kinds.items()), address=ADDRESS)


def task(**kinds: int) -> GoalTask:
    return GoalTask("甲", tuple((kind, money(n)) for kind, n in kinds.items()))


def of_tasks(kind: str, whole: int, *parts: int) -> Goals:
    return attrs.evolve(goals(**{kind: whole}), tasks=tuple(task(**{kind: n}) for n in parts))


def plan(**kinds: int) -> ProcurementPlan:
    return ProcurementPlan(tuple((kind, money(n)) for kind, n in kinds.items()))


def staff(**kinds: int) -> Staff:
    return Staff(tuple((kind, people(n)) for kind, n in kinds.items()))


def described(
    sizes: Sequence[int] = (), parts: Sequence[int] = (), sums: Sequence[int] = ()
) -> DescribedProject:
    made = tuple(Allocation(str(n), money(each)) for n, each in enumerate(parts))
    return DescribedProject(
        "甲", sizes=tuple(map(money, sizes)), allocations=made, sums=tuple(map(money, sums)), address=ADDRESS,
    )  # fmt: skip


class Told(NamedRows):
    """A budget whose text counts something, and what there is of it."""

    def __init__(self, said: Sequence[Counted], there: Sides, projects: int, totals: Sequence[int]):
        super().__init__(BUDGET)
        figures = [money(each) for each in totals]
        whole = figures[0] if figures else None
        self.wholes: Any = Mock(
            **{"whole.return_value": whole, "cover.return_value": figures,
               "of_projects.return_value": figures, "all_or_fiscal.return_value": figures}
        )  # fmt: skip
        self.projects: Any = Mock(**{"count.return_value": projects})
        told = attrs.evolve(there.performance, summary=PerformanceSummary(tuple(said)))
        self.sides = attrs.evolve(there, performance=told)


def counted(
    *said: Counted,
    tables: Sequence[Goals] = (),
    overall: int = 0,
    secret: Sequence[DescribedProject] = (),
    projects: int = 0,
    totals: Sequence[int] = (),
) -> Counts:
    wholes = tuple(Goals(True, address=ADDRESS) for _ in range(overall))
    performance = Performance(overall=wholes, projects=tuple(tables))
    there = Sides(performance, described=tuple(attrs.evolve(each, secret=True) for each in secret))
    return Counts(Told(said, there, projects, totals))


def number(subject: str, n: int) -> Counted:
    return Counted(subject, people(n))


def sum_of(subject: str, n: int) -> Counted:
    return Counted(subject, money=money(n))


def vehicles(whole: int, parts: Sequence[int]) -> tuple[Asset, tuple[Asset, ...]]:
    return Asset("车辆", value=money(whole)), tuple(Asset("车", value=money(n)) for n in parts)


def beside(**named: Sequence[int]) -> Beside:
    return {name: [money(each) for each in figures] for name, figures in named.items()}


#: What makes a thing whose whole is a number, and its two parts two others, by the row that is about them.
THINGS: dict[str, Callable[[int, int, int], Any]] = {
    "staff.by-kind": lambda whole, a, b: staff(actual=whole, serving=a, retired=b),
    "staff.posts": lambda whole, a, b: staff(establishment=whole, administrative=a, workers=b),
    "procurement.kinds": lambda whole, a, b: plan(total=whole, goods=a, works=b, services=0),
    "procurement.reserved": lambda whole, a, b: plan(total=whole, reserved=a + b),
    "procurement.small": lambda whole, a, b: plan(reserved=whole, reserved_small=a + b),
    "procurement.awarded": lambda whole, a, b: plan(awarded=whole, awarded_small=a + b),
    "procurement.awarded-kinds": lambda whole, a, b: plan(
        awarded=whole, awarded_goods=a, awarded_works=b, awarded_services=0
    ),
    "goals.levels": lambda whole, a, b: goals(appropriation=whole, upper=a, own=b),
    "goals.sources": lambda whole, a, b: goals(total=whole, appropriation=a, other=b),
    "goals.recipients": lambda whole, a, b: goals(total=whole, here=a, below=b),
    "goals.tasks": lambda whole, a, b: of_tasks("total", whole, a, b),
    "goals.tasks-paid": lambda whole, a, b: of_tasks("appropriation", whole, a, b),
    "goals.tasks-other": lambda whole, a, b: of_tasks("other", whole, a, b),
    "tasks.sources": lambda whole, a, b: task(total=whole, appropriation=a, other=b),
    "goals.natures": lambda whole, a, b: goals(total=whole, basic=a, project=b),
    "described.size": lambda whole, a, b: described([whole, a + b]),
    "described.sums": lambda whole, a, b: described([whole], sums=[a + b]),
    "described.parts": lambda whole, a, b: described([whole], [a, b]),
    "vehicles.value": lambda whole, a, b: vehicles(whole, [a, b]),
    "vehicles.number": lambda whole, a, b: (
        Asset("车辆", people(whole)),
        (Asset("车", people(a)), Asset("车", people(b))),
    ),
    # of things to count there are two, and the text says so many more as the whole is off
    "counted.overall": lambda whole, a, b: counted(number("overall", 2 + whole - a - b), overall=2),
    "counted.overall-money": lambda whole, a, b: counted(sum_of("overall", whole), totals=[a, b]),
    "counted.appropriation": lambda whole, a, b: counted(
        number("appropriation", 2 + whole - a - b), projects=2
    ),
    "counted.appropriation-money": lambda whole, a, b: counted(
        sum_of("appropriation", whole), totals=[a, b]
    ),
    "counted.other": lambda whole, a, b: counted(
        number("other", 2 + whole - a - b),
        tables=[goals(other=1), goals(other=2), goals(appropriation=1, other=1)],
    ),
    "counted.other-money": lambda whole, a, b: counted(
        sum_of("other", whole), tables=[goals(other=a), goals(other=b)]
    ),
    "counted.other-some": lambda whole, a, b: counted(
        sum_of("other", whole), number("secret", 1), tables=[goals(other=a), goals(other=b)]
    ),
    "counted.all": lambda whole, a, b: counted(
        number("all", 2 + whole - a - b), tables=[goals(), goals()]
    ),
    "counted.all-hidden": lambda whole, a, b: counted(
        number("all", 2 + whole - a - b),
        number("secret", 1),
        tables=[goals()],
        secret=[described()],
    ),
    "counted.all-money": lambda whole, a, b: counted(sum_of("all", a + b), totals=[whole]),
    "counted.tracked": lambda whole, a, b: counted(number("all", whole), number("tracked", a + b)),
    "counted.tracked-money": lambda whole, a, b: counted(
        sum_of("all", whole), sum_of("tracked", a + b)
    ),
    "counted.evaluated": lambda whole, a, b: counted(
        number("all", whole), number("evaluated", a + b)
    ),
    "counted.evaluated-money": lambda whole, a, b: counted(
        sum_of("all", whole), sum_of("evaluated", a + b)
    ),
    "counted.carried": lambda whole, a, b: counted(
        number("carried", 2 + whole - a - b), projects=2
    ),
    "counted.carried-money": lambda whole, a, b: counted(sum_of("carried", whole), totals=[a, b]),
    "counted.secret": lambda whole, a, b: counted(
        number("secret", 2 + whole - a - b), secret=[described(), described()]
    ),
    "counted.secret-money": lambda whole, a, b: counted(
        sum_of("secret", whole), number("secret", 2), secret=[described([a]), described([b])]
    ),
    "counted.secret-within": lambda whole, a, b: counted(sum_of("secret", a + b), totals=[whole]),
    "counted.grades": lambda whole, a, b: counted(
        number("evaluated", whole), number("grade", a), number("grade", b)
    ),
    "tasked.money": lambda whole, a, b: beside(project=[whole], task=[a + b]),
    "asked.money": lambda whole, a, b: beside(budget=[whole], money=[a + b]),
    "elsewhere.money": lambda whole, a, b: beside(all=[whole], money=[a, b]),
    "asset-tables.total": lambda whole, a, b: beside(total=[whole], values=[a, b]),
    "asset-rows.values": lambda whole, a, b: beside(value=[whole], values=[a, b]),
    "asset-rows.some": lambda whole, a, b: beside(value=[whole], some=[a, b]),
    "asset-rows.numbers": lambda whole, a, b: {
        "number": [people(whole)], "numbers": [people(a), people(b)]
    },
    "spoken.number": lambda whole, a, b: {
        "number": [people(whole)], "table_number": [people(a + b)]
    },
    "spoken.value": lambda whole, a, b: beside(table_value=[whole], value=[a + b]),
    "bought.money": lambda whole, a, b: beside(printed=[whole], told=[a + b]),
    "running.printed": lambda whole, a, b: beside(printed=[whole], amount=[a + b]),
    "running.operating": lambda whole, a, b: beside(operating=[whole], amount=[a + b]),
    "plans.total": lambda whole, a, b: beside(total=[whole], items=[a, b]),
    "plans.paid": lambda whole, a, b: beside(paid=[whole], items=[a, b]),
    "plans.limit": lambda whole, a, b: beside(limit=[whole], items=[a, b]),
    "placed.size": lambda whole, a, b: beside(row=[whole], size=[a + b]),
    "aimed.money": lambda whole, a, b: beside(size=[whole], money=[a + b]),
    "spent.cost": lambda whole, a, b: beside(allocated=[whole], cost=[a + b]),
    "costs.each": lambda whole, a, b: beside(money=[whole], costs=[a + b]),
    "costs.fixed": lambda whole, a, b: beside(money=[whole], fixed=[a, b]),
    "sourced.one": lambda whole, a, b: beside(printed=[whole], said=[a + b]),
    "sourced.several": lambda whole, a, b: beside(said=[whole], several=[a, b]),
    "sourced.tasks": lambda whole, a, b: beside(printed=[whole], tasks=[a, b]),
    "sourced.lines": lambda whole, a, b: beside(printed=[whole], lines=[a, b]),
    "allocated.category": lambda whole, a, b: beside(printed=[whole], allocated=[a, b]),
    "told.saved": lambda whole, a, b: beside(planned=[whole], of=[a], saved=[b]),
}  # fmt: skip
#: Rows that are not violated by a whole that is too large.
WITHIN = (
    "procurement.reserved", "procurement.small", "procurement.awarded", "counted.other-some", "counted.all-money",
    "counted.tracked", "counted.tracked-money", "counted.evaluated", "counted.evaluated-money", "counted.secret-within",
    "asked.money", "elsewhere.money", "asset-rows.some", "running.operating", "plans.limit", "aimed.money",
    "costs.each", "costs.fixed",
)  # fmt: skip


def came_out(matter: str, thing: Any, stage: str = "预算") -> tuple[list[Verdict], int]:
    """How a thing of the text comes out, and how many laws and remarks that were."""
    ties = Ties(attrs.evolve(BUDGET, stage=stage))
    if isinstance(thing, Counts):
        ties.book = thing.book  # type: ignore[assignment]
    ties.hold(matter, thing)
    found = Compiled(joined(Derived([], [], ()), ties.laws)).verdicts() if ties.laws else []
    found += [remark.verdict for remark in ties.remarks]
    return found, len(found) + sum(ties.exact.values())


def came_out_of_one(name: str, matter: str, thing: Any) -> tuple[list[Verdict], int]:
    """Likewise, with no other row about the matter."""
    alone = tuple(rule for rule in ROWS[matter] if rule.name == name)
    with patch.dict(ROWS, {matter: alone}):
        return came_out(matter, thing)


def test_every_row_is_tried() -> None:
    assert len(HOMELESS) > 40
    assert len({name for name, _ in HOMELESS}) == len(HOMELESS)
    assert sorted(THINGS) == sorted(name for name, _ in HOMELESS)
    assert {matter for _, matter in HOMELESS} == set(MATTERS)
    for matter, rows in ROWS.items():
        assert {rule.matter for rule in rows} == {matter}


@pytest.mark.parametrize(("name", "matter"), HOMELESS)
@given(a=AMOUNTS, b=AMOUNTS, more=st.integers(3, 10**6))
def test_a_row_is_silent_where_it_holds_and_finds_what_is_planted(
    name: str, matter: str, a: int, b: int, more: int
) -> None:
    make = THINGS[name]
    valid, planted, larger = make(a + b, a, b), make(a + b, a + more, b), make(a + b + more, a, b)
    assert Verdict.VIOLATED not in came_out(matter, valid)[0]
    assert Verdict.VIOLATED in came_out(matter, planted)[0]
    # it is this row that finds it, and where nothing is wrong it was held
    assert came_out_of_one(name, matter, valid)[1] == 1
    assert came_out_of_one(name, matter, planted)[0] == [Verdict.VIOLATED]
    above = came_out_of_one(name, matter, larger)[0]
    assert (Verdict.VIOLATED in above) == (name not in WITHIN)


@given(st.lists(AMOUNTS, min_size=1, max_size=3), st.data())
def test_where_a_kind_is_not_told_the_others_are_within_the_whole(
    parts: list[int], data: st.DataObject
) -> None:
    kinds = data.draw(st.permutations(("goods", "works", "services")))[: len(parts)]
    told = dict(zip(kinds, parts, strict=True))
    total, all_told = reduce(add, parts), len(parts) == 3
    assert Verdict.VIOLATED not in came_out("procurement", plan(total=total, **told))[0]
    more = came_out("procurement", plan(total=total + 9, **told))[0]
    assert (Verdict.VIOLATED in more) == all_told
    assert (
        Verdict.VIOLATED in came_out("procurement", plan(total=max(0, total - 9), **told))[0]
        or total < 9
    )


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("goals.levels", lambda whole, part: goals(appropriation=whole, upper=part)),
        ("goals.recipients", lambda whole, part: goals(total=whole, here=part)),
        ("tasks.sources", lambda whole, part: task(total=whole, appropriation=part)),
    ],
)
def test_what_one_of_two_alone_is_told_of_is_all_of_it(
    name: str, make: Callable[[int, int], Any]
) -> None:
    matter = name.partition(".")[0]
    assert came_out_of_one(name, matter, make(5, 5)) == ([Verdict.EXACT], 1)
    assert came_out_of_one(name, matter, make(5, 4))[0] == [Verdict.VIOLATED]


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("staff.by-kind", staff(actual=5, serving=4)),
        ("staff.posts", staff(establishment=5, administrative=4)),
        ("costs.fixed", beside(money=[5], fixed=[6])),
        ("told.saved", beside(planned=[5], of=[4])),
        ("told.saved", beside(planned=[5], saved=[4])),
    ],
)
def test_what_one_alone_is_told_of_need_not_be_all(name: str, thing: Any) -> None:
    assert came_out_of_one(name, name.partition(".")[0], thing) == ([], 0)


def test_what_was_reserved_is_not_of_what_final_accounts_bought() -> None:
    thing = plan(total=5, reserved=90)
    assert came_out("procurement", thing)[0] == [Verdict.VIOLATED]
    assert came_out("procurement", thing, "决算") == ([], 0)


@pytest.mark.parametrize("matter", sorted(MATTERS))
def test_a_text_that_says_nothing_is_held_to_nothing(matter: str) -> None:
    empty = {
        "staff": staff(), "procurement": plan(), "goals": goals(), "described": described(),
        "vehicles": (Asset("车辆"), ()), "counted": counted(projects=2, totals=[1, 2]), "tasks": task(),
    }  # fmt: skip
    assert came_out(matter, empty.get(matter, {})) == ([], 0)


def test_callers_rules_are_about_matters_too() -> None:
    text = "# 甲局2026年部门预算\n\n" + cnbudget.to_text(cnbudget.example("artux"), "markdown")
    budget = cnbudget.read_text(text)
    rule = Rule("采购", "contain", whole="procurement.total", parts="procurement.goods")
    report = cnbudget.check(budget, rules=[rule])
    stated = budget.procurement is not None and budget.procurement.total is not None
    said = [each.key for each in report.not_checked if "采购" in each.what]
    assert stated or set(said) == {"rules.not_stated"}
