"""How rules come out: at their bounds, past them by a last place and by more, and with figures that are missing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

import cnbudget
from cnbudget import Figure, Rule, Unit, Verdict
from cnbudget.figures import ColumnAddress
from cnbudget.messages import say
from cnbudget.narrative.ratios import Number
from cnbudget.rules.applying import RuleFigures, _reaches, applied, bound_to, judged
from cnbudget.rules.cells import Lack

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


@pytest.mark.parametrize(
    ("whole", "part", "verdict"),
    [
        # at most half: 10.05 of 20.15 is less
        ("20.0", "10.0", Verdict.EXACT),
        ("20.1", "10.1", Verdict.ROUNDING),  # and no more is to be said of it
        ("20.0", "10.2", Verdict.VIOLATED),
        ("0.1", "0.2", Verdict.VIOLATED),
    ],
)
def test_a_part_that_rounding_may_take_to_its_bound(
    whole: str, part: str, verdict: Verdict
) -> None:
    figures = [Figure.of(each, Unit.WAN, places=1) for each in (whole, part)]
    rule = Rule("甲", "ratio", whole=A, parts=B, most=50)
    (found,) = judged(rule, [RuleFigures(tuple(figures[:1]), tuple(figures[1:]), "ratio")], BUDGET)
    assert found.verdict is verdict
    rule = Rule("甲", "ratio", whole=A, parts=B, least=200)
    (found,) = judged(rule, [RuleFigures(tuple(figures[1:]), tuple(figures[:1]), "ratio")], BUDGET)
    assert found.verdict is verdict
    assert not (found.minor and verdict is Verdict.ROUNDING)


@pytest.mark.parametrize("top", [True, False])
@pytest.mark.parametrize("part_open", [True, False])
@pytest.mark.parametrize("whole_open", [True, False])
def test_intervals_that_touch_reach_a_bound_if_both_ends_belong_to_them(
    *, top: bool, part_open: bool, whole_open: bool
) -> None:
    """A part of 10.5 to 11.5, which half of a whole of 20 to 21 (or of 23 to 24) just touches."""
    low, high = (part_open, whole_open) if top else (whole_open, part_open)
    half = Decimal("0.5")
    part = Number(Decimal(11), half, low_open=low, high_open=high)
    whole = Number(Decimal("20.5" if top else "23.5"), half, low_open=low, high_open=high)
    assert _reaches(part, whole, Fraction(50), top=top) is not (part_open or whole_open)
    beyond = Number(whole.value + (-1 if top else 1), half, low_open=False, high_open=False)
    assert not _reaches(part, beyond, Fraction(50), top=top)
    within = Number(whole.value - (-1 if top else 1), half, low_open=True, high_open=True)
    assert _reaches(part, within, Fraction(50), top=top)


def test_a_bound_of_nothing_is_touched_by_what_is_closed_at_nothing() -> None:
    """Nothing of a whole is nothing, wherever the whole ends."""
    part = Number(Decimal(1), Decimal(1), low_open=False, high_open=True)
    whole = Number(Decimal(5), Decimal(1), low_open=True, high_open=True)
    assert _reaches(part, whole, Fraction(0), top=True)
    less = Number(Decimal(-1), Decimal(1), low_open=True, high_open=False)
    assert _reaches(less, whole, Fraction(0), top=False)


def test_rules_are_held_in_their_stages_alone() -> None:
    rule = Rule("甲", "agree", whole=A, parts=A, stages=("决算",))
    assert (applied(rule, BUDGET).outcomes, len(applied(rule, BUDGET).lacking)) == ((), 1)
    rule = Rule("甲", "agree", whole=A, parts=A, stages=("预算",))
    assert (len(applied(rule, BUDGET).outcomes), applied(rule, BUDGET).lacking) == (1, ())


def test_a_total_of_several_figures_is_no_whole_of_what_has_one() -> None:
    """财政拨款 of projects is printed by its parts alone: nothing agrees with three figures."""
    rule = Rule("甲", "agree", whole="totals[财政拨款].项目支出", parts="projects[合计].total")
    found = applied(rule, cnbudget.example("akto"))
    assert found.outcomes == ()
    (words,) = found.lacking
    assert "totals[财政拨款].项目支出" in words.text("zh")


def test_a_share_is_shown_with_as_many_places_as_tell_it_from_its_bound() -> None:
    rule = Rule("甲", "ratio", whole=A, parts=B, most=5)
    for more, shown in (
        ("1", "6.00"),
        ("0.001", "5.001"),
        ("0.0001", "5.0001"),
        ("0.000000001", "5.00000000"),
    ):
        share = Decimal(5) + Decimal(more)
        part = share * Decimal(10) ** 20 / 100
        found = came_out(rule, [f"{10**20}.00"], [f"{part:.2f}"])
        assert (found.verdict, str(found.found)) == (Verdict.VIOLATED, shown)


@pytest.mark.parametrize(
    ("part", "verdict", "bound"),
    [("9.00", Verdict.VIOLATED, 10), ("15.00", Verdict.EXACT, 10), ("21.00", Verdict.VIOLATED, 20)],
)
def test_of_two_bounds_that_is_told_which_is_not_kept(
    part: str, verdict: Verdict, bound: int
) -> None:
    rule = Rule("甲", "ratio", whole=A, parts=B, least=10, most=20)
    found = came_out(rule, ["100.00"], [part])
    assert (found.verdict, found.expected) == (verdict, Decimal(bound))


def test_shares_of_what_is_counted_are_not_rounded() -> None:
    people = [Figure.of(n).evolve(column=ColumnAddress("", measure="人")) for n in (5, 3)]
    held = RuleFigures(tuple(people[:1]), tuple(people[1:]), "ratio")
    rule = Rule("甲", "ratio", whole=A, parts=B, most=59)
    (found,) = judged(rule, [held], BUDGET)
    assert (found.verdict, found.minor) == (Verdict.VIOLATED, False)


def test_things_are_counted_beside_the_parts_that_have_money() -> None:
    parts = (Figure.of("1.00"), Figure.of("0.00"))
    rule = Rule("甲", "count", whole=A, parts=B)
    for said, verdict in ((3, Verdict.EXACT), (1, Verdict.VIOLATED)):
        held = RuleFigures((Figure.of(said),), parts, "count", things=2)
        assert [each.verdict for each in judged(rule, [held], BUDGET)] == [verdict]


@pytest.mark.parametrize(
    ("rule", "whole", "parts", "bound"),
    [
        # of two figures none is the whole, but of a balance
        (Rule("甲", "agree", whole=A, parts=B), [2], [1], None),
        (Rule("甲", "balance", whole=A, parts=B), [2], [1], (2, "balance", 1)),
        (Rule("甲", "add-up", whole=A, parts=B, few=2), [1], [1], None),
        (Rule("甲", "add-up", whole=A, parts=B, few=2), [1], [2], (1, "add-up", 2)),
        (Rule("甲", "add-up", whole=A, parts=[B, A]), [1], [None, 1], None),
        (Rule("甲", "add-up", whole=A, parts=[B, A], absent="weaker"), [1], [None, 1], (1, "contain", 1)),
        (Rule("甲", "add-up", whole=A, parts=[B, A], absent="zero"), [1], [None, 1], (1, "add-up", 1)),
        # without any part: all of it is zero, or there is nothing to say
        (Rule("甲", "add-up", whole=A, parts=B, absent="weaker"), [1], [None], None),
        (Rule("甲", "add-up", whole=A, parts=B, absent="zero"), [1], [None], (1, "add-up", 0)),
        (Rule("甲", "add-up", whole=A, parts=B, absent="zero", few=1), [1], [None], None),
        # a whole that is absent is never zero
        (Rule("甲", "add-up", whole=A, parts=B, absent="zero"), [None], [1], None),
    ],
)  # fmt: skip
def test_how_many_figures_a_rule_needs(
    rule: Rule,
    whole: list[int | None],
    parts: list[int | None],
    bound: tuple[int, str, int] | None,
) -> None:
    """Which it has is given, one number for each of its cells; None where there is no such row."""
    counts = iter([*whole, *parts])
    gone = Lack(say("rules.not_stated", cells="甲"), row=True)

    def look(_: object) -> list[Figure] | Lack:
        count = next(counts)
        return gone if count is None else [Figure.of(1) for _ in range(count)]

    found, lacking = bound_to(rule, look)
    assert [(len(each.whole), each.relation, len(each.parts)) for each in found] == (
        [] if bound is None else [bound]
    )
    assert bool(lacking) == (
        bound is None and (None in (*whole, *parts) or rule.relation == "agree")
    )


def test_a_rule_of_rows_that_are_not_there_says_so_once() -> None:
    rule = Rule("甲", "agree", whole="fund[*款].total", parts="fund[*款].total")
    found = applied(rule, cnbudget.example("akto"))
    assert found.outcomes == ()
    assert [each.key for each in found.lacking] == ["rules.no_rows"]


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
