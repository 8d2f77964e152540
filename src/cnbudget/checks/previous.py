"""Last year's document: which of several it is, and that it is one."""

from __future__ import annotations

from collections.abc import Sequence

from cnbudget.disclosure import Disclosure
from cnbudget.errors import ComparisonError
from cnbudget.messages import say
from cnbudget.words import plain


def refuse_other(this: Disclosure, last: Disclosure) -> None:
    """Refuse a document that is not the same agency's of the year before and of the same stage.

    Raises:
        ComparisonError: It is not. What a document does not say is not held against it.
    """
    years = this.year, last.year
    if None not in years and last.year != (this.year or 0) - 1:
        raise ComparisonError(say("checks.not_year_before", year=this.year, other_year=last.year))
    if this.stage != last.stage:
        raise ComparisonError(say("checks.two_stages", stage=this.stage, other_stage=last.stage))
    if this.agency and last.agency and plain(this.agency) != plain(last.agency):
        raise ComparisonError(
            say("checks.two_agencies", agency=this.agency, other_agency=last.agency)
        )


def previous_of(this: Disclosure, others: Sequence[Disclosure]) -> Disclosure | None:
    """Of last year's documents the one of a budget's agency and stage; None if none is, or several are."""
    found = [
        each
        for each in others
        if this.year is not None
        and (each.year, each.stage) == (this.year - 1, this.stage)
        and plain(each.agency) == plain(this.agency)
    ]
    if len(found) > 1:  # a department and its own level may publish under one name
        found = [each for each in found if each.level == this.level]
    if not found and len(others) == 1 and (others[0].year is None or not others[0].agency):
        found = list(others)
        try:
            refuse_other(this, others[0])
        except ComparisonError:
            return None
    return found[0] if len(found) == 1 else None
