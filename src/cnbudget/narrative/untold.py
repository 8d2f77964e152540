"""Counts that final accounts must tell beside what was spent: groups that went abroad, guests, and vehicles.

The rules of publication (地方预决算公开操作规程) ask for them of every department's final accounts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cnbudget.expressions import expression
from cnbudget.messages import Message, say
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.document import Narrative

#: Of each expense, its economic code, what counts it, and what is said where nothing does.
_COUNTS: tuple[tuple[str, re.Pattern[str], Callable[[str], Message]], ...] = (
    ("30212", expression("团组|[0-9]个团|人次"), lambda s: say("slips.groups_untold", subject=s)),
    ("30217", expression("批次|[0-9]批|人次"), lambda s: say("slips.guests_untold", subject=s)),
    ("30231", expression("保有量|[0-9]辆|车辆"), lambda s: say("slips.vehicles_untold", subject=s)),
)


def counts_untold(narrative: Narrative) -> Iterator[tuple[Message, Claim]]:
    """What was spent without the counts that belong to it, where the text has a part on the three public expenses."""
    context = narrative.context
    sections = [each for each in narrative.sections if each.within("three_public")]
    if context.stage != "决算" or not sections:
        return
    spent = [
        claim
        for claim in narrative.claims
        if claim.kind == "amount"
        and claim.role == "stated"
        and claim.money
        and claim.value
        and (claim.year, claim.stage) == (context.year, context.stage)
        and claim.section.within("three_public")
    ]
    for code, counted, said in _COUNTS:
        told = next((each for each in spent if _of(each, code)), None)
        if told is None:
            continue
        if not any(counted.search(each.folded) for each in narrative.passages):
            yield said(told.subject), told


def _of(claim: Claim, code: str) -> bool:
    return claim.scope is not None and claim.scope.economic == (code,)
