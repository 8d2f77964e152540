"""The reasons that a text gives for its changes, by what they are of."""

from __future__ import annotations

from cnbudget.comparison.rows import Reason
from cnbudget.disclosure import Disclosure
from cnbudget.narrative import Claim
from cnbudget.narrative.vocabulary import REASONS
from cnbudget.scope import Scope
from cnbudget.ties.claims import ClaimTies

_KINDS = ("change", "level", "growth", "completion", "comparison")
_ENDS = "。；; "
_LONGEST = 300


def reasons_by_scope(budget: Disclosure) -> dict[Scope, tuple[Reason, ...]]:
    """The reasons in a budget's text, by the scopes that the tables print of what they are of.

    >>> from cnbudget.examples import example
    >>> reasons_by_scope(example("artux"))
    {}
    """
    if all(passage.grid for passage in budget.passages):
        return {}
    ties = ClaimTies(budget, budget.narrative)
    texts = {passage.place: passage.folded for passage in budget.passages if not passage.grid}
    found: dict[Scope, dict[str, Reason]] = {}
    for claim in ties.claims:
        if claim.kind not in _KINDS or claim.role != "stated" or claim.scope is None:
            continue
        text = _reason(claim, texts.get(claim.place, ""))
        if not text:
            continue
        scopes = {each.scope for each in ties.figures_of(claim, claim.scope)} or {claim.scope}
        for scope in scopes:
            if scope is not None:
                found.setdefault(scope, {}).setdefault(text, Reason(text, claim.place))
    return {scope: tuple(each.values()) for scope, each in found.items()}


def _reason(claim: Claim, passage: str) -> str:
    """What a claim's sentence, or the one after it, gives as its reason."""
    sentence = claim.sentence
    start = max(sentence.find(claim.text), 0) if claim.text else 0
    at = [where for word in REASONS if (where := sentence.find(word, start)) >= 0]
    if at:
        return sentence[min(at) :].strip(_ENDS)[:_LONGEST]
    where = passage.find(sentence)
    rest = passage[where + len(sentence) :].lstrip(_ENDS) if where >= 0 else ""
    if rest.startswith(REASONS):
        return rest.partition("。")[0].strip(_ENDS)[:_LONGEST]
    return ""
