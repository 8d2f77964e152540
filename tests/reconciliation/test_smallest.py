"""The smallest contradiction, against trying all sets of figures."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cnbudget.clock import Clock
from cnbudget.consistency import Cell, Equality, Inconsistent, Proportion, System, decide
from cnbudget.consistency.checker import check_conflict
from cnbudget.reconciliation.smallest import nearest, smallest

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
    ratios = []
    for n, pct in enumerate(draw(st.lists(st.integers(0, 100), max_size=2))):
        num, den = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True))
        cells.append(Cell(f"p{n}", pct, decimals=0))
        ratios.append(Proportion(f"r{n}", "share", num=num, den=den, pct=f"p{n}"))
    return System(cells, equalities, ratios=ratios)


def least(system: System) -> int | None:
    """The size of the smallest set of figures that contradicts itself."""
    names = [cell.id for cell in system.cells if cell.suspect]
    for size in range(len(names) + 1):
        for kept in combinations(names, size):
            freed = dict.fromkeys(name for name in names if name not in kept)
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


def test_a_percentage_counts_as_a_figure_too() -> None:
    cells = [
        Cell(name, value, decimals=0) for name, value in zip("TABCD", (9, 1, 1, 1, 1), strict=True)
    ]
    shares = [Cell(f"p{name}", 50, decimals=0) for name in "AB"]
    system = System(
        [*cells, *shares, Cell("x", nonneg=True)],
        [Equality("sum", [("T", 1), *((name, -1) for name in "ABCD")])],
        ratios=[
            Proportion(f"r{name}", "share", num=name, den="x", pct=f"p{name}") for name in "AB"
        ],
    )
    decision = decide(system)
    assert isinstance(decision, Inconsistent)
    found = smallest(system, [decision.refutation], Clock(None))
    assert found is not None
    assert set(found[0].cells) == set("TABCD")


def test_one_equality_is_told_before_many_where_it_has_no_more_figures() -> None:
    cells = [
        Cell(name, value, decimals=0, nonneg=True) for name, value in (("T", 3), ("A", 9), ("B", 1))
    ]
    hidden = Cell("x", nonneg=True)
    system = System(
        [*cells, hidden],
        [
            Equality("far", [("T", 1), ("x", -1)]),
            Equality("between", [("x", 1), ("A", -1)]),
            Equality("near", [("T", 1), ("A", -1), ("B", -1)]),
        ],
    )
    two = decide(system.only(["far", "between"]))
    assert isinstance(two, Inconsistent)
    found = nearest(system, two.refutation)
    assert found.constraints == ("near",)
    assert set(found.cells) == {"T", "A"}
    assert nearest(system, found) is found
