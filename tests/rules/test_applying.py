"""How rules come out: at their bounds, past them by a last place and by more, and with figures that are missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

import cnbudget
from cnbudget import Figure, Rule, Verdict
from cnbudget.rules.applying import RuleFigures, applied, judged

BUDGET = cnbudget.example("artux")
A, B = "basic[301].total", "basic[302].total"


def came_out(rule: Rule, whole: list[str | None], parts: list[str | None]) -> cnbudget.Outcome:
    """How a rule comes out with some printed numbers."""
    figures = [tuple(Figure.of(each) for each in side) for side in (whole, parts)]
    (found,) = judged(rule, [RuleFigures(figures[0], figures[1], rule.relation)], BUDGET)
    return found


@pytest.mark.parametrize(
    ("part", "verdict", "minor"),
    [
        ("0.00", Verdict.EXACT, False),
        ("0.01", Verdict.VIOLATED, True),
        ("1.00", Verdict.VIOLATED, False),
    ],
)
def test_nothing_at_all_is_a_bound_too(part: str, verdict: Verdict, *, minor: bool) -> None:
    """Past a bound of nothing no rounding leads back, though the part's interval is closed there."""
    rule = Rule("甲", "ratio", whole=A, parts=B, most=0)
    found = came_out(rule, ["20.00"], [part])
    assert (found.verdict, found.minor) == (verdict, minor)


def test_a_share_is_shown_with_as_many_places_as_tell_it_from_its_bound() -> None:
    rule = Rule("甲", "ratio", whole=A, parts=B, most=5)
    for more, shown in (("1", "6.00"), ("0.0001", "5.0001"), ("0.000000001", "5.00000000")):
        share = Decimal(5) + Decimal(more)
        part = share * Decimal(10) ** 20 / 100
        found = came_out(rule, [f"{10**20}.00"], [f"{part:.2f}"])
        assert (found.verdict, str(found.found)) == (Verdict.VIOLATED, shown)


@pytest.mark.parametrize(
    ("said", "parts", "verdict"),
    [
        ("2", ["1", "1", "0"], Verdict.EXACT),
        ("1", ["1", "1", "0"], Verdict.VIOLATED),
        ("1", ["1", None, None], Verdict.UNDECIDED),
        ("3", ["1", None, None], Verdict.UNDECIDED),
        ("0", ["1", None, None], Verdict.VIOLATED),
        ("4", ["1", None, None], Verdict.VIOLATED),
        (None, ["1", "1"], Verdict.UNDECIDED),
    ],
)
def test_a_number_of_parts(said: str | None, parts: list[str | None], verdict: Verdict) -> None:
    rule = Rule("甲", "count", whole=A, parts=B)
    assert came_out(rule, [said], parts).verdict is verdict


@pytest.mark.parametrize(
    ("least", "most", "verdict"),
    [
        (1, 3, Verdict.EXACT),
        (2, None, Verdict.UNDECIDED),
        (3, None, Verdict.UNDECIDED),
        (4, None, Verdict.VIOLATED),
        (None, 2, Verdict.UNDECIDED),
        (None, 1, Verdict.UNDECIDED),
        (None, 0, Verdict.VIOLATED),
    ],
)
def test_bounds_of_how_many(least: int | None, most: int | None, verdict: Verdict) -> None:
    """One of the parts has money, and of two it is not known."""
    rule = Rule("甲", "count", parts=B, least=least, most=most)
    assert came_out(rule, [], ["1", None, None, "0"]).verdict is verdict


def test_totals_meet_totals_whatever_they_are_called() -> None:
    """收入总计 of one table stands to 总计 of the other."""
    rule = Rule(
        "甲", "agree", whole="summary/income[*].amount", parts="expenditure[*].total", absent="zero"
    )
    met = [
        tuple(figure.row.row for figure in each.law.figures)
        for each in applied(rule, BUDGET).outcomes
    ]
    assert ("收入总计", "总计") in met
