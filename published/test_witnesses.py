"""Real documents of other forms have witnesses: ledgers that publish as their tables, cell for cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Disclosure, Flow, State, reconcile
from cnbudget.reconciliation import Status
from cnbudget.reconciliation.comparison import differences
from published import documents

SHANGHAI = (
    "sh-czj-2025-budget-unit",
    "sh-putuo-fb-2025-budget-unit",
    "sh-putuo-wanli-2025-budget-dept",
)
FINAL = "sh-putuo-ghj-2024-final-dept"


@pytest.mark.parametrize("name", SHANGHAI)
def test_budgets_of_shanghai(name: str) -> None:
    budget = documents.budget(name)
    found = reconcile(budget, prose=False)  # the text has faults of its own
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness)) == []
    # 机关运行经费 is that of some of the units, which no ledger tells
    values = sum(figure.state is State.VALUE for figure in budget.figures)
    assert found.told == values - 1


def _mended() -> Disclosure:
    """The final accounts with the three amounts that differ by a last place from another table as that has them."""
    budget = documents.budget(FINAL)
    changes = []
    for key, against in (("summary", "expenditure"), ("appropriation", "general")):
        for figure in budget.table(key).side("expenditure").figures:
            if figure.state is not State.VALUE or not figure.row.row.isdigit():
                continue
            right = budget.table(against)[figure.row.row]["total"]
            if figure.value != right.value:
                assert abs((figure.value or 0) - (right.value or 0)) == Decimal("0.01")
                changes.append((figure, figure.evolve(value=right.value)))
    assert {(figure.row.key, figure.row.row) for figure, _ in changes} == {
        ("summary", "210"),
        ("summary", "212"),
        ("appropriation", "210"),
    }
    return budget.with_figures(changes)


def test_final_accounts_once_their_last_places_are_right() -> None:
    assert reconcile(documents.budget(FINAL), witness=False).status is Status.INCONSISTENT
    budget = _mended()
    found = reconcile(budget, prose=False)  # the text has faults of its own
    assert found.status is Status.CONSISTENT, found.why
    assert found.witness is not None
    assert list(differences(budget, found.witness)) == []
    flows = {entry.flow for entry in found.witness}
    assert flows == {Flow.OPENING, Flow.INCOME, Flow.EXPENDITURE, Flow.CLOSING}
