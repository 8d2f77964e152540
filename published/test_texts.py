"""The two texts as they were published: what the examples print, every code, every cell and every goal of them."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure, State, example
from cnbudget.checks.codes import judged_codes
from cnbudget.performance import read_goals
from cnbudget.publishing import passages_of_goals
from published import documents
from tests.documents import corpus
from tests.reading.test_nothing_dropped import dropped

# code, name as printed, kind of problem, tables in which it stands; judged by reading the page
_SLIPS = {
    "artux": [],
    # table 1 of the same document, and the list, have 抗疫特别国债安排的支出; 抗疫特别国债还本支出 is 23105
    "akto": [("234", "抗疫特别国债还本支出", "name-of-other-code", [4])],
}


def _printed(budget: Disclosure) -> dict[corpus.Key, str]:
    facts = corpus.facts(budget)
    return {key: f"{value:f}" for key, (state, value, _) in facts.items() if state is State.VALUE}


@pytest.mark.parametrize("name", documents.TEXTS)
def test_the_examples_print_what_they_print(name: str) -> None:
    real, retyped = _printed(documents.budget(name)), _printed(example(name))
    lost = {
        key for key in retyped.keys() - real.keys() if name == "akto" and key[0] == "expenditure"
    }
    assert {key: retyped[key] for key in retyped.keys() - lost} == real
    # what table 3 had lost was inferred, and is printed in the example
    inferred = corpus.facts(documents.budget(name))
    assert {key: retyped[key] for key in lost} == {
        key: f"{inferred[key][1]:f}" for key in lost if inferred[key][0] is State.INFERRED
    }


@pytest.mark.parametrize("name", documents.TEXTS)
def test_the_retyped_texts_of_the_tests_have_their_facts(name: str) -> None:
    assert corpus.facts(corpus.budget(name)) == corpus.facts(documents.budget(name))


@pytest.mark.parametrize("name", documents.TEXTS)
def test_only_real_slips_of_codes_and_names_are_said(name: str) -> None:
    judged = judged_codes(documents.budget(name))
    said = [
        (each.code, each.name, each.problem.value, [row.address.table for row in rows])
        for _, _, each, rows in judged.said
    ]
    assert said == _SLIPS[name]


@pytest.mark.parametrize("name", documents.TEXTS)
def test_nothing_of_them_is_dropped(name: str) -> None:
    assert dropped(documents.text(name)) == []


@pytest.mark.parametrize("name", documents.TEXTS)
def test_their_goals_read_back(name: str) -> None:
    tables = documents.budget(name).performance.goals
    assert len(tables) > 2
    for table in tables:
        assert read_goals(passages_of_goals(table)).goals == (table,)
