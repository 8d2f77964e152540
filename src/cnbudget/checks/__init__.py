"""Checking: from a disclosure to a report."""

from cnbudget.checks.check import check
from cnbudget.checks.findings import Finding, NotChecked, Report, Suspect, Tally

__all__ = ["Finding", "NotChecked", "Report", "Suspect", "Tally", "check"]
