"""The table of state assets: its sums, and what the text says of the same assets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from cnbudget.arithmetic import exact
from cnbudget.expressions import expression
from cnbudget.figures import Figure
from cnbudget.messages import say
from cnbudget.passages import folded
from cnbudget.performance import Asset, AssetRow, Assets, AssetTable
from cnbudget.rules.amounts import value
from cnbudget.ties.laws import Ties

__all__ = ["check_asset_tables"]

_REST = ("其他", "其它")
_VEHICLES = ["车辆", "公务用车", "机动车辆", "各类车辆"]
_PRICED = expression(
    r"单(?:价|位价值|台价值)([0-9]{1,4})万元(?:\(含\))?(?:及)?以上(?:的)?(.{0,20})"
)
_SPOKEN = 100  # assets that the text names, at most, that are looked for


def check_asset_tables(ties: Ties, tables: Sequence[AssetTable], assets: Assets | None) -> None:
    """Rows make up what they are part of, and the text counts and values the same.

    Args:
        ties: Where the laws and remarks are gathered.
        tables: The tables.
        assets: What the text says of assets; None if it says nothing.
    """
    for table in tables:
        if table.plain:
            ties.add_up(table.total, [each.asset.value for each in table.parts()])
        for row in table.parts():
            _parts(ties, row.asset, table.parts(row.asset.name))
    if len(tables) == 1 and assets is not None:
        _spoken(ties, tables[0], assets)


def _parts(ties: Ties, whole: Asset, parts: tuple[AssetRow, ...]) -> None:
    """What is said to be in a row (其中) is all of it where a rest is named, and no more where none is."""
    counts = [each.asset.number for each in parts if each.asset.number is not None]
    same = whole.number is not None and all(
        each.column.measure == whole.number.column.measure for each in counts
    )
    values = [each.asset.value for each in parts]
    if parts and parts[-1].asset.name.startswith(_REST):
        ties.add_up(whole.value, values)
        if same and counts:
            total = Decimal(0)
            for each in counts:
                total = exact.add(total, each.value or Decimal(0))
            ties.counted(whole.number, total, say("sides.kinds_of_it"), *counts)
    else:
        ties.contain(whole.value, *values)


def _spoken(ties: Ties, table: AssetTable, assets: Assets) -> None:
    """What the text says of assets that the table has, too."""
    printed = {folded(each.asset.name): each.asset for each in table.rows}
    for said in (assets.vehicles, *assets.vehicle_kinds, *assets.others[:_SPOKEN]):
        if said is None:
            continue
        names = _VEHICLES if said is assets.vehicles else [folded(said.name)]
        there = next((printed[name] for name in names if name in printed), None)
        if there is not None:
            _same(ties, said.number, there.number)
            ties.agree(there.value, said.value)
    priced = dict(_priced(table))
    for each in assets.equipment[:_SPOKEN]:
        limit = value(each.threshold)
        _same(ties, each.number, priced.get((limit, folded(each.name).strip())))


def _priced(table: AssetTable) -> Iterator[tuple[tuple[Decimal | None, str], Figure | None]]:
    for each in table.rows:
        found = _PRICED.search(folded(each.asset.name))
        if found is not None:
            yield (Decimal(found[1]).scaleb(4, exact), found[2]), each.asset.number


def _same(ties: Ties, said: Figure | None, there: Figure | None) -> None:
    if said is None or there is None or said.column.measure[:1] != there.column.measure[:1]:
        return
    ties.counted(said, there.value, say("sides.in_the_asset_table"), there)
