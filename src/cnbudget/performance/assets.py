"""State assets (国有资产) as the text states them: houses, vehicles by kind, equipment, and what is to be bought."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.performance.matters import Matter, Spoken
from cnbudget.performance.vocabulary import (
    AREAS,
    BESIDE_MONEY,
    COSTS,
    DEVICES,
    FROM,
    HAVING,
    NONE_PLANNED,
    PLANNED,
    VEHICLE_UNITS,
    VEHICLES,
    WORTH,
)
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

#: The column of the unit prices from which equipment is counted.
LIMIT = "单价"


@attrs.frozen(eq=False, repr=False)
class Asset(Value):
    """Something that the agency has.

    Attributes:
        name: What it is ("房屋", "一般公务用车").
        number: How many, or how large; None if not said.
        value: What it is worth; None if not said.

    >>> from cnbudget.figures import Figure
    >>> Asset("办公家具", value=Figure.of("12.00", "万元")).value.text
    '12.00'
    """

    name: str
    number: Figure | None = None
    value: Figure | None = attrs.field(default=None, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Equipment(Value):
    """Pieces of equipment of a unit price from a threshold up.

    Attributes:
        threshold: The unit price.
        name: What equipment ("大型设备").
        number: How many.

    >>> from cnbudget.figures import Figure
    >>> Equipment(Figure.of("50", "万元"), "通用设备", number=Figure.of("2", "元")).threshold.text
    '50'
    """

    threshold: Figure
    name: str
    number: Figure = attrs.field(kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Assets(Value):
    """The state assets that an agency uses, and those that it means to buy.

    Attributes:
        vehicles: The vehicles in all; None if not said.
        vehicle_kinds: The vehicles by kind.
        others: Houses, furniture and what else is named.
        equipment: Large equipment by threshold.
        planned_vehicles: The vehicles to be bought, in all; None if not said.
        planned_kinds: Those by kind.
        planned_equipment: The equipment to be bought.
        vehicle_money: The money for buying vehicles; None if not said.
        no_vehicles_planned: Whether the text says that no vehicle is to be bought.
        place: Where the matter begins.
        plan_place: Where the plans stand.

    >>> from cnbudget.passages import Passage
    >>> from cnbudget.performance import read_sides
    >>> passages = [Passage("国有资产占用使用情况"), Passage("截至2025年底，本部门共有车辆3辆，价值60.00万元。")]
    >>> found = read_sides(passages).assets
    >>> found.vehicles.number.text, found.vehicles.value.text
    ('3', '60.00')
    """

    vehicles: Asset | None = attrs.field(default=None, kw_only=True)
    vehicle_kinds: tuple[Asset, ...] = attrs.field(default=(), kw_only=True)
    others: tuple[Asset, ...] = attrs.field(default=(), kw_only=True)
    equipment: tuple[Equipment, ...] = attrs.field(default=(), kw_only=True)
    planned_vehicles: Asset | None = attrs.field(default=None, kw_only=True)
    planned_kinds: tuple[Asset, ...] = attrs.field(default=(), kw_only=True)
    planned_equipment: tuple[Equipment, ...] = attrs.field(default=(), kw_only=True)
    vehicle_money: Figure | None = attrs.field(default=None, kw_only=True)
    no_vehicles_planned: bool = attrs.field(default=False, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)
    plan_place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


def read_assets(matter: Matter, least: Printing = USUAL_PRINTING) -> tuple[Assets, list[Spoken]]:
    """Assets as a matter of the text states them, and the numbers that were not understood."""
    reader = _AssetReader(matter, least)
    for said in matter.spoken():
        reader.take(said)
    return reader.finished(), reader.unread


class _AssetReader:
    def __init__(self, matter: Matter, least: Printing) -> None:
        self.matter = matter
        self.least = least
        self.unread: list[Spoken] = []
        self.assets: list[dict[str, Figure | str | bool]] = []
        self.equipment: list[tuple[bool, Equipment]] = []
        self.threshold: Spoken | None = None
        self.purchase: Figure | None = None
        self.planning = False
        self.sentence = -1

    def take(self, said: Spoken) -> None:
        if said.sentence != self.sentence:
            self.sentence, self.planning, self.threshold = said.sentence, False, None
        if any(word in said.lead for word in PLANNED):
            self.planning = True
        quantity = said.quantity
        if quantity.kind == "money":
            if said.tail.startswith(FROM):
                self.threshold = said
            elif said.clause.endswith(WORTH):
                self._value(said)
            elif self.planning and (
                ("车" in said.clause and said.clause.endswith(COSTS)) or self._for_vehicles(said)
            ):
                self.purchase = self._figure(said, "车辆", "经费")
            else:
                self.unread.append(said)
        elif quantity.kind == "count" and quantity.unit in VEHICLE_UNITS:
            self._number(said, _name(said.clause), vehicle=True)
        elif quantity.kind == "count" and quantity.unit in AREAS:
            self._number(said, _name(said.clause), vehicle=False)
        elif quantity.kind == "count" and quantity.unit in DEVICES:
            self._device(said)
        else:
            self.unread.append(said)

    def _for_vehicles(self, said: Spoken) -> bool:
        """Whether money stands right behind the vehicles to be bought: 计划购置车辆7辆、126.00万元."""
        last = self.assets[-1] if self.assets else None
        planned = last is not None and last["planned"] and last["vehicle"] and not self.purchase
        beside = said.lead[:1] in ("、", "，") and said.lead[1:] in BESIDE_MONEY
        return bool(planned) and beside and said.sentence == self.sentence

    def _figure(self, said: Spoken, name: str, column: str) -> Figure:
        row = f"购置{name}" if self.planning else name
        return self.matter.figure(said, "assets", row, column, self.least)

    def _number(self, said: Spoken, name: str, *, vehicle: bool) -> None:
        if not name:
            self.unread.append(said)
            return
        figure = self._figure(said, name, "数量" if vehicle else "面积")
        self.assets.append(
            {"name": name, "number": figure, "vehicle": vehicle, "planned": self.planning}
        )

    def _value(self, said: Spoken) -> None:
        name = _name(_before_value(said.clause))
        last = self.assets[-1] if self.assets else None
        if not name and last is not None and "value" not in last:
            last["value"] = self._figure(said, str(last["name"]), "价值")
        elif name:
            figure = self._figure(said, name, "价值")
            self.assets.append({"name": name, "value": figure, "planned": self.planning})
        else:
            self.unread.append(said)

    def _device(self, said: Spoken) -> None:
        if self.threshold is None:
            name = _name(said.clause)
            if name:
                self._number(said, name, vehicle=False)
            else:
                self.unread.append(said)
            return
        name = _device_name(said.lead)
        made = Equipment(
            self._figure(self.threshold, name, LIMIT),
            name,
            number=self._figure(said, f"{self.threshold.quantity.value}万元以上{name}", "数量"),
        )
        self.equipment.append((self.planning, made))
        self.threshold = None

    def finished(self) -> Assets:
        text, starts, places = self.matter.text
        none = next((found for word in NONE_PLANNED if (found := text.find(word)) >= 0), -1)
        at = NOWHERE
        if none >= 0:
            at = places[max(i for i, start in enumerate(starts) if start <= none)]
        here = [self._asset(each) for each in self.assets if not each["planned"]]
        planned = [self._asset(each) for each in self.assets if each["planned"]]
        vehicles, kinds, others = _sorted(here)
        to_buy, kinds_to_buy, rest = _sorted(planned)
        if at is NOWHERE and to_buy is not None and to_buy.number is not None:
            at = to_buy.number.place
        return Assets(
            vehicles=vehicles,
            vehicle_kinds=tuple(kinds),
            others=(*others, *rest),
            equipment=tuple(each for is_planned, each in self.equipment if not is_planned),
            planned_vehicles=to_buy,
            planned_kinds=tuple(kinds_to_buy),
            planned_equipment=tuple(each for is_planned, each in self.equipment if is_planned),
            vehicle_money=self.purchase,
            no_vehicles_planned=none >= 0,
            place=self.matter.place,
            plan_place=at,
        )

    def _asset(self, found: dict[str, Figure | str | bool]) -> Asset:
        number, value = found.get("number"), found.get("value")
        return Asset(
            str(found["name"]),
            number if isinstance(number, Figure) else None,
            value=value if isinstance(value, Figure) else None,
        )


def _sorted(assets: list[Asset]) -> tuple[Asset | None, list[Asset], list[Asset]]:
    """The vehicles in all, those by kind, and what is no vehicle."""
    moving: list[Asset] = []
    rest: list[Asset] = []
    for asset in assets:
        counted = asset.number is not None and asset.number.column.measure in VEHICLE_UNITS
        (moving if counted else rest).append(asset)
    whole = next((a for a in moving if a.name in VEHICLES), None)
    return whole, [a for a in moving if a is not whole], rest


def _name(clause: str) -> str:
    """What is counted, without numbering and the words before it."""
    name = clause.lstrip("0123456789.、()")
    for word in HAVING:
        at = name.rfind(word)
        if at >= 0:
            name = name[at + len(word) :]
    name = name.removeprefix("其中")
    return name if len(name) <= 30 else name[-30:]


def _before_value(clause: str) -> str:
    for word in WORTH:
        if clause.endswith(word):
            return clause[: -len(word)]
    return clause


def _device_name(lead: str) -> str:
    name = lead
    for word in FROM:
        if name.startswith(word):
            name = name[len(word) :]
            break
    return name.lstrip("的")
