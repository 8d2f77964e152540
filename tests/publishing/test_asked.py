"""What is asked of a publication: a year that is one, places that can be printed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Entry, FundingSource, Ledger, Nature, publish
from cnbudget.errors import LedgerError

LEDGER = Ledger(
    [
        Entry(
            "2101501",
            "30101",
            source=FundingSource.GENERAL_OWN,
            nature=Nature.PERSONNEL,
            amount=483649,
        )
    ],
    agency="某县医疗保障局",
)


@given(places=st.one_of(st.integers(-9, -1), st.integers(29, 99), st.booleans(), st.floats()))
def test_places_that_cannot_be_printed_are_an_error(places: Any) -> None:
    with pytest.raises(LedgerError, match="places") as caught:
        publish(LEDGER, year=2026, places=places)
    assert "小数位数" in caught.value.text("zh")


@given(places=st.integers(0, 8))
def test_places_are_those_that_are_printed(places: int) -> None:
    total = publish(LEDGER, year=2026, places=places).expenditure["2101501"].total
    assert total.places == places
    assert len(total.text.partition(".")[2]) == places


@pytest.mark.parametrize("year", [0, -5, 26, 20260, True, "2026", 2026.0])
def test_what_is_no_fiscal_year_is_an_error(year: Any) -> None:
    with pytest.raises(LedgerError, match="fiscal year"):
        publish(LEDGER, year=year)


def test_without_a_year_it_is_published_and_said() -> None:
    budget = publish(LEDGER)
    assert budget.year is None
    (problem,) = [each for each in budget.problems if each.kind == "year"]
    assert "没有给出预算年度" in problem.zh
    assert [each for each in publish(LEDGER, year=2026).problems if each.kind == "year"] == []
