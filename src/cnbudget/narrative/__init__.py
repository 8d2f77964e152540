"""The narrative (情况说明): its sections, what it claims, and its slips."""

from __future__ import annotations

from cnbudget.narrative.claims import KINDS, Claim, Claims, Unread
from cnbudget.narrative.grammar import claims_of
from cnbudget.narrative.sections import Section, sections_of
from cnbudget.narrative.subjects import Context

__all__ = ["KINDS", "Claim", "Claims", "Context", "Section", "Unread", "claims_of", "sections_of"]
