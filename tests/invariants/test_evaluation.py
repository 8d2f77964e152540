"""Verdicts, against a search for true amounts that print as the figures and obey the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Figure, Outcome, Unit, Verdict
from cnbudget.figures import State
from cnbudget.invariants import (
    ADD_UP,
    AGREE,
    BALANCE,
    CONTAIN,
    Compiled,
    Derived,
    compiled,
    derive,
)
from cnbudget.invariants.derivation import Raw
from cnbudget.invariants.evaluation import _amount
from cnbudget.invariants.law import Flows
from cnbudget.rounding import TRUNCATION
from cnbudget.rules import verdict as relation_of
from tests.invariants.documents import budget

KINDS = (AGREE, ADD_UP, CONTAIN)


@attrs.frozen
class Printed:
    """A figure as printed: ``number`` last places of ``places`` decimals in a unit; or a mark."""

    number: int | None
    places: int = 2
    unit: Unit = Unit.YUAN
    mark: str = ""

    def figure(self) -> Figure:
        if self.mark == "blank":
            return Figure.of("", self.unit, places=self.places)
        if self.mark == "missing" or self.number is None:
            return Figure.of(None, self.unit, places=self.places)
        value = Decimal(self.number).scaleb(-self.places)
        return Figure.of(value, self.unit, places=self.places)


BLANK, MISSING = Printed(0, mark="blank"), Printed(None, mark="missing")

#: Grid points to one last place of 0.001 元, fine enough for open ends of a dozen figures.
_FINE = 40
_PLACES = 3


def last_place(one: Printed) -> int:
    return int(10 ** (one.unit.exponent + _PLACES - one.places)) * _FINE


def prints(grid: int, last: int) -> int:
    """The number of last places printed for a true amount: 四舍五入."""
    number = (2 * abs(grid) + last) // (2 * last)
    return -number if grid < 0 else number


def true_amounts(one: Printed) -> tuple[int, int]:
    """The least and the greatest amount on the grid that print so, found by trying."""
    if one.mark == "blank":
        return 0, 0
    assert one.number is not None
    last = last_place(one)
    ends = []
    for inner, outer in ((0, -2), (0, 2)):
        good, bad = (one.number + inner) * last, (one.number + outer) * last
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            if prints(middle, last) == one.number:
                good = middle
            else:
                bad = middle
        ends.append(good)
    return ends[0], ends[1]


def possible(kind: str, printed: Sequence[Printed]) -> bool:
    """Whether there are true amounts; those of missing parts are any that are not negative."""
    ranges = [true_amounts(one) for one in printed if one.mark != "missing"]
    if kind == AGREE:
        return not ranges or max(low for low, _ in ranges) <= min(high for _, high in ranges)
    if printed[0].mark == "missing":
        return True
    (low, high), *parts = ranges
    least, most = sum(r[0] for r in parts), sum(r[1] for r in parts)
    lost = any(one.mark == "missing" for one in printed)
    return least <= high and (kind == CONTAIN or lost or low <= most)


def comes_out(kind: str, printed: Sequence[Printed]) -> bool:
    """Whether the numbers obey the law as printed."""
    values = [(one.number or 0) * last_place(one) for one in printed]
    if kind == AGREE:
        return len(set(values)) == 1
    return values[0] >= sum(values[1:]) if kind == CONTAIN else values[0] == sum(values[1:])


def wanted(kind: str, printed: Sequence[Printed]) -> Verdict:
    if not possible(kind, printed):
        return Verdict.VIOLATED
    if any(one.mark == "missing" for one in printed):
        return Verdict.UNDECIDED
    return Verdict.EXACT if comes_out(kind, printed) else Verdict.ROUNDING


def system_of(figures: list[Figure], laws: Sequence[Raw]) -> Compiled:
    """Laws over figures that stand in no table; the one place that knows how they are made."""
    derived = derive(())
    derived.figures, derived.laws = figures, list(laws)
    return compiled(derived)


def outcomes_of(laws: Sequence[tuple[str, tuple[Printed, ...]]]) -> Iterator[Outcome]:
    """How laws over figures come out, in order."""
    numbers: dict[Printed, int] = {}
    raw: list[Raw] = []
    for kind, printed in laws:
        indices = tuple(numbers.setdefault(one, len(numbers)) for one in printed)
        raw.append((kind, indices, "scopes"))
    system = system_of([one.figure() for one in numbers], raw)
    for number, verdict in enumerate(system.verdicts()):
        yield system.outcome(number, verdict)


def outcome_of(kind: str, *printed: Printed) -> Outcome:
    return next(outcomes_of([(kind, printed)]))


# Every combination of a few figures -----------------------------------------------------------

_FEW = [
    BLANK,
    MISSING,
    *(Printed(number) for number in (-2, -1, 0, 1, 2, 5, 6)),
    *(Printed(number, 1) for number in (-1, 0, 1)),
]


def _check_all(laws: list[tuple[str, tuple[Printed, ...]]]) -> set[Verdict]:
    wrong = [
        (kind, printed, outcome.verdict, wanted(kind, printed))
        for (kind, printed), outcome in zip(laws, outcomes_of(laws), strict=True)
        if outcome.verdict is not wanted(kind, printed)
    ]
    assert not wrong, wrong[:5]
    return {wanted(kind, printed) for kind, printed in laws}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [2, 3])
def test_the_verdict_on_all_small_laws(kind: str, count: int) -> None:
    laws = [(kind, printed) for printed in product(_FEW, repeat=count)]
    assert _check_all(laws) == set(Verdict)


@pytest.mark.parametrize("kind", KINDS)
def test_the_verdict_on_all_laws_of_four_at_the_edge_of_the_slack(kind: str) -> None:
    """Four figures of one place can be off by two last places at the most: the edge itself."""
    few = [BLANK, Printed(0), Printed(1), Printed(-1), Printed(2), Printed(3)]
    assert _check_all([(kind, printed) for printed in product(few, repeat=4)])


_printed = st.one_of(
    st.just(BLANK),
    st.just(MISSING),
    st.builds(
        Printed,
        st.integers(-30, 3000),
        st.integers(0, _PLACES),
        st.sampled_from([Unit.YUAN, Unit.THOUSAND, Unit.WAN]),
    ),
)


@st.composite
def _close_laws(draw: st.DrawFn) -> tuple[str, tuple[Printed, ...]]:
    """Laws over figures in different units and places that nearly come out."""
    kind = draw(st.sampled_from(KINDS))
    parts = draw(st.lists(_printed, min_size=1, max_size=6))
    unit, places = draw(st.sampled_from([Unit.YUAN, Unit.WAN])), draw(st.integers(0, 2))
    last = last_place(Printed(0, places, unit))
    known = [(one.number or 0) * last_place(one) for one in parts]
    near = (known[0] if kind == AGREE else sum(known)) // last
    whole = Printed(near + draw(st.integers(-4, 4)), places, unit)
    return kind, (whole, *parts)


@given(_close_laws())
def test_the_verdict_on_laws_over_units_and_places(
    law: tuple[str, tuple[Printed, ...]],
) -> None:
    kind, printed = law
    assert outcome_of(kind, *printed).verdict is wanted(kind, printed)


@given(_close_laws(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_changes_nothing(
    law: tuple[str, tuple[Printed, ...]], random: object
) -> None:
    kind, (whole, *parts) = law
    shuffled = list(parts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = outcome_of(kind, whole, *parts), outcome_of(kind, whole, *shuffled)
    assert (one.verdict, one.minor) == (other.verdict, other.minor)
    if kind != AGREE:
        assert (one.difference, one.allowance) == (other.difference, other.allowance)


# Named cases ----------------------------------------------------------------------------------


def test_two_figures_each_half_a_place_off_can_just_not_agree() -> None:
    # 1.00 is [0.995, 1.005), 1.01 is [1.005, 1.015): they touch, and 1.005 is not in both
    assert outcome_of(AGREE, Printed(100), Printed(101)).verdict is Verdict.VIOLATED
    # a printed 0.00 is (-0.005, 0.005), a blank exactly 0
    assert outcome_of(AGREE, Printed(0), BLANK).verdict is Verdict.EXACT
    assert outcome_of(AGREE, Printed(1), BLANK).verdict is Verdict.VIOLATED
    # 1.0 is [0.95, 1.05) and holds 0.95, but not 1.05
    assert outcome_of(AGREE, Printed(10, 1), Printed(95)).verdict is Verdict.ROUNDING
    assert outcome_of(AGREE, Printed(10, 1), Printed(105)).verdict is Verdict.ROUNDING
    assert outcome_of(AGREE, Printed(10, 1), Printed(106)).verdict is Verdict.VIOLATED


def test_an_amount_in_yuan_and_one_in_wan_agree_within_half_a_place_of_the_coarser() -> None:
    wan = Printed(6736, 2, Unit.WAN)
    for yuan, verdict in [
        (673_600, Verdict.EXACT),
        (673_550, Verdict.ROUNDING),
        (673_649, Verdict.ROUNDING),
        (673_651, Verdict.VIOLATED),
        (673_549, Verdict.VIOLATED),
    ]:
        assert outcome_of(AGREE, wan, Printed(yuan * 100)).verdict is verdict


def test_parts_that_are_blank_add_no_allowance() -> None:
    # the sum of one printed part is off by one place: never explained, however many blanks
    assert outcome_of(ADD_UP, Printed(100), Printed(99), *[BLANK] * 20).verdict is Verdict.VIOLATED
    assert outcome_of(ADD_UP, Printed(100), Printed(99), Printed(0)).verdict is Verdict.ROUNDING


def test_missing_parts_leave_a_law_open_unless_the_known_are_too_much_already() -> None:
    assert outcome_of(ADD_UP, Printed(100), Printed(40), MISSING).verdict is Verdict.UNDECIDED
    assert outcome_of(ADD_UP, Printed(100), Printed(101), MISSING).verdict is Verdict.VIOLATED
    assert outcome_of(CONTAIN, Printed(100), Printed(101), MISSING).verdict is Verdict.VIOLATED
    three = (Printed(50), Printed(51), MISSING)
    assert outcome_of(ADD_UP, Printed(100), *three).verdict is Verdict.UNDECIDED
    assert outcome_of(ADD_UP, MISSING, Printed(101)).verdict is Verdict.UNDECIDED
    assert outcome_of(AGREE, MISSING, MISSING).verdict is Verdict.UNDECIDED
    agree = (Printed(100), MISSING, Printed(200))
    assert outcome_of(AGREE, *agree).verdict is Verdict.VIOLATED


def test_a_part_inferred_exactly_has_no_allowance_and_one_with_candidates_has() -> None:
    whole, part = Printed(100).figure(), Printed(60).figure()
    law: list[Raw] = [(ADD_UP, (0, 1, 2), "scopes")]
    for candidates, verdict in ((None, Verdict.VIOLATED), ((Decimal("0.39"),), Verdict.ROUNDING)):
        inferred = Figure.of("0.39").evolve(state=State.INFERRED, candidates=candidates)
        figures = [whole, part, inferred]
        assert system_of(figures, law).verdicts() == [verdict]


# Numbers of an outcome ------------------------------------------------------------------------

_known = st.builds(Printed, st.integers(-5, 300), st.integers(0, 2)) | st.just(BLANK)


@given(st.sampled_from([ADD_UP, CONTAIN]), st.lists(_known, min_size=2, max_size=6))
def test_an_outcome_says_what_was_found_and_expected_and_what_rounding_can_explain(
    kind: str, printed: list[Printed]
) -> None:
    outcome = outcome_of(kind, *printed)
    values = [Decimal(one.number or 0).scaleb(-one.places) for one in printed]
    assert outcome.found == values[0]
    assert outcome.expected == sum(values[1:])
    assert outcome.difference == values[0] - sum(values[1:])
    halves = [Decimal(5).scaleb(-one.places - 1) for one in printed if not one.mark]
    assert outcome.allowance == sum(halves)
    assert outcome.unit is Unit.YUAN


def off_by_a_place(kind: str, printed: Sequence[Printed]) -> bool:
    """Whether the law holds if every printed non-zero figure may be off by one whole last place."""
    ranges = []
    for one in printed:
        if one.mark != "missing":
            value, off = (one.number or 0) * last_place(one), last_place(one) if one.number else 0
            ranges.append((value - off, value + off))
    if kind == AGREE:
        return max(low for low, _ in ranges) <= min(high for _, high in ranges)
    (low, high), *parts = ranges
    least, most = sum(r[0] for r in parts), sum(r[1] for r in parts)
    lost = any(one.mark == "missing" for one in printed)
    return least <= high and (kind == CONTAIN or lost or low <= most)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [2, 3])
def test_a_violation_is_minor_if_one_whole_last_place_each_would_settle_it(
    kind: str, count: int
) -> None:
    few = [BLANK, *(Printed(number) for number in (-1, 0, 1, 2, 3, 4, 5, 6)), Printed(1, 1)]
    laws = [(kind, printed) for printed in product(few, repeat=count)]
    wrong = []
    for (_, printed), outcome in zip(laws, outcomes_of(laws), strict=True):
        minor = outcome.verdict is Verdict.VIOLATED and off_by_a_place(kind, printed)
        if outcome.minor != minor:
            wrong.append((printed, outcome.minor, minor))
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("kind", KINDS)
def test_a_minor_violation_stays_minor_with_a_missing_part(kind: str) -> None:
    assert outcome_of(kind, Printed(100), Printed(101), MISSING).minor
    assert not outcome_of(kind, Printed(100), Printed(150), MISSING).minor


# On documents ---------------------------------------------------------------------------------


def test_a_document_of_table_three_comes_out() -> None:
    disclosure = budget(
        expenditure=[
            "210 | 23.24 | 23.24 | ",
            "21011 | 23.24 | 23.24 |",
            "2101101 | 7.05 | 7.05 |",
            "2101102 | 16.20 | 16.20 |",
            "总计 | 23.24 | 23.24 |",
        ]
    )
    import cnbudget

    found = {outcome.verdict for outcome in cnbudget.outcomes(disclosure)}
    assert found == {Verdict.EXACT, Verdict.ROUNDING}
    rounding = [o for o in cnbudget.outcomes(disclosure) if o.verdict is Verdict.ROUNDING]
    assert {outcome.law.whole.row.row for outcome in rounding} == {"21011"}
    for outcome in rounding:
        assert (outcome.found, outcome.expected) == (Decimal("23.24"), Decimal("23.25"))
        assert outcome.difference == Decimal("-0.01")
        assert outcome.allowance == Decimal("0.015")
        assert outcome.unit is Unit.WAN


def test_grid_oracle_is_sane() -> None:
    """The oracle itself: ends are adjacent to amounts that print otherwise."""
    for one in (Printed(5), Printed(-5), Printed(0), Printed(1, 1), Printed(7, 0, Unit.WAN)):
        low, high = true_amounts(one)
        last = last_place(one)
        inside = [prints(grid, last) for grid in (low, high)]
        outside = [prints(grid, last) for grid in (low - 1, high + 1)]
        assert inside == [one.number] * 2
        assert one.number not in outside
        assert all(a <= b for a, b in pairwise((outside[0], *inside, outside[1])))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4), st.permutations(range(6)))
def test_of_figures_that_should_agree_the_farthest_from_what_most_say_is_told(
    others: list[int], order: list[int]
) -> None:
    most = [Printed(3000, 4), Printed(300, 3), Printed(30)]
    apart = [Printed(each) for each in dict.fromkeys(others) if abs(each - 30) > 1]
    printed = [*most, *apart]
    mixed = [printed[i] for i in order if i < len(printed)]
    outcome = outcome_of(AGREE, *mixed, *[one for one in printed if one not in mixed])
    if not apart:
        return
    farthest = max(abs(Decimal(one.number or 0) - 30) for one in apart).scaleb(-2)
    assert outcome.verdict is Verdict.VIOLATED
    assert outcome.difference is not None
    assert abs(outcome.difference) == farthest


@pytest.mark.parametrize(
    ("come", "gone", "verdict"),
    [
        ((5, None), (5,), Verdict.UNDECIDED),
        ((6, None), (5,), Verdict.VIOLATED),
        ((5,), (5, None), Verdict.UNDECIDED),
        ((5,), (6, None), Verdict.VIOLATED),
    ],
)
def test_what_is_lost_of_a_balance_can_be_nothing_and_not_less(
    come: Sequence[int | None], gone: Sequence[int | None], verdict: Verdict
) -> None:
    assert relation_of("balance", [come, gone]) is verdict


@pytest.mark.parametrize(
    ("amounts", "verdict"),
    [
        ((6, None, 5), Verdict.VIOLATED),
        ((5, None, 5), Verdict.UNDECIDED),
        ((4, None, 5), Verdict.UNDECIDED),
        ((5, 0, 6), Verdict.VIOLATED),
        ((5, 1, 6), Verdict.EXACT),
    ],
)
def test_one_step_too_much_is_too_much(amounts: Sequence[int | None], verdict: Verdict) -> None:
    figures = [Figure.of(each, Unit.WAN) for each in (5, 1, 6)]
    system = Compiled(Derived(figures, [(BALANCE, (0, 1, 2), Flows(2))], ()))
    assert system.with_amounts(dict(enumerate(amounts))).verdicts() == [verdict]


def test_numbers_of_an_outcome_have_two_places_and_no_zeros_behind_them() -> None:
    texts = {(5, 0): "5.00", (5, 1): "0.50", (5, 2): "0.05", (5, 3): "0.005", (50, 4): "0.005",
             (500, 4): "0.05", (5000, 4): "0.50"}  # fmt: skip
    assert {given: str(_amount(*given)) for given in texts} == texts
    assert _amount(None, 2) is None


def test_what_is_no_longer_missing_is_as_if_it_had_never_been() -> None:
    """Of as many places as the others, or of fewer."""
    rows = [
        "2080501 | 30.00 | 18.00 | 12.00",
        "208 | 30.00 | 18.00 | 12.00",
        "总计 | 30.00 | 18.00 | 12.00",
    ]
    whole = derive(budget(expenditure=rows))
    for place, places in ((3, 2), (4, 2), (4, 1)):
        told = whole.figures[place]
        assert told.value is not None
        figure = told.evolve(value=told.value, places=places)
        lost = [
            f.evolve(value=None, state=State.MISSING) if n == place else f
            for n, f in enumerate(whole.figures)
        ]
        full = [figure if n == place else f for n, f in enumerate(whole.figures)]
        system = Compiled(Derived(lost, whole.laws, whole.tables))
        system.take(full, [place])
        fresh = Compiled(Derived(full, whole.laws, whole.tables))
        assert system.verdicts() == fresh.verdicts()
        assert (system.values, system.halves) == (fresh.values, fresh.halves)


def test_what_was_found_for_certain_is_exact_and_what_else_it_may_be_is_not() -> None:
    whole = derive(budget(expenditure=["208 | 30.00 | 18.00 | 12.00"]))
    for candidates, half in (((), 0), ((Decimal("18.01"),), 5)):
        told = whole.figures[1].evolve(state=State.INFERRED, candidates=candidates)
        full = [told if n == 1 else f for n, f in enumerate(whole.figures)]
        system = Compiled(whole)
        system.take(full, [1])
        assert system.halves[1] == half * 10 ** (1 - system.exponent)
        assert system.halves == Compiled(Derived(full, whole.laws, whole.tables)).halves


def test_one_column_that_is_cut_off_is_enough_to_ask_how_each_figure_was_rounded() -> None:
    whole = derive(budget(expenditure=["208 | 30.00 | 18.00 | 12.00"]))
    assert Compiled(whole).rules is None
    first, *others = next(side.columns for t in whole.tables for side in t.sides if side.columns)
    for columns in ((attrs.evolve(first, rounding=TRUNCATION), *others), (first, *others)):
        side = SimpleNamespace(columns=columns)
        tables: Any = (SimpleNamespace(sides=[side]),)
        rules = Compiled(Derived(whole.figures, whole.laws, tables)).rules
        assert (rules is None) == (columns[0] is first)


def test_what_is_lost_of_the_whole_is_not_said_to_have_been_found() -> None:
    for whole, found in ((MISSING, None), (Printed(100), Decimal("1.00"))):
        outcome = outcome_of(ADD_UP, whole, Printed(101), MISSING)
        assert outcome.found == found


def test_laws_that_are_spent_decide_nothing() -> None:
    figures = [Printed(100).figure(), Printed(100).figure(), Printed(200).figure()]
    system = system_of(figures, [(AGREE, (0, 1), "scopes"), (AGREE, (0, 2), "scopes")])
    assert system.verdicts() == [Verdict.EXACT, Verdict.VIOLATED]
    assert system.spending(frozenset({1})).verdicts() == [Verdict.EXACT, Verdict.UNDECIDED]
    assert system.spending(frozenset({0})).verdicts([1, 0]) == [Verdict.VIOLATED, Verdict.UNDECIDED]
