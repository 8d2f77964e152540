"""The form of each document as a layout: it is read with it as by its words, and ledgers are published in it."""

from __future__ import annotations

import pytest

from cnbudget import State, layout_of, layouts, read
from published.documents import budget, path
from published.forms import FORMS, learnt
from tests.learnt import form_of, parts_of, through_its_file

DOCUMENTS = [document for form in FORMS for document in form.documents]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_with_its_form_every_figure_of_a_document_has_the_scope_that_words_gave_it(
    document: str,
) -> None:
    assert learnt(document).other == ()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_ledger_published_in_its_form_reads_back_and_is_not_accused(document: str) -> None:
    made = learnt(document)
    assert made.reads_back
    assert made.cells > 100
    assert made.missing < made.cells / 3
    assert made.violated == ()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_form_of_a_document_that_follows_a_shipped_layout_reads_it_as_that_layout_does(
    document: str,
) -> None:
    first = budget(document)
    if first.layout not in layouts.names():
        assert first.by_words
        return
    learnt_form = layout_of(first)
    assert parts_of(through_its_file(learnt_form)) == parts_of(learnt_form)

    again = read(path(document), layouts=(form_of(first),))
    values = [(f.scope, f.value) for f in again.figures if f.state is State.VALUE]
    assert values == [(f.scope, f.value) for f in first.figures if f.state is State.VALUE]
