"""A dimension that only a test declares, and how far it goes: run by itself, before anything has read the declarations.

python tests/properties/toy_dimension.py
"""

from __future__ import annotations

import enum
import json
from typing import Any

import attrs

from cnbudget import dimensions
from cnbudget.dimensions import declared


class Bond(enum.Flag):
    """Whether money is from a bond."""

    NONE = enum.auto()
    SPECIAL = enum.auto()

    ALL = NONE | SPECIAL

    @property
    def zh(self) -> str:
        """The set in Chinese."""
        return {Bond.NONE: "非债券资金", Bond.SPECIAL: "专项债券资金"}.get(self, "全部资金")

    @property
    def en(self) -> str:
        """The set in English."""
        return {Bond.NONE: "no bonds", Bond.SPECIAL: "special bonds"}.get(self, "all")


def declare() -> None:
    """Declare the dimension: one entry of the list, and the two fields that say its type."""
    bond = dimensions.Dimension(
        "bond", zh="债券", en="a kind of bond", sets=dimensions.Flags(Bond, Bond.NONE),
        entry="bond", key="bond", columns=("债券资金", "bond"),
    )  # fmt: skip
    listed = (*dimensions.DIMENSIONS, bond)

    @attrs.frozen(repr=False)
    class Sets(dimensions.Sets):
        bond: Bond = attrs.field(default=Bond.ALL, kw_only=True)

    @attrs.frozen(repr=False)
    class Marks(dimensions.Marks):
        bond: Bond | None = attrs.field(default=None, kw_only=True)

    for room in (dimensions, declared):
        changes: dict[str, Any] = {
            "DIMENSIONS": listed,
            "BY_NAME": {each.name: each for each in listed},
            "KINDS": dimensions.KINDS | {"bond"},
            "Sets": Sets,
            "Marks": Marks,
        }
        for name, value in changes.items():
            setattr(room, name, value)


def told() -> None:
    """It has the algebra of scopes, their words, JSON and the JSON Schema."""
    import jsonschema

    from cnbudget import Scope
    from cnbudget.reading.records import _scope
    from cnbudget.writing.records import schema, scope_dict

    make: Any = Scope
    part, rest, whole = make("208", bond=Bond.SPECIAL), make("208", bond=Bond.NONE), make("208")
    assert part < whole
    assert part.isdisjoint(rest)
    assert whole.meet(part) == part
    assert whole.is_partition([part, rest])
    assert whole.partition(of=[part, rest]) is not None
    assert repr(part) == "Scope('208', bond=SPECIAL)"
    assert part.words() == "功能 208，专项债券资金"
    assert part.words("en") == "function 208, special bonds"
    assert part.told == {"function", "bond"}
    written = json.loads(json.dumps(scope_dict(part)))
    assert written == {"function": ["208"], "bond": "SPECIAL"}
    assert _scope(written) == part
    jsonschema.validate(written, {"$ref": "#/$defs/scope", "$defs": schema()["$defs"]})


def kept_and_published() -> None:
    """Entries have it, files of ledgers a column of it, layouts a key, documents laws and what breaks them."""
    import cnbudget
    from cnbudget import Entry, FundingSource, Ledger, Nature
    from cnbudget.layouts.building import build
    from cnbudget.ledger import csv_of

    make: Any = Entry
    entries = [
        make("2080501", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.PROJECT,
             amount=amount, agency="某局", bond=bond)
        for amount, bond in ((10, Bond.SPECIAL), (20, Bond.NONE), (40, None))
    ]  # fmt: skip
    assert str(entries[0]) == "某局 2080501 30201 一般公共预算（本级） 项目支出 专项债券资金 10 元"
    assert "bond=SPECIAL" in repr(entries[0])
    ledger = Ledger(entries, "某局", year=2026)
    assert "专项债券资金" in csv_of(ledger)
    again = Ledger.of(ledger.records())
    assert again.merged() == ledger.merged()
    assert [str(amount) for amount in ledger.group("bond").values()] == ["10元", "20元", "40元"]

    columns: list[dict[str, Any]] = [
        {"key": "total", "heading": ["合计"]},
        {"key": "bonds", "heading": ["其中：债券"], "bond": "SPECIAL"},
        {"key": "others", "heading": ["其他"], "bond": "NONE"},
    ]
    side = {"labels": ["科目编码"], "rows": "function", "columns": columns}
    table = {"key": "bonds", "number": 1, "title": "债券支出表", "sides": [side]}
    form = build({"name": "toy", "tables": [table]}, "toy.toml", base=lambda _: {})
    assert form.tells("bond")
    budget = cnbudget.publish(ledger, layout=form, unit="元", places=0)
    row = budget.tables[0].sides[0].rows[0]
    assert [figure.text for figure in row.figures] == ["70", "10", "60"]
    across = [law for law in cnbudget.laws(budget) if law.reason == "columns"]
    assert across
    assert all(len(law.parts) == 2 for law in across)
    assert {each.verdict.value for each in cnbudget.outcomes(budget)} == {"exact"}
    assert "债券" in str(cnbudget.reconcile(budget, layout=form).why)


if __name__ == "__main__":
    declare()
    told()
    kept_and_published()
    print("declared once, and known everywhere")
