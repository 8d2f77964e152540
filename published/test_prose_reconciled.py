"""The prose of real documents in one system with their tables: consistent but for what is really wrong in it."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Reconciliation, check, reconcile
from published import documents
from published.documents import budget
from tests.documents import numbers, reconciling
from tests.documents.numbers import Spot
from tests.documents.reconciling import MONEY

#: What contradicts the tables, or itself, in the prose of each document: page, number, and what was read on the page.
WRONG: dict[str, list[tuple[int, str, str]]] = {
    "artux": [],
    "akto": [],
    "sh-czj-2025-budget-unit": [],
    "sh-putuo-fb-2025-budget-unit": [],
    "sh-putuo-ghj-2024-final-dept": [
        (21, "236.63", "the tables print 236.63 and 236.64 for 210; the prose follows one of them"),
        (24, "5377.64", "basic expenditure of all money; of the general budget it is 5364.75"),
        (24, "4896.98", "and so the personnel part, 4884.09 in the table"),
        (21, "99.86", "9746.50 / 9759.38 is 99.87 %: cut off"),
        (21, "95.45", "9746.50 / 10210.34 is 95.46 %: cut off"),
        (21, "10210.34", "or the base of that percentage"),
    ],
    "sh-putuo-shfly-2024-budget-unit": [
        (6, "738.66", "the table prints 6,964,796, on both lines that state it"),
        (6, "711.34", "3.84 % follows from 738.66, so it is wrong with it, or the amount of the year before"),
        (6, "3.84", "the same"),
    ],
    "sh-putuo-wanli-2025-budget-dept": [],
}  # fmt: skip


@cache
def reconciled(name: str) -> Reconciliation:
    return reconcile(budget(name), time_limit=None)


@pytest.fixture(params=WRONG)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_prose_contradicts_nothing_but_what_is_wrong_in_it(name: str) -> None:
    found = reconciled(name)
    alone = reconcile(budget(name), prose=False, witness=False)
    outside = set()
    if found.localisation is not None:
        outside = {
            (figure.place.page, figure.text)
            for figure in found.localisation.figures
            if figure.row.within != "table"
        }
    assert outside == {(page, text) for page, text, _ in WRONG[name]}
    assert found.consistent is (alone.consistent and not WRONG[name])


def test_what_the_check_finds_wrong_in_the_prose_is_among_the_lightest(name: str) -> None:
    found = reconciled(name)
    named = set() if found.localisation is None else set(map(id, found.localisation.figures))
    for finding in check(budget(name)).wrong:
        if finding.law in MONEY and any(f.row.within != "table" for f in finding.figures):
            assert found.consistent is False
            assert named & set(map(id, finding.figures)), finding


def test_nothing_is_left_out_in_silence(name: str) -> None:
    assert reconciling.left_out_in_silence(budget(name), reconciled(name)) == []


def test_akto_s_last_year_is_one_amount_by_all_its_parts() -> None:
    reconciling.assert_last_year_is_one_amount(budget("akto"), documents.text("akto"), 13)


@pytest.mark.parametrize("name", documents.TEXTS)
@settings(max_examples=max(4, settings().max_examples // 10))
@given(data=st.data())
def test_a_changed_number_is_among_the_lightest(name: str, data: st.DataObject) -> None:
    spots = _spots(name)
    assert len(spots) > 60
    spot = data.draw(st.sampled_from(spots))
    digit = data.draw(st.sampled_from("123456789".replace(spot.text[0], "")))
    reconciling.assert_among_the_lightest(documents.text(name), spot, digit + spot.text[1:])


@cache
def _spots(name: str) -> list[Spot]:
    found = numbers.of_claims(budget(name), documents.text(name))
    return reconciling.taken(found, reconciled(name))
