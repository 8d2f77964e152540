"""Forms as many places print them: what is read totals what was printed, or is open; what is right is not accused."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache

import attrs
import pytest

import cnbudget
from cnbudget import Disclosure, Figure, State
from cnbudget.layouts.outlines import shipped_outlines
from cnbudget.reading.document import disclosure_of_blocks
from cnbudget.reading.files import contents_of
from cnbudget.scope import PART, SOME
from tests.reading.worded.printing import Form, form, forms

ERRORS = ("error", "minor")
_RUNNING = "机关"  # what the scope of running costs names, of which ledgers know nothing


@lru_cache
def _filled(name: str) -> Form:
    return form(name)


def _shipped(filled: Form) -> Disclosure:
    return disclosure_of_blocks(contents_of(filled.html().encode()).blocks, shipped_outlines())


@lru_cache
def _read(name: str) -> Disclosure:
    return _disclosure(_filled(name))


def _disclosure(filled: Form) -> Disclosure:
    return disclosure_of_blocks(contents_of(filled.html().encode()).blocks, ())


def _is_right(filled: Form, figure: Figure) -> bool:
    """Whether a figure is what the ledger has of its scope, or (of a part without a name) of what it is a part of."""
    scope = figure.scope
    assert scope is not None
    assert figure.value is not None
    told = {f"{figure.value:,.2f}"} & filled.told
    if scope.agency == (_RUNNING,) or "procurement" in scope.told:
        return bool(told) or figure.value in filled.totals(scope)
    if any(agency.startswith(PART) for agency in scope.agency):
        bought = any(agency.startswith(SOME) for agency in scope.agency)
        whole = attrs.evolve(scope, agency=None, project=None if bought else scope.project)
        value = f"{figure.value:,.2f}"
        return bool(told) or any(
            each.text == value and (bought or each.scope <= whole) for each in filled.amounts
        )
    return figure.value in filled.totals(scope)


@pytest.mark.parametrize("name", forms())
def test_what_is_read_of_a_form_totals_what_was_printed(name: str) -> None:
    filled, read = _filled(name), _read(name)
    printed = [each for each in read.figures if each.state is State.VALUE and each.value]
    wrong = [
        f"{each.row.key} {each.row.row} {each.column.path} {each.value}: {each.scope}"
        for each in printed
        if each.scope is not None and not _is_right(filled, each)
    ]
    assert wrong == []
    lost = Counter(Decimal(each.text.replace(",", "")) for each in filled.amounts)
    lost.subtract(each.value for each in printed if each.value is not None)
    assert [f"{value}" for value, count in lost.items() if count > 0] == []
    unknown = sum(each.scope is None for each in printed)
    assert unknown == filled.open  # what the form says stays open, and no more


@pytest.mark.parametrize("name", forms())
def test_a_form_that_is_right_is_not_accused_and_a_wrong_amount_is_found(name: str) -> None:
    report = cnbudget.check(_read(name))
    assert [each.zh for each in report.findings if each.severity in ERRORS] == []
    filled = _filled(name)
    wrong = cnbudget.check(_disclosure(filled.planted(filled.wrong)))
    assert [each for each in wrong.findings if each.severity in ERRORS] != []


def test_one_wrong_total_makes_no_other_form_of_it() -> None:
    """Of a form that the ministry's is near to: a total is in many laws, and one number."""
    filled = _filled("zhejiang")
    amounts = filled.amounts
    largest = sorted(range(len(amounts)), key=lambda n: -Decimal(amounts[n].text.replace(",", "")))
    for number in (None, *largest[:16]):
        read = _shipped(filled if number is None else filled.planted(number))
        assert read.by_words
