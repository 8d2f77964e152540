"""The narrative (情况说明): its sections, what it claims, and what it says of last year."""

from __future__ import annotations

from cnbudget.narrative.claims import KINDS, Claim, Claims
from cnbudget.narrative.document import Narrative, Overview, Signature, Term
from cnbudget.narrative.earlier import Earlier, EarlierLaw, PreviousYear
from cnbudget.narrative.grammar import claims_of
from cnbudget.narrative.printed import Printed
from cnbudget.narrative.sections import Section, sections_of
from cnbudget.narrative.subjects import Context, Item
from cnbudget.narrative.unread import Unread

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
