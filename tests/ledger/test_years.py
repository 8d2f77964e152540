"""A ledger is of one year and one stage, and says nothing of others."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Ledger, LedgerError, Scope
from cnbudget.strategies import ledgers, scopes

years = st.none() | st.integers(2018, 2027)
stages = st.sampled_from([None, "预算", "决算"])


@given(ledgers(), years, st.sampled_from(["预算", "决算"]), scopes(), years, stages)
def test_a_total_of_another_year_or_stage_is_an_error_and_never_zero_or_the_ledgers_own(
    ledger: Ledger, year: int | None, stage: str, scope: Scope, asked: int | None, at: str | None
) -> None:
    ledger = attrs.evolve(ledger, year=year, stage=stage)
    wanted = attrs.evolve(scope, year=asked, stage=at)
    if asked in (None, year) and at in (None, stage):
        assert ledger.tells(wanted)
        assert ledger.total(wanted) == ledger.total(scope) == ledger.select(wanted).total()
        return
    assert not ledger.tells(wanted)
    for ask in (ledger.total, ledger.select):
        with pytest.raises(LedgerError) as caught:
            ask(wanted)
        assert str(asked) in caught.value.zh or str(at) in caught.value.zh


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        (Scope(year=2025), "口径的年度是2025，明细的年度是2026"),
        (Scope(stage="决算"), "口径的阶段是决算，明细的阶段是预算"),
    ],
)
def test_what_the_error_says(scope: Scope, says: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger([], "甲局", year=2026).total(scope)
    assert says in caught.value.zh
    with pytest.raises(LedgerError, match="says no year"):
        Ledger([], "甲局").total(Scope(year=2025))


@pytest.mark.parametrize("wrong", [{"year": "2026"}, {"year": 2026.0}, {"stage": "草案"}])
def test_a_year_is_a_number_and_a_stage_one_of_two(wrong: dict[str, Any]) -> None:
    with pytest.raises(LedgerError, match=r"not a year|neither 预算"):
        Ledger([], "甲局", **wrong)
