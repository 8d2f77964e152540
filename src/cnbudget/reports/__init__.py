"""The report of a check as people open it: one page (`html`), which stands by itself."""

from __future__ import annotations

from cnbudget.reports.page import Unread, html

__all__ = ["Unread", "html"]
