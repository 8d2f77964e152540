"""Texts that a spreadsheet could run: guarded, none is; and the guard comes off again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.formulas import guarded, is_formula, unguarded

TEXTS = st.text(alphabet="=+-@\t\r'甲A1", max_size=5)


@given(TEXTS)
def test_nothing_guarded_is_a_formula_and_the_guard_comes_off(text: str) -> None:
    assert not is_formula(guarded(text))
    assert unguarded(guarded(text)) == text


def test_an_apostrophe_that_guards_nothing_stays() -> None:
    assert unguarded("'甲") == "'甲"
