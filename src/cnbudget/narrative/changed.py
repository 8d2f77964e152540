"""Of which amount a change is that stands behind an amount and one part of it, where the numbers tell."""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.narrative.claims import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import growth
from cnbudget.rounding import Verdict


def of_wholes(claims: Sequence[Claim]) -> None:
    """Give changes behind one part of an amount to the amount, where they can only be its.

    Texts of Jiangxi tell 收入总计…万元，其中年初结转和结余…万元，较上年增加…万元，增长…%: of the total. Words leave it
    open; the rate tells, or that the part would have been less than nothing.

    Args:
        claims: The claims of a document in their order.
    """
    for at, change in enumerate(claims):
        if change.kind != "change" or change.role != "stated" or at < 2:
            continue
        part, whole = claims[at - 1], claims[at - 2]
        if change.of is not part or part.whole is not whole or whole.scope is None:
            continue
        after = claims[at + 1] if at + 1 < len(claims) else None
        rate = after if after is not None and _is_rate_of(after, change) else None
        if not _fits(part, change, rate) and _fits(whole, change, rate):
            for each in (change, rate):
                if each is not None:
                    each.subject, each.scope, each.item = whole.subject, whole.scope, whole.item
                    each.codes, each.of = whole.codes, whole
            change.whole = whole.whole


def _is_rate_of(claim: Claim, change: Claim) -> bool:
    return claim.kind == "growth" and claim.whole is change and claim.of is change.of


def _fits(amount: Claim, change: Claim, rate: Claim | None) -> bool:
    """Whether an amount can have changed by so much, at that rate."""
    now, by = number_of(amount), number_of(change)
    if now is None or by is None:
        return False
    of = None if rate is None else number_of(rate)
    if rate is None or of is None:
        return (now - by).high > 0
    return growth(of, now, now, rate.places, change=by).verdict is not Verdict.VIOLATED
