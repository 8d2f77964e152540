"""The scopes that budgets and the rules about them keep naming, each named once.

Their codes are those of `cnbudget.classification.standard`.

    >>> print(THREE_PUBLIC)
    经济 30212、30217、30231、30913、31013
    >>> VEHICLE_RUNNING <= THREE_PUBLIC
    True
"""

from __future__ import annotations

from cnbudget.classification import standard
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.scope import Scope

__all__ = [
    "ABROAD",
    "AGENCY_RUNNING",
    "COMMISSIONED",
    "MEETINGS",
    "OPERATING",
    "PERSONNEL",
    "RECEPTION",
    "THREE_PUBLIC",
    "TRAINING",
    "VEHICLES",
    "VEHICLE_PURCHASE",
    "VEHICLE_RUNNING",
]

#: 人员经费: 301 and 303. By custom; the nature `Nature.PERSONNEL` is what a document itself says.
PERSONNEL = Scope(economic=standard.PERSONNEL)
#: 公用经费: 302 and 310, by custom as well.
OPERATING = Scope(economic=standard.OPERATING)
#: 因公出国（境）费用.
ABROAD = Scope(economic=standard.ABROAD)
#: 公务接待费.
RECEPTION = Scope(economic=standard.RECEPTION)
#: 公务用车购置.
VEHICLE_PURCHASE = Scope(economic=standard.VEHICLE_PURCHASE)
#: 公务用车运行维护费.
VEHICLE_RUNNING = Scope(economic=standard.VEHICLE_RUNNING)
#: 公务用车购置及运行维护费.
VEHICLES = Scope(economic=standard.VEHICLES)
#: “三公”经费.
THREE_PUBLIC = Scope(economic=standard.THREE_PUBLIC)
#: 会议费.
MEETINGS = Scope(economic=standard.MEETINGS)
#: 培训费.
TRAINING = Scope(economic=standard.TRAINING)
#: 委托业务费.
COMMISSIONED = Scope(economic=standard.COMMISSIONED)
#: 机关运行经费: operating money out of appropriations. In administrative agencies and those managed like the civil
#: service (参公) alone; in other agencies the same money is not called so.
AGENCY_RUNNING = Scope(
    economic=standard.AGENCY_RUNNING,
    source=FundingSource.APPROPRIATION,
    nature=Nature.OPERATING,
)
