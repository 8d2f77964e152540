"""What holds for every code of every list in every year."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import classification
from cnbudget.classification import Kind, Subject

YEARS = list(classification.years())
LISTS = classification.default()
years = st.sampled_from(YEARS)
kinds = st.sampled_from(list(Kind))


@st.composite
def subjects(draw: st.DrawFn) -> tuple[int, Subject]:
    year, kind = draw(years), draw(kinds)
    catalogue = LISTS.catalogue(kind, year)
    return year, catalogue[draw(st.sampled_from(list(catalogue)))]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("year", YEARS)
def test_the_ancestors_of_every_code_are_listed(kind: Kind, year: int) -> None:
    catalogue = LISTS.catalogue(kind, year)
    for code, subject in catalogue.items():
        assert (subject.parent == "") == (subject.level == 1)
        if subject.parent:
            parent = catalogue[subject.parent]
            assert code in parent.children
            assert parent.level == subject.level - 1
            assert set(subject.budgets) <= set(parent.budgets)
            assert subject.path == f"{parent.path}/{subject.name}"
        for child in subject.children:
            assert catalogue[child].parent == code


@pytest.mark.parametrize("kind", Kind)
def test_no_validity_overlaps(kind: Kind) -> None:
    for code in LISTS.codes(kind):
        for one, other in pairwise(LISTS.history(code, kind=kind)):
            assert one.until is not None
            assert one.until < other.since
            assert one.name != other.name


@given(subjects())
def test_a_subject_holds_in_its_years(drawn: tuple[int, Subject]) -> None:
    year, subject = drawn
    assert subject.since <= year <= (subject.until or year)
    periods = [(s.name, s.since) for s in LISTS.history(subject.code, kind=subject.kind)]
    assert (subject.name, subject.since) in periods


@settings(max_examples=60, deadline=None)
@given(subjects())
def test_search_by_its_own_name_finds_a_subject_first(drawn: tuple[int, Subject]) -> None:
    year, subject = drawn
    catalogue = LISTS.catalogue(subject.kind, year)
    found = catalogue.search(subject.name, limit=1000)
    namesakes = catalogue.named(subject.name)
    assert subject in namesakes
    assert set(found[: len(namesakes)]) == set(namesakes)
    assert catalogue.search(subject.path)[0] == subject
    assert catalogue.search(subject.code)[0] == subject
    assert catalogue.find(subject.code) == subject
    if len(namesakes) == 1:
        assert found[0] == subject
        assert catalogue.find(subject.name) == subject


@settings(max_examples=200, deadline=None)
@given(subjects(), years)
def test_translate_there_and_back(drawn: tuple[int, Subject], to_year: int) -> None:
    year, subject = drawn
    there = LISTS.translate(subject.code, year, to_year, kind=subject.kind)
    assert len(there) <= 1
    for target in there:
        assert target.level == subject.level
        assert LISTS.translate(target.code, to_year, year, kind=subject.kind) == (subject,)
    if year == to_year:
        assert there == (subject,)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12), years)
def test_judging_anything_gives_messages_and_no_error(code: str, name: str, year: int) -> None:
    for judgement in LISTS.judge(code, name, year):
        assert "\n" not in judgement.zh + judgement.en
        assert judgement.zh


@settings(max_examples=100, deadline=None)
@given(years, years)
def test_changes_account_for_every_code(from_year: int, to_year: int) -> None:
    changes = LISTS.changes(from_year, to_year, kind=Kind.ECONOMIC)
    old, new = (LISTS.catalogue(Kind.ECONOMIC, year) for year in (from_year, to_year))
    gone, come = ({s.code for s in group} for group in (changes.abolished, changes.added))
    assert (set(old) - gone) | come == set(new)
