"""Comparing two years: what cannot be compared is refused, and not called unmatched."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Comparison, ComparisonError, Disclosure, compare
from cnbudget.strategies import disclosures

THIS = cnbudget.example("artux")
LAST = attrs.evolve(THIS, year=2025)


@pytest.mark.parametrize(
    ("this", "last", "says"),
    [
        (LAST, THIS, "2025年与2026年：不是本年与上年"),
        (THIS, THIS, "2026年与2026年：不是本年与上年"),
        (THIS, attrs.evolve(THIS, year=2024), "2026年与2024年：不是本年与上年"),
        (THIS, attrs.evolve(LAST, stage="决算"), "一份是预算，一份是决算"),
        (THIS, attrs.evolve(LAST, agency="乙局"), "不是同一部门"),
    ],
)
def test_the_wrong_order_year_stage_or_agency_is_refused(
    this: Disclosure, last: Disclosure, says: str
) -> None:
    with pytest.raises(ComparisonError) as caught:
        compare(this, last)
    assert says in caught.value.zh
    assert caught.value.hint_zh != caught.value.hint


@pytest.mark.parametrize(
    "change", [{"year": None}, {"agency": ""}, {"agency": " 阿图什市 医疗保障局"}]
)
def test_what_a_document_does_not_say_is_not_held_against_it(change: dict[str, Any]) -> None:
    assert isinstance(compare(THIS, attrs.evolve(LAST, **change)), Comparison)


@given(
    disclosures(),
    st.integers(-3, 3),
    st.sampled_from(["预算", "决算"]),
    st.sampled_from(["甲局", "乙局"]),
)
def test_a_year_and_the_one_before_are_compared_and_nothing_else(
    this: Disclosure, apart: int, stage: str, agency: str
) -> None:
    last = attrs.evolve(this, year=(this.year or 0) - apart, stage=stage, agency=agency)
    if (apart, stage, agency) == (1, this.stage, this.agency):
        assert compare(this, last).last is last
    else:
        with pytest.raises(ComparisonError):
            compare(this, last)
