"""A file among others of which there is no report."""

from __future__ import annotations

import attrs

from cnbudget.errors import CnbudgetError


@attrs.frozen
class UnreadFile:
    """A file that could not be read as a budget.

    Attributes:
        name: Its name.
        error: What is wrong with it.

    >>> from cnbudget import UnreadableError
    >>> UnreadFile("scan.pdf", UnreadableError("the pages are pictures")).error.text("en")
    'the pages are pictures'
    """

    name: str
    error: CnbudgetError
