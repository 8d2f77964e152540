"""The examples that ship: the two documents retyped, with the same figures and nothing about persons."""

from __future__ import annotations

import re

import pytest

from cnbudget import Disclosure, State, UnknownNameError, check, example
from cnbudget.examples import example_path, names
from tests.documents import corpus


def test_their_names() -> None:
    assert names() == ("akto", "artux")


@pytest.mark.parametrize("name", corpus.NAMES)
def test_they_read_and_hold(name: str) -> None:
    budget = example(name)
    report = check(budget)
    assert report.ok
    assert report.untied == ()
    assert budget.source == example_path(name).name
    assert len(budget.sha256) == 64
    assert {table.status for table in budget.tables} <= {"present", "empty"}


def printed(budget: Disclosure) -> dict[corpus.Key, str]:
    facts = corpus.facts(budget)
    return {key: f"{value:f}" for key, (state, value, _) in facts.items() if state is State.VALUE}


@pytest.mark.skipif(not corpus.REAL, reason="the real documents are not here")
@pytest.mark.parametrize("name", corpus.NAMES)
def test_they_print_what_the_real_documents_print(name: str) -> None:
    real, retyped = printed(corpus.budget(name)), printed(example(name))
    lost = {
        key for key in retyped.keys() - real.keys() if name == "akto" and key[0] == "expenditure"
    }
    assert {key: retyped[key] for key in retyped.keys() - lost} == real
    # what table 3 had lost was inferred, and is printed here
    inferred = corpus.facts(corpus.budget(name))
    assert {key: retyped[key] for key in lost} == {
        key: f"{inferred[key][1]:f}" for key in lost if inferred[key][0] is State.INFERRED
    }


@pytest.mark.parametrize("name", corpus.NAMES)
def test_they_name_no_person_and_no_telephone(name: str) -> None:
    text = example_path(name).read_text(encoding="utf-8")
    assert re.search(r"联系人|负责人|电话|[0-9]{7,}(?!Y)", text) is None


def test_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError) as caught:
        example("mars")
    assert caught.value.text("zh") == "“mars”：没有这个例子（已有：akto, artux）"
    assert caught.value.text("en") == "'mars': no such example (known: akto, artux)"
    assert isinstance(caught.value, LookupError)
