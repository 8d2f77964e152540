"""Slips: making one and undoing it gives the figure back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.consistency import Cell, Slip
from cnbudget.consistency.slips import undone


@pytest.mark.parametrize(
    ("value", "decimals", "kind", "expected"),
    [
        ("12.30", 2, Slip.TRANSPOSE_ADJACENT, {"21.30", "13.20", "12.03"}),
        ("7", 0, Slip.SUBSTITUTE_DIGIT, {"0", "1", "2", "3", "4", "5", "6", "8", "9"}),
        ("0.05", 2, Slip.DELETE_DIGIT, {"0.00"}),
        ("12.3", 1, Slip.DELETE_DIGIT, {"2.3", "1.3", "1.2"}),
        ("5", 0, Slip.INSERT_DIGIT, {f"{d}5" for d in range(1, 10)} | {f"5{d}" for d in range(10)}),
        ("-1.5", 1, Slip.SIGN_FLIP, {"1.5"}),
        ("0.0", 1, Slip.SIGN_FLIP, set()),
        ("120", 0, Slip.POWER_OF_TEN, {"12", "1200", "12000", "120000", "1200000"}),
        ("120", -1, Slip.TRANSPOSE_ADJACENT, {"210"}),
        ("-12", None, Slip.TRANSPOSE_ADJACENT, {"-21"}),
    ],
)
def test_examples(value: str, decimals: int | None, kind: Slip, expected: set[str]) -> None:
    assert set(undone(Cell("A", value, decimals=decimals), kind)) == expected


@given(st.integers(0, 10**6), st.integers(0, 7), st.integers(0, 9))
def test_a_dropped_and_a_doubled_digit_come_back(number: int, place: int, digit: int) -> None:
    digits = str(number).zfill(3)
    place = min(place, len(digits))
    longer = digits[:place] + str(digit) + digits[place:]
    short, long = (Decimal(text).scaleb(-2) for text in (digits, longer))
    if short != long:
        dropped = Cell("A", short, decimals=2)
        assert long in map(Decimal, undone(dropped, Slip.INSERT_DIGIT))
        doubled = Cell("A", long, decimals=2)
        assert short in map(Decimal, undone(doubled, Slip.DELETE_DIGIT))
