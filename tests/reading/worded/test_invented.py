"""Forms that nobody has seen: what is read has the scope of what was published, or is open."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from cnbudget import State
from cnbudget.errors import UnreadableError
from tests.reading.worded.invented import Invented, invented
from tests.reading.worded.test_forms import by_words

CHANCES = st.integers(0, 2**32 - 1).map(Random)


def wrong(form: Invented) -> list[str]:
    """The figures whose scope is not what they total."""
    found = []
    for figure in by_words(form.text).figures:
        if figure.scope is None or figure.value is None:
            continue
        total = form.ledger.total(figure.scope).yuan / 10_000
        if total != figure.value:
            found.append(
                f"{figure.row.key} {figure.row.row} {figure.column.path} {figure.value}: {figure.scope} is {total}"
            )
    return found


@given(CHANCES)
def test_a_form_in_the_words_of_the_vocabulary_is_read_whole(chance: Random) -> None:
    form = invented(chance, strange=False)
    assume(form.amounts)
    read = by_words(form.text)
    assert wrong(form) == []
    values = [figure for figure in read.figures if figure.state is State.VALUE and figure.value]
    assert [
        f"{figure.row.row} {figure.column.path}" for figure in values if figure.scope is None
    ] == []
    assert len(values) == form.amounts


@given(CHANCES)
def test_a_form_with_words_of_its_own_has_no_wrong_scope(chance: Random) -> None:
    form = invented(chance, strange=True)
    try:
        assert wrong(form) == []
    except UnreadableError:
        assume(False)
