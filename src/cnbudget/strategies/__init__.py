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

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cnbudget.errors import MissingExtraError
from cnbudget.messages import say

if TYPE_CHECKING:
    from cnbudget.strategies.disclosure import Corruption, corrupted, disclosures
    from cnbudget.strategies.forms import invented_layouts
    from cnbudget.strategies.labelled import labels
    from cnbudget.strategies.ledger import entries, ledgers, projects
    from cnbudget.strategies.values import (
        amounts,
        economic_codes,
        figures,
        function_codes,
        funding_sources,
        natures,
        scopes,
    )

if find_spec("hypothesis") is None:
    raise MissingExtraError(say("strategies.needs_hypothesis"))

#: The module of each name: Hypothesis loads this package whenever it is loaded itself, and few programs then draw.
_HOME = {
    "Corruption": "disclosure",
    "amounts": "values",
    "corrupted": "disclosure",
    "disclosures": "disclosure",
    "economic_codes": "values",
    "entries": "ledger",
    "figures": "values",
    "function_codes": "values",
    "funding_sources": "values",
    "invented_layouts": "forms",
    "labels": "labelled",
    "ledgers": "ledger",
    "natures": "values",
    "projects": "ledger",
    "scopes": "values",
}

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
    "invented_layouts",
    "labels",
    "ledgers",
    "natures",
    "projects",
    "scopes",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        found = getattr(import_module(f"cnbudget.strategies.{_HOME[name]}"), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
