"""Checking: from a disclosure to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnbudget.checks.check import check
from cnbudget.checks.findings import Finding, NotChecked, Report, Suspect, Tally

if TYPE_CHECKING:
    from cnbudget.checks.years import Comparison, compare

__all__ = ["Comparison", "Finding", "NotChecked", "Report", "Suspect", "Tally", "check", "compare"]


def __getattr__(name: str) -> Any:
    if name not in ("Comparison", "compare"):
        raise AttributeError(f"module 'cnbudget.checks' has no attribute {name!r}")
    from cnbudget.checks import years  # few need it

    return getattr(years, name)
