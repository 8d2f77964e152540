"""Table B1: the interval of each rule, by rounding the ends and points near them."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.consistency import ConsistencyError, Interval, Rounding, printable
from cnbudget.consistency.rounding import interval, printed, steps, unit

DECIMAL = {
    Rounding.HALF_AWAY: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.TRUNCATE: ROUND_DOWN,
}


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("half_away", 3, "[5/2, 7/2)"),
        ("half_away", -3, "(-7/2, -5/2]"),
        ("half_away", 0, "(-1/2, 1/2)"),
        ("half_up", 3, "[5/2, 7/2)"),
        ("half_up", -3, "[-7/2, -5/2)"),
        ("half_up", 0, "[-1/2, 1/2)"),
        ("half_even", 4, "[7/2, 9/2]"),
        ("half_even", 3, "(5/2, 7/2)"),
        ("half_even", -3, "(-7/2, -5/2)"),
        ("half_even", 0, "[-1/2, 1/2]"),
        ("closed", 3, "[5/2, 7/2]"),
        ("closed", 0, "[-1/2, 1/2]"),
        ("truncate", 3, "[3, 4)"),
        ("truncate", -3, "(-4, -3]"),
        ("truncate", 0, "(-1, 1)"),
        ("exact", 3, "[3, 3]"),
    ],
)
def test_table(rule: str, value: int, expected: str) -> None:
    assert str(interval(Decimal(value), 0, Rounding(rule))) == expected


@given(st.sampled_from(sorted(DECIMAL)), st.integers(-4000, 4000), st.integers(0, 2))
def test_an_amount_lies_in_the_interval_it_prints_as(rule: Rounding, n: int, places: int) -> None:
    amount = Decimal(n) / 1000
    shown = amount.quantize(Decimal(1).scaleb(-places), rounding=DECIMAL[rule])
    for step in range(-1, 2):
        figure = shown + step * Decimal(1).scaleb(-places)
        inside = Fraction(amount) in interval(figure, places, rule)
        assert inside is (step == 0)


def test_negative_decimals() -> None:
    assert str(interval(Decimal(1230), -1)) == "[1225, 1235)"
    assert str(interval(Decimal(1220), -1, Rounding.HALF_EVEN)) == "[1215, 1225]"
    with pytest.raises(ConsistencyError, match="more digits"):
        interval(Decimal(1234), -1)


@given(st.integers(-500, 500), st.integers(1, 60), st.booleans(), st.booleans())
def test_printable_is_what_prints_inside(low: int, width: int, left: bool, right: bool) -> None:
    within = Interval(
        Fraction(low, 100), Fraction(low + width, 100), low_closed=left, high_closed=right
    )
    for rule in Rounding:
        expected = [
            printed(n, 1)
            for n in range(-60, 70)
            if not (interval(n * unit(1), 1, rule) & within).is_empty
        ]
        assert printable(within, 1, rule) == (len(expected), tuple(expected))


@pytest.mark.parametrize("k", range(1, 12))
def test_how_many_figures_fit_a_lost_cell(k: int) -> None:
    # Section B7: k rounded neighbours leave an interval k units wide.
    within = Interval(Fraction(-k, 2), Fraction(k, 2), low_closed=False, high_closed=False)
    assert printable(within, 0)[0] == 2 * -(-(k + 1) // 2) - 1


def test_steps_and_text() -> None:
    assert steps(Decimal("-0.05"), 2) == -5
    assert printed(-5, 2) == "-0.05"
    assert printable(Interval(), 2) == (None, ())
    assert printable(Interval(Fraction(1), Fraction(0)), 2) == (0, ())


def test_the_former_names_of_an_interval_are_taken_and_read_for_one_version() -> None:
    with pytest.warns(DeprecationWarning, match="Interval.hi_closed is now called high_closed"):
        former = Interval(Fraction(0), Fraction(1), hi_closed=False)
    assert former == Interval(Fraction(0), Fraction(1), high_closed=False)
    with pytest.warns(DeprecationWarning, match="Interval.hi is now called high"):
        assert former.hi == 1
    with pytest.raises(TypeError, match="upper"):
        Interval(upper=Fraction(1))
