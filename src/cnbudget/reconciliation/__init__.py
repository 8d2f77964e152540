"""Reconciliation: which ledgers could have been published as this document?"""

from cnbudget.reconciliation.conflicts import Conflict
from cnbudget.reconciliation.localisation import Localisation, Located
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.reconciliation.outcome import Reconciliation, Status
from cnbudget.reconciliation.reconcile import STEPS, localise, reconcile

__all__ = [
    "STEPS",
    "Conflict",
    "Localisation",
    "Located",
    "Obstacle",
    "Reconciliation",
    "Status",
    "localise",
    "reconcile",
]
