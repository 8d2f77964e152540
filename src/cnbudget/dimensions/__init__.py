"""The dimensions of a ledger, each declared once: its values, its algebra, its words, where it stands in files.

`DIMENSIONS` lists them. A scope is a product of one set of each; everything that concerns them all, from a scope's meet
to the columns of a ledger's file, goes through that list.

    >>> [dimension.name for dimension in DIMENSIONS][:4]
    ['function', 'economic', 'government_economic', 'agency']
    >>> FundingSource.GENERAL == FundingSource.GENERAL_OWN | FundingSource.GENERAL_TRANSFER
    True
    >>> Nature.PERSONNEL in Nature.BASIC
    True
"""

from __future__ import annotations

from cnbudget.dimensions.declared import (
    BY_NAME,
    DIMENSIONS,
    KINDS,
    NEEDED,
    STAGES,
    Dimension,
    Marks,
    Sets,
)
from cnbudget.dimensions.flags import Flow, FundingSource, Nature, Procurement, Reservation
from cnbudget.dimensions.sets import Algebra, Codes, Flags, Names, Prefixes, Times

__all__ = [
    "BY_NAME",
    "DIMENSIONS",
    "KINDS",
    "NEEDED",
    "STAGES",
    "Algebra",
    "Codes",
    "Dimension",
    "Flags",
    "Flow",
    "FundingSource",
    "Marks",
    "Names",
    "Nature",
    "Prefixes",
    "Procurement",
    "Reservation",
    "Sets",
    "Times",
]
