"""The skeleton of a PDF file: comments and spaces between its words mean nothing, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.reading.pdf.anatomy import Anatomy, Reference, TangledError

GAPS = st.lists(
    st.sampled_from([b" ", b"\n", b"\0", b"% 1 0 R\n", b"%%%\r"]), min_size=1, max_size=6
).map(b"".join)


@given(st.lists(GAPS, min_size=4, max_size=4))
def test_what_means_nothing_is_passed_over(gaps: list[bytes]) -> None:
    first, second, third, fourth = gaps
    data = (
        b"1 0 obj" + first + b"<</A 7" + second + b"0" + third + b"R/B 12" + fourth + b"3>>endobj"
    )
    entries = Anatomy(data).entries(Reference(1))
    assert entries == {b"/A": Reference(7), b"/B": 12}


@pytest.mark.parametrize("gap", [b"%" * 5000 + b"\n", b"%\n" * 5000, b" " * 5000])
def test_many_comments_before_an_object(gap: bytes) -> None:
    assert Anatomy(b"1 0 obj" + gap + b"<</A 1>>endobj").entries(Reference(1)) == {b"/A": 1}


def test_a_line_of_comment_marks_to_the_end_is_no_object() -> None:
    with pytest.raises(TangledError):
        Anatomy(b"1 0 obj " + b"%" * 60).entries(Reference(1))
