"""The weights of a project's indicators come to 100, or to 90 where ten are kept for execution; to nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Verdict, check
from tests.performance.documents import PROJECT, beside


@pytest.mark.parametrize("total", [70, 79, 80, 85, 89, 90, 91, 95, 99, 100, 101, 110])
def test_weights_come_to_90_or_100_and_to_nothing_else(total: int) -> None:
    old = "40 万元\t30\t"
    assert PROJECT.count(old) == 1
    budget = beside(PROJECT.replace(old, f"40 万元\t{total - 60}\t"))
    found = [each for each in check(budget).findings if each.law == "weight"]
    if total in (90, 100):
        assert found == []
        return
    (told,) = found
    assert told.verdict is Verdict.VIOLATED
    assert told.found == Decimal(total)
    assert told.expected == Decimal(100 if total > 95 else 90)
