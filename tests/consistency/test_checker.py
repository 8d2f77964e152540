"""The checker refuses evidence with anything changed."""

from __future__ import annotations

import ast
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget.clock import Clock, OutOfTimeError
from cnbudget.consistency import (
    Cell,
    Consistent,
    Equality,
    EvidenceError,
    Inconsistent,
    Proportion,
    Range,
    Slip,
    Stretch,
    System,
    checker,
    decide,
    range_of,
    repair,
    stretch,
    suggest,
)
from cnbudget.consistency.checker import (
    CONFLICT,
    LEDGER,
    check_decision,
    check_ledger,
    check_range,
    check_refutation,
    check_repair,
    check_stretch,
    check_suggestion,
)
from tests.consistency.systems import systems


def three_levels() -> System:
    """T = 3, two sub-totals 1, four leaves 0: every sum holds alone, all together do not."""
    cells = [Cell("T", "0.03", decimals=2), Cell("A", "0.01", decimals=2)]
    cells += [Cell("B", "0.01", decimals=2)]
    cells += [Cell(name, "0.00", decimals=2) for name in ("a", "b", "c", "d")]
    return System(
        cells,
        [
            Equality("T", [("T", 1), ("A", -1), ("B", -1)]),
            Equality("A", [("A", 1), ("a", -1), ("b", -1)]),
            Equality("B", [("B", 1), ("c", -1), ("d", -1)]),
        ],
    )


def with_share() -> System:
    cells = [Cell("num", "3", decimals=0), Cell("den", "7", decimals=0)]
    return System(
        [*cells, Cell("pct", decimals=1)],
        ratios=[Proportion("r", "share", num="num", den="den", pct="pct")],
    )


def test_a_derived_equality_explains_the_three_levels() -> None:
    decision = decide(three_levels())
    assert isinstance(decision, Inconsistent)
    refutation = decision.refutation
    assert set(refutation.constraints) == {"T", "A", "B"}
    assert set(refutation.cells) == {"T", "a", "b", "c", "d"}
    assert repair(three_levels()).sets == (("T",),)


def test_a_changed_multiplier_is_refused() -> None:
    decision = decide(three_levels())
    assert isinstance(decision, Inconsistent)
    good = decision.refutation
    for i, m in enumerate(good.multipliers):
        for times in (m.times + 1, -m.times, Fraction(0)):
            changed = list(good.multipliers)
            changed[i] = attrs.evolve(m, times=times)
            with pytest.raises(EvidenceError):
                check_refutation(three_levels(), attrs.evolve(good, multipliers=tuple(changed)))


def test_a_refutation_of_what_is_consistent_is_refused() -> None:
    decision = decide(three_levels())
    assert isinstance(decision, Inconsistent)
    mended = three_levels().with_figures({"T": Decimal("0.02")})
    with pytest.raises(EvidenceError, match="can hold") as caught:
        check_decision(mended, decision)
    assert caught.value.key == "consistency.derived_can_hold"


@given(systems(), st.data())
def test_a_changed_amount_is_refused(system: System, data: st.DataObject) -> None:
    decision = decide(system)
    if not isinstance(decision, Consistent):
        return
    used = {cell for e in system.equalities for cell, _ in e.terms}
    used |= {cell for r in system.ratios for cell in (r.pct,)}
    for cell in sorted(used):
        by = data.draw(st.fractions(-3, 3).filter(bool))
        with pytest.raises(EvidenceError):
            check_ledger(system, {**decision.ledger, cell: decision.ledger[cell] + by})


@pytest.mark.parametrize(
    "system", [three_levels().with_figures({"T": Decimal("0.02")}), with_share()]
)
@pytest.mark.parametrize("side", ["low", "high"])
def test_a_changed_end_is_refused(system: System, side: str) -> None:
    cell = "pct" if "pct" in system.by_id else "T"
    found = range_of(system, cell)
    assert isinstance(found, Range)
    check_range(system, found)
    end = getattr(found, side)
    assert end.value is not None
    for wrong in (
        attrs.evolve(end, value=end.value + Fraction(1, 1000)),
        attrs.evolve(end, value=end.value - Fraction(1, 1000)),
        attrs.evolve(end, closed=not end.closed),
        attrs.evolve(end, value=None),
    ):
        with pytest.raises(EvidenceError):
            check_range(system, attrs.evolve(found, **{side: wrong}))
    if end.multipliers:
        with pytest.raises(EvidenceError):
            check_range(system, attrs.evolve(found, **{side: attrs.evolve(end, multipliers=())}))
    with pytest.raises(EvidenceError):
        check_range(system, attrs.evolve(found, candidates=("0.07",)))


def test_a_changed_limit_or_base_is_refused() -> None:
    system = three_levels().with_figures({"T": Decimal("0.02")})
    found = range_of(system, "T")
    assert isinstance(found, Range)
    end = found.high
    assert end.base is not None
    assert end.limit
    for cell in end.base:
        base = {**end.base, cell: end.base[cell] + 1}
        limit = {**end.limit, cell: end.limit.get(cell, end.base[cell]) + 1}
        for wrong in (attrs.evolve(end, base=base), attrs.evolve(end, limit=limit)):
            with pytest.raises(EvidenceError):
                check_range(system, attrs.evolve(found, high=wrong))
    for wrong in (
        attrs.evolve(end, limit={}),
        attrs.evolve(end, scale=Fraction(2)),
    ):
        with pytest.raises(EvidenceError):
            check_range(system, attrs.evolve(found, high=wrong))


def test_a_changed_repair_is_refused() -> None:
    system = three_levels()
    found = repair(system)
    check_repair(system, found)
    for wrong in (
        attrs.evolve(found, sets=(("a",),)),
        attrs.evolve(found, sets=()),
        attrs.evolve(found, weight=2),
        attrs.evolve(found, weight=None),
        attrs.evolve(found, lower=0, conflicts=()),
        attrs.evolve(found, lower=2, weight=2, sets=(("T", "a"),)),
        attrs.evolve(found, conflicts=found.conflicts[:0]),
        attrs.evolve(found, shares=()),
        attrs.evolve(found, shares=(Fraction(-1),) * len(found.shares)),
        # Shares that prove more than the conflicts do, so that the true set looks too cheap.
        attrs.evolve(
            found, shares=(Fraction(2),) * len(found.shares), lower=2, complete=False, partial=True
        ),
    ):
        with pytest.raises(EvidenceError):
            check_repair(system, wrong)


def test_a_conflict_that_leaves_out_a_cell_is_refused() -> None:
    system = three_levels()
    found = repair(system)
    conflict = found.conflicts[0]
    for i in range(len(conflict.cells)):
        cells = conflict.cells[:i] + conflict.cells[i + 1 :]
        wrong = (attrs.evolve(conflict, cells=cells), *found.conflicts[1:])
        with pytest.raises(EvidenceError):
            check_repair(system, attrs.evolve(found, conflicts=wrong))


def test_a_changed_stretch_is_refused() -> None:
    found = stretch(three_levels())
    assert isinstance(found, Stretch)
    assert found.factor == Fraction(6, 5)
    for factor in (Fraction(1), Fraction(5, 4), None):
        with pytest.raises(EvidenceError):
            check_stretch(three_levels(), attrs.evolve(found, factor=factor))


def test_a_changed_suggestion_is_refused() -> None:
    cells = [Cell("T", "12", trusted=True), Cell("A", "21")]
    system = System(cells, [Equality("copy", [("T", 1), ("A", -1)])])
    [found] = suggest(system, [Slip.TRANSPOSE_ADJACENT])
    with pytest.raises(EvidenceError):
        check_suggestion(system, attrs.evolve(found, figures=(("A", "13"),)))
    with pytest.raises(EvidenceError):
        check_suggestion(system, attrs.evolve(found, figures=(("T", "21"),)))


def test_the_checker_imports_no_solving_module() -> None:
    known = {
        "checker",
        "errors",
        "evidence",
        "range_checker",
        "rounding",
        "sums",
        "system",
    }
    met, left = set(), ["checker"]
    while left:
        met.add(name := left.pop())
        path = Path(checker.__file__).with_name(f"{name}.py")
        tree = ast.parse(path.read_text("utf-8"))
        modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        inside = "cnbudget.consistency."
        left += [
            m.removeprefix(inside) for m in modules
            if m and m.startswith(inside) and m.removeprefix(inside) not in met
        ]  # fmt: skip
    assert met == known


# Each refusal by its own reason -------------------------------------------------------------------


def test_a_ledger_that_is_much_like_a_verified_one_is_held_to_all_that_is_not_alike() -> None:
    system = three_levels()
    found = repair(system)
    (cells,), (good,) = found.sets, found.ledgers
    check_ledger(system, good, freed=cells, like=(good, cells))
    for cell in good:
        wrong = {**good, cell: good[cell] + 1}
        with pytest.raises(EvidenceError):
            check_ledger(system, wrong, freed=system.by_id, like=(good, cells))
    lacking = {cell: amount for cell, amount in good.items() if cell != "a"}
    with pytest.raises(EvidenceError) as caught:
        check_ledger(system, lacking, freed=cells, like=(good, cells))
    assert caught.value.key == "consistency.amount_lacking"
    with pytest.raises(EvidenceError) as caught:  # freed there, and no longer here
        check_ledger(system, good, like=(good, cells))
    assert caught.value.key == "consistency.does_not_print"


def test_a_figure_that_something_prints_as_is_no_contradiction() -> None:
    decision = decide(three_levels())
    assert isinstance(decision, Inconsistent)
    wrong = attrs.evolve(decision.refutation, empty="T")
    with pytest.raises(EvidenceError) as caught:
        check_refutation(three_levels(), wrong)
    assert caught.value.key == "consistency.sign_no_contradiction"


def test_each_claim_of_a_repair_that_is_not_proven_is_refused_for_that() -> None:
    system = three_levels()
    found = repair(system)
    nothing: dict[str, Any] = {"sets": (), "ledgers": (), "complete": False}
    for changes, key in (
        ({"weight": None, **nothing}, "mending_not_excluded"),
        ({"ledgers": ()}, "set_without_ledger"),
        ({"weight": 2}, "set_weight"),
        ({"lower": 0}, "least_not_proven"),
        (nothing, "least_not_proven"),
        ({"shares": ()}, "shares_wrong"),
        ({"shares": (Fraction(2),) * len(found.shares)}, "shares_exceed"),
        ({"conflicts": (), "shares": ()}, "branching_no_conflict"),
        ({"conflicts": (), "shares": (), "trees": ()}, "weight_not_proven"),
    ):
        with pytest.raises(EvidenceError) as caught:
            check_repair(system, attrs.evolve(found, **changes))
        assert caught.value.key == f"consistency.{key}", changes
    check_repair(system, attrs.evolve(found, weight=None, partial=True, **nothing))


def test_all_sets_are_named_where_that_is_claimed() -> None:
    system = System(
        [Cell("A", "1", decimals=0), Cell("B", "3", decimals=0)],
        [Equality("copy", [("A", 1), ("B", -1)])],
    )
    found = repair(system)
    assert found.complete
    assert sorted(found.sets) == [("A",), ("B",)]
    check_repair(system, found)
    one = attrs.evolve(found, sets=found.sets[:1], ledgers=found.ledgers[:1])
    with pytest.raises(EvidenceError) as caught:
        check_repair(system, one)
    assert caught.value.key == "consistency.set_not_excluded"
    check_repair(system, attrs.evolve(one, complete=False))


def all_alike() -> System:
    """Four figures that should be one amount, and are four: any three are to be changed."""
    cells = [
        Cell(name, number, decimals=0)
        for name, number in zip("ABCD", ("1", "3", "6", "10"), strict=True)
    ]
    return System(cells, [Equality(a + b, [(a, 1), (b, -1)]) for a, b in combinations("ABCD", 2)])


def test_a_changed_branching_is_refused() -> None:
    system = all_alike()
    found = repair(system)
    assert found.complete
    assert len(found.sets) == 4
    (tree,) = found.trees
    assert len(tree.branches) > 4  # below others, and with cells that are barred
    check_repair(system, found)
    # the branches alone prove that nothing is lighter
    check_repair(system, attrs.evolve(found, shares=(Fraction(0),) * len(found.shares)))
    foreign = {"A", "B", "C", "D"}
    for n, (k, cells) in enumerate(tree.branches):
        before, after = tree.branches[:n], tree.branches[n + 1 :]
        other = min(foreign - set(found.conflicts[k].cells))
        for branches, keys in (
            ((*before, (k, cells[1:]), *after), {"branching_leaves_out"}),
            ((*before, (k, (*cells, other)), *after), {"branching_chooses"}),
            ((*before, (-1, cells), *after), {"branching_not_left", "branching_no_conflict"}),
            (before, {"branching_not_left", "branching_no_conflict"}),
            ((*tree.branches, (k, cells)), {"branching_nothing"}),
        ):
            wrong = attrs.evolve(found, trees=(attrs.evolve(tree, branches=branches),))
            with pytest.raises(EvidenceError) as caught:
                check_repair(system, wrong)
            assert (caught.value.key or "").removeprefix("consistency.") in keys, branches


def test_a_changed_ledger_of_a_stretch_is_refused() -> None:
    found = stretch(three_levels())
    assert isinstance(found, Stretch)
    check_stretch(three_levels(), found)
    for cell, amount in found.ledger.items():
        near = Fraction(three_levels()[cell].value or 0)
        for to, key in (
            (near if amount != near else near + Fraction(1, 1000), "ledger_breaks_equality"),
            (amount + 1, "amount_too_far"),
        ):
            with pytest.raises(EvidenceError) as caught:
                check_stretch(
                    three_levels(), attrs.evolve(found, ledger={**found.ledger, cell: to})
                )
            assert caught.value.key == f"consistency.{key}", cell


def test_verifying_takes_as_many_steps_as_the_evidence_is_long() -> None:
    system = three_levels()
    found = repair(system)
    asked: list[int] = []

    class Asked(Clock):
        def check(self, work: int = 1) -> None:
            asked.append(work)
            super().check(work)

    clock = Asked()
    check_repair(system, found, clock)
    size = len(system.cells) + sum(len(each.terms) for each in system.equalities)
    assert LEDGER * size in asked
    for each in found.conflicts:
        assert CONFLICT * len(each.multipliers) + len(each.cells) + 1 in asked
    check_repair(system, found, Clock(steps=clock.used))
    with pytest.raises(OutOfTimeError):
        check_repair(system, found, Clock(steps=clock.used - 1))
