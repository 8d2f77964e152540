"""The prose and the side matters in the system: what is composed is consistent, and a changed number is named."""

from __future__ import annotations

from hypothesis import given, settings

import cnbudget
from cnbudget.composing import Composition
from cnbudget.consistency import Consistent, decide
from cnbudget.deduction import joint_system, system_around
from cnbudget.reconciliation import Status
from tests.composing.test_properties import compositions, told


@given(compositions(filled=False))
def test_what_is_composed_is_consistent(made: Composition) -> None:
    budget = told(made)
    found = cnbudget.reconcile(budget)
    assert found.status is Status.CONSISTENT, found.text("en")
    assert found.stated is not None
    assert found.stated.unread == 0


@given(compositions(filled=False))
@settings(max_examples=25)
def test_a_ledger_of_the_tables_and_the_joint_system_say_the_same(made: Composition) -> None:
    budget = told(made)
    witness = cnbudget.reconcile(budget, prose=False).witness
    assert witness is not None
    around = system_around(budget, witness)
    joint = decide(joint_system(budget).system)
    assert isinstance(joint, Consistent)
    if around is not None:  # it may ask more than is needed, as its amounts are given
        assert len(around.system.cells) <= len(joint.ledger)
