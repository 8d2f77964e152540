"""Findings are put in order and named by it, whether they themselves are named or others like them."""

from __future__ import annotations

import copy
from random import Random

from cnbudget import check, example
from cnbudget.checks.order import ordered
from tests.checks.slipped import slipped


def test_named_themselves_or_not_they_are_the_same() -> None:
    found = [*check(slipped(example("akto"), 6, 1), prose=False).findings]
    assert any(each.caused_by for each in found)
    Random(0).shuffle(found)
    kept = copy.deepcopy(found)
    anew = ordered(found)
    assert found == kept  # nothing of them was changed
    themselves = ordered(kept, fresh=True)
    assert themselves == anew
    assert {id(each) for each in themselves} == {id(each) for each in kept}
    assert [each.id for each in anew] == [f"F{n}" for n in range(1, len(found) + 1)]


def test_a_check_leaves_the_findings_of_another_as_they_are() -> None:
    budget = slipped(example("akto"), 4, 2)
    report = check(budget, prose=False)
    kept = copy.deepcopy(report)
    assert check(budget, prose=False) == report == kept
