"""Ledgers (预算明细): exact amounts at the finest grain, which everything published is added up from."""

from __future__ import annotations

from cnbudget.ledger.consolidation import Consolidation, Transfer, consolidate
from cnbudget.ledger.entry import Entry
from cnbudget.ledger.files import csv_of, read_ledger, save_ledger
from cnbudget.ledger.ledger import Ledger

__all__ = [
    "Consolidation",
    "Entry",
    "Ledger",
    "Transfer",
    "consolidate",
    "csv_of",
    "read_ledger",
    "save_ledger",
]
