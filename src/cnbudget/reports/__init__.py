"""The report of a check as people open it: one page (`html`), which stands by itself."""

from __future__ import annotations

import warnings

from cnbudget.reports.page import UnreadFile, html

__all__ = ["UnreadFile", "html"]


def __getattr__(name: str) -> object:
    if name == "Unread":  # its former name; what is unread is a number that was not understood
        warnings.warn("cnbudget.reports.Unread is now UnreadFile", DeprecationWarning, stacklevel=2)
        return UnreadFile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
