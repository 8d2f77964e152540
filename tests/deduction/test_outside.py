"""What numbers outside the tables are held to, in words."""

from __future__ import annotations

import pytest

from cnbudget import Figure, Law
from cnbudget.deduction.outside import StatedLaw
from cnbudget.invariants import AGREE

FIGURES = tuple(Figure.of(each, "万元") for each in ("1.00", "2.00", "3.00"))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unlisted", "c has no row in its table and must be zero"),
        ("share", "c as the share of a in b"),
        ("growth", "c as the growth of a over b"),
        ("change", "c as a less b"),
        ("rate", "c as worked out from a and b"),
        ("nothing", "c on a base of zero, which must be 0%"),
        ("from-nothing", "c on a base of zero, which must be 100%"),
        ("below-nothing", "c on a base of zero, which must be -100%"),
        ("parts", "a is the sum of the 2 parts that the text tells of it"),
        (
            "last-year",
            "last year's amounts, from this year's and their changes, are one (a and others)",
        ),
    ],
)
def test_the_claim_comes_last_among_the_names_and_first_in_the_words(kind: str, words: str) -> None:
    assert StatedLaw(kind, FIGURES).short(["a", "b", "c"], "en") == words


def test_numbers_that_agree_are_told_as_figures_of_tables_are() -> None:
    law = StatedLaw(AGREE, FIGURES[:2])
    assert law.words("en") == Law(AGREE, FIGURES[:2]).words("en")
    share = StatedLaw("share", FIGURES)
    assert share.words("en") == share.short([each.where("en") for each in FIGURES], "en")
