"""Documents published from ledgers are consistent, and their witnesses publish as they do."""

from __future__ import annotations

from hypothesis import given, settings

from cnbudget import Disclosure, example, publish, reconcile
from cnbudget.examples import example_ledger, names
from cnbudget.reconciliation import Status
from cnbudget.reconciliation.comparison import differences
from cnbudget.strategies import Corruption, corrupted, disclosures, ledgers
from tests.profiles import tries


@given(disclosures())
def test_what_a_ledger_publishes_is_consistent_and_has_a_witness(budget: Disclosure) -> None:
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness)) == []
    assert all((entry.amount.yuan * 100) % 1 == 0 for entry in found.witness)


@given(disclosures(ledgers(max_entries=60)))
@settings(max_examples=tries(3))
def test_larger_ledgers_too(budget: Disclosure) -> None:
    assert reconcile(budget).status is Status.CONSISTENT


@given(disclosures(ledgers(subordinates=2)))
@settings(max_examples=tries(3))
def test_budgets_of_several_agencies_have_witnesses(budget: Disclosure) -> None:
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why


@given(ledgers())
@settings(max_examples=tries(3))
def test_tables_in_yuan_with_every_digit_have_the_ledger_s_own_sums(ledger: object) -> None:
    budget = publish(ledger, unit="元", places=2)  # type: ignore[arg-type]
    found = reconcile(budget)
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert found.witness.total() == ledger.total()  # type: ignore[attr-defined]


@given(corrupted())
def test_one_wrong_figure_is_refuted_and_named_or_something_as_light(broken: Corruption) -> None:
    found = reconcile(broken.disclosure)
    if broken.kind == "exchanged":  # two figures are wrong
        assert found.status is Status.INCONSISTENT
        return
    assert found.status is Status.INCONSISTENT
    assert found.conflicts
    wrong = {id(figure) for figure in broken.after}
    if found.tables:
        return
    located = found.localisation
    assert located is not None
    assert not located.partial
    sets = [{id(figure) for figure in each.figures} for each in located.sets]
    weight = sum(2 for _ in broken.after)
    assert located.weight is not None
    assert located.weight <= weight
    if located.complete and located.weight == weight:
        assert wrong in sets


@given(corrupted(errors=3))
@settings(max_examples=tries(2))
def test_several_wrong_figures_are_never_more_than_that(broken: Corruption) -> None:
    found = reconcile(broken.disclosure, witness=False)
    if found.localisation is None:
        return
    assert not found.localisation.partial
    assert all(len(each.figures) <= len(broken.after) for each in found.localisation.sets)


def test_the_examples_are_consistent_and_their_ledgers_publish_as_them() -> None:
    for name in names():
        budget, ledger = example(name), example_ledger(name)
        assert reconcile(budget).status is Status.CONSISTENT
        assert list(differences(budget, ledger)) == []
        assert ledger.year == budget.year
        assert ledger.agency == budget.agency
