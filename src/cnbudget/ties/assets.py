"""State assets as the text counts them: vehicles by kind, equipment by unit price, the money for what is bought."""

from __future__ import annotations

from cnbudget.classification import Classification
from cnbudget.figures import Figure
from cnbudget.invariants import Verdict
from cnbudget.messages import say
from cnbudget.performance import Assets, Equipment
from cnbudget.rules.amounts import value
from cnbudget.rules.beside import purchase
from cnbudget.rules.matters import vehicles_of
from cnbudget.rules.totals import Wholes
from cnbudget.scopes import VEHICLE_PURCHASE
from cnbudget.ties.laws import SideRemark, Ties

_MOST_EQUIPMENT = 40


def check_assets(
    ties: Ties, assets: Assets, wholes: Wholes, lists: Classification | None = None
) -> None:
    """Vehicles by kind make up the vehicles; dearer equipment is among the less dear; plans fit the three expenses.

    Args:
        ties: Where the laws and remarks are gathered.
        assets: The assets.
        wholes: The totals of the tables.
        lists: The classifications by which the prose is read; those that ship if not given.
    """
    for whole, kinds in vehicles_of(assets):
        if len(kinds) == 1 and kinds[0].number is not None:
            ties.seen(whole.number, kinds[0].number)  # one kind among others is held to no sum
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
    printed = purchase(wholes)
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
