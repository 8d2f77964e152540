"""The scopes that are named once."""

from __future__ import annotations

import cnbudget
from cnbudget import Nature, scopes
from cnbudget.layouts import load


def test_the_three_public_expenses_are_made_up_of_their_parts() -> None:
    vehicles = (scopes.VEHICLE_PURCHASE, scopes.VEHICLE_RUNNING)
    assert scopes.VEHICLES.is_partition(vehicles)
    assert scopes.THREE_PUBLIC.is_partition((scopes.ABROAD, scopes.RECEPTION, *vehicles))


def test_they_are_those_of_the_forms() -> None:
    rows = {row.key: row.scope for row in load("xinjiang-2026")["three_public"].sides[0].listed}
    assert rows == {
        "abroad": scopes.ABROAD,
        "reception": scopes.RECEPTION,
        "vehicles": scopes.VEHICLES,
        "vehicle_purchase": scopes.VEHICLE_PURCHASE,
        "vehicle_running": scopes.VEHICLE_RUNNING,
    }
    commissioned = load("xinjiang-2026")["commissioned"].sides[0].base
    assert commissioned <= scopes.COMMISSIONED


def test_what_lies_in_what() -> None:
    assert scopes.AGENCY_RUNNING < scopes.OPERATING
    assert scopes.PERSONNEL.isdisjoint(scopes.OPERATING)
    for use in (scopes.MEETINGS, scopes.TRAINING, scopes.COMMISSIONED, scopes.RECEPTION):
        assert use < scopes.OPERATING


def test_they_find_the_figures_of_a_budget() -> None:
    budget = cnbudget.example("artux")
    running = scopes.VEHICLE_RUNNING & cnbudget.Scope(source=cnbudget.FundingSource.APPROPRIATION)
    assert budget.figure(running).text == "1.20"
    basic = cnbudget.Scope(source=cnbudget.FundingSource.GENERAL, nature=Nature.BASIC)
    assert budget.figure(cnbudget.Scope(economic="30231") & basic).text == "1.20"
