"""The report of a check as people open it: one page (`html`), which stands by itself, and a list in Excel (`xlsx`)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from cnbudget.reports.page import PageWriter, html
from cnbudget.reports.unread import UnreadFile

if TYPE_CHECKING:
    from cnbudget.reports.workbook import xlsx

__all__ = ["PageWriter", "UnreadFile", "html", "xlsx"]


def __getattr__(name: str) -> Any:
    if name == "xlsx":  # it needs a library that the page does without
        from cnbudget.reports.workbook import xlsx

        return xlsx
    if name == "Unread":  # its former name; what is unread is a number that was not understood
        warnings.warn("cnbudget.reports.Unread is now UnreadFile", DeprecationWarning, stacklevel=2)
        return UnreadFile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
