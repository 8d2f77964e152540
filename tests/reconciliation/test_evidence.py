"""The evidence verifies, and evidence that was tampered with does not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from cnbudget import Amount, example, reconcile
from cnbudget.amounts import exact
from cnbudget.consistency import EvidenceError, Inconsistent, System, decide
from cnbudget.consistency.checker import check_refutation, check_repair
from cnbudget.deduction import Weights
from cnbudget.reconciliation import Reconciliation, Status
from cnbudget.reconciliation.conflicts import conflict_of
from cnbudget.strategies import Corruption, corrupted
from tests.profiles import tries


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


# Everything at once, by the user: `Reconciliation.verify`.


def changed(*changes: tuple[tuple[object, ...], str]) -> Reconciliation:
    budget = example("akto")
    pairs = [(f := budget[key], f.evolve(value=Decimal(text))) for key, text in changes]
    return reconcile(budget.with_figures(pairs))


@pytest.fixture(scope="module")
def slip() -> Reconciliation:
    """One wrong figure, which a slip explains."""
    return changed(((3, "208", "合计"), "74.01"))


@pytest.fixture(scope="module")
def witnessed() -> Reconciliation:
    return reconcile(example("artux"))


def refused(found: Reconciliation, **other: Any) -> str:
    """Why it is refused with something changed; as it is it verifies, which is tested by itself."""
    with pytest.raises(EvidenceError) as caught:
        attrs.evolve(found, **other).verify()
    return str(caught.value)


def test_every_kind_of_answer_verifies(
    slip: Reconciliation, witnessed: Reconciliation, found: Reconciliation
) -> None:
    for each in (slip, witnessed, found, reconcile(example("artux"), witness=False)):
        each.verify()
    reconcile(example("artux"), time_limit=0).verify()
    unlike = Weights(printed=5, blank=None)
    weighted = reconcile(slip.disclosure, weights=unlike)
    weighted.verify(weights=unlike)
    with pytest.raises(EvidenceError, match="printed"):
        weighted.verify()


def test_a_whole_table_in_another_unit_verifies() -> None:
    budget = example("akto")
    table = budget.table("basic")
    wrong = [(f, f.evolve(value=exact.scaleb(f.value or Decimal(0), 4))) for f in table.figures]
    found = reconcile(budget.with_figures(wrong))
    found.verify()
    assert found.tables
    [(old, _), *rest] = found.tables[0].changes
    off = attrs.evolve(found.tables[0], changes=((old, old), *rest))
    refused(found, tables=(off,))


@pytest.mark.parametrize("by", ["0.01", "-0.01", "0.001", "100"])
def test_every_entry_of_the_witness_counts(witnessed: Reconciliation, by: str) -> None:
    ledger = witnessed.witness
    assert ledger is not None
    for n, entry in enumerate(ledger.entries):
        # far enough from what is printed that no rounding hides it, unless a part of a 分 is refused already
        amount = Amount(entry.amount.yuan + Decimal(by) * (1 if by == "0.001" else 10**4))
        entries = [
            *ledger.entries[:n],
            attrs.evolve(entry, amount=amount),
            *ledger.entries[n + 1 :],
        ]
        refused(witnessed, witness=attrs.evolve(ledger, entries=entries))


def test_a_claim_without_what_it_needs_is_refused(
    slip: Reconciliation, witnessed: Reconciliation
) -> None:
    refused(witnessed, witness=None)
    refused(witnessed, status=Status.INCONSISTENT)
    refused(witnessed, status=Status.UNWITNESSED)
    refused(slip, status=Status.UNWITNESSED)
    refused(slip, status=Status.UNDECIDED)
    refused(slip, conflicts=())
    refused(slip, framed=None)
    refused(slip, witness=witnessed.witness)
    refused(witnessed, disclosure=slip.disclosure)
    refused(witnessed, told=witnessed.told - 1)
    refused(witnessed, zeros=1000)
    with pytest.raises(EvidenceError, match="time"):
        slip.verify(time_limit=0)


def test_amounts_that_do_not_print_so_are_refused() -> None:
    found = reconcile(example("akto"), witness=False)
    for name in list(found.amounts)[::25]:
        more = found.amounts[name] + 10**6
        refused(found, amounts={**found.amounts, name: more})
    refused(found, amounts={})


def test_a_system_that_is_not_the_document_s_is_refused(slip: Reconciliation) -> None:
    framed = slip.framed
    assert framed is not None
    system = framed.system
    first, *cells = system.cells
    for one in (
        attrs.evolve(first, value=(first.value or 0) + 100),
        attrs.evolve(first, value=None),
        attrs.evolve(first, weight=first.weight + 1),
        attrs.evolve(first, trusted=True),
    ):
        refused(slip, framed=attrs.evolve(framed, system=System([one, *cells], system.equalities)))
    fewer = System(system.cells, system.equalities[1:])
    refused(slip, framed=attrs.evolve(framed, system=fewer))
    other = reconcile(example("artux"), witness=False).framed
    refused(slip, framed=other)


def test_a_contradiction_told_otherwise_is_refused(found: Reconciliation) -> None:
    conflict = found.conflicts[0]
    refutation = conflict.refutation
    times = attrs.evolve(refutation.multipliers[0], times=Fraction(5, 3))
    for wrong in (
        attrs.evolve(conflict, left=conflict.right, right=conflict.left),
        attrs.evolve(conflict, found=(conflict.found[0] + 1, conflict.found[1])),
        attrs.evolve(conflict, allowance=conflict.allowance + 1),
        attrs.evolve(conflict, shortage=conflict.shortage + 1),
        attrs.evolve(conflict, tie=not conflict.tie),
        attrs.evolve(conflict, laws=conflict.laws[:-1]),
        attrs.evolve(conflict, refutation=attrs.evolve(refutation, const=Fraction(1))),
        attrs.evolve(
            conflict,
            refutation=attrs.evolve(refutation, multipliers=(times, *refutation.multipliers[1:])),
        ),
    ):
        refused(found, conflicts=(wrong, *found.conflicts[1:]))


def test_a_larger_contradiction_is_not_called_the_smallest(slip: Reconciliation) -> None:
    framed, conflict = slip.framed, slip.conflicts[0]
    assert framed is not None
    [wrong] = framed.cells(f for f in conflict.figures if f.text == "74.01")
    # without the figures of the smaller contradictions only larger ones are left
    system, refutation = framed.system, conflict.refutation
    while len(refutation.cells) <= len(conflict.refutation.cells):
        system = system.with_figures(dict.fromkeys(set(refutation.cells) - {wrong}))
        decision = decide(system)
        assert isinstance(decision, Inconsistent)
        refutation = decision.refutation
    refused(slip, conflicts=(conflict_of(framed, refutation, smallest=True),))
    attrs.evolve(slip, conflicts=(conflict_of(framed, refutation),)).verify()


def test_figures_located_otherwise_are_refused(slip: Reconciliation) -> None:
    claim, framed = slip.localisation, slip.framed
    assert claim is not None
    assert framed is not None
    [located] = claim.sets
    [within] = located.ranges
    [correction] = located.corrections
    [(old, new)] = correction.changes
    other = next(c for c in framed.system.cells if c.suspect and c.id not in located.cells)
    figure = framed.figure(other.id)
    assert figure is not None
    assert new.value is not None
    evidence = claim.evidence
    moved = attrs.evolve(old, value=new.value + Decimal("0.02"))
    sets = (
        attrs.evolve(located, figures=(figure,)),
        attrs.evolve(located, figures=(figure,), cells=(other.id,)),
        attrs.evolve(located, ranges=(attrs.evolve(within, low_closed=not within.low_closed),)),
        attrs.evolve(located, ranges=(attrs.evolve(within, high=None),)),
        attrs.evolve(located, corrections=(attrs.evolve(correction, changes=((old, moved),)),)),
    )
    for wrong in (
        *(attrs.evolve(claim, sets=(each,)) for each in sets),
        attrs.evolve(claim, sets=()),
        attrs.evolve(claim, sets=(located, located)),
        attrs.evolve(claim, weight=1),
        attrs.evolve(claim, lower=3),
        attrs.evolve(claim, complete=not claim.complete),
        attrs.evolve(claim, partial=not claim.partial),
        attrs.evolve(claim, evidence=attrs.evolve(evidence, conflicts=())),
        attrs.evolve(claim, evidence=attrs.evolve(evidence, sets=((other.id,),))),
        attrs.evolve(claim, evidence=attrs.evolve(evidence, ledgers=())),
    ):
        refused(slip, localisation=wrong)


def test_one_of_several_sets_is_not_left_out(found: Reconciliation) -> None:
    claim = found.localisation
    assert claim is not None
    assert claim.complete
    assert len(claim.sets) > 1
    for n in range(len(claim.sets)):
        evidence = attrs.evolve(
            claim.evidence,
            sets=(*claim.evidence.sets[:n], *claim.evidence.sets[n + 1 :]),
            ledgers=(*claim.evidence.ledgers[:n], *claim.evidence.ledgers[n + 1 :]),
        )
        left = {frozenset(cells) for cells in evidence.sets}
        sets = tuple(each for each in claim.sets if frozenset(each.cells) in left)
        assert len(sets) == len(claim.sets) - 1
        refused(found, localisation=attrs.evolve(claim, evidence=evidence, sets=sets))


@given(corrupted())
@settings(max_examples=tries(4))
def test_what_is_found_in_random_documents_verifies(broken: Corruption) -> None:
    reconcile(broken.disclosure).verify()
