"""The rules that scopes do not derive, as rows: what the text says of one matter, and how that makes up its own whole.

They are of the class that callers' rules are of, and are read by `check` and by `reconcile`.
"""

from __future__ import annotations

from cnbudget.messages import say
from cnbudget.rules.rule import Rule

__all__ = ["ROWS"]

_OF_BUDGETS = ("预算", "执行")

#: The rows, by the matter that they are about; in this order they are held.
ROWS: dict[str, tuple[Rule, ...]] = {
    "staff": (
        Rule(
            "staff.by-kind", "add-up", whole="staff.actual", parts="staff.by_kind", few=2,
            mild="first", counts=say("sides.staff_by_kind"),
        ),
        Rule(
            "staff.posts", "add-up", whole="staff.establishment", few=2, absent="zero",
            parts=("staff.administrative", "staff.civil", "staff.institutional", "staff.workers"),
            mild="less", counts=say("sides.posts_by_kind"),
        ),
    ),
    "procurement": (
        Rule(
            "procurement.kinds", "add-up", whole="procurement.total", absent="weaker",
            parts=("procurement.goods", "procurement.works", "procurement.services"),
        ),
        # in final accounts what was reserved is of the budget, and the total is what was bought
        Rule(
            "procurement.reserved", "contain", whole="procurement.total", parts="procurement.set_aside",
            stages=_OF_BUDGETS,
        ),
        Rule("procurement.small", "contain", whole="procurement.reserved", parts="procurement.reserved_small"),
    ),
    "goals": (
        Rule(
            "goals.levels", "add-up", whole="goals.appropriation", parts=("goals.upper", "goals.own"), absent="zero",
            few=1,
        ),
        Rule("goals.sources", "add-up", whole="goals.total", parts=("goals.budgeted", "goals.others"), absent="weaker"),
        Rule("goals.natures", "add-up", whole="goals.total", parts=("goals.basic", "goals.project"), absent="weaker"),
    ),
    "described": (
        Rule("described.size", "agree", whole="described.size", parts="described.again"),
        Rule("described.sums", "agree", whole="described.size", parts="described.sums", each=True),
        Rule("described.parts", "add-up", whole="described.money", parts="described.parts"),
    ),
    "vehicles": (Rule("vehicles.value", "add-up", whole="vehicles.value", parts="vehicles.values"),),
}  # fmt: skip
