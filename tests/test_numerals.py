"""Chinese numerals: what is written is read back, and nothing that is no number is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.numerals import (
    CAPITALS,
    COUNTED,
    EVERYDAY,
    NUMERALS,
    PART,
    YEAR,
    integer,
    numeral,
    whole_in_words,
    whole_of_words,
)

_numbers = st.integers(0, 120) | st.integers(0, 10**20 - 1)


@given(_numbers)
def test_what_is_written_is_read_back(number: int) -> None:
    assert integer(numeral(number)) == number
    assert integer(str(number)) == number
    for marks in (EVERYDAY, CAPITALS):
        assert whole_of_words(whole_in_words(number, marks) or marks[0], marks) == number


@given(st.text(alphabet=NUMERALS + "万亿两", max_size=8))
def test_a_number_is_written_in_one_way(text: str) -> None:
    """But for 〇, for 两 by itself, and for 一十 where others write 十."""
    number = integer(text)
    plain = {text.replace("〇", "零"), text.replace("〇", "零").removeprefix("一")}
    assert number is None or text == "两" or numeral(number) in plain


@pytest.mark.parametrize(
    "text", ["二三", "一二十", "十十", "一百二", "十〇", "", "表", "1.5", "１２"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert integer(text) is None


@pytest.mark.parametrize("number", range(1, 100))
def test_the_parts_of_a_document_are_counted_with_numerals(number: int) -> None:
    assert PART.fullmatch(f"第{numeral(number)}部分")
    assert set(numeral(number)) <= set(COUNTED)


def test_a_year_behind_a_number_that_was_folded_to_it_is_seen() -> None:
    assert YEAR.findall("表12026年收支总表") == ["2026"]
