"""Exact, rounding or violated: against rounding done another way."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Verdict
from cnbudget.narrative.ratios import Number, equal, growth, proportion

HALF = Decimal(50)
PER_CENT = Decimal("0.005")
fen = st.integers(1, 10**9)


def printed(fen_: int) -> Number:
    """An amount of 分, as printed in 万元 with two places."""
    yuan = Decimal(fen_).scaleb(-6).quantize(Decimal("0.01"), ROUND_HALF_UP).scaleb(4)
    return Number(yuan, HALF)


def rate(ratio: Fraction) -> Number:
    exact = Decimal(ratio.numerator * 10**12 // ratio.denominator).scaleb(-10)
    return Number(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), PER_CENT)


@given(st.integers(10**6, 10**9), st.integers(10**6, 10**9))
def test_what_true_amounts_print_is_never_violated(part: int, rest: int) -> None:
    whole = part + rest
    share = rate(Fraction(part, whole))
    assert proportion(share, printed(part), printed(whole), 2).verdict is not Verdict.VIOLATED
    grown = rate(Fraction(rest - part, part))
    change = printed(abs(rest - part))
    change = change if rest >= part else Number(-change.value, HALF)
    assert growth(grown, printed(rest), printed(rest), 2, change=change).verdict in (
        Verdict.EXACT, Verdict.ROUNDING, *([Verdict.UNDECIDED] if part < 50 else []),
    )  # fmt: skip
    assert growth(grown, printed(rest), printed(part), 2).verdict is not Verdict.VIOLATED


@given(st.integers(10**8, 10**9), st.integers(10**8, 10**9), st.integers(1, 9))
def test_a_percentage_off_by_a_tenth_is_violated_on_a_large_base(
    a: int, b: int, tenths: int
) -> None:
    share = rate(Fraction(a, a + b))
    wrong = Number(share.value + Decimal(tenths) / 10, PER_CENT)
    assert proportion(wrong, printed(a), printed(a + b), 2).verdict is Verdict.VIOLATED


def test_bases_of_zero() -> None:
    zero, some = Number(Decimal(0), HALF), Number(Decimal(10000), HALF)
    hundred, other = Number(Decimal(100), PER_CENT), Number(Decimal(50), PER_CENT)
    nothing = Number(Decimal(0), PER_CENT)
    assert growth(nothing, zero, zero, 2, change=zero).verdict is Verdict.EXACT
    assert growth(hundred, some, some, 2, change=some).verdict is Verdict.UNDECIDED
    assert growth(other, some, some, 2, change=some).verdict is Verdict.VIOLATED
    assert growth(hundred, zero, zero, 2, change=zero).verdict is Verdict.VIOLATED
    assert proportion(nothing, zero, zero, 2).verdict is Verdict.EXACT
    assert proportion(hundred, zero, zero, 2).verdict is Verdict.VIOLATED


def test_nothing_was_less_than_nothing() -> None:
    now, change = Number(Decimal(174700), HALF), Number(Decimal(226200), HALF)
    assert (
        growth(Number(Decimal("260.21"), PER_CENT), now, now, 2, change=change).verdict
        is Verdict.VIOLATED
    )


def test_a_last_place_is_minor() -> None:
    one, other = Number(Decimal(2366300), HALF), Number(Decimal(2366400), HALF)
    assert equal(one, other).minor
    assert not equal(one, Number(Decimal(2369400), HALF)).minor


@given(
    now=st.decimals("0.01", "99999.99", places=2),
    rate=st.decimals("-300", "300", places=2),
    stated=st.booleans(),
)
def test_a_rate_on_a_base_of_zero(now: Decimal, rate: Decimal, stated: bool) -> None:
    """100 % is a note; any other rate is wrong, 0 % too; from zero to zero it is 0 %."""
    zero, some, change = Number(Decimal(0)), Number(now, HALF), Number(now, HALF)
    ruling = growth(Number(rate, PER_CENT), some, zero, 2, change=change if stated else None)
    assert ruling.why == "zero"
    assert ruling.verdict is (Verdict.UNDECIDED if rate == 100 else Verdict.VIOLATED)
    assert growth(Number(Decimal(0), PER_CENT), some, zero, 2).verdict is Verdict.VIOLATED
    still = growth(Number(rate, PER_CENT), zero, zero, 2).verdict
    assert still is (Verdict.VIOLATED if rate else Verdict.EXACT)
