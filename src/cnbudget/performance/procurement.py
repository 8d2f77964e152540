"""Government procurement (政府采购) as the text states it."""

from __future__ import annotations

import attrs

from cnbudget.figures import NOWHERE, Figure, Place
from cnbudget.performance.matters import Matter, Spoken, last_of
from cnbudget.performance.vocabulary import AWARDED, BOUGHT, CHANGED, FIRMS, WHOLES
from cnbudget.tables import USUAL_PRINTING, Printing
from cnbudget.values import Value

_SMALL = tuple(word for word, size in FIRMS.items() if size == "small")
_MIDDLE = tuple(word for word, size in FIRMS.items() if size == "middle")
_WHOLE = tuple(word for word, matter in WHOLES.items() if matter == "procurement")
_NAMES = {
    "total": "政府采购预算",
    "goods": "货物",
    "works": "工程",
    "services": "服务",
    "reserved": "面向中小企业预留",
    "reserved_small": "面向小微企业预留",
    "awarded": "授予中小企业",
    "awarded_small": "授予小微企业",
    "awarded_goods": "货物中授予中小企业",
    "awarded_works": "工程中授予中小企业",
    "awarded_services": "服务中授予中小企业",
    "change": "增减额",
    "rate": "比率",
    "rate_goods": "货物中授予中小企业的比率",
    "rate_works": "工程中授予中小企业的比率",
    "rate_services": "服务中授予中小企业的比率",
}


@attrs.frozen(eq=False, repr=False)
class ProcurementPlan(Value):
    """What an agency means to buy, or in final accounts bought, by way of government procurement.

    Attributes:
        lines: What is said, in order, as (key, figure); a key may come twice.
        place: Where the matter begins.

    >>> from cnbudget.passages import Passage
    >>> from cnbudget.performance import read_sides
    >>> passages = [Passage("政府采购情况说明"), Passage("政府采购预算5.00万元，其中：货物3.00万元，服务2.00万元。")]
    >>> plan = read_sides(passages).procurement
    >>> plan.total.text, plan.goods.text, plan.figure("services").text
    ('5.00', '3.00', '2.00')
    """

    lines: tuple[tuple[str, Figure], ...]
    place: Place = attrs.field(default=NOWHERE, kw_only=True, eq=False)

    def figure(self, key: str) -> Figure | None:
        """The first figure of a key."""
        return next((figure for name, figure in self.lines if name == key), None)

    @property
    def total(self) -> Figure | None:
        """All of it (政府采购预算)."""
        return self.figure("total")

    @property
    def goods(self) -> Figure | None:
        """Goods (货物)."""
        return self.figure("goods")

    @property
    def works(self) -> Figure | None:
        """Works (工程)."""
        return self.figure("works")

    @property
    def services(self) -> Figure | None:
        """Services (服务)."""
        return self.figure("services")

    @property
    def reserved(self) -> Figure | None:
        """Reserved for small and medium-sized firms (面向中小企业预留)."""
        return self.figure("reserved")

    @property
    def reserved_small(self) -> Figure | None:
        """Of that, reserved for small and micro firms (小微企业)."""
        return self.figure("reserved_small")


def read_procurement(
    matter: Matter, least: Printing = USUAL_PRINTING
) -> tuple[ProcurementPlan, list[Spoken]]:
    """Procurement as a matter of the text states it, and the numbers that were not understood.

    Args:
        matter: The matter.
        least: The unit and the places of the document's tables.
    """
    lines = []
    unread = []
    for said in matter.spoken():
        key = _key(said)
        if not key:
            unread.append(said)
            continue
        lines.append((key, matter.figure(said, "procurement", _NAMES[key], "政府采购", least)))
    return ProcurementPlan(tuple(lines), place=matter.place), unread


def _key(said: Spoken) -> str:
    lead, kind = said.lead, said.quantity.kind
    if kind == "percent":
        part = last_of(said.clause.partition("占")[0], BOUGHT)
        if part and any(
            each in said.clause for each in _MIDDLE
        ):  # 货物采购授予中小企业合同金额占货物支出金额的
            return f"rate_{BOUGHT[part]}"
        return "rate" if last_of(lead, (*CHANGED, "占", "预留")) else ""
    if kind != "money":
        return ""
    part = last_of(said.clause, BOUGHT)
    if part and any(each in said.clause for each in _MIDDLE) and "授予" in said.clause:
        return f"awarded_{BOUGHT[part]}"  # 货物采购授予中小企业合同金额
    if part and not last_of(said.clause, CHANGED):
        return BOUGHT[part]
    word = last_of(lead, (*_SMALL, *_MIDDLE, *CHANGED, *_WHOLE))
    if word in CHANGED:
        return "change"
    firms = last_of(lead, (*_SMALL, *_MIDDLE))
    if firms and any(each in lead for each in AWARDED):
        return "awarded_small" if firms in _SMALL else "awarded"
    if firms:
        return "reserved_small" if firms in _SMALL else "reserved"
    return "total" if word else ""
