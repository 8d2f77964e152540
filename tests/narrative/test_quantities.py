"""Numbers with units in text: one reader, however the text was folded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.amounts import Unit
from cnbudget.narrative.quantities import Quantity, odd, quantities
from cnbudget.passages import folded as folded_prose
from cnbudget.performance.quantities import folded
from tests.counting import grows_no_faster

_UNITS = ["万元", "元", "亿元", "%", "人次", "万人", "个", "平方米", "辆", "台(套)", "家"]
_EVERY_UNIT = [
    *_UNITS, "千元", "‰", "个百分点", "台套", "公顷", "公里", "万平方米", "级", "期", "天", "个月", "年", "月",
]  # fmt: skip
_BEFORE = ["", "某项", "减少", "为", "(其中", "共计约"]
_AFTER = ["", "，", "。", ";", "(含)", "用于某项", "左右"]
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


def said(found: list[Quantity]) -> list[tuple[str, str, str]]:
    return [(str(each.value), each.kind, each.unit) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("减少-5.00万元", [("-5.00", "money", "万元")]),
        ("经费3万，占5‰", [("3", "money", "万元"), ("5", "percent", "‰")]),
        ("补助0.5千元", [("0.5", "money", "千元")]),
        ("安排车辆3台套", [("3", "count", "台套")]),
        ("设备2台(套)", [("2", "count", "台(套)")]),
        ("参保23.24万人", [("23.24", "count", "万人")]),
        ("3百万元", [("0.03", "money", "亿元")]),
        ("占地2公顷", [("2", "count", "公顷")]),
        ("面积3万平方米", [("3", "count", "万平方米")]),
        ("完成率0.5个百分点", [("0.5", "percent", "个百分点")]),
        ("W060701项目5万元", [("5", "money", "万元")]),
        ("金额1,23万元", [("None", "money", "万元")]),
        ("12.5.3万元", [("None", "money", "万元")]),
        ("5亿", [("5", "money", "亿元")]),
        ("培训3期", [("3", "count", "期")]),
        ("10级", [("10", "count", "级")]),
        # a dash behind a number or its unit is that of a range
        ("3-5万元", [("3", "bare", ""), ("5", "money", "万元")]),
        ("3万元-5万元", [("3", "money", "万元"), ("5", "money", "万元")]),
        ("——5万元", [("5", "money", "万元")]),
        # half a number
        (".5万元", [("None", "money", "万元")]),
        # so many of what is not known are no money
        ("养殖3万羽", [("3", "count", "万")]),
        ("经费3万用于培训", [("3", "money", "万元")]),
        ("2024,300人", [("2024", "bare", ""), ("300", "count", "人")]),
        ("司法（06款）5万元", [("5", "money", "万元")]),
        ("2千元", [("2", "money", "千元")]),
        ("2百元", [("0.02", "money", "万元")]),
    ],
)
def test_both_ways_to_fold_give_the_same_numbers(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(quantities(folded_prose(text))) == expected
    assert said(quantities(folded(text))) == expected


@given(
    st.decimals(0, 10**8, places=2) | st.integers(0, 10**8).map(Decimal),
    st.sampled_from(_EVERY_UNIT),
    st.sampled_from(["", "-"]),
    st.sampled_from(_BEFORE),
    st.sampled_from(_AFTER),
    st.booleans(),
)
def test_what_is_printed_is_read_with_its_sign_unit_and_places(
    value: Decimal, unit: str, sign: str, before: str, after: str, thousands: bool
) -> None:
    number = f"{value:,}" if thousands else f"{value}"
    text = f"{before}{sign}{number}{unit}{after}"
    for fold in (folded_prose, folded):
        (found,) = quantities(fold(text))
        assert (str(found.value), found.unit) == (f"{sign}{value}", unit)
        assert found.text == sign + number
        assert found.places == (2 if "." in number else 0)
        # only money has a unit of money, and only it has no counter
        assert (found.money is not None) == (found.kind == "money") == (found.counter != unit)
        assert not odd(fold(text))


@given(st.integers(1, 999), st.sampled_from(["百元", "十万元", "百万元", "千万元"]))
def test_rarer_units_are_as_exact_as_they_are_printed(value: int, unit: str) -> None:
    (found,) = quantities(f"安排{value}{unit}")
    assert found.money is not None
    assert found.value is not None
    power = {"百元": 2, "十万元": 5, "百万元": 6, "千万元": 7}[unit]
    assert found.value.scaleb(found.money.exponent) == Decimal(value).scaleb(power)
    assert found.money.exponent - found.places == power
    assert found.unit == found.money.zh
    assert found.text == f"{found.value:f}"
    assert not odd(f"安排{value}{unit}")


def test_the_parts_of_a_thousand_are_those_of_a_hundred() -> None:
    (found,) = quantities("占5‰")
    assert said([found.in_percent]) == [("0.5", "percent", "%")]
    assert found.in_percent.places == 1
    (found,) = quantities("占5%")
    assert found.in_percent is found


@given(st.sampled_from(["1,23", "1.2.3", "12,34,567.8", "1" * 41]), st.sampled_from(["万元", "%"]))
def test_what_is_no_number_has_no_value_and_says_why(digits: str, unit: str) -> None:
    (found,) = quantities(f"金额{digits}{unit}")
    assert (found.value, found.text, found.unit) == (None, digits, unit)
    assert found.why.key == (
        "unchecked.too_many_digits" if len(digits) > 40 else "unchecked.number_not_understood"
    )
    assert Unit.WAN is found.money or unit == "%"
