"""Deduction: what lost cells, and any others, can have been.

This is where "what must this figure be?" is answered: the tightest interval, the figures that could be printed, the
figure itself where only one is possible, and what it would be if the ledger were kept at the printed places.
"""

from cnbudget.deduction.deductions import Deduction, deduce
from cnbudget.deduction.systems import FigureSystem, Weights, figure_system

__all__ = ["Deduction", "FigureSystem", "Weights", "deduce", "figure_system"]
