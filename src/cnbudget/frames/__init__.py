"""Records (整齐的记录): budgets as tables of one row a figure, for pandas, polars, Arrow and whatever reads these."""

from __future__ import annotations

from cnbudget.frames.columns import FrameColumn
from cnbudget.frames.recording import KINDS, Records, records

__all__ = ["KINDS", "FrameColumn", "Records", "records"]
