"""Texts that are looked through together come out as they do one by one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget.persons.text import Hints

_PIECES = (
    "联系人",
    "联",
    "系人",
    "：",
    ":",
    " ",
    "\u3000",
    "\n",
    "电话",
    "0900-",
    "1234567",
    "@",
    "\x00",
)
_TEXTS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=5).map("".join), max_size=4)


@settings(max_examples=60)
@given(_TEXTS, st.booleans())
def test_several_texts_are_looked_through_as_each_by_itself(
    texts: list[str], numbers: bool
) -> None:
    hints = Hints(("联系人", "电话"), numbers)
    assert hints.in_each(texts) == [hints.in_(text) for text in texts]
