"""Forms that nobody has seen: what is read has the scope of what was published, or is open."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cnbudget import Report, State, Verdict, check
from cnbudget.errors import UnreadableError
from tests.reading.worded.invented import NATURES, STRANGE, Invented, invented
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


@pytest.mark.parametrize("strange", [False, True], ids=["known", "strange"])
@given(chance=CHANCES, carried=st.booleans(), agencies=st.booleans())
def test_carried_money_and_agencies_have_no_wrong_scope(
    chance: Random, carried: bool, agencies: bool, strange: bool
) -> None:
    form = invented(chance, strange=strange, carried=carried, agencies=agencies)
    try:
        read = by_words(form.text)
    except UnreadableError:
        assert strange
        assume(False)
    assert wrong(form) == []
    if not strange:
        assert any(figure.scope for figure in read.figures) == bool(form.amounts)


#: Headings of natures, each as the only text of a cell.
NAMES = sorted({f"\t{name}\t" for names in NATURES.values() for name in names})


@given(CHANCES, st.sampled_from(STRANGE), st.data())
def test_while_a_column_is_not_understood_nothing_of_its_table_is_accused(
    chance: Random, name: str, data: st.DataObject
) -> None:
    form = invented(chance, strange=False, agencies=chance.random() < 0.3)
    there = [heading for heading in NAMES if heading in form.text]
    assume(there)
    heading = data.draw(st.sampled_from(there))
    report = check(by_words(form.text.replace(heading, f"\t{name}\t", 1)))
    read = report.disclosure
    hidden = [f for f in read.figures if name in f.column.path]
    assert hidden
    assert not any(figure.scope for figure in hidden)
    if any(figure.value for figure in hidden):
        assert any(name in problem.zh for problem in read.problems)
    assert_nothing_accused(report)


@given(CHANCES, st.sampled_from(STRANGE))
def test_while_a_row_is_not_understood_nothing_of_its_table_is_accused(
    chance: Random, name: str
) -> None:
    form = invented(chance, strange=False, hidden=name)
    assume(name in form.text)
    report = check(by_words(form.text))
    hidden = [f for f in report.disclosure.figures if f.row.row == name]
    assert not any(figure.scope for figure in hidden)
    if any(figure.value for figure in hidden):
        assert any(name in problem.zh for problem in report.disclosure.problems)
    assert_nothing_accused(report)


def assert_nothing_accused(report: Report) -> None:
    """What is printed is consistent: nothing is wrong, and nothing is inferred, lacking or lost."""
    figures = report.disclosure.figures
    assert not any(f.state in (State.INFERRED, State.MISSING) for f in figures)
    assert [finding.zh for finding in report.findings if finding.verdict is Verdict.VIOLATED] == []
