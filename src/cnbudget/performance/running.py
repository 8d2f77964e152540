"""Agency running costs (机关运行经费) as the text states them."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.performance.matters import Matter, Spoken, last_of
from cnbudget.performance.vocabulary import CHANGED, WHOLES
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

_WHOLE = tuple(word for word, matter in WHOLES.items() if matter == "running")


@attrs.frozen(eq=False, repr=False)
class RunningCosts(Value):
    """What an administrative agency needs to run (机关运行经费).

    Attributes:
        amount: The amount; None where the text says that there is none.
        change: By how much it differs from last year's; None if that is not said.
        more: Whether the change is an increase.
        rate: The rate of growth in per cent.
        place: Where the matter begins.

    >>> from cnbudget.passages import Passage
    >>> from cnbudget.performance import read_sides
    >>> passages = [Passage("机关运行经费情况说明"), Passage("机关运行经费预算5.95万元，比上年增加1.00万元。")]
    >>> found = read_sides(passages).running_costs
    >>> found.amount.text, found.change.text, found.more
    ('5.95', '1.00', True)
    """

    amount: Figure | None
    change: Figure | None = attrs.field(default=None, kw_only=True)
    more: bool | None = attrs.field(default=None, kw_only=True)
    rate: Figure | None = attrs.field(default=None, kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)


def read_running(
    matter: Matter, least: Printing = USUAL_PRINTING
) -> tuple[RunningCosts, list[Spoken]]:
    """Running costs as a matter of the text states them, and the numbers that were not understood."""
    found: dict[str, Figure] = {}
    more: bool | None = None
    unread = []
    for said in matter.spoken():
        word = last_of(said.lead, (*CHANGED, *_WHOLE))
        kind = said.quantity.kind
        if word in CHANGED and kind == "money":
            key, more = "change", CHANGED[word] == "up"
        elif word in CHANGED and kind == "percent":
            key = "rate"
        elif word in _WHOLE and kind == "money":
            key = "amount"
        elif kind == "count" and said.quantity.unit in ("家", "个") and "amount" not in found:
            continue  # 下属1家机关和1家事业单位: of whom it is
        else:
            key = ""
        if not key or key in found:
            unread.append(said)
            continue
        names = {"amount": "机关运行经费", "change": "增减额", "rate": "增长率"}
        found[key] = matter.figure(said, "running_costs", names[key], "机关运行经费", least)
    costs = RunningCosts(
        found.get("amount"),
        change=found.get("change"),
        more=more,
        rate=found.get("rate"),
        place=matter.place,
    )
    return costs, unread
