"""The groups of economic codes that budgets and the rules about them keep naming.

Each is a tuple of department economic codes; a 类 stands for everything under it.

    >>> THREE_PUBLIC
    ('30212', '30217', '30913', '31013', '30231')
"""

from __future__ import annotations

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

PERSONNEL = ("301", "303")
"""人员经费: pay and benefits, and grants to persons. Custom, not law."""

OPERATING = ("302", "310")
"""公用经费: goods and services, and capital spending. Custom, not law."""

ABROAD = ("30212",)
"""因公出国（境）费用."""

RECEPTION = ("30217",)
"""公务接待费."""

VEHICLE_PURCHASE = ("30913", "31013")
"""公务用车购置, out of capital construction or otherwise."""

VEHICLE_RUNNING = ("30231",)
"""公务用车运行维护费."""

VEHICLES = VEHICLE_PURCHASE + VEHICLE_RUNNING
"""公务用车购置及运行维护费."""

THREE_PUBLIC = ABROAD + RECEPTION + VEHICLES
"""“三公”经费."""

MEETINGS = ("30215",)
"""会议费."""

TRAINING = ("30216",)
"""培训费."""

COMMISSIONED = ("30227",)
"""委托业务费."""

AGENCY_RUNNING = OPERATING
"""机关运行经费: the operating part of basic expenditure out of the general public budget, in
administrative agencies and institutions managed like the civil service (参公) alone. In other
agencies the same codes are not agency running costs."""
