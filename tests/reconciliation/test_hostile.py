"""Documents made to be hard: the time limit holds, and what is said is proven."""

from __future__ import annotations

import random
from decimal import Decimal

import attrs
import pytest

from cnbudget import Disclosure, State, example, reconcile
from cnbudget.amounts import exact
from cnbudget.reconciliation import Reconciliation, Status
from tests.counting import lines_run


def within(budget: Disclosure, steps: int) -> Reconciliation:
    """Reconcile, and see that no more lines were run than the steps allow, beside what reading the laws takes."""
    found: list[Reconciliation] = []
    begin = lines_run(lambda: reconcile(budget, steps=0)) if steps < 10_000_000 else None
    spent = lines_run if begin is not None else lambda work: work() or 0
    lines = spent(lambda: found.append(reconcile(budget, steps=steps)))
    assert begin is None or lines < 3 * begin + 20 * steps
    return found[0]


def wrong(count: int | None) -> Disclosure:
    """A budget with random figures in some cells, or in all."""
    rng = random.Random(count)
    budget = example("akto")
    figures = [figure for figure in budget.figures if figure.state is State.VALUE]
    chosen = figures if count is None else rng.sample(figures, count)
    return budget.with_figures(
        [(f, f.evolve(value=Decimal(rng.randint(1, 10**6)).scaleb(-2))) for f in chosen]
    )


@pytest.mark.parametrize("count", [100, None])
def test_many_errors_give_proven_bounds_called_partial(count: int | None) -> None:
    found = within(wrong(count), 500_000)
    assert found.status is Status.INCONSISTENT
    located = found.localisation
    assert located is not None
    assert located.weight is None or 0 < located.lower <= located.weight
    assert found.conflicts
    assert found.partial == located.partial
    if located.partial:
        assert found.offered is None
        assert "没有算完" in found.text("zh") or "未找到" in found.text("zh")


def test_a_dozen_errors_are_all_located_with_proof() -> None:
    found = within(wrong(12), 100_000_000)
    located = found.localisation
    assert located is not None
    assert not located.partial
    assert located.weight == located.lower
    assert all(len(each.figures) <= 12 for each in located.sets)


def test_sets_for_which_no_slips_were_looked_for_are_counted() -> None:
    found = within(wrong(1), 100_000_000)
    located = found.localisation
    assert located is not None
    assert located.sets
    assert located.unsearched == 0
    assert "没有查找" not in located.text("zh")
    bare = [attrs.evolve(each, ranges=(), corrections=()) for each in located.sets]
    hurried = attrs.evolve(located, sets=tuple(bare))
    assert hurried.unsearched == len(bare)
    assert f"其中 {len(bare)} 种没有查找可能的笔误" in hurried.text("zh", details=True)
    assert "no slips were looked for" in hurried.text("en", details=True)


def test_every_cell_lost_says_nothing_and_lies_nothing() -> None:
    budget = example("akto")
    lost = budget.with_figures(
        [(f, f.evolve(value=None, state=State.MISSING)) for f in budget.figures]
    )
    found = within(lost, 60_000_000)
    assert found.consistent
    assert found.localisation is None


def test_amounts_of_thirty_digits() -> None:
    budget = example("akto")
    figures = [figure for figure in budget.figures if figure.state is State.VALUE]
    large = [(f, f.evolve(value=exact.scaleb(f.value or Decimal(0), 28))) for f in figures]
    grown = budget.with_figures(large)
    assert within(grown, 60_000_000).consistent
    total = grown[3, "208", "合计"]
    assert total.value is not None
    off = total.evolve(value=exact.add(total.value, Decimal("0.05")))
    found = within(grown.with_figures([(total, off)]), 60_000_000)
    assert found.status is Status.INCONSISTENT
    assert found.offered is not None
    assert found.offered.changes[0][1].value == total.value


def test_no_time_at_all_is_undecided() -> None:
    found = reconcile(example("akto"), time_limit=0)
    assert found.status is Status.UNDECIDED
    assert found.consistent is None
    assert found.partial
