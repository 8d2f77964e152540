"""Reports, findings, laws and their outcomes are values: equal if they say the same."""

from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Report, check, laws, outcomes, read_text, to_text
from cnbudget.checks.messages import LawWords
from cnbudget.examples import example_path
from cnbudget.messages import Message
from cnbudget.strategies import Corruption, corrupted, disclosures
from tests.documents import corpus

PATHS = [example_path("artux"), example_path("akto")]


def values(budget: Disclosure) -> tuple[Any, ...]:
    """All that is told of a budget."""
    return check(budget), laws(budget), outcomes(budget)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_document_read_and_checked_twice_gives_equal_values(path: Any) -> None:
    one, other = values(cnbudget.read(path)), values(cnbudget.read(path))
    assert one == other
    assert hash(one) == hash(other)
    assert one[0] is not other[0]
    assert len({one[0], other[0]}) == 1


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_two_laws_or_findings_of_a_document_are_equal(path: Any) -> None:
    budget = cnbudget.read(path)
    for found in (laws(budget), outcomes(budget), check(budget).findings):
        assert len(set(found)) == len(found)


@given(corrupted())
def test_each_finding_of_a_law_has_the_key_and_the_values_of_its_message(
    broken: Corruption,
) -> None:
    told = [each.words for each in check(broken.disclosure).findings]
    of_laws = [words for words in told if isinstance(words, LawWords)]
    assert of_laws
    assert all(words.values == words.message.values for words in of_laws)
    assert all(Message(words.key, words.values).zh == words.text("zh") for words in of_laws)


@given(corrupted())
def test_values_survive_copies_and_pickling(broken: Corruption) -> None:
    found = values(broken.disclosure)
    assert found == values(copy.deepcopy(broken.disclosure))
    again = pickle.loads(pickle.dumps(found))  # noqa: S301
    assert again == found
    assert hash(again) == hash(found)


@given(disclosures(), st.sampled_from(["json", "md", "html"]))
def test_it_does_not_matter_where_a_budget_was_read(budget: Disclosure, name: str) -> None:
    first = read_text(to_text(budget, "json"))
    again = read_text(to_text(budget, name), layout=budget.layout)
    assert again == first
    assert laws(again) == laws(first)
    assert outcomes(again) == outcomes(first)
    assert check(again, prose=False).findings == check(first, prose=False).findings


@given(corrupted())
def test_another_figure_makes_another_report(broken: Corruption) -> None:
    before, after = check(broken.original), check(broken.disclosure)
    if not broken.before:
        return  # nothing was there to break
    assert before != after
    assert before.findings != after.findings
    assert outcomes(broken.original) != outcomes(broken.disclosure)
    assert set(laws(broken.disclosure)) - set(laws(broken.original))
    assert laws(broken.original) != laws(broken.disclosure)


def test_the_same_law_of_another_table_is_another_law() -> None:
    found = [law for law in laws(cnbudget.example("artux")) if law.kind == "add-up"]
    by_figures: dict[Any, int] = {}
    for law in found:
        by_figures[law.figures] = by_figures.get(law.figures, 0) + 1
    assert max(by_figures.values()) > 1  # tables repeat each other
    assert len(set(found)) == len(found)


def test_a_report_is_no_report_of_another_kind() -> None:
    report = check(cnbudget.example("artux"))
    other: object = report.text()
    assert report != other
    assert isinstance(hash(report), int)
    assert report == Report(**{field: getattr(report, field) for field in FIELDS})


FIELDS = ("disclosure", "tallies", "findings", "untied", "not_checked", "lists")


def test_a_check_leaves_nothing_behind_that_only_the_collector_of_garbage_frees() -> None:
    budget = read_text(corpus.text("akto"))
    check(budget)  # what is kept of it is its own
    gc.collect()
    gc.disable()
    try:
        check(budget)
        assert gc.collect() == 0
    finally:
        gc.enable()
