"""Numbers with units in text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.performance.quantities import folded, quantities
from tests.counting import grows_no_faster

_UNITS = ["万元", "元", "亿元", "%", "人次", "万人", "个", "平方米", "辆", "台(套)", "家"]
_numbers = st.decimals(0, 10**8, places=2) | st.integers(0, 10**8).map(Decimal)


@given(st.lists(st.tuples(_numbers, st.sampled_from(_UNITS)), max_size=6), st.booleans())
def test_every_number_of_a_sentence_is_read_with_its_unit(
    said: list[tuple[Decimal, str]], thousands: bool
) -> None:
    text = "，".join(
        f"其中第某项{value:,}{unit}" if thousands else f"某项{value}{unit}" for value, unit in said
    )
    found = list(quantities(folded(text)))
    assert [(each.value, each.unit) for each in found] == said


@given(_numbers, st.sampled_from(_UNITS))
def test_spaces_and_widths_do_not_matter(value: Decimal, unit: str) -> None:
    wide = str(value).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    for text in (f"{value} {unit}", " ".join(f"{value}") + f"\n{unit}", f"{wide}{unit}"):
        (found,) = quantities(folded(text))
        assert (found.value, found.unit) == (value, unit)


def test_a_full_width_comma_does_not_join_two_numbers() -> None:
    found = list(quantities(folded("2024，300人；28，300人；1,300人")))
    assert [str(each.value) for each in found] == ["2024", "300", "28", "300", "1300"]


def test_units_of_money_cut_short() -> None:
    found = list(quantities("聘请三方3万,3万人,0.5元/人"))
    assert [(each.unit, each.kind, each.per) for each in found] == [
        ("万元", "money", ""),
        ("万人", "count", ""),
        ("元", "money", "人"),
    ]


def test_digits_of_other_scripts_are_no_numbers() -> None:
    assert list(quantities(folded("١٢٣万元 १२३万元 𝟙𝟚万元"))) == list(quantities(folded("𝟙𝟚万元")))


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1,",
        "1.",
        "1,234",
        "1万",
        "0.1元/",
    ],
)
def test_hostile_text_is_read_once(text: str) -> None:
    assert grows_no_faster(lambda times: list(quantities(text * times)), 500)
