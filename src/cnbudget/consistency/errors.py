"""What can go wrong in a system of rounded figures."""

from __future__ import annotations

from cnbudget.errors import CnbudgetError


class ConsistencyError(CnbudgetError, ValueError):
    """A system or a problem that is malformed: an unknown cell, a figure with too many digits.

    >>> from cnbudget.consistency import Cell
    >>> try:
    ...     Cell("a", "1.2.3")
    ... except ConsistencyError as error:
    ...     print(isinstance(error, ValueError))
    ...
    True
    """


class EvidenceError(CnbudgetError, ValueError):
    """Evidence that does not prove what it claims; the checker refused it.

    >>> issubclass(EvidenceError, ConsistencyError)
    False
    """
