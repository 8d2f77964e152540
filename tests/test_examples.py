"""The examples that ship: the two documents retyped, whole and with nothing about persons."""

from __future__ import annotations

import re

import pytest

from cnbudget import UnknownNameError, check, example
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
