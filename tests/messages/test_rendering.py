"""Every entry can be said in both languages, whatever its values are, and what it says holds each of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.figures import ColumnAddress, Figure, Place, RowAddress, State, figure_in_cell
from cnbudget.messages import Message, Said, Wording, entry, keys
from cnbudget.messages.catalogue import template
from cnbudget.messages.values import spoken

_TEXTS = st.text("abc表数{}“”", min_size=1, max_size=6)
_ROW = RowAddress(3, "expenditure", title="支出", row="208", path=("208",), scope=None)
_COLUMN = ColumnAddress("total", "合计")


def _figure(line: int) -> Figure:
    from cnbudget.amounts import Unit

    place = Place(line=line)
    return figure_in_cell(Decimal("1.50"), Unit.WAN, 2, State.VALUE, _ROW, _COLUMN, place)


_FIGURES = st.integers(1, 99).map(_figure)
_ANY = st.one_of(
    _TEXTS,
    st.integers(0, 10**6),
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.builds(Said, _TEXTS, _TEXTS),
    st.lists(_TEXTS, min_size=1, max_size=3).map(tuple),
)


def _values_of(form: str) -> st.SearchStrategy[Any]:
    """Values that can be said in a form."""
    plain = form.removesuffix(";")
    if plain in ("where", "spot"):
        return st.lists(_FIGURES, min_size=1, max_size=3).map(tuple) if form != plain else _FIGURES
    if plain.startswith("n ") or (plain and plain[0].isdigit()):
        return st.integers(0, 99)
    assert plain in ("", "!r"), f"a test draws no values of the form {form!r}"
    return st.lists(_TEXTS, min_size=1, max_size=3).map(tuple) if form != plain else _ANY


def _forms(each: Wording) -> dict[str, str]:
    """The most demanding form in which an entry says each value."""
    found: dict[str, str] = {}
    for words in each:
        for piece in template(words):
            if piece.name is not None and len(piece.form) >= len(found.get(piece.name, "")):
                found[piece.name] = piece.form
    return found


@pytest.mark.parametrize("key", keys())
def test_an_entry_says_each_of_its_values_in_both_languages(key: str) -> None:
    # a property made anew for each entry: Hypothesis piles up the settings of one with hundreds of parameters
    _every_value_is_said(entry(key), key)


def _every_value_is_said(found: Wording, key: str) -> None:
    @given(data=st.data())
    def said(data: st.DataObject) -> None:
        forms = _forms(found)
        values = {name: data.draw(_values_of(form), label=name) for name, form in forms.items()}
        message = Message(key, values)
        for lang in ("zh", "en"):
            for template_of, words in (
                (found.words(lang), message.text(lang)),
                (found.hint(lang), message.hint(lang)),
            ):
                for piece in template(template_of):
                    assert piece.words in words
                    if piece.name is not None:
                        assert spoken(values[piece.name], piece.form, lang) in words

    said()


def test_what_could_not_be_read_keeps_its_key_through_json() -> None:
    damaged = Path(__file__).parents[1] / "checks" / "damaged" / "slow-1.md"
    budget = cnbudget.read(damaged)
    again = cnbudget.read_text(cnbudget.to_text(budget, "json"))
    assert [problem.words for problem in again.problems] == [p.words for p in budget.problems]
    assert all(getattr(problem.words, "key", "") for problem in again.problems)
    assert again.problems
