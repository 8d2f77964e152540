"""Hypothesis strategies for budgets (extra ``testing``): valid by construction, small when they shrink.

    >>> from hypothesis import given
    >>> import cnbudget
    >>> from cnbudget.strategies import disclosures
    >>> @given(disclosures())
    ... def published_budgets_hold(budget):
    ...     assert cnbudget.check(budget).ok
    >>> published_budgets_hold()

With Hypothesis installed, ``st.from_type(cnbudget.Ledger)`` and its like work without importing anything.
"""

from __future__ import annotations

from importlib.util import find_spec

from cnbudget.errors import MissingExtraError
from cnbudget.messages import say

if find_spec("hypothesis") is None:
    raise MissingExtraError(say("strategies.needs_hypothesis"))

from cnbudget.strategies.disclosures import Corruption, corrupted, disclosures
from cnbudget.strategies.ledgers import entries, ledgers, projects
from cnbudget.strategies.values import (
    amounts,
    economic_codes,
    figures,
    function_codes,
    funding_sources,
    natures,
    scopes,
)

__all__ = [
    "Corruption",
    "amounts",
    "corrupted",
    "disclosures",
    "economic_codes",
    "entries",
    "figures",
    "function_codes",
    "funding_sources",
    "ledgers",
    "natures",
    "projects",
    "scopes",
]
