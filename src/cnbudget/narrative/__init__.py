"""The narrative (情况说明): its sections, what it claims, and what it says of last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cnbudget.narrative.claims import KINDS, Claim, Claims
    from cnbudget.narrative.document import Narrative, Overview, Signature, Term
    from cnbudget.narrative.earlier import Earlier, EarlierLaw, PreviousYear
    from cnbudget.narrative.grammar import claims_of
    from cnbudget.narrative.printed import Printed
    from cnbudget.narrative.sections import Section, sections_of
    from cnbudget.narrative.subjects import Context, Item
    from cnbudget.narrative.unread import Unread

_HOMES = {
    "KINDS": "claims",
    "Claim": "claims",
    "Claims": "claims",
    "Context": "subjects",
    "Earlier": "earlier",
    "EarlierLaw": "earlier",
    "Item": "subjects",
    "Narrative": "document",
    "Overview": "document",
    "PreviousYear": "earlier",
    "Printed": "printed",
    "Section": "sections",
    "Signature": "document",
    "Term": "document",
    "Unread": "unread",
    "claims_of": "grammar",
    "sections_of": "sections",
}

__all__ = [
    "KINDS",
    "Claim",
    "Claims",
    "Context",
    "Earlier",
    "EarlierLaw",
    "Item",
    "Narrative",
    "Overview",
    "PreviousYear",
    "Printed",
    "Section",
    "Signature",
    "Term",
    "Unread",
    "claims_of",
    "sections_of",
]


def __getattr__(name: str) -> Any:  # a check of tables alone reads no prose
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
