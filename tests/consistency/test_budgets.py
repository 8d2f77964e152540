"""Budgets of steps: never exceeded, the same on every machine, and enough where the answer is at hand."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, count

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency import (
    Cell,
    Equality,
    EvidenceError,
    Repair,
    System,
    ranges,
    repair,
    solve,
)
from cnbudget.consistency.checker import check_repair
from cnbudget.consistency.evidence import Branching
from cnbudget.consistency.problem import problem_of
from tests.consistency.systems import systems
from tests.consistency.tables import linked, planted

SPENDING = st.lists(st.integers(0, 50), max_size=30)


@given(st.integers(0, 300), SPENDING, st.floats(0, 1), SPENDING)
def test_no_more_is_spent_than_there_is(
    steps: int, first: list[int], share: float, then: list[int]
) -> None:
    whole = Clock(steps=steps)
    part = whole.part(share)
    spent = 0
    for clock, works in ((part, first), (whole, then)):
        for work in works:
            left = whole.steps
            try:
                clock.check(work)
                spent += work
            except OutOfTimeError:
                assert whole.steps == left
                assert clock.ended
    assert whole.used == spent <= steps
    assert whole.steps == steps - spent
    assert part.used <= share * steps


@given(systems(), st.integers(0, 3000))
def test_a_repair_keeps_to_its_budget_and_what_it_says_holds(system: System, steps: int) -> None:
    clock = Clock(steps=steps)
    found = repair(system, clock=clock)
    assert clock.used <= steps
    check_repair(system, found)
    whole = repair(system)
    if not found.cut:
        assert found == whole
    if not found.partial:
        assert found.weight == whole.weight
    assert found.lower <= whole.lower or whole.impossible
    for names in found.sets:
        assert whole.weight is not None
        assert whole.weight <= sum(system[name].weight for name in names)


@pytest.mark.parametrize("steps", [0, 300, 3_000, 30_000, 100_000, 300_000])
def test_with_any_budget_what_is_said_holds(steps: int) -> None:
    system, _ = planted(linked(12, 5), 8, seed=3)
    clock = Clock(steps=steps)
    found = repair(system, clock=clock)
    assert clock.used <= steps
    assert found.partial or found.weight == found.lower
    check_repair(system, found)
    lost = system.with_figures(dict.fromkeys([cell.id for cell in system.cells][::9]))
    clock = Clock(steps=steps)
    ranges(lost, clock=clock)
    assert clock.used <= steps


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which an hour goes by whenever the clock is looked at."""
    hours = count(0, 3600)
    monkeypatch.setattr("cnbudget.clock.time.monotonic", lambda: float(next(hours)))


@pytest.mark.parametrize("steps", [1_000, 30_000, 300_000])
def test_steps_are_no_time(steps: int, request: pytest.FixtureRequest) -> None:
    problem = problem_of(planted(linked(12, 5), 5, seed=4)[0])
    quick = solve(problem, steps=steps)
    request.getfixturevalue("slow")
    assert solve(problem, steps=steps) == quick
    assert "partial" in solve(problem, time_limit=60)


@pytest.mark.parametrize("seed", range(5))
def test_one_figure_that_all_violated_sums_share_is_found_at_once(seed: int) -> None:
    """Sparse sums in which no figure stands by itself: the shape on which searching for refutations gets lost."""
    draw = random.Random(seed)
    amounts = [draw.randrange(10_000) for _ in range(200)]
    cells = [Cell(f"c{i}", amount, decimals=0) for i, amount in enumerate(amounts)]
    sums = []
    for i in range(100):
        parts = draw.sample(range(200), 6)
        signs = [draw.choice((1, -1)) for _ in parts]
        total = sum(sign * amounts[part] for sign, part in zip(signs, parts, strict=True))
        cells.append(Cell(f"t{i}", total, decimals=0))
        terms = [(f"c{part}", sign) for sign, part in zip(signs, parts, strict=True)]
        sums.append(Equality(f"e{i}", [(f"t{i}", -1), *terms]))
    uses = [sum(f"c{i}" in dict(e.terms) for e in sums) for i in range(200)]
    wrong = max(range(200), key=uses.__getitem__)
    assert uses[wrong] > 3
    system = System(cells, sums).with_figures({f"c{wrong}": cells[wrong].value + 5000})  # type: ignore[operator, dict-item]
    found = repair(system, clock=Clock(steps=50_000))
    assert found.sets == ((f"c{wrong}",),)
    assert found.complete


# The branchings of a proof ---------------------------------------------------------------------------


def ring() -> System:
    """Five pairs in a ring, each too small by itself: the shares prove a weight of five, branchings six."""
    cells = [Cell(f"c{i}", 1, decimals=0, weight=2) for i in range(5)]
    cells += [Cell(f"s{i}", nonneg=True) for i in range(5)]
    sums = [
        Equality(f"e{i}", [(f"c{i}", 1), (f"c{(i + 1) % 5}", 1), (f"s{i}", -1)], const=-30)
        for i in range(5)
    ]
    return System(cells, sums)


def test_a_proof_with_branchings_is_verified() -> None:
    found = repair(ring())
    assert found.weight == 6
    assert sum(found.shares) == Fraction(5)
    assert found.complete
    assert len(found.sets) == 5
    assert found.trees
    check_repair(ring(), found)
    few = repair(ring(), limit=2)
    assert not few.complete
    assert few.lower == 6
    assert few.trees
    check_repair(ring(), few)


def wrong_trees(tree: Branching) -> Iterator[Branching]:
    """Branchings that leave something out, name what they may not, or say too much."""
    branches = tree.branches
    yield attrs.evolve(tree, branches=())
    yield attrs.evolve(tree, branches=branches[:-1])
    yield attrs.evolve(tree, branches=(*branches, branches[-1]))
    yield attrs.evolve(tree, branches=((99, branches[0][1]), *branches[1:]))
    yield attrs.evolve(tree, branches=((-1, branches[0][1]), *branches[1:]))
    yield attrs.evolve(tree, weight=tree.weight - 2)
    for n, (k, cells) in enumerate(branches):
        for changed in (
            cells[1:],
            (*cells, *cells[:1]),
            (*cells, "nobody"),
            ("nobody", *cells[1:]),
        ):
            if changed != cells:
                yield attrs.evolve(tree, branches=(*branches[:n], (k, changed), *branches[n + 1 :]))


@pytest.mark.parametrize("limit", [2, 100])
def test_changed_branchings_are_refused(limit: int) -> None:
    found = repair(ring(), limit=limit)
    [tree] = found.trees
    for wrong in wrong_trees(tree):
        with pytest.raises(EvidenceError):
            check_repair(ring(), attrs.evolve(found, trees=(wrong,)))
    with pytest.raises(EvidenceError):
        check_repair(ring(), attrs.evolve(found, trees=()))


def test_sets_that_are_not_all_are_not_called_all() -> None:
    found = repair(ring())
    for n in range(len(found.sets)):
        fewer = attrs.evolve(
            found,
            sets=found.sets[:n] + found.sets[n + 1 :],
            ledgers=found.ledgers[:n] + found.ledgers[n + 1 :],
        )
        check_repair(ring(), attrs.evolve(fewer, complete=False))
        with pytest.raises(EvidenceError):
            check_repair(ring(), fewer)


def test_no_sets_are_called_all_without_branchings() -> None:
    copy = System(
        [Cell("A", 1, decimals=0), Cell("B", 3, decimals=0), Cell("z", 5, decimals=0, weight=0)],
        [Equality("copy", [("A", 1), ("B", -1)])],
    )
    found = repair(copy)
    assert found.sets == (("A",), ("B",))
    one = attrs.evolve(found, sets=found.sets[:1], ledgers=found.ledgers[:1])
    padded = attrs.evolve(found, sets=(("A",), ("A", "z")), ledgers=found.ledgers[:1] * 2)
    for wrong in (one, attrs.evolve(one, trees=()), attrs.evolve(found, trees=()), padded):
        with pytest.raises(EvidenceError):
            check_repair(copy, wrong)
        check_repair(copy, attrs.evolve(wrong, complete=False))


def test_a_conflict_names_no_figure_that_may_not_be_doubted() -> None:
    system = System(
        [
            Cell("T", 9, decimals=0, trusted=True),
            Cell("A", 1, decimals=0),
            Cell("B", 3, decimals=0),
        ],
        [Equality("sum", [("T", 1), ("A", -1), ("B", -1)])],
    )
    found = repair(system)
    [conflict] = found.conflicts
    for name in ("T", "nobody"):
        wrong = attrs.evolve(conflict, cells=(*conflict.cells, name))
        with pytest.raises(EvidenceError):
            check_repair(system, attrs.evolve(found, conflicts=(wrong,)))


@given(systems(), st.data())
def test_a_repair_that_says_more_than_is_so_is_refused(system: System, data: st.DataObject) -> None:
    """A lighter set is not hidden by a false bound, whatever the evidence put beside it."""
    found = repair(system)
    if found.weight is None or found.impossible:
        return
    dearer: Repair = attrs.evolve(found, lower=found.lower + 1, weight=None, partial=True)
    none = attrs.evolve(dearer, sets=(), ledgers=(), complete=False)
    shares = tuple(
        data.draw(st.fractions(0, 3)) if data.draw(st.booleans()) else share
        for share in found.shares
    )
    trees = tuple(
        attrs.evolve(tree, weight=tree.weight + data.draw(st.integers(0, 1)))
        for tree in found.trees
        if data.draw(st.booleans())
    )
    with pytest.raises(EvidenceError):
        check_repair(system, attrs.evolve(none, shares=shares, trees=trees))


def test_ledgers_that_are_like_each_other_are_verified_each() -> None:
    found = repair(ring())
    for n, ledger in enumerate(found.ledgers):
        for cell in ledger:
            wrong = dict(ledger)
            wrong[cell] += 1
            ledgers = (*found.ledgers[:n], wrong, *found.ledgers[n + 1 :])
            with pytest.raises(EvidenceError):
                check_repair(ring(), attrs.evolve(found, ledgers=ledgers))
            del wrong[cell]
            with pytest.raises(EvidenceError):
                check_repair(ring(), attrs.evolve(found, ledgers=ledgers))
    for n in range(1, len(found.ledgers)):
        same = (*found.ledgers[:n], found.ledgers[n - 1], *found.ledgers[n + 1 :])
        with pytest.raises(EvidenceError):
            check_repair(ring(), attrs.evolve(found, ledgers=same))
    swapped = (found.ledgers[1], found.ledgers[0], *found.ledgers[2:])
    with pytest.raises(EvidenceError):
        check_repair(ring(), attrs.evolve(found, ledgers=swapped))


def test_what_is_proven_of_one_part_is_verified_where_another_is_not_mended() -> None:
    """Of four amounts that should be one, three are wrong: that is proven by branchings, and shares prove two."""
    cells = [Cell(name, str(amount)) for amount, name in enumerate("abcd", 1)]
    sums = [Equality(x + y, [(x, 1), (y, -1)]) for x, y in combinations("abcd", 2)]
    parts = [f"p{i}" for i in range(60)]
    cells += [Cell("t", "5"), Cell("u", "9"), *(Cell(name, "1") for name in parts)]
    sums += [Equality(name, [(name, 1), *((part, -1) for part in parts)]) for name in "tu"]
    system = System(cells, sums)
    found = [repair(system, clock=Clock(steps=steps)) for steps in range(4000, 6000, 23)]
    assert any(each.weight is None and each.trees for each in found)
    assert repair(system).weight == 5
