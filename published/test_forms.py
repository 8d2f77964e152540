"""Each form without the words that it alone attests: read right or open, and never wrong; and the pages that say so."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from cnbudget.forms import vocabulary
from published.documents import FOLDER, path
from published.forms import FORMS, Form, left_out, marked

#: Prose alone.
_WITHOUT_TABLES = {"beijing-sfj-2026"}
_TOOL = Path(__file__).parents[1] / "tools" / "try_forms.py"


def test_each_document_is_of_a_form() -> None:
    files = {path(document) for form in FORMS for document in form.documents}
    named = {file.name if file.suffix == ".txt" else file.parent.name for file in files}
    there = {each.name for each in FOLDER.iterdir() if each.is_dir() or each.suffix == ".txt"}
    assert named == there - _WITHOUT_TABLES


def test_only_forms_that_are_known_attest_words() -> None:
    attesting = {form for _, _, entry in vocabulary().all_entries() for form in entry.forms}
    assert attesting == {form.key for form in FORMS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_without_its_own_words_nothing_of_a_form_is_wrong(form: Form) -> None:
    left = left_out(form)
    assert left.entries > 0
    assert left.wrong == ()
    assert left.other == ()


def test_without_their_own_words_most_of_the_forms_is_read() -> None:
    left = [left_out(form) for form in FORMS]
    right, facts = sum(each.right for each in left), sum(each.right + each.open for each in left)
    assert facts > 500
    assert right >= 0.8 * facts
    assert right < facts  # what is left out is missed


def test_the_pages_and_the_marks_are_as_the_documents_are_read() -> None:
    spec = importlib.util.spec_from_file_location("try_forms", _TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert any("[" in line for line in marked())
    assert tool.main(["--check"]) == 0
