"""The other matters of five published PDF files: what they say, and that nothing is found which is not on the page."""

from __future__ import annotations

from functools import lru_cache

import pytest

from cnbudget import Report, Verdict, check
from cnbudget.performance import figures_of
from published.documents import budget

_STATED = {
    # government procurement, running costs, goals (projects, money), vehicles (there are, are bought)
    "sh-czj-2025-budget-unit": ("1708.03", "2517.78", ("12", "4222.51"), ("0", "0")),
    "sh-putuo-fb-2025-budget-unit": ("34", "213.28", ("11", "6626"), ("0", "0")),
    "sh-putuo-ghj-2024-final-dept": ("2319.21", "142.80", ("39", "4415.48"), ("0", None)),
    "sh-putuo-shfly-2024-budget-unit": ("120.60", None, ("1", "262.00"), ("2", "0")),
    "sh-putuo-wanli-2025-budget-dept": ("4821.20", "464.64", ("49", "8825.98"), ("8", "1")),
}


@lru_cache
def report(name: str) -> Report:
    return check(budget(name))


@pytest.mark.parametrize("name", sorted(_STATED))
def test_what_is_stated_is_read(name: str) -> None:
    sides = budget(name).sides
    bought, costs, (projects, money), (vehicles, planned) = _STATED[name]
    assert sides.procurement is not None
    assert sides.procurement.total is not None
    assert sides.procurement.total.text == bought
    assert None not in (
        sides.procurement.goods,
        sides.procurement.works,
        sides.procurement.services,
    )
    amount = sides.running_costs.amount if sides.running_costs is not None else None
    assert (None if amount is None else amount.text) == costs
    counted = sides.performance.summary.of("all")
    assert counted is not None
    assert counted.number is not None
    assert counted.money is not None
    assert (counted.number.text, counted.money.text) == (projects, money)
    assert sides.assets is not None
    assert sides.assets.vehicles is not None
    assert sides.assets.vehicles.number is not None
    assert sides.assets.vehicles.number.text == vehicles
    assert len(sides.assets.vehicle_kinds) == 8
    to_buy = sides.assets.planned_vehicles
    assert (None if to_buy is None or to_buy.number is None else to_buy.number.text) == planned
    assert sides.unread == ()


@pytest.mark.parametrize("name", sorted(_STATED))
def test_nothing_is_found_that_is_not_on_the_page(name: str) -> None:
    mine = {id(figure) for figure in figures_of(budget(name).sides)}
    found = [
        finding
        for finding in report(name).findings
        if any(id(figure) in mine for figure in finding.figures)
        and finding.verdict in (Verdict.VIOLATED, Verdict.ROUNDING)
    ]
    # page 27: goods, works and services of 122.43, 1387.72 and 809.07 come to 2319.22, not to 2319.21
    expected = [("add-up", 27)] if name == "sh-putuo-ghj-2024-final-dept" else []
    assert [(finding.law, finding.place.page) for finding in found] == expected


def test_running_costs_are_those_of_the_table() -> None:
    agreed = 0
    for name in _STATED:
        costs = budget(name).running_costs
        if costs is None or costs.amount is None or budget(name).stage == "决算":
            continue
        from cnbudget.ties.sides import side_ties

        agreed += any(
            kind == "agree" and members[-1] is costs.amount
            for kind, members in side_ties(budget(name)).laws
        )
    assert agreed == 3
