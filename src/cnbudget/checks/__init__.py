"""Checking: from a disclosure to a report."""

from cnbudget.checks.check import check
from cnbudget.checks.findings import Finding, NotChecked, Suspect, Tally
from cnbudget.checks.report import Report

__all__ = ["Finding", "NotChecked", "Report", "Suspect", "Tally", "check"]
