"""The evidence verifies, and evidence that was tampered with does not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from cnbudget import example, reconcile
from cnbudget.consistency import EvidenceError
from cnbudget.consistency.checker import check_refutation, check_repair
from cnbudget.reconciliation import Reconciliation


@pytest.fixture(scope="module")
def found() -> Reconciliation:
    budget = example("akto")
    figure = budget[3, "210", "基本支出"]
    return reconcile(budget.with_figures([(figure, figure.evolve(value=Decimal("521.40")))]))


def test_every_multiplier_of_a_refutation_counts(found: Reconciliation) -> None:
    assert found.framed is not None
    system, refutation = found.framed.system, found.conflicts[0].refutation
    check_refutation(system, refutation)
    for number, multiplier in enumerate(refutation.multipliers):
        more = attrs.evolve(multiplier, times=multiplier.times + Fraction(1, 7))
        others = [*refutation.multipliers[:number], more, *refutation.multipliers[number + 1 :]]
        with pytest.raises(EvidenceError):
            check_refutation(system, attrs.evolve(refutation, multipliers=tuple(others)))


def test_a_set_that_is_no_repair_and_a_bound_too_high_are_refused(found: Reconciliation) -> None:
    assert found.framed is not None
    assert found.localisation is not None
    system, evidence = found.framed.system, found.localisation.evidence
    check_repair(system, evidence)
    weight = evidence.weight or 0
    with pytest.raises(EvidenceError):
        check_repair(system, attrs.evolve(evidence, lower=weight + 1))
    other = next(c.id for c in system.cells if c.suspect and (c.id,) not in evidence.sets)
    with pytest.raises(EvidenceError):
        check_repair(system, attrs.evolve(evidence, sets=((other,), *evidence.sets[1:])))
    ledger = dict(evidence.ledgers[0])
    name = next(name for name, amount in ledger.items() if amount)
    ledger[name] += 1
    with pytest.raises(EvidenceError):
        check_repair(system, attrs.evolve(evidence, ledgers=(ledger, *evidence.ledgers[1:])))
