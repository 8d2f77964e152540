"""What must be true of a document whose prose is reconciled with its tables, and of one with a number changed."""

from __future__ import annotations

from decimal import Decimal

from cnbudget import Disclosure, Reconciliation, Verdict, check, read_text, reconcile
from tests.documents.numbers import Spot

#: The laws that money obeys.
MONEY = ("agree", "add-up", "contain", "balance", "share", "change", "growth")


def left_out_in_silence(budget: Disclosure, found: Reconciliation) -> list[object]:
    """The claims of money that reconciling neither takes nor says that it leaves out."""
    assert found.stated is not None
    taken = {id(figure) for figure in found.stated.taken}
    left = {id(figure) for figure, _ in found.stated.left_out}
    assert taken.isdisjoint(left)
    beside = {id(passage.place) for passage in budget.sides.paragraphs}
    values = {(id(figure.place), figure.value) for figure in found.stated.taken}
    return [
        claim
        for claim in budget.claims
        if claim.kind in ("amount", "share", "growth", "completion")
        and claim.text
        and id(claim.figure) not in taken | left
        and id(claim.place) not in beside
        and (id(claim.place), claim.value) not in values
    ]


def taken(spots: list[Spot], found: Reconciliation) -> list[Spot]:
    """Those of some numbers that reconciling takes."""
    assert found.stated is not None
    known = {(figure.place.line, figure.text.lstrip("-")) for figure in found.stated.taken}
    return [spot for spot in spots if (spot.line, spot.text) in known]


def assert_among_the_lightest(document: str, spot: Spot, new: str) -> None:
    """A changed number is in the lightest set of figures that cannot all be right, or only notes depend on it."""
    changed = read_text(spot.changed(document, new))
    found = reconcile(changed, time_limit=None)
    if found.consistent:  # a note at most: items of last year alone may have been left out
        wrong = [f for f in check(changed).findings if f.law in MONEY and f.severity != "note"]
        assert not [finding for finding in wrong if finding.verdict is Verdict.VIOLATED]
        return
    assert found.localisation is not None
    named = {(figure.place.line, figure.text.lstrip("-")) for figure in found.localisation.figures}
    assert (spot.line, new) in named, (spot, new, found.text("en"))


def assert_last_year_is_one_amount(budget: Disclosure, document: str, parts: int) -> None:
    """Last year's amount stated in so many parts: with one of them changed, it is found there."""
    law = next(law for law in budget.previous_year.laws if max(map(len, law.sides)) == parts)
    side = next(side for side in law.sides if len(side) == parts)
    lines = document.split("\n")
    change, line = next(  # its number stands once on its line
        (change, line)
        for change, line in (
            (each.claims[-1], (each.claims[-1].place.line or 0) - 1) for each in side
        )
        if change.text and lines[line].count(change.text) == 1
    )
    new = f"{(change.value or Decimal(0)).copy_abs() + 5:.2f}"
    lines[line] = lines[line].replace(change.text, new)
    found = reconcile(read_text("\n".join(lines)), time_limit=None)
    assert found.consistent is False
    assert found.localisation is not None
    assert change.place.line in {figure.place.line for figure in found.localisation.figures}
