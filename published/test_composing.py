"""What is composed from the tables of the two real documents is what their own prose says."""

from __future__ import annotations

import pytest

from cnbudget.composing import composition
from cnbudget.narrative import Context, Narrative
from published import documents

KINDS = ("amount", "none", "share", "list")

#: What is composed and the document does not say, and why: section, kind, number.
OTHERWISE: dict[str, dict[tuple[str, str, str], str]] = {
    "artux": {
        ("income", "none", "0"): "财政拨款结转 had money last year, so that the document says 0.00",
        (
            "appropriation",
            "amount",
            "348.93",
        ): "the list breaks off at a leftover; 210 and 221 are missing",
        ("appropriation", "amount", "32.43"): "the same",
        ("projects", "amount", "10.00"): "the allocation is told by kinds of uses",
        ("projects", "amount", "12.00"): "the allocation is not told (完全不予公开)",
    },
    "akto": {
        (
            "income",
            "none",
            "0",
        ): "the transfers had money last year, so that the document says 0.00",
        ("projects", "amount", "2.00"): "the allocation is told by economic section, not category",
        ("projects", "amount", "0.90"): "the same",
        ("projects", "amount", "2.65"): "the same",
        ("projects", "amount", "2.45"): "the same, of 30902 or 31002",
    },
}


@pytest.mark.parametrize("name", documents.TEXTS)
def test_the_composed_prose_says_what_the_published_prose_says(name: str) -> None:
    budget = documents.budget(name)
    context = Context(
        budget.tables,
        agency=budget.agency,
        year=budget.year,
        stage=budget.stage,
        nature=budget.nature,
    )
    published = {
        (claim.section.key, claim.kind, claim.scope, claim.value)
        for claim in Narrative(budget.passages, context).claims
        if claim.kind in KINDS and claim.role == "stated"
    }
    composed = [
        statement
        for statement in composition(budget).statements
        if statement.kind in KINDS and statement.scope is not None
    ]
    assert len(composed) > 60
    lacking = {
        (each.section, each.kind, str(each.value))
        for each in composed
        if (each.section, each.kind, each.scope, each.value) not in published
    }
    assert lacking == set(OTHERWISE[name])
