"""A claim beside what it is held to: with which figure it comes out, and what each number would have to be."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import attrs
import pytest

from cnbudget import Figure, Unit, Verdict, example
from cnbudget.narrative import Claim
from cnbudget.narrative.earlier import number_of
from cnbudget.narrative.ratios import Number, Ruling
from cnbudget.ties.held import ClaimBeside, amount_of_share, beside, by_words, rights, ruled


@cache
def _claim() -> Claim:
    return example("artux").narrative.claims[0]


def claim(value: str, kind: str = "amount") -> Claim:
    """An amount or a change in 万元, or a rate in per cent, of two places."""
    unit = Unit.WAN if kind in ("amount", "change") else None
    return attrs.evolve(_claim(), kind=kind, value=Decimal(value), unit=unit, places=2)


def wan(value: str | None) -> Figure:
    return Figure.of(value, Unit.WAN, places=2)


def number(value: str, kind: str = "amount") -> Number:
    found = number_of(claim(value, kind))
    assert found is not None
    return found


def held(
    kind: str,
    mine: Claim,
    by: Claim | Figure | None,
    of: Claim | Figure | None = None,
    expected: str | None = None,
) -> ClaimBeside:
    known = None if expected is None else Decimal(expected)
    return ClaimBeside(kind, mine, by=by, of=of, ruling=Ruling(Verdict.VIOLATED, expected=known))


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        (["5.00"], ("5.00", Verdict.EXACT)),
        (["6.00", "5.00", "7.00"], ("5.00", Verdict.EXACT)),
        (["6.00", "7.00"], ("6.00", Verdict.VIOLATED)),
        ([None, "7.00"], ("7.00", Verdict.VIOLATED)),
        ([None], None),
        ([], None),
    ],
)
def test_one_figure_that_agrees_is_enough(
    figures: list[str | None], found: tuple[str, Verdict] | None
) -> None:
    made = [wan(each) for each in figures]
    best = beside(claim("5.00"), made)
    if found is None:
        assert best is None
        return
    assert best is not None
    assert isinstance(best.by, Figure)
    assert (best.by.text, best.ruling.verdict) == found
    assert best.figures == tuple(made)


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (held("said", claim("5"), claim("7")), ["70000", "50000"]),
        (held("said", claim("5"), wan("7.00")), ["70000"]),
        (held("change", claim("30", "change"), claim("100"), claim("60")), ["400000", "900000", "700000"]),
        (held("change", claim("30", "change"), wan("100.00"), claim("60")), ["400000", "700000"]),
        (held("share", claim("50", "share"), claim("30"), claim("100"), "30"), ["30", "500000", "600000"]),
        (held("growth", claim("25", "growth"), claim("100"), claim("90"), "11.11"), ["11.11", "1125000", "800000"]),
        # beside a change, what grew and what it grew by
        (held("growth", claim("25", "growth"), claim("110"), claim("20", "change"), "22.22"),
         ["22.22", "1000000", "220000"]),
        (held("share", claim("25", "share"), claim("110"), claim("20", "change"), "22"), ["22", "200000", "1100000"]),
        (held("growth", claim("0", "growth"), claim("110"), claim("20", "change"), "1"), ["1", "0"]),
        (held("share", claim("0", "share"), claim("30"), claim("100"), "30"), ["30", "0"]),
        # to the places that are printed
        (held("share", claim("33.33", "share"), claim("30"), claim("70"), "42.8571"), ["42.86", "233300", "900100"]),
        (held("share", claim("50", "share"), claim("30"), claim("100")), []),
        (held("share", claim("50", "share"), claim("30"), None, "30"), []),
        (held("said", claim("5"), None), []),
    ],
)  # fmt: skip
def test_what_each_number_would_have_to_be(made: ClaimBeside, wanted: list[str]) -> None:
    found = rights(made)
    assert [right for _, right in found] == [Decimal(each) for each in wanted]
    claims = [each for each in (made.claim, made.by, made.of) if isinstance(each, Claim)]
    if len(found) == len(claims):
        assert [one for one, _ in found] == claims


def test_the_amount_of_which_a_share_is_told() -> None:
    share = held("share", claim("33.33", "share"), claim("30"), claim("70"))
    assert amount_of_share(share) == Number(Decimal(233300), Decimal(50))
    assert amount_of_share(attrs.evolve(share, kind="change")) is None
    assert amount_of_share(attrs.evolve(share, of=None)) is None
    assert amount_of_share(attrs.evolve(share, by=wan(None))) is None
    exactly = attrs.evolve(share, by=wan("30.00").evolve(value=Decimal(0), state=wan("").state))
    assert amount_of_share(exactly) is None


def test_a_relation_with_other_amounts() -> None:
    share = held("share", claim("50", "share"), claim("30"), claim("100"))
    assert ruled(share, number("50"), number("100")).verdict is Verdict.EXACT
    assert ruled(share, number("40"), number("100")).verdict is Verdict.VIOLATED
    assert (
        ruled(share, number("40"), number("100"), rate=number("40", "share")).verdict
        is Verdict.EXACT
    )
    assert ruled(share, number("50")) is share.ruling
    change = held("change", claim("30", "change"), claim("100"), claim("60"))
    assert ruled(change, number("100"), number("70")).verdict is Verdict.EXACT
    assert ruled(change, number("70"), number("100")).verdict is Verdict.VIOLATED
    growth = held("growth", claim("25", "growth"), claim("100"), claim("90"))
    assert ruled(growth, number("100"), number("80")).verdict is Verdict.EXACT
    beside_change = attrs.evolve(growth, of=claim("20", "change"))
    assert ruled(beside_change, number("100"), number("20")).verdict is Verdict.EXACT
    assert ruled(growth, number("100"), number("20")).verdict is Verdict.VIOLATED
    said = held("said", claim("5"), claim("7"))
    assert ruled(said, number("5"), number("5")) is said.ruling


@pytest.mark.parametrize(("by", "of", "sign"), [("5", "4", 1), ("4", "5", -1), ("5", "5", 0)])
def test_words_alone_say_which_is_larger(by: str, of: str, sign: int) -> None:
    for told in (-1, 0, 1):
        made = attrs.evolve(claim("0", "comparison"), sign=told)
        right = Verdict.EXACT if told == sign else Verdict.VIOLATED
        assert by_words(made, number(by), number(of)).verdict is right
        compared = held("comparison", made, claim(by), claim(of))
        assert ruled(compared, number(by), number(of)).verdict is right
