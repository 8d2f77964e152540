"""人民币大写, against the examples of 《支付结算办法》 annex 1 and by round trip."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.amounts import Amount
from cnbudget.capitals import from_words, in_words
from cnbudget.errors import MoneyError

# 《支付结算办法》 annex 1, items 1 to 4 of the rules for 零, then places and groups.
EXAMPLES = [
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("0", "零元整"),
    ("10", "壹拾元整"),
    ("100000000", "壹亿元整"),
    ("100000001", "壹亿零壹元整"),
    ("100010000", "壹亿零壹万元整"),
    ("10001000", "壹仟万壹仟元整"),
    ("10000001", "壹仟万零壹元整"),
    ("20030405.06", "贰仟零叁万零肆佰零伍元零陆分"),
    ("1000000000000", "壹万亿元整"),
    ("0.10", "壹角"),
    ("0.05", "伍分"),
    ("0.15", "壹角伍分"),
    ("-3.50", "负叁元伍角"),
]


@pytest.mark.parametrize(("number", "words"), EXAMPLES)
def test_official_examples_both_ways(number: str, words: str) -> None:
    assert in_words(Decimal(number)) == words
    assert from_words(words) == Decimal(number)
    assert Amount(number).in_words() == words
    assert Amount.from_words(words) == Amount(number)


_fen = st.one_of(
    st.integers(0, 10**7),
    st.integers(0, 10**22 - 1),
    # many zeros, where the rules for 零 are
    st.lists(st.sampled_from("0000123"), min_size=1, max_size=22).map(lambda d: int("".join(d))),
)


@given(_fen, st.booleans())
def test_words_read_back_to_the_amount(fen: int, negative: bool) -> None:
    number = Decimal(f"{'-' if negative else ''}{fen // 100}.{fen % 100:02}")
    words = in_words(number)
    assert from_words(words) == number
    assert from_words("人民币" + words) == number
    assert from_words(words.replace("元", "圆").replace("整", "正")) == number


@given(_fen)
def test_zeros_stand_once_between_digits_and_never_at_an_end(fen: int) -> None:
    words = in_words(Decimal(f"{fen // 100}.{fen % 100:02}"))
    assert "零零" not in words
    if fen:
        assert not words.startswith("零")
        assert not words.endswith("零")
    assert words.endswith("整") == (fen % 100 == 0)
    for place in "拾佰仟万亿元":
        assert f"零{place}" not in words.removeprefix("零元")


@pytest.mark.parametrize("number", ["0.001", "100000000000000000000", "-100000000000000000000"])
def test_parts_of_a_fen_and_what_is_too_large_have_no_words(number: str) -> None:
    with pytest.raises(MoneyError, match="whole 分"):
        in_words(Decimal(number))


@pytest.mark.parametrize(
    "text",
    [
        *("", "元", "整", "人民币", "负", "零", "壹", "壹元贰", "拾元整", "一元整", "壹元整角"),
        *(
            "壹元贰分叁角",
            "壹元贰角叁",
            "100元",
            "壹亿",
            "元整",
            "亿元整",
            "万元",
            "壹壹元整",
            "壹拾拾元整",
        ),
        *("负负壹元整", "壹佰贰仟元整"),
    ],
)
def test_text_that_is_no_amount_in_words_is_refused(text: str) -> None:
    with pytest.raises(MoneyError, match="capital numerals"):
        from_words(text)


@given(st.text(alphabet="零壹贰玖拾佰仟万亿元角分整负", max_size=10))
def test_any_text_is_an_amount_or_a_money_error(text: str) -> None:
    try:
        number = from_words(text)
    except MoneyError:
        return
    assert number == number.quantize(Decimal("0.01"))
