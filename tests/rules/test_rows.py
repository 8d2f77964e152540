"""Each row of the rules: silent on a text whose numbers add up, and found where one of them does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Figure, Rule, Verdict
from cnbudget.figures import ColumnAddress, RowAddress
from cnbudget.invariants import Compiled, Derived
from cnbudget.performance import DescribedProject, Goals, ProcurementPlan, Staff
from cnbudget.performance.assets import Asset
from cnbudget.performance.projects import Allocation
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


def vehicles(whole: int, parts: Sequence[int]) -> tuple[Asset, tuple[Asset, ...]]:
    return Asset("车辆", value=money(whole)), tuple(Asset("车", value=money(n)) for n in parts)


#: What makes a thing whose whole is a number, and its two parts two others, by the row that is about them.
THINGS: dict[str, Callable[[int, int, int], Any]] = {
    "staff.by-kind": lambda whole, a, b: staff(actual=whole, serving=a, retired=b),
    "staff.posts": lambda whole, a, b: staff(establishment=whole, administrative=a, workers=b),
    "procurement.kinds": lambda whole, a, b: plan(total=whole, goods=a, works=b, services=0),
    "procurement.reserved": lambda whole, a, b: plan(total=whole, reserved=a + b),
    "procurement.small": lambda whole, a, b: plan(reserved=whole, reserved_small=a + b),
    "goals.levels": lambda whole, a, b: goals(appropriation=whole, upper=a, own=b),
    "goals.sources": lambda whole, a, b: goals(total=whole, appropriation=a, other=b),
    "goals.natures": lambda whole, a, b: goals(total=whole, basic=a, project=b),
    "described.size": lambda whole, a, b: described([whole, a + b]),
    "described.sums": lambda whole, a, b: described([whole], sums=[a + b]),
    "described.parts": lambda whole, a, b: described([whole], [a, b]),
    "vehicles.value": lambda whole, a, b: vehicles(whole, [a, b]),
}
#: Rows that are not violated by a whole that is too large.
WITHIN = ("procurement.reserved", "procurement.small")


def came_out(matter: str, thing: Any, stage: str = "预算") -> tuple[list[Verdict], int]:
    """How a thing of the text comes out, and how many laws and remarks that were."""
    ties = Ties(attrs.evolve(BUDGET, stage=stage))
    ties.hold(matter, thing)
    found = Compiled(joined(Derived([], [], ()), ties.laws)).verdicts() if ties.laws else []
    found += [remark.verdict for remark in ties.remarks]
    return found, len(found) + sum(ties.exact.values())


def test_every_row_is_tried() -> None:
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
    found, count = came_out(matter, make(a + b, a, b))
    assert Verdict.VIOLATED not in found
    assert count >= 1
    assert Verdict.VIOLATED in came_out(matter, make(a + b, a + more, b))[0]
    above = came_out(matter, make(a + b + more, a, b))[0]
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


def test_what_was_reserved_is_not_of_what_final_accounts_bought() -> None:
    thing = plan(total=5, reserved=90)
    assert came_out("procurement", thing)[0] == [Verdict.VIOLATED]
    assert came_out("procurement", thing, "决算") == ([], 0)


@pytest.mark.parametrize("matter", sorted(MATTERS))
def test_a_text_that_says_nothing_is_held_to_nothing(matter: str) -> None:
    empty = {
        "staff": staff(), "procurement": plan(), "goals": goals(), "described": described(),
        "vehicles": (Asset("车辆"), ()),
    }  # fmt: skip
    assert came_out(matter, empty[matter]) == ([], 0)


def test_callers_rules_are_about_matters_too() -> None:
    text = "# 甲局2026年部门预算\n\n" + cnbudget.to_text(cnbudget.example("artux"), "markdown")
    budget = cnbudget.read_text(text)
    rule = Rule("采购", "contain", whole="procurement.total", parts="procurement.goods")
    report = cnbudget.check(budget, rules=[rule])
    stated = budget.procurement is not None and budget.procurement.total is not None
    said = [each.key for each in report.not_checked if "采购" in each.what]
    assert stated or set(said) == {"rules.not_stated"}
