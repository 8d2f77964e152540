"""The smallest contradiction, against trying all sets of figures."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.consistency import Cell, Equality, Inconsistent, System, decide
from cnbudget.consistency.checker import check_conflict
from cnbudget.consistency.clock import Clock
from cnbudget.reconciliation.smallest import smallest

NAMES = "abcdef"


@st.composite
def systems(draw: st.DrawFn) -> System:
    values = draw(st.lists(st.integers(0, 4), min_size=len(NAMES), max_size=len(NAMES)))
    cells = [
        Cell(name, value, decimals=0, nonneg=True)
        for name, value in zip(NAMES, values, strict=True)
    ]
    chosen = draw(
        st.lists(
            st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True),
            min_size=1,
            max_size=4,
        )
    )
    equalities = [
        Equality(f"e{n}", [(names[0], 1), *((name, -1) for name in names[1:])])
        for n, names in enumerate(chosen)
    ]
    return System(cells, equalities)


def least(system: System) -> int | None:
    """The size of the smallest set of figures that contradicts itself."""
    for size in range(len(NAMES) + 1):
        for kept in combinations(NAMES, size):
            freed = dict.fromkeys(name for name in NAMES if name not in kept)
            if isinstance(decide(system.with_figures(freed)), Inconsistent):
                return size
    return None


@given(systems())
def test_no_fewer_figures_contradict_one_another(system: System) -> None:
    decision = decide(system)
    if not isinstance(decision, Inconsistent):
        assert smallest(system, [], Clock(None)) is None
        return
    found = smallest(system, [decision.refutation], Clock(None))
    assert found is not None
    refutation, proven = found
    check_conflict(system, refutation)
    assert proven
    assert len(refutation.cells) == least(system)


def test_without_time_the_smallest_known_one_is_given_and_not_called_proven() -> None:
    names = ["T", "A", "B", "a", "b", "c", "d"]
    cells = [
        Cell(name, value, decimals=0)
        for name, value in zip(names, [9, 1, 1, 0, 0, 0, 0], strict=True)
    ]
    sums = {"T": "AB", "A": "ab", "B": "cd"}
    system = System(
        cells, [Equality(k, [(k, 1), *((part, -1) for part in v)]) for k, v in sums.items()]
    )
    decision = decide(system)
    assert isinstance(decision, Inconsistent)
    found = smallest(system, [decision.refutation], Clock(0))
    assert found is not None
    assert found[0] == decision.refutation
    assert not found[1]
