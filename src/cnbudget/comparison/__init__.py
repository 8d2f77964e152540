"""Budgets side by side, table by table and scope by scope: years, stages, a department and its units, peers, a sum.

>>> import cnbudget
>>> last = cnbudget.publish(cnbudget.read_ledger("examples/qingshan-2025.csv"))
>>> this = cnbudget.publish(cnbudget.read_ledger("examples/qingshan-2026.csv"))
>>> compare(last, this)
<Comparison years 2025年预算, 2026年预算: 876 rows, 0 not compared>
"""

from cnbudget.comparison.comparing import compare
from cnbudget.comparison.comparison import Comparison
from cnbudget.comparison.former import Compared
from cnbudget.comparison.rows import (
    Change,
    ComparedAmount,
    ComparedRow,
    InnerTransfer,
    NotCompared,
    Reason,
    SharesRow,
    UnitsWithin,
)

__all__ = [
    "Change",
    "Compared",
    "ComparedAmount",
    "ComparedRow",
    "Comparison",
    "InnerTransfer",
    "NotCompared",
    "Reason",
    "SharesRow",
    "UnitsWithin",
    "compare",
]
